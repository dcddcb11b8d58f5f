//! A [`Comparison`] to JSON, after `nianbao-diff/1`.

use super::{AtJson, DerivedJson, ValueJson};
use crate::diff::{CellLabel, Comparison, Entry, Figure, LeftOver, Row, Subject, Verdict};
use indexmap::IndexMap;
use serde::Serialize;

/// The name of the schema, in every comparison.
const SCHEMA: &str = "nianbao-diff/1";

/// Writes a comparison as JSON; `files` are the names of the two files. Without `all` only the cells that
/// differ are in it; the summary counts all of them. `indent` is for people, one line for programs.
///
/// # Panics
///
/// Never, as [`to_json`](super::to_json).
///
/// ```
/// use nianbao::{diff::diff, grammar::Forms, migrate::Policy, report::Report, write::comparison_to_json};
/// let report = Report::new("2021");
/// let comparison = diff(&report, &report, Forms::built_in(), Policy::Standard);
/// assert!(comparison_to_json(&comparison, ["a", "b"], true, false).contains(r#""different":0"#));
/// ```
#[must_use]
pub fn comparison_to_json(comparison: &Comparison, files: [&str; 2], all: bool, indent: bool) -> String {
    let Comparison { a, b, rows, .. } = comparison;
    let shown = rows.iter().filter(|row| all || row.verdict().is_difference());
    let json = ComparisonJson {
        schema: SCHEMA,
        a: SubjectJson::new(a, files[0]),
        b: SubjectJson::new(b, files[1]),
        summary: Verdict::ALL.map(|verdict| (verdict.as_str(), comparison.count(verdict))).into(),
        cells: shown.map(RowJson::new).collect(),
    };
    super::text(&json, indent)
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    schema: &'static str,
    a: SubjectJson<'a>,
    b: SubjectJson<'a>,
    summary: IndexMap<&'static str, usize>,
    cells: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct SubjectJson<'a> {
    input: &'a str,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    year: Option<u16>,
    edition: &'a str,
    carried_to: Option<&'a str>,
    left_over: Vec<LeftOverJson<'a>>,
}

impl<'a> SubjectJson<'a> {
    fn new(subject: &'a Subject, input: &'a str) -> Self {
        Self {
            input,
            title: subject.title.as_deref(),
            issuer: subject.issuer.as_deref(),
            year: subject.year,
            edition: &subject.edition,
            carried_to: subject.carried_to.as_deref(),
            left_over: subject.left_over.iter().map(LeftOverJson::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct LeftOverJson<'a> {
    concept: &'a str,
    table: &'a str,
    line: &'a str,
    column: &'a str,
    #[serde(flatten)]
    figure: FigureJson<'a>,
    note: &'a str,
}

impl<'a> LeftOverJson<'a> {
    fn new(left: &'a LeftOver) -> Self {
        let CellLabel { table, line, column } = &left.label;
        let figure = FigureJson::new(&left.figure);
        Self { concept: left.concept.as_str(), table, line, column, figure, note: &left.note }
    }
}

#[derive(Serialize)]
struct RowJson<'a> {
    concept: &'a str,
    table: &'a str,
    line: &'a str,
    column: &'a str,
    verdict: &'static str,
    a: EntryJson<'a>,
    b: EntryJson<'a>,
}

impl<'a> RowJson<'a> {
    fn new(row: &'a Row) -> Self {
        let CellLabel { table, line, column } = &row.label;
        Self {
            concept: row.concept.as_str(),
            table,
            line,
            column,
            verdict: row.verdict().as_str(),
            a: EntryJson::new(&row.a),
            b: EntryJson::new(&row.b),
        }
    }
}

/// `null` where the report has no such line, `{ "unknown": reason }` where its edition does not tell.
#[derive(Serialize)]
#[serde(untagged)]
enum EntryJson<'a> {
    Absent,
    Unknown { unknown: &'a str },
    Figure(FigureJson<'a>),
}

impl<'a> EntryJson<'a> {
    fn new(entry: &'a Entry) -> Self {
        match entry {
            Entry::Absent => Self::Absent,
            Entry::Unknown(reason) => Self::Unknown { unknown: reason },
            Entry::Figure(figure) => Self::Figure(FigureJson::new(figure)),
        }
    }
}

#[derive(Serialize)]
struct FigureJson<'a> {
    value: ValueJson<'a>,
    kind: &'static str,
    raw: &'a str,
    at: Vec<AtJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived: Option<DerivedJson<'a>>,
}

impl<'a> FigureJson<'a> {
    fn new(figure: &'a Figure) -> Self {
        Self {
            value: ValueJson(&figure.value),
            kind: figure.value.kind(),
            raw: &figure.raw,
            at: figure.places.iter().map(AtJson).collect(),
            derived: figure.derivation.as_ref().map(DerivedJson::new),
        }
    }
}
