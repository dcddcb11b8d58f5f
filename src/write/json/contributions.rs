//! What each report adds to each cell, as JSON.

use super::{ValueJson, text};
use crate::combine::Contribution;
use crate::report::Value;
use serde::Serialize;

/// Writes contributions as an array, a cell each; files are named in the order of the reports.
///
/// ```
/// use nianbao::{combine::Contribution, report::{Concept, Value}, write::contributions_to_json};
/// let (concept, words) = (Concept::new("review.total"), "行政复议 / 总计".into());
/// let cell = Contribution { concept, words, total: 3.into(), parts: vec![Some(3.into()), Some(Value::Nil), None] };
/// let json = contributions_to_json(&[cell], &["a.docx", "b.docx", "c.docx"]);
/// assert!(json.contains(r#""file": "b.docx""#) && json.contains(r#""kind": "absent""#));
/// ```
#[must_use]
pub fn contributions_to_json(contributions: &[Contribution], files: &[&str]) -> String {
    let cells: Vec<CellJson<'_>> = contributions.iter().map(|cell| CellJson::new(cell, files)).collect();
    format!("{}\n", text(&cells, true))
}

#[derive(Serialize)]
struct CellJson<'a> {
    concept: &'a str,
    label: &'a str,
    value: ValueJson<'a>,
    kind: &'static str,
    parts: Vec<PartJson<'a>>,
}

impl<'a> CellJson<'a> {
    fn new(cell: &'a Contribution, files: &[&'a str]) -> Self {
        let parts = files.iter().zip(&cell.parts);
        Self {
            concept: cell.concept.as_str(),
            label: &cell.words,
            value: ValueJson(&cell.total),
            kind: cell.total.kind(),
            parts: parts.map(|(file, value)| PartJson::new(file, value.as_ref())).collect(),
        }
    }
}

#[derive(Serialize)]
struct PartJson<'a> {
    file: &'a str,
    value: Option<ValueJson<'a>>,
    kind: &'static str,
}

impl<'a> PartJson<'a> {
    /// A report without the line is `absent`, as no cell is.
    fn new(file: &'a str, value: Option<&'a Value>) -> Self {
        Self { file, value: value.map(ValueJson), kind: value.map_or("absent", Value::kind) }
    }
}
