//! The text of a stored value.
//!
//! Not supported: number formats other than dates. A percentage is read as the fraction it is.

use calamine::{Data, ExcelDateTime};

/// From here on a whole number has 16 digits or more, one more than a workbook keeps.
const LONG: f64 = 1e15;

/// The last day a workbook knows, 9999-12-31, as the number that is stored for it.
const LAST_DAY: f64 = 2_958_466.0;

/// Whether a value is a whole number with more digits than a workbook keeps.
pub(super) fn is_long(data: &Data) -> bool {
    matches!(data, Data::Float(value) if value.fract() == 0.0 && value.abs() >= LONG)
}

/// The text of a value; blank where there is none.
pub(super) fn text(data: Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => number(value),
        Data::Bool(value) => if value { "TRUE" } else { "FALSE" }.into(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => date(&moment),
        Data::DateTimeIso(text) => iso_date(&text).into(),
        Data::DurationIso(text) => text,
    }
}

/// The decimal text of a number, to the 15 digits a workbook keeps and without an exponent.
///
/// A whole number of more digits is written as stored: rounding it would hide that it is damaged.
fn number(value: f64) -> String {
    let whole = value.fract() == 0.0 && value.abs() >= LONG;
    let rounded = if whole { value } else { format!("{value:.14e}").parse().unwrap_or(value) };
    // Adding zero turns a negative zero into zero.
    (rounded + 0.0).to_string()
}

/// `2025-01-01`, with the time where there is one; a number that is no date stays a number.
fn date(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() && (0.0..LAST_DAY).contains(&days) {
        return duration(days);
    }
    // A zero that was formatted as a date is a zero: there is no day before the first.
    if days <= 0.0 || days >= LAST_DAY {
        return number(days);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if days < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{time}") }
}

/// Hours, minutes and seconds; the hours may exceed a day.
fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
    format!("{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0)
}

/// The date alone where the time is midnight.
fn iso_date(text: &str) -> &str {
    match text.split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) => date,
        _ => text,
    }
}
