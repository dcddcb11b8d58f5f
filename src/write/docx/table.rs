//! [`table`]: a [`Grid`] as a `w:tbl` of fixed layout that fills the text area.

use super::markup::paragraph;
use crate::document::{Cell, Grid};
use crate::error::{Error, ErrorKind};
use std::fmt::Write as _;

/// Width of the text area in twentieths of a point: 156 mm.
const TEXT_WIDTH: u32 = 8845;
/// No table of Word has more columns.
const MAX_COLUMNS: u32 = 63;
/// A label of more characters than this is set to the left with all of its column.
const LONG_LABEL: usize = 8;

/// Writes a table; a grid without cells is left out.
pub(super) fn table(out: &mut String, grid: &Grid) -> Result<(), Error> {
    if grid.n_columns() > MAX_COLUMNS {
        let reason = format!("a table has {} columns, and Word allows {MAX_COLUMNS}", grid.n_columns());
        return Err(ErrorKind::Unwritable(reason).into());
    }
    if grid.cells().is_empty() {
        return Ok(());
    }
    let look = Look::of(grid);
    look.properties(out);
    let mut covering = vec![None; grid.n_columns() as usize];
    for row in 0..grid.n_rows() {
        for cell in grid.row(row) {
            covering[cell.column as usize..cell.end_column() as usize].fill(Some(cell));
        }
        look.row(out, grid, row, &covering);
    }
    out.push_str("</w:tbl>");
    Ok(())
}

/// How a table is set.
struct Look {
    widths: Vec<u32>,
    /// Whether a column holds labels, which are set to the left.
    is_left: Vec<bool>,
    style: &'static str,
    margin: u32,
}

impl Look {
    fn of(grid: &Grid) -> Self {
        let (style, margin) = match grid.n_columns() {
            0..=6 => ("TableText24", 85),
            7..=9 => ("TableText21", 57),
            _ => ("TableText18", 28),
        };
        Self { widths: widths(grid), is_left: left_columns(grid), style, margin }
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

    fn row(&self, out: &mut String, grid: &Grid, row: u32, covering: &[Option<&Cell>]) {
        let is_head = row < grid.n_head_rows();
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"397\" w:hRule=\"atLeast\"/>");
        out.push_str(if is_head { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        let mut column = 0;
        while column < covering.len() {
            let cell = covering[column].filter(|cell| cell.end_row() > row);
            let end = cell.map_or(column + 1, |cell| cell.end_column() as usize);
            self.cell(out, cell, row, column, end, is_head);
            column = end;
        }
        out.push_str("</w:tr>");
    }

    /// Writes the part of a cell that lies in this row; where the grid has none, an empty one.
    fn cell(
        &self,
        out: &mut String,
        cell: Option<&Cell>,
        row: u32,
        column: usize,
        end: usize,
        is_head: bool,
    ) {
        let width: u32 = self.widths[column..end].iter().sum();
        let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if end - column > 1 {
            let _ = write!(out, "<w:gridSpan w:val=\"{}\"/>", end - column);
        }
        let is_first = cell.is_none_or(|cell| cell.row == row);
        if cell.is_some_and(|cell| cell.row_span.0 > 1) {
            out.push_str(if is_first { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" });
        }
        out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
        let text = cell.filter(|_| is_first).map_or("", |cell| &cell.text);
        let is_spanner = end - column == self.widths.len();
        let is_left = self.is_left[column] && !is_head && !is_spanner && !is_figure(text);
        let properties = if is_left { "<w:jc w:val=\"left\"/>" } else { "" };
        for line in text.split('\n') {
            paragraph(out, Some(self.style), properties, line);
        }
        out.push_str("</w:tc>");
    }
}

/// A column with a long label is one of labels.
fn left_columns(grid: &Grid) -> Vec<bool> {
    let mut is_left = vec![false; grid.n_columns() as usize];
    for cell in grid.cells() {
        let is_long = cell.text.lines().any(|line| line.chars().count() > LONG_LABEL);
        let is_spanner = cell.column_span.0 == grid.n_columns();
        if is_long && !is_spanner && cell.row >= grid.n_head_rows() && !is_figure(&cell.text) {
            is_left[cell.column as usize] = true;
        }
    }
    is_left
}

/// Whether a cell holds a figure, or a mark that stands for none.
fn is_figure(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_punctuation() || c.is_numeric() || c.is_whitespace() || "—－–％，．".contains(c))
}

/// Widths that fill the text area, each column by what its cells ask for.
fn widths(grid: &Grid) -> Vec<u32> {
    let mut weights = vec![MIN_WEIGHT; grid.n_columns() as usize];
    let mut cells: Vec<&Cell> = grid.cells().iter().collect();
    // Wide cells come last: they ask only for what their columns do not have yet.
    cells.sort_by_key(|cell| cell.column_span);
    for cell in cells {
        let columns = &mut weights[cell.column as usize..cell.end_column() as usize];
        let lacking = weight(&cell.text).saturating_sub(columns.iter().sum());
        let share = lacking / cell.column_span.0.max(1);
        for weight in columns {
            *weight += share;
        }
    }
    let total: u32 = weights.iter().sum();
    let mut widths: Vec<u32> = weights.iter().map(|weight| TEXT_WIDTH * weight / total.max(1)).collect();
    let rest = TEXT_WIDTH - widths.iter().sum::<u32>();
    if let Some(widest) = widths.iter_mut().max() {
        *widest += rest;
    }
    widths
}

/// Two figures and the margins, in tenths of a full-width character.
const MIN_WEIGHT: u32 = 28;

/// How wide a text would like to be: a short one on one line, a long one on as many lines as look well.
fn weight(text: &str) -> u32 {
    let width = |c: char| if c.is_ascii() { 5 } else { 10 };
    let longest = text.lines().map(|line| line.chars().map(width).sum::<u32>()).max().unwrap_or_default();
    let wrapped = match longest {
        0..=40 => longest,
        41..=100 => 40 + (longest - 40) / 2,
        101..=300 => 70 + (longest - 100) / 4,
        _ => 120,
    };
    wrapped + 8
}
