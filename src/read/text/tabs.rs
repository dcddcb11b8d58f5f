//! Cells marked by tabs.

use super::{Line, is_prose, is_value, separated, trim};
use crate::document::{Flat, FlatCell};

/// What a tab means in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// It opens a cell, which runs on to the next tab; a blank line ends a row. Word exports so.
    Opening,
    /// It stands between two fields of a line. Spreadsheets export so.
    Between,
}

impl Dialect {
    /// What tabs mean in these lines: whether more of them begin with their only tab.
    pub(super) fn of(lines: &[Line]) -> Self {
        let tabbed = || lines.iter().map(|line| line.text.as_str()).filter(|text| text.contains('\t'));
        let n_opening =
            tabbed().filter(|text| text.starts_with('\t') && text.matches('\t').count() == 1).count();
        if n_opening * 2 > tabbed().count() { Self::Opening } else { Self::Between }
    }

    /// The table that begins with the first line, and how many lines it takes; none if the line is an
    /// indented paragraph.
    pub(super) fn flat(self, lines: &[Line]) -> Option<(Flat, usize)> {
        let (flat, n_lines) = match self {
            Self::Opening => opened(lines),
            Self::Between => between(lines),
        };
        // Headings that are indented by a tab stand alone or nearly so, and none of them is empty.
        let is_table = flat.cells.len() > 3 || flat.cells.iter().any(|cell| cell.text.is_empty());
        let is_table = is_table || self == Self::Between && !flat.cells.is_empty();
        is_table.then_some((flat, n_lines))
    }
}

fn between(lines: &[Line]) -> (Flat, usize) {
    let mut flat = Flat::default();
    let mut at = 0;
    while let Some(line) = lines.get(at).filter(|line| line.text.contains('\t')) {
        if line.text.starts_with('\t') && is_prose(&line.text) {
            break;
        }
        let (cells, n_lines) = separated::record(&lines[at..], '\t');
        flat.cells.extend(cells);
        at += n_lines;
    }
    (flat, at)
}

/// Cells that each begin at a tab.
///
/// ```text
/// <TAB>四、结转下年度继续办理     a row, each of its cells in a line of its own
/// <TAB>0
/// <TAB>                           a cell whose text blank lines set apart
///
/// 0
/// ```
///
/// Text after a blank line belongs to the cell before it only if that cell has none yet; see [`belongs`].
/// Otherwise the table has ended.
fn opened(lines: &[Line]) -> (Flat, usize) {
    let mut flat = Flat::default();
    let (mut at, mut row_start) = (0, 0);
    loop {
        let n_blank = lines[at..].iter().take_while(|line| is_gap(line)).count();
        let next = &lines[at + n_blank..];
        let Some(line) = next.first().filter(|line| !is_prose(&line.text)) else { break };
        let opens = line.text.starts_with('\t');
        if n_blank > 0 && !opens && !belongs(&flat.cells[row_start..], next) {
            break;
        }
        if n_blank > 0 && opens {
            row_start = flat.cells.len();
        }
        take(line, &mut flat);
        at += n_blank + 1;
    }
    (flat, at)
}

/// Whether the text that begins `next`, after a blank line, is that of the last cell of `row`.
///
/// It is when it is a bare value alone, or when a cell follows it at once and no other cell of the row
/// has a text: then it is the label of the row, pushed down in a high merged cell. One shape cannot be
/// told from that: a last row of nothing but empty cells, then a heading, then at once the next table.
fn belongs(row: &[FlatCell], next: &[Line]) -> bool {
    let Some((cell, before)) = row.split_last() else { return false };
    let n_lines = next.iter().take_while(|line| !is_gap(line) && !line.text.starts_with('\t')).count();
    let is_value = n_lines == 1 && is_value(&next[0].text);
    let opens_after = next.get(n_lines).is_some_and(|line| line.text.starts_with('\t'));
    let is_label = opens_after && before.iter().all(|cell| cell.text.is_empty());
    cell.text.is_empty() && (is_value || is_label)
}

/// What stands before the first tab continues the last cell; each tab opens a cell.
fn take(line: &Line, flat: &mut Flat) {
    let mut parts = line.text.split('\t');
    let first = trim(parts.next().unwrap_or_default());
    match flat.cells.last_mut() {
        _ if first.is_empty() => {}
        Some(cell) => {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(first);
        }
        None => flat.cells.push(line.cell(first)),
    }
    flat.cells.extend(parts.map(|text| line.cell(text)));
}

fn is_gap(line: &Line) -> bool {
    line.is_blank() && !line.text.contains('\t')
}
