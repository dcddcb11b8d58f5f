//! A document on a terminal: its tables without lines, in columns that are aligned and not too wide.

use crate::document::{Block, Cell, Document, Grid, Holds};
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest column; longer texts are cut.
const WIDEST: usize = 44;

/// What parts two columns.
const GAP: &str = "  ";

/// Prints a document; with colours, cells that differ from those beside them are set off.
pub(super) fn columns(document: &Document, colour: bool) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) if heading.level > 0 => {
                let _ = write!(text, "\n{}\n", emphasis(&heading.text, "1", colour));
            }
            Block::Table(grid) => text.push_str(&table(grid, colour)),
            Block::Heading(_) | Block::Paragraph(_) | Block::Flat(_) => {
                let _ = writeln!(text, "{}", block.text().unwrap_or_default());
            }
        }
    }
    text
}

fn emphasis(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn table(grid: &Grid, colour: bool) -> String {
    let cells = grid.cells().iter().filter(|cell| cell.column_span.0 == 1);
    let mut widths = vec![0; grid.n_columns() as usize];
    for cell in cells {
        let width = &mut widths[cell.column as usize];
        *width = (*width).max(cut(&cell.text).width());
    }
    let mut text = String::new();
    for row in 0..grid.n_rows() {
        let line: Vec<String> = grid.row(row).iter().map(|cell| padded(cell, &widths, colour)).collect();
        let _ = writeln!(text, "{}", line.join(GAP).trim_end());
    }
    text
}

/// A cell as wide as its column; one across the table as it is.
fn padded(cell: &Cell, widths: &[usize], colour: bool) -> String {
    if cell.column_span.0 > 1 {
        return emphasis(&cell.text, "1", colour);
    }
    let words = cut(&cell.text);
    let padding = " ".repeat(widths[cell.column as usize].saturating_sub(words.width()));
    let is_number = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || ".-+".contains(c));
    let differs = cell.mark.as_ref().is_some_and(|mark| matches!(mark.holds, Holds::Differing(_)));
    let words = if differs { emphasis(&words, "33", colour) } else { words };
    if is_number { format!("{padding}{words}") } else { format!("{words}{padding}") }
}

/// A text of one line, cut where it would be wider than a column may be.
fn cut(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.width() <= WIDEST {
        return text;
    }
    let mut room = WIDEST - 1;
    let fits = |c: &char| {
        let width = c.width().unwrap_or(0);
        let fits = width <= room;
        room = room.saturating_sub(width);
        fits
    };
    let start: String = text.chars().take_while(fits).collect();
    format!("{start}…")
}
