//! Pages set for print, as `pdftotext` gives them back: with `-layout` as text, with `-bbox` as words in boxes.
//!
//! ```text
//!                              （二）部分公开（区分处理
//! 三、本年                                                0     0     12    a cell of one line stands between
//! 度办理结果                   的，只计这一情形）                            the two of another
//!                (group)        (leaf)
//! ```

use crate::page::{Cell, Page, Part, Row, RowKind, Rows, width};
use crate::shapes::places;
use std::fmt::Write as _;

/// How pages are set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Press {
    /// How many characters a line of a group's label has, and one of a label of figures.
    pub(crate) group: usize,
    pub(crate) leaf: usize,
    /// How many characters a line of a head has; numbers may need more.
    pub(crate) head: usize,
    /// Blanks between the columns of the stub, and between those of figures.
    pub(crate) stub_gap: usize,
    pub(crate) gap: usize,
    /// How far to the left of their columns heads are printed, as counting characters sets them.
    pub(crate) drift: usize,
    /// How many lines a page has, and whether it ends there even within a row of a table.
    pub(crate) lines: usize,
    pub(crate) cuts_rows: bool,
    /// What stands around the number of a page: `-`, or `— ` and so on.
    pub(crate) number: (&'static str, &'static str),
}

/// How many characters of prose a line has.
const MEASURE: usize = 28;

/// A text and the column at which it begins, in characters.
type Piece = (usize, String);

/// What stands on a line.
type Line = Vec<Piece>;

/// The lines of each page.
fn pages(page: &Page, press: Press) -> Vec<Vec<Line>> {
    let mut pages: Vec<Vec<Line>> = vec![Vec::new()];
    let mut put = |lines: Vec<Line>, is_cut: bool| {
        let is_table = lines.iter().any(|line| line.len() > 1);
        for (nth, line) in lines.into_iter().enumerate() {
            let may_end = !is_table || nth == 0 || press.cuts_rows;
            let is_full = pages.last().is_some_and(|page| page.len() >= press.lines);
            if is_cut && nth == 0 || is_full && may_end {
                pages.push(Vec::new());
            }
            pages.last_mut().expect("the first page is there").push(line);
        }
    };
    put(centred(&page.title), false);
    put(vec![Vec::new()], false);
    let mut before: Option<Columns> = None;
    for part in &page.parts {
        match part {
            Part::Line(text) => {
                put(prose(text), false);
                before = None;
            }
            // Two grids in a row are one table that a page break has cut.
            Part::Grid(rows) => {
                let is_cut = before.is_some();
                let columns = before.take().unwrap_or_else(|| columns(rows, press));
                put(table(rows, &columns, press), is_cut);
                put(vec![Vec::new()], false);
                before = Some(columns);
            }
        }
    }
    pages
}

/// A title in lines of its own.
fn centred(text: &str) -> Vec<Line> {
    let line = |part: &[char]| vec![((MEASURE + 4).saturating_sub(part.len()) / 2, part.iter().collect())];
    text.chars().collect::<Vec<char>>().chunks(20).map(line).collect()
}

/// A paragraph: its first line is indented.
fn prose(text: &str) -> Vec<Line> {
    let characters: Vec<char> = text.chars().collect();
    let (first, rest) = characters.split_at(characters.len().min(MEASURE - 2));
    let line = |(nth, part): (usize, &[char])| vec![(if nth == 0 { 4 } else { 0 }, part.iter().collect())];
    std::iter::once(first).chain(rest.chunks(MEASURE)).enumerate().map(line).collect()
}

/// Where the columns of a table stand: from, and how many characters wide.
type Columns = Vec<(usize, usize)>;

fn columns(rows: &Rows, press: Press) -> Columns {
    let is_body = |row: &&Row| row.kind == RowKind::Body && row.cells.iter().any(|cell| !cell.is_label);
    let n_labels = rows
        .iter()
        .filter(is_body)
        .map(|row| row.cells.iter().take_while(|cell| cell.is_label).map(|cell| cell.columns).sum::<usize>());
    // Rows under a group begin further right, so the widest says how many there are; units are labels too.
    let n_labels = n_labels.max().unwrap_or(0);
    let has_units = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text == "单位");
    let longest = rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_label);
    let longest = longest.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
    let mut left = 0;
    let column = |at: usize| {
        let (wide, gap) = match () {
            () if at + 1 == n_labels && has_units => (4, press.gap),
            () if at + 1 == n_labels || has_units && at + 2 == n_labels => (press.leaf, press.gap),
            () if at < n_labels => (press.group, press.stub_gap),
            () => (longest.max(press.head), press.gap),
        };
        let from = left;
        left += wide + gap;
        (from, wide)
    };
    (0..width(rows)).map(column).collect()
}

