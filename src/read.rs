//! Bytes to [`Document`]: the container is recognised by its content, never by its name.

mod base64;
mod clock;
mod compound;
mod docx;
mod encoding;
mod html;
mod mhtml;
mod ods;
mod package;
mod rtf;
mod spreadsheetml;
mod symbol;
mod table;
mod text;
mod word;
mod workbook;
mod xls;
mod xlsx;
mod xml;

use crate::document::Document;
use crate::error::{Error, ErrorKind, Foreign};
use clock::Clock;
pub(crate) use encoding::decode;
use package::{MainKind, Package};
use std::time::{Duration, Instant};
pub(crate) use word::note_lost_cells;

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
    /// Paragraphs and tables of a document, or lines of a text.
    pub paragraphs: usize,
    /// Columns of a table in a document.
    pub table_columns: u32,
    /// Rows of a table in a document.
    pub table_rows: u32,
    /// Cells of all tables of a document, and of the bounding box of a sheet.
    pub cells: u64,
    /// Seconds that a file may take.
    pub file_seconds: u64,
    /// When the file at hand must be done; [`Limits::begun`] sets it, and so does [`read()`] where it is not set.
    pub until: Option<Instant>,
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
            paragraphs: 200_000,
            table_columns: 63,
            table_rows: 20_000,
            cells: 1_000_000,
            file_seconds: 30,
            until: None,
        }
    }
}

impl Limits {
    /// The names by which [`Limits::with`] knows its fields.
    pub const NAMES: [&'static str; 12] = [
        "file_bytes",
        "entries",
        "part_bytes",
        "total_bytes",
        "ratio",
        "depth",
        "characters",
        "paragraphs",
        "table_columns",
        "table_rows",
        "cells",
        "file_seconds",
    ];

    /// The same limits but for the one of this name; `None` if none is called so. A value that the field
    /// cannot hold is its greatest.
    ///
    /// ```
    /// use nianbao::read::Limits;
    /// assert_eq!(Limits::default().with("depth", 100).map(|limits| limits.depth), Some(100));
    /// assert_eq!(Limits::default().with("width", 100), None);
    /// ```
    #[must_use]
    pub fn with(mut self, name: &str, value: u64) -> Option<Self> {
        let size = usize::try_from(value).unwrap_or(usize::MAX);
        let count = u32::try_from(value).unwrap_or(u32::MAX);
        match name {
            "file_bytes" => self.file_bytes = value,
            "entries" => self.entries = size,
            "part_bytes" => self.part_bytes = value,
            "total_bytes" => self.total_bytes = value,
            "ratio" => self.ratio = value,
            "depth" => self.depth = size,
            "characters" => self.characters = size,
            "paragraphs" => self.paragraphs = size,
            "table_columns" => self.table_columns = count,
            "table_rows" => self.table_rows = count,
            "cells" => self.cells = value,
            "file_seconds" => self.file_seconds = value,
            _ => return None,
        }
        Some(self)
    }

    /// The same for a file that is begun now: its clock runs.
    ///
    /// ```
    /// use nianbao::read::Limits;
    /// let limits = Limits { file_seconds: 0, ..Limits::default() };
    /// assert_eq!(limits.check_time(), Ok(()), "nothing is begun");
    /// assert!(limits.begun().check_time().is_err());
    /// ```
    #[must_use]
    pub fn begun(&self) -> Self {
        let until = Instant::now().checked_add(Duration::from_secs(self.file_seconds));
        Self { until, ..self.clone() }
    }

    /// Whether the file at hand still has time. Stages after [`read()`] cannot fail; what a document may hold bounds
    /// them, so it is enough to ask this between two of them.
    ///
    /// # Errors
    ///
    /// Its time is over (`limit-exceeded`).
    ///
    /// ```
    /// use nianbao::read::Limits;
    /// assert_eq!(Limits::default().begun().check_time(), Ok(()));
    /// ```
    pub fn check_time(&self) -> Result<(), Error> {
        Clock::of(self).look()
    }

