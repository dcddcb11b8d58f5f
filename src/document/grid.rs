//! A table with its spans resolved.

use super::text::is_blank;
use super::{Block, Locus};
use std::sync::Arc;

/// How many rows a cell covers, 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowSpan(pub u32);

impl Default for RowSpan {
    fn default() -> Self {
        Self(1)
    }
}

/// How many columns a cell covers, 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnSpan(pub u32);

impl Default for ColumnSpan {
    fn default() -> Self {
        Self(1)
    }
}

/// A table as a grid of cells, each merged cell once.
///
/// ```text
/// +----------+-------+
/// | 项目     | 金额  |   row 0: cells at (0,0) 1×1 and (0,1) 1×1
/// |          +-------+
/// |          |  12   |   the first cell has `RowSpan(2)`: row 1 holds only (1,1)
/// +----------+-------+
/// ```
///
/// Invariant: cells are in row-major order of their first row and column, and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    cells: Vec<Cell>,
    n_rows: u32,
    n_columns: u32,
    n_head_rows: u32,
    origin: Origin,
    /// The file that it came from, where that is not the one that the document is of.
    file: Option<Arc<str>>,
    is_prose: bool,
}

/// What the rows and columns of a grid are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Table(u32),
    Sheet { name: Arc<str>, row: u32, column: u32 },
}

/// One cell of a [`Grid`].
///
/// ```
/// use nianbao::document::{Cell, ColumnSpan, RowSpan};
/// let cell = Cell { column: 2, column_span: ColumnSpan(3), text: "12".into(), ..Cell::default() };
/// assert_eq!((cell.row_span, cell.mark), (RowSpan(1), None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First row, counted from 0.
    pub row: u32,
    /// First column, counted from 0.
    pub column: u32,
    /// Rows covered.
    pub row_span: RowSpan,
    /// Columns covered.
    pub column_span: ColumnSpan,
    /// The words; several paragraphs are joined by `\n`.
    pub text: String,
    /// What stands here, where a form says it; readers set none.
    pub mark: Option<Box<Mark>>,
}

/// What a cell that was laid out holds, and a note on it for a person.
///
/// ```
/// use nianbao::document::{Holds, Mark};
/// let mark = Mark::new(Holds::Figure("requests.received.total".into())).with_note("两版口径相同，照录");
/// assert_eq!(mark.note.as_deref(), Some("两版口径相同，照录"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it holds.
    pub holds: Holds,
    /// A note on it, such as a sentence of the ledger.
    pub note: Option<String>,
}

/// What a cell of a form holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The figure of a concept, by its name.
    Figure(Arc<str>),
    /// The figure of a concept in an annex; it is no fact of the report.
    Annexed(Arc<str>),
    /// A text that stood in the table and is no part of the form.
    Stray,
    /// The figure of a concept where two reports differ, beside that of the other.
    Differing(Arc<str>),
    /// Words above figures: a head of columns, or a line across the table.
    Head,
}

impl Mark {
    /// A mark without a note.
    #[must_use]
    pub fn new(holds: Holds) -> Self {
        Self { holds, note: None }
    }

    /// The same mark with a note.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

impl Cell {
    /// The column after the last one covered.
    ///
    /// ```
    /// use nianbao::document::{Cell, ColumnSpan};
    /// let cell = Cell { column: 2, column_span: ColumnSpan(3), ..Cell::default() };
    /// assert_eq!(cell.end_column(), 5);
    /// ```
    #[must_use]
    pub fn end_column(&self) -> u32 {
        self.column + self.column_span.0
    }

    /// The row after the last one covered.
    ///
    /// ```
    /// use nianbao::document::{Cell, RowSpan};
    /// let cell = Cell { row: 1, row_span: RowSpan(2), ..Cell::default() };
    /// assert_eq!(cell.end_row(), 3);
    /// ```
    #[must_use]
    pub fn end_row(&self) -> u32 {
        self.row + self.row_span.0
    }

    /// Whether a form says that a figure stands here.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("总计", 1, 1).cell("", 1, 1).mark(Holds::Figure("review.total".into()));
    /// let holds: Vec<bool> = builder.table(1).cells().iter().map(|cell| cell.holds_figure()).collect();
    /// assert_eq!(holds, [false, true]);
    /// ```
    #[must_use]
    pub fn holds_figure(&self) -> bool {
        let holds = self.mark.as_ref().map(|mark| &mark.holds);
        matches!(holds, Some(Holds::Figure(_) | Holds::Annexed(_)))
    }

    /// Whether nothing but white space stands in it.
    ///
    /// ```
    /// let cell = nianbao::document::Cell { text: "\u{3000}".into(), ..Default::default() };
    /// assert!(cell.is_blank());
    /// ```
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }
}

