//! Explains faults. Where exactly one clerical error explains a finding, the finding carries it as a
//! [`Suggestion`]; nothing is changed before a user takes that by its name.
//!
//! Generators propose, one judge decides. A *candidate* supposes a clerical error and says which figures
//! would be otherwise without it:
//!
//! ```text
//! heading   a figure on a heading belongs to the first line under it
//! glued     the figures of a row were written without anything between them
//! figure    one figure is wrong: a total, which then is the sum of its parts, or any other
//! exchange  the figures of two columns, or of two neighbouring rows, were exchanged
//! ```
//!
//! The judge (`judge.rs`) puts the figures in and looks at every relation and sentence that they touch.
//! Some candidates are there only as rivals: that some part is wrong explains a wrong sum as well as that the
//! total is, but what the part should be nobody can know. So a lone sum that does not foot has no suggestion;
//! a total whose row and whose column both say the same other number has one.
//!
//! Nothing is invented: a new figure is one of the report, a run of the digits of one, or a sum of figures
//! that the suggestion names.

mod case;
mod exchange;
mod figure;
mod glued;
mod heading;
mod judge;

use crate::finding::{Cause, Change, Finding, FindingKind, Suggestion};
use crate::grammar::Forms;
use crate::report::{Concept, Fact, Provenance, Report, Taken, Value};
use case::Case;
use std::collections::HashMap;

