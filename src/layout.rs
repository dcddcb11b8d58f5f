//! Lays a report out as a document: the inverse of recognition.
//!
//! What the report does not have is not printed, so that what is read back is the report again: absent
//! lines stay absent, labels in doubtful words keep them, and what had no place keeps none.

mod fill;
mod rules;
mod table;

use crate::document::{Block, Document, Grid, Heading, Locus, Orientation, Paragraph, Role, Text};
use crate::grammar::{
    Form, Forms, Key, Label, Ordinal, OrdinalStyle, Section, Table, annex_table_title, annex_title,
    is_attachment,
};
use crate::report::{Annex, Fact, Passage, Piece, Report, Value};
pub use fill::to_fill;
use table::{Fates, section_grid};

/// A line of a title has so many characters of 22 pt (GB/T 9704-2012, 5.2.1 and 7.3.1: 156 mm).
const TITLE_CHARACTERS: usize = 20;

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
/// assert_eq!(grid.cells().last().map(|cell| cell.text.as_str()), Some("12"));
/// ```
#[must_use]
pub fn layout(report: &Report, forms: &Forms) -> Document {
    let n_lines: usize = report.narrative.iter().map(|passage| passage.paragraphs.len() + 2).sum();
    let mut page = Page { report, blocks: Vec::with_capacity(n_lines), n_lines: 0, n_tables: 0 };
    if let Some(title) = &report.title {
        page.heading(0, &in_lines(title, report.issuer.as_deref()));
    }
    let tables = forms.tables_of(report);
    let mut sections = by_section(&tables);
    let topics = forms.edition(&report.edition).into_iter().flat_map(|form| &form.sections);
    let topics: Vec<&Label> = topics.flat_map(|section| &section.topics).collect();
    for passage in report.narrative.iter().filter(|passage| passage.section != Passage::SIGNATORIES) {
        page.passage(passage, &mut sections, &topics);
    }
    for (_, tables) in &sections {
        page.tables(tables);
    }
    if let Some(annex) = &report.annex {
        page.annex(annex, forms);
    }
    Document { rules: rules::rules(report, &tables), ..Document::from_blocks(page.blocks) }
}

