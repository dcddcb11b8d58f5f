//! The notes on cells, large enough that their words can be read.

use super::{prose, style};
use crate::write::AUTHOR;
use rust_xlsxwriter::{Note, Worksheet, XlsxError};

/// The size of the type, in half-points.
const HALF_POINTS: u32 = 18;

/// How wide a note is, in digits of the standard font; such a digit takes 7 pixels.
const WIDTH: u32 = 40;

/// Above and below the words, in points.
const MARGINS: u32 = 8;

/// Puts a note on a cell.
pub(super) fn write(row: u32, column: u16, text: &str, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let text = prose::clean(text);
    // Four pixels are three points.
    let height = (style::height(&text, WIDTH, HALF_POINTS) + MARGINS) * 4 / 3;
    let note = Note::new(text.into_owned())
        .set_author(AUTHOR)
        .add_author_prefix(false)
        .set_font_name("宋体")
        .set_font_size(f64::from(HALF_POINTS) / 2.0)
        .set_width(WIDTH * 7)
        .set_height(height);
    sheet.insert_note(row, column, &note)?;
    Ok(())
}
