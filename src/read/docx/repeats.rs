//! [`Repeats`]: what elements say that a part repeats byte for byte.
//!
//! Most of a text of Word says how runs, paragraphs and cells are set, and says it again for each of them. What
//! was read once from the same bytes need not be read again; which properties are asked for plays no part in it.

use crate::error::Error;
use crate::read::xml::{Inside, Xml};

/// How many different elements are known at a time; the columns of a wide table differ in their width.
const N_KNOWN: usize = 16;

/// What the last few different elements of a kind say.
#[derive(Debug)]
pub(super) struct Repeats<'i, T> {
    known: Vec<(Inside<'i>, T)>,
    /// The one that was met last: what comes next is most often the same, or what followed it in the row above.
    last: usize,
    /// The one that the next to be known takes the place of.
    oldest: usize,
}

impl<T> Default for Repeats<'_, T> {
    fn default() -> Self {
        Self { known: Vec::with_capacity(N_KNOWN), last: 0, oldest: 0 }
    }
}

impl<'i, T: Clone> Repeats<'i, T> {
    /// What the element says whose start was the last token. `read` reads it to its end; what it gives must
    /// depend on the tokens alone.
    pub(super) fn read(
        &mut self,
        xml: &mut Xml<'i>,
        read: impl FnOnce(&mut Xml<'i>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(begun) = xml.inside() else { return read(xml) };
        let mut from_last = (self.last..self.known.len()).chain(0..self.last);
        if let Some(found) = from_last.find(|nth| begun.repeats(&self.known[*nth].0)) {
            self.last = found;
            let (inside, known) = &self.known[found];
            xml.step_over(inside);
            return Ok(known.clone());
        }
        let value = read(xml)?;
        self.remember(xml.up_to_here(begun), value.clone());
        Ok(value)
    }

    fn remember(&mut self, inside: Inside<'i>, value: T) {
        if self.known.len() < N_KNOWN {
            self.last = self.known.len();
            self.known.push((inside, value));
        } else {
            self.last = self.oldest;
            self.known[self.oldest] = (inside, value);
            self.oldest = (self.oldest + 1) % N_KNOWN;
        }
    }
}
