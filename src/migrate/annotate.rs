//! [`annotate`]: the sentences of the ledger as notes on the cells of a document.
//!
//! A migration may leave 190 cells open and imply 140 zeros, and a reviewer who has that many notes to read
//! reads none. So neighbours of which the same is to be said share one note, on the first of them, and its
//! words say of how many cells it speaks.

use super::IMPLIED_ZERO;
use super::ledger::{Fate, LedgerEntry, LedgerSide};
use super::ledger_words::{LedgerWords, made_words};
use crate::document::{Block, Cell, Document, Grid, Holds};
use crate::grammar::Forms;
use crate::report::Report;
use std::collections::HashMap;

/// Which cells get a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Annotation {
    /// None.
    None,
    /// Those that are not a figure of the old report as it was, and those left open though the old form
    /// speaks of them.
    #[default]
    Flagged,
    /// Every cell of the ledger.
    All,
}

impl Annotation {
    fn covers(self, entry: &LedgerEntry) -> bool {
        match self {
            Self::None => false,
            Self::Flagged if entry.fate == Fate::Open => entry.association.is_some(),
            Self::Flagged => entry.association != Some("exact"),
            Self::All => true,
        }
    }
}

/// Sets notes on the figures of a migrated report that was laid out: where each comes from, or why there is
/// none.
///
/// ```
/// use nianbao::{document::Block, grammar::Forms, layout::layout, report::{Concept, Fact, Report}};
/// use nianbao::migrate::{Annotation, Policy, annotate, migrate};
/// let forms = Forms::built_in();
/// let mut old = Report::new("2014");
/// old.facts.insert(Concept::new("statistics.normative_documents_issued"), Fact::filed(4.into(), "4", None));
/// let new = migrate(&old, forms, Policy::Standard);
/// let document = annotate(layout(&new.report, forms), Annotation::Flagged, &new.ledger, &new.report, forms);
/// let Block::Table(disclosure) = &document.blocks[2] else { panic!("section 二 is a table") };
/// let notes: Vec<&str> = disclosure.cells().iter().filter_map(|cell| cell.mark.as_ref()?.note.as_deref()).collect();
/// assert_eq!(notes, ["口径相近：旧表“制发规范性文件总数”4；照录供参考：2014 说“规范性文件”，2021 说“行政规范性文件”"]);
/// ```
#[must_use]
pub fn annotate(
    mut document: Document,
    annotation: Annotation,
    ledger: &[LedgerEntry],
    report: &Report,
    forms: &Forms,
) -> Document {
    let targets = ledger.iter().filter(|entry| entry.direction == LedgerSide::Target);
    let entries = targets.filter(|entry| annotation.covers(entry));
    let entries = entries.map(|entry| (entry.concept.as_str(), entry)).collect();
    let annotator = Annotator { words: LedgerWords::new(ledger, report, forms), entries };
    for block in &mut document.blocks {
        if let Block::Table(grid) = block {
            let notes = annotator.notes(grid);
            grid.marks_mut().zip(notes).for_each(|(mark, note)| mark.note = note);
        }
    }
    document
}

struct Annotator<'a> {
    words: LedgerWords<'a>,
    /// The entries to tell, by the figure of the new report.
    entries: HashMap<&'a str, &'a LedgerEntry>,
}

/// Cells of which the same is said.
struct Run<'a> {
    /// The mark that bears the note, counted in the grid, and its column.
    mark: usize,
    column: u32,
    /// The last row.
    row: u32,
    entries: Vec<&'a LedgerEntry>,
}

impl<'a> Annotator<'a> {
    /// A note or none for each mark of a grid.
    fn notes(&self, grid: &Grid) -> Vec<Option<String>> {
        let marked: Vec<&Cell> = grid.cells().iter().filter(|cell| cell.mark.is_some()).collect();
        let mut notes = vec![None; marked.len()];
        for run in self.runs(&marked) {
            notes[run.mark] = Some(self.sentence(&run));
        }
        notes
    }

    /// Neighbours in a row of which the same is said, with those in the rows below that have the same sources
    /// too.
    fn runs(&self, marked: &[&Cell]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        for run in self.runs_in_rows(marked) {
            let above = runs.iter_mut().find(|above| {
                let is_below = (above.row + 1, above.column) == (run.row, run.column);
                is_below && is_alike(above.entries[0], run.entries[0]) && self.has_same_sources(above, &run)
            });
            match above {
                Some(above) => {
                    above.row = run.row;
                    above.entries.extend(run.entries);
                }
                None => runs.push(run),
            }
        }
        runs
    }

