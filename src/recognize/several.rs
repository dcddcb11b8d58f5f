//! Several reports in one workbook: which sheets belong together.

use super::recognize;
use crate::document::{Block, Document, Flat, Heading, Locus, Paragraph, fold};
use crate::grammar::Forms;
use crate::report::{Concept, Report};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A report of a workbook: the name of its first sheet where there are several reports, and its document.
pub type SheetReport = (Option<Arc<str>>, Document);

/// Parts a workbook that holds several reports, in the order of its sheets. Anything else is one report.
///
/// A report may take several sheets, one for each of its tables. So a sheet begins a new one only when the report so far
/// has figures, and the sheet states one of these again or names another organ or year. What a table repeats of a sheet
/// of prose does not count, nor the other way round: in the prose of a report its figures may stand once more.
///
/// ```
/// use nianbao::document::{Block, Document, GridBuilder};
/// use nianbao::{grammar::Forms, recognize::reports};
/// let sheet = |name: &str| {
///     let mut builder = GridBuilder::new();
///     builder.row().cell("第二十条第（五）项", 1, 2);
///     builder.row().cell("信息内容", 1, 1).cell("本年处理决定数量", 1, 1);
///     builder.row().cell("行政许可", 1, 1).cell("3", 1, 1);
///     Block::Table(builder.sheet(name.into(), 1, 1))
/// };
/// let document = Document::from_blocks([sheet("水利局"), sheet("教育局")]);
/// let names: Vec<_> = reports(document, Forms::built_in()).into_iter().filter_map(|(name, _)| name).collect();
/// assert_eq!(names, ["水利局".into(), "教育局".into()]);
/// ```
#[must_use]
pub fn reports(document: Document, forms: &Forms) -> Vec<SheetReport> {
    let names: Vec<Option<Arc<str>>> = document.blocks.iter().map(sheet).collect();
    let is_workbook = names.iter().all(Option::is_some) && names.windows(2).any(|pair| pair[0] != pair[1]);
    if !is_workbook {
        return vec![(None, document)];
    }
    let mut parted: Vec<(SheetReport, SoFar)> = Vec::new();
    let mut of_sheet: HashMap<Arc<str>, usize> = HashMap::new();
    for blocks in sheets(document.blocks) {
        let name = blocks.first().and_then(sheet);
        let own_name = name.clone();
        let own = Document::from_blocks(blocks);
        let is_table = |block: &Block| matches!(block, Block::Table(grid) if grid.n_columns() > 1);
        let is_prose = !own.blocks.iter().any(is_table);
        let report = recognize(&own, forms).report;
        match parted.last_mut() {
            Some(((_, document), so_far)) if !so_far.ends_before(&report, is_prose) => {
                document.blocks.extend(own.blocks);
                so_far.take(&report, is_prose);
            }
            _ => {
                let mut so_far = SoFar::default();
                so_far.take(&report, is_prose);
                parted.push(((name, own), so_far));
            }
        }
        if let Some(name) = own_name {
            of_sheet.entry(name).or_insert(parted.len() - 1);
        }
    }
    let mut reports: Vec<SheetReport> = parted.into_iter().map(|(report, _)| report).collect();
    // A note is of the report whose sheet it names, else of the first.
    for note in document.notes {
        let own = note.at.as_ref().and_then(sheet_of).and_then(|sheet| of_sheet.get(&sheet).copied());
        reports[own.unwrap_or(0)].1.notes.push(note);
    }
    if let [(name, _)] = &mut reports[..] {
        *name = None;
    }
    reports
}

/// The blocks of each sheet.
fn sheets(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut sheets: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        match sheets.last_mut().filter(|last| last.first().and_then(sheet) == sheet(&block)) {
            Some(last) => last.push(block),
            None => sheets.push(vec![block]),
        }
    }
    sheets
}

/// The sheet that a block stands on.
fn sheet(block: &Block) -> Option<Arc<str>> {
    match block {
        Block::Heading(Heading { at, .. }) | Block::Paragraph(Paragraph { at, .. }) => sheet_of(at),
        Block::Table(grid) => sheet_of(&grid.locus(grid.cells().first()?)),
        Block::Flat(Flat { cells }) => sheet_of(&cells.first()?.at),
        Block::Page(_) => None,
    }
}

fn sheet_of(at: &Locus) -> Option<Arc<str>> {
    match at {
        Locus::Sheet { name, .. } => Some(Arc::clone(name)),
        _ => None,
    }
}

/// What the sheets of a report have said so far.
#[derive(Default)]
struct SoFar {
    /// What was stated, and whether in prose.
    figures: HashSet<(Concept, bool)>,
    issuer: Option<String>,
    year: Option<u16>,
}

impl SoFar {
    /// Whether the report is complete, as the next sheet is of another.
    fn ends_before(&self, next: &Report, is_prose: bool) -> bool {
        let is_known = |concept: &Concept| self.figures.contains(&(concept.clone(), is_prose));
        let states_again = || next.facts.keys().any(is_known);
        let issuers = self.issuer.as_deref().zip(next.issuer.as_deref());
        let other_issuer = || issuers.is_some_and(|(own, next)| fold(own) != fold(next));
        let other_year = || self.year.zip(next.year).is_some_and(|(own, next)| own != next);
        !self.figures.is_empty() && (states_again() || other_issuer() || other_year())
    }

    fn take(&mut self, report: &Report, is_prose: bool) {
        self.figures.extend(report.facts.keys().map(|concept| (concept.clone(), is_prose)));
        self.issuer = self.issuer.take().or_else(|| report.issuer.clone());
        self.year = self.year.or(report.year);
    }
}
