//! A few rows or lines of a document around a place, as a drawing in text.
//!
//! ```text
//!      1 | 统计指标           | 统计数
//!        | …
//! >   31 | （三）申请答复数   | 【5】
//! +   32 | 1.属于已主动公开… | [1]
//!     33 | 2.同意公开答复数   | 2
//! ```

mod window;

use super::{Block, Document, Locus};
use std::collections::BTreeSet;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use window::Window;

/// What is set off in an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// What stands at the place.
    Culprit,
    /// What stands at another place that matters to it.
    Operand,
}

/// How many rows or lines are shown at most, one with the labels of the columns aside.
const MOST: usize = 6;
/// How wide a row is at most.
const WIDTH: usize = 94;

/// Draws what stands around a place: of a grid the rows and columns beside it, of a text the lines. The
/// other places, in the order of their weight, are shown as far as there is room. `name` says what a line
/// that is no words is called. `paint` sets marked words off further, as with colours; what it adds must
/// take no room.
///
/// ```
/// use nianbao::document::{Block, Document, Locus, excerpt};
/// let lines = ["（一）收到申请数 1", "1.当面申请数 2", "2.传真申请数 0"];
/// let line = |(at, text): (usize, &&str)| Block::paragraph(*text, Locus::Line(at as u32 + 1));
/// let document = Document::from_blocks(lines.iter().enumerate().map(line));
/// let drawn =
///     excerpt(&document, &Locus::Line(1), &[&Locus::Line(2)], |_| None, |_, text| text.to_owned());
/// assert_eq!(drawn.expect("there is something to draw"), "\
/// >    1 | （一）收到申请数 1
/// +    2 | 1.当面申请数 2
///      3 | 2.传真申请数 0
/// ");
/// ```
pub fn excerpt(
    document: &Document,
    at: &Locus,
    others: &[&Locus],
    name: impl Fn(&Locus) -> Option<String>,
    paint: impl Fn(Emphasis, &str) -> String,
) -> Option<String> {
    let grid = document.blocks.iter().find_map(|block| match block {
        Block::Table(grid) => Some((grid, grid.cells().iter().find(|cell| grid.locus(cell) == *at)?)),
        _ => None,
    });
    let rows = match grid {
        Some((grid, cell)) => Window::new(grid, cell, others).rows(),
        None => lines_around(document, at, others, name)?,
    };
    Some(draw(&rows, &paint))
}

/// A row or a line of an excerpt: its number, its place among all, and its cells.
struct Row {
    number: u32,
    at: usize,
    cells: Vec<(String, Option<Emphasis>)>,
    emphasis: Option<Emphasis>,
}

/// How wide each column is.
fn widths(rows: &[Row]) -> Vec<usize> {
    let n_columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.cells.get(column)).map(|(t, _)| t.width()).max();
    (0..n_columns).filter_map(width).collect()
}

/// Draws rows one under the other, with a mark where some are left out.
fn draw(rows: &[Row], paint: &impl Fn(Emphasis, &str) -> String) -> String {
    let widths = widths(rows);
    let painted = |emphasis: Option<Emphasis>, text: &str| {
        emphasis.map_or_else(|| text.to_owned(), |emphasis| paint(emphasis, text))
    };
    let mut text = String::new();
    for (nth, row) in rows.iter().enumerate() {
        if nth > 0 && row.at > rows[nth - 1].at + 1 {
            text.push_str("       | …\n");
        }
        let gutter = match row.emphasis {
            Some(Emphasis::Culprit) => ">",
            Some(Emphasis::Operand) => "+",
            None => " ",
        };
        let mut line = format!("{} {:>4}", painted(row.emphasis, gutter), row.number);
        for ((cell, emphasis), width) in row.cells.iter().zip(&widths) {
            line.push_str(" | ");
            line.push_str(&painted(*emphasis, cell));
            line.push_str(&" ".repeat(width - cell.width()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A text with the marks that tell it from its neighbours where there is no colour.
fn marked(text: &str, emphasis: Option<Emphasis>) -> String {
    match emphasis {
        Some(Emphasis::Culprit) => format!("【{text}】"),
        Some(Emphasis::Operand) => format!("[{text}]"),
        None => text.to_owned(),
    }
}

/// A text in one line, without what would steer a terminal, cut to a width.
fn cut(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut = String::new();
    for c in text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }) {
        if cut.width() + c.width().unwrap_or(0) > width {
            // The ellipsis takes the room of what gives way to it.
            while cut.width() >= width && cut.pop().is_some() {}
            cut.push('…');
            break;
        }
        cut.push(c);
    }
    cut
}

/// Whether a text reads as words rather than as a figure, a blank or a stroke.
fn is_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// The numbers to show: the first one, the others as far as there is room, and then its neighbours.
fn chosen(culprit: usize, others: impl Iterator<Item = usize>, end: usize) -> BTreeSet<usize> {
    let mut chosen = BTreeSet::from([culprit]);
    let neighbours = [culprit + 1, culprit.wrapping_sub(1), culprit + 2, culprit.wrapping_sub(2)];
    let least = MOST - 2;
    for other in others {
        if chosen.len() < MOST {
            chosen.insert(other);
        }
    }
    for neighbour in neighbours.into_iter().filter(|neighbour| *neighbour < end) {
        if chosen.len() < least {
            chosen.insert(neighbour);
        }
    }
    chosen
}

/// The lines of a text around a place, with the names of those that are no words. Cells that stand in one
/// line are one.
fn lines_around(
    document: &Document,
    at: &Locus,
    others: &[&Locus],
    name: impl Fn(&Locus) -> Option<String>,
) -> Option<Vec<Row>> {
    let mut lines: Vec<(&Locus, String)> = Vec::new();
    let pieces = document.blocks.iter().flat_map(|block| match block {
        Block::Heading(heading) => vec![(&heading.at, heading.text.as_str())],
        Block::Paragraph(paragraph) => vec![(&paragraph.at, &*paragraph.text)],
        Block::Flat(flat) => flat.cells.iter().map(|cell| (&cell.at, cell.text.as_str())).collect(),
        Block::Table(_) | Block::Page(_) => Vec::new(),
    });
    for (own, text) in pieces {
        match lines.last_mut() {
            Some((last, line)) if *last == own => *line = format!("{line} | {text}"),
            _ => lines.push((own, text.to_owned())),
        }
    }
    let place = |at: &Locus| lines.iter().position(|(own, _)| *own == at);
    let culprit = place(at)?;
    let others: Vec<usize> = others.iter().filter_map(|at| place(at)).collect();
    let row = |line: usize| {
        let (own, text) = &lines[line];
        let emphasis = match line {
            line if line == culprit => Some(Emphasis::Culprit),
            line => others.contains(&line).then_some(Emphasis::Operand),
        };
        let name = Some(text).filter(|text| !is_words(text)).and_then(|_| name(own));
        let mut cells = vec![(cut(text, WIDTH), emphasis)];
        cells.extend(name.map(|name| (cut(&name, WIDTH / 2), None)));
        Row { number: number(own), at: line, cells, emphasis }
    };
    Some(chosen(culprit, others.iter().copied(), lines.len()).into_iter().map(row).collect())
}

/// The number of a line, a paragraph or a row.
fn number(at: &Locus) -> u32 {
    match at {
        Locus::Paragraph(number) | Locus::Line(number) | Locus::Page { line: number, .. } => *number,
        Locus::Cell { row, .. } | Locus::Sheet { row, .. } => *row,
        Locus::File { at, .. } => number(at),
    }
}

#[cfg(test)]
mod tests;