    fn runs_in_rows(&self, marked: &[&Cell]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        for (mark, cell) in marked.iter().enumerate() {
            let Some(entry) = self.entry(cell) else { continue };
            let last = runs.last_mut().filter(|run| {
                let is_next = run.row == cell.row && run.mark + run.entries.len() == mark;
                is_next && is_alike(run.entries[0], entry)
            });
            match last {
                Some(run) => run.entries.push(entry),
                None => runs.push(Run { mark, column: cell.column, row: cell.row, entries: vec![entry] }),
            }
        }
        runs
    }

    fn entry(&self, cell: &Cell) -> Option<&'a LedgerEntry> {
        match &cell.mark.as_ref()?.holds {
            Holds::Figure(concept) => self.entries.get(&**concept).copied(),
            Holds::Annexed(_) | Holds::Differing(_) | Holds::Stray | Holds::Head => None,
        }
    }

    /// Whether all cells of two runs have the same sources.
    fn has_same_sources(&self, a: &Run<'_>, b: &Run<'_>) -> bool {
        let first = self.words.sources_of(a.entries[0]);
        a.entries.iter().chain(&b.entries).all(|entry| self.words.sources_of(entry) == first)
    }

    /// What the cells are, which ones they are if there are several, what they come from, and why.
    fn sentence(&self, run: &Run<'_>) -> String {
        let entry = run.entries[0];
        let made = made_words(entry);
        let sources = self.sources(run);
        let reason: Vec<&str> =
            [&*sources, unsaid(&entry.note, made)].into_iter().filter(|words| !words.is_empty()).collect();
        format!("{made}{}：{}", self.extent(run), reason.join("；"))
    }

    /// `（本行“自然人”至“其他”共 6 格）`, where there is more than one.
    fn extent(&self, run: &Run<'_>) -> String {
        let (n_cells, [first, .., last]) = (run.entries.len(), &run.entries[..]) else {
            return String::new();
        };
        let labels = |entry: &LedgerEntry| self.words.new_labels(&entry.concept);
        match (labels(first), labels(last)) {
            ([row, Some(first)], [last_row, Some(last)]) if row == last_row => {
                format!("（本行“{first}”至“{last}”共 {n_cells} 格）")
            }
            (_, last) => {
                let last: Vec<String> = last.into_iter().flatten().collect();
                format!("（从本格到“{}”共 {n_cells} 格）", last.join("·"))
            }
        }
    }

    /// `旧表“1.属于已主动公开范围数”1（表 1 第 32 行第 3 列） + “2.同意公开答复数”2（表 1 第 33 行第 3 列）`; where
    /// each cell has its own source, the first and the last of them.
    fn sources(&self, run: &Run<'_>) -> String {
        let (first, last) = (run.entries[0], run.entries[run.entries.len() - 1]);
        let (sources, between) = match first.association {
            _ if !self.has_same_sources(run, run) => {
                ([self.words.sources_of(first), self.words.sources_of(last)].concat(), "至")
            }
            Some(IMPLIED_ZERO) => (self.words.sources_of(first), "、"),
            _ => (self.words.sources_of(first), " + "),
        };
        let sources: Vec<String> = sources.into_iter().map(|source| self.source(source)).collect();
        if sources.is_empty() { String::new() } else { format!("旧表{}", sources.join(between)) }
    }

    fn source(&self, source: &LedgerEntry) -> String {
        let value = match source.value.kind() {
            "blank" => "空白".to_owned(),
            _ => source.value.to_string(),
        };
        let at = source.at.as_ref().map(|at| format!("（{at}）")).unwrap_or_default();
        format!("“{}”{value}{at}", self.words.old_label(&source.concept))
    }
}

/// A reason without the words with which the sentence begins: after `留空`, `旧表没有对应项`, not `旧表没有对应项，留空`.
fn unsaid<'n>(note: &'n str, made: &str) -> &'n str {
    let note = note.strip_prefix(made).and_then(|rest| rest.strip_prefix('，')).unwrap_or(note);
    note.strip_suffix(made).and_then(|rest| rest.strip_suffix('，')).unwrap_or(note)
}

/// Whether the same is said of two cells, their sources aside.
fn is_alike(a: &LedgerEntry, b: &LedgerEntry) -> bool {
    (a.fate, a.association, &a.note) == (b.fate, b.association, &b.note)
}
