//! The sheet of the prose: one paragraph in each row of its first column.
//!
//! Not supported: the indent of a first line, which cells do not have.

use super::sheet_name::cut;
use super::style;
use crate::document::{self, Block, Document, Flat, Heading, Paragraph, Role};
use crate::write::{UNHELD, is_held};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Worksheet, XlsxError};
use std::borrow::Cow;
use std::collections::HashMap;

/// The longest text of a row, in UTF-16 units; a cell holds 32,767.
const LONGEST: usize = 32_000;

/// How wide the column is, in digits of the standard font.
const WIDTH: u32 = 80;

/// A row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'d> {
    /// What stands in it.
    pub(super) text: Cow<'d, str>,
    /// How it is set.
    pub(super) face: Face,
}

impl Line<'_> {
    /// Whether it says what a blank form asks for; the row itself stays free.
    pub(super) fn is_prompt(&self) -> bool {
        matches!(self.face, Face::Body(Role::Prompt | Role::TitlePrompt))
    }
}

/// How a row is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Face {
    /// The title of the document, or a heading of a level from 1.
    Heading(u8),
    /// A paragraph.
    Body(Role),
}

/// The rows of a document's prose, in order, none blank and none too long.
pub(super) fn lines(document: &Document) -> Vec<Line<'_>> {
    let body = Face::Body(Role::Body);
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(Heading { level, text, .. }) => {
                add(&mut lines, clean(text), Face::Heading(*level));
            }
            Block::Paragraph(Paragraph { text, role, .. }) => {
                add(&mut lines, clean(text), Face::Body(*role));
            }
            Block::Flat(flat) => add(&mut lines, clean(&joined(flat)).into_owned().into(), body),
            // A table among the prose is a line for each row.
            Block::Table(grid) if grid.is_prose() => {
                grid.lines().for_each(|line| add(&mut lines, clean(&line).into_owned().into(), body));
            }
            Block::Table(_) | Block::Page(_) => {}
        }
    }
    lines
}

fn add<'d>(lines: &mut Vec<Line<'d>>, text: Cow<'d, str>, face: Face) {
    let mut add = |text: Cow<'d, str>| {
        if !is_blank(&text) {
            lines.push(Line { text, face });
        }
    };
    if fits(&text) {
        add(text);
    } else {
        pieces(&text).for_each(|piece| add(piece.to_owned().into()));
    }
}

fn joined(flat: &Flat) -> String {
    flat.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
}

/// The text as a cell can hold it: line breaks are `\n`, and nothing that XML cannot hold.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c != '\r' && is_held(c)) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(|c| !is_held(c), UNHELD).into()
}

/// Whether a text is one piece. None has more units than bytes.
pub(super) fn fits(text: &str) -> bool {
    text.len() <= LONGEST
}

/// The text cut so that each piece fits in a cell.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (piece, after) = text.split_at(cut(text, LONGEST).len());
        rest = Some(after).filter(|after| !after.is_empty());
        Some(piece)
    })
}

fn is_blank(text: &str) -> bool {
    text.chars().all(document::is_blank)
}

/// Writes the rows, each as text even when it looks like a number.
pub(super) fn write(lines: &[Line<'_>], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_paper_size(style::A4).set_print_fit_to_pages(1, 0);
    // A lone column is never scaled to the page. Narrow margins leave room for it where the standard
    // font is missing and another, wider one takes its place.
    sheet.set_margins(0.4, 0.4, 0.75, 0.75, 0.3, 0.3);
    sheet.set_column_width(0, f64::from(WIDTH))?;
    let mut faces = HashMap::new();
    for (row, line) in (0..).zip(lines) {
        let (format, half_points) = faces.entry(line.face).or_insert_with(|| face(line.face));
        if line.is_prompt() {
            let asks = DataValidation::new().allow_any_value().set_input_message(&*line.text)?;
            sheet.add_data_validation(row, 0, row, 0, &asks)?.write_blank(row, 0, format)?;
            sheet.set_row_height(row, style::height("", WIDTH, *half_points))?;
            continue;
        }
        sheet.write_string_with_format(row, 0, &*line.text, format)?;
        sheet.set_row_height(row, style::height(&line.text, WIDTH, *half_points))?;
    }
    Ok(())
}

/// The format of a row and the size of its type in half-points.
fn face(face: Face) -> (Format, u32) {
    let format = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let (font, half_points, align, bold) = match face {
        Face::Heading(0) | Face::Body(Role::TitlePrompt) => ("方正小标宋简体", 36, FormatAlign::Center, true),
        Face::Heading(1) => ("黑体", 28, FormatAlign::Left, true),
        Face::Heading(_) => ("楷体", 24, FormatAlign::Left, true),
        Face::Body(Role::Body | Role::Prompt) => ("仿宋", 24, FormatAlign::Left, false),
        Face::Body(Role::Caption) => ("仿宋", 24, FormatAlign::Center, false),
        Face::Body(Role::Signature) => ("仿宋", 24, FormatAlign::Right, false),
        Face::Body(Role::Remark) => ("楷体", 21, FormatAlign::Left, false),
    };
    let points = f64::from(half_points) / 2.0;
    let format = format.set_font_name(font).set_font_size(points).set_align(align);
    (if bold { format.set_bold() } else { format }, half_points)
}
