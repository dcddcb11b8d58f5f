//! One figure is wrong.

use super::Candidate;
use super::case::{Case, line_words};
use crate::check::Instance;
use crate::finding::{Cause, Printed};
use crate::grammar::Direction;
use crate::report::{Concept, Decimal};

/// For each sum that does not foot and each figure in it: this one is wrong. Only a total can be offered, as
/// the sum of its parts; the others are rivals.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for instance in case.failing() {
        let Some((left, right)) = instance.sums(|concept| case.number(concept)) else { continue };
        let sides = [
            (&instance.left, &instance.right, right - left),
            (&instance.right, &instance.left, left - right),
        ];
        for (own, other, lacking) in sides {
            for concept in own {
                // Counts are not negative.
                let number = case.number(concept).map(|number| number + lacking);
                let Some(number) = number.filter(|number| !number.is_sign_negative()) else { continue };
                let is_total = own.len() == 1 && other.len() > 1;
                let cause = is_total.then(|| wrong_total(case, instance, concept, other, number));
                candidates.push(one(case, concept, number, cause));
            }
        }
    }
    candidates
}

fn one(case: &Case<'_>, concept: &Concept, number: Decimal, cause: Option<Cause>) -> Candidate {
    let becomes = Printed { text: number.normalize().to_string().into(), at: None };
    Candidate { cause, changes: vec![case.change(concept, number, becomes)], stray: None }
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
        number.is_some_and(|number| case.number(total) == Some(sum - number))
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

/// What tells the figures of a relation apart: the row down a column, the column along a row.
fn label(case: &Case<'_>, direction: Direction, concept: &Concept) -> String {
    let Some((table, row, column)) = case.cell(concept) else { return String::new() };
    match direction {
        Direction::Column => line_words(&table.stub, row),
        Direction::Row => line_words(&table.boxhead, column),
    }
}
