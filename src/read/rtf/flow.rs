//! [`Flows`]: paragraphs, and where they go: to the document, to a cell, or to a text box.

use super::table::{Definition, Item, OpenTable};
use crate::document::{Block, Document, Locus, Note, NoteKind};
use crate::error::Error;
use crate::read::{Limits, check_limit};

/// How many tables may lie one in another.
const NESTED_TABLES: usize = 32;

/// What is said of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// How many tables it lies in.
    pub(super) level: usize,
    /// Its level in the outline of the document, counted from 0.
    pub(super) outline: Option<u8>,
}

impl Properties {
    /// The level as a heading, where it is one: level 1 is `一、`.
    fn heading(self) -> Option<u8> {
        self.outline.filter(|level| *level < 9).map(|level| (level + 1).min(3))
    }
}

/// What holds paragraphs: the document, and the text boxes that are open.
pub(super) struct Flows<'a> {
    limits: &'a Limits,
    open: Vec<Flow>,
    notes: Vec<Note>,
    /// What has been noted of text.
    noted: Vec<NoteKind>,
    n_paragraphs: u32,
    n_tables: u32,
    n_cells: u64,
    n_characters: usize,
}

#[derive(Default)]
struct Flow {
    /// Where all of it stands, when it is a text box.
    at: Option<Locus>,
    blocks: Vec<Block>,
    /// The open paragraph.
    text: String,
    is_page_broken: bool,
    /// The blocks of text boxes that are fixed to it.
    after: Vec<Block>,
    /// What was last said of rows, and of the nested row.
    definitions: [Definition; 2],
    /// Whether a row has been announced and has not ended.
    is_declared: bool,
    /// The open tables, each in the open cell of the one before.
    tables: Vec<OpenTable>,
}

impl Flow {
    /// Where a paragraph goes. Some programs announce a row and do not say that its paragraphs lie in it.
    fn level(&self, properties: Properties) -> usize {
        properties.level.max(usize::from(self.is_declared))
    }
}

