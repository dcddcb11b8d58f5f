//! [`Document`] to bytes. Writers compute nothing: what is in the document is what is written.

mod csv;
mod docx;
mod html;
mod json;
mod labels;
mod package;
mod pages;
mod xlsx;

pub use csv::{CSV_START, csv_head, csv_line};
pub use html::{Checked, FindingsPage};
pub use json::{
    SCHEMA, comparison_to_json, contributions_to_json, findings_to_json, ledger_to_json, to_json,
};

use crate::document::{Block, Document};
use crate::error::Error;
pub use xlsx::CollectionBook;
#[cfg(test)]
pub(crate) use xlsx::normal as xlsx_normal;

/// Who wrote the notes on cells.
const AUTHOR: &str = "年报转换（nianbao）";

/// What stands for a character that is not [held](is_held): if it were left out, a cell that is no number could become
/// one.
const UNHELD: &str = "\u{FFFD}";

/// Whether a file may hold a character: XML 1.0, section 2.2, forbids some and warns of others, HTML forbids them all.
fn is_held(c: char) -> bool {
    let is_noncharacter =
        matches!(c as u32 & 0xFFFF, 0xFFFE | 0xFFFF) || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || is_noncharacter)
}

/// A format that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML text, laid out after GB/T 9704-2012.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
    /// One HTML page that holds all it needs.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Docx, Self::Xlsx, Self::Html];
}

/// Whether a format cannot show a picture of the document.
///
/// ```
/// use nianbao::{document::Document, write::{Format, leaves_out_pictures}};
/// assert!(!leaves_out_pictures(&Document::default(), Format::Html));
/// ```
#[must_use]
pub fn leaves_out_pictures(document: &Document, format: Format) -> bool {
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    });
    paragraphs.flat_map(|paragraph| paragraph.text.pictures()).any(|picture| match format {
        Format::Docx => false,
        Format::Xlsx => true,
        Format::Html => !html::is_shown(picture),
    })
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
        Format::Html => Ok(html::write(document)),
    }
}
