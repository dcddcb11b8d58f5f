//! [`Reading`]: what is known of a table of one form, and what there is to say of it.

use super::words::TableId;
use crate::finding::Finding;
use crate::grammar::{Cursor, Table};
use crate::report::{Fact, Stray, Value};
use std::rc::Rc;

/// What is known of a table of one form after some of its rows.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) id: TableId,
    pub(super) cursor: Cursor,
    pub(super) cells: Vec<Option<Rc<Fact>>>,
    pub(super) columns_met: Vec<bool>,
    pub(super) rows_met: Vec<bool>,
    pub(super) misfits: Vec<bool>,
    pub(super) said: Said,
    pub(super) score: i64,
}

/// What there is to say of some rows of a table, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) findings: Vec<Finding>,
    pub(super) strays: Vec<Stray>,
    /// What stands beside a row in columns that the form does not have.
    pub(super) remarks: Vec<(usize, String)>,
    pub(super) wordings: Vec<(String, String)>,
    /// The atoms of the document that the table consists of.
    pub(super) atoms: Vec<usize>,
}

impl Said {
    fn append(&mut self, later: Self) {
        self.findings.extend(later.findings);
        self.strays.extend(later.strays);
        self.remarks.extend(later.remarks);
        self.wordings.extend(later.wordings);
        self.atoms.extend(later.atoms);
    }
}

impl Reading {
    pub(super) fn new(id: TableId, table: &Table) -> Self {
        Self {
            id,
            cursor: Cursor::new(&table.stub),
            cells: vec![None; table.concepts().len()],
            columns_met: vec![false; table.n_columns()],
            rows_met: vec![false; table.n_rows()],
            misfits: vec![false; table.n_rows()],
            said: Said::default(),
            score: 0,
        }
    }

    /// The same, with nothing said yet: a further stretch costs no more the longer the table already is.
    pub(super) fn onward(&self) -> Self {
        Self {
            cursor: self.cursor.clone(),
            cells: self.cells.clone(),
            columns_met: self.columns_met.clone(),
            rows_met: self.rows_met.clone(),
            misfits: self.misfits.clone(),
            said: Said::default(),
            ..*self
        }
    }

    /// Puts what was said of earlier rows before what was said of these.
    pub(super) fn follow(&mut self, earlier: Self) {
        let later = std::mem::replace(&mut self.said, earlier.said);
        self.said.append(later);
    }

    /// Whether every row and column was met.
    pub(super) fn is_full(&self) -> bool {
        !self.rows_met.contains(&false) && !self.columns_met.contains(&false)
    }

    /// Whether enough of the table is there to call it that: its head and a row, several rows, or a row of several
    /// columns in which something is stated or that stands under some of the head.
    pub(super) fn is_convincing(&self, table: &Table) -> bool {
        let rows = self.rows_met.iter().filter(|met| **met).count();
        let columns = self.columns_met.iter().filter(|met| **met).count();
        let is_stated = |fact: &Rc<Fact>| fact.value != Value::Blank;
        let states = |row: &usize| {
            let cells = &self.cells[row * table.n_columns()..][..table.n_columns()];
            let is_told = columns > 0 || cells.iter().flatten().any(is_stated);
            is_told && table.n_columns() > 1 && self.rows_met[*row] && !self.misfits[*row]
        };
        let has_head = 2 * columns >= table.n_columns();
        let has_rows =
            rows >= 3 || (rows > 1 && rows == table.n_rows()) || (0..table.n_rows()).any(|row| states(&row));
        rows > 0 && self.score > 0 && (has_head || has_rows)
    }
}
