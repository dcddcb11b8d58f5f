//! The tables of a report, with what was found in them marked.

use super::{Checked, escaped};
use crate::document::{Block, Cell, Grid, Holds};
use crate::finding::{Finding, FindingKind, Severity};
use crate::lang::Lang;
use crate::write::html::table::{Content, table};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// Which cells are spoken of by which findings.
pub(super) struct Culprits<'a> {
    /// The number of the report on the page.
    report: usize,
    findings: &'a [Finding],
    lang: Lang,
    /// By the name of the concept, the findings that a figure is to blame for.
    figures: HashMap<&'a str, Vec<usize>>,
    /// The other figures of the relations that do not hold.
    operands: HashSet<&'a str>,
    /// Findings of words in a table that are not shown yet, by these words.
    texts: Vec<(&'a str, usize)>,
    /// The last heading, until a table stands under it.
    heading: Option<&'a str>,
}

impl<'a> Culprits<'a> {
    pub(super) fn new(report: usize, checked: Checked<'a>, lang: Lang) -> Self {
        let Checked { findings, report: filed, .. } = checked;
        let mut figures: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut operands: HashSet<&str> = HashSet::new();
        for (nth, finding) in findings.iter().enumerate() {
            let facts =
                finding.concepts.iter().filter_map(|concept| Some((concept, filed.facts.get(concept)?)));
            // Where a whole row stands in one place, the last is meant: a total stands on the right.
            let culprit = facts.clone().rfind(|(_, fact)| fact.at() == finding.at.as_ref());
            for (concept, fact) in facts {
                // Without a place a finding is about what is no number.
                let is_culprit = match finding.at {
                    None => fact.value.number().is_none(),
                    Some(_) => culprit.map_or(finding.concepts.len() == 1, |(own, _)| own == concept),
                };
                if is_culprit {
                    figures.entry(concept.as_str()).or_default().push(nth);
                } else if finding.at.is_some() {
                    operands.insert(concept.as_str());
                }
            }
        }
        let texts = findings.iter().enumerate();
        let texts = texts.filter_map(|(nth, finding)| Some((words_in_table(finding)?, nth))).collect();
        Self { report, findings, lang, figures, operands, texts, heading: None }
    }

    /// A table, under the heading that stands above it; nothing of any other block.
    pub(super) fn block(&mut self, block: &'a Block) -> String {
        match block {
            Block::Heading(heading) => {
                self.heading = (heading.level > 0).then_some(heading.text.as_str());
                String::new()
            }
            Block::Table(grid) if !is_annex(grid) => {
                let heading = self.heading.take();
                let heading = heading.map(|text| format!("<h4>{}</h4>\n", escaped(text))).unwrap_or_default();
                heading + &self.table(grid)
            }
            _ => String::new(),
        }
    }

    fn table(&mut self, grid: &Grid) -> String {
        table(grid, " class=\"form\" lang=\"zh-CN\"", "", |cell| self.cell(cell))
    }

    fn cell(&mut self, cell: &Cell) -> Content {
        let findings = self.findings_of(cell);
        let mut attributes = String::new();
        let gravest = findings.iter().map(|nth| self.findings[*nth].severity()).max();
        let class = gravest.map(Severity::as_str).or_else(|| self.is_operand(cell).then_some("operand"));
        if let Some(class) = class {
            let _ = write!(attributes, " class=\"{class}\"");
        }
        if !findings.is_empty() {
            let sentences: Vec<String> =
                findings.iter().map(|nth| self.findings[*nth].sentence(self.lang)).collect();
            let _ = write!(attributes, " title=\"{}\"", escaped(&sentences.join("；")));
        }
        let links = findings.iter().map(|nth| {
            let number = nth + 1;
            format!("<a href=\"#r{}-f{number}\">{number}</a>", self.report)
        });
        let links: Vec<String> = links.collect();
        let numbers =
            if links.is_empty() { String::new() } else { format!("<sup>{}</sup>", links.join(" ")) };
        Content { attributes, words: escaped(&cell.text) + &numbers }
    }

    /// The findings that a cell is to blame for.
    fn findings_of(&mut self, cell: &Cell) -> Vec<usize> {
        match cell.mark.as_deref().map(|mark| &mark.holds) {
            Some(Holds::Figure(concept)) => self.figures.get(&**concept).cloned().unwrap_or_default(),
            Some(Holds::Stray) => self.said_of(|words| cell.text.contains(words)),
            Some(Holds::Annexed(_) | Holds::Differing(_)) => Vec::new(),
            Some(Holds::Head) | None => self.said_of(|words| cell.text.trim() == words),
        }
    }

    /// The first finding of words that stand in a cell; each is shown once.
    fn said_of(&mut self, stands_there: impl Fn(&str) -> bool) -> Vec<usize> {
        let found = self.texts.iter().position(|(words, _)| stands_there(words));
        found.map(|at| self.texts.remove(at).1).into_iter().collect()
    }

    fn is_operand(&self, cell: &Cell) -> bool {
        match cell.mark.as_deref().map(|mark| &mark.holds) {
            Some(Holds::Figure(concept)) => self.operands.contains(&**concept),
            _ => false,
        }
    }
}

/// The words in a table that a finding speaks of, where they are no figure.
fn words_in_table(finding: &Finding) -> Option<&str> {
    match &finding.kind {
        FindingKind::UnplacedValue(text)
        | FindingKind::UnplacedText(text)
        | FindingKind::ValueOnHeading { text, .. }
        | FindingKind::ValuesDoNotFit { found: text, .. }
        | FindingKind::DoubtfulLabel { found: text, .. } => Some(text),
        _ => None,
    }
}

/// The tables that a migrated report carries along are not its own.
fn is_annex(grid: &Grid) -> bool {
    let holds = grid.cells().iter().filter_map(|cell| cell.mark.as_deref()).map(|mark| &mark.holds);
    holds.into_iter().any(|holds| matches!(holds, Holds::Annexed(_)))
}
