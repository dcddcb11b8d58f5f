//! The cells of a blank form: which are open, what they take, and which sum up others.

use super::figures::{Place, Places, relative};
use super::table::column;
use crate::document::{Cell, Document, Grid, Holds, Rule, Takes};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, ProtectionOptions, Worksheet, XlsxError,
};
use std::collections::HashMap;
use std::sync::Arc;

/// What is behind a cell to fill in, and behind a total.
const OPEN: Color = Color::RGB(0x00FF_FDE7);
const TOTAL: Color = Color::RGB(0x00F2_F2F2);

/// What strikes a cell out.
const NIL: [&str; 3] = ["/", "—", "——"];

/// The cells of a table that are to be filled in.
pub(super) struct Fill<'d> {
    document: &'d Document,
    /// The formulas of totals, by the names of their figures.
    totals: HashMap<&'d str, String>,
}

/// What a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Figure(Takes),
    Total,
}

impl<'d> Fill<'d> {
    pub(super) fn of(document: &'d Document, places: &Places<'_>) -> Self {
        let is_blank = document.fields.is_empty();
        let totals = if is_blank { Vec::new() } else { totals(&document.rules) };
        let formula = |(total, parts): (&'d str, &[Arc<str>])| {
            let (areas, n_parts) = (places.areas(parts)?, parts.len());
            Some((total, format!("=IF(COUNT({areas})={n_parts},SUM({areas}),\"\")")))
        };
        Self { document, totals: totals.into_iter().filter_map(formula).collect() }
    }

    /// Writes a cell that is to be filled in; says whether it is one.
    pub(super) fn cell(
        &self,
        cell: &Cell,
        format: &Format,
        sheet: &mut Worksheet,
    ) -> Result<bool, XlsxError> {
        let Some((concept, entry)) = self.entry(cell).filter(|_| cell.is_blank()) else { return Ok(false) };
        let colour = if entry == Entry::Total { TOTAL } else { OPEN };
        let format = format.clone().set_unlocked().set_background_color(colour);
        let (row, first) = (cell.row, column(cell.column)?);
        if cell.row_span.0 * cell.column_span.0 > 1 {
            sheet.merge_range(row, first, cell.end_row() - 1, column(cell.end_column() - 1)?, "", &format)?;
        }
        match self.totals.get(concept) {
            Some(formula) => {
                // Nothing is filled in yet. An empty result of a single formula would be taken for none and be 0.
                sheet.set_formula_result_default("");
                sheet.write_formula_with_format(row, first, formula.as_str(), &format)?;
            }
            None => {
                sheet.write_blank(row, first, &format)?;
            }
        }
        Ok(true)
    }

    /// Looks at what is typed, and locks all other cells.
    pub(super) fn write(&self, grid: &Grid, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        if self.document.fields.is_empty() {
            return Ok(());
        }
        let entries = grid.cells().iter().filter_map(|cell| Some((cell, self.entry(cell)?.1)));
        let entries: Vec<(&Cell, Entry)> = entries.collect();
        let is_beside = |(left, own): &(&Cell, Entry), (next, other): &(&Cell, Entry)| {
            own == other && left.row == next.row && left.end_column() == next.column
        };
        for run in entries.chunk_by(is_beside) {
            let ((first, entry), (last, _)) = (run[0], run[run.len() - 1]);
            let place = (first.row, column(first.column)?);
            let end = column(last.end_column() - 1)?;
            sheet.add_data_validation(place.0, place.1, place.0, end, &validation(entry, place)?)?;
        }
        let allows = ProtectionOptions { format_columns: true, format_rows: true, ..Default::default() };
        sheet.protect_with_options(&allows);
        Ok(())
    }

    fn entry<'c>(&self, cell: &'c Cell) -> Option<(&'c str, Entry)> {
        let Holds::Figure(concept) = &cell.mark.as_deref()?.holds else { return None };
        let field = self.document.fields.get(concept)?;
        let is_total = self.totals.contains_key(&**concept);
        Some((concept, if is_total { Entry::Total } else { Entry::Figure(field.takes) }))
    }
}

/// The figures that are sums of others, each by the first rule that says so; none that would sum up itself.
fn totals(rules: &[Rule]) -> Vec<(&str, &[Arc<str>])> {
    let mut totals: Vec<(&str, &[Arc<str>])> = Vec::new();
    for (total, parts) in rules.iter().filter_map(Rule::total) {
        let is_new = totals.iter().all(|(own, _)| *own != &**total);
        if is_new && !reaches(&totals, parts, total) {
            totals.push((total, parts));
        }
    }
    totals
}

/// Whether a figure is one of these, or a part of one, or of one of its parts.
fn reaches(totals: &[(&str, &[Arc<str>])], parts: &[Arc<str>], figure: &str) -> bool {
    let mut open: Vec<&str> = parts.iter().map(|part| &**part).collect();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(part) = open.pop() {
        if part == figure {
            return true;
        }
        if seen.contains(&part) {
            continue;
        }
        seen.push(part);
        let own = totals.iter().find(|(total, _)| *total == part);
        open.extend(own.into_iter().flat_map(|(_, parts)| parts.iter().map(|part| &**part)));
    }
    false
}

/// What may be typed into a cell and those to its right; nil may be anywhere.
fn validation(entry: Entry, place: Place) -> Result<DataValidation, XlsxError> {
    let cell = relative(place);
    let (number, asks) = match entry {
        Entry::Figure(Takes::Count) => {
            (format!("AND({cell}>=0,INT({cell})={cell})"), "请填写不小于 0 的整数，不写单位")
        }
        Entry::Figure(Takes::Change) => (format!("INT({cell})={cell}"), "请填写整数，减少的写负数，不写单位"),
        Entry::Figure(Takes::Amount) => {
            (format!("{cell}>=0"), "请填写不小于 0 的数，可有小数，单位见表头，格内不写单位")
        }
        Entry::Total => {
            // Nothing is let pass without a question.
            return DataValidation::new()
                .allow_custom("=FALSE".into())
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("合计")?
                .set_error_message(
                    "此格由公式合计，各项填齐后自动得出。各项不全而只知总数时可以直接填写，公式随之失去。",
                );
        }
    };
    let nil = NIL.map(|sign| format!("{cell}=\"{sign}\"")).join(",");
    DataValidation::new()
        .allow_custom(format!("=IF(ISNUMBER({cell}),{number},OR({nil}))").as_str().into())
        .set_error_title("请核对")?
        .set_error_message(format!("{asks}；没有此项的填“/”，不知道的留空。"))
}

#[cfg(test)]
mod tests {
    use super::totals;
    use crate::document::{Comparison, Rule};
    use std::sync::Arc;

    /// `a + b = c` as a rule.
    fn rule(text: &str) -> Rule {
        let (left, right) = text.split_once(" = ").expect("a rule has two sides");
        let side = |text: &str| text.split(" + ").map(Arc::from).collect();
        Rule { left: side(left), comparison: Comparison::Equal, right: side(right) }
    }

    /// The total that both its row and its column sum up is computed down the column, which stands first.
    #[test]
    fn no_total_sums_up_itself_and_none_is_computed_twice() {
        let rules = ["a + b = s", "c + d = s", "s = e + f", "s + g = a", "x + y = p + q", "x = y"].map(rule);
        let totals =
            totals(&rules).into_iter().map(|(total, parts)| format!("{total} = {}", parts.join(" + ")));
        assert_eq!(totals.collect::<Vec<_>>(), ["s = a + b"]);
    }
}
