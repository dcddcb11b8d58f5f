//! Workbooks as Excel 2003 writes XML (`SpreadsheetML`), often named `.xls`, to [`Document`].
//!
//! - [x] texts with or without formats, numbers, dates, truth values, errors
//! - [x] cells and rows with or without a place of their own, merged ranges, borders
//! - [x] hidden sheets, rows and columns
//! - [ ] names of ranges, comments, phonetic guides, formulas without a stored value (blank)

use super::Limits;
use super::package::decode;
use super::workbook::{self, Budget, Stored, boolean, check_sheets, hides, iso_date, lines};
use super::xml::{Space, Tag, Xml};
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use std::collections::HashSet;

/// Reads a workbook. Every visible sheet is read, in order.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let text = decode("XML", bytes)?;
    let mut xml = Xml::new("XML", &text, limits.depth).timed(limits);
    if xml.child(0)?.is_none_or(|root| root.space != Space::Workbook) {
        return Err(ErrorKind::UnknownContainer.into());
    }
    let mut budget = Budget::of(limits);
    let (mut sheets, mut bordered) = (Vec::new(), HashSet::new());
    while let Some(tag) = xml.child(1)? {
        match tag.name() {
            "Styles" => bordered = styles_with_borders(&mut xml)?,
            "Worksheet" => {
                let name = tag.get("Name").unwrap_or_default();
                let mut sheet = Sheet { stored: Stored::new(name, false), bordered: &bordered };
                sheet.read(&mut xml, &mut budget)?;
                sheets.push(sheet.stored);
                check_sheets(sheets.len())?;
            }
            _ => {}
        }
    }
    workbook::document(sheets, &[], limits)
}

/// The names of the styles that draw a border.
fn styles_with_borders(xml: &mut Xml<'_>) -> Result<HashSet<String>, Error> {
    let mut bordered = HashSet::new();
    while let Some(style) = xml.child(2)? {
        while let Some(part) = xml.child(3)? {
            while part.name() == "Borders"
                && let Some(border) = xml.child(4)?
            {
                if border.get("LineStyle").is_some_and(|line| line != "None") {
                    bordered.insert(style.get("ID").unwrap_or_default().into_owned());
                }
            }
        }
    }
    Ok(bordered)
}

/// A sheet on its way.
struct Sheet<'a> {
    stored: Stored,
    bordered: &'a HashSet<String>,
}

impl Sheet<'_> {
    fn read(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(), Error> {
        while let Some(tag) = xml.child(2)? {
            match tag.name() {
                "Table" => self.table(xml, budget)?,
                "WorksheetOptions" => {
                    while let Some(tag) = xml.child(3)? {
                        if tag.name() == "Visible" {
                            self.stored.is_hidden = xml.text()?.contains("Hidden");
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn table(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<(), Error> {
        let (mut next_row, mut next_column) = (0, 0);
        while let Some(tag) = xml.child(3)? {
            let next = if tag.name() == "Row" { &mut next_row } else { &mut next_column };
            let first = index(&tag, *next);
            // What is said of a row or a column goes for as many after it.
            let last = first.saturating_add(tag.count("Span").unwrap_or_default());
            *next = last.saturating_add(1);
            match tag.name() {
                "Row" => {
                    if hides(&tag, "Hidden", "Height") {
                        self.stored.hidden_rows.add(first, last);
                    }
                    self.row(xml, first, budget)?;
                }
                "Column" if hides(&tag, "Hidden", "Width") => self.stored.hidden_columns.add(first, last),
                _ => {}
            }
        }
        Ok(())
    }

    fn row(&mut self, xml: &mut Xml<'_>, row: u32, budget: &mut Budget) -> Result<(), Error> {
        let mut next = 0;
        while let Some(tag) = xml.child(4)? {
            if tag.name() != "Cell" {
                continue;
            }
            let at = (row, index(&tag, next));
            let merge = |name| tag.count(name).unwrap_or_default();
            let end = (row.saturating_add(merge("MergeDown")), at.1.saturating_add(merge("MergeAcross")));
            next = end.1.saturating_add(1);
            if end != at {
                self.stored.merges.push((at, end));
            }
            budget.take_cell()?;
            if tag.get("StyleID").is_some_and(|style| self.bordered.contains(&*style)) {
                self.stored.put_border(at)?;
            }
            while let Some(tag) = xml.child(5)? {
                if tag.name() == "Data" {
                    self.value(xml, &tag, at, budget)?;
                }
            }
        }
        Ok(())
    }

    fn value(
        &mut self,
        xml: &mut Xml<'_>,
        tag: &Tag<'_>,
        at: (u32, u32),
        budget: &mut Budget,
    ) -> Result<(), Error> {
        let text = xml.text()?;
        let text = match tag.get("Type").as_deref() {
            Some("Number") => return self.stored.put_number(at, &text, budget),
            Some("DateTime") => iso_date(text.trim()).to_owned(),
            Some("Boolean") => boolean(text.trim() == "1"),
            _ => lines(&text),
        };
        self.stored.put(at, text, budget)
    }
}

/// The place that a row, a column or a cell names, counted from 0, else the next one.
fn index(tag: &Tag<'_>, next: u32) -> u32 {
    tag.count("Index").and_then(|index| index.checked_sub(1)).unwrap_or(next)
}
