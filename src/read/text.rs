//! Plain text: pages copied from a site, exports of office programs, comma- and tab-separated files.
//!
//! - [x] cells parted by `|`, in one line or one a line, with or without an outer `|`, Markdown
//! - [x] cells each after a tab, as Word exports tables; fields between tabs; quoted CSV
//! - [ ] columns set by spaces, as `pdftotext -layout` does: they become paragraphs
//! - [ ] a `|` or a comma that is escaped by a backslash

mod pipes;
mod separated;
mod tabs;
#[cfg(test)]
mod tests;

use super::Limits;
use crate::document::{Block, Document, Flat, FlatCell, Locus};
use crate::error::{Error, ErrorKind};

/// Reads a text; it is decoded.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, Error> {
    let lines = lines(text);
    let blocks = match separated::comma_separated(&lines) {
        Some(flat) => vec![Block::Flat(flat)],
        None => blocks(&lines),
    };
    let n_cells: usize = blocks
        .iter()
        .map(|block| match block {
            Block::Flat(flat) => flat.cells.len(),
            _ => 0,
        })
        .sum();
    if n_cells as u64 > limits.cells {
        return Err(ErrorKind::Limit { what: "cells", limit: limits.cells }.into());
    }
    Ok(Document::from_blocks(blocks))
}

/// A line and its number, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    number: u32,
    text: String,
}

impl Line {
    fn is_blank(&self) -> bool {
        trim(&self.text).is_empty()
    }

    /// The line as a paragraph, if it says anything.
    fn paragraph(&self) -> Option<Block> {
        let text = trim(&self.text);
        (!text.is_empty()).then(|| Block::paragraph(text, Locus::Line(self.number)))
    }

    fn cell(&self, text: &str) -> FlatCell {
        FlatCell { text: trim(text).to_owned(), at: Locus::Line(self.number) }
    }
}

fn lines(text: &str) -> Vec<Line> {
    // `\r` alone ended lines on the first Macintosh, and still does in some exports.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // The mark that Word's export leaves of an editing position, and page breaks, are no text.
    let text = without_bookmarks(&text.replace('\u{C}', ""));
    (1..).zip(text.split('\n')).map(|(number, text)| Line { number, text: text.to_owned() }).collect()
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
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'))
}

/// A text of several sentences, or a long one: it is prose wherever it stands.
fn is_prose(text: &str) -> bool {
    text.contains('。') && text.chars().count() > 30
}

fn blocks(lines: &[Line]) -> Vec<Block> {
    let tabs = tabs::Dialect::of(lines);
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        let flat = if pipes::is_row(&line.text) {
            Some(pipes::flat(rest))
        } else if line.text.contains('\t') {
            tabs.flat(rest)
        } else {
            None
        };
        if let Some((flat, n_lines)) = flat {
            blocks.extend(settle(flat));
            at += n_lines.max(1);
        } else {
            blocks.extend(line.paragraph());
            at += 1;
        }
    }
    blocks
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
