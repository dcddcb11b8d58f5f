//! A table of a page as its rows list it, and its way into a grid.

use super::super::{Limits, check_limit};
use super::Piece;
use crate::document::{Grid, GridBuilder};
use crate::error::Error;

/// Rows of cells; the spans are those that the page writes.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The rows of all sections in the order of the page.
    pub(super) rows: Vec<Row>,
}

/// A row and its section.
#[derive(Debug)]
pub(super) struct Row {
    /// The cells that begin in it.
    pub(super) cells: Vec<Cell>,
    /// Whether it stands in a `thead`.
    pub(super) is_head: bool,
    /// The row after the last one of its section; no cell reaches beyond.
    pub(super) section_end: u32,
}

/// A cell and what stands in it.
#[derive(Debug)]
pub(super) struct Cell {
    /// Rows covered; 0 is all to the end of the section.
    pub(super) rows: u32,
    /// Columns covered, 1 or more.
    pub(super) columns: u32,
    /// The content.
    pub(super) pieces: Vec<Piece>,
}

impl Cell {
    /// The words, without those of a nested table.
    pub(super) fn text(&self) -> String {
        let lines = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Line { text, .. } => Some(&**text).filter(|text| !text.is_empty()),
            Piece::Table(_) => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn holds_table(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Table(_)))
    }
}

/// A grid, and where a row said that it is wider than the table.
pub(super) struct Laid {
    /// The table.
    pub(super) grid: Grid,
    /// Row and column, counted from 1, of the first cell that was too wide.
    pub(super) too_wide: Option<(u32, u32)>,
}

impl Table {
    /// Whether the table only places things on the page: it has one column, or holds tables and is
    /// not itself filled like one of data.
    pub(super) fn is_layout(&self) -> bool {
        if self.rows.iter().all(|row| row.cells.len() < 2) {
            return true;
        }
        let holds_table = self.rows.iter().flat_map(|row| &row.cells).any(Cell::holds_table);
        let is_filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.text().is_empty()).count() >= 2;
        holds_table && self.rows.iter().filter(is_filled).count() < 4
    }

    /// The grid as the `number`-th table of a document.
    pub(super) fn lay(&self, number: u32, limits: &Limits) -> Result<Laid, Error> {
        check_limit("table_rows", self.rows.len(), limits.table_rows as usize)?;
        let (width, firsts) = self.measure(limits);
        let mut builder = GridBuilder::new();
        let mut too_wide = None;
        for ((row, first), at) in self.rows.iter().zip(firsts).zip(0..) {
            builder.row();
            for cell in &row.cells {
                let mut columns = cell.columns.min(limits.table_columns + 1);
                let room = width.saturating_sub(first).max(1);
                if row.cells.len() == 1 && columns > room {
                    // `colspan=100` on a row of one cell says that it is as wide as the table.
                    columns = room;
                    too_wide = too_wide.or(Some((at + 1, first + 1)));
                }
                builder.cell(cell.text(), rows(cell, row, at), columns);
            }
            if row.is_head {
                builder.end_head();
            }
        }
        let grid = builder.table(number);
        check_limit("table_columns", grid.n_columns(), limits.table_columns)?;
        Ok(Laid { grid, too_wide })
    }

    /// How many columns the rows of several cells take, and the first free column of each row.
    fn measure(&self, limits: &Limits) -> (u32, Vec<u32>) {
        let mut free_from: Vec<u32> = Vec::new();
        let (mut width, mut firsts) = (1, Vec::with_capacity(self.rows.len()));
        for (row, at) in self.rows.iter().zip(0..) {
            let is_free = |column: u32, free_from: &[u32]| {
                free_from.get(column as usize).is_none_or(|free| *free <= at)
            };
            let mut column = 0;
            let mut first = None;
            for cell in &row.cells {
                while !is_free(column, &free_from) {
                    column += 1;
                }
                first = first.or(Some(column));
                let end = column + cell.columns.min(limits.table_columns + 1);
                // A lone cell is cut to the width; until that is known it covers what there is.
                let end = if row.cells.len() > 1 { end } else { end.min(width.max(column + 1)) };
                let end = (column + 1..end).find(|c| !is_free(*c, &free_from)).unwrap_or(end);
                free_from.resize(free_from.len().max(end as usize), 0);
                free_from[column as usize..end as usize].fill(at + rows(cell, row, at));
                column = end;
                // Past the limit the grid is refused anyway.
                if column > limits.table_columns {
                    break;
                }
            }
            if row.cells.len() > 1 {
                width = width.max(column);
            }
            firsts.push(first.unwrap_or(0));
        }
        (width, firsts)
    }
}

/// How many rows a cell that begins at row `at` covers.
fn rows(cell: &Cell, row: &Row, at: u32) -> u32 {
    let most = row.section_end.saturating_sub(at).max(1);
    if cell.rows == 0 { most } else { cell.rows.min(most) }
}
