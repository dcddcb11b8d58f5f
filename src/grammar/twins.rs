//! [`Twins`]: which tables of several editions are the same one.

use super::{Form, Table};

/// For each table of each form, the tables of other editions that are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Twins(Vec<Vec<Vec<Number>>>);

/// The numbers of a form, of a section of it, and of a table of that.
type Number = (usize, usize, usize);

impl Twins {
    /// The twins among the tables of these forms.
    pub(super) fn new(forms: &[Form]) -> Self {
        let all: Vec<Vec<(Number, &Table)>> =
            forms.iter().enumerate().map(|(number, form)| numbered(number, form)).collect();
        let twins_of = |((form, ..), table): &(Number, &Table)| {
            let others = all.iter().flatten().filter(|((other, ..), _)| other != form);
            others.filter(|(_, other)| other.is_twin(table)).map(|(number, _)| *number).collect()
        };
        Self(all.iter().map(|tables| tables.iter().map(twins_of).collect()).collect())
    }

    /// The twins of a table, counted among all tables of its form.
    pub(super) fn of(&self, form: usize, table: usize) -> impl Iterator<Item = Number> {
        self.0[form][table].iter().copied()
    }
}

/// The tables of a form with their numbers.
fn numbered(number: usize, form: &Form) -> Vec<(Number, &Table)> {
    let sections = form.sections.iter().enumerate();
    let tables = sections.flat_map(|(section, own)| {
        own.tables.iter().enumerate().map(move |(table, own)| ((number, section, table), own))
    });
    tables.collect()
}

impl Table {
    /// Whether another edition's table is the same one: of the same name, and in the main with the same lines or
    /// below the same line across the table.
    pub(crate) fn is_twin(&self, other: &Self) -> bool {
        let is_shared = |concept: &&_| other.positions.contains_key(*concept);
        let n_shared = || self.concepts.iter().filter(is_shared).count();
        let has_same_lines = || 2 * n_shared() > self.concepts.len().max(other.concepts.len());
        let has_same_spanner = || self.spanner.is_some() && self.spanner == other.spanner;
        self.name == other.name && (has_same_spanner() || has_same_lines())
    }
}
