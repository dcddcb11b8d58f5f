//! [`Body`]: one pass over the main part, from tokens to blocks.
//!
//! What is open is kept on a stack, so that the depth of the input costs no recursion.

mod drawing;
mod paragraph;
mod rows;
mod run;

use super::chunk::Chunks;
use super::numbering::Numbering;
use super::related::Related;
use super::repeats::Repeats;
use super::styles::Styles;
use crate::document::{Block, Document, LeftOut, Locus, Look, Note, NoteKind, Text};
use crate::error::Error;
use crate::read::Limits;
use crate::read::table::{CellProperties, Table};
use crate::read::xml::{Space, Tag, Token, Xml};
use drawing::Drawing;
use paragraph::ParagraphProperties;
use rows::RowProperties;
use run::RunProperties;
use std::sync::Arc;

/// What is read and what has been made of it.
pub(super) struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    numbering: Numbering,
    related: &'a mut dyn Related,
    chunks: &'a Chunks,
    limits: &'a Limits,
    frames: Vec<Frame>,
    flows: Vec<Flow<'a>>,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph<'a>>,
    fields: Vec<Field>,
    /// How the open run is set.
    looks: Vec<Look>,
    /// Where the open link leads.
    link: Option<Arc<str>>,
    drawing: Option<Drawing>,
    of_runs: Repeats<'a, RunProperties>,
    of_paragraphs: Repeats<'a, ParagraphProperties<'a>>,
    of_rows: Repeats<'a, RowProperties>,
    /// The properties of cells, and whether there are tracked changes among them.
    of_cells: Repeats<'a, (CellProperties, bool)>,
    /// Properties that say nothing here.
    of_others: Repeats<'a, ()>,
    /// How many things are open whose text is not shown.
    n_mutes: usize,
    /// Whether the open run is hidden.
    is_hidden: bool,
    keeps_space: bool,
    n_paragraphs: u32,
    n_tables: u32,
    n_cells: u64,
    n_characters: usize,
    document: Document,
}

/// An open element that means something at its end.
#[derive(Debug)]
enum Frame {
    Transparent,
    Body,
    Paragraph,
    Run { was_hidden: bool, looks: Vec<Look> },
    Link { outer: Option<Arc<str>> },
    Drawing { outer: Option<Drawing> },
    Text { start: usize, keeps_space: bool },
    Table,
    Row,
    Cell(CellProperties),
    TextBox,
    Control { is_placeholder: bool },
    Alternate { is_taken: bool },
}

/// A place that holds paragraphs and tables.
#[derive(Default)]
struct Flow<'a> {
    /// Where all of it stands, when it is a text box.
    at: Option<Locus>,
    /// The blocks of a text box.
    blocks: Vec<Block>,
    /// How many fields were open before.
    n_fields: usize,
    /// A paragraph whose mark is deleted: the next one goes on with it.
    carried: Option<Paragraph<'a>>,
}

/// An open field.
#[derive(Default)]
struct Field {
    has_result: bool,
    instruction: String,
    /// The link that the field stands in.
    outer: Option<Arc<str>>,
}

/// An open paragraph.
#[derive(Default)]
struct Paragraph<'a> {
    text: Text,
    number: u32,
    properties: ParagraphProperties<'a>,
    is_page_broken: bool,
    /// The blocks of text boxes that are anchored in it.
    after: Vec<Block>,
}

impl<'a> Body<'a> {
    /// Begins with the text of the main part.
    pub(super) fn new(
        xml: Xml<'a>,
        styles: &'a Styles,
        numbering: Numbering,
        related: &'a mut dyn Related,
        chunks: &'a Chunks,
        limits: &'a Limits,
    ) -> Self {
        Self {
            xml,
            styles,
            numbering,
            related,
            chunks,
            limits,
            frames: Vec::new(),
            flows: Vec::new(),
            tables: Vec::new(),
            paragraphs: Vec::new(),
            fields: Vec::new(),
            looks: Vec::new(),
            link: None,
            drawing: None,
            of_runs: Repeats::default(),
            of_paragraphs: Repeats::default(),
            of_rows: Repeats::default(),
            of_cells: Repeats::default(),
            of_others: Repeats::default(),
            n_mutes: 0,
            is_hidden: false,
            keeps_space: false,
            n_paragraphs: 0,
            n_tables: 0,
            n_cells: 0,
            n_characters: 0,
            document: Document::default(),
        }
    }

    /// Reads to the end.
    pub(super) fn read(mut self) -> Result<Document, Error> {
        while let Some(token) = self.xml.next()? {
            match token {
                Token::Start(tag) => self.start(&tag)?,
                Token::End => self.end()?,
                Token::Text(text) if matches!(self.frames.last(), Some(Frame::Text { .. })) => {
                    self.text(&text)?;
                }
                Token::Text(_) => {}
            }
        }
        Ok(self.document)
    }

    fn start(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        match (tag.space, tag.name()) {
            (Space::Word, _) => return self.start_word(tag),
            (Space::Compatibility, "AlternateContent") => {
                self.frames.push(Frame::Alternate { is_taken: false });
            }
            (Space::Compatibility, "Choice") => {
                let is_known = self.xml.understands(&tag.get("Requires").unwrap_or_default());
                return self.alternative(is_known);
            }
            (Space::Compatibility, "Fallback") => return self.alternative(true),
            (Space::Math, "t") => self.frames.push(self.text_frame(tag)),
            _ => {
                self.drawing_part(tag)?;
                self.frames.push(Frame::Transparent);
            }
        }
        Ok(())
    }

