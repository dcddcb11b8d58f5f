//! [`OpenTable`]: the rows of a table, kept until its columns are known.
//!
//! RTF has no columns: each row says where its cells end. What they span is found when the table ends.

use super::columns::{Laid, lay};
use crate::document::{Block, Locus, Note, NoteKind};
use crate::error::Error;
use crate::read::table::{CellProperties, Table};
use crate::read::{Limits, check_limit};

/// What is said of the cells of a row, before or after them.
#[derive(Clone, Debug, Default)]
pub(super) struct Definition {
    /// Where its first cell begins, in twentieths of a point.
    pub(super) left: i32,
    /// Whether it is repeated at the head of each page.
    pub(super) is_head: bool,
    /// What was said of the next cell.
    pub(super) cell: CellProperties,
    /// The cells, each with the place where it ends.
    pub(super) cells: Vec<(i32, CellProperties)>,
}

impl Definition {
    /// `\cellxN`: the cell ends at this place.
    pub(super) fn end_cell(&mut self, right: i32, limits: &Limits) -> Result<(), Error> {
        check_limit("table_columns", self.cells.len() + 1, limits.table_columns as usize)?;
        self.cells.push((right, std::mem::take(&mut self.cell)));
        Ok(())
    }
}

/// Something in a cell.
pub(super) enum Item {
    Paragraph {
        text: String,
        heading: Option<u8>,
    },
    /// A nested table, or what a text box holds.
    Block(Box<Block>),
    Note(NoteKind),
}

impl Item {
    /// A block in a cell.
    pub(super) fn block(block: Block) -> Self {
        Self::Block(Box::new(block))
    }
}

/// A cell on its way.
#[derive(Default)]
pub(super) struct Cell {
    /// What stands in it, in order.
    pub(super) items: Vec<Item>,
    /// Whether a paragraph of it says that it lies in a table.
    pub(super) is_certain: bool,
}

/// A row and what was said of it.
pub(super) struct Row {
    pub(super) definition: Definition,
    pub(super) cells: Vec<Cell>,
}

/// A table that has not ended.
pub(super) struct OpenTable {
    number: u32,
    rows: Vec<Row>,
    /// The cells of the open row.
    cells: Vec<Cell>,
    /// The open cell.
    pub(super) cell: Cell,
}

impl OpenTable {
    /// Begins the `number`-th table.
    pub(super) fn new(number: u32) -> Self {
        Self { number, rows: Vec::new(), cells: Vec::new(), cell: Cell::default() }
    }

    /// The open cell, its column by its number, as none is known yet.
    pub(super) fn here(&self) -> Locus {
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Locus::Cell { table: self.number, row: count(self.rows.len()), column: count(self.cells.len()) }
    }

    /// Whether the open row has no cell, and something that may lie in none.
    pub(super) fn holds_doubtful(&self) -> bool {
        self.cells.is_empty() && !self.cell.is_certain && !self.cell.items.is_empty()
    }

    /// Ends the open cell.
    pub(super) fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }

    /// Ends the open row.
    pub(super) fn end_row(&mut self, mut definition: Definition, limits: &Limits) -> Result<(), Error> {
        check_limit("table_rows", self.rows.len() + 1, limits.table_rows as usize)?;
        let cells = std::mem::take(&mut self.cells);
        definition.cells.truncate(cells.len());
        if !cells.is_empty() {
            self.rows.push(Row { definition, cells });
        }
        Ok(())
    }

    /// The table as blocks, and what was met in it. What lies in no cell follows it, at the place given.
    pub(super) fn finish(mut self, at: &Locus, limits: &Limits) -> Result<(Vec<Block>, Vec<Note>), Error> {
        if !self.cells.is_empty() {
            if !self.cell.items.is_empty() {
                self.end_cell();
            }
            self.end_row(Definition::default(), limits)?;
        }
        let mut table = Table::new(self.number);
        let mut notes = Vec::new();
        let laid = lay(&self.rows);
        (0..laid.n_columns).for_each(|_| table.declare_column());
        for (row, spans) in self.rows.into_iter().zip(laid.rows) {
            put_row(row, &spans, &mut table, &mut notes, limits)?;
        }
        let (mut blocks, met) = table.finish(limits);
        notes.extend(met);
        for item in self.cell.items {
            match item {
                Item::Paragraph { text, .. } if text.trim().is_empty() => {}
                Item::Paragraph { text, heading: Some(level) } => {
                    blocks.push(Block::heading(level, text, at.clone()));
                }
                Item::Paragraph { text, heading: None } => blocks.push(Block::paragraph(text, at.clone())),
                Item::Block(block) => blocks.push(*block),
                Item::Note(kind) => notes.push(Note { kind, at: Some(at.clone()) }),
            }
        }
        Ok((blocks, notes))
    }
}

/// Puts a row into the table that word processors have in common.
fn put_row(
    row: Row,
    laid: &Laid,
    table: &mut Table,
    notes: &mut Vec<Note>,
    limits: &Limits,
) -> Result<(), Error> {
    table.begin_row();
    table.row().before = laid.before;
    table.row().is_head = row.definition.is_head;
    let properties = row.definition.cells.into_iter().map(|(_, properties)| properties);
    let properties = properties.chain(std::iter::repeat_with(CellProperties::default));
    for ((cell, columns), mut properties) in row.cells.into_iter().zip(&laid.columns).zip(properties) {
        table.begin_cell();
        for item in cell.items {
            match item {
                Item::Paragraph { text, heading } => table.paragraph("", &text, heading),
                Item::Block(block) => table.nest(*block),
                Item::Note(kind) => notes.push(Note { kind, at: Some(table.here()) }),
            }
        }
        properties.columns = *columns;
        table.end_cell(&properties, limits)?;
    }
    table.end_row(limits).map(drop)
}
