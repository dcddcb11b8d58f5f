//! [`read`]: the cells of one sheet.

use super::style::Styles;
use crate::error::Error;
use crate::read::workbook::{Budget, Stored, boolean, iso_date};
use crate::read::xml::{Tag, Token, Xml};

/// More blank rows or cells than this in one piece are the format of a sheet, and no part of a table.
const BLANKS: u32 = 1_000;

/// More spaces than this in one piece are not written out.
const SPACES: u32 = 100;

/// Reads the table whose start was the last token.
pub(super) fn read(
    xml: &mut Xml<'_>,
    tag: &Tag<'_>,
    styles: &Styles,
    budget: &mut Budget,
) -> Result<Stored, Error> {
    let get = |name| tag.get(name).unwrap_or_default();
    let mut stored = Stored::new(get("name"), styles.hides(&get("style-name")));
    if stored.is_hidden {
        return Ok(stored);
    }
    let (mut next_row, mut next_column) = (0_u32, 0_u32);
    let depth = xml.depth();
    while xml.depth() >= depth {
        let Some(token) = xml.next()? else { break };
        let Token::Start(tag) = token else { continue };
        match tag.name() {
            "table-column" => {
                let last = next_column.saturating_add(repeats(&tag, "number-columns-repeated") - 1);
                if is_hidden(&tag) {
                    stored.hidden_columns.add(next_column, last);
                }
                next_column = last.saturating_add(1);
                xml.skip()?;
            }
            "table-row" => {
                let last = next_row.saturating_add(repeats(&tag, "number-rows-repeated") - 1);
                if is_hidden(&tag) {
                    stored.hidden_rows.add(next_row, last);
                }
                let row = cells(xml, styles)?;
                put(&row, next_row, last, &mut stored, budget)?;
                next_row = last.saturating_add(1);
            }
            // These only group rows and columns.
            "table-row-group"
            | "table-header-rows"
            | "table-rows"
            | "table-column-group"
            | "table-header-columns"
            | "table-columns" => {}
            _ => xml.skip()?,
        }
    }
    Ok(stored)
}

fn repeats(tag: &Tag<'_>, name: &str) -> u32 {
    tag.count(name).unwrap_or(1).max(1)
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    matches!(tag.get("visibility").as_deref(), Some("collapse" | "filter"))
}

/// A cell, or several that are the same.
struct Cell {
    first: u32,
    last: u32,
    text: String,
    is_number: bool,
    has_border: bool,
    /// Columns and rows covered.
    spans: (u32, u32),
}

impl Cell {
    fn is_merged(&self) -> bool {
        self.spans != (1, 1)
    }
}

/// The cells of a row that hold something, have a border, or cover others.
fn cells(xml: &mut Xml<'_>, styles: &Styles) -> Result<Vec<Cell>, Error> {
    let (depth, mut next) = (xml.depth(), 0_u32);
    let mut cells = Vec::new();
    while let Some(tag) = xml.child(depth)? {
        if !matches!(tag.name(), "table-cell" | "covered-table-cell") {
            continue;
        }
        let (first, last) = (next, next.saturating_add(repeats(&tag, "number-columns-repeated") - 1));
        next = last.saturating_add(1);
        let (text, is_number) = value(xml, &tag)?;
        let cell = Cell {
            first,
            last,
            text,
            is_number,
            has_border: tag.get("style-name").is_some_and(|name| styles.has_border(&name)),
            spans: (repeats(&tag, "number-columns-spanned"), repeats(&tag, "number-rows-spanned")),
        };
        if !cell.text.is_empty() || cell.is_merged() || cell.has_border && last - first < BLANKS {
            cells.push(cell);
        }
    }
    Ok(cells)
}

/// Puts a row where it stands, as often as it is repeated.
fn put(row: &[Cell], first: u32, last: u32, stored: &mut Stored, budget: &mut Budget) -> Result<(), Error> {
    let says = row.iter().any(|cell| !cell.text.is_empty());
    if row.is_empty() || !says && last - first >= BLANKS {
        return Ok(());
    }
    for row_at in first..=last {
        for cell in row {
            if cell.is_merged() {
                let end =
                    (row_at.saturating_add(cell.spans.1 - 1), cell.first.saturating_add(cell.spans.0 - 1));
                stored.merges.push(((row_at, cell.first), end));
            }
            for column in cell.first..=cell.last {
                put_cell(cell, (row_at, column), stored, budget)?;
            }
        }
    }
    Ok(())
}

fn put_cell(cell: &Cell, at: (u32, u32), stored: &mut Stored, budget: &mut Budget) -> Result<(), Error> {
    budget.take_cell()?;
    if cell.has_border {
        stored.put_border(at)?;
    }
    if cell.is_number {
        return stored.put_number(at, &cell.text, budget);
    }
    stored.put(at, cell.text.clone(), budget)
}

/// What a cell holds, and whether it is a number as it is stored.
fn value(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(String, bool), Error> {
    let shown = paragraphs(xml)?;
    let get = |name| tag.get(name).unwrap_or_default().into_owned();
    // An error is a string by its first type, and is called one by the second; in older files it is a 0.
    let is_error =
        tag.all("value-type").any(|kind| kind == "error") || shown.as_deref().is_some_and(is_error);
    Ok(match tag.get("value-type").as_deref() {
        _ if is_error => (shown.unwrap_or_default(), false),
        Some("float" | "percentage" | "currency") => (get("value"), true),
        Some("date") => (iso_date(&get("date-value")).to_owned(), false),
        Some("time") => (get("time-value"), false),
        Some("boolean") => (boolean(get("boolean-value") == "true"), false),
        _ => (shown.unwrap_or_else(|| get("string-value")), false),
    })
}

/// Whether a text is what a spreadsheet shows for an error.
fn is_error(shown: &str) -> bool {
    let words = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    words.contains(&shown) || shown.starts_with("Err:")
}

/// The paragraphs of the cell whose start was the last token; none if it has none.
fn paragraphs(xml: &mut Xml<'_>) -> Result<Option<String>, Error> {
    let depth = xml.depth();
    let mut text: Option<String> = None;
    while let Some(tag) = xml.child(depth)? {
        if matches!(tag.name(), "p" | "h") {
            let before = text.take().map(|text| text + "\n").unwrap_or_default();
            text = Some(before + &paragraph(xml)?);
        }
    }
    Ok(text)
}

/// The text of the paragraph whose start was the last token. White space collapses (ODF 1.3 part 3, 6.1.2).
fn paragraph(xml: &mut Xml<'_>) -> Result<String, Error> {
    let depth = xml.depth();
    let (mut text, mut collapses) = (String::new(), true);
    while xml.depth() >= depth {
        let Some(token) = xml.next()? else { break };
        match token {
            Token::Text(piece) => {
                for c in piece.chars() {
                    let is_space = matches!(c, ' ' | '\t' | '\r' | '\n');
                    if !(is_space && collapses) {
                        text.push(if is_space { ' ' } else { c });
                    }
                    collapses = is_space;
                }
            }
            Token::Start(tag) => {
                match tag.name() {
                    "s" => (0..tag.count("c").unwrap_or(1).min(SPACES)).for_each(|_| text.push(' ')),
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    // A remark, the reading above a character, and what is drawn are no part of the text.
                    "annotation" | "note" | "ruby-text" | "frame" | "custom-shape" => {
                        xml.skip()?;
                        continue;
                    }
                    _ => continue,
                }
                collapses = false;
            }
            Token::End => {}
        }
    }
    Ok(text)
}
