//! [`Document`] × [`Forms`] → [`Recognition`]: which edition, table by table, and what each cell says.
//!
//! Every form reads the whole document; then, table by table, the reading that fits best is taken. So
//! the edition is decided by labels, never by the year, and a report may mix editions. Recognition
//! cannot fail: what it cannot place becomes a finding.

mod each;
mod fact;
mod flat;
mod grid;
mod prose;
mod reading;
mod several;
mod table;
mod values;
mod words;

use crate::document::{Block, Document, FlatCell, Grid, Locus, Text};
use crate::finding::{Finding, FindingKind};
use crate::grammar::{FATE, Form, Forms, Section, Table, is_annex_title};
use crate::report::{Annex, ByConcept, Concept, Fact, Report};
use each::read_as_each;
use flat::Token;
use grid::GridWords;
use reading::Reading;
use std::cmp::Reverse;
use table::Filler;

pub use several::{SheetReport, reports};
pub(crate) use table::table_name;
pub(crate) use words::similarity;

/// A report, what there is to say about it, and which tables it was found in.
#[derive(Clone, Debug)]
pub struct Recognition {
    /// The report.
    pub report: Report,
    /// What the reader and the recognition have to say; checks come later.
    pub findings: Vec<Finding>,
    /// The tables that were recognised.
    pub tables: Vec<FoundTable>,
    /// Whether there is a title, a section or a table at all.
    pub is_report: bool,
}

/// A table that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTable {
    /// The edition whose form it is.
    pub edition: String,
    /// Its words.
    pub words: String,
    /// How many lines and columns of how many were found.
    pub lines: (usize, usize),
    /// Columns found, of how many.
    pub columns: (usize, usize),
}

/// Recognises a report in a document.
///
/// ```
/// use nianbao::{document::Document, grammar::Forms, read, recognize::recognize};
/// let text = "某某局2021年政府信息公开工作年度报告\n一、总体情况\n略。\n二、主动公开政府信息情况\n\
///             第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n12\n";
/// let document = read::read(text.as_bytes(), &read::Limits::default())?;
/// let report = recognize(&document, Forms::built_in()).report;
/// assert_eq!(report.issuer.as_deref(), Some("某某局"));
/// assert_eq!(report.number("disclosure.licensing.decisions"), Some(12.into()));
/// # Ok::<(), nianbao::Error>(())
/// ```
#[must_use]
pub fn recognize(document: &Document, forms: &Forms) -> Recognition {
    // All prose below the heading of an annex is of the annex; a sheet of a table may stand anywhere.
    let mut is_below = false;
    let is_annexed = |block: &&Block| {
        if let Block::Table(grid) = block {
            return grid.cells().first().is_some_and(|cell| is_annex_title(&cell.text));
        }
        is_below |= block.text().is_some_and(is_annex_title);
        is_below
    };
    let (annex, blocks): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_annexed);
    let (mut recognition, _) = recognize_blocks(&blocks, forms);
    recognition.findings.splice(..0, document.notes.iter().cloned().map(Finding::from));
    if !annex.is_empty() {
        let (Recognition { mut report, .. }, fates) = recognize_blocks(&annex, forms);
        // What became of the figures stands beside them, and was not in the old table.
        let is_fate = |text: &str| text == FATE || fates.values().any(|fate| fate == text);
        report.strays.retain(|stray| !is_fate(&stray.text));
        recognition.report.annex = Some(Box::new(Annex { report, fates }));
    }
    recognition
}

/// Recognises blocks; also gives what stands beside each row, which in an annex are the fates.
fn recognize_blocks(blocks: &[&Block], forms: &Forms) -> (Recognition, ByConcept<String>) {
    let scan = Scan::new(blocks, forms);
    let (mut taken, strict) = compete(forms, read_as_each(&scan, forms), scan.atoms.len());
    let form = edition(forms, &taken, &strict, &scan);
    taken.sort_by_key(|reading| (reading.id.section, reading.id.table, reading.id.form));
    let mut report = Report::new(form.map_or("", |form| form.edition.as_str()));
    let mut findings = Vec::new();
    let tables = taken.iter().map(|reading| found_table(forms, reading)).collect();
    collect(forms, form, &taken, &mut report, &mut findings);
    let mut is_taken = vec![false; scan.atoms.len()];
    taken.iter().flat_map(|reading| &reading.said.atoms).for_each(|atom| is_taken[*atom] = true);
    let free = scan.atoms.iter().zip(&is_taken).filter(|(_, taken)| !**taken).map(|(atom, _)| atom);
    // What this program prints above an old table was not filed.
    let free: Vec<&Atom<'_>> = free.filter(|atom| !is_annex_title(&atom.text)).collect();
    let is_prose = prose::recognize(&free, forms, form, &mut report);
    let is_report = is_prose || !taken.is_empty();
    let remarks = taken.iter().flat_map(|reading| remarks(forms, reading)).collect();
    (Recognition { report, findings, tables, is_report }, remarks)
}

