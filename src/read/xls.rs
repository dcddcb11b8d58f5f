//! XLS of Excel 5 to 2003, and ET, to [`Document`].
//!
//! - [x] cells of all kinds, dates, merged ranges, hidden sheets, rows and columns
//! - [ ] borders, as calamine does not read styles: tables are told by their shape alone

mod biff;

use super::Limits;
use super::package::malformed;
use super::workbook::{self, Budget, Stored, boolean, iso_date, lines, serial};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workbook. Every visible sheet is read, in order.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    // calamine panics on an XLS whose records are shorter than they say.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, limits)))
        .unwrap_or_else(|_| Err(malformed("Workbook", "its records contradict each other")))
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let mut hidden = biff::check(bytes, limits)?.into_iter();
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => ErrorKind::Encrypted.into(),
        XlsError::EoStream(part) => ErrorKind::Truncated(part.into()).into(),
        error => malformed("Workbook", error),
    })?;
    let mut budget = Budget::of(limits);
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        let (hidden_rows, hidden_columns) = hidden.next().unwrap_or_default();
        let is_hidden = sheet.visible != SheetVisible::Visible;
        let mut stored = Stored::new(&sheet.name, is_hidden);
        (stored.hidden_rows, stored.hidden_columns) = (hidden_rows, hidden_columns);
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if !is_hidden {
            cells(&mut book, &mut stored, &mut budget)?;
        }
        sheets.push(stored);
    }
    workbook::document(sheets, book.defined_names(), limits)
}

/// Reads a sheet, whose cells calamine has collected when it opened the file.
fn cells(book: &mut Xls<Cursor<&[u8]>>, stored: &mut Stored, budget: &mut Budget) -> Result<(), Error> {
    let name = stored.name.clone();
    let failed = |error: XlsError| malformed(&name, error);
    let merges = book.merge_cells_by_sheet_name(&name).map_err(failed)?;
    stored.merges = merges.into_iter().map(|merge| (merge.start, merge.end)).collect();
    let range = book.worksheet_range(&name).map_err(failed)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        budget.take_cell()?;
        let far = |_| malformed(&name, "a cell lies outside the sheet");
        let (row, column) = (u32::try_from(row).map_err(far)?, u32::try_from(column).map_err(far)?);
        let at = (top.saturating_add(row), left.saturating_add(column));
        let text = match data {
            Data::Empty => continue,
            Data::Int(value) => {
                stored.put_number(at, &value.to_string(), budget)?;
                continue;
            }
            Data::Float(value) => {
                stored.put_number(at, &value.to_string(), budget)?;
                continue;
            }
            Data::String(text) => lines(text),
            Data::Bool(value) => boolean(*value),
            Data::Error(error) => error.to_string(),
            Data::DateTime(moment) => serial(moment),
            Data::DateTimeIso(text) => iso_date(text).to_owned(),
            Data::DurationIso(text) => text.clone(),
        };
        stored.put(at, text, budget)?;
    }
    Ok(())
}
