//! [`Document`] to bytes. Writers compute nothing: what is in the document is what is written.

mod csv;
mod docx;
mod html;
mod json;
mod labels;
mod package;
mod xlsx;

pub use csv::{CSV_START, csv_head, csv_line};
pub use html::{Checked, FindingsPage};
pub use json::{
    SCHEMA, comparison_to_json, contributions_to_json, findings_to_json, ledger_to_json, to_json,
};

use crate::document::Document;
use crate::error::Error;
pub use xlsx::CollectionBook;
#[cfg(test)]
pub(crate) use xlsx::normal as xlsx_normal;

/// Who wrote the notes on cells.
const AUTHOR: &str = "年报转换（nianbao）";

/// A format that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML text, laid out after GB/T 9704-2012.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
}

/// Writes a document. The same document gives the same bytes.
///
/// # Errors
///
/// The document holds more than the format can.
pub fn write(document: &Document, format: Format) -> Result<Vec<u8>, Error> {
    match format {
        Format::Docx => docx::write(document),
        Format::Xlsx => xlsx::write(document),
    }
}
