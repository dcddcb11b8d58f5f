//! [`table`]: a [`Grid`] as a table whose heads say what they are the heads of.

use crate::document::{Cell, Grid};
use std::fmt::Write as _;

/// What stands in a cell, as markup.
pub(super) struct Content {
    /// Attributes of the cell, each with a space before it.
    pub(super) attributes: String,
    /// Its words.
    pub(super) words: String,
}

/// Draws a grid; `attributes` are those of the table, each with a space before it, `caption` its first element.
pub(super) fn table(
    grid: &Grid,
    attributes: &str,
    caption: &str,
    mut content: impl FnMut(&Cell) -> Content,
) -> String {
    let heads = Heads::of(grid);
    let mut out = format!("<table{attributes}>\n{caption}");
    let mut free_from = vec![0; grid.n_columns() as usize];
    let mut open = "";
    for row in 0..grid.n_rows() {
        let (part, begins) = heads.part(row);
        if begins {
            let _ = writeln!(out, "{}<{part}>", end_of(open));
            open = part;
        }
        out.push_str("<tr>");
        let mut cells = grid.row(row).iter().peekable();
        for column in 0..grid.n_columns() {
            if free_from[column as usize] > row {
                continue;
            }
            match cells.next_if(|cell| cell.column == column) {
                Some(cell) => {
                    free_from[column as usize..cell.end_column() as usize].fill(cell.end_row());
                    heads.cell(&mut out, cell, &content(cell));
                }
                // A place that no cell covers.
                None => out.push_str("<td></td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    out + &end_of(open) + "</table>\n"
}

fn end_of(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!("</{part}>\n") }
}

/// Which cells of a grid are heads, and of what.
struct Heads<'g> {
    grid: &'g Grid,
    n_rows: u32,
    /// The first column in which a form has something to fill in; labels stand before it.
    first_figure: u32,
}

impl<'g> Heads<'g> {
    fn of(grid: &'g Grid) -> Self {
        // No cell reaches from the head of a table into its body; where one does, the table has no head.
        let in_head = grid.cells().iter().filter(|cell| cell.row < grid.n_head_rows());
        let reach = in_head.map(Cell::end_row).max().unwrap_or_default();
        let n_rows = if reach > grid.n_head_rows() { 0 } else { grid.n_head_rows() };
        let is_open = |cell: &&Cell| cell.mark.is_some() && !grid.is_head(cell) && !is_line(grid, cell);
        let first_figure = grid.cells().iter().filter(is_open).map(|cell| cell.column).min();
        Self { grid, n_rows, first_figure: first_figure.unwrap_or_default() }
    }

    /// The part of the table that a row belongs to, and whether it begins with this row: each line across the
    /// table is the head of the rows below.
    fn part(&self, row: u32) -> (&'static str, bool) {
        if row < self.n_rows {
            return ("thead", row == 0);
        }
        let is_across = |cell: &Cell| is_line(self.grid, cell) && self.grid.is_head(cell);
        ("tbody", row == self.n_rows || self.grid.row(row).first().is_some_and(is_across))
    }

    fn cell(&self, out: &mut String, cell: &Cell, content: &Content) {
        let scope = self.scope(cell);
        let tag = if scope.is_some() { "th" } else { "td" };
        let _ = write!(out, "<{tag}");
        for (name, span) in [("rowspan", cell.row_span.0), ("colspan", cell.column_span.0)] {
            if span > 1 {
                let _ = write!(out, " {name}=\"{span}\"");
            }
        }
        if let Some(scope) = scope {
            let _ = write!(out, " scope=\"{scope}\"");
        }
        let Content { attributes, words } = content;
        let _ = write!(out, "{attributes}>{words}</{tag}>");
    }

    /// What a cell is the head of; a group that spans rows or columns is that of each of them.
    fn scope(&self, cell: &Cell) -> Option<&'static str> {
        let is_label = || cell.mark.is_none() && cell.column < self.first_figure;
        match cell {
            cell if cell.is_blank() => None,
            cell if !self.grid.is_head(cell) => is_label().then_some("row"),
            cell if cell.row >= self.n_rows && is_line(self.grid, cell) => Some("rowgroup"),
            _ => Some("col"),
        }
    }
}

/// Whether a cell goes across the whole table.
fn is_line(grid: &Grid, cell: &Cell) -> bool {
    cell.column_span.0 == grid.n_columns()
}
