//! Words with the boxes that they stand in, as `pdftotext -bbox` writes them.
//!
//! ```text
//! <doc>
//!   <page width="595.3" height="841.9">
//!     <word xMin="257.8" yMin="109.3" xMax="263.8" yMax="124.9">0</word>
//! ```
//!
//! They become the lines of a page, each word with its place in it. What `-layout` prints is made of the same
//! boxes, but it counts characters, so that two columns cannot be told when the cells of one are blank.

use super::Line;
use crate::document::is_blank;
use std::borrow::Cow;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// How many parts of the width of a Chinese character places are counted in.
const ONE: f64 = 10.0;

/// Words whose boxes end as near as this, in heights of the lower box, stand on one line: digits and Chinese
/// characters hang down unequally. The one line of a cell stands half a line from the two of another.
const SAME_LINE: f64 = 0.35;

/// A line that ends this much below another is not the next one, but the one after a blank.
const NEXT_LINE: f64 = 1.6;

/// No more blank lines than this stand for a gap.
const MOST_BLANK: usize = 4;

/// A word and its box.
#[derive(Clone, Debug)]
struct Word {
    left: f64,
    right: f64,
    bottom: f64,
    height: f64,
    text: String,
}

impl Word {
    /// Whether it stands on the line of a word that ends no lower.
    fn is_beside(&self, other: &Self) -> bool {
        self.bottom - other.bottom < SAME_LINE * self.height.min(other.height)
    }
}

/// The lines of all pages.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let pages: Vec<Vec<Word>> = text.split("<page ").skip(1).map(words).collect();
    let one = width_of_one(pages.iter().flatten());
    let lines = pages.into_iter().enumerate().flat_map(|(page, words)| page_lines(page, words, one));
    lines.collect()
}

/// The words of a page, in any order.
fn words(page: &str) -> Vec<Word> {
    let word = |part: &str| {
        let (attributes, rest) = part.split_once('>')?;
        let number = |name: &str| {
            let (_, value) = attributes.split_once(&format!("{name}=\""))?;
            value.split_once('"')?.0.parse::<f64>().ok().filter(|number| number.is_finite())
        };
        let text = rest.split_once("</word>")?.0;
        let text = quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Cow::into_owned);
        // A word holds no blank, though some fonts name one.
        let text = text.replace(is_blank, "");
        let (top, bottom) = (number("yMin")?, number("yMax")?);
        let word = Word { left: number("xMin")?, right: number("xMax")?, bottom, height: bottom - top, text };
        (!word.text.is_empty()).then_some(word)
    };
    page.split("<word ").skip(1).filter_map(word).collect()
}

/// The width of a Chinese character in most of the words.
fn width_of_one<'a>(words: impl Iterator<Item = &'a Word>) -> f64 {
    let width = |word: &Word| {
        let n_halves = u32::try_from(word.text.width()).ok().filter(|width| *width > 3)?;
        Some(2.0 * (word.right - word.left) / f64::from(n_halves)).filter(|width| *width > 0.0)
    };
    let mut widths: Vec<f64> = words.filter_map(width).collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() / 2).copied().unwrap_or(ONE)
}

/// The words of a page as lines, with blank ones where there is room for more.
fn page_lines(page: usize, mut words: Vec<Word>, one: f64) -> Vec<Line> {
    words.sort_by(|a, b| a.bottom.total_cmp(&b.bottom));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match rows.last_mut().filter(|row| word.is_beside(&row[0])) {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    let margin = rows.iter().flatten().map(|word| word.left).fold(f64::INFINITY, f64::min);
    let mut lines: Vec<Line> = Vec::new();
    let mut above: Option<f64> = None;
    for (number, mut row) in (1..).zip(rows) {
        let Word { bottom, height, .. } = row[0];
        let n_blank = above.map_or(0.0, |above| (bottom - above) / height - NEXT_LINE + 1.0);
        let blank = Line { number, page, text: String::new(), extents: Some(Vec::new()) };
        lines.extend(vec![blank; floor(n_blank).min(MOST_BLANK)]);
        above = Some(bottom);
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        lines.push(line(number, page, &row, margin, one));
    }
    lines
}

/// A line: its text is indented as it is on the page, and its words keep their places.
fn line(number: u32, page: usize, row: &[Word], margin: f64, one: f64) -> Line {
    let place = |at: f64| floor((at - margin) / one * ONE);
    let extents: Vec<Range<usize>> = row.iter().map(|word| place(word.left)..place(word.right)).collect();
    let texts: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
    let indent = floor((row[0].left - margin) / one + 0.5);
    let text = format!("{}{}", " ".repeat(indent.min(200)), texts.join(" "));
    Line { number, page, text, extents: Some(extents) }
}

/// The whole part of a number that is not negative and not beyond any page.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is held within bounds first")]
fn floor(number: f64) -> usize {
    number.clamp(0.0, 100_000.0) as usize
}
