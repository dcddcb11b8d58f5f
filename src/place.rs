//! Where findings stand, in the words of the report: `表 3 第 5 行“（一）予以公开”第 4 列“自然人”`.
//!
//! The labels are derived, not stored: a fact knows where it stands and which row and column of a form it
//! is of, so the facts beside a place tell what its row and its column are called.

mod findings_table;

use crate::document::Locus;
use crate::finding::Finding;
use crate::grammar::{Forms, Outline, Table};
use crate::lang::Lang;
use crate::report::{Concept, Report};
use std::collections::HashMap;
use std::sync::Arc;

pub use findings_table::findings_table;

/// What the places of a report are called.
///
/// ```
/// use nianbao::{grammar::Forms, lang::Lang, place::Places, read, recognize::recognize};
/// let text = "某某局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
///             第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n3万\n行政强制\n0\n";
/// let document = read::read(text.as_bytes(), &read::Limits::default())?;
/// let found = recognize(&document, Forms::built_in());
/// let places = Places::new(&found.report, Forms::built_in());
/// let finding = found.findings.iter().find(|finding| finding.code() == "not-a-number").expect("3万 is no number");
/// assert_eq!(places.of(finding, Lang::Zh).as_deref(), Some("第 7 行“行政处罚”"));
/// assert_eq!(places.of(finding, Lang::En).as_deref(), Some("line 7 “行政处罚”"));
/// # Ok::<(), nianbao::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Places {
    figures: Vec<Figure>,
    by_concept: HashMap<Concept, usize>,
}

/// A cell of a form, what its row and column are called, and where it stands in the source.
#[derive(Clone, Debug)]
struct Figure {
    at: Option<Locus>,
    row: Side,
    column: Side,
}

/// A row or a column of a table of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    table: usize,
    line: usize,
    /// What it is called, where it is one of several or bears a label.
    label: Option<Arc<str>>,
}

impl Places {
    /// The places of a report that was recognised by these forms.
    #[must_use]
    pub fn new(report: &Report, forms: &Forms) -> Self {
        let mut places = Self::default();
        for (number, (_, _, table)) in forms.tables_of(report).into_iter().enumerate() {
            let rows = sides(number, &table.stub, table.n_rows(), report);
            let mut columns = sides(number, &table.boxhead, table.n_columns(), report);
            // The only column of a table tells nothing.
            if let [only] = &mut columns[..] {
                only.label = None;
            }
            places.add(table, &rows, &columns, report);
        }
        places
    }

    fn add(&mut self, table: &Table, rows: &[Side], columns: &[Side], report: &Report) {
        let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
        for (concept, (row, column)) in table.concepts().iter().zip(cells) {
            let at = report.facts.get(concept).and_then(|fact| fact.at().cloned());
            self.by_concept.insert(concept.clone(), self.figures.len());
            self.figures.push(Figure { at, row: row.clone(), column: column.clone() });
        }
    }

    /// Where a finding stands, with the labels of its row and column as the source words them.
    #[must_use]
    pub fn of(&self, finding: &Finding, lang: Lang) -> Option<String> {
        let at = finding.at.as_ref()?;
        let (row, column) = self.sides(at, &finding.concepts);
        Some(words(at, row, column, lang))
    }

    /// What stands at a place is called, where it is a figure: `（一）予以公开 × 自然人`.
    ///
    /// ```
    /// use nianbao::{document::Locus, grammar::Forms, place::Places, report::{Concept, Fact, Report}};
    /// let mut report = Report::new("2021");
    /// let fact = Fact::filed(3.into(), "3", Some(Locus::Line(8)));
    /// report.facts.insert(Concept::new("requests.granted.business"), fact);
    /// let places = Places::new(&report, Forms::built_in());
    /// assert_eq!(places.name(&Locus::Line(8)).as_deref(), Some("（一）予以公开 × 商业企业"));
    /// ```
    #[must_use]
    pub fn name(&self, at: &Locus) -> Option<String> {
        self.figures.iter().any(|figure| figure.at.as_ref() == Some(at)).then_some(())?;
        let (row, column) = self.sides(at, &[]);
        joined(row, column)
    }

    /// What the row and the column of a place are called, told by the figures that stand there, else by
    /// the concepts that are spoken of, else by the figures beside it.
    fn sides(&self, at: &Locus, concepts: &[Concept]) -> (Option<&str>, Option<&str>) {
        let own: Vec<&Figure> = self.figures.iter().filter(|figure| figure.at.as_ref() == Some(at)).collect();
        let concepts = concepts.iter().filter_map(|concept| self.by_concept.get(concept));
        let concepts: Vec<&Figure> = concepts.map(|figure| &self.figures[*figure]).collect();
        let beside =
            self.figures.iter().filter(|figure| figure.at.as_ref().is_some_and(|own| is_beside(own, at)));
        let row = shared(own.iter().copied(), |figure| &figure.row)
            .or_else(|| shared(concepts.iter().copied(), |figure| &figure.row))
            .or_else(|| shared(beside, |figure| &figure.row));
        // Tables that were stacked share columns, so only figures of the table that the row is of tell.
        let is_own = |figure: &&Figure| row.is_none_or(|row| figure.row.table == row.table);
        let above =
            self.figures.iter().filter(|figure| figure.at.as_ref().is_some_and(|own| is_above(own, at)));
        let column = shared(own.iter().copied(), |figure| &figure.column)
            .or_else(|| shared(concepts.iter().copied(), |figure| &figure.column))
            .or_else(|| shared(above.filter(is_own), |figure| &figure.column));
        (row.and_then(|row| row.label.as_deref()), column.and_then(|column| column.label.as_deref()))
    }
}

