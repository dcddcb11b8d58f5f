//! Compares what sentences state with what the tables state, and looks at what the sections must hold.
//!
//! False alarms are worse than silence: `grammars/claims.phrases` says when a sentence is no claim.

use crate::document::fold;
use crate::finding::{Finding, FindingKind};
use crate::grammar::{
    Claims, Form, Forms, Ordinal, Rule, Section, SectionRule, Speaker, Statement, Sum, Table, covers, date,
    is_page_number, shift,
};
use crate::report::{Concept, Decimal, Passage, Report, sum};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How many sections must be recognised before anything is said about the sections.
const ENOUGH_SECTIONS: usize = 3;

/// What there is to say about the prose of a report.
pub(super) fn check(report: &Report, forms: &Forms, tables: &[FiledTable<'_>]) -> Vec<Finding> {
    let mut findings = disagreements(&said(report), report, forms, tables);
    if report.narrative.iter().filter(|passage| is_section(passage)).count() >= ENOUGH_SECTIONS {
        if let Some(form) = forms.edition(&report.edition) {
            findings.extend(rules(report, form));
            findings.extend(sections(report, form));
        }
        findings.extend(issued_early(report));
    }
    findings
}

fn is_section(passage: &Passage) -> bool {
    passage.heading.is_some()
}

/// A count that the prose of a report states.
pub(crate) struct Said<'r> {
    passage: &'r Passage,
    paragraph: usize,
    statement: Statement<'static>,
}

impl Said<'_> {
    /// Whether a figure may be meant, or be part of what is meant.
    pub(crate) fn may_mean(&self, concept: &Concept) -> bool {
        let patterns = self.statement.equals.iter().flatten().flatten();
        patterns.into_iter().any(|pattern| covers(pattern, concept.as_str()))
    }
}

/// The counts that the prose of a report states, without those that it states in two ways.
pub(crate) fn said(report: &Report) -> Vec<Said<'_>> {
    let speaker = Speaker::new(report.issuer.as_deref(), report.year);
    let mut said = Vec::new();
    for passage in report.narrative.iter().filter(|passage| passage.section != "signature") {
        let heading = passage.heading.as_deref().unwrap_or_default();
        for (paragraph, text) in paragraphs(passage) {
            let statements = Claims::built_in().statements(&text, heading, &speaker);
            let twice = stated_otherwise(&statements);
            let alone = statements.into_iter().filter(|statement| !twice.contains(statement.claim));
            said.extend(alone.map(|statement| Said { passage, paragraph, statement }));
        }
    }
    said
}

/// What is said otherwise than the tables that a report was filed in have it.
pub(crate) fn disagreements<'s, 'r: 's>(
    said: impl IntoIterator<Item = &'s Said<'r>>,
    report: &Report,
    forms: &Forms,
    tables: &[FiledTable<'_>],
) -> Vec<Finding> {
    let figures = Figures { report, forms, tables };
    let disagreement = |said: &Said<'_>| figures.disagreement(&said.statement, said.passage, said.paragraph);
    said.into_iter().filter_map(disagreement).collect()
}

/// The claims that are made twice with different counts.
fn stated_otherwise(statements: &[Statement<'static>]) -> HashSet<&'static str> {
    let mut first = HashMap::new();
    let differs = |own: &&Statement<'static>| {
        let count = (own.stated, own.unit);
        *first.entry(own.claim).or_insert(count) != count
    };
    statements.iter().filter(differs).map(|own| own.claim).collect()
}

/// The paragraphs of a passage, each with its number. One that was broken into lines is put together, and a
/// sub-heading goes with what follows it.
fn paragraphs(passage: &Passage) -> Vec<(usize, Cow<'_, str>)> {
    let mut whole: Vec<(usize, Cow<'_, str>)> = Vec::new();
    let mut join = None;
    let texts = passage.lines().enumerate().filter(|(_, text)| !is_page_number(text));
    for (at, text) in texts {
        let starts = Ordinal::of(&text).is_some();
        match (join.filter(|_| !starts), whole.last_mut()) {
            (Some(between), Some((_, last))) => {
                let last = last.to_mut();
                last.push_str(between);
                last.push_str(&text);
            }
            _ => whole.push((at + 1, text.clone())),
        }
        let ends = text.trim_end().ends_with(['。', '；', ';', '！', '？', '：', ':']);
        let is_heading = starts && text.chars().count() <= 30;
        join = (!ends).then_some(if is_heading { "。" } else { "\n" });
    }
    whole
}

/// A table that a report was filed in, with its section and its form.
pub(crate) type FiledTable<'f> = (&'f Form, &'f Section, &'f Table);

/// The figures of the tables that a report was filed in.
struct Figures<'a> {
    report: &'a Report,
    forms: &'a Forms,
    tables: &'a [FiledTable<'a>],
}

