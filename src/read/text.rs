//! Plain text: pages copied from a site, exports of office programs, comma- and tab-separated files.
//!
//! - [x] cells parted by `|`, in one line or one a line, with or without an outer `|`, Markdown
//! - [x] cells each after a tab, as Word exports tables; fields between tabs; quoted CSV
//! - [x] columns set by blanks, and pages, as `pdftotext -layout` sets them
//! - [ ] a `|` or a comma that is escaped by a backslash

mod boxes;
mod columns;
mod page;
mod pipes;
mod separated;
mod tabs;
#[cfg(test)]
mod tests;

use super::clock::Clock;
use super::{Limits, check_limit};
use crate::document::{Block, Document, Flat, FlatCell, Locus, Place, is_blank};
use crate::error::Error;
use std::ops::Range;

/// Reads a text; it is decoded.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, Error> {
    let n_breaks = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let n_breaks = n_breaks - text.matches("\r\n").count();
    check_limit("paragraphs", n_breaks, limits.paragraphs)?;
    let lines = lines(text);
    document(
        match separated::comma_separated(&lines) {
            Some(flat) => vec![Block::Flat(flat)],
            None => blocks(&lines, limits)?,
        },
        limits,
    )
}

/// Reads words with the boxes that they stand in, page by page.
pub(super) fn read_boxes(text: &str, limits: &Limits) -> Result<Document, Error> {
    document(page::blocks(&boxes::lines(text), true, limits)?, limits)
}

fn document(blocks: Vec<Block>, limits: &Limits) -> Result<Document, Error> {
    let n_cells: usize = blocks
        .iter()
        .map(|block| match block {
            Block::Flat(flat) => flat.cells.len(),
            _ => 0,
        })
        .sum();
    check_limit("cells", n_cells as u64, limits.cells)?;
    Ok(Document::from_blocks(blocks))
}

/// A line, its number, counted from 1, and how many page breaks stand before it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    number: u32,
    page: usize,
    text: String,
    /// From where to where each of its words stands, where that is known and not to be counted.
    extents: Option<Vec<Range<usize>>>,
}

impl Line {
    fn is_blank(&self) -> bool {
        trim(&self.text).is_empty()
    }

    fn at(&self) -> Locus {
        match (&self.extents, u32::try_from(self.page + 1)) {
            (Some(_), Ok(page)) => Locus::Page { page, line: self.number },
            _ => Locus::Line(self.number),
        }
    }

    /// The line as a paragraph, if it says anything.
    fn paragraph(&self) -> Option<Block> {
        let text = trim(&self.text);
        (!text.is_empty()).then(|| Block::paragraph(text, self.at()))
    }

    fn cell(&self, text: &str) -> FlatCell {
        FlatCell { text: trim(text).to_owned(), place: Place::Unknown, at: self.at() }
    }
}

fn lines(text: &str) -> Vec<Line> {
    // `\r` alone ended lines on the first Macintosh, and still does in some exports.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // The mark that Word's export leaves of an editing position is no text.
    let text = without_bookmarks(&text);
    let mut page = 0;
    let line = |(number, text): (u32, &str)| {
        page += text.matches('\u{C}').count();
        Line { number, page, text: text.replace('\u{C}', ""), extents: None }
    };
    (1..).zip(text.split('\n')).map(line).collect()
}

fn without_bookmarks(text: &str) -> String {
    let mut parts = text.split("[bookmark: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((name, rest)) if !name.contains(char::is_whitespace) => out.push_str(rest),
            _ => {
                out.push_str("[bookmark: ");
                out.push_str(part);
            }
        }
    }
    out
}

/// Without the blanks at both ends, those of Chinese text included.
fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// A text of several sentences, or a long one: it is prose wherever it stands.
fn is_prose(text: &str) -> bool {
    text.contains('。') && text.chars().count() > 30
}

fn blocks(lines: &[Line], limits: &Limits) -> Result<Vec<Block>, Error> {
    let tabs = tabs::Dialect::of(lines);
    let is_set = lines.last().is_some_and(|line| line.page > 0);
    let is_marked = |line: &Line| pipes::is_row(&line.text) || line.text.contains('\t');
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut clock = Clock::of(limits);
    while let Some(line) = lines.get(at) {
        clock.step()?;
        let rest = &lines[at..];
        if !is_marked(line) {
            let n_lines = rest.iter().take_while(|line| !is_marked(line)).count();
            blocks.extend(page::blocks(&rest[..n_lines], is_set, limits)?);
            at += n_lines;
            continue;
        }
        let flat = if pipes::is_row(&line.text) { Some(pipes::flat(rest)) } else { tabs.flat(rest) };
        if let Some((flat, n_lines)) = flat {
            blocks.extend(settle(flat));
            at += n_lines.max(1);
        } else {
            blocks.extend(line.paragraph());
            at += 1;
        }
    }
    Ok(blocks)
}

/// One cell alone is no table: a tab or a `|` stood in a paragraph.
fn settle(flat: Flat) -> Option<Block> {
    match flat.cells.as_slice() {
        [] => None,
        [cell] if cell.text.is_empty() => None,
        [cell] => Some(Block::paragraph(cell.text.clone(), cell.at.clone())),
        _ => Some(Block::Flat(flat)),
    }
}

/// Whether a text is a number or a sign for none, and nothing else.
fn is_value(text: &str) -> bool {
    let text = trim(text);
    let is_part = |c: char| c.is_numeric() || ".,，．+-—－–/／％%元万件条个人次".contains(c);
    let says = |c: char| c.is_numeric() || "-—－–/／".contains(c);
    text.chars().count() <= 20 && text.chars().all(is_part) && text.contains(says)
}

/// Whether a text begins as a numbered label does: `一、`, `（一）`, `1.`, `①`, `其中`.
fn is_numbered(text: &str) -> bool {
    let is_digit =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c);
    let is_bracket = |c: char| matches!(c, '（' | '(');
    let rest = text.trim_start_matches(is_bracket);
    let after = rest.trim_start_matches(is_digit);
    let closes =
        |c: char| if rest.len() < text.len() { matches!(c, '）' | ')') } else { "、.．,，".contains(c) };
    let is_circled = text.starts_with(|c| ('①'..='⑳').contains(&c));
    is_circled
        || text.starts_with("其中")
        || after.len() < rest.len() && after.trim_start().starts_with(closes)
}

/// Whether a text begins as the sections of a report do: `一、`.
fn is_section(text: &str) -> bool {
    is_numbered(text) && text.starts_with(|c: char| "一二三四五六七八九十".contains(c))
}
