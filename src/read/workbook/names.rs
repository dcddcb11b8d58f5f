//! What the defined names of a workbook say about its tables.
//!
//! The writer of this crate names the rectangle of each table `nianbao_table_1` and so on. Such a
//! name says that its rows are one table, whatever is blank in them; an office program keeps it right
//! when rows are inserted. `nianbao_findings` names the sheet of what was found, which is not read. `_xlnm.Print_Titles` says which rows are the head of a table.
//!
//! Not supported: names that are formulas or several areas.

use super::cells::{Area, Position};
use std::collections::HashMap;

/// How the name of a table's rectangle begins.
pub(crate) const TABLE: &str = "nianbao_table_";

/// The name of the sheet that says what was found in the report.
const FINDINGS: &str = "nianbao_findings";

/// The hints of a workbook by the name of the sheet.
#[derive(Debug, Default)]
pub(super) struct Hints(HashMap<String, Hint>);

/// The hints for one sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Hint {
    /// Rectangles known to be tables, in order, no two on the same row; both corners are inside.
    pub(super) tables: Vec<Area>,
    /// The rows repeated when the sheet is printed, first and last.
    pub(super) titles: Option<(u32, u32)>,
    /// Whether the sheet speaks of the report and is no part of it.
    pub(super) is_aside: bool,
}

impl Hints {
    /// The hints for a sheet.
    pub(super) fn of(&self, sheet: &str) -> Hint {
        self.0.get(sheet).cloned().unwrap_or_default()
    }
}

/// Collects the hints from names and what they refer to.
pub(super) fn hints(names: &[(String, String)]) -> Hints {
    let mut hints = Hints::default();
    for (name, target) in names {
        let Some((sheet, range)) = sheet_and_range(target) else { continue };
        let hint = hints.0.entry(sheet).or_default();
        if name.starts_with(TABLE) {
            hint.tables.extend(area(range));
        } else if name == FINDINGS {
            hint.is_aside = true;
        } else if name.ends_with("Print_Titles") {
            hint.titles = rows(range);
        }
    }
    for hint in hints.0.values_mut() {
        hint.tables.sort_unstable();
        let mut end = None;
        hint.tables.retain(|((first, _), (last, _))| {
            let free = end.is_none_or(|end| *first > end);
            end = if free { Some(*last) } else { end };
            free
        });
    }
    hints
}

/// `'一、表'!$A$1:$B$2` is the sheet and the range; a quote in the name is doubled.
fn sheet_and_range(target: &str) -> Option<(String, &str)> {
    let (sheet, range) = target.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')) {
        Some(quoted) => quoted.replace("''", "'"),
        None => sheet.to_owned(),
    };
    Some((sheet, range))
}

/// `A1:B2`, or `A1` alone, with `$` or without.
pub(in crate::read) fn area(range: &str) -> Option<Area> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let (first, last) = (position(first)?, position(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

/// `$1:$3`.
fn rows(range: &str) -> Option<(u32, u32)> {
    let (first, last) = range.split_once(':')?;
    let row = |text: &str| text.strip_prefix('$')?.parse::<u32>().ok()?.checked_sub(1);
    Some((row(first)?, row(last)?))
}

/// `AB12` or `$AB$12`, within the bounds of a sheet.
pub(in crate::read) fn position(cell: &str) -> Option<Position> {
    let cell = cell.strip_prefix('$').unwrap_or(cell);
    let (letters, row) = cell.split_at(cell.find(|c: char| !c.is_ascii_uppercase())?);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let digit = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(digit)
    })?;
    let row: u32 = row.strip_prefix('$').unwrap_or(row).parse().ok()?;
    let inside = (1..=1_048_576).contains(&row) && (1..=16_384).contains(&column);
    inside.then(|| (row - 1, column - 1))
}