/// Adds to each finding its one explanation, where there is exactly one. The findings are all that was said
/// of the report, by recognition and by the check.
///
/// ```
/// use nianbao::{check::check, grammar::Forms, lang::Lang, read, recognize::recognize, suggest::suggest};
/// let filed = "政府信息公开情况统计表\n统计指标 | 单位 | 统计数 |\n一、主动公开情况 | —— | 102 |\n\
///              （一）主动公开政府信息数 | 条 | |\n制发规范性文件总数 | 件 | 20 |\n";
/// let document = read::read(filed.as_bytes(), &read::Limits::default())?;
/// let found = recognize(&document, Forms::built_in());
/// let findings = suggest(&found.report, Forms::built_in(), found.findings);
/// let suggestion = findings.iter().find_map(|finding| finding.suggestion.as_ref()).expect("it has one explanation");
/// assert_eq!(suggestion.name, "value-on-heading@statistics.disclosed.total");
/// # Ok::<(), nianbao::Error>(())
/// ```
#[must_use]
pub fn suggest(report: &Report, forms: &Forms, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.iter_mut().for_each(|finding| finding.suggestion = None);
    // A sound report costs no more than this.
    if !findings.iter().any(may_be_explained) {
        return findings;
    }
    let case = Case::new(report, forms, &findings);
    if case.said.len() + findings.len() > MOST_SAID {
        return findings;
    }
    let generators: [fn(&Case<'_>) -> Vec<Candidate>; 4] =
        [heading::candidates, glued::candidates, figure::candidates, exchange::candidates];
    let candidates = generators.iter().flat_map(|candidates| candidates(&case)).collect();
    for (at, suggestion) in judge::explanations(&case, candidates) {
        findings[at].suggestion = Some(Box::new(suggestion));
    }
    findings
}

/// Of a report with a clerical error less is said, in it and about it; each candidate is judged by all of that.
const MOST_SAID: usize = 2_000;

/// Whether a clerical error may lie behind a finding.
fn may_be_explained(finding: &Finding) -> bool {
    use FindingKind as K;
    matches!(
        finding.kind,
        K::ValueOnHeading { .. } | K::ValuesDoNotFit { .. } | K::NotANumber { .. } | K::DoesNotFoot { .. }
    )
}

/// An error that may have been made, and the figures as they would be without it.
struct Candidate {
    /// The error; nothing where what is supposed cannot be offered, as it would invent a figure.
    cause: Option<Cause>,
    changes: Vec<Change>,
    /// What would be a figure again, by its number among the strays.
    stray: Option<usize>,
    /// The findings of recognition that would not have been made.
    settles: Vec<usize>,
}

impl Candidate {
    /// A candidate that speaks of figures alone.
    fn new(cause: Option<Cause>, changes: Vec<Change>) -> Self {
        Self { cause, changes, stray: None, settles: Vec::new() }
    }

    fn change_of(&self, concept: &Concept) -> Option<&Change> {
        self.changes.iter().find(|change| change.concept == *concept)
    }
}

/// The report with the figures of a suggestion in place of its own. Each says what it replaced and by which
/// suggestion; what had stood in no place stands in its place.
///
/// ```
/// use nianbao::{finding::{Cause, Change, Printed, Suggestion}, grammar::Forms, report::*, suggest::take};
/// let concept = Concept::new("review.total");
/// let mut report = Report::new("2021");
/// report.facts.insert(concept.clone(), Fact::filed(2.into(), "2", None));
/// let was = Printed { text: "2".into(), at: None };
/// let change = Change { concept, was, number: 3.into(), becomes: Printed::default() };
/// let cause = Cause::Glued(Vec::new());
/// let suggestion = Suggestion { name: "…".into(), cause, changes: vec![change], stray: None };
/// let taken = take(&report, Forms::built_in(), &suggestion);
/// assert_eq!(taken.number("review.total"), Some(3.into()));
/// ```
#[must_use]
pub fn take(report: &Report, forms: &Forms, suggestion: &Suggestion) -> Report {
    let mut report = changed(report, &suggestion.changes, &suggestion.name);
    report.strays.retain(|stray| Some(stray) != suggestion.stray.as_ref());
    put_in_order(&mut report, forms);
    report
}

/// The report with other figures; `name` is the suggestion that they are taken from.
fn changed(report: &Report, changes: &[Change], name: &str) -> Report {
    let mut report = report.clone();
    for Change { concept, was, number, becomes } in changes {
        let taken = Taken {
            suggestion: name.to_owned(),
            was: was.text.clone(),
            at: was.at.clone(),
            figure_at: becomes.at.clone(),
        };
        let provenance = Provenance::Taken(Box::new(taken));
        let fact = Fact { value: Value::Number(*number), raw: becomes.text.clone(), provenance };
        report.facts.insert(concept.clone(), fact);
    }
    report
}

/// Puts the facts in the order of the form, as recognition does.
fn put_in_order(report: &mut Report, forms: &Forms) {
    let tables = forms.tables_of(report);
    let concepts = tables.iter().flat_map(|(_, _, table)| table.concepts());
    let order: HashMap<&Concept, usize> = concepts.enumerate().map(|(at, concept)| (concept, at)).collect();
    report.facts.sort_by_cached_key(|concept, _| order.get(concept).copied().unwrap_or(usize::MAX));
}

/// What there is still to say of a report once suggestions were taken: without what they settle, and that
/// they were taken. What the check said is left to be said again.
///
/// ```
/// use nianbao::{finding::*, suggest::settle};
/// let cause = Cause::Glued(Vec::new());
/// let suggestion = Suggestion { name: "a@b".into(), cause, changes: Vec::new(), stray: None };
/// let mut finding = Finding::new(FindingKind::UnplacedValue("102".into()), None);
/// finding.suggestion = Some(Box::new(suggestion.clone()));
/// assert_eq!(settle(&[finding], &[&suggestion])[0].code(), "suggestion-taken");
/// ```
#[must_use]
pub fn settle(findings: &[Finding], taken: &[&Suggestion]) -> Vec<Finding> {
    let is_settled = |finding: &&Finding| {
        let own = finding.suggestion.as_deref();
        let is_of_changed = |suggestion: &&Suggestion| {
            let changed =
                |concept: &Concept| suggestion.changes.iter().any(|change| change.concept == *concept);
            matches!(finding.kind, FindingKind::NotANumber { .. }) && finding.concepts.iter().all(changed)
        };
        taken.iter().any(|suggestion| own == Some(*suggestion) || is_of_changed(suggestion))
    };
    let open = findings.iter().filter(|finding| !is_settled(finding)).cloned();
    open.chain(taken.iter().map(|suggestion| is_taken(suggestion))).collect()
}

/// That a suggestion was taken, with the place of what it changed.
fn is_taken(suggestion: &Suggestion) -> Finding {
    let places = suggestion.changes.iter();
    let at = places.flat_map(|change| [&change.becomes.at, &change.was.at]).flatten().next().cloned();
    let concepts = suggestion.changes.iter().map(|change| change.concept.clone());
    Finding::new(FindingKind::SuggestionTaken(Box::new(suggestion.clone())), at).about(concepts)
}
