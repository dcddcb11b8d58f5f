//! What there is to say about reports that are added up.

use super::contributions::{Contribution, is_unknown};
use super::{Options, Part, about, common_year};
use crate::check::check;
use crate::collect::Known;
use crate::document::{Folded, fold};
use crate::finding::{CollectionKind, Finding, FindingKind};
use crate::grammar::{Form, Forms, joint_notes};
use crate::report::Value;
use indexmap::{IndexMap, IndexSet};

fn finding(kind: CollectionKind) -> Finding {
    Finding::new(FindingKind::Collection(kind), None)
}

/// The files of each edition; a report with lines of another edition names both.
pub(super) fn editions_differ(parts: &[Part<'_>], forms: &Forms) -> Finding {
    let mut editions: IndexMap<String, Vec<String>> = IndexMap::new();
    for part in parts {
        let mut own: IndexSet<&str> = [part.report.edition.as_str()].into();
        own.extend(forms.tables_of(part.report).iter().map(|(form, _, _)| form.edition.as_str()));
        let own: Vec<&str> = own.into_iter().collect();
        editions.entry(own.join(" + ")).or_default().push(part.file.to_owned());
    }
    finding(CollectionKind::EditionsDiffer(editions.into_iter().collect()))
}

/// Everything: of the list, of each report, of the cells.
pub(super) fn all(
    parts: &[Part<'_>],
    options: &Options,
    form: &Form,
    forms: &Forms,
    contributions: &[Contribution],
) -> Vec<Finding> {
    let mut findings = of_the_list(parts, options);
    let (mut known, common) = (Known::default(), common_year(parts));
    for (nth, part) in parts.iter().enumerate() {
        let twice = known.take(part.file, part.digest, part.report);
        findings.extend(twice.map(|twice| Finding { at: None, ..twice }));
        let (file, year) = (part.file.to_owned(), part.report.year);
        let common = common.filter(|common| year != Some(*common));
        findings.extend(common.map(|common| finding(CollectionKind::OtherYear { file, year, common })));
        findings.extend(does_not_foot(part, forms));
        findings.extend(of_cells(part, nth, options, contributions));
    }
    findings.extend(may_count_twice(form, contributions));
    findings
}

/// Organs without a report, and reports of organs that are not on the list.
fn of_the_list(parts: &[Part<'_>], options: &Options) -> Vec<Finding> {
    let Some(expected) = &options.expected else { return Vec::new() };
    let issuer = |part: &Part<'_>| part.report.issuer.as_deref().map(fold);
    let there: Vec<Option<Folded>> = parts.iter().map(issuer).collect();
    let listed: Vec<Folded> = expected.iter().map(|issuer| fold(issuer)).collect();
    let missing =
        expected.iter().zip(&listed).filter(|(_, own)| !there.iter().flatten().any(|other| other == *own));
    let missing: Vec<String> = missing.map(|(issuer, _)| issuer.clone()).collect();
    let missing = (!missing.is_empty()).then(|| finding(CollectionKind::IssuerMissing(missing)));
    let is_listed = |own: &Option<Folded>| own.as_ref().is_some_and(|own| listed.contains(own));
    let others = parts.iter().zip(&there).filter(|(_, own)| !is_listed(own)).map(|(part, _)| {
        let (file, issuer) = (part.file.to_owned(), part.report.issuer.clone());
        finding(CollectionKind::IssuerUnexpected { file, issuer })
    });
    missing.into_iter().chain(others).collect()
}

fn does_not_foot(part: &Part<'_>, forms: &Forms) -> Option<Finding> {
    let rules = check(part.report, forms).into_iter().filter_map(|finding| match finding.kind {
        FindingKind::DoesNotFoot { rule, .. } => Some(rule),
        _ => None,
    });
    let rules: IndexSet<String> = rules.collect();
    let (file, rules) = (part.file.to_owned(), rules.into_iter().collect::<Vec<_>>());
    (!rules.is_empty()).then(|| finding(CollectionKind::PartDoesNotFoot { file, rules }))
}

/// The cells of a report that have no number where others have one.
fn of_cells(part: &Part<'_>, nth: usize, options: &Options, contributions: &[Contribution]) -> Vec<Finding> {
    let has_number = |cell: &&Contribution| cell.parts.iter().flatten().any(|value| value.number().is_some());
    let cells: Vec<&Contribution> = contributions.iter().filter(has_number).collect();
    let unknown =
        cells.iter().filter(|cell| is_unknown(cell.parts[nth].as_ref())).copied().collect::<Vec<_>>();
    let nil = cells.iter().filter(|cell| cell.parts[nth] == Some(Value::Nil)).copied().collect::<Vec<_>>();
    let words = |cells: &[&Contribution]| cells.iter().map(|cell| cell.words.clone()).collect::<Vec<_>>();
    let file = || part.file.to_owned();
    let unknown = (!unknown.is_empty()).then(|| {
        let kind = CollectionKind::AddendUnknown {
            file: file(),
            cells: words(&unknown),
            is_partial: options.partial,
        };
        finding(kind).about(about(&unknown))
    });
    let nil = (!nil.is_empty()).then(|| {
        finding(CollectionKind::NilPassedOver { file: file(), cells: words(&nil) }).about(about(&nil))
    });
    unknown.into_iter().chain(nil).collect()
}

/// Cells to which several reports add something, and that may count one thing several times.
fn may_count_twice(form: &Form, contributions: &[Contribution]) -> Vec<Finding> {
    let notes = joint_notes().iter().filter_map(|note| {
        let cells = contributions.iter().filter(|cell| cell.n_addends() > 1);
        let cells: Vec<&Contribution> =
            cells.filter(|cell| note.figures.have(cell.concept.as_str())).collect();
        let words = cells.iter().map(|cell| form.words(cell.concept.as_str())).collect();
        let kind = CollectionKind::MayCountTwice { note: note.words.clone(), cells: words };
        (!cells.is_empty()).then(|| finding(kind).about(about(&cells)))
    });
    notes.collect()
}
