//! The judge: which candidates mend something and break nothing, and which of these stand alone.

use super::case::Case;
use super::{Candidate, changed};
use crate::check::{Instance, Said, Verdict, disagreements};
use crate::finding::{Cause, Finding, FindingKind, Suggestion};
use crate::grammar::Operator;
use crate::report::{Concept, Decimal, Report};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What a candidate makes right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gain {
    /// A sum that did not foot, or could not be assessed, and foots.
    Relation(usize),
    /// A finding that is no relation.
    Finding(usize),
}

/// A candidate that makes something right and nothing wrong.
struct Explanation {
    candidate: Candidate,
    gains: BTreeSet<Gain>,
}

/// The one explanation of each finding that has one, with the number of the finding that carries it.
pub(super) fn explanations(case: &Case<'_>, candidates: Vec<Candidate>) -> BTreeMap<usize, Suggestion> {
    let judged = candidates.into_iter().filter_map(|mut candidate| {
        let gains = gains(case, &candidate)?;
        let is_offered = is_tested(case, &candidate, &gains);
        candidate.cause = candidate.cause.filter(|_| is_offered);
        Some(Explanation { candidate, gains })
    });
    let mut explanations: Vec<Explanation> = Vec::new();
    for new in judged {
        match explanations.iter_mut().find(|old| old.says_the_same(&new)) {
            // Two ways to the same figures are one explanation.
            Some(old) if old.candidate.cause.is_none() => *old = new,
            Some(_) => {}
            None => explanations.push(new),
        }
    }
    let stands_alone = |(at, own): &(usize, &Explanation)| {
        explanations.iter().enumerate().all(|(other_at, other)| other_at == *at || own.outdoes(other))
    };
    let alone = explanations.iter().enumerate().filter(stands_alone);
    let mut suggestions = BTreeMap::new();
    for (at, suggestion) in alone.filter_map(|(_, explanation)| explanation.suggestion(case)) {
        suggestions.entry(at).or_insert(suggestion);
    }
    suggestions
}

impl Explanation {
    fn says_the_same(&self, other: &Self) -> bool {
        let figures = |own: &Self| -> BTreeMap<Concept, Decimal> {
            own.candidate.changes.iter().map(|change| (change.concept.clone(), change.number)).collect()
        };
        self.candidate.changes.len() == other.candidate.changes.len() && figures(self) == figures(other)
    }

    /// Whether another explanation is no rival: it speaks of other things, or of less with nothing of its own.
    fn outdoes(&self, other: &Self) -> bool {
        let mut changes = other.candidate.changes.iter();
        let meets = !self.gains.is_disjoint(&other.gains)
            || changes.any(|change| self.candidate.change_of(&change.concept).is_some());
        !meets || (other.gains.is_subset(&self.gains) && other.gains != self.gains)
    }

    fn suggestion(&self, case: &Case<'_>) -> Option<(usize, Suggestion)> {
        let cause = self.candidate.cause.clone()?;
        let at = self.carrier(case)?;
        let first = self.candidate.changes.first()?;
        let name = format!("{}@{}", case.findings[at].code(), first.concept);
        let stray = self.candidate.stray.map(|at| case.report.strays[at].clone());
        Some((at, Suggestion { name, cause, changes: self.candidate.changes.clone(), stray }))
    }

    /// The first finding that would not be made.
    fn carrier(&self, case: &Case<'_>) -> Option<usize> {
        let is_of = |gain: &Gain, at: usize| match gain {
            Gain::Finding(own) => *own == at,
            Gain::Relation(own) => says_it_fails(&case.findings[at], &case.instances[*own].0),
        };
        (0..case.findings.len()).find(|at| self.gains.iter().any(|gain| is_of(gain, *at)))
    }
}

fn says_it_fails(finding: &Finding, instance: &Instance<'_>) -> bool {
    matches!(finding.kind, FindingKind::DoesNotFoot { .. }) && finding.concepts.iter().eq(instance.concepts())
}

/// What a candidate makes right; nothing if it makes anything wrong, or leaves wrong what it touches.
fn gains(case: &Case<'_>, candidate: &Candidate) -> Option<BTreeSet<Gain>> {
    let changes = &candidate.changes;
    let new: FxHashMap<&Concept, Decimal> = changes.iter().map(|own| (&own.concept, own.number)).collect();
    let number = |concept: &Concept| new.get(concept).copied().or_else(|| case.number(concept));
    let touched: BTreeSet<usize> =
        changes.iter().flat_map(|change| case.instances_of(&change.concept)).copied().collect();
    let mut gains = BTreeSet::new();
    for at in touched {
        let (instance, before) = &case.instances[at];
        let is_sum = instance.relation.operator == Operator::Equal;
        match (before, instance.verdict(number)) {
            (_, Verdict::Fails) | (Verdict::Holds, Verdict::Open) => return None,
            // That something is not more than something else is soon said.
            (Verdict::Fails | Verdict::Open, Verdict::Holds) if is_sum => {
                gains.insert(Gain::Relation(at));
            }
            _ => {}
        }
    }
    gains.extend(candidate.settles.iter().copied().map(Gain::Finding));
    if gains.is_empty() {
        return None;
    }
    gains.extend(prose(case, candidate)?);
    Some(gains)
}

/// Whether anything speaks for a candidate but what it was made from.
fn is_tested(case: &Case<'_>, candidate: &Candidate, gains: &BTreeSet<Gain>) -> bool {
    let is_mended =
        |gain: &Gain| matches!(gain, Gain::Relation(at) if case.instances[*at].1 == Verdict::Fails);
    match &candidate.cause {
        // It is the only place left for the figure.
        Some(Cause::OneRowUp { .. }) => true,
        // The sum it was computed from does not count, unless its parts are beyond doubt.
        Some(Cause::WrongTotal { parts, .. }) => {
            gains.len() > 1 || parts.iter().all(|part| case.is_vouched_for(part))
        }
        // What is printed may be a figure by itself, unless something speaks against it.
        Some(Cause::Glued(_)) if candidate.settles.is_empty() => gains.iter().any(is_mended),
        _ => gains.iter().any(|gain| matches!(gain, Gain::Relation(_))),
    }
}

/// The sentences that the table agrees with again; nothing if there is one that it contradicts.
fn prose(case: &Case<'_>, candidate: &Candidate) -> Option<Vec<Gain>> {
    let is_changed = |concept: &Concept| candidate.change_of(concept).is_some();
    let may_mean = |said: &&Said<'_>| candidate.changes.iter().any(|change| said.may_mean(&change.concept));
    let said: Vec<&Said<'_>> = case.said.iter().filter(may_mean).collect();
    if said.is_empty() {
        return Some(Vec::new());
    }
    let disagreements = |report: &Report| {
        disagreements(said.iter().copied(), report, case.forms, &case.forms.tables_of(report))
    };
    let before = disagreements(case.report);
    let after = disagreements(&changed(case.report, &candidate.changes, ""));
    let is_wrong = |finding: &Finding| !before.contains(finding) || finding.concepts.iter().any(is_changed);
    if after.iter().any(is_wrong) {
        return None;
    }
    let settled = before.iter().filter(|finding| !after.contains(finding));
    let number = |settled: &Finding| case.findings.iter().position(|finding| finding == settled);
    Some(settled.filter_map(number).map(Gain::Finding).collect())
}
