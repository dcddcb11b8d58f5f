//! One figure is wrong.

use super::Candidate;
use super::case::Case;
use crate::check::Instance;
use crate::finding::{Cause, Printed};
use crate::grammar::Direction;
use crate::report::{Concept, Decimal, sum};

/// For each sum that does not foot and each figure in it: this one is wrong. Only a total can be offered, as
/// the sum of its parts; the others are rivals.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for instance in case.failing() {
        for (own, other) in [(&instance.left, &instance.right), (&instance.right, &instance.left)] {
            for concept in own {
                let Some(number) = needed(case, concept, own, other) else { continue };
                let is_total = own.len() == 1 && other.len() > 1;
                let cause = is_total.then(|| wrong_total(case, instance, concept, other, number));
                let becomes = Printed { text: number.normalize().to_string().into(), at: None };
                candidates.push(Candidate::new(cause, vec![case.change(concept, number, becomes)]));
            }
        }
    }
    candidates
}

/// What a figure would have to be for the sum to foot; a count is never negative.
fn needed(case: &Case<'_>, concept: &Concept, own: &[&Concept], other: &[&Concept]) -> Option<Decimal> {
    let sum = |side: &[&Concept]| sum(side.iter().map(|own| case.number(own)));
    let rest = sum(own)?.checked_sub(case.number(concept)?)?;
    sum(other)?.checked_sub(rest).filter(|number| *number >= Decimal::ZERO)
}

fn wrong_total(
    case: &Case<'_>,
    instance: &Instance<'_>,
    total: &Concept,
    parts: &[&Concept],
    sum: Decimal,
) -> Cause {
    let label = |concept: &Concept| label(case, instance.relation.direction, concept);
    // With the part that was left out, the parts make the sum; without it, what is printed.
    let is_left_out = |part: &&&Concept| {
        let number = case.number(part).filter(|number| !number.is_zero());
        number.is_some_and(|number| case.number(total) == sum.checked_sub(number))
    };
    let mut left_out = parts.iter().filter(is_left_out);
    let forgotten = left_out.next().filter(|_| left_out.next().is_none());
    Cause::WrongTotal {
        cell: case.words(total),
        was: case.printed(total).text.into(),
        sum: sum.normalize(),
        parts: parts.iter().map(|part| (*part).clone()).collect(),
        first: parts.first().map(|part| label(part)).unwrap_or_default(),
        forgotten: forgotten.map(|part| label(part)),
    }
}

/// What tells the figures of a relation apart: the label of the row down a column, of the column along a row.
fn label(case: &Case<'_>, direction: Direction, concept: &Concept) -> String {
    let Some((table, row, column)) = case.cell(concept) else { return String::new() };
    let line = if direction == Direction::Column { row } else { column };
    table.terms_of(direction).label(line).unwrap_or_default().to_owned()
}
