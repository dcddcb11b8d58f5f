//! Two reports side by side, cell by cell. Nothing is computed of the two: what stands in a row stands in
//! one of the reports, or was carried there along a crosswalk and says so.

mod table;
mod words;

use crate::document::Locus;
use crate::finding::{Finding, Severity};
use crate::grammar::{Forms, Outline, Section, Table};
use crate::migrate::{Fate, LedgerEntry, LedgerSide, Options, Policy, migrate};
use crate::report::{ByConcept, Concept, Derivation, Provenance, Report, Value};
use std::sync::Arc;

pub use table::comparison_table;

/// Two reports, cell by cell.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The first report.
    pub a: Subject,
    /// The second.
    pub b: Subject,
    /// Every cell that at least one of them has, in the order of the form.
    pub rows: Vec<Row>,
    /// Why a report could not be carried into the edition in force.
    pub findings: Vec<Finding>,
}

/// One of the two reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its title in one line.
    pub title: Option<String>,
    /// The organ that reports.
    pub issuer: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The edition it was filed in.
    pub edition: String,
    /// The edition that it was carried into to be compared, if that is another one.
    pub carried_to: Option<String>,
    /// Its figures that were carried into no cell, so that they are compared with nothing.
    pub left_over: Vec<LeftOver>,
}

/// A figure of an older edition that has no cell to be compared in.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOver {
    /// What it is about.
    pub concept: Concept,
    /// What its cell is called.
    pub label: CellLabel,
    /// What stands in it.
    pub figure: Figure,
    /// The kind of its association, `none` where the newer form has no counterpart.
    pub association: Option<&'static str>,
    /// Why it was not carried.
    pub note: Arc<str>,
}

/// A cell of the form, and what each report has there.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the cell is about.
    pub concept: Concept,
    /// What it is called.
    pub label: CellLabel,
    /// What the first report has there.
    pub a: Entry,
    /// What the second has.
    pub b: Entry,
}

/// What a cell is called: no more of each path than tells it from the other lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellLabel {
    /// The table that it stands in.
    pub table: String,
    /// The words of its line.
    pub line: String,
    /// The words of its column; blank where the line says all.
    pub column: String,
}

/// What a report has in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Its table has no such line or column.
    Absent,
    /// It was filed in an edition that says nothing of this cell, or not enough; the reason.
    Unknown(Arc<str>),
    /// This.
    Figure(Figure),
}

/// What stands in a cell, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it says.
    pub value: Value,
    /// The text of the cell.
    pub raw: Box<str>,
    /// The places in the file: one, or those of the addends of a sum.
    pub places: Vec<Locus>,
    /// How it was carried, where the report is of an older edition.
    pub derivation: Option<Derivation>,
}

/// How the two sides of a row compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both say the same.
    Equal,
    /// They say something else; blank, nil and 0 are three things.
    Different,
    /// The second report does not have the cell.
    OnlyA,
    /// The first report does not have the cell.
    OnlyB,
    /// One of them was filed in an edition that does not tell.
    NotComparable,
}

impl Verdict {
    /// All verdicts, in the order of a summary.
    pub const ALL: [Self; 5] = [Self::Equal, Self::Different, Self::OnlyA, Self::OnlyB, Self::NotComparable];

    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Different => "different",
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
            Self::NotComparable => "not_comparable",
        }
    }

    /// Whether the two reports differ here.
    #[must_use]
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Different | Self::OnlyA | Self::OnlyB)
    }
}

impl Row {
    /// How its two sides compare. Which stroke was used for nil makes no difference.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.a, &self.b) {
            (Entry::Figure(a), Entry::Figure(b)) if a.value == b.value => Verdict::Equal,
            (Entry::Figure(_), Entry::Figure(_)) => Verdict::Different,
            (Entry::Figure(_), Entry::Absent) => Verdict::OnlyA,
            (Entry::Absent, Entry::Figure(_)) => Verdict::OnlyB,
            _ => Verdict::NotComparable,
        }
    }
}

impl Comparison {
    /// How many rows compare like this.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict() == verdict).count()
    }
}

/// Compares two reports cell by cell: two of one edition as they are, others as carried into the edition
/// in force.
///
/// ```
/// use nianbao::diff::{Verdict, diff};
/// use nianbao::{grammar::Forms, migrate::Policy, report::{Concept, Fact, Report}};
/// let report = |edition, concept, number: i64| {
///     let mut report = Report::new(edition);
///     report.facts.insert(Concept::new(concept), Fact::filed(number.into(), "", None));
///     report
/// };
/// let old = report("2014", "statistics.applications.received.total", 7);
/// let new = report("2021", "requests.received.total", 9);
/// let comparison = diff(&old, &new, Forms::built_in(), Policy::Standard);
/// assert_eq!(comparison.a.carried_to.as_deref(), Some("2021"));
/// assert_eq!(comparison.count(Verdict::Different), 1);
/// ```
#[must_use]
pub fn diff(a: &Report, b: &Report, forms: &Forms, policy: Policy) -> Comparison {
    let side = |report| match is_direct(a, b, forms) {
        true => Side::filed(report),
        false => Side::carried(report, forms, policy),
    };
    let (a, b) = (side(a), side(b));
    let cells = cells(&[&a.shown, &b.shown], forms);
    let rows = cells.into_iter().map(|(concept, label)| Row {
        a: a.entry(&concept),
        b: b.entry(&concept),
        concept,
        label,
    });
    let is_known = |row: &Row| [&row.a, &row.b].iter().any(|side| matches!(side, Entry::Figure(_)));
    let rows = rows.filter(is_known).collect();
    let findings = a.findings.iter().chain(&b.findings).cloned().collect();
    Comparison { a: a.subject(forms), b: b.subject(forms), rows, findings }
}

