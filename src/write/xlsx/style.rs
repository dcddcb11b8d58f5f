//! How much room a text takes on a sheet.
//!
//! Not supported: the widths of a font's own letters; a Chinese character counts two, all others one.

use unicode_width::UnicodeWidthStr;

/// The number of the paper size A4.
pub(super) const A4: u8 = 9;

/// The highest row that a sheet can have, in points.
const HIGHEST: u32 = 409;

/// The width of the longest line of a text, in half-width characters.
pub(super) fn width(text: &str) -> u32 {
    text.split('\n').map(line_width).max().unwrap_or_default()
}

/// The height in points of a row whose text wraps in a column of this width.
///
/// A unit of a column's width is a digit of the standard font, 5.25 points; a half-width character
/// is half as wide as its type is high.
pub(super) fn height(text: &str, column: u32, half_points: u32) -> u32 {
    // Two characters are lost to the margins, and to punctuation that must not begin a line.
    let room = (column * 21 / half_points).saturating_sub(2).max(2);
    let lines: u32 = text.split('\n').map(|line| line_width(line).div_ceil(room).max(1)).sum();
    (lines.saturating_mul(half_points * 7 / 10) + 6).min(HIGHEST)
}

fn line_width(line: &str) -> u32 {
    u32::try_from(line.width()).unwrap_or(u32::MAX)
}