/// The row or column that all of some figures are in.
fn shared<'f>(
    mut figures: impl Iterator<Item = &'f Figure>,
    side: impl Fn(&'f Figure) -> &'f Side,
) -> Option<&'f Side> {
    let first = side(figures.next()?);
    figures.all(|figure| side(figure) == first).then_some(first)
}

/// The lines of an outline, and what they are called.
fn sides(table: usize, outline: &Outline, n_lines: usize, report: &Report) -> Vec<Side> {
    let label = |line: usize| {
        let path = outline.distinct_path(*outline.lines().get(line)?);
        let path: Vec<String> = path.into_iter().map(|official| wording(official, report)).collect();
        Some(path.join(" / ").into())
    };
    (0..n_lines).map(|line| Side { table, line, label: label(line) }).collect()
}

/// A label as the source words it, in one line and with its year.
fn wording(official: &str, report: &Report) -> String {
    let filed = report.wordings.get(official).map_or(official, String::as_str);
    let year = report.year.map(|year| year.to_string()).unwrap_or_default();
    filed.split_whitespace().collect::<Vec<_>>().join(" ").replace("{year}", &year)
}

/// The grid that a cell is of (as its first cell but for row and column 0), its row and its column.
fn cell(at: &Locus) -> Option<(Locus, u32, u32)> {
    match at {
        Locus::Cell { table, row, column } => {
            Some((Locus::Cell { table: *table, row: 0, column: 0 }, *row, *column))
        }
        Locus::Sheet { name, row, column } => {
            Some((Locus::Sheet { name: Arc::clone(name), row: 0, column: 0 }, *row, *column))
        }
        Locus::File { file, at } => {
            let (grid, row, column) = cell(at)?;
            Some((grid.in_file(file), row, column))
        }
        Locus::Paragraph(_) | Locus::Line(_) | Locus::Page { .. } => None,
    }
}

/// Whether two cells stand in one row.
fn is_beside(a: &Locus, b: &Locus) -> bool {
    cell(a).zip(cell(b)).is_some_and(|((a, row, _), (b, own, _))| a == b && row == own)
}

/// Whether two cells stand in one column.
fn is_above(a: &Locus, b: &Locus) -> bool {
    cell(a).zip(cell(b)).is_some_and(|((a, _, column), (b, _, own))| a == b && column == own)
}

/// The labels of a row and a column in one.
fn joined(row: Option<&str>, column: Option<&str>) -> Option<String> {
    let labels: Vec<&str> = row.into_iter().chain(column).collect();
    (!labels.is_empty()).then(|| labels.join(" × "))
}

/// A place, and the labels of its row and its column.
fn words(at: &Locus, row: Option<&str>, column: Option<&str>, lang: Lang) -> String {
    let quoted = |label: Option<&str>| label.map(|label| format!("“{label}”")).unwrap_or_default();
    let spaced = |label: Option<&str>| label.map(|label| format!(" “{label}”")).unwrap_or_default();
    let both = joined(row, column);
    let both = both.as_deref();
    match (at, lang) {
        (Locus::File { file, at }, Lang::Zh) => format!("{file} {}", words(at, row, column, lang)),
        (Locus::File { file, at }, Lang::En) => format!("{file}, {}", words(at, row, column, lang)),
        (Locus::Cell { table, row: r, column: c }, Lang::Zh) => {
            format!("表 {table} 第 {r} 行{}第 {c} 列{}", quoted(row), quoted(column))
        }
        (Locus::Cell { table, row: r, column: c }, Lang::En) => {
            format!("table {table}, row {r}{}, column {c}{}", spaced(row), spaced(column))
        }
        (Locus::Line(line), Lang::En) => format!("line {line}{}", spaced(both)),
        (Locus::Page { page, line }, Lang::En) => format!("page {page}, line {line}{}", spaced(both)),
        (Locus::Paragraph(paragraph), Lang::En) => format!("paragraph {paragraph}{}", spaced(both)),
        (at @ Locus::Sheet { .. }, Lang::En) => format!("{at}{}", spaced(both)),
        (at, Lang::Zh) => format!("{at}{}", quoted(both)),
    }
}