impl Figures<'_> {
    fn disagreement(
        &self,
        statement: &Statement<'_>,
        passage: &Passage,
        paragraph: usize,
    ) -> Option<Finding> {
        let line = self.contradicting(statement)?;
        let concepts = self.concepts(line.first()?);
        let value = self.sum(&concepts, None)?.normalize();
        let cells: Vec<String> = concepts.iter().map(|concept| self.words(concept)).collect();
        let kind = FindingKind::ProseDisagrees {
            heading: passage.heading.clone().unwrap_or_else(|| "正文".into()),
            paragraph,
            text: statement.text.clone(),
            stated: format!("{}{}", statement.stated.normalize(), statement.unit.unwrap_or_default()),
            cell: cells.join(" + "),
            value,
        };
        let at = concepts.iter().find_map(|concept| self.report.facts.get(concept)?.at().cloned());
        Some(Finding::new(kind, at).about(concepts))
    }

    /// The line of sums that are all known and all different, when no sum at all is what is stated.
    fn contradicting<'s>(&self, statement: &Statement<'s>) -> Option<&'s [Sum]> {
        let known = |sum: &Sum| self.sum(&self.concepts(sum), statement.unit);
        let agrees = |sum: &Sum| known(sum) == Some(statement.stated);
        if statement.equals.iter().flatten().any(agrees) {
            return None;
        }
        let mut lines = statement.equals.iter().map(Vec::as_slice);
        lines.find(|line| line.iter().all(|sum| known(sum).is_some()))
    }

    /// The concepts of a sum, in the tables that the report was filed in.
    fn concepts(&self, sum: &Sum) -> Vec<Concept> {
        let all = self.tables.iter().flat_map(|(_, _, table)| table.concepts());
        let all: Vec<&Concept> = all.collect();
        let of = |pattern: &String| -> Vec<Concept> {
            all.iter()
                .filter(|concept| covers(pattern, concept.as_str()))
                .map(|concept| (*concept).clone())
                .collect()
        };
        let found: Vec<Vec<Concept>> = sum.iter().map(of).collect();
        // A sum with a part that the form does not have is no sum.
        if found.iter().any(Vec::is_empty) { Vec::new() } else { found.concat() }
    }

    fn sum(&self, concepts: &[Concept], unit: Option<&str>) -> Option<Decimal> {
        let number = |concept: &Concept| {
            let number = self.report.number(concept.as_str())?;
            unit.map_or(Some(number), |unit| shift(number, self.unit(concept)?, unit))
        };
        sum(concepts.iter().map(number)).filter(|_| !concepts.is_empty())
    }

    fn unit(&self, concept: &Concept) -> Option<&str> {
        let mut cells = self.forms.iter().filter_map(|form| form.cell(concept.as_str()));
        cells.next().map(|(table, row, column)| table.unit(row, column))
    }

    fn words(&self, concept: &Concept) -> String {
        let mut tables = self.tables.iter();
        let form = tables.find(|(_, _, table)| table.concepts().contains(concept)).map(|(form, _, _)| form);
        form.map_or_else(|| concept.to_string(), |form| form.words(concept.as_str()))
    }
}

/// What the edition asks of a section and is not there. It asks nothing of years before it was issued.
fn rules(report: &Report, form: &Form) -> Vec<Finding> {
    let since = |rule: &SectionRule| {
        report.year.is_some_and(|year| rule.edition.parse().is_ok_and(|since: u16| year >= since))
    };
    let rules = Claims::built_in().rules.iter().filter(|rule| rule.edition == form.edition && since(rule));
    rules.filter_map(|rule| broken(report, rule)).map(|kind| Finding::new(kind, None)).collect()
}

fn broken(report: &Report, rule: &SectionRule) -> Option<FindingKind> {
    let passages: Vec<&Passage> =
        report.narrative.iter().filter(|passage| passage.section == rule.section).collect();
    let heading = passages.first()?.heading.clone().unwrap_or_default();
    let lines = passages.iter().flat_map(|passage| passage.lines());
    let text: String = lines.map(|text| fold(&text).into_owned()).collect();
    let length = text.chars().count();
    match &rule.rule {
        Rule::Mentions(words) => {
            // 行政事业性收费 are other fees, so the list of ignored phrases has them.
            let text = Claims::built_in().without_ignored(&text);
            let says = words.iter().any(|word| text.contains(word.as_str()));
            (!says).then_some(FindingKind::FeeNotReported(heading))
        }
        Rule::Longest(most) => {
            (length > *most).then_some(FindingKind::OverviewTooLong { heading, length, most: *most })
        }
        Rule::Filled => {
            let is_empty = ["", "无", "暂无", "略"].contains(&text.trim_end_matches('。'));
            is_empty.then_some(FindingKind::ProblemsEmpty(heading))
        }
    }
}

/// Sections that are missing or bear another number than in the form.
fn sections(report: &Report, form: &Form) -> Vec<Finding> {
    if form.passages {
        return Vec::new();
    }
    let mut kinds = Vec::new();
    let mut misnumbered = Vec::new();
    for section in &form.sections {
        let official = section.heading.text();
        let Some(passage) = report.narrative.iter().find(|passage| passage.section == section.name) else {
            kinds.push(FindingKind::SectionMissing(official.to_owned()));
            continue;
        };
        let number = |text: &str| Ordinal::of(text).map(|ordinal| ordinal.number);
        let heading = passage.heading.as_deref().unwrap_or_default();
        if number(heading).is_some_and(|filed| Some(filed) != number(official)) {
            misnumbered.push(heading.to_owned());
        }
    }
    kinds.extend((!misnumbered.is_empty()).then_some(FindingKind::SectionsMisnumbered(misnumbered)));
    kinds.into_iter().map(|kind| Finding::new(kind, None)).collect()
}

/// A date of issue before the end of the year reported on.
fn issued_early(report: &Report) -> Option<Finding> {
    let signature = report.narrative.iter().rfind(|passage| passage.section == "signature")?;
    let dated = signature.lines().find(|text| date(text).is_some())?;
    let is_last_day = ["12月31日", "12-31", "12.31", "12/31"].iter().any(|day| fold(&dated).ends_with(day));
    let is_early = date(&dated)? <= report.year? && !is_last_day;
    is_early.then(|| Finding::new(FindingKind::DatedBeforeYearEnd(dated.trim().to_owned()), None))
}

#[cfg(test)]
mod tests;
