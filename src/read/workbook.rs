//! Workbooks to [`Document`]: what the readers of XLSX, XLS, ODS and Excel 2003 XML have in common.
//!
//! ```text
//! a reader ─→ Stored ─sheet→ Sheet ─layout→ blocks
//!             cells as       merges          tables told
//!             filed          resolved        from prose
//! ```
//!
//! * [x] numbers to the 15 digits a workbook keeps, dates as ISO text, booleans, errors
//! * [x] merged ranges, each cell once; a value they cover becomes a note
//! * [x] hidden sheets are left out, hidden rows and columns are read; both become a note
//! * [x] tables told from prose by their borders and their shape (see [`layout`])
//! * [x] a stray cell in a far corner: rows that hold nothing take no room
//! * [ ] number formats other than dates, charts, comments, text boxes, formulas without a stored value (blank)

mod cells;
mod hidden;
mod layout;
mod names;
mod sheet;
#[cfg(test)]
mod tests;
mod value;

use super::package::malformed;
use super::{Limits, check_limit};
use crate::document::{Document, Note, NoteKind};
use crate::error::Error;
pub(super) use cells::{Budget, Position, Stored};
pub(super) use hidden::{Spans, hides};
pub(super) use names::{area, position};
pub(super) use value::{boolean, iso_date, lines, serial};

/// How many sheets a workbook may have: two of them may share one part.
pub(super) const SHEETS: usize = 255;

/// The blocks of every visible sheet, in order; `names` are the defined names and what they refer to.
pub(super) fn document(
    sheets: Vec<Stored>,
    names: &[(String, String)],
    limits: &Limits,
) -> Result<Document, Error> {
    if sheets.is_empty() {
        return Err(malformed("workbook", "no sheet is listed"));
    }
    let hints = names::hints(names);
    let mut document = Document::default();
    for stored in sheets {
        if stored.is_hidden {
            document.notes.push(Note { kind: NoteKind::HiddenSheet(stored.name), at: None });
            continue;
        }
        let hint = hints.of(&stored.name);
        if hint.is_aside {
            continue;
        }
        if let Some(sheet) = sheet::resolve(stored, &hint, &mut document.notes, limits)? {
            layout::blocks(&sheet, &hint, &mut document.blocks);
        }
    }
    Ok(document)
}

/// Refuses a workbook of too many sheets.
pub(super) fn check_sheets(n_sheets: usize) -> Result<(), Error> {
    check_limit("sheets", n_sheets, SHEETS)
}
