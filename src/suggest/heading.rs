//! A figure on a heading belongs to the first line under it.

use super::Candidate;
use super::case::Case;
use crate::finding::{Cause, FindingKind, Printed};
use crate::grammar::{Outline, quantity};
use crate::report::{Concept, Decimal, Value};

/// For each figure on a heading: it belongs to the line under it, if that is blank. Its rival: it belongs to
/// the line above, if that is blank too.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (at, finding, stray) in case.strays() {
        let FindingKind::ValueOnHeading { heading, text, likely: Some(line) } = &case.findings[finding].kind
        else {
            continue;
        };
        let Some(under) = stray.cells.first() else { continue };
        let Some((table, row, column)) = case.cell(under) else { continue };
        let Some(number) = number(&stray.text, table.unit(row, column)) else { continue };
        let mut propose = |concept: &Concept, cause: Option<Cause>| {
            if case.fact(concept).is_some_and(|fact| fact.value == Value::Blank) {
                let becomes = Printed { text: text.as_str().into(), at: stray.at.clone() };
                let changes = vec![case.change(concept, number, becomes)];
                let own = Candidate::new(cause, changes);
                candidates.push(Candidate { stray: Some(at), settles: vec![finding], ..own });
            }
        };
        let cause = Cause::OneRowUp { heading: heading.clone(), text: text.clone(), line: line.clone() };
        propose(under, Some(cause).filter(|_| is_next(&table.stub, row, heading)));
        if row > 0 {
            propose(table.concept(row - 1, column), None);
        }
    }
    candidates
}

/// The number, if it counts what the line counts.
fn number(text: &str, unit: &str) -> Option<Decimal> {
    let read = quantity(text);
    read.value.number().filter(|_| read.unit.is_none_or(|own| own == unit))
}

/// Whether no other label stands between a heading and a line.
fn is_next(stub: &Outline, line: usize, heading: &str) -> bool {
    let above = stub.lines()[line].checked_sub(1);
    above.is_some_and(|above| stub.nodes()[above].label.text() == heading)
}
