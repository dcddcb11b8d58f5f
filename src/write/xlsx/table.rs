//! The sheet of a table.
//!
//! Not supported: frozen panes, for a table is read from its beginning; formulas but for the totals of a blank form,
//! for figures are as filed.

use super::figures::Places;
use super::fill::Fill;
use super::{Sheet, note, prose, rules, style};
use crate::document::{Cell, Grid, Holds, Orientation};
use crate::write::labels::Labels;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// From this many columns on the page is turned, also where the document does not say so.
const WIDE: u32 = 12;

/// The size of the type, in half-points.
const HALF_POINTS: u32 = 22;

/// The least height of a row, in points.
const ROW: u32 = 18;

/// The least and the most that a column is wide, in digits of the standard font.
const COLUMN: (u32, u32) = (8, 40);

/// What is behind a figure that differs from the one beside it.
const DIFFERING: Color = Color::RGB(0x00FF_EB9C);

/// The longest heading that is printed at the top of a page; Excel takes 255 with its codes.
const HEADER: usize = 100;

/// Writes a table and gives the range that it takes, as `$A$1:$B$2`.
pub(super) fn write(table: &Sheet<'_>, sheet: &mut Worksheet) -> Result<String, XlsxError> {
    let grid = table.grid;
    let end = (grid.n_rows().saturating_sub(1), column(grid.n_columns().saturating_sub(1))?);
    // Excel's own check is on the cells; the blank places of a table too large have none.
    if end.0 >= 1_048_576 || end.1 >= 16_384 {
        return Err(XlsxError::RowColumnLimitError);
    }
    page(table, sheet)?;
    let widths = widths(grid);
    for (number, width) in (0..).zip(&widths) {
        sheet.set_column_width(number, f64::from(*width))?;
    }
    let (formats, labels) = (Formats::new(), Labels::of(grid));
    let places = Places::of(grid);
    let fill = Fill::of(table.document, &places);
    for (row, uncovered) in (0..).zip(uncovered(grid)) {
        for place in uncovered {
            sheet.write_blank(row, column(place)?, &formats.text)?;
        }
        for cell in grid.row(row) {
            if !fill.cell(cell, &formats.text, sheet)? {
                write_cell(cell, &formats, labels.is_left(cell), sheet)?;
            }
        }
    }
    for (row, height) in (0..).zip(heights(grid, &widths)) {
        sheet.set_row_height(row, f64::from(height))?;
    }
    rules::write(&table.document.rules, &places, sheet)?;
    fill.write(grid, sheet)?;
    let last = rust_xlsxwriter::utility::row_col_to_cell_absolute(end.0, end.1);
    Ok(format!("$A$1:{last}"))
}

pub(super) fn column(number: u32) -> Result<u16, XlsxError> {
    u16::try_from(number).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Paper, heading and repeated rows.
fn page(table: &Sheet<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let Sheet { heading, orientation, grid, .. } = table;
    sheet.set_paper_size(style::A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    if *orientation == Orientation::Landscape || grid.n_columns() >= WIDE {
        sheet.set_landscape();
    }
    if grid.n_head_rows() > 0 {
        sheet.set_repeat_rows(0, grid.n_head_rows() - 1)?;
    }
    let heading = prose::clean(heading).replace('\n', " ");
    let shown: String = heading.chars().take(HEADER).collect();
    if !shown.trim().is_empty() {
        // The font's code keeps figures at the heading's beginning from being read as a size.
        sheet.set_header(format!("&C&\"黑体\"{}", shown.replace('&', "&&")));
    }
    Ok(())
}

struct Formats {
    text: Format,
    label: Format,
    whole: Format,
}

impl Formats {
    fn new() -> Self {
        let text = Format::new()
            .set_font_name("宋体")
            .set_font_size(f64::from(HALF_POINTS) / 2.0)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        // Twelve digits and more would be shown with an exponent.
        let whole = text.clone().set_num_format("0");
        let label = text.clone().set_align(FormatAlign::Left);
        Self { text, label, whole }
    }
}

fn write_cell(cell: &Cell, formats: &Formats, is_left: bool, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (row, first) = (cell.row, column(cell.column)?);
    let text = prose::clean(&cell.text);
    let number = number(&text);
    let format = match number {
        Some(value) if value.fract() == 0.0 => &formats.whole,
        None if is_left => &formats.label,
        _ => &formats.text,
    };
    let differs = cell.mark.as_ref().is_some_and(|mark| matches!(mark.holds, Holds::Differing(_)));
    let differing = differs.then(|| format.clone().set_background_color(DIFFERING));
    let format = differing.as_ref().unwrap_or(format);
    if cell.row_span.0 * cell.column_span.0 > 1 {
        let (end, last) = (cell.end_row() - 1, column(cell.end_column() - 1)?);
        let words = if number.is_some() { "" } else { &text };
        sheet.merge_range(row, first, end, last, words, format)?;
    } else if number.is_none() {
        sheet.write_string_with_format(row, first, &*text, format)?;
    }
    if let Some(value) = number {
        sheet.write_number_with_format(row, first, value, format)?;
    }
    match cell.mark.as_ref().and_then(|mark| mark.note.as_deref()) {
        Some(text) => note::write(row, first, text, sheet),
        None => Ok(()),
    }
}

/// The number that a text is, when storing it gives back exactly this text.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || digits.len() > 16 {
        return None;
    }
    let significant = digits.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let value: f64 = text.parse().ok()?;
    (significant <= 15 && value.to_string() == text && text != "-0").then_some(value)
}

/// The columns of each row that no cell covers.
pub(super) fn uncovered(grid: &Grid) -> Vec<Vec<u32>> {
    // For each column, the first row that nothing from above covers.
    let mut free_from = vec![0; grid.n_columns() as usize];
    let of_row = |row| {
        for cell in grid.row(row) {
            let columns = &mut free_from[cell.column as usize..cell.end_column() as usize];
            columns.iter_mut().for_each(|free| *free = cell.end_row().max(*free));
        }
        let uncovered = (0..).zip(&free_from).filter(|(_, free)| **free <= row);
        uncovered.map(|(column, _)| column).collect()
    };
    (0..grid.n_rows()).map(of_row).collect()
}

/// As wide as the longest line of the cells in each column, within bounds; wider cells wrap.
fn widths(grid: &Grid) -> Vec<u32> {
    let mut widths = vec![COLUMN.0; grid.n_columns() as usize];
    for cell in grid.cells().iter().filter(|cell| cell.column_span.0 == 1) {
        let width = &mut widths[cell.column as usize];
        *width = (*width).max(style::width(&cell.text).saturating_add(2)).min(COLUMN.1);
    }
    widths
}

/// High enough for every cell; a cell of several rows takes its share of each.
fn heights(grid: &Grid, widths: &[u32]) -> Vec<u32> {
    let mut heights = vec![ROW; grid.n_rows() as usize];
    for cell in grid.cells() {
        let columns = cell.column as usize..cell.end_column() as usize;
        let width = widths[columns].iter().sum();
        let share = style::height(&cell.text, width, HALF_POINTS).div_ceil(cell.row_span.0);
        for height in &mut heights[cell.row as usize..cell.end_row() as usize] {
            *height = (*height).max(share);
        }
    }
    heights
}
