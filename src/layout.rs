//! Lays a report out as a document: the inverse of recognition.
//!
//! What the report does not have is not printed, so that what is read back is the report again: absent
//! lines stay absent, labels in doubtful words keep them, and what had no place keeps none.

mod table;

use crate::document::{Block, Document, Grid, Heading, Locus, Orientation, Paragraph, Role};
use crate::grammar::{
    Form, Forms, Key, Label, Ordinal, OrdinalStyle, Section, Table, annex_table_title, annex_title,
};
use crate::report::{Annex, Fact, Passage, Report, Value};
use table::{Fates, section_grid};

/// An annex with a table of more columns than this lies across the page: beside them the fates need room.
const UPRIGHT_COLUMNS: u32 = 8;

/// Lays out a report in the forms that its tables were filed in.
///
/// ```
/// use nianbao::{document::Block, grammar::Forms, layout::layout, report::{Concept, Fact, Report}};
/// let mut report = Report::new("2021");
/// report.facts.insert(Concept::new("disclosure.fees.amount"), Fact::filed(12.into(), "12", None));
/// let document = layout(&report, Forms::built_in());
/// let Block::Table(grid) = &document.blocks[0] else { panic!("the one fact stands in a table") };
/// assert_eq!(grid.cells().last().unwrap().text, "12");
/// ```
#[must_use]
pub fn layout(report: &Report, forms: &Forms) -> Document {
    let mut page = Page { report, blocks: Vec::new(), n_lines: 0, n_tables: 0 };
    if let Some(title) = &report.title {
        page.heading(0, title);
    }
    let mut sections = sections_of(report, forms);
    for passage in &report.narrative {
        page.passage(passage, &mut sections);
    }
    for (_, tables) in &sections {
        page.tables(tables);
    }
    if let Some(annex) = &report.annex {
        page.annex(annex, forms);
    }
    Document::from_blocks(page.blocks)
}

/// The tables that a report was filed in, by section.
fn sections_of<'f>(report: &Report, forms: &'f Forms) -> Vec<(&'f Section, Vec<&'f Table>)> {
    let mut sections: Vec<(&Section, Vec<&Table>)> = Vec::new();
    for (_, section, table) in forms.tables_of(report) {
        match sections.iter_mut().find(|(own, _)| own.name == section.name) {
            Some((_, tables)) => tables.push(table),
            None => sections.push((section, vec![table])),
        }
    }
    sections
}

/// The document as it grows.
struct Page<'r> {
    report: &'r Report,
    blocks: Vec<Block>,
    n_lines: u32,
    n_tables: u32,
}

