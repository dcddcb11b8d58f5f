//! The values of a row, and how they are bound to columns where only their order is known.

use super::words::WordsKind;
use crate::document::Locus;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Filed<'a> {
    pub(super) text: &'a str,
    pub(super) at: Locus,
}

/// The values of a row, by the columns of the form.
#[derive(Clone, Debug)]
pub(super) enum Values<'a> {
    /// One for each column, where the table has it.
    Bound(Vec<Option<Filed<'a>>>),
    /// Too many or too few for the columns, which are given in the order of the page.
    Misfit(Vec<Filed<'a>>, Vec<usize>),
}

impl<'a> Values<'a> {
    /// The texts, bound or not.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Filed<'a>> {
        self.with_columns().map(|(_, filed)| filed)
    }

    /// The texts, each with the column that it is bound to.
    pub(super) fn with_columns(&self) -> impl Iterator<Item = (Option<usize>, &Filed<'a>)> {
        let (bound, misfit) = match self {
            Self::Bound(values) => (values.as_slice(), &[][..]),
            Self::Misfit(values, _) => (&[][..], values.as_slice()),
        };
        let bound =
            bound.iter().enumerate().filter_map(|(column, filed)| Some((Some(column), filed.as_ref()?)));
        bound.chain(misfit.iter().map(|filed| (None, filed)))
    }
}

/// Binds values to columns by their order: all there, or none written at all, or a misfit.
pub(super) fn bind_in_order<'a>(
    mut values: Vec<(Filed<'a>, WordsKind)>,
    order: &[usize],
    n_columns: usize,
) -> Values<'a> {
    let is_blank = |value: &(Filed<'_>, WordsKind)| value.1 == WordsKind::Blank;
    // Blank cells beyond the last column are what merged cells leave behind in a text.
    while values.len() > order.len() && values.last().is_some_and(is_blank) {
        values.pop();
    }
    let filed = values.into_iter().map(|(filed, _)| filed);
    if filed.len() != order.len() {
        return Values::Misfit(filed.collect(), order.to_vec());
    }
    let mut bound = vec![None; n_columns];
    for (filed, column) in filed.zip(order) {
        bound[*column] = Some(filed);
    }
    Values::Bound(bound)
}
