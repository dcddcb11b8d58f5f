//! XLSX and XLSM to [`Document`].
//!
//! - [x] transitional and strict, any part names and prefixes, cells and rows without a place of their own
//! - [x] shared, rich, inline and formula strings, without phonetic guides; `_x000D_` and its like
//! - [x] numbers, both date systems, dates by built-in and own formats, booleans, errors of any age
//! - [x] merged ranges, borders, hidden sheets, rows and columns, names of tables
//! - [ ] XLSB (refused); rows that are hidden by default (`zeroHeight`)
//! - [ ] formulas without a stored value: blank, as nothing is computed here

mod strings;
mod styles;
mod worksheet;

use super::Limits;
use super::package::{MainPart, Package, Relationship, decode, malformed};
use super::workbook::{self, Budget, Stored, check_sheets};
use super::xml::Xml;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use strings::Strings;
use styles::Styles;

/// What a sheet needs of the rest of the workbook.
struct Context {
    strings: Strings,
    styles: Styles,
    is_1904: bool,
}

/// Reads a workbook. Every visible sheet is read, in order.
pub(super) fn read(package: &mut Package<'_>, main: &MainPart, limits: &Limits) -> Result<Document, Error> {
    if main.name.rsplit('.').next() == Some("bin") {
        return Err(ErrorKind::Unsupported("XLSB").into());
    }
    let Some(bytes) = package.part(&main.name)? else {
        return Err(malformed(&main.name, "the part is missing"));
    };
    let book = Book::read(&main.name, &decode(&main.name, &bytes)?, limits.depth)?;
    check_sheets(book.sheets.len())?;
    let related = package.relationships(&main.name)?.parts;
    let context = Context {
        strings: match part(package, &related, |target| target.kind == "sharedStrings")? {
            Some((name, bytes)) => Strings::read(&name, &decode(&name, &bytes)?, limits)?,
            None => Strings::default(),
        },
        styles: match part(package, &related, |target| target.kind == "styles")? {
            Some((name, bytes)) => Styles::read(&name, &decode(&name, &bytes)?, limits.depth)?,
            None => Styles::default(),
        },
        is_1904: book.is_1904,
    };
    let mut budget = Budget::of(limits);
    let mut sheets = Vec::new();
    for sheet in &book.sheets {
        let of_sheet = |target: &Relationship| target.kind == "worksheet" && target.id == sheet.id;
        let mut stored = Stored::new(&sheet.name, sheet.is_hidden);
        if let Some((name, bytes)) = part(package, &related, of_sheet)? {
            if !sheet.is_hidden {
                let text = decode(&name, &bytes)?;
                worksheet::read(
                    Xml::new(&name, &text, limits.depth).timed(limits),
                    &context,
                    &mut stored,
                    &mut budget,
                )?;
            }
            sheets.push(stored);
        }
    }
    workbook::document(sheets, &book.names, limits)
}

/// The first part that is related so, if there is one: its name and its bytes.
fn part(
    package: &mut Package<'_>,
    related: &[Relationship],
    is_it: impl Fn(&Relationship) -> bool,
) -> Result<Option<(String, Vec<u8>)>, Error> {
    let Some(found) = related.iter().find(|target| is_it(target)) else { return Ok(None) };
    let bytes = package.part(&found.target)?;
    let bytes = bytes.ok_or_else(|| malformed(&found.target, "the part is missing"))?;
    Ok(Some((found.target.clone(), bytes)))
}

/// The main part of a workbook.
#[derive(Debug, Default)]
struct Book {
    sheets: Vec<Sheet>,
    names: Vec<(String, String)>,
    is_1904: bool,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
struct Sheet {
    name: String,
    id: String,
    is_hidden: bool,
}

impl Book {
    fn read(part: &str, text: &str, max_depth: usize) -> Result<Self, Error> {
        let mut xml = Xml::new(part, text, max_depth);
        let mut book = Self::default();
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            match tag.name() {
                "workbookPr" => book.is_1904 = tag.says("date1904"),
                "sheets" => {
                    while let Some(tag) = xml.child(2)? {
                        let get = |name| tag.get(name).unwrap_or_default().into_owned();
                        let is_hidden = get("state").ends_with("idden");
                        book.sheets.push(Sheet { name: get("name"), id: get("id"), is_hidden });
                    }
                }
                "definedNames" => {
                    while let Some(tag) = xml.child(2)? {
                        let name = tag.get("name").unwrap_or_default().into_owned();
                        book.names.push((name, xml.text()?));
                    }
                }
                _ => {}
            }
        }
        Ok(book)
    }
}
