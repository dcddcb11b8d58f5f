//! A sheet of a collection as CSV, after RFC 4180: UTF-8 with a byte-order mark, so that Excel opens it right.

use crate::collect::{Cell, Collection, Row, Sheet};

/// What a CSV file begins with: the mark that Excel knows UTF-8 by.
pub const CSV_START: &str = "\u{FEFF}";

/// Writes the heads of a sheet as the first line.
///
/// ```
/// use nianbao::{collect::{Collection, Sheet}, grammar::Forms, lang::Lang, write::csv_head};
/// let collection = Collection::new(Forms::built_in(), Lang::Zh, false);
/// assert!(csv_head(&collection, Sheet::Details).starts_with("\u{FEFF}序号,文件,机关,年度,样式,代码,项目,单位,数值"));
/// ```
#[must_use]
pub fn csv_head(collection: &Collection<'_>, sheet: Sheet<'_>) -> String {
    let names = collection.columns(sheet).iter().map(|column| quoted(&column.name));
    format!("{CSV_START}{}\r\n", names.collect::<Vec<_>>().join(","))
}

/// Writes a row as a line. With the guard on, a text that an office program might take for a formula gets a `'`.
///
/// ```
/// use nianbao::{collect::Cell, write::csv_line};
/// let row = vec![Cell::Number((-5).into()), Cell::Text("=1+1".into()), Cell::Blank, Cell::Text("甲,乙".into())];
/// assert_eq!(csv_line(&row, true), "-5,'=1+1,,\"甲,乙\"\r\n");
/// assert_eq!(csv_line(&row, false), "-5,=1+1,,\"甲,乙\"\r\n");
/// ```
#[must_use]
pub fn csv_line(row: &Row<'_>, is_guarded: bool) -> String {
    let field = |cell: &Cell<'_>| match cell {
        Cell::Blank => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) if is_guarded && is_formula(text) => quoted(&format!("'{text}")),
        Cell::Text(text) => quoted(text),
    };
    let fields: Vec<String> = row.iter().map(field).collect();
    format!("{}\r\n", fields.join(","))
}

/// A field as it is, or in quotation marks where it must be.
fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Whether a text may be taken for a formula (OWASP, CSV injection; ASVS 1.2.10). A number with its sign is none,
/// nor are mere strokes.
fn is_formula(text: &str) -> bool {
    let is_number = || {
        text.strip_prefix(['-', '+'])
            .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    let are_strokes = || text.chars().all(|c| c == '-');
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'])
        && !is_number()
        && !are_strokes()
}

#[cfg(test)]
mod tests {
    use super::is_formula;

    #[test]
    fn what_is_a_formula() {
        for text in ["=1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "－1＋1", "-1.2=", "\0=1"]
        {
            assert!(is_formula(text), "{text:?}");
        }
        for text in ["-5", "+1036", "-0.5", "-", "——", "/", "1=1", "某局", ""] {
            assert!(!is_formula(text), "{text:?}");
        }
    }
}
