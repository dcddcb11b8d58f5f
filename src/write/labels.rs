//! [`Labels`]: which cells of a table are labels, to be set to the left; all others are centred.

use crate::document::{Cell, Grid};

/// A label of more characters than this is set to the left with all of its column.
const LONG: usize = 8;

/// The columns of a table that hold long labels.
pub(super) struct Labels<'d> {
    grid: &'d Grid,
    is_long: Vec<bool>,
}

impl<'d> Labels<'d> {
    pub(super) fn of(grid: &'d Grid) -> Self {
        let mut is_long = vec![false; grid.n_columns() as usize];
        for cell in grid.cells().iter().filter(|cell| is_label(grid, cell)) {
            is_long[cell.column as usize] |= cell.text.lines().any(|line| line.chars().count() > LONG);
        }
        Self { grid, is_long }
    }

    /// Whether a cell is to be set to the left.
    pub(super) fn is_left(&self, cell: &Cell) -> bool {
        self.is_long[cell.column as usize] && is_label(self.grid, cell)
    }
}

/// Neither a head, nor a line across the table, nor a figure, nor a sign that stands for none.
fn is_label(grid: &Grid, cell: &Cell) -> bool {
    let is_sign =
        |c: char| c.is_ascii_punctuation() || c.is_numeric() || c.is_whitespace() || "—－–％，．".contains(c);
    let is_figure = || cell.holds_figure() || cell.text.chars().all(is_sign);
    cell.column_span.0 < grid.n_columns() && !grid.is_head(cell) && !is_figure()
}
