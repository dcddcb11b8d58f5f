//! [`Rule`]: what must hold between figures; [`Field`]: what may be filled in for one.

use std::sync::Arc;

/// What must hold between figures of a document, as a form states it.
///
/// ```
/// use nianbao::document::{Comparison, Rule};
/// let names = |names: &[&str]| names.iter().map(|name| (*name).into()).collect::<Vec<_>>();
/// let rule = Rule {
///     left: names(&["review.upheld", "review.other"]),
///     comparison: Comparison::Equal,
///     right: names(&["review.total"]),
/// };
/// assert_eq!(&**rule.total().expect("one figure stands alone").0, "review.total");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The figures that are summed on the left, by the names of their concepts.
    pub left: Vec<Arc<str>>,
    /// How the two sums compare.
    pub comparison: Comparison,
    /// The figures that are summed on the right. The whole stands here, and is to blame if the rule is broken.
    pub right: Vec<Arc<str>>,
}

/// How two sums compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Both are the same.
    Equal,
    /// The left one is not greater.
    AtMost,
}

impl Rule {
    /// All figures, left to right.
    pub fn figures(&self) -> impl Iterator<Item = &Arc<str>> {
        self.left.iter().chain(&self.right)
    }

    /// The figure that is the sum of several others, and these.
    #[must_use]
    pub fn total(&self) -> Option<(&Arc<str>, &[Arc<str>])> {
        match (self.comparison, &self.left[..], &self.right[..]) {
            (Comparison::Equal, parts @ [_, _, ..], [total])
            | (Comparison::Equal, [total], parts @ [_, _, ..]) => Some((total, parts)),
            _ => None,
        }
    }
}

/// A figure that is to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What the figure is called.
    pub label: String,
    /// What it may be.
    pub takes: Takes,
}

/// What may be filled in for a figure; nil may be for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A count: a whole number from 0.
    Count,
    /// A change of a count: a whole number, also below 0.
    Change,
    /// An amount of money: a number from 0 with or without a fraction.
    Amount,
}
