//! Cells parted by `|`.

use super::{Line, is_prose};
use crate::document::Flat;

/// Whether a line holds cells rather than a sentence in which a `|` stands.
pub(super) fn is_row(text: &str) -> bool {
    let text = super::trim(text);
    let is_marked = text.starts_with('|') || text.ends_with('|');
    text.contains('|') && (is_marked || !is_prose(text))
}

/// The table that begins with the first line, and how many lines it takes.
///
/// Blank lines do not end it. A line without `|` does, unless it stands alone between two rows of
/// which the first is not closed: then it continues the last cell of that row.
pub(super) fn flat(lines: &[Line]) -> (Flat, usize) {
    let (mut rows, mut n_lines) = (Vec::new(), 0);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if is_row(&line.text) {
            rows.push((line, None));
        } else if !line.is_blank() {
            let is_between = n_lines == at && lines.get(at + 1).is_some_and(|next| is_row(&next.text));
            match rows.last_mut() {
                Some((row, continued)) if is_between && !row.text.trim_end().ends_with('|') => {
                    *continued = Some(line);
                }
                _ => break,
            }
        } else {
            at += 1;
            continue;
        }
        at += 1;
        n_lines = at;
    }
    (cells(&rows), n_lines)
}

/// The cells of rows, each with the line that continues it.
fn cells(rows: &[(&Line, Option<&Line>)]) -> Flat {
    let is_framed = is_framed(rows);
    let mut flat = Flat::default();
    for (row, continued) in rows.iter().filter(|(row, _)| !is_rule(&row.text)) {
        let text = super::trim(&row.text);
        // A `|` at the end closes its cell and opens none. One at the beginning closes a cell that is
        // empty, unless every row has it: then it is the frame of the table.
        let text = text.strip_suffix('|').unwrap_or(text);
        let text = if is_framed { text.strip_prefix('|').unwrap_or(text) } else { text };
        flat.cells.extend(text.split('|').map(|cell| row.cell(cell)));
        if let (Some(continued), Some(cell)) = (continued, flat.cells.last_mut()) {
            cell.text.push('\n');
            cell.text.push_str(super::trim(&continued.text));
        }
    }
    flat
}

/// Whether all rows begin and end with `|`, and at least two of them say something.
fn is_framed(rows: &[(&Line, Option<&Line>)]) -> bool {
    let mut texts = rows.iter().map(|(row, _)| super::trim(&row.text));
    let says = |text: &str| text.contains(|c| !matches!(c, '|' | ' ' | '\t' | '-' | ':'));
    let n_saying = texts.clone().filter(|text| says(text)).count();
    n_saying >= 2 && texts.all(|text| text.len() > 1 && text.starts_with('|') && text.ends_with('|'))
}

/// The line under the head of a Markdown table.
fn is_rule(text: &str) -> bool {
    text.contains("---") && text.chars().all(|c| matches!(c, '|' | '-' | ':') || c.is_whitespace())
}