/// The tables that a report was filed in, by section.
fn by_section<'f>(tables: &[(&'f Form, &'f Section, &'f Table)]) -> Vec<(&'f Section, Vec<&'f Table>)> {
    let mut sections: Vec<(&Section, Vec<&Table>)> = Vec::new();
    for (_, section, table) in tables {
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

    fn paragraph(&mut self, text: impl Into<Text>, role: Role) {
        let at = self.place();
        self.blocks.push(Block::Paragraph(Paragraph { text: text.into(), role, at }));
    }

    /// A passage, with the tables of its section between its captions and the rest.
    fn passage(&mut self, passage: &Passage, sections: &mut Vec<(&Section, Vec<&Table>)>, topics: &[&Label]) {
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
        let (before, after) = passage.paragraphs.split_at(n_captions(section, &passage.paragraphs));
        before.iter().filter_map(Piece::text).for_each(|text| self.paragraph(text, Role::Caption));
        self.tables(&tables);
        for (at, piece) in after.iter().enumerate() {
            let text = match piece {
                Piece::Text(text) => text,
                Piece::Table(grid) => {
                    self.n_tables += 1;
                    self.blocks.push(Block::Table(grid.clone().in_prose(self.n_tables)));
                    continue;
                }
            };
            let next = after.get(at + 1).and_then(Piece::text);
            match passage.section.as_str() {
                "signature" if !is_attachment(text) => self.paragraph(text, Role::Signature),
                "signature" => self.paragraph(text, Role::Body),
                _ if is_sub_heading(text, next, topics) => self.heading(2, text),
                _ => self.paragraph(text, Role::Body),
            }
        }
    }

    /// The old tables, each on a page of its own and each line's fate beside it, with what was filed around
    /// them; the first row of each says that it is an annex.
    fn annex(&mut self, annex: &Annex, forms: &Forms) {
        let edition = &annex.report.edition;
        let mut tables: Vec<(&Section, Grid)> = Vec::new();
        for (section, own) in by_section(&forms.tables_of(&annex.report)) {
            let title = annex_table_title(edition, section.heading.text());
            let grid = self.grid(&annex.report, &own, Some(&Fates { title, of: &annex.fates }));
            tables.extend(grid.map(|grid| (section, grid)));
        }
        let is_wide = tables.iter().any(|(_, grid)| grid.n_columns() > UPRIGHT_COLUMNS);
        let orientation = if is_wide { Orientation::Landscape } else { Orientation::Portrait };
        let mut below = Vec::new();
        for (nth, (section, grid)) in tables.into_iter().enumerate() {
            self.blocks.push(Block::Page(orientation));
            if nth == 0 {
                self.heading(1, &annex_title(edition));
            }
            let is_own = |passage: &&Passage| {
                passage.heading.as_deref().is_some_and(|heading| section.heading.accepts(heading))
            };
            for passage in annex.report.narrative.iter().filter(is_own) {
                let (captions, rest) =
                    passage.paragraphs.split_at(n_captions(Some(section), &passage.paragraphs));
                let captions = captions.iter().filter_map(Piece::text);
                let lines = passage.heading.as_deref().into_iter().chain(captions);
                lines.for_each(|text| self.paragraph(text, Role::Caption));
                below.extend(rest.iter().flat_map(Piece::lines));
            }
            self.blocks.push(Block::Table(grid));
        }
        below.into_iter().for_each(|text| self.paragraph(&*text, Role::Body));
        let signed = annex.report.narrative.iter().filter(|passage| passage.section == "signature");
        signed.flat_map(Passage::lines).for_each(|text| self.paragraph(&*text, Role::Signature));
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

/// A title of more than one line is broken after the organ, so that no word is cut (GB/T 9704-2012, 7.3.1).
fn in_lines(title: &str, issuer: Option<&str>) -> String {
    let rest = issuer.and_then(|issuer| title.strip_prefix(issuer)).filter(|rest| !rest.is_empty());
    // A digit is half as wide as the others.
    let width: usize = title.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    match (issuer, rest) {
        (Some(issuer), Some(rest)) if width > 2 * TITLE_CHARACTERS => format!("{issuer}\n{rest}"),
        _ => title.to_owned(),
    }
}

/// A heading under that of the section: a short line without a full stop that is numbered `（一）`, or stands
/// right above one that is, or is a topic that the form names.
fn is_sub_heading(text: &str, next: Option<&str>, topics: &[&Label]) -> bool {
    let is_second =
        |text: &str| is_short(text) && Ordinal::of(text).is_some_and(|own| own.style == OrdinalStyle::Second);
    let stands_above = || Ordinal::of(text).is_none() && next.is_some_and(is_second);
    is_second(text) || (is_short(text) && (stands_above() || topics.iter().any(|topic| topic.accepts(text))))
}

fn is_short(text: &str) -> bool {
    !text.ends_with(['。', '；', ';', '，', ',', '：', ':']) && text.chars().count() <= 30
}

/// How many of the first paragraphs of a section are lines between its heading and its tables.
fn n_captions(section: Option<&Section>, paragraphs: &[Piece]) -> usize {
    let is_caption = |piece: &&Piece| {
        let mut captions = section.into_iter().flat_map(|section| &section.captions);
        piece.text().is_some_and(|text| captions.any(|caption| caption_accepts(caption.text(), text)))
    };
    paragraphs.iter().take_while(is_caption).count()
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
/// let form = Forms::built_in().edition("2021").expect("it is built in");
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
        passage.paragraphs.extend(section.captions.iter().map(empty).map(Piece::from));
        report.narrative.push(passage);
        let signs: Vec<String> = section.signs.iter().map(|sign| empty(&sign.label)).collect();
        if !signs.is_empty() {
            report.narrative.push(Passage {
                paragraphs: vec![signs.join("    ").into()],
                ..Passage::new("signature", None)
            });
        }
    }
    report
}