impl Grid {
    /// The cells in row-major order.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 3);
    /// let grid = builder.table(1);
    /// assert_eq!(grid.cells()[1].column, 1);
    /// ```
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells whose first row is `row`.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 1);
    /// builder.row().cell("行政规范性文件", 1, 1);
    /// assert_eq!(builder.table(1).row(1).len(), 1);
    /// ```
    #[must_use]
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        &self.cells[start..end]
    }

    /// The words of each row that has any, its cells parted by strokes.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("网站", 1, 1).cell("", 1, 1).cell("12", 1, 1);
    /// assert_eq!(builder.table(1).lines().next().as_deref(), Some("网站 | 12"));
    /// ```
    pub fn lines(&self) -> impl Iterator<Item = String> {
        (0..self.n_rows).map(|row| self.line(row)).filter(|line| !line.is_empty())
    }

    /// The words of a row, its cells parted by strokes.
    pub(crate) fn line(&self, row: u32) -> String {
        let cells = self.row(row).iter().filter(|cell| !cell.is_blank());
        cells.map(|cell| cell.text.trim()).collect::<Vec<_>>().join(" | ")
    }

    /// Whether it stands among the prose, and is no table of a form.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        self.is_prose
    }

    /// The same grid, standing among the prose as the `table`-th table of a document.
    #[must_use]
    pub fn in_prose(self, table: u32) -> Self {
        Self { is_prose: true, origin: Origin::Table(table), file: None, ..self }
    }

    /// How many rows the grid has.
    #[must_use]
    pub fn n_rows(&self) -> u32 {
        self.n_rows
    }

    /// How many columns the grid has.
    #[must_use]
    pub fn n_columns(&self) -> u32 {
        self.n_columns
    }

    /// How many of the first rows are repeated at the head of each page.
    #[must_use]
    pub fn n_head_rows(&self) -> u32 {
        self.n_head_rows
    }

    /// Whether a cell is a head: it stands in a repeated row, or is marked as one.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("信息内容", 1, 1).end_head();
    /// builder.row().cell("规章", 1, 1);
    /// builder.row().cell("第二十条第（五）项", 1, 1).mark(Holds::Head);
    /// let grid = builder.table(1);
    /// let heads: Vec<bool> = grid.cells().iter().map(|cell| grid.is_head(cell)).collect();
    /// assert_eq!(heads, [true, false, true]);
    /// ```
    #[must_use]
    pub fn is_head(&self, cell: &Cell) -> bool {
        cell.row < self.n_head_rows || cell.mark.as_ref().is_some_and(|mark| mark.holds == Holds::Head)
    }

    /// Where a cell of this grid stands.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 1);
    /// let grid = builder.table(2);
    /// assert_eq!(grid.locus(&grid.cells()[1]).to_string(), "表 2 第 1 行第 2 列");
    /// ```
    #[must_use]
    pub fn locus(&self, cell: &Cell) -> Locus {
        let at = match &self.origin {
            Origin::Table(table) => Locus::Cell { table: *table, row: cell.row + 1, column: cell.column + 1 },
            Origin::Sheet { name, row, column } => Locus::Sheet {
                name: Arc::clone(name),
                row: row + cell.row + 1,
                column: column + cell.column + 1,
            },
        };
        match &self.file {
            Some(file) => at.in_file(file),
            None => at,
        }
    }

    /// Says that it stands in another file than the one that the document is of.
    pub(super) fn set_file(&mut self, file: &Arc<str>) {
        self.file = Some(Arc::clone(file));
    }

    /// The cells, so that they can be marked; where they stand does not change.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("0", 1, 1).mark(Holds::Stray);
    /// let mut grid = builder.table(1);
    /// grid.marks_mut().for_each(|mark| mark.note = Some("请核对".into()));
    /// assert!(grid.cells()[0].mark.as_ref().is_some_and(|mark| mark.note.is_some()));
    /// ```
    pub fn marks_mut(&mut self) -> impl Iterator<Item = &mut Mark> {
        self.cells.iter_mut().filter_map(|cell| cell.mark.as_deref_mut())
    }
}

/// Lays cells into a grid the way HTML and OOXML rows describe them: each row lists the cells that
/// begin in it, and columns still covered from above are stepped over.
///
/// ```
/// use nianbao::document::GridBuilder;
/// let mut builder = GridBuilder::new();
/// builder.row().cell("三、本年度办理结果", 2, 1).cell("（一）予以公开", 1, 1).cell("1", 1, 1);
/// builder.row().cell("（二）部分公开", 1, 1).cell("0", 1, 1);
/// let grid = builder.table(1);
/// assert_eq!(grid.row(1)[0].column, 1, "the first column is covered from above");
/// assert_eq!((grid.n_rows(), grid.n_columns()), (2, 3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct GridBuilder {
    cells: Vec<Cell>,
    /// For each column, the first row that nothing from above covers.
    free_from: Vec<u32>,
    n_rows: u32,
    column: u32,
    n_head_rows: u32,
    declared_columns: u32,
}