impl<'a> Flows<'a> {
    /// A document without anything.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            open: vec![Flow::default()],
            notes: Vec::new(),
            noted: Vec::new(),
            n_paragraphs: 0,
            n_tables: 0,
            n_cells: 0,
            n_characters: 0,
        }
    }

    /// The document.
    pub(super) fn finish(mut self) -> Result<Document, Error> {
        self.end_flow()?;
        let blocks = self.open.pop().map(|flow| flow.blocks).unwrap_or_default();
        Ok(Document { notes: self.notes, ..Document::from_blocks(blocks) })
    }

    /// Adds text to the open paragraph.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Error> {
        self.n_characters += text.chars().count();
        check_limit("characters", self.n_characters, self.limits.characters)?;
        let flow = self.flow();
        if std::mem::take(&mut flow.is_page_broken) && !flow.text.is_empty() {
            flow.text.push('\n');
        }
        flow.text.push_str(text);
        Ok(())
    }

    /// A page ends within the paragraph.
    pub(super) fn break_page(&mut self) {
        self.flow().is_page_broken = true;
    }

    /// What was pushed so far is a label. Full-width punctuation brings its own white space.
    pub(super) fn end_label(&mut self) {
        let text = &mut self.flow().text;
        if text.ends_with(|c: char| c.is_ascii_graphic() || c.is_alphanumeric()) {
            text.push(' ');
        }
    }

    /// Says something once, at its first place.
    pub(super) fn note(&mut self, kind: NoteKind, properties: Properties) -> Result<(), Error> {
        if self.noted.contains(&kind) {
            return Ok(());
        }
        self.noted.push(kind.clone());
        let level = self.flow().level(properties);
        if level > 0 {
            // Where the cell stands is known when its table ends.
            self.table(level)?.cell.items.push(Item::Note(kind));
            return Ok(());
        }
        let at = Some(self.here());
        self.add_note(Note { kind, at });
        Ok(())
    }

    fn add_note(&mut self, note: Note) {
        let is_covered = matches!(note.kind, NoteKind::CoveredValue(_));
        if is_covered || !self.notes.iter().any(|known| known.kind == note.kind) {
            self.notes.push(note);
        }
    }

    fn here(&mut self) -> Locus {
        let number = self.n_paragraphs + 1;
        let flow = self.flow();
        match (&flow.at, flow.tables.last()) {
            (Some(at), _) => at.clone(),
            (_, Some(table)) => table.here(),
            _ => Locus::Paragraph(number),
        }
    }

    /// What is said of rows, or of the nested row.
    pub(super) fn definition(&mut self, is_nested: bool) -> &mut Definition {
        &mut self.flow().definitions[usize::from(is_nested)]
    }

    /// `\trowd`: what was said of rows is forgotten.
    pub(super) fn begin_row(&mut self, is_nested: bool) -> Result<(), Error> {
        *self.definition(is_nested) = Definition::default();
        // What stands after a row that was announced, and in no cell of it, was no part of the table.
        if !is_nested && self.flow().tables.first().is_some_and(OpenTable::holds_doubtful) {
            self.close_tables(0)?;
        }
        self.flow().is_declared |= !is_nested;
        Ok(())
    }

    /// Ends a paragraph, and what ends with it.
    pub(super) fn end(&mut self, name: &str, properties: Properties) -> Result<(), Error> {
        match name {
            "cell" => self.end_cell(1, properties),
            "nestcell" => self.end_cell(properties.level.max(2), properties),
            "row" => {
                self.end_row(1, properties)?;
                self.flow().is_declared = false;
                Ok(())
            }
            "nestrow" => self.end_row(properties.level.max(2), properties),
            _ => self.end_paragraph(self.open.last().map_or(0, |flow| flow.level(properties)), properties),
        }
    }

    fn end_paragraph(&mut self, level: usize, properties: Properties) -> Result<(), Error> {
        self.close_tables(level)?;
        let flow = self.flow();
        let (text, after) = (std::mem::take(&mut flow.text), std::mem::take(&mut flow.after));
        flow.is_page_broken = false;
        let heading = properties.heading();
        if level > 0 {
            self.count_cell()?;
            let cell = &mut self.table(level)?.cell;
            cell.is_certain |= properties.level > 0;
            cell.items.push(Item::Paragraph { text, heading });
            cell.items.extend(after.into_iter().map(Item::block));
            return Ok(());
        }
        let at = self.flow().at.clone();
        self.n_paragraphs += u32::from(at.is_none());
        check_limit("paragraphs", self.n_paragraphs as usize, self.limits.paragraphs)?;
        let at = at.unwrap_or(Locus::Paragraph(self.n_paragraphs));
        let blocks = &mut self.flow().blocks;
        if !text.trim().is_empty() {
            blocks.push(match heading {
                Some(level) => Block::heading(level, text, at),
                None => Block::paragraph(text, at),
            });
        }
        blocks.extend(after);
        Ok(())
    }

    fn end_cell(&mut self, level: usize, properties: Properties) -> Result<(), Error> {
        self.end_paragraph(level, properties)?;
        self.table(level)?.end_cell();
        Ok(())
    }

    /// Counts a paragraph of a cell, of which every cell has one at least.
    fn count_cell(&mut self) -> Result<(), Error> {
        self.n_cells += 1;
        check_limit("cells", self.n_cells, self.limits.cells)
    }

    fn end_row(&mut self, level: usize, properties: Properties) -> Result<(), Error> {
        // What stands behind the last cell is another one.
        if !self.flow().text.trim().is_empty() || self.table(level)?.cell.is_certain {
            self.end_cell(level, properties)?;
        }
        self.close_tables(level)?;
        let definition = self.definition(level > 1).clone();
        let limits = self.limits;
        self.table(level)?.end_row(definition, limits)
    }

    /// The open table of this level; those that are not open yet begin.
    fn table(&mut self, level: usize) -> Result<&mut OpenTable, Error> {
        check_limit("depth", level, NESTED_TABLES)?;
        while self.flow().tables.len() < level {
            self.n_tables += 1;
            let table = OpenTable::new(self.n_tables);
            self.flow().tables.push(table);
        }
        Ok(&mut self.flow().tables[level - 1])
    }

    /// Closes tables until this many are open.
    fn close_tables(&mut self, level: usize) -> Result<(), Error> {
        while self.flow().tables.len() > level {
            let Some(table) = self.flow().tables.pop() else { break };
            let at = self.here();
            let (blocks, notes) = table.finish(&at, self.limits)?;
            notes.into_iter().for_each(|note| self.add_note(note));
            let flow = self.flow();
            match flow.tables.last_mut() {
                Some(outer) => outer.cell.items.extend(blocks.into_iter().map(Item::block)),
                None => flow.blocks.extend(blocks),
            }
        }
        Ok(())
    }

    /// Begins a text box.
    pub(super) fn begin_box(&mut self) {
        let at = Some(self.here());
        self.add_note(Note { kind: NoteKind::TextBox, at: at.clone() });
        self.open.push(Flow { at, ..Flow::default() });
    }

    /// Ends a text box: what it holds follows the paragraph that it is fixed to.
    pub(super) fn end_box(&mut self) -> Result<(), Error> {
        self.end_flow()?;
        if let Some(flow) = self.open.pop() {
            self.flow().after.extend(flow.blocks);
        }
        Ok(())
    }

    /// Ends what is open in the innermost flow.
    fn end_flow(&mut self) -> Result<(), Error> {
        let flow = self.flow();
        if !flow.text.trim().is_empty() || !flow.after.is_empty() {
            let level = flow.level(Properties::default());
            self.end_paragraph(level, Properties::default())?;
        }
        self.close_tables(0)
    }

    fn flow(&mut self) -> &mut Flow {
        if self.open.is_empty() {
            self.open.push(Flow::default());
        }
        self.open.last_mut().expect("one was just pushed if there was none")
    }
}
