//! [`Stored`]: the cells of one sheet as a file stores them: sparse, merges not yet resolved.

use super::hidden::Spans;
use super::value;
use crate::error::Error;
use crate::read::package::malformed;
use crate::read::{Limits, check_limit};
use std::collections::{BTreeMap, BTreeSet};

/// Row and column, counted from 0.
pub(in crate::read) type Position = (u32, u32);

/// The first and the last place of a range, both inside.
pub(in crate::read) type Area = (Position, Position);

/// How many rows and columns a sheet has.
const BOUNDS: Position = (1_048_576, 16_384);

/// What a sheet stores.
#[derive(Debug, Default)]
pub(in crate::read) struct Stored {
    /// The name of the sheet.
    pub(in crate::read) name: String,
    /// Whether the sheet is hidden; its cells are of no interest then.
    pub(in crate::read) is_hidden: bool,
    /// The texts that are not empty.
    pub(super) texts: BTreeMap<Position, String>,
    /// The cells with a visible border.
    pub(super) bordered: BTreeSet<Position>,
    /// The merged ranges, in no order.
    pub(in crate::read) merges: Vec<Area>,
    /// Numbers with more digits than a workbook keeps.
    pub(super) long: Vec<Position>,
    /// The hidden rows.
    pub(in crate::read) hidden_rows: Spans,
    /// The hidden columns.
    pub(in crate::read) hidden_columns: Spans,
}

/// What has been read of the whole workbook, and what may be.
#[derive(Debug)]
pub(in crate::read) struct Budget {
    cells: u64,
    characters: usize,
    limits: (u64, usize),
}

impl Budget {
    /// The budget that the limits allow.
    pub(in crate::read) fn of(limits: &Limits) -> Self {
        Self { cells: 0, characters: 0, limits: (limits.cells, limits.characters) }
    }

    /// Takes a cell, whether something stands in it or not.
    pub(in crate::read) fn take_cell(&mut self) -> Result<(), Error> {
        self.cells += 1;
        check_limit("cells", self.cells, self.limits.0)
    }

    /// Shared strings may be repeated by many cells, so that what is read can be far more than what is stored.
    fn take_text(&mut self, text: &str) -> Result<(), Error> {
        self.characters += text.chars().count();
        check_limit("characters", self.characters, self.limits.1)
    }
}

impl Stored {
    /// A sheet without cells.
    pub(in crate::read) fn new(name: impl Into<String>, is_hidden: bool) -> Self {
        Self { name: name.into(), is_hidden, ..Self::default() }
    }

    /// Puts a text where it stands.
    pub(in crate::read) fn put(
        &mut self,
        at: Position,
        text: String,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        self.check(at)?;
        budget.take_text(&text)?;
        if !text.is_empty() {
            self.texts.insert(at, text);
        }
        Ok(())
    }

    /// Puts a number, given as it is stored.
    pub(in crate::read) fn put_number(
        &mut self,
        at: Position,
        stored: &str,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        let text = value::number(stored);
        if value::is_long(stored) {
            self.long.push(at);
        }
        self.put(at, text, budget)
    }

    /// Says that a cell has a visible border.
    pub(in crate::read) fn put_border(&mut self, at: Position) -> Result<(), Error> {
        self.check(at)?;
        self.bordered.insert(at);
        Ok(())
    }

    fn check(&self, (row, column): Position) -> Result<(), Error> {
        if row < BOUNDS.0 && column < BOUNDS.1 {
            return Ok(());
        }
        Err(malformed(&self.name, "a cell lies outside the sheet"))
    }
}
