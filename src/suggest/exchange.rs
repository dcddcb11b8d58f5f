//! The figures of two columns, or of two neighbouring rows, were exchanged.

use super::Candidate;
use super::case::{Case, line_words};
use crate::finding::{Cause, Lines};
use crate::grammar::Table;
use crate::report::{Concept, Decimal};

/// In each table with a sum that does not foot: every two columns, in one row or in all; and every two
/// neighbouring rows, in one column or in all.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let fails = |table: &Table| case.failing().any(|instance| std::ptr::eq(instance.table, table));
    let mut candidates = Vec::new();
    for table in case.tables.iter().filter(|table| fails(table)) {
        let (n_rows, n_columns) = (table.n_rows(), table.n_columns());
        let columns = (0..n_columns).flat_map(|one| (one + 1..n_columns).map(move |other| [one, other]));
        let rows = (1..n_rows).map(|row| [row - 1, row]);
        let pairs = columns.map(|pair| (Lines::Columns, pair)).chain(rows.map(|pair| (Lines::Rows, pair)));
        for (lines, pair) in pairs {
            candidates.extend(Exchange { case, table, lines, pair }.candidates());
        }
    }
    candidates
}

/// Two rows, or two columns.
struct Exchange<'c, 'a> {
    case: &'c Case<'a>,
    table: &'a Table,
    lines: Lines,
    pair: [usize; 2],
}

/// A figure that would stand in the place of another.
#[derive(Clone, Copy)]
struct Move<'a> {
    into: &'a Concept,
    from: &'a Concept,
    number: Decimal,
}

impl<'a> Exchange<'_, 'a> {
    fn candidates(&self) -> Vec<Candidate> {
        let n_across = match self.lines {
            Lines::Rows => self.table.n_columns(),
            Lines::Columns => self.table.n_rows(),
        };
        let swaps: Vec<Option<[Move<'a>; 2]>> = (0..n_across).map(|across| self.swap(across)).collect();
        // In all of them at once only if there are two figures in each.
        let all: Option<Vec<[Move<'a>; 2]>> = swaps.iter().copied().collect();
        let all = all.filter(|_| n_across > 1).and_then(|swaps| self.candidate(None, swaps.as_flattened()));
        let each = swaps.iter().enumerate();
        let each = each.filter_map(|(across, swap)| self.candidate(Some(across), swap.as_ref()?));
        each.chain(all).collect()
    }

    fn candidate(&self, across: Option<usize>, moves: &[Move<'_>]) -> Option<Candidate> {
        let changing = moves.iter().filter(|own| self.case.number(own.into) != Some(own.number));
        if !changing.clone().any(|own| self.case.is_doubtful(own.into)) {
            return None;
        }
        let changes = changing.map(|own| self.case.change(own.into, own.number, self.case.printed(own.from)));
        let (own, other) = match self.lines {
            Lines::Rows => (&self.table.stub, &self.table.boxhead),
            Lines::Columns => (&self.table.boxhead, &self.table.stub),
        };
        let cause = Cause::Exchanged {
            lines: self.lines,
            words: self.pair.map(|line| line_words(own, line)),
            across: across.map(|line| line_words(other, line)),
        };
        Some(Candidate::new(Some(cause), changes.collect()))
    }

    /// The two figures in each other's place, if both are numbers.
    fn swap(&self, across: usize) -> Option<[Move<'a>; 2]> {
        let [one, other] = self.pair.map(|line| self.concept(line, across));
        let put = |into, from| Some(Move { into, from, number: self.case.number(from)? });
        Some([put(one, other)?, put(other, one)?])
    }

    fn concept(&self, line: usize, across: usize) -> &'a Concept {
        match self.lines {
            Lines::Rows => self.table.concept(line, across),
            Lines::Columns => self.table.concept(across, line),
        }
    }
}
