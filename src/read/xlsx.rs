//! Workbooks to [`Document`]: XLSX, and XLS of the BIFF kind, told apart by content.
//!
//! * [x] shared, rich, inline and formula strings, without phonetic guides
//! * [x] numbers to the 15 digits a workbook keeps, dates as ISO text, booleans, errors
//! * [x] merged ranges, each cell once; a value they cover becomes a note
//! * [x] tables told from prose by their borders and their shape (see [`layout`])
//! * [x] strict and transitional, both date systems
//! * [ ] hidden rows and columns are read like any other; calamine does not tell them apart
//! * [ ] borders in XLS: tables there are told by their shape alone
//! * [ ] ODS and XLSB (refused), charts, comments, text boxes, formulas without a stored value (blank)
//! * [ ] errors newer than Excel 2010, such as `#SPILL!`: refused as damaged, for calamine has no place for them

mod biff;
mod cells;
mod layout;
mod names;
mod sheet;
#[cfg(test)]
mod tests;
mod value;

use super::Limits;
use crate::document::{Document, Note, NoteKind};
use crate::error::{Error, ErrorKind};
use calamine::{Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use cells::{Budget, Loose};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many sheets a workbook may have: each costs a pass over its part, and two names may share one part.
const SHEETS: usize = 255;

/// How an OLE compound file begins.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads a workbook. Every visible sheet is read, in order.
///
/// The size of a package's parts is for the caller to bound: calamine inflates shared strings and
/// styles whole.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    // calamine panics on an XLS whose records are shorter than they say, and, where overflow is
    // checked, on a range such as `B2:A1`.
    catch_unwind(AssertUnwindSafe(|| workbook(bytes, limits)))
        .unwrap_or_else(|_| Err(malformed("XLSX", "its records contradict each other")))
}

fn workbook(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    if bytes.starts_with(COMPOUND) {
        return compound(bytes, limits);
    }
    if let Some(name) = unsupported(bytes) {
        return Err(ErrorKind::Unsupported(name).into());
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused("xl/workbook.xml", &error))?;
    let sheets = book.sheets_metadata().to_vec();
    let hints = names::hints(book.defined_names());
    assemble(&sheets, &hints, limits, |name, budget| cells::xlsx(&mut book, name, budget))
}

/// An XLS, or an XLSX that asks for a password: both are compound files.
fn compound(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    if let Err(XlsxError::Password) = Xlsx::new(Cursor::new(bytes)) {
        return Err(ErrorKind::Encrypted.into());
    }
    biff::check(bytes, limits)?;
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => ErrorKind::Encrypted.into(),
        XlsError::EoStream(part) => ErrorKind::Truncated(part.into()).into(),
        error => malformed("Workbook", &error.to_string()),
    })?;
    let sheets = book.sheets_metadata().to_vec();
    let hints = names::hints(book.defined_names());
    assemble(&sheets, &hints, limits, |name, budget| cells::xls(&mut book, name, budget))
}

/// The blocks of every visible sheet, in order.
fn assemble(
    sheets: &[Sheet],
    hints: &names::Hints,
    limits: &Limits,
    mut loose: impl FnMut(&str, &mut Budget) -> Result<Loose, Error>,
) -> Result<Document, Error> {
    if sheets.is_empty() {
        return Err(malformed("xl/workbook.xml", "no sheet is listed"));
    }
    if sheets.len() > SHEETS {
        return Err(ErrorKind::Limit { what: "sheets", limit: SHEETS as u64 }.into());
    }
    let mut document = Document::default();
    let mut budget = Budget::of(limits);
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        if sheet.visible != SheetVisible::Visible {
            let kind = NoteKind::HiddenSheet(sheet.name.clone());
            document.notes.push(Note { kind, at: None });
            continue;
        }
        let loose = loose(&sheet.name, &mut budget)?;
        let hint = hints.of(&sheet.name);
        let resolved = sheet::resolve(&sheet.name, loose, &hint, &mut document.notes, limits)?;
        if let Some(resolved) = resolved {
            layout::blocks(&resolved, &hint, &mut document.blocks);
        }
    }
    Ok(document)
}

/// The name of a package that is known and not read: its first entry or its main part tells.
fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let head = bytes.get(..100.min(bytes.len())).unwrap_or_default();
    let spreadsheet = b"mimetypeapplication/vnd.oasis.opendocument";
    if head.windows(spreadsheet.len()).any(|window| window == spreadsheet) {
        return Some("ODS");
    }
    holds(b"xl/workbook.bin").then_some("XLSB")
}

/// What calamine says of a package, in our words.
fn refused(part: &str, error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => ErrorKind::Encrypted.into(),
        XlsxError::XmlEof(_) => ErrorKind::Truncated(part.into()).into(),
        XlsxError::Zip(error) if error.to_string().contains("EOCD") => {
            ErrorKind::Truncated("ZIP".into()).into()
        }
        XlsxError::Zip(error) => malformed("ZIP", &error.to_string()),
        XlsxError::FileNotFound(file) => malformed(file, "it is missing"),
        error => malformed(part, &error.to_string()),
    }
}

fn malformed(part: &str, reason: &str) -> Error {
    ErrorKind::Malformed { part: part.into(), reason: reason.into() }.into()
}
