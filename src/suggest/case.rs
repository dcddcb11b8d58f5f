//! [`Case`]: a report with its relations, and what was said of it.

use crate::check::{Instance, Said, Verdict, said};
use crate::finding::{Change, Finding, FindingKind, Printed};
use crate::grammar::{Forms, Operator, Outline, Table};
use crate::report::{Concept, Decimal, Fact, Report, Stray};
use rustc_hash::FxHashMap;

/// A report with its relations, and what was said of it.
pub(super) struct Case<'a> {
    pub(super) report: &'a Report,
    pub(super) forms: &'a Forms,
    pub(super) findings: &'a [Finding],
    /// The counts that its prose states.
    pub(super) said: Vec<Said<'a>>,
    pub(super) tables: Vec<&'a Table>,
    /// Every relation down every column and along every row, and what it comes to as printed.
    pub(super) instances: Vec<(Instance<'a>, Verdict)>,
    instances_of: FxHashMap<&'a Concept, Vec<usize>>,
    /// The table, row and column of each concept.
    cells: FxHashMap<&'a Concept, (&'a Table, usize, usize)>,
}

impl<'a> Case<'a> {
    pub(super) fn new(report: &'a Report, forms: &'a Forms, findings: &'a [Finding]) -> Self {
        let tables: Vec<&Table> = forms.tables_of(report).into_iter().map(|(_, _, table)| table).collect();
        let relations =
            tables.iter().flat_map(|table| table.relations.iter().map(move |relation| (*table, relation)));
        let instances = relations.flat_map(|(table, relation)| Instance::of(table, relation));
        let judged = instances.map(|instance| {
            let verdict = instance.verdict(|concept| report.number(concept.as_str()));
            (instance, verdict)
        });
        let mut case = Self {
            report,
            forms,
            findings,
            said: said(report),
            instances: judged.collect(),
            instances_of: FxHashMap::default(),
            cells: FxHashMap::default(),
            tables,
        };
        for (at, (instance, _)) in case.instances.iter().enumerate() {
            for concept in instance.concepts() {
                case.instances_of.entry(concept).or_default().push(at);
            }
        }
        for table in &case.tables {
            case.cells.extend(table.cells().map(|(row, column, concept)| (concept, (*table, row, column))));
        }
        case
    }

    /// The relations that a figure takes part in.
    pub(super) fn instances_of(&self, concept: &Concept) -> &[usize] {
        self.instances_of.get(concept).map_or(&[], Vec::as_slice)
    }

    /// The sums that do not foot.
    pub(super) fn failing(&self) -> impl Iterator<Item = &Instance<'a>> {
        let fails = |(instance, verdict): &&(Instance<'_>, Verdict)| {
            instance.relation.operator == Operator::Equal && *verdict == Verdict::Fails
        };
        self.instances.iter().filter(fails).map(|(instance, _)| instance)
    }

    /// Whether a figure takes part in a relation that does not hold.
    pub(super) fn is_doubtful(&self, concept: &Concept) -> bool {
        self.instances_of(concept).iter().any(|at| self.instances[*at].1 == Verdict::Fails)
    }

    /// Whether a figure takes part in a sum that foots.
    pub(super) fn is_vouched_for(&self, concept: &Concept) -> bool {
        let foots = |(instance, verdict): &(Instance<'_>, Verdict)| {
            instance.relation.operator == Operator::Equal && *verdict == Verdict::Holds
        };
        self.instances_of(concept).iter().any(|at| foots(&self.instances[*at]))
    }

    pub(super) fn fact(&self, concept: &Concept) -> Option<&'a Fact> {
        self.report.facts.get(concept)
    }

    pub(super) fn number(&self, concept: &Concept) -> Option<Decimal> {
        self.report.number(concept.as_str())
    }

    /// The table, row and column of a figure.
    pub(super) fn cell(&self, concept: &Concept) -> Option<(&'a Table, usize, usize)> {
        self.cells.get(concept).copied()
    }

    /// The words of a figure.
    pub(super) fn words(&self, concept: &Concept) -> String {
        let cell = self.cell(concept);
        cell.map_or_else(|| concept.to_string(), |(table, row, column)| table.words(row, column))
    }

    /// What is printed for a figure.
    pub(super) fn printed(&self, concept: &Concept) -> Printed {
        let printed = |fact: &Fact| Printed { text: fact.raw.clone(), at: fact.at().cloned() };
        self.fact(concept).map(printed).unwrap_or_default()
    }

    /// A figure that would be another.
    pub(super) fn change(&self, concept: &Concept, number: Decimal, becomes: Printed) -> Change {
        Change { concept: concept.clone(), was: self.printed(concept), number, becomes }
    }

    /// The strays that may be figures, each with its number and that of the finding about it. Of several for
    /// one figure nobody knows which is meant.
    pub(super) fn strays(&self) -> impl Iterator<Item = (usize, usize, &'a Stray)> {
        let mut n_strays: FxHashMap<&Concept, usize> = FxHashMap::default();
        for first in self.report.strays.iter().filter_map(|stray| stray.cells.first()) {
            *n_strays.entry(first).or_default() += 1;
        }
        let is_only =
            move |stray: &Stray| stray.cells.first().is_some_and(|first| n_strays.get(first) == Some(&1));
        let about = |stray: &Stray| {
            self.findings.iter().position(|finding| match &finding.kind {
                FindingKind::ValueOnHeading { text, .. }
                | FindingKind::ValuesDoNotFit { found: text, .. } => {
                    finding.at == stray.at && *text == stray.text
                }
                _ => false,
            })
        };
        let strays = self.report.strays.iter().enumerate().filter(move |(_, stray)| is_only(stray));
        strays.filter_map(move |(at, stray)| Some((at, about(stray)?, stray)))
    }
}

/// The words of a line from the outermost label on; nothing in a table without labels on that side.
pub(super) fn line_words(outline: &Outline, line: usize) -> String {
    outline.lines().get(line).map(|node| outline.path(*node).join(" / ")).unwrap_or_default()
}
