//! ODS, and the same in one XML file, to [`Document`].
//!
//! - [x] numbers, percentages, amounts, dates, truth values, errors, texts of several paragraphs
//! - [x] merged ranges, covered cells, borders, hidden sheets, rows and columns, names of tables
//! - [x] repeated rows and cells: positions are counted, and only what says something is written out
//! - [x] a password is told
//! - [ ] notes, shapes, tables within cells, changes that are tracked (the sheet is read as it stands)
//! - [ ] other files of `OpenDocument`, such as ODT (refused)
//!
//! It is read here and not by calamine, which knows no merges in ODS and builds each sheet as repeats
//! claim it before anything can be counted.

mod style;
mod table;

use super::Limits;
use super::package::{Package, decode};
use super::workbook::{self, Budget, check_sheets};
use super::xml::{Space, Xml};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use style::Styles;

/// Reads the content of a package.
pub(super) fn read_package(package: &mut Package<'_>, limits: &Limits) -> Result<Document, Error> {
    if is_encrypted(package, limits.depth)? {
        return Err(ErrorKind::Encrypted.into());
    }
    let mut styles = Styles::default();
    if let Some(bytes) = package.part("styles.xml")? {
        let text = decode("styles.xml", &bytes)?;
        let mut xml = Xml::new("styles.xml", &text, limits.depth);
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            if tag.name() == "styles" {
                styles.read(&mut xml)?;
            }
        }
    }
    let bytes = package.part("content.xml")?.ok_or(ErrorKind::UnknownContainer)?;
    read_content("content.xml", &decode("content.xml", &bytes)?, styles, limits)
}

/// Reads a file that is one XML part.
pub(super) fn read_xml(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    read_content("XML", &decode("XML", bytes)?, Styles::default(), limits)
}

/// Whether the manifest says that a part is encrypted, or all of them are in one that is.
fn is_encrypted(package: &mut Package<'_>, max_depth: usize) -> Result<bool, Error> {
    let part = "META-INF/manifest.xml";
    let Some(bytes) = package.part(part)? else { return Ok(false) };
    let text = decode(part, &bytes)?;
    let mut xml = Xml::new(part, &text, max_depth);
    xml.child(0)?;
    while xml.child(1)?.is_some() {
        while let Some(tag) = xml.child(2)? {
            if tag.name() == "encryption-data" {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn read_content(part: &str, text: &str, mut styles: Styles, limits: &Limits) -> Result<Document, Error> {
    let mut xml = Xml::new(part, text, limits.depth).timed(limits);
    if xml.child(0)?.is_none_or(|root| root.space != Space::OpenDocument) {
        return Err(ErrorKind::UnknownContainer.into());
    }
    let mut budget = Budget::of(limits);
    let (mut sheets, mut names, mut is_book) = (Vec::new(), Vec::new(), false);
    while let Some(tag) = xml.child(1)? {
        match tag.name() {
            "styles" | "automatic-styles" => styles.read(&mut xml)?,
            "body" => {
                while let Some(tag) = xml.child(2)? {
                    is_book |= tag.name() == "spreadsheet";
                    while is_book && let Some(tag) = xml.child(3)? {
                        match tag.name() {
                            "table" => sheets.push(table::read(&mut xml, &tag, &styles, &mut budget)?),
                            "named-expressions" => read_names(&mut xml, &mut names)?,
                            _ => {}
                        }
                        check_sheets(sheets.len())?;
                    }
                }
            }
            _ => {}
        }
    }
    if !is_book {
        return Err(ErrorKind::Unsupported("OpenDocument").into());
    }
    workbook::document(sheets, &names, limits)
}

/// Names of ranges, written as other workbooks write them: `$表.$A$1:.$B$2` is `表!$A$1:$B$2`.
fn read_names(xml: &mut Xml<'_>, names: &mut Vec<(String, String)>) -> Result<(), Error> {
    while let Some(tag) = xml.child(4)? {
        let range = tag.get("cell-range-address").unwrap_or_default().replace(":.", ":");
        if let (Some(name), Some((sheet, range))) = (tag.get("name"), range.rsplit_once('.')) {
            names.push((name.into_owned(), format!("{}!{range}", sheet.trim_start_matches('$'))));
        }
    }
    Ok(())
}
