//! [`read`]: the cells of one sheet.

use super::Context;
use super::strings::{rich, unescaped};
use super::styles::Meaning;
use crate::error::Error;
use crate::read::workbook::{
    Budget, Position, Stored, area, boolean, hides, iso_date, lines, position, serial,
};
use crate::read::xml::{Tag, Xml};
use calamine::{ExcelDateTime, ExcelDateTimeType};

/// Reads what a worksheet stores.
pub(super) fn read(
    mut xml: Xml<'_>,
    context: &Context,
    stored: &mut Stored,
    budget: &mut Budget,
) -> Result<(), Error> {
    xml.child(0)?;
    while let Some(tag) = xml.child(1)? {
        match tag.name() {
            "cols" => columns(&mut xml, stored)?,
            "sheetData" => rows(&mut xml, context, stored, budget)?,
            "mergeCells" => {
                while let Some(tag) = xml.child(2)? {
                    stored.merges.extend(tag.get("ref").and_then(|range| area(&range)));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn columns(xml: &mut Xml<'_>, stored: &mut Stored) -> Result<(), Error> {
    while let Some(tag) = xml.child(2)? {
        let index = |name| tag.count(name).and_then(|column| column.checked_sub(1));
        if let (true, Some(first), Some(last)) = (hides(&tag, "hidden", "width"), index("min"), index("max"))
        {
            stored.hidden_columns.add(first, last);
        }
    }
    Ok(())
}

fn rows(xml: &mut Xml<'_>, context: &Context, stored: &mut Stored, budget: &mut Budget) -> Result<(), Error> {
    // A row without a number follows the one before, and so does a cell.
    let mut next_row = 0;
    while let Some(tag) = xml.child(2)? {
        let row = tag.count("r").and_then(|row| row.checked_sub(1)).unwrap_or(next_row);
        next_row = row.saturating_add(1);
        if hides(&tag, "hidden", "ht") {
            stored.hidden_rows.add(row, row);
        }
        let mut next_column = 0;
        while let Some(tag) = xml.child(3)? {
            let at = tag.get("r").and_then(|place| position(&place)).unwrap_or((row, next_column));
            next_column = at.1.saturating_add(1);
            budget.take_cell()?;
            cell(xml, &tag, at, context, stored, budget)?;
        }
    }
    Ok(())
}

fn cell(
    xml: &mut Xml<'_>,
    tag: &Tag<'_>,
    at: Position,
    context: &Context,
    stored: &mut Stored,
    budget: &mut Budget,
) -> Result<(), Error> {
    let style = context.styles.get(tag.count("s").unwrap_or_default());
    if style.has_border {
        stored.put_border(at)?;
    }
    let (mut value, mut inline) = (String::new(), String::new());
    while let Some(part) = xml.child(4)? {
        match part.name() {
            "v" => value = xml.text()?,
            "is" => inline = rich(xml)?,
            _ => {}
        }
    }
    let days = || value.trim().parse::<f64>().ok().filter(|days| days.is_finite());
    let moment = |days, kind| serial(&ExcelDateTime::new(days, kind, context.is_1904));
    let text = match tag.get("t").as_deref() {
        // A formula may have no value yet.
        _ if value.is_empty() => inline,
        Some("s") => context.strings.get(&value, &stored.name)?.to_owned(),
        Some("b") => boolean(value.trim() == "1" || value.trim() == "true"),
        Some("d") => iso_date(&value).to_owned(),
        Some("str" | "e" | "inlineStr") => lines(&unescaped(&value)),
        _ => match (style.meaning, days()) {
            (Meaning::Number, _) | (_, None) => return stored.put_number(at, &value, budget),
            (Meaning::Date, Some(days)) => moment(days, ExcelDateTimeType::DateTime),
            (Meaning::Duration, Some(days)) => moment(days, ExcelDateTimeType::TimeDelta),
        },
    };
    stored.put(at, text, budget)
}