impl GridBuilder {
    /// An empty grid.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the next row.
    pub fn row(&mut self) -> &mut Self {
        self.n_rows += 1;
        self.column = 0;
        self
    }

    /// Leaves columns out, as `w:gridBefore` and `w:gridAfter` do.
    pub fn skip(&mut self, columns: u32) -> &mut Self {
        self.column += columns;
        self
    }

    /// Puts a cell at the next free column of the current row. A span of 0 counts as 1.
    pub fn cell(&mut self, text: impl Into<String>, rows: u32, columns: u32) -> &mut Self {
        let row = self.current_row();
        while self.free_from.get(self.column as usize).is_some_and(|free| *free > row) {
            self.column += 1;
        }
        let (rows, columns) = (rows.max(1), columns.max(1));
        // A wide cell ends before a column that is still covered from above.
        let columns = (1..columns)
            .find(|offset| {
                let column = (self.column + offset) as usize;
                self.free_from.get(column).is_some_and(|free| *free > row)
            })
            .unwrap_or(columns);
        self.place(text.into(), row, self.column, rows, columns);
        self.column += columns;
        self
    }

    /// Puts in cells of no span, one after the other.
    pub fn cells<T: Into<String>>(&mut self, texts: impl IntoIterator<Item = T>) -> &mut Self {
        for text in texts {
            self.cell(text, 1, 1);
        }
        self
    }

    /// Puts a cell at a column that is known, as sheets do; the caller sees to it that none overlap.
    pub fn cell_at(&mut self, column: u32, text: impl Into<String>, rows: u32, columns: u32) -> &mut Self {
        let row = self.current_row();
        self.place(text.into(), row, column, rows.max(1), columns.max(1));
        self.column = column + columns.max(1);
        self
    }

    /// Says what the cell that was put in last holds.
    pub fn mark(&mut self, holds: Holds) -> &mut Self {
        if let Some(cell) = self.cells.last_mut() {
            cell.mark = Some(Box::new(Mark::new(holds)));
        }
        self
    }

    /// Lets the cell that covers `column` in the row above cover this row too (`w:vMerge`), and says
    /// whether there was one that begins at this column and has this width.
    pub fn extend_above(&mut self, column: u32, columns: u32) -> bool {
        let row = self.current_row();
        let above = self
            .cells
            .iter_mut()
            .rev()
            .find(|cell| cell.column == column && cell.column_span.0 == columns && cell.end_row() == row);
        let Some(cell) = above else { return false };
        cell.row_span.0 += 1;
        for covered in column..column + columns {
            self.free_from[covered as usize] = row + 1;
        }
        self.column = column + columns;
        true
    }

    /// The column at which the next cell would stand if nothing from above were in its way.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// Marks the rows so far as repeated at the head of each page.
    pub fn end_head(&mut self) -> &mut Self {
        self.n_head_rows = self.n_rows;
        self
    }

    /// Says that the grid has at least this many columns.
    pub fn at_least(&mut self, columns: u32) -> &mut Self {
        self.declared_columns = self.declared_columns.max(columns);
        self
    }

    /// Whether no cell was put in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The grid as the `table`-th table of a document, counted from 1.
    #[must_use]
    pub fn table(self, table: u32) -> Grid {
        self.finish(Origin::Table(table))
    }

    /// The grid as a part of a sheet; `row` and `column` are where it begins, counted from 0.
    #[must_use]
    pub fn sheet(self, name: Arc<str>, row: u32, column: u32) -> Grid {
        self.finish(Origin::Sheet { name, row, column })
    }

    fn current_row(&self) -> u32 {
        self.n_rows.saturating_sub(1)
    }

    fn place(&mut self, text: String, row: u32, column: u32, rows: u32, columns: u32) {
        let end = (column + columns) as usize;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        self.free_from[column as usize..end].fill(row + rows);
        let (row_span, column_span) = (RowSpan(rows), ColumnSpan(columns));
        self.cells.push(Cell { row, column, row_span, column_span, text, mark: None });
    }

    fn finish(mut self, origin: Origin) -> Grid {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        // A span that reaches below the last row ends with it.
        for cell in &mut self.cells {
            cell.row_span.0 = cell.row_span.0.min(self.n_rows - cell.row);
        }
        let n_columns = u32::try_from(self.free_from.len()).unwrap_or(u32::MAX);
        Grid {
            cells: self.cells,
            n_rows: self.n_rows,
            n_columns: n_columns.max(self.declared_columns),
            n_head_rows: self.n_head_rows,
            origin,
            file: None,
            is_prose: false,
        }
    }
}

impl From<Grid> for Block {
    fn from(grid: Grid) -> Self {
        Self::Table(grid)
    }
}
