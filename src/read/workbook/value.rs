//! The text of a stored value.
//!
//! Not supported: number formats other than dates. A percentage is read as the fraction it is.

use calamine::ExcelDateTime;
use rust_decimal::Decimal;

/// From here on a whole number has 16 digits or more, one more than a workbook keeps.
const LONG: f64 = 1e15;

/// The last day a workbook knows, 9999-12-31, as the number that is stored for it.
const LAST_DAY: f64 = 2_958_466.0;

/// Whether a number, as it is stored, has more digits than a workbook keeps.
pub(super) fn is_long(stored: &str) -> bool {
    float(stored).is_some_and(|value| value.abs() >= LONG)
}

/// The text of a number, given as it is stored; what is no number is a text as it is.
pub(super) fn number(stored: &str) -> String {
    match float(stored) {
        // Its last digits may be others than were typed, so it must not pass for a number.
        Some(_) if is_long(stored) => format!("约{}", plain(stored.trim())),
        Some(value) => short(value),
        None => stored.to_owned(),
    }
}

fn float(stored: &str) -> Option<f64> {
    stored.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

/// The decimal text of a number, to the 15 digits a workbook keeps and without an exponent.
fn short(value: f64) -> String {
    let rounded = format!("{value:.14e}").parse().unwrap_or(value);
    // Adding zero turns a negative zero into zero.
    (rounded + 0.0).to_string()
}

/// The same digits without an exponent, where that is of a bearable length.
fn plain(stored: &str) -> String {
    Decimal::from_scientific(stored).map_or_else(|_| stored.to_owned(), |value| value.normalize().to_string())
}

/// The text of a truth value.
pub(in crate::read) fn boolean(value: bool) -> String {
    if value { "TRUE" } else { "FALSE" }.to_owned()
}

/// A text with the ends of its lines as a document has them.
pub(in crate::read) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// `2025-01-01`, with the time where there is one, for a number that counts days; a number that is no
/// date stays a number.
pub(in crate::read) fn serial(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() && (0.0..LAST_DAY).contains(&days) {
        return duration(days);
    }
    // A zero that was formatted as a date is a zero: there is no day before the first.
    if days <= 0.0 || days >= LAST_DAY {
        return short(days);
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
pub(in crate::read) fn iso_date(text: &str) -> &str {
    match text.split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) => date,
        _ => text,
    }
}
