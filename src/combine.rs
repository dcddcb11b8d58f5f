//! Adds up the reports of several organs to the report of the one above them, cell by cell.
//!
//! What is not known does not become a number: where a report has left a cell blank, has not got the line, or says
//! something else than a number, the sum stays blank. What is struck out does not apply to its organ and adds
//! nothing; blank with blank is blank, and nil with nil is nil.

mod contributions;
mod remarks;

pub use contributions::{Contribution, contributions_table, contributions_to_rows};

use crate::finding::Finding;
use crate::grammar::{Form, Forms};
use crate::report::{Concept, Derivation, Fact, Passage, Provenance, Report, Value};
use std::collections::BTreeMap;

/// A report to be added, and the file that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Part<'r> {
    /// The name of the file.
    pub file: &'r str,
    /// The SHA-256 of its bytes.
    pub digest: &'r str,
    /// What was read from it.
    pub report: &'r Report,
    /// What was found in it.
    pub findings: &'r [Finding],
}

/// How reports are added up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The organ that the sum is of.
    pub issuer: String,
    /// The organs of which there should be a report; nothing where no list was given.
    pub expected: Option<Vec<String>>,
    /// Whether a cell without a number in some reports is the sum of the others.
    pub partial: bool,
}

/// The sum of reports.
#[derive(Clone, Debug)]
pub struct Combined {
    /// The sum; nothing where the reports are of several editions.
    pub report: Option<Report>,
    /// What each report has added to each cell.
    pub contributions: Vec<Contribution>,
    /// What there is to say.
    pub findings: Vec<Finding>,
}

/// Adds up reports of one edition.
///
/// ```
/// use nianbao::combine::{Options, Part, combine};
/// use nianbao::{grammar::Forms, report::{Concept, Fact, Report, Value}};
/// let report = |values: [Value; 3]| {
///     let mut report = Report { year: Some(2024), ..Report::new("2021") };
///     for (concept, value) in ["review.upheld", "review.other", "review.pending"].iter().zip(values) {
///         report.facts.insert(Concept::new(concept), Fact::filed(value.clone(), value.to_string(), None));
///     }
///     report
/// };
/// let (a, b) = (report([2.into(), Value::Nil, 1.into()]), report([3.into(), 4.into(), Value::Blank]));
/// let parts = [("a.docx", &a), ("b.docx", &b)].map(|(file, report)| Part { file, digest: file, report, findings: &[] });
/// let options = Options { issuer: "某县人民政府".into(), ..Options::default() };
/// let combined = combine(&parts, &options, Forms::built_in());
/// let sum = combined.report.expect("the editions are one");
/// assert_eq!(sum.number("review.upheld"), Some(5.into()));
/// assert_eq!(sum.number("review.other"), Some(4.into()), "what is struck out adds nothing");
/// assert_eq!(sum.facts["review.pending"].value, Value::Blank, "an unknown addend leaves the sum unknown");
/// assert_eq!(sum.title.as_deref(), Some("某县人民政府2024年政府信息公开工作年度报告"));
/// ```
#[must_use]
pub fn combine(parts: &[Part<'_>], options: &Options, forms: &Forms) -> Combined {
    let edition = parts.first().map(|part| part.report.edition.as_str()).unwrap_or_default();
    let form = forms.edition(edition).filter(|form| parts.iter().all(|part| is_of(part.report, form)));
    let Some(form) = form else {
        let findings = vec![remarks::editions_differ(parts, forms)];
        return Combined { report: None, contributions: Vec::new(), findings };
    };
    let contributions = contributions::all(parts, options, form);
    let findings = remarks::all(parts, options, &contributions);
    let report = report(parts, options, form, &contributions);
    Combined { report: Some(report), contributions, findings }
}

/// Whether a report is of an edition with all its figures; a hybrid is not.
fn is_of(report: &Report, form: &Form) -> bool {
    report.edition == form.edition && report.facts.keys().all(|concept| form.cell(concept.as_str()).is_some())
}

/// The year of most reports, the later of two.
fn common_year(parts: &[Part<'_>]) -> Option<u16> {
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    for year in parts.iter().filter_map(|part| part.report.year) {
        *years.entry(year).or_default() += 1;
    }
    years.into_iter().max_by_key(|(year, n)| (*n, *year)).map(|(year, _)| year)
}

fn report(parts: &[Part<'_>], options: &Options, form: &Form, contributions: &[Contribution]) -> Report {
    let year = common_year(parts);
    let in_year = year.map(|year| format!("{year}年")).unwrap_or_default();
    let fact = |contribution: &Contribution| {
        let (value, note) = (contribution.total.clone(), contribution.words(parts));
        let from = [contribution.concept.clone()].into();
        let derivation = Derivation { kind: "sum", from, note: note.into() };
        let raw = value.to_string().into();
        let provenance = match value {
            Value::Blank => Provenance::Filed(None),
            _ => Provenance::Derived(derivation),
        };
        (contribution.concept.clone(), Fact { value, raw, provenance })
    };
    Report {
        issuer: Some(options.issuer.clone()),
        year,
        title: Some(format!("{}{in_year}{}", options.issuer, form.title)),
        facts: contributions.iter().map(fact).collect(),
        narrative: form.sections.iter().map(|section| passage(parts, form, section)).collect(),
        ..Report::new(form.edition.as_str())
    }
}

/// A section of the sum: never prose, but where its prose may be drawn from.
fn passage(parts: &[Part<'_>], form: &Form, section: &crate::grammar::Section) -> Passage {
    let name = if form.passages { "passage" } else { section.name.as_str() };
    let mut passage = Passage::new(name, Some(section.heading.text().to_owned()));
    if !section.tables.is_empty() {
        return passage;
    }
    let has_prose = |part: &&Part<'_>| {
        let own = part.report.narrative.iter().filter(|own| own.section == section.name);
        own.flat_map(Passage::lines).any(|line| !line.trim().is_empty())
    };
    let sources = parts.iter().filter(has_prose).map(|part| {
        let issuer = part.report.issuer.as_deref().unwrap_or("没有写明机关");
        format!("{issuer}（{}）", part.file)
    });
    let sources: Vec<String> = sources.collect();
    if !sources.is_empty() {
        let sources = sources.join("、");
        let note = format!("［本部分由本机关撰写，写成后请删去本段。可参考下列报告的同一部分：{sources}。］");
        passage.paragraphs.push(note.into());
    }
    passage
}

/// Which cells a remark speaks of.
fn about(contributions: &[&Contribution]) -> Vec<Concept> {
    contributions.iter().map(|contribution| contribution.concept.clone()).collect()
}