/// What stands beside the rows of a table, for each figure of the row.
fn remarks<'r>(forms: &'r Forms, reading: &'r Reading) -> impl Iterator<Item = (Concept, String)> + use<'r> {
    let (_, _, table) = forms.at(reading.id.form, reading.id.section, reading.id.table);
    let of_row =
        |(row, text): &'r (usize, String)| table.row(*row).iter().map(move |c| (c.clone(), text.clone()));
    reading.said.remarks.iter().flat_map(of_row)
}

/// A paragraph, a row of a grid or a cell of a flattened table: what recognition accounts for.
#[derive(Debug)]
pub(super) struct Atom<'a> {
    text: std::borrow::Cow<'a, str>,
    source: Source<'a>,
}

/// What an atom was made of, where prose is more than its words.
#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Words,
    Paragraph(&'a Text),
    Row(&'a Grid),
}

/// The document with its texts looked up.
struct Scan<'a> {
    pieces: Vec<Piece<'a>>,
    atoms: Vec<Atom<'a>>,
}

enum Piece<'a> {
    Grid(GridWords<'a>),
    /// The lines and flattened cells between two grids.
    Text(Vec<Token<'a>>),
}

impl<'a> Scan<'a> {
    fn new(blocks: &[&'a Block], forms: &'a Forms) -> Self {
        let mut scan = Self { pieces: Vec::new(), atoms: Vec::new() };
        for block in blocks {
            match *block {
                Block::Heading(heading) => scan.line(&heading.text, Source::Words, &heading.at, forms),
                Block::Paragraph(paragraph) => {
                    scan.line(&paragraph.text, Source::Paragraph(&paragraph.text), &paragraph.at, forms);
                }
                Block::Table(grid) if grid.n_columns() > 1 => scan.grid(grid, forms),
                // A table of one column sets a page, not figures.
                Block::Table(grid) => {
                    for cell in grid.cells() {
                        let at = grid.locus(cell);
                        cell.text.split('\n').for_each(|line| scan.line(line, Source::Words, &at, forms));
                    }
                }
                Block::Flat(flat) => {
                    flat.cells.iter().for_each(|cell| scan.cell(cell, forms));
                }
                Block::Page(_) => {}
            }
        }
        scan
    }

    fn line(&mut self, text: &'a str, source: Source<'a>, at: &Locus, forms: &'a Forms) {
        let atom = self.atoms.len();
        self.atoms.push(Atom { text: text.into(), source });
        let tokens = flat::line_tokens(text, at, atom, forms);
        self.text().extend(tokens.into_iter().filter(|token| !token.words.is_blank()));
    }

    fn cell(&mut self, cell: &'a FlatCell, forms: &'a Forms) {
        let atom = self.atoms.len();
        self.atoms.push(Atom { text: cell.text.as_str().into(), source: Source::Words });
        self.text().extend(flat::cell_tokens(cell, atom, forms));
    }

    fn grid(&mut self, grid: &'a Grid, forms: &'a Forms) {
        let first_atom = self.atoms.len();
        for row in 0..grid.n_rows() {
            self.atoms.push(Atom { text: grid.line(row).into(), source: Source::Row(grid) });
        }
        self.pieces.push(Piece::Grid(GridWords::new(grid, forms, first_atom)));
    }

    fn text(&mut self) -> &mut Vec<Token<'a>> {
        if !matches!(self.pieces.last(), Some(Piece::Text(_))) {
            self.pieces.push(Piece::Text(Vec::new()));
        }
        match self.pieces.last_mut() {
            Some(Piece::Text(tokens)) => tokens,
            _ => unreachable!("a piece of text was just put there"),
        }
    }
}

/// Of readings that claim the same rows the best is taken. Also says which of them had no equal rival.
fn compete(forms: &Forms, mut readings: Vec<Reading>, n_atoms: usize) -> (Vec<Reading>, Vec<bool>) {
    let convincing = |reading: &Reading| {
        let (_, _, table) = forms.at(reading.id.form, reading.id.section, reading.id.table);
        reading.is_convincing(table)
    };
    readings.retain(convincing);
    let mut totals = vec![0; forms.iter().count()];
    readings.iter().for_each(|reading| totals[reading.id.form] += reading.score);
    readings.sort_by_key(|reading| Reverse((reading.score, totals[reading.id.form], reading.id.form)));
    let mut owner: Vec<Option<usize>> = vec![None; n_atoms];
    let (mut taken, mut strict): (Vec<Reading>, Vec<bool>) = (Vec::new(), Vec::new());
    for reading in readings {
        let form = reading.id.form;
        let rival =
            reading.said.atoms.iter().filter_map(|atom| owner[*atom]).find(|at| taken[*at].id.form != form);
        if let Some(rival) = rival {
            strict[rival] &= taken[rival].score != reading.score;
            continue;
        }
        reading.said.atoms.iter().for_each(|atom| owner[*atom] = Some(taken.len()));
        taken.push(reading);
        strict.push(true);
    }
    (taken, strict)
}

/// The edition that most tables speak for; for prose alone, the one that its headings speak for.
fn edition<'f>(forms: &'f Forms, taken: &[Reading], strict: &[bool], scan: &Scan<'_>) -> Option<&'f Form> {
    let votes = |form: usize| {
        let own = || taken.iter().zip(strict).filter(move |(reading, _)| reading.id.form == form);
        (own().filter(|(_, strict)| **strict).count(), own().count())
    };
    let (_, best) = forms.iter().enumerate().max_by_key(|(at, _)| votes(*at))?;
    if !taken.is_empty() {
        return Some(best);
    }
    prose::edition(scan.atoms.iter().map(|atom| &*atom.text), forms)
}

fn found_table(forms: &Forms, reading: &Reading) -> FoundTable {
    let (form, _, table) = forms.at(reading.id.form, reading.id.section, reading.id.table);
    let count = |met: &[bool]| (met.iter().filter(|met| **met).count(), met.len());
    FoundTable {
        edition: form.edition.clone(),
        words: table_words(form, table),
        lines: count(&reading.rows_met),
        columns: count(&reading.columns_met),
    }
}

/// The words of a table: its spanner, else the heading of its section.
pub(crate) fn table_words(form: &Form, table: &Table) -> String {
    let section =
        form.sections.iter().find(|section| section.tables.iter().any(|own| std::ptr::eq(own, table)));
    let label = table.spanner.as_ref().or(section.map(|section: &Section| &section.heading));
    label.map_or_else(String::new, |label| label.text().to_owned())
}

/// Puts the facts in the order of the form, and says what is missing.
fn collect(
    forms: &Forms,
    form: Option<&Form>,
    taken: &[Reading],
    report: &mut Report,
    findings: &mut Vec<Finding>,
) {
    for reading in taken {
        let filler = Filler::new(forms, reading.id);
        let table = filler.table;
        let cells = table.concepts().iter().zip(&reading.cells);
        let facts = cells.filter_map(|(concept, fact)| Some((concept.clone(), Fact::clone(fact.as_ref()?))));
        for (concept, fact) in facts {
            report.facts.entry(concept).or_insert(fact);
        }
        if !reading.columns_met.contains(&true) {
            report.headless.push(table_name(table));
        }
        report.strays.extend(reading.said.strays.iter().cloned());
        report.wordings.extend(reading.said.wordings.iter().cloned());
        findings.extend(reading.said.findings.iter().cloned());
        findings.extend(filler.missing(reading));
    }
    let Some(form) = form else { return };
    if taken.is_empty() {
        findings.push(Finding::new(FindingKind::NoTable, None));
        return;
    }
    for (_, table) in form.tables() {
        let is_there = taken.iter().any(|reading| {
            let (_, _, own) = forms.at(reading.id.form, reading.id.section, reading.id.table);
            std::ptr::eq(own, table) || own.is_twin(table)
        });
        if !is_there {
            let kind = FindingKind::MissingTable(table_words(form, table));
            findings.push(Finding::new(kind, None).about(table.concepts().iter().cloned()));
        }
    }
}
