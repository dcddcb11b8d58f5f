//! The rows that a report adds to a collection.

use super::columns::Summary;
use super::{Collection, Sheet};
use crate::document::Locus;
use crate::finding::{Finding, Severity};
use crate::lang::Lang;
use crate::migrate::{Fate, LedgerEntry, LedgerSide};
use crate::place::Places;
use crate::report::{Concept, Decimal, Fact, Provenance, Report, Value};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A row of a sheet, a cell for each of its columns.
pub type Row<'r> = Vec<Cell<'r>>;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'r> {
    /// Nothing: left empty, or unknown.
    Blank,
    /// A number of no more digits than a workbook keeps.
    Number(Decimal),
    /// Anything else, a longer number among it.
    Text(Cow<'r, str>),
}

/// Excel keeps this many digits of a number.
const DIGITS: u32 = 15;

impl<'r> Cell<'r> {
    /// A number, as a text where a workbook would change it.
    ///
    /// ```
    /// use nianbao::{collect::Cell, report::Decimal};
    /// assert_eq!(Cell::number(Decimal::new(24_252_311_082, 6)), Cell::Number(Decimal::new(24_252_311_082, 6)));
    /// assert_eq!(Cell::number(Decimal::from(12_345_678_901_234_567_i64)), Cell::Text("12345678901234567".into()));
    /// ```
    #[must_use]
    pub fn number(number: Decimal) -> Self {
        let number = number.normalize();
        let is_kept = number.mantissa().unsigned_abs() < 10_u128.pow(DIGITS);
        if is_kept { Self::Number(number) } else { Self::Text(number.to_string().into()) }
    }

    /// A figure of a summary: what is struck out or no number stands there as filed.
    fn figure(fact: Option<&'r Fact>) -> Self {
        match fact.map(|fact| (&fact.value, &*fact.raw)) {
            None | Some((Value::Blank, _)) => Self::Blank,
            Some((Value::Number(number), _)) => Self::number(*number),
            Some((value, "")) => Self::text(value.to_string()),
            Some((_, raw)) => Self::text(raw),
        }
    }

    fn text(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn opt_text(text: Option<&'r str>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    fn count(n: usize) -> Self {
        Self::Number(n.into())
    }

    /// The number, when it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Blank | Self::Text(_) => None,
        }
    }
}

/// A file that was to be collected.
#[derive(Clone, Copy, Debug)]
pub struct Source<'r> {
    /// Its number in the collection, from 1.
    pub number: usize,
    /// Its name.
    pub name: &'r str,
    /// Its name with its folders.
    pub path: &'r str,
    /// The SHA-256 of its bytes; empty where they could not be read.
    pub digest: &'r str,
}

/// A report of a collection.
#[derive(Clone, Copy, Debug)]
pub struct Member<'r> {
    /// What it was read from.
    pub source: Source<'r>,
    /// The edition that it was filed in.
    pub filed_in: &'r str,
    /// The report as it is collected, migrated or as filed.
    pub report: &'r Report,
    /// What there is to say about it.
    pub findings: &'r [Finding],
    /// Where the findings stand.
    pub places: &'r Places,
    /// The account of its migration; nothing where there was none.
    pub ledger: &'r [LedgerEntry],
}

impl<'f> Collection<'f> {
    /// The rows that a report adds to the sheets that are wanted, each with its sheet.
    ///
    /// ```
    /// use nianbao::collect::{Cell, Collection, Member, Sheet, Source};
    /// use nianbao::{grammar::Forms, lang::Lang, place::Places, report::{Concept, Fact, Report, Value}};
    /// let mut report = Report { year: Some(2024), ..Report::new("2021") };
    /// report.facts.insert(Concept::new("review.total"), Fact::filed(Value::Nil, "—", None));
    /// let source = Source { number: 1, name: "a.docx", path: "in/a.docx", digest: "2fd4…" };
    /// let places = Places::default();
    /// let member = Member { source, filed_in: "2021", report: &report, findings: &[], places: &places, ledger: &[] };
    /// let collection = Collection::new(Forms::built_in(), Lang::Zh, false);
    /// let rows = collection.rows(&member, |_| true);
    /// let (sheet, details) = &rows[1];
    /// assert_eq!(*sheet, Sheet::Details);
    /// assert_eq!(details[6..10], [Cell::Text("行政复议 / 总计".into()), Cell::Text("件".into()), Cell::Blank, Cell::Text("划去".into())]);
    /// ```
    #[must_use]
    pub fn rows<'r>(
        &'r self,
        member: &Member<'r>,
        is_wanted: impl Fn(Sheet<'f>) -> bool,
    ) -> Vec<(Sheet<'f>, Row<'r>)> {
        let mut rows = Vec::new();
        if let Some((edition, summary)) = self.summary_of(member.report)
            && is_wanted(Sheet::Summary(edition))
        {
            rows.push((Sheet::Summary(edition), self.summary_row(member, summary)));
        }
        if is_wanted(Sheet::Details) {
            let origins = Origins::new(member.ledger);
            let facts = member.report.facts.iter();
            let row = |(concept, fact)| self.details_row(member, concept, fact, &origins);
            rows.extend(facts.map(|fact| (Sheet::Details, row(fact))));
        }
        if is_wanted(Sheet::Findings) {
            let findings = member.findings.iter().map(|finding| self.finding_row(member, finding));
            rows.extend(findings.map(|row| (Sheet::Findings, row)));
        }
        if is_wanted(Sheet::Sources) {
            rows.push((Sheet::Sources, self.source_row(member)));
        }
        rows
    }