    /// Only the first alternative that is understood is read (ECMA-376 part 3, 7.6).
    fn alternative(&mut self, is_known: bool) -> Result<(), Error> {
        match self.frames.last_mut() {
            Some(Frame::Alternate { is_taken }) if *is_taken || !is_known => return self.xml.skip(),
            Some(Frame::Alternate { is_taken }) => *is_taken = true,
            _ => {}
        }
        self.frames.push(Frame::Transparent);
        Ok(())
    }

    fn start_word(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        match tag.name() {
            "t" => self.frames.push(self.text_frame(tag)),
            "r" => {
                let was_hidden = self.is_hidden;
                let style = self.paragraphs.last().and_then(|paragraph| paragraph.properties.style);
                self.is_hidden = style.and_then(|style| style.vanish).unwrap_or_default();
                let looks = std::mem::take(&mut self.looks);
                self.frames.push(Frame::Run { was_hidden, looks });
            }
            "hyperlink" | "hlink" => return self.begin_link(tag),
            "drawing" | "pict" | "object" => {
                let outer = self.drawing.replace(Drawing::default());
                self.frames.push(Frame::Drawing { outer });
            }
            "instrText" => return self.instruction(),
            "footnoteReference" | "endnoteReference" => {
                if self.is_shown() {
                    self.note(NoteKind::LeftOut(LeftOut::Footnote));
                }
                return self.xml.skip();
            }
            "rPr" => return self.run_properties(),
            "p" => return self.begin_paragraph(),
            "pPr" => return self.paragraph_properties(),
            "tbl" => self.begin_table(),
            "tblGrid" => return self.table_grid(),
            "tr" => self.begin_row(),
            "trPr" => return self.row_properties(),
            "tc" => self.begin_cell(),
            "tcPr" => return self.cell_properties(),
            "br" | "cr" | "tab" | "ptab" | "noBreakHyphen" | "sym" | "fldChar" => {
                self.mark(tag);
                return self.xml.skip();
            }
            // `w:rt` is the reading above a character; a deleted run is not in the accepted view.
            "del" | "moveFrom" => {
                self.note(NoteKind::TrackedChanges);
                return self.xml.skip();
            }
            "ins" | "moveTo" => {
                self.note(NoteKind::TrackedChanges);
                self.frames.push(Frame::Transparent);
            }
            "altChunk" => return self.chunk(tag),
            "rt" | "rubyPr" | "delText" | "delInstrText" | "tblPr" | "tblPrEx" | "sectPr" | "sdtEndPr"
            | "smartTagPr" | "customXmlPr" | "styles" | "fonts" | "lists" | "docPr" => {
                return self.of_others.read(&mut self.xml, Xml::skip);
            }
            "sdt" => self.frames.push(Frame::Control { is_placeholder: false }),
            "sdtPr" => return self.control_properties(),
            "txbxContent" if !self.paragraphs.is_empty() => {
                self.note(NoteKind::TextBox);
                let (at, n_fields) = (Some(self.here()), self.fields.len());
                self.flows.push(Flow { at, n_fields, ..Flow::default() });
                self.frames.push(Frame::TextBox);
            }
            "body" => {
                self.keeps_space |= tag.keeps_space().unwrap_or_default();
                self.flows.push(Flow::default());
                self.frames.push(Frame::Body);
            }
            "document" | "wordDocument" => {
                self.keeps_space = tag.keeps_space().unwrap_or_default();
                self.frames.push(Frame::Transparent);
            }
            _ => self.frames.push(Frame::Transparent),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        match self.frames.pop() {
            Some(Frame::Body | Frame::TextBox) => self.end_flow(),
            Some(Frame::Paragraph) => self.end_paragraph(),
            Some(Frame::Run { was_hidden, looks }) => (self.is_hidden, self.looks) = (was_hidden, looks),
            Some(Frame::Link { outer }) => self.link = outer,
            Some(Frame::Drawing { outer }) => self.drawing = outer,
            Some(Frame::Text { start, keeps_space: false }) => self.trim(start),
            Some(Frame::Table) => self.end_table(),
            Some(Frame::Row) => return self.end_row(),
            Some(Frame::Cell(properties)) => return self.end_cell(&properties),
            Some(Frame::Control { is_placeholder: true }) => self.n_mutes -= 1,
            _ => {}
        }
        Ok(())
    }

    /// The innermost open element that a paragraph, a table, a row or a cell can be seen to stand in.
    fn context(&self) -> Option<&Frame> {
        self.frames.iter().rfind(|frame| frame.is_structure())
    }

    fn here(&self) -> Locus {
        match (self.flows.last(), self.tables.last()) {
            (Some(Flow { at: Some(at), .. }), _) => at.clone(),
            (_, Some(table)) => table.here(),
            _ => Locus::Paragraph(self.n_paragraphs.max(1)),
        }
    }

    fn note(&mut self, kind: NoteKind) {
        let at = Some(self.here());
        self.add_note(Note { kind, at });
    }

    /// Each kind is said once, at its first place; covered values are all different.
    fn add_note(&mut self, note: Note) {
        let is_covered = matches!(note.kind, NoteKind::CoveredValue(_));
        if is_covered || !self.document.notes.iter().any(|known| known.kind == note.kind) {
            self.document.notes.push(note);
        }
    }
}

impl Frame {
    fn is_structure(&self) -> bool {
        !matches!(self, Self::Transparent | Self::Control { .. } | Self::Alternate { .. } | Self::Link { .. })
    }
}
