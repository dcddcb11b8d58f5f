//! The figures of two columns, or of two neighbouring rows, were exchanged.

use super::Candidate;
use super::case::{Case, line_words};
use crate::finding::{Cause, Change, Lines};
use crate::grammar::Table;
use crate::report::Concept;

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

impl<'a> Exchange<'_, 'a> {
    fn candidates(&self) -> Vec<Candidate> {
        let n_across = match self.lines {
            Lines::Rows => self.table.n_columns(),
            Lines::Columns => self.table.n_rows(),
        };
        let swaps: Vec<Option<[Change; 2]>> = (0..n_across).map(|across| self.swap(across)).collect();
        // In all of them at once only if there are two figures in each.
        let all: Option<Vec<[Change; 2]>> = swaps.iter().cloned().collect();
        let all = all.filter(|_| n_across > 1).map(|swaps| (None, swaps.concat()));
        let swaps = swaps.into_iter().enumerate();
        let each = swaps.filter_map(|(across, swap)| Some((Some(across), swap?.to_vec())));
        each.chain(all).filter_map(|(across, changes)| self.candidate(across, changes)).collect()
    }

    fn candidate(&self, across: Option<usize>, mut changes: Vec<Change>) -> Option<Candidate> {
        changes.retain(|change| self.case.number(&change.concept) != Some(change.number));
        if !changes.iter().any(|change| self.case.is_doubtful(&change.concept)) {
            return None;
        }
        let (own, other) = match self.lines {
            Lines::Rows => (&self.table.stub, &self.table.boxhead),
            Lines::Columns => (&self.table.boxhead, &self.table.stub),
        };
        let cause = Cause::Exchanged {
            lines: self.lines,
            words: self.pair.map(|line| line_words(own, line)),
            across: across.map(|line| line_words(other, line)),
        };
        Some(Candidate::new(Some(cause), changes))
    }

    /// The two figures in each other's place, if both are numbers.
    fn swap(&self, across: usize) -> Option<[Change; 2]> {
        let [one, other] = self.pair.map(|line| self.concept(line, across));
        let put = |into: &Concept, from: &Concept| {
            let number = self.case.number(from)?;
            Some(self.case.change(into, number, self.case.printed(from)))
        };
        Some([put(one, other)?, put(other, one)?])
    }

    fn concept(&self, line: usize, across: usize) -> &'a Concept {
        match self.lines {
            Lines::Rows => self.table.concept(line, across),
            Lines::Columns => self.table.concept(across, line),
        }
    }
}
