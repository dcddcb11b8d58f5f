//! [`Places`]: where the figures of a table stand on its sheet; [`DefinedNames`]: what they are called.

use crate::document::{Cell, Grid, Holds};
use rust_xlsxwriter::utility::{row_col_to_cell, row_col_to_cell_absolute};
use rust_xlsxwriter::{Workbook, XlsxError};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longest formula of Excel, and what is left of it for the rest of the formula.
const LONGEST: usize = 8_000;

/// No function of Excel takes more arguments.
const MOST_AREAS: usize = 250;

/// A cell: its row and its column, counted from 0.
pub(super) type Place = (u32, u16);

/// The figures of a report, those of an annex aside, by the names of their concepts.
#[derive(Debug)]
pub(super) struct Places<'d>(FxHashMap<&'d str, Place>);

impl<'d> Places<'d> {
    pub(super) fn of(grid: &'d Grid) -> Self {
        let mut places = FxHashMap::default();
        for (name, place) in figures(grid) {
            places.entry(name).or_insert(place);
        }
        Self(places)
    }

    pub(super) fn of_figure(&self, figure: &str) -> Option<Place> {
        self.0.get(figure).copied()
    }

    /// The cells of figures as the arguments of a function, `$D$4:$D$9,$D$11`; none if one of them stands on
    /// another sheet.
    pub(super) fn areas(&self, figures: &[Arc<str>]) -> Option<String> {
        let mut places: Vec<Place> =
            figures.iter().map(|figure| self.of_figure(figure)).collect::<Option<_>>()?;
        places.sort_unstable_by_key(|(row, column)| (*column, *row));
        let is_below = |above: &Place, next: &Place| next.1 == above.1 && next.0 == above.0 + 1;
        let mut areas: Vec<[Place; 2]> = places.chunk_by(is_below).map(ends).collect();
        if areas.len() == places.len() {
            let is_beside = |left: &Place, next: &Place| next.0 == left.0 && next.1 == left.1 + 1;
            places.sort_unstable();
            areas = places.chunk_by(is_beside).map(ends).collect();
        }
        let areas: Vec<String> = areas.iter().map(|[first, last]| area(*first, *last)).collect();
        let joined = areas.join(",");
        (areas.len() <= MOST_AREAS && joined.len() < LONGEST / 2).then_some(joined)
    }
}

fn ends(run: &[Place]) -> [Place; 2] {
    [run[0], run[run.len() - 1]]
}

fn area(first: Place, last: Place) -> String {
    let [first, last] = [first, last].map(|(row, column)| row_col_to_cell_absolute(row, column));
    if first == last { first } else { format!("{first}:{last}") }
}

/// `D4`, as it moves with the cell that a formula is of.
pub(super) fn relative((row, column): Place) -> String {
    row_col_to_cell(row, column)
}

/// The figures of a grid and their cells, in order.
fn figures(grid: &Grid) -> impl Iterator<Item = (&str, Place)> {
    let figure = |cell: &'_ Cell| Some((cell.row, u16::try_from(cell.column).ok()?));
    grid.cells().iter().filter_map(move |cell| match &cell.mark.as_deref()?.holds {
        Holds::Figure(name) => Some((&**name, figure(cell)?)),
        _ => None,
    })
}

/// What cells are called, in the order that Excel keeps: names that differ only in case are the same to it.
#[derive(Debug, Default)]
pub(super) struct DefinedNames(BTreeMap<String, (String, String)>);

impl DefinedNames {
    /// Names what stands at `$A$1` of a sheet; a name that is there already stays what it is.
    pub(super) fn define(&mut self, name: String, quoted_sheet: &str, place: &str) {
        let formula = || format!("='{quoted_sheet}'!{place}");
        self.0.entry(name.to_lowercase()).or_insert_with(|| (name, formula()));
    }

    /// Names the figures of a grid.
    pub(super) fn define_figures(&mut self, grid: &Grid, quoted_sheet: &str) {
        for (concept, (row, column)) in figures(grid) {
            self.define(defined_name(concept), quoted_sheet, &row_col_to_cell_absolute(row, column));
        }
    }

    /// Tells the workbook. It sorts names by copying them again and again, unless they are in order.
    pub(super) fn write(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.0.into_values().try_for_each(|(name, formula)| workbook.define_name(name, &formula).map(drop))
    }
}

/// The name of a concept as Excel takes it: of letters, digits, dots and underlines, and no address of a cell.
pub(super) fn defined_name(concept: &str) -> String {
    let mut name = concept.replace(|c: char| !(c.is_alphanumeric() || c == '.'), "_");
    name.truncate(name.char_indices().nth(250).map_or(name.len(), |(end, _)| end));
    let begins_well = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if begins_well && !is_address(&name) { name } else { format!("_{name}") }
}

/// `A1`, `XFD12`, and `R1C1`, `R`, `C2` in the other notation.
fn is_address(name: &str) -> bool {
    if name.contains(['.', '_']) {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let digits = lower.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = lower.len() - digits.len();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_a1 = (1..=3).contains(&letters) && !digits.is_empty() && is_number(digits);
    let after_row = lower.strip_prefix('r').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let rest = after_row.unwrap_or(&lower);
    is_a1 || (rest.is_empty() && after_row.is_some()) || rest.strip_prefix('c').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::defined_name;

    #[test]
    fn names_are_no_addresses() {
        for (concept, name) in [
            ("requests.received.total", "requests.received.total"),
            ("other_services", "other_services"),
            ("fees", "fees"),
            ("a1", "_a1"),
            ("XFD12", "_XFD12"),
            ("abcd1", "abcd1"),
            ("r", "_r"),
            ("c", "_c"),
            ("r1c1", "_r1c1"),
            ("rc2", "_rc2"),
            ("a1.b", "a1.b"),
            ("9a", "_9a"),
            ("甲-乙", "甲_乙"),
        ] {
            assert_eq!(defined_name(concept), name);
        }
    }
}
