//! The names of sheets: what a heading becomes so that Excel takes it.
//!
//! Not supported: headings that differ only after their 31st unit; they get numbers.

use super::PROSE;
use std::collections::HashSet;

/// The longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// Gives out names, none twice; names that differ only in case are the same to Excel.
#[derive(Debug, Default)]
pub(super) struct SheetNames(HashSet<String>);

impl SheetNames {
    /// The name of the sheet for the `number`-th table, which stands below a heading.
    pub(super) fn next(&mut self, heading: &str, number: u32) -> String {
        let allowed = sanitised(heading);
        let base = if allowed.is_empty() { format!("表{number}") } else { allowed };
        let mut name = base.clone();
        let mut n = 1_u32;
        while !self.take(&name) {
            n += 1;
            name = suffixed(&base, n);
        }
        name
    }

    fn take(&mut self, name: &str) -> bool {
        // Excel keeps `History` to itself.
        !name.eq_ignore_ascii_case("history") && name != PROSE && self.0.insert(name.to_lowercase())
    }
}

/// The heading without what a name may not hold, nor the quotes it may not begin or end with.
fn sanitised(heading: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\u{FFFE}' | '\u{FFFF}');
    let name: String = heading.chars().filter(allowed).filter(|c| !c.is_control()).collect();
    trimmed(cut(&name, LONGEST)).into()
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c == '\'' || c.is_whitespace())
}

/// The base, cut so that a number still fits behind it.
fn suffixed(base: &str, n: u32) -> String {
    let suffix = format!(" ({n})");
    format!("{}{suffix}", trimmed(cut(base, LONGEST - suffix.len())))
}

/// The beginning of a text, of no more UTF-16 units than this.
pub(super) fn cut(text: &str, units: usize) -> &str {
    let mut room = units;
    let past = text.char_indices().find(|(_, c)| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        !fits
    });
    past.map_or(text, |(end, _)| &text[..end])
}
