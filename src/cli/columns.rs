//! A document on a terminal: its tables without lines, in columns that are aligned and not too wide.

use super::painted;
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
                let _ = write!(text, "\n{}\n", painted(&one_line(&heading.text), "1", colour));
            }
            Block::Table(grid) => text.push_str(&table(grid, colour)),
            Block::Page(_) => {}
            Block::Heading(_) | Block::Paragraph(_) | Block::Flat(_) => {
                let _ = writeln!(text, "{}", one_line(block.text().unwrap_or_default()));
            }
        }
    }
    text
}

/// How a column is set.
#[derive(Clone, Copy, Default)]
struct Column {
    width: usize,
    /// How many of its cells are numbers, and how many are not.
    n_numbers: usize,
    n_others: usize,
}

fn table(grid: &Grid, colour: bool) -> String {
    let mut columns = vec![Column::default(); grid.n_columns() as usize];
    for cell in grid.cells().iter().filter(|cell| cell.column_span.0 == 1) {
        let column = &mut columns[cell.column as usize];
        column.width = column.width.max(cut(&cell.text).width());
        *(if is_number(&cell.text) { &mut column.n_numbers } else { &mut column.n_others }) += 1;
    }
    let mut text = String::new();
    for row in 0..grid.n_rows() {
        let line: Vec<String> = grid.row(row).iter().map(|cell| padded(cell, &columns, colour)).collect();
        let _ = writeln!(text, "{}", line.join(GAP).trim_end());
    }
    text
}

/// A cell as wide as its column, numbers to the right where most are numbers; one across the table as it is.
fn padded(cell: &Cell, columns: &[Column], colour: bool) -> String {
    if cell.column_span.0 > 1 {
        return painted(&one_line(&cell.text), "1", colour);
    }
    let column = columns[cell.column as usize];
    let words = cut(&cell.text);
    let padding = " ".repeat(column.width.saturating_sub(words.width()));
    let to_the_right = is_number(&words) && column.n_numbers >= column.n_others;
    let differs = cell.mark.as_ref().is_some_and(|mark| matches!(mark.holds, Holds::Differing(_)));
    let words = if differs { painted(&words, "33", colour) } else { words };
    if to_the_right { format!("{padding}{words}") } else { format!("{words}{padding}") }
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c))
}

/// A text without line breaks, nor any other control character, which must not reach the terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text of one line, cut where it would be wider than a column may be.
fn cut(text: &str) -> String {
    let text = one_line(text);
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