impl Page<'_> {
    fn place(&mut self) -> Locus {
        self.n_lines += 1;
        Locus::Paragraph(self.n_lines)
    }

    fn heading(&mut self, level: u8, text: &str) {
        let at = self.place();
        self.blocks.push(Block::Heading(Heading { level, text: text.to_owned(), at }));
    }

    fn paragraph(&mut self, text: &str, role: Role) {
        let at = self.place();
        self.blocks.push(Block::Paragraph(Paragraph { text: text.to_owned(), role, at }));
    }

    /// A passage, with the tables of its section between its captions and the rest.
    fn passage(&mut self, passage: &Passage, sections: &mut Vec<(&Section, Vec<&Table>)>) {
        let own = sections.iter().position(|(section, _)| {
            section.name == passage.section
                || passage.heading.as_deref().is_some_and(|text| section.heading.accepts(text))
        });
        // Tables whose heading is not there stand before the next section that is.
        let (section, tables) = match own {
            Some(own) => {
                for (_, tables) in sections.drain(..own).collect::<Vec<_>>() {
                    self.tables(&tables);
                }
                let (section, tables) = sections.remove(0);
                (Some(section), tables)
            }
            None => (None, Vec::new()),
        };
        if let Some(heading) = &passage.heading {
            self.heading(1, heading);
        }
        let is_caption = |text: &String| {
            section.is_some_and(|section| {
                section.captions.iter().any(|caption| caption_accepts(caption.text(), text))
            })
        };
        let captions = passage.paragraphs.iter().take_while(|text| is_caption(text)).count();
        let (before, after) = passage.paragraphs.split_at(captions);
        before.iter().for_each(|text| self.paragraph(text, Role::Caption));
        self.tables(&tables);
        let body = if passage.section == "signature" { Role::Signature } else { Role::Body };
        for text in after {
            match sub_heading_level(text) {
                Some(level) if body == Role::Body => self.heading(level, text),
                _ => self.paragraph(text, body),
            }
        }
    }

    /// The old tables, each on a page of its own and each line's fate beside it; the first row of each says
    /// that it is an annex.
    fn annex(&mut self, annex: &Annex, forms: &Forms) {
        let edition = &annex.report.edition;
        let sections = sections_of(&annex.report, forms);
        let grids: Vec<Grid> = sections
            .iter()
            .filter_map(|(section, tables)| {
                let title = annex_table_title(edition, section.heading.text());
                self.grid(&annex.report, tables, Some(&Fates { title, of: &annex.fates }))
            })
            .collect();
        let is_wide = grids.iter().any(|grid| grid.n_columns() > UPRIGHT_COLUMNS);
        let orientation = if is_wide { Orientation::Landscape } else { Orientation::Portrait };
        for (nth, grid) in grids.into_iter().enumerate() {
            self.blocks.push(Block::Page(orientation));
            if nth == 0 {
                self.heading(1, &annex_title(edition));
            }
            self.blocks.push(Block::Table(grid));
        }
    }

    fn tables(&mut self, tables: &[&Table]) {
        let grid = self.grid(self.report, tables, None);
        self.blocks.extend(grid.map(Block::Table));
    }

    fn grid(&mut self, report: &Report, tables: &[&Table], fates: Option<&Fates<'_>>) -> Option<Grid> {
        let grid = section_grid(report, tables, self.n_tables + 1, fates);
        self.n_tables += u32::from(grid.is_some());
        grid
    }
}

/// A short numbered line without a full stop is a heading under that of the section.
fn sub_heading_level(text: &str) -> Option<u8> {
    let Ordinal { style, .. } = Key::of(text).ordinal?;
    let is_short = text.chars().count() <= 30 && !text.ends_with(['。', '；', ';', '，', ',', '：', ':']);
    match style {
        OrdinalStyle::Second if is_short => Some(2),
        _ => None,
    }
}

fn caption_accepts(caption: &str, text: &str) -> bool {
    let start = caption.split('{').next().unwrap_or_default().trim_end_matches('：');
    let (start, text) = (Key::of(start).stem, Key::of(text).stem);
    if start.is_empty() {
        text.ends_with("年度") && text.chars().count() <= 8
    } else {
        text.starts_with(&start)
    }
}

/// A report of an edition with nothing filled in: every heading, every line, every cell blank.
///
/// ```
/// use nianbao::{grammar::Forms, layout::blank};
/// let form = Forms::built_in().edition("2021").unwrap();
/// assert!(blank(form).facts.values().all(|fact| fact.value.kind() == "blank"));
/// ```
#[must_use]
pub fn blank(form: &Form) -> Report {
    let mut report = Report::new(form.edition.as_str());
    let blank = || Fact::filed(Value::Blank, "", None);
    report.facts = form.concepts().map(|concept| (concept.clone(), blank())).collect();
    for section in &form.sections {
        let name = if form.passages { "passage" } else { section.name.as_str() };
        let mut passage = Passage::new(name, Some(section.heading.text().to_owned()));
        let empty = |label: &Label| label.text().replace("{year}", "    ").replace("{issuer}", "");
        passage.paragraphs.extend(section.captions.iter().map(empty));
        report.narrative.push(passage);
        let signs: Vec<String> = section.signs.iter().map(empty).collect();
        if !signs.is_empty() {
            report
                .narrative
                .push(Passage { paragraphs: vec![signs.join("    ")], ..Passage::new("signature", None) });
        }
    }
    report
}
