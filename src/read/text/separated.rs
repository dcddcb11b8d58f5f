//! Fields between commas or tabs, with quotes.

use super::Line;
use crate::document::{Flat, FlatCell};

/// A quoted field that runs over more lines than this is no field but a stray quotation mark.
const MOST_LINES: usize = 40;

/// The cells of a comma-separated file.
///
/// Every record of such a file has the same number of fields. Two fields may be two halves of a
/// sentence, so a file of two columns must not have any full stop.
pub(super) fn comma_separated(lines: &[Line]) -> Option<Flat> {
    if !lines.iter().find(|line| !line.is_blank())?.text.contains(',') {
        return None;
    }
    let (mut flat, mut width, mut n_records) = (Flat::default(), None, 0);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.is_blank() {
            at += 1;
            continue;
        }
        let (cells, n_lines) = record(&lines[at..], ',');
        if *width.get_or_insert(cells.len()) != cells.len() {
            return None;
        }
        flat.cells.extend(cells);
        n_records += 1;
        at += n_lines;
    }
    let width = width?;
    let is_table = width > 2 || width == 2 && !flat.cells.iter().any(|cell| cell.text.contains('。'));
    (n_records >= 3 && is_table).then_some(flat)
}

/// The fields of the record that the first line begins, and how many lines it takes.
pub(super) fn record(lines: &[Line], separator: char) -> (Vec<FlatCell>, usize) {
    let Some(line) = lines.first() else { return (Vec::new(), 1) };
    let most = lines.len().min(MOST_LINES);
    // Only a quotation mark that opens a field lets a record run over several lines.
    let opens = line.text.split(separator).any(|field| field.starts_with('"'));
    let mut text = line.text.clone();
    let mut n_lines = 1;
    while opens && text.matches('"').count() % 2 == 1 {
        if n_lines == most {
            return (fields(&line.text, separator).iter().map(|field| line.cell(field)).collect(), 1);
        }
        text.push('\n');
        text.push_str(&lines[n_lines].text);
        n_lines += 1;
    }
    (fields(&text, separator).iter().map(|field| line.cell(field)).collect(), n_lines)
}

/// Splits at the separators that no quotation marks enclose.
fn fields(text: &str, separator: char) -> Vec<String> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let (field, after) = quoted(rest, separator).unwrap_or_else(|| {
            let end = rest.find(separator).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        fields.push(field);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return fields,
        }
    }
}

/// The quoted field that `text` begins with, and what follows it; `""` in it is a quotation mark.
fn quoted(text: &str, separator: char) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut field = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None if after.is_empty() || after.starts_with(separator) => return Some((field, after)),
            None => return None,
        }
    }
}
