//! [`Instance`]: a relation down one column, or along one row.

use crate::grammar::{Operator, Relation, Table};
use crate::report::{Concept, Decimal, sum};

/// A relation down one column, or along one row.
#[derive(Clone, Debug)]
pub(crate) struct Instance<'t> {
    pub(crate) table: &'t Table,
    pub(crate) relation: &'t Relation,
    /// What is summed on the left.
    pub(crate) left: Vec<&'t Concept>,
    /// What is summed on the right.
    pub(crate) right: Vec<&'t Concept>,
}

/// What an instance comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Holds,
    Fails,
    /// An operand is not a number.
    Open,
}

impl<'t> Instance<'t> {
    /// The instances of a relation: one for each column, or one for each row.
    pub(crate) fn of(table: &'t Table, relation: &'t Relation) -> impl Iterator<Item = Self> {
        table.sides(relation).map(move |[left, right]| Self { table, relation, left, right })
    }

    /// Both sides, left to right.
    pub(crate) fn concepts(&self) -> impl Iterator<Item = &'t Concept> {
        self.left.iter().chain(&self.right).copied()
    }

    /// The sums of both sides, when all operands are numbers.
    pub(crate) fn sums(&self, number: impl Fn(&'t Concept) -> Option<Decimal>) -> Option<(Decimal, Decimal)> {
        let side = |side: &[&'t Concept]| sum(side.iter().map(|concept| number(concept)));
        Some((side(&self.left)?, side(&self.right)?))
    }

    /// Whether it holds of these numbers.
    pub(crate) fn verdict(&self, number: impl Fn(&'t Concept) -> Option<Decimal>) -> Verdict {
        let holds = |(left, right): (Decimal, Decimal)| match self.relation.operator {
            Operator::Equal => left == right,
            Operator::AtMost => left <= right,
        };
        match self.sums(number).map(holds) {
            Some(true) => Verdict::Holds,
            Some(false) => Verdict::Fails,
            None => Verdict::Open,
        }
    }
}