/// Whether two reports have the same cells without a crosswalk. The edition in force may have a table of
/// an older one in it, which then is carried too; for an older edition there is nowhere to carry it.
fn is_direct(a: &Report, b: &Report, forms: &Forms) -> bool {
    let is_current = forms.current().is_some_and(|form| form.edition == a.edition);
    a.edition == b.edition && (!is_current || forms.tables_of(a) == forms.tables_of(b))
}

/// A report as it is compared.
struct Side<'r> {
    filed: &'r Report,
    shown: Report,
    ledger: Vec<LedgerEntry>,
    findings: Vec<Finding>,
}

impl<'r> Side<'r> {
    fn filed(filed: &'r Report) -> Self {
        Self { filed, shown: filed.clone(), ledger: Vec::new(), findings: Vec::new() }
    }

    fn carried(filed: &'r Report, forms: &Forms, policy: Policy) -> Self {
        let options = Options { generated_prose: false, ..policy.into() };
        let migration = migrate(filed, forms, options);
        let is_error = |finding: &Finding| finding.severity() == Severity::Error;
        let findings = migration.findings.into_iter().filter(is_error).collect();
        Self { filed, shown: migration.report, ledger: migration.ledger, findings }
    }

    fn entry(&self, concept: &Concept) -> Entry {
        let Some(fact) = self.shown.facts.get(concept) else { return Entry::Absent };
        let is_open = |entry: &&LedgerEntry| {
            entry.direction == LedgerSide::Target && entry.fate == Fate::Open && entry.concept == *concept
        };
        if let Some(open) = self.ledger.iter().find(is_open) {
            return Entry::Unknown(Arc::clone(&open.note));
        }
        let (sources, derivation) = match &fact.provenance {
            Provenance::Filed(_) | Provenance::Taken(_) => (vec![concept], None),
            Provenance::Derived(by) => (by.from.iter().collect(), Some(by.clone())),
        };
        let place = |source: &Concept| self.filed.facts.get(source)?.at().cloned();
        let places = sources.into_iter().filter_map(place).collect();
        Entry::Figure(Figure { value: fact.value.clone(), raw: fact.raw.clone(), places, derivation })
    }

    fn subject(self, forms: &Forms) -> Subject {
        let is_left =
            |entry: &&LedgerEntry| entry.direction == LedgerSide::Source && entry.fate == Fate::Annexed;
        let mut labels = cells(&[self.filed], forms);
        let left_over = self.ledger.iter().filter(is_left).filter_map(|entry| {
            Some(LeftOver {
                label: labels.swap_remove(&entry.concept)?,
                concept: entry.concept.clone(),
                figure: Figure {
                    value: entry.value.clone(),
                    raw: self.filed.facts.get(&entry.concept)?.raw.clone(),
                    places: entry.at.iter().cloned().collect(),
                    derivation: None,
                },
                association: entry.association,
                note: Arc::clone(&entry.note),
            })
        });
        Subject {
            left_over: left_over.collect(),
            title: self.filed.title.clone(),
            issuer: self.filed.issuer.clone(),
            year: self.filed.year,
            edition: self.filed.edition.clone(),
            carried_to: Some(self.shown.edition).filter(|edition| *edition != self.filed.edition),
        }
    }
}

impl CellLabel {
    fn new(section: &Section, table: &Table, row: usize, column: usize) -> Self {
        let end = |outline: &Outline, line: usize| {
            outline.lines().get(line).map(|node| outline.distinct_path(*node).join(" / ")).unwrap_or_default()
        };
        let (line, column) = (end(&table.stub, row), end(&table.boxhead, column));
        // The one column of a list has a head that says nothing, and a table of one row has only heads.
        let (line, column) = match (line.is_empty(), table.units.is_some()) {
            (true, _) => (column, String::new()),
            (false, true) => (line, String::new()),
            (false, false) => (line, column),
        };
        Self { table: table.spanner.as_ref().unwrap_or(&section.heading).text().to_owned(), line, column }
    }
}

/// Every cell that one of the reports has, in the order of the tables they were filed in.
fn cells(reports: &[&Report], forms: &Forms) -> ByConcept<CellLabel> {
    let mut cells = ByConcept::default();
    let is_there = |concept: &Concept| reports.iter().any(|report| report.facts.contains_key(concept));
    let filed = reports.iter().flat_map(|report| forms.tables_of(report));
    // Whatever stands in no such table stands in one of another form.
    for (_, section, table) in filed.chain(forms.tables()) {
        for (row, column, concept) in table.cells().filter(|(_, _, concept)| is_there(concept)) {
            let label = || CellLabel::new(section, table, row, column);
            cells.entry(concept.clone()).or_insert_with(label);
        }
    }
    cells
}
