//! What there is to say about reports that are added up.

use super::contributions::{Contribution, is_unknown};
use super::{Options, Part, about, common_year};
use crate::collect::Known;
use crate::document::{Folded, fold};
use crate::finding::{CollectionKind, Finding, FindingKind};
use crate::grammar::{Forms, joint_notes};
use crate::report::Value;
use indexmap::{IndexMap, IndexSet};
use std::collections::HashSet;

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
pub(super) fn all(parts: &[Part<'_>], options: &Options, contributions: &[Contribution]) -> Vec<Finding> {
    let has_number = |cell: &&Contribution| cell.parts.iter().flatten().any(|value| value.number().is_some());
    let cells: Vec<&Contribution> = contributions.iter().filter(has_number).collect();
    let mut findings = of_the_list(parts, options);
    let (mut known, common) = (Known::default(), common_year(parts));
    for (nth, part) in parts.iter().enumerate() {
        findings.extend(known.take(part.file, part.digest, part.report));
        let (file, year) = (part.file.to_owned(), part.report.year);
        let common = common.filter(|common| year != Some(*common));
        findings.extend(common.map(|common| finding(CollectionKind::OtherYear { file, year, common })));
        findings.extend(does_not_foot(part));
        findings.extend(of_cells(part, nth, options, &cells));
    }
    findings.extend(may_count_twice(contributions));
    findings
}

fn issuer<'p>(part: &Part<'p>) -> Option<Folded<'p>> {
    part.report.issuer.as_deref().map(fold)
}

/// Organs without a report, and reports of organs that are not on the list.
fn of_the_list(parts: &[Part<'_>], options: &Options) -> Vec<Finding> {
    let Some(expected) = &options.expected else { return Vec::new() };
    let there: HashSet<Folded<'_>> = parts.iter().filter_map(issuer).collect();
    let listed: HashSet<Folded<'_>> = expected.iter().map(|issuer| fold(issuer)).collect();
    let missing = expected.iter().filter(|issuer| !there.contains(&fold(issuer)));
    let missing: Vec<String> = missing.cloned().collect();
    let missing = (!missing.is_empty()).then(|| finding(CollectionKind::IssuerMissing(missing)));
    let is_listed = |part: &&Part<'_>| issuer(part).is_some_and(|own| listed.contains(&own));
    let others = parts.iter().filter(|part| !is_listed(part)).map(|part| {
        let (file, issuer) = (part.file.to_owned(), part.report.issuer.clone());
        finding(CollectionKind::IssuerUnexpected { file, issuer })
    });
    missing.into_iter().chain(others).collect()
}

fn does_not_foot(part: &Part<'_>) -> Option<Finding> {
    let rules = part.findings.iter().filter_map(|finding| match &finding.kind {
        FindingKind::DoesNotFoot { rule, .. } => Some(rule.clone()),
        _ => None,
    });
    let rules: IndexSet<String> = rules.collect();
    let (file, rules) = (part.file.to_owned(), rules.into_iter().collect::<Vec<_>>());
    (!rules.is_empty()).then(|| finding(CollectionKind::PartDoesNotFoot { file, rules }))
}

fn words(cells: &[&Contribution]) -> Vec<String> {
    cells.iter().map(|cell| cell.words.clone()).collect()
}

/// The cells of a report that have no number where others have one.
fn of_cells(part: &Part<'_>, nth: usize, options: &Options, cells: &[&Contribution]) -> Vec<Finding> {
    let unknown =
        cells.iter().filter(|cell| is_unknown(cell.parts[nth].as_ref())).copied().collect::<Vec<_>>();
    let nil = cells.iter().filter(|cell| cell.parts[nth] == Some(Value::Nil)).copied().collect::<Vec<_>>();
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
fn may_count_twice(contributions: &[Contribution]) -> Vec<Finding> {
    let notes = joint_notes().iter().filter_map(|note| {
        let cells = contributions.iter().filter(|cell| note.figures.have(cell.concept.as_str()));
        let cells: Vec<&Contribution> = cells.filter(|cell| cell.n_addends() > 1).collect();
        let kind = CollectionKind::MayCountTwice { note: note.words.clone(), cells: words(&cells) };
        (!cells.is_empty()).then(|| finding(kind).about(about(&cells)))
    });
    notes.collect()
}
