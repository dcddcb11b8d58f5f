//! A run of tokens that nom can read.

use nom::{Input, Needed, Offset};
use std::iter::Enumerate;
use std::slice;

/// What is left of a run of tokens, and how many came before.
#[derive(Debug)]
pub(crate) struct Tokens<'a, T> {
    rest: &'a [T],
    start: usize,
}

impl<T> Clone for Tokens<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Tokens<'_, T> {}

impl<'a, T> Tokens<'a, T> {
    /// A run of which nothing is read yet.
    pub(crate) fn new(tokens: &'a [T]) -> Self {
        Self { rest: tokens, start: 0 }
    }

    /// How many tokens came before.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// The next token, which stays in the run.
    pub(crate) fn peek(&self) -> Option<&'a T> {
        self.rest.first()
    }
}

impl<T> Offset for Tokens<'_, T> {
    fn offset(&self, second: &Self) -> usize {
        second.start - self.start
    }
}

impl<'a, T> Input for Tokens<'a, T> {
    type Item = &'a T;
    type Iter = slice::Iter<'a, T>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }

    fn take(&self, n: usize) -> Self {
        Self { rest: &self.rest[..n], ..*self }
    }

    fn take_from(&self, n: usize) -> Self {
        Self { rest: &self.rest[n..], start: self.start + n }
    }

    // The rest comes first: nom's documentation of this method was wrong for years (nom issue 1660).
    fn take_split(&self, n: usize) -> (Self, Self) {
        (self.take_from(n), self.take(n))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.rest.iter().enumerate()
    }

    fn slice_index(&self, n: usize) -> Result<usize, Needed> {
        let missing = n.saturating_sub(self.rest.len());
        if missing == 0 { Ok(n) } else { Err(Needed::new(missing)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Tokens;
    use nom::{IResult, Input, Parser, combinator::map_opt, multi::many0};

    fn odd<'a>(input: Tokens<'a, u8>) -> IResult<Tokens<'a, u8>, u8> {
        map_opt(nom::bytes::complete::take(1usize), |run: Tokens<'a, u8>| {
            run.iter_elements().copied().find(|number| number % 2 == 1)
        })
        .parse(input)
    }

    #[test]
    fn nom_reads_a_run_and_keeps_count() {
        let (rest, read) = many0(odd).parse_complete(Tokens::new(&[1, 3, 4])).expect("many0 never fails");
        assert_eq!((read, rest.start(), rest.peek()), (vec![1, 3], 2, Some(&4)));
    }
}
