//! [`Table`]: the rows of a table of a word processor on their way to a grid.
//!
//! - [x] `w:gridSpan`, `w:vMerge`, `w:hMerge`, `w:gridBefore`, rows and cells whose deletion is tracked
//! - [x] nested tables: they follow the table, or take its place when it only lays out the page
//! - [ ] widths, borders, and anything else of looks

use crate::document::{Block, Grid, GridBuilder, Locus, Note, NoteKind};
use crate::error::Error;
use crate::read::{Limits, check_limit};

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    number: u32,
    declared: u32,
    n_rows: u32,
    n_head_rows: u32,
    cells: Vec<Placed>,
    /// For each column, one more than the index of the cell that last began there.
    above: Vec<usize>,
    row: Row,
    row_cells: Vec<RowCell>,
    text: String,
    paragraphs: Vec<CellParagraph>,
    /// Where the paragraphs and the nested blocks of the open row and the open cell begin.
    row_mark: (usize, usize),
    cell_mark: (usize, usize),
    nested: Vec<Nested>,
    notes: Vec<Note>,
}

/// A cell with its place in the grid.
#[derive(Debug)]
struct Placed {
    row: u32,
    column: u32,
    rows: u32,
    columns: u32,
    text: String,
}

/// Whether a cell begins a merged range or lies in one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    /// Neither.
    #[default]
    None,
    /// It begins one.
    Restart,
    /// It lies in one.
    Continue,
}

impl Merge {
    /// By the value of `w:vMerge` or `w:hMerge`, which means *continue* when it is absent (17.4.84).
    pub(super) fn of(value: Option<&str>) -> Self {
        if value == Some("restart") { Self::Restart } else { Self::Continue }
    }
}

/// The properties of a row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Columns left out before its first cell.
    pub(super) before: u32,
    /// Whether it is repeated at the head of each page.
    pub(super) is_head: bool,
    /// Whether it is left out of the table.
    pub(super) is_dropped: bool,
}

/// The properties of a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellProperties {
    /// Columns covered, 0 when nothing is said.
    pub(super) columns: u32,
    /// Merging with the cell above.
    pub(super) vertical: Merge,
    /// Merging with the cell before.
    pub(super) horizontal: Merge,
    /// Whether it is left out of the row.
    pub(super) is_dropped: bool,
}

#[derive(Debug)]
struct RowCell {
    column: u32,
    columns: u32,
    vertical: Merge,
    text: String,
}

/// Where a paragraph stands in the text of its cell.
#[derive(Debug)]
struct CellParagraph {
    cell: usize,
    start: usize,
    end: usize,
    heading: Option<u8>,
}

/// A block that stands in a cell and is no text of it.
#[derive(Debug)]
struct Nested {
    cell: usize,
    /// How many paragraphs of the table come before it.
    paragraphs: usize,
    block: Block,
}

impl Table {
    /// Begins the `number`-th table.
    pub(super) fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Counts one `w:gridCol`.
    pub(super) fn declare_column(&mut self) {
        self.declared = self.declared.saturating_add(1);
    }

    /// Where the open cell stands.
    pub(super) fn here(&self) -> Locus {
        self.locus(self.n_rows, self.next_column())
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        self.row = Row::default();
        self.row_cells.clear();
        self.row_mark = (self.paragraphs.len(), self.nested.len());
    }

    /// The properties of the open row.
    pub(super) fn row(&mut self) -> &mut Row {
        &mut self.row
    }

    /// Begins a cell.
    pub(super) fn begin_cell(&mut self) {
        self.text.clear();
        self.cell_mark = (self.paragraphs.len(), self.nested.len());
    }

