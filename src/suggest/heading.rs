//! A figure on a heading belongs to the first line under it.

use super::Candidate;
use super::case::Case;
use crate::finding::{Cause, FindingKind, Printed};
use crate::grammar::quantity;
use crate::report::{Concept, Decimal, Stray, Value};

/// For each figure on a heading: it belongs to the line under it, if that is blank. Its rival: it belongs to
/// the line above, if that is blank too.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (numbers, stray) in case.strays() {
        let FindingKind::ValueOnHeading { heading, text, likely: Some(line) } =
            &case.findings[numbers.1].kind
        else {
            continue;
        };
        let Some((under, number)) =
            stray.cells.first().and_then(|cell| Some((cell, number(case, cell, stray)?)))
        else {
            continue;
        };
        let mut propose = |concept: &Concept, cause: Option<Cause>| {
            if case.fact(concept).is_some_and(|fact| fact.value == Value::Blank) {
                let becomes = Printed { text: text.as_str().into(), at: stray.at.clone() };
                let changes = vec![case.change(concept, number, becomes)];
                candidates.push(Candidate { cause, changes, stray: Some(numbers) });
            }
        };
        let cause = Cause::OneRowUp { heading: heading.clone(), text: text.clone(), line: line.clone() };
        propose(under, Some(cause));
        if let Some((table, row @ 1.., column)) = case.cell(under) {
            propose(table.concept(row - 1, column), None);
        }
    }
    candidates
}

/// The number, if it counts what the line counts.
fn number(case: &Case<'_>, cell: &Concept, stray: &Stray) -> Option<Decimal> {
    let (table, row, column) = case.cell(cell)?;
    let read = quantity(&stray.text);
    let is_of_unit = read.unit.is_none_or(|unit| unit == table.unit(row, column));
    read.value.number().filter(|_| is_of_unit)
}
