//! Where a parser of the notation stopped, and what would have let it go on.

use super::tokens::Tokens;
use nom::error::{ErrorKind, ParseError};
use std::collections::BTreeSet;

/// The furthest place reached, and everything expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// How many tokens were read.
    pub(crate) at: usize,
    /// How many characters of the token at `at` were read.
    pub(crate) column: usize,
    /// What would have been accepted.
    pub(crate) expected: BTreeSet<String>,
}

impl Mismatch {
    /// Something was expected at a token, after some characters of it.
    pub(crate) fn expected(at: usize, column: usize, what: &str) -> Self {
        Self { at, column, expected: BTreeSet::from([what.to_owned()]) }
    }
}

impl<T> ParseError<Tokens<'_, T>> for Mismatch {
    fn from_error_kind(input: Tokens<'_, T>, _: ErrorKind) -> Self {
        Self { at: input.start(), column: 0, expected: BTreeSet::new() }
    }

    fn append(_: Tokens<'_, T>, _: ErrorKind, other: Self) -> Self {
        other
    }

    fn or(mut self, other: Self) -> Self {
        match (self.at, self.column).cmp(&(other.at, other.column)) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal => {
                self.expected.extend(other.expected);
                self
            }
        }
    }
}
