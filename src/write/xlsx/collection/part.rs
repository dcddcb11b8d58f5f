//! [`Part`]: a sheet of a collection while it is written.

use super::super::{prose, style};
use crate::collect::{Cell, Column, Row};
use crate::report::Decimal;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use std::borrow::Cow;

/// What is behind heads.
const HEAD: Color = Color::RGB(0x00DD_EBF7);

/// The columns that stay in view: number, file, organ and year.
const FROZEN: u16 = 4;

/// How cells are set.
pub(super) struct Formats {
    head: Format,
    /// A head over so many columns that its middle is seldom in view.
    section: Format,
    /// A figure that is no number.
    sign: Format,
    text: Format,
    whole: Format,
    fraction: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let text =
            Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let head = Format::new()
            .set_font_name("黑体")
            .set_font_size(10)
            .set_border(FormatBorder::Thin)
            .set_background_color(HEAD)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        // Twelve digits and more would be shown with an exponent.
        let whole = text.clone().set_num_format("0");
        let section = head.clone().set_align(FormatAlign::Left).set_text_wrap();
        let sign = text.clone().set_align(FormatAlign::Right);
        Self { head, section, sign, fraction: text.clone(), text, whole }
    }
}

/// A sheet with its heads and the rows so far.
pub(super) struct Part {
    sheet: Worksheet,
    /// Whether each column is of a figure of the form.
    are_figures: Vec<bool>,
    /// The first row below the heads.
    pub(super) start: u32,
    /// The next row.
    pub(super) end: u32,
}

impl Part {
    /// A sheet with its heads: one row, or three where columns are grouped.
    pub(super) fn new(
        mut sheet: Worksheet,
        columns: &[Column],
        formats: &Formats,
    ) -> Result<Self, XlsxError> {
        let is_grouped = columns.iter().any(|column| !column.heads[0].is_empty());
        let start = if is_grouped { 3 } else { 1 };
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
        }
        if is_grouped {
            grouped_heads(&mut sheet, columns, formats)?;
        } else {
            for (at, column) in (0..).zip(columns) {
                sheet.write_string_with_format(0, at, &column.name, &formats.head)?;
            }
        }
        sheet.set_paper_size(style::A4).set_landscape();
        sheet.set_repeat_rows(0, start - 1)?.set_repeat_columns(0, FROZEN - 1)?;
        sheet.set_freeze_panes(start, FROZEN)?;
        let are_figures = columns.iter().map(|column| column.concept.is_some()).collect();
        Ok(Self { sheet, are_figures, start, end: start })
    }

    /// Writes a row below the last.
    ///
    /// The library (0.102) writes the last row of a sheet twice where it has a height of its own, so the last head
    /// gets one only when a row comes below it.
    pub(super) fn put(&mut self, row: &Row<'_>, formats: &Formats) -> Result<(), XlsxError> {
        if self.end == self.start && self.start > 1 {
            self.sheet.set_row_height(self.start - 1, 42)?;
        }
        for ((at, cell), is_figure) in (0..).zip(row).zip(&self.are_figures) {
            match cell {
                Cell::Blank => {}
                Cell::Number(number) => {
                    let format = if number.is_integer() { &formats.whole } else { &formats.fraction };
                    self.sheet.write_number_with_format(self.end, at, double(*number)?, format)?;
                }
                Cell::Text(text) => {
                    let format = if *is_figure { &formats.sign } else { &formats.text };
                    self.sheet.write_string_with_format(self.end, at, &*fitted(text), format)?;
                }
            }
        }
        self.end += 1;
        Ok(())
    }

    pub(super) fn name(&mut self, name: &str) -> Result<(), XlsxError> {
        self.sheet.set_name(name).map(drop)
    }

    /// The range of a column below the heads, as formulas write it; nothing where there are no rows.
    pub(super) fn range(&self, column: usize) -> Option<String> {
        let column = u16::try_from(column).ok().filter(|_| self.end > self.start)?;
        let cell = |row| rust_xlsxwriter::utility::row_col_to_cell_absolute(row, column);
        let name = self.sheet.name().replace('\'', "''");
        Some(format!("'{name}'!{}:{}", cell(self.start), cell(self.end - 1)))
    }

    /// The sheet with the arrows of a filter on its last head.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let last = self.end.max(self.start + 1) - 1;
        let n_columns = u16::try_from(self.are_figures.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
        self.sheet.autofilter(self.start - 1, 0, last, n_columns - 1)?;
        Ok(self.sheet)
    }
}

/// A number as Excel keeps it.
fn double(number: Decimal) -> Result<f64, XlsxError> {
    // A number of a row has no more than fifteen digits, and of those a double keeps every one.
    number.to_string().parse().map_err(|_| XlsxError::ParameterError(number.to_string()))
}

/// A text as a cell can hold it; what is too long says what is missing.
fn fitted(text: &str) -> Cow<'_, str> {
    let text = prose::clean(text);
    if prose::fits(&text) {
        return text;
    }
    let mut pieces = prose::pieces(&text);
    let start = pieces.next().unwrap_or_default();
    let n_left: usize = pieces.map(|piece| piece.chars().count()).sum();
    match n_left {
        0 => start.to_owned().into(),
        _ => format!("{start}……（单元格放不下，还有 {n_left} 字见原文件）").into(),
    }
}

/// Three rows of heads: equal ones beside each other are one cell, and lone heads take all three rows.
fn grouped_heads(sheet: &mut Worksheet, columns: &[Column], formats: &Formats) -> Result<(), XlsxError> {
    for (row, height) in [(0, 20), (1, 64)] {
        sheet.set_row_height(row, height)?;
    }
    for level in 0..3 {
        let format = if level == 0 { &formats.section } else { &formats.head };
        let mut at = 0;
        for run in columns
            .chunk_by(|a, b| level < 2 && !a.heads[0].is_empty() && a.heads[..=level] == b.heads[..=level])
        {
            let (row, end) =
                (u32::try_from(level).unwrap_or_default(), at + u16::try_from(run.len()).unwrap_or(1));
            let head = &run[0].heads[level];
            if run[0].heads[0].is_empty() {
                if level == 0 {
                    sheet.merge_range(0, at, 2, at, &run[0].name, &formats.head)?;
                }
            } else if run.len() > 1 {
                sheet.merge_range(row, at, row, end - 1, head, format)?;
            } else {
                sheet.write_string_with_format(row, at, head, format)?;
            }
            at = end;
        }
    }
    Ok(())
}