/// The lines of a table. Rows are counted in half lines, so that one line can stand beside the middle of two.
fn table(rows: &Rows, columns: &Columns, press: Press) -> Vec<Line> {
    let places = places(rows);
    let starts = |y: usize| {
        let begins = places[y].iter().enumerate().filter_map(|(x, place)| Some((x, (*place)?)));
        begins.filter(|(_, (_, begins))| *begins).map(|(x, (cell, _))| (x, cell)).collect::<Vec<_>>()
    };
    let broken = |x: usize, cell: &Cell| {
        let (from, _) = columns[x];
        let (last, wide) = columns[x + cell.columns - 1];
        chunks(&cell.text, if cell.is_label { last + wide - from } else { usize::MAX })
    };
    let mut heights: Vec<usize> = vec![2; rows.len()];
    for high in [false, true] {
        for y in 0..rows.len() {
            for (x, cell) in starts(y).into_iter().filter(|(_, cell)| (cell.rows > 1) == high) {
                let needed = 2 * broken(x, cell).len();
                let has: usize = heights[y..y + cell.rows].iter().sum();
                heights[y] += needed.saturating_sub(has);
            }
        }
    }
    let mut canvas: Vec<Line> = vec![Vec::new(); heights.iter().sum::<usize>() + 1];
    for (y, row) in rows.iter().enumerate() {
        let top: usize = heights[..y].iter().sum();
        for (x, cell) in starts(y) {
            let texts = broken(x, cell);
            let high: usize = heights[y..y + cell.rows].iter().sum();
            let first = top + (high - 2 * texts.len()) / 2;
            let (from, _) = columns[x];
            let (last, wide) = columns[x + cell.columns - 1];
            // Labels of the stub stand at the left, all others in the middle.
            let is_left = cell.is_label && row.kind == RowKind::Body;
            let drift = if row.kind == RowKind::Head && x > 0 { press.drift } else { 0 };
            for (nth, text) in texts.into_iter().enumerate() {
                let room = (last + wide - from).saturating_sub(text.chars().count());
                let at = if is_left { from } else { from + room / 2 };
                canvas[first + 2 * nth].push((at.saturating_sub(drift), text));
            }
        }
    }
    canvas.retain(|line| !line.is_empty());
    canvas.iter_mut().for_each(|line| line.sort());
    canvas
}

/// A text in lines of so many characters.
fn chunks(text: &str, most: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(most.max(1)).map(|part| part.iter().collect()).collect()
}

/// The number of a page. A bare one on an only page could be any number.
fn page_number(press: Press, page: usize, n_pages: usize) -> String {
    let (before, after) = press.number;
    if before.is_empty() && n_pages == 1 { String::new() } else { format!("{before}{}{after}", page + 1) }
}

/// The text that `pdftotext -layout` gives.
pub(crate) fn layout(page: &Page, press: Press) -> String {
    let mut text = String::new();
    let pages = pages(page, press);
    for (nth, lines) in pages.iter().enumerate() {
        if nth > 0 {
            text.push('\u{C}');
        }
        for line in lines {
            let mut column = 0;
            for (at, piece) in line {
                let blanks = at.saturating_sub(column).max(usize::from(column > 0));
                let _ = write!(text, "{}{piece}", " ".repeat(blanks));
                column += blanks + piece.chars().count();
            }
            text.push('\n');
        }
        let _ = writeln!(text, "\n\n{}{}", " ".repeat(30), page_number(press, nth, pages.len()));
    }
    text.push('\u{C}');
    text
}

/// The words that `pdftotext -bbox` gives: a Chinese character is 12 points wide and high.
pub(crate) fn boxes(page: &Page, press: Press) -> String {
    let mut text = String::from("<doc>\n");
    let pages = pages(page, press);
    for (nth, lines) in pages.iter().enumerate() {
        text.push_str("  <page width=\"1200\" height=\"1600\">\n");
        let number = [vec![(30, page_number(press, nth, pages.len()))]];
        for (y, line) in lines.iter().chain(&number).enumerate() {
            for (at, piece) in line {
                let mut left = 12 * at;
                for word in piece.split(' ') {
                    let wide: usize = word.chars().map(|c| if c.is_ascii() { 6 } else { 12 }).sum();
                    let (top, bottom, right) = (8 * y, 8 * y + 14, left + wide);
                    let escaped = word.replace('&', "&amp;").replace('<', "&lt;");
                    let _ = writeln!(
                        text,
                        "    <word xMin=\"{left}.0\" yMin=\"{top}.5\" xMax=\"{right}.0\" yMax=\"{bottom}.5\">{escaped}</word>",
                    );
                    left = right + 6;
                }
            }
        }
        text.push_str("  </page>\n");
    }
    text + "</doc>\n"
}