    /// Adds a paragraph to the open cell.
    pub(super) fn paragraph(&mut self, label: &str, text: &str, heading: Option<u8>) {
        if self.paragraphs.len() > self.cell_mark.0 {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(label);
        self.text.push_str(text);
        let (cell, end) = (self.row_cells.len(), self.text.len());
        self.paragraphs.push(CellParagraph { cell, start, end, heading });
    }

    /// Adds a block that is no text of the open cell.
    pub(super) fn nest(&mut self, block: Block) {
        self.nested.push(Nested { cell: self.row_cells.len(), paragraphs: self.paragraphs.len(), block });
    }

    /// Ends a cell.
    pub(super) fn end_cell(&mut self, properties: &CellProperties, limits: &Limits) -> Result<(), Error> {
        if properties.is_dropped {
            self.forget(self.cell_mark);
            return Ok(());
        }
        let column = self.next_column();
        let room = limits.table_columns.saturating_sub(column);
        check_limit("table_columns", column.saturating_add(1), limits.table_columns)?;
        let columns = properties.columns.max(1).min(room);
        if properties.columns > room {
            self.note(NoteKind::IrregularSpans, column);
        }
        // A trailing empty paragraph is only what the format asks for.
        let text = self.text.trim_end_matches('\n').to_owned();
        match self.row_cells.last_mut().filter(|_| properties.horizontal == Merge::Continue) {
            Some(cell) => {
                cell.columns += columns;
                self.cover(text, column);
                self.forget(self.cell_mark);
            }
            None => self.row_cells.push(RowCell { column, columns, vertical: properties.vertical, text }),
        }
        Ok(())
    }

    /// Ends a row and says how many cells it adds to the grid.
    pub(super) fn end_row(&mut self, limits: &Limits) -> Result<u64, Error> {
        if self.row.is_dropped || self.row_cells.is_empty() {
            self.forget(self.row_mark);
            return Ok(0);
        }
        check_limit("table_rows", self.n_rows + 1, limits.table_rows)?;
        let before = self.cells.len();
        let mut row_cells = std::mem::take(&mut self.row_cells);
        let places: Vec<usize> = row_cells.drain(..).map(|cell| self.place(cell)).collect();
        self.row_cells = row_cells;
        for paragraph in &mut self.paragraphs[self.row_mark.0..] {
            paragraph.cell = places[paragraph.cell];
        }
        for nested in &mut self.nested[self.row_mark.1..] {
            nested.cell = places[nested.cell];
        }
        if self.row.is_head && self.n_head_rows == self.n_rows {
            self.n_head_rows += 1;
        }
        self.n_rows += 1;
        Ok((self.cells.len() - before) as u64)
    }

    /// The table as blocks, and what was met in it.
    pub(super) fn finish(mut self, limits: &Limits) -> (Vec<Block>, Vec<Note>) {
        // A grid with more columns than a table can have says nothing.
        if self.declared > limits.table_columns {
            self.declared = 0;
        }
        let n_columns = self.clamp_spans();
        let notes = std::mem::take(&mut self.notes);
        if self.cells.is_empty() {
            return (self.nested.into_iter().map(|nested| nested.block).collect(), notes);
        }
        if self.is_layout(n_columns) {
            return (self.hoist(), notes);
        }
        let nested = std::mem::take(&mut self.nested);
        let blocks = std::iter::once(Block::Table(self.grid(n_columns)));
        (blocks.chain(nested.into_iter().map(|nested| nested.block)).collect(), notes)
    }

    /// Puts a cell of the row into the grid, or grows the one it continues, and gives its index.
    ///
    /// ```text
    /// | 左 restart   | x |        the column where a cell begins and its width
    /// | 左 continue  | y |        must be those of the cell above it
    /// ```
    fn place(&mut self, cell: RowCell) -> usize {
        let RowCell { column, columns, vertical, text } = cell;
        let begins = column as usize;
        if vertical == Merge::Continue {
            let above = self.above.get(begins).and_then(|index| index.checked_sub(1));
            let covering = above.and_then(|index| Some((index, self.cells.get_mut(index)?)));
            if let Some((index, above)) = covering
                && (above.columns, above.row + above.rows) == (columns, self.n_rows)
            {
                above.rows += 1;
                self.cover(text, column);
                return index;
            }
            // An orphan is a cell of its own, and its text is kept.
            self.note(NoteKind::IrregularSpans, column);
        }
        if self.above.len() <= begins {
            self.above.resize(begins + 1, 0);
        }
        self.cells.push(Placed { row: self.n_rows, column, rows: 1, columns, text });
        self.above[begins] = self.cells.len();
        self.cells.len() - 1
    }

    fn cover(&mut self, text: String, column: u32) {
        if !text.trim().is_empty() {
            self.note(NoteKind::CoveredValue(text), column);
        }
    }

    /// The grid is as wide as declared, or as the last cell to begin asks for; a span ends with it.
    fn clamp_spans(&mut self) -> u32 {
        let end = |cell: &Placed| cell.column + cell.columns;
        if self.declared == 0 {
            return self.cells.iter().map(end).max().unwrap_or_default();
        }
        let begun = self.cells.iter().map(|cell| cell.column + 1).max().unwrap_or_default();
        let n_columns = self.declared.max(begun);
        let wide = self.cells.iter().find(|cell| end(cell) > self.declared);
        if let Some((row, column)) = wide.map(|cell| (cell.row, cell.column)) {
            let at = Some(self.locus(row, column));
            self.notes.push(Note { kind: NoteKind::IrregularSpans, at });
        }
        for cell in &mut self.cells {
            cell.columns = cell.columns.min(n_columns - cell.column);
        }
        n_columns
    }

    /// Whether the table only lays out the page: all that has content holds another table.
    fn is_layout(&self, n_columns: u32) -> bool {
        let mut holds = vec![false; self.cells.len()];
        for nested in self.nested.iter().filter(|nested| matches!(nested.block, Block::Table(_))) {
            holds[nested.cell] = true;
        }
        let has_one = n_columns == 1 || self.cells.len() == 1;
        let all_hold =
            || self.cells.iter().zip(&holds).all(|(cell, holds)| *holds || cell.text.trim().is_empty());
        holds.contains(&true) && (has_one || all_hold())
    }

    /// The paragraphs and blocks of all cells, without the table around them.
    fn hoist(self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut nested = self.nested.into_iter().peekable();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            while let Some(before) = nested.next_if(|nested| nested.paragraphs <= index) {
                blocks.push(before.block);
            }
            let cell = &self.cells[paragraph.cell];
            let end = paragraph.end.min(cell.text.len());
            let text = cell.text.get(paragraph.start..end).unwrap_or_default();
            if text.trim().is_empty() {
                continue;
            }
            let at = Locus::Cell { table: self.number, row: cell.row + 1, column: cell.column + 1 };
            blocks.push(match paragraph.heading {
                Some(level) => Block::heading(level, text, at),
                None => Block::paragraph(text, at),
            });
        }
        blocks.extend(nested.map(|nested| nested.block));
        blocks
    }

    fn grid(self, n_columns: u32) -> Grid {
        let mut builder = GridBuilder::new();
        let mut cells = self.cells.into_iter().peekable();
        for row in 0..self.n_rows {
            builder.row();
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                builder.cell_at(cell.column, cell.text, cell.rows, cell.columns);
            }
            if row + 1 == self.n_head_rows {
                builder.end_head();
            }
        }
        builder.at_least(n_columns);
        builder.table(self.number)
    }

    fn next_column(&self) -> u32 {
        self.row_cells.last().map_or(self.row.before, |cell| cell.column.saturating_add(cell.columns))
    }

    fn forget(&mut self, (paragraphs, nested): (usize, usize)) {
        self.paragraphs.truncate(paragraphs);
        self.nested.truncate(nested);
    }

    fn note(&mut self, kind: NoteKind, column: u32) {
        let at = Some(self.locus(self.n_rows, column));
        self.notes.push(Note { kind, at });
    }

    fn locus(&self, row: u32, column: u32) -> Locus {
        Locus::Cell { table: self.number, row: row.saturating_add(1), column: column.saturating_add(1) }
    }
}
