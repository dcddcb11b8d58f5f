//! [`table`]: a [`Grid`] as a `w:tbl` of fixed layout that fills the text area.

use super::Attached;
use super::markup::{begin_paragraph, paragraph, run};
use super::widths::widths;
use crate::document::{Cell, Grid};
use crate::error::{Error, ErrorKind};
use crate::write::labels::Labels;
use std::fmt::Write as _;
use std::ops::Range;

/// No table of Word has more columns.
const MAX_COLUMNS: u32 = 63;

/// A table of no more rows than this is broken between its parts alone.
const SHORT: u32 = 20;

/// Writes a table as wide as the text; a grid without cells is left out.
pub(super) fn table<'d>(
    out: &mut String,
    grid: &'d Grid,
    text_width: u32,
    attached: &mut Attached<'d>,
) -> Result<(), Error> {
    if grid.n_columns() > MAX_COLUMNS {
        let reason = format!("a table has {} columns, and Word allows {MAX_COLUMNS}", grid.n_columns());
        return Err(ErrorKind::Unwritable(reason).into());
    }
    if grid.cells().is_empty() {
        return Ok(());
    }
    let look = Look::of(grid, text_width);
    look.properties(out);
    let mut covering = vec![None; grid.n_columns() as usize];
    for row in 0..grid.n_rows() {
        for cell in grid.row(row) {
            covering[cell.column as usize..cell.end_column() as usize].fill(Some(cell));
        }
        look.row(out, row, &covering, attached);
    }
    out.push_str("</w:tbl>");
    Ok(())
}

/// How a table is set.
struct Look<'d> {
    grid: &'d Grid,
    widths: Vec<u32>,
    labels: Labels<'d>,
    /// Whether it is a table of a form.
    holds_figures: bool,
    style: &'static str,
    margin: u32,
}

impl<'d> Look<'d> {
    fn of(grid: &'d Grid, text_width: u32) -> Self {
        let (style, half_points, margin) = match text_width / grid.n_columns().max(1) {
            1400.. => ("TableText24", 24, 85),
            1200.. => ("TableText21", 21, 57),
            _ => ("TableText18", 18, 28),
        };
        let widths = widths(grid, text_width, half_points, margin);
        let holds_figures = grid.cells().iter().any(Cell::holds_figure);
        Self { grid, widths, labels: Labels::of(grid), holds_figures, style, margin }
    }

    fn properties(&self, out: &mut String) {
        let total: u32 = self.widths.iter().sum();
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>"
        );
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
        }
        let margin = self.margin;
        let _ = write!(
            out,
            "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/><w:left w:w=\"{margin}\" w:type=\"dxa\"/>\
             <w:bottom w:w=\"28\" w:type=\"dxa\"/><w:right w:w=\"{margin}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        );
        for width in &self.widths {
            let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
        }
        out.push_str("</w:tblGrid>");
    }

    fn row(&self, out: &mut String, row: u32, covering: &[Option<&'d Cell>], attached: &mut Attached<'d>) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"397\" w:hRule=\"atLeast\"/>");
        out.push_str(if row < self.grid.n_head_rows() { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        let keeps = if self.is_kept(row) { "<w:keepNext/>" } else { "" };
        let mut column = 0;
        while column < covering.len() {
            let cell = covering[column].filter(|cell| cell.end_row() > row);
            let end = cell.map_or(column + 1, |cell| cell.end_column() as usize);
            self.cell(out, cell.map(|cell| (cell, cell.row == row)), column..end, keeps, attached);
            column = end;
        }
        out.push_str("</w:tr>");
    }

    /// Writes the part of a cell that lies in a row, and whether that is its first; where the grid has no
    /// cell, an empty one.
    fn cell(
        &self,
        out: &mut String,
        cell: Option<(&'d Cell, bool)>,
        columns: Range<usize>,
        keeps: &str,
        attached: &mut Attached<'d>,
    ) {
        let width: u32 = self.widths[columns.clone()].iter().sum();
        let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if columns.len() > 1 {
            let _ = write!(out, "<w:gridSpan w:val=\"{}\"/>", columns.len());
        }
        if let Some((_, is_first)) = cell.filter(|(cell, _)| cell.row_span.0 > 1) {
            out.push_str(if is_first { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" });
        }
        out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
        match cell {
            Some((cell, true)) => self.words(out, cell, keeps, attached),
            _ => paragraph(out, Some(self.style), keeps, ""),
        }
        out.push_str("</w:tc>");
    }

    /// Writes the paragraphs of a cell, between the two ends of its comment.
    fn words(&self, out: &mut String, cell: &'d Cell, keeps: &str, attached: &mut Attached<'d>) {
        let side = if self.labels.is_left(cell) { "<w:jc w:val=\"left\"/>" } else { "" };
        let note = cell.mark.as_ref().and_then(|mark| mark.note.as_deref());
        let [before, after] = note.map(|note| attached.comments.anchor(note)).unwrap_or_default();
        for (nth, line) in cell.text.split('\n').enumerate() {
            out.push_str(if nth > 0 { "</w:p>" } else { "" });
            begin_paragraph(out, Some(self.style), [keeps, side]);
            out.push_str(if nth > 0 { "" } else { &before });
            if !attached.controls.cell(out, cell) {
                run(out, "", line);
            }
        }
        out.push_str(&after);
        out.push_str("</w:p>");
    }

    /// Whether a row stays on the page of the one below: a heading does, and in a short table every row that
    /// no heading follows, so that of tables that stand one under the other each is whole.
    fn is_kept(&self, row: u32) -> bool {
        let is_short = self.grid.n_rows() <= SHORT;
        row + 1 < self.grid.n_rows() && (self.is_heading(row) || is_short && !self.is_heading(row + 1))
    }

    /// Whether a row is a head, or a line of a form without a figure.
    fn is_heading(&self, row: u32) -> bool {
        let is_blank = |cell: &Cell| cell.mark.is_none() || self.grid.is_head(cell);
        row < self.grid.n_head_rows() || self.holds_figures && self.grid.row(row).iter().all(is_blank)
    }
}
