//! The cells of one sheet as they are stored: sparse, merges not yet resolved.
//!
//! Not supported: the styles of an XLS, which calamine does not read.

use super::{malformed, refused, value};
use crate::error::{Error, ErrorKind};
use crate::read::Limits;
use calamine::{Data, Dimensions, Reader, Style, Xls, Xlsx};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

/// Row and column, counted from 0.
pub(super) type Position = (u32, u32);

/// What a sheet stores.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// The texts that are not empty.
    pub(super) texts: BTreeMap<Position, String>,
    /// The cells with a visible border.
    pub(super) bordered: BTreeSet<Position>,
    /// The merged ranges, in no order.
    pub(super) merges: Vec<Dimensions>,
    /// Numbers with more digits than a workbook keeps.
    pub(super) long: Vec<Position>,
}

/// What may still be read of the whole workbook.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
    characters: usize,
    of: (u64, usize),
}

impl Budget {
    /// The budget that the limits allow.
    pub(super) fn of(limits: &Limits) -> Self {
        Self { cells: limits.cells, characters: limits.characters, of: (limits.cells, limits.characters) }
    }

    fn take_cell(&mut self) -> Result<(), Error> {
        let limit = ErrorKind::Limit { what: "cells", limit: self.of.0 };
        self.cells = self.cells.checked_sub(1).ok_or(limit)?;
        Ok(())
    }

    /// Shared strings may be repeated by many cells, so that what is read can be far more than what is stored.
    fn take_text(&mut self, text: &str) -> Result<(), Error> {
        let limit = ErrorKind::Limit { what: "characters", limit: self.of.1 as u64 };
        self.characters = self.characters.checked_sub(text.chars().count()).ok_or(limit)?;
        Ok(())
    }
}

impl Loose {
    fn put(&mut self, at: Position, data: Data, budget: &mut Budget) -> Result<(), Error> {
        if value::is_long(&data) {
            self.long.push(at);
        }
        let text = value::text(data);
        budget.take_text(&text)?;
        if !text.is_empty() {
            self.texts.insert(at, text);
        }
        Ok(())
    }
}

/// Reads a sheet of an XLSX cell by cell: asking calamine for the range would allocate its bounding box.
pub(super) fn xlsx<R: Read + Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    budget: &mut Budget,
) -> Result<Loose, Error> {
    let failed = |error| refused(name, &error);
    let mut loose =
        Loose { merges: book.merge_cells_by_sheet_name(name).map_err(failed)?, ..Loose::default() };
    let mut reader = book.worksheet_cells_reader(name).map_err(failed)?;
    let bordered: Vec<bool> = reader.styles().iter().map(has_border).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(failed)? {
        budget.take_cell()?;
        let at = cell.get_position();
        if bordered.get(style).copied().unwrap_or_default() {
            loose.bordered.insert(at);
        }
        loose.put(at, cell.get_value().clone().into(), budget)?;
    }
    Ok(loose)
}

/// Reads a sheet of an XLS, whose ranges calamine has built when it opened the file.
pub(super) fn xls<R: Read + Seek>(
    book: &mut Xls<R>,
    name: &str,
    budget: &mut Budget,
) -> Result<Loose, Error> {
    let failed = |error: calamine::XlsError| malformed(name, &error.to_string());
    let range = book.worksheet_range(name).map_err(failed)?;
    let mut loose =
        Loose { merges: book.merge_cells_by_sheet_name(name).map_err(failed)?, ..Loose::default() };
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        budget.take_cell()?;
        let far = || malformed(name, "a cell lies outside the sheet");
        let row = u32::try_from(row).map_err(|_| far())?;
        let column = u32::try_from(column).map_err(|_| far())?;
        loose.put((top + row, left + column), data.clone(), budget)?;
    }
    Ok(loose)
}

fn has_border(style: &Style) -> bool {
    style.borders.as_ref().is_some_and(calamine::Borders::has_visible_borders)
}