    /// What each of `n` documents in one file may take, so that together they take no more than one.
    fn shared_by(&self, n: usize) -> Self {
        let n = n.max(1);
        Self {
            total_bytes: self.total_bytes / n as u64,
            characters: self.characters / n,
            paragraphs: self.paragraphs / n,
            cells: self.cells / n as u64,
            ..self.clone()
        }
    }
}

/// How many documents may lie one in another.
const NESTING: usize = 4;

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
    let begun = limits.until.is_none().then(|| limits.begun());
    let limits = begun.as_ref().unwrap_or(limits);
    let document = read_nested(bytes, limits, 0)?;
    // Not every library that is used here can be asked to look at the clock.
    limits.check_time()?;
    Ok(document)
}

/// Reads a document that lies in as many others.
fn read_nested(bytes: &[u8], limits: &Limits, nesting: usize) -> Result<Document, Error> {
    check_limit("file_bytes", bytes.len() as u64, limits.file_bytes)?;
    check_limit("nesting", nesting, NESTING)?;
    let document = match Container::of(bytes) {
        Container::Package => read_package(bytes, limits, nesting),
        Container::Compound => match compound_kind(bytes)? {
            CompoundKind::Word => Err(ErrorKind::Foreign(Foreign::Word).into()),
            CompoundKind::Sheet => xls::read(bytes, limits),
        },
        Container::Pdf => Err(ErrorKind::Foreign(Foreign::Pdf).into()),
        Container::Rtf => rtf::read(bytes, limits),
        Container::Mhtml => mhtml::read(bytes, limits),
        Container::Text => read_text(bytes, limits),
    }?;
    check_limit("paragraphs", document.blocks.len(), limits.paragraphs)?;
    Ok(document)
}

/// Refuses what is more than a limit allows.
fn check_limit<N>(what: &'static str, found: N, limit: N) -> Result<(), Error>
where
    N: Copy + PartialOrd + TryInto<u64>,
{
    if found <= limit {
        return Ok(());
    }
    let limit = limit.try_into().unwrap_or(u64::MAX);
    Err(ErrorKind::Limit { what, limit }.into())
}

/// Refuses a text of too many characters.
fn check_characters(text: &str, limits: &Limits) -> Result<(), Error> {
    // No text has more characters than bytes, and those need no counting.
    let n_characters = if text.len() > limits.characters { text.chars().count() } else { text.len() };
    check_limit("characters", n_characters, limits.characters)
}

/// What bytes are, told by how they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Package,
    Compound,
    Pdf,
    Rtf,
    Mhtml,
    /// XML, HTML or plain text.
    Text,
}

impl Container {
    fn of(bytes: &[u8]) -> Self {
        let begins = |mark: &[u8]| bytes.starts_with(mark);
        if begins(b"PK\x03\x04") {
            Self::Package
        } else if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            Self::Compound
        } else if begins(b"%PDF") {
            Self::Pdf
        } else if rtf::is_rtf(bytes) {
            Self::Rtf
        } else if mhtml::is_mhtml(bytes) {
            Self::Mhtml
        } else {
            Self::Text
        }
    }
}

/// What a compound file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CompoundKind {
    Word,
    Sheet,
}

/// A zip package is read by what its main part is.
fn read_package(bytes: &[u8], limits: &Limits, nesting: usize) -> Result<Document, Error> {
    let mut package = Package::open(bytes, limits)?;
    match package.main_part()? {
        Some(main) if main.kind == MainKind::Word => docx::read_package(&mut package, &main, limits, nesting),
        Some(main) if main.kind == MainKind::Sheet => xlsx::read(&mut package, &main, limits),
        _ if package.has("content.xml") => ods::read_package(&mut package, limits),
        // LibreOffice puts a package with a password whole into another.
        _ if package.has("encrypted-package") => Err(ErrorKind::Encrypted.into()),
        _ => Err(ErrorKind::UnknownContainer.into()),
    }
}

