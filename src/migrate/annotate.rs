//! [`annotate`]: the sentences of the ledger as notes on the cells of a document.
//!
//! A migration may leave 190 cells open and imply 140 zeros, and a reviewer who has that many notes to read
//! reads none. So neighbours of which the same is to be said share one note, on the first of them, and its
//! words say of how many cells it speaks.

use super::ledger::{Fate, LedgerEntry, LedgerSide};
use super::ledger_words::{LedgerWords, kind_words};
use crate::document::{Block, Document, Grid, Holds, Mark};
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
/// let grids = document.blocks.iter().filter_map(|block| match block { Block::Table(grid) => Some(grid), _ => None });
/// let notes = grids.flat_map(|grid| grid.cells()).filter_map(|cell| cell.mark.as_ref()?.note.as_deref());
/// assert!(notes.eq(["口径相近：旧表“制发规范性文件总数”4；2014 说“规范性文件”，2021 说“行政规范性文件”"]));
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
    let annotator = Annotator { words: LedgerWords { ledger, report, forms }, entries };
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
    /// The mark that bears the note, counted in the grid.
    mark: usize,
    /// The last row.
    row: u32,
    cells: Vec<&'a LedgerEntry>,
}

impl<'a> Annotator<'a> {
    /// A note or none for each mark of a grid.
    fn notes(&self, grid: &Grid) -> Vec<Option<String>> {
        let marked: Vec<(u32, &Mark)> =
            grid.cells().iter().filter_map(|cell| Some((cell.row, cell.mark.as_deref()?))).collect();
        let mut notes = vec![None; marked.len()];
        for run in self.runs(&marked) {
            notes[run.mark] = Some(self.sentence(&run));
        }
        notes
    }

    /// The runs of a grid: neighbours in a row, and in the rows below if their figures have the same sources.
    fn runs(&self, marked: &[(u32, &Mark)]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        for run in self.runs_in_rows(marked) {
            let above = runs.iter_mut().find(|above| {
                let first = above.cells[0];
                let is_below = above.row + 1 == run.row && is_alike(first, run.cells[0]);
                is_below && is_shared(above, first) && is_shared(&run, first)
            });
            match above {
                Some(above) => {
                    above.row = run.row;
                    above.cells.extend(run.cells);
                }
                None => runs.push(run),
            }
        }
        runs
    }

    fn runs_in_rows(&self, marked: &[(u32, &Mark)]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        for (at, (row, mark)) in marked.iter().enumerate() {
            let Some(entry) = self.entry(mark) else { continue };
            match runs.last_mut() {
                Some(run)
                    if run.row == *row
                        && run.mark + run.cells.len() == at
                        && is_alike(run.cells[0], entry) =>
                {
                    run.cells.push(entry);
                }
                _ => runs.push(Run { mark: at, row: *row, cells: vec![entry] }),
            }
        }
        runs
    }

    fn entry(&self, mark: &Mark) -> Option<&'a LedgerEntry> {
        match &mark.holds {
            Holds::Figure(concept) => self.entries.get(&**concept).copied(),
            Holds::Annexed(_) | Holds::Stray | Holds::Head => None,
        }
    }

    /// What the cells are, which ones they are if there are several, what they come from, and why.
    fn sentence(&self, run: &Run<'_>) -> String {
        let entry = run.cells[0];
        let reason = [self.sources(run), entry.note.clone()];
        let reason: Vec<String> = reason.into_iter().filter(|words| !words.is_empty()).collect();
        format!("{}{}：{}", kind_words(entry), self.extent(run), reason.join("；"))
    }

    /// `（本行“自然人”至“其他”共 6 格）`, where there is more than one.
    fn extent(&self, run: &Run<'_>) -> String {
        let (n_cells, [first, .., last]) = (run.cells.len(), &run.cells[..]) else { return String::new() };
        let labels =
            |entry: &LedgerEntry| self.words.new_labels(&entry.concept).map(Option::unwrap_or_default);
        let ([first_row, first], [last_row, last]) = (labels(first), labels(last));
        if first_row == last_row {
            format!("（本行“{first}”至“{last}”共 {n_cells} 格）")
        } else {
            format!("（从本格到“{last_row}·{last}”共 {n_cells} 格）")
        }
    }

    /// `旧表“1.属于已主动公开范围数”1（表 1 第 32 行第 3 列） + “2.同意公开答复数”2（表 1 第 33 行第 3 列）`; where
    /// each cell has its own source, the first and the last of them.
    fn sources(&self, run: &Run<'_>) -> String {
        let (first, last) = (run.cells[0], run.cells[run.cells.len() - 1]);
        let (entries, between) = match first.association {
            _ if !is_shared(run, first) => (vec![first, last], "至"),
            Some("implied_zero") => (vec![first], "、"),
            _ => (vec![first], " + "),
        };
        let concepts = entries.into_iter().flat_map(|entry| &entry.counterparts);
        let sources = concepts.filter_map(|concept| self.words.source(concept));
        let sources: Vec<String> = sources.map(|source| self.source(source)).collect();
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

/// Whether the same is said of two cells, their sources aside.
fn is_alike(a: &LedgerEntry, b: &LedgerEntry) -> bool {
    (a.fate, a.association, &a.note) == (b.fate, b.association, &b.note)
}

/// Whether all cells of a run have the sources of this one.
fn is_shared(run: &Run<'_>, entry: &LedgerEntry) -> bool {
    run.cells.iter().all(|own| own.counterparts == entry.counterparts)
}