    /// The row of a file that is no report, or that could not be read: why.
    #[must_use]
    pub fn refused<'r>(&self, source: &Source<'r>, code: &'r str, sentence: &str) -> (Sheet<'f>, Row<'r>) {
        let mut row = vec![Cell::count(source.number), Cell::text(source.name)];
        row.resize(self.columns(Sheet::Sources).len(), Cell::Blank);
        row[6] = Cell::Text(self.choose("未收入", "no").to_owned().into());
        row[11] = Cell::text(format!("{sentence} [{code}]"));
        row[12] = Cell::text(source.digest);
        row[13] = Cell::text(source.path);
        (Sheet::Sources, row)
    }

    fn summary_row<'r>(&'r self, member: &Member<'r>, summary: &Summary<'f>) -> Row<'r> {
        let report = member.report;
        let mut row = report_cells(member);
        let concepts = summary.columns.iter().filter_map(|column| column.concept.as_ref());
        row.extend(concepts.map(|concept| Cell::figure(report.facts.get(concept))));
        let others = report.facts.iter().filter(|(concept, _)| summary.words(concept).is_none());
        let others = others.map(|(concept, fact)| {
            let words = self.words(&report.edition, concept).map_or(concept.as_str(), |(words, _)| words);
            format!("{words}：{}", fact.value)
        });
        row.push(Cell::text(others.collect::<Vec<_>>().join("；")));
        row
    }

    fn details_row<'r>(
        &'r self,
        member: &Member<'r>,
        concept: &'r Concept,
        fact: &'r Fact,
        origins: &Origins<'r>,
    ) -> Row<'r> {
        let (words, unit) = self.words(&member.report.edition, concept).unwrap_or_default();
        let made = origins.made.get(concept);
        let is_open = made.is_some_and(|entry| entry.fate == Fate::Open);
        let kind = if is_open { Fate::Open.as_str() } else { fact.value.kind() };
        let value = fact.value.number().map_or(Cell::Blank, Cell::number);
        let origin = made.filter(|_| is_open || matches!(fact.provenance, Provenance::Derived(_)));
        let mut row = report_cells(member);
        row.extend([
            Cell::text(concept.as_str()),
            Cell::text(words),
            Cell::text(unit),
            value,
            Cell::text(kind_words(self.lang, kind)),
            Cell::text(&*fact.raw),
            Cell::text(origins.place(concept, fact)),
            Cell::opt_text(origin.map(|entry| &*entry.note)),
        ]);
        row
    }

    fn finding_row<'r>(&'r self, member: &Member<'r>, finding: &'r Finding) -> Row<'r> {
        let lang = self.lang;
        let suggestion = finding.suggestion.as_ref().map(|suggestion| suggestion.sentence(lang));
        let mut row = report_cells(member);
        row.extend([
            Cell::text(finding.severity().word(lang)),
            Cell::text(finding.code()),
            Cell::text(member.places.of(finding, lang).unwrap_or_default()),
            Cell::text(finding.sentence(lang)),
            Cell::text(suggestion.unwrap_or_default()),
        ]);
        row
    }

    fn source_row<'r>(&'r self, member: &Member<'r>) -> Row<'r> {
        let Member { source, report, findings, .. } = member;
        let is_changed = report.edition != member.filed_in;
        let collected = match is_changed {
            true => format!("→ {}", report.edition),
            false => self.choose("照录", "as filed").to_owned(),
        };
        let mut row = report_cells(member);
        row.extend([Cell::opt_text(report.title.as_deref()), Cell::text(collected)]);
        row.push(Cell::count(report.facts.len()));
        row.extend(Severity::counts(findings).map(Cell::count));
        row.extend([Cell::Blank, Cell::text(source.digest), Cell::text(source.path)]);
        row
    }
}

/// Which report a row is of.
fn report_cells<'r>(member: &Member<'r>) -> Row<'r> {
    let Member { source, report, filed_in, .. } = *member;
    vec![
        Cell::count(source.number),
        Cell::text(source.name),
        Cell::opt_text(report.issuer.as_deref()),
        report.year.map_or(Cell::Blank, |year| Cell::Number(year.into())),
        Cell::text(filed_in),
    ]
}

/// What a cell says, in a word; what an older form does not tell is unknown.
fn kind_words(lang: Lang, kind: &'static str) -> &'static str {
    let zh = match kind {
        "number" => "数字",
        "blank" => "空白",
        "nil" => "划去",
        "text" => "文字",
        _ => "未知",
    };
    lang.choose(zh, kind)
}

/// Where the figures of a migrated report come from.
struct Origins<'r> {
    /// The places of the old figures.
    places: FxHashMap<&'r Concept, &'r Locus>,
    /// The account of each new figure.
    made: FxHashMap<&'r Concept, &'r LedgerEntry>,
}

impl<'r> Origins<'r> {
    fn new(ledger: &'r [LedgerEntry]) -> Self {
        let of = |side| ledger.iter().filter(move |entry| entry.direction == side);
        let places = of(LedgerSide::Source).filter_map(|entry| Some((&entry.concept, entry.at.as_ref()?)));
        let made = of(LedgerSide::Target).map(|entry| (&entry.concept, entry));
        Self { places: places.collect(), made: made.collect() }
    }

    /// Where a figure stands; of a derived one where those stand that it was made of.
    fn place(&self, concept: &Concept, fact: &Fact) -> String {
        if let Some(at) = fact.at() {
            return at.to_string();
        }
        let sources = self.made.get(concept).into_iter().flat_map(|entry| entry.counterparts.iter());
        let places = sources.filter_map(|source| self.places.get(source));
        places.map(ToString::to_string).collect::<Vec<_>>().join(" + ")
    }
}