/// What a compound file of Office 97 to 2003 holds, told from the names of its streams.
fn compound_kind(bytes: &[u8]) -> Result<CompoundKind, Error> {
    // Entries of the directory are 128 bytes long and begin with the name in UTF-16; a sector that is
    // no directory cannot look like one by accident.
    let streams = ["EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book"];
    let names =
        streams.map(|name| name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    let is_one = |entry: &[u8]| names.iter().position(|name| entry.starts_with(name));
    // The stream that comes first is that of the file itself; objects embedded in it follow.
    match bytes.chunks(128).find_map(is_one) {
        Some(0 | 1) => Err(ErrorKind::Encrypted.into()),
        Some(2) if word::is_encrypted(bytes) => Err(ErrorKind::Encrypted.into()),
        Some(2) => Ok(CompoundKind::Word),
        Some(_) => Ok(CompoundKind::Sheet),
        None if bytes.len() < 1536 => Err(ErrorKind::Truncated("OLE2".into()).into()),
        None => Err(ErrorKind::Unsupported("OLE2").into()),
    }
}

/// How much of a text is looked at to tell what it is.
const SNIFFED: usize = 4096;

/// Reads what is neither a package nor of any other container: XML, HTML or plain text.
fn read_text(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let text = encoding::decode(bytes);
    if text.chars().all(char::is_whitespace) {
        return Err(ErrorKind::Empty.into());
    }
    check_characters(&text, limits)?;
    match TextKind::of(&text) {
        TextKind::Html => html::read(&text, limits),
        TextKind::Plain => text::read(&text, limits),
        TextKind::Boxes => text::read_boxes(&text, limits),
        TextKind::Word => docx::read_xml(bytes, limits),
        TextKind::Workbook => spreadsheetml::read(bytes, limits),
        TextKind::OpenDocument => ods::read_xml(bytes, limits),
        TextKind::Cut => Err(ErrorKind::Truncated("XML".into()).into()),
        TextKind::Unknown => Err(ErrorKind::UnknownContainer.into()),
    }
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextKind {
    Html,
    Plain,
    /// Words with the boxes that they stand in, as `pdftotext -bbox` writes them.
    Boxes,
    /// A flat package or Word 2003.
    Word,
    /// Excel 2003.
    Workbook,
    /// `OpenDocument` in one XML file.
    OpenDocument,
    /// XML that ends before its first element.
    Cut,
    Unknown,
}

impl TextKind {
    fn of(text: &str) -> Self {
        let start: String = text.trim_start().chars().take(SNIFFED).collect();
        let start = start.to_ascii_lowercase();
        if is_junk(text) {
            return Self::Unknown;
        }
        let marks = ["<html", "<body", "<table", "<div", "<p>", "<p "];
        let is_marked = marks.iter().any(|tag| start.contains(tag));
        let is_xml = start.starts_with("<?xml");
        match first_element(&start).map(|name| name.rsplit(':').next().unwrap_or(name)) {
            Some("package" | "worddocument") => Self::Word,
            Some("doc") if start.contains("<page width=") => Self::Boxes,
            Some("workbook") => Self::Workbook,
            Some("document") if start.contains(":opendocument:") => Self::OpenDocument,
            // XML of no known kind would be read as words without order.
            Some(_) if is_xml && !is_marked => Self::Unknown,
            Some(_) => Self::Html,
            None if is_marked => Self::Html,
            None if is_xml => Self::Cut,
            None => Self::Plain,
        }
    }
}

/// The name of the element that a text begins with, after comments and declarations.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.split_once('>')?.1
        } else {
            break;
        }
        .trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '-')).unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(&name[..end])
}

/// Whether this is no text: it holds a NUL, or more than a few control and damaged characters.
fn is_junk(text: &str) -> bool {
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        let is_blank = matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}' | '\u{85}');
        odd += usize::from(c.is_control() && !is_blank || c == char::REPLACEMENT_CHARACTER);
    }
    odd * 50 > all || text.contains('\0')
}

#[cfg(test)]
mod tests;
