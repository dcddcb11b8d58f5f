//! Web archives (`.mht`, or `.doc` and `.xls` as offices save them): HTML among the parts of a message.
//!
//! - [x] parts within parts, quoted-printable and base64, the character set of a part
//! - [x] the first page; of a workbook with frames, the pages of its sheets
//! - [x] a message that ends before its last boundary is cut short
//! - [ ] pictures, style sheets and what else comes with a page

mod decode;
mod parts;

use super::{Limits, check_characters, encoding, html, text};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use parts::{Part, parts};

/// How much of a file is looked at to tell whether it is a message.
const SNIFFED: usize = 4096;

/// Whether bytes begin with the header of a message: fields before the first blank line.
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(SNIFFED)];
    let start = String::from_utf8_lossy(start.trim_ascii_start()).to_ascii_lowercase();
    let header = || start.lines().take_while(|line| !line.is_empty());
    let has = |field: &str| header().any(|line| line.starts_with(field));
    let is_first = |field: &str| header().next().is_some_and(|line| line.starts_with(field));
    has("mime-version:") || is_first("content-type:") && header().any(|line| line.contains("multipart/"))
}

/// Reads the page of a message.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let parts = parts(bytes.trim_ascii_start(), limits)?;
    let mut pages = parts.iter().filter(|part| part.kind == "text/html");
    let Some(first) = pages.next() else {
        let plain = parts.iter().find(|part| part.kind == "text/plain").ok_or(ErrorKind::UnknownContainer)?;
        return text::read(&decoded(plain, limits)?, limits);
    };
    let page = decoded(first, limits)?;
    if !page.to_ascii_lowercase().contains("<frameset") {
        return html::read(&page, limits);
    }
    // Excel puts each sheet on a page of its own, and their names on one more.
    let sheets: Vec<&Part<'_>> = pages.filter(|part| !part.name().starts_with("tabstrip")).collect();
    if sheets.is_empty() {
        return html::read(&page, limits);
    }
    let limits = limits.shared_by(sheets.len());
    sheets.into_iter().try_fold(Document::default(), |document, part| {
        let page = html::read(&decoded(part, &limits)?, &limits)?;
        Ok(document.joined(page, part.name()))
    })
}

/// The text of a part.
fn decoded(part: &Part<'_>, limits: &Limits) -> Result<String, Error> {
    let bytes = decode::decode(part)?;
    let text = encoding::decode_labelled(&bytes, part.charset.as_deref());
    check_characters(&text, limits)?;
    Ok(text)
}
