//! [`Body`]: one pass over the main part, from tokens to blocks.
//!
//! What is open is kept on a stack, so that the depth of the input costs no recursion.

use super::numbering::Numbering;
use super::styles::{self, Style, Styles};
use super::symbol::symbol;
use super::table::{CellProperties, Merge, Table};
use super::xml::{Space, Tag, Token, Xml};
use crate::document::{Block, Document, Locus, Note, NoteKind, Paragraph as Line, Role};
use crate::error::{Error, ErrorKind};
use crate::read::Limits;

/// What is read and what has been made of it.
pub(super) struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    numbering: Numbering,
    limits: &'a Limits,
    frames: Vec<Frame>,
    flows: Vec<Flow<'a>>,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph<'a>>,
    /// For each open field, whether its result has begun.
    fields: Vec<bool>,
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
    Run { was_hidden: bool },
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

/// An open paragraph.
#[derive(Default)]
struct Paragraph<'a> {
    text: String,
    number: u32,
    style: Option<&'a Style>,
    outline: Option<u8>,
    num_id: Option<u32>,
    level: Option<u32>,
    is_mark_deleted: bool,
    is_page_broken: bool,
    /// The blocks of text boxes that are anchored in it.
    after: Vec<Block>,
}

impl<'a> Body<'a> {
    /// Begins with the text of the main part.
    pub(super) fn new(xml: Xml<'a>, styles: &'a Styles, numbering: Numbering, limits: &'a Limits) -> Self {
        Self {
            xml,
            styles,
            numbering,
            limits,
            frames: Vec::new(),
            flows: Vec::new(),
            tables: Vec::new(),
            paragraphs: Vec::new(),
            fields: Vec::new(),
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
            (Space::Compatibility, "AlternateContent") => self.frames.push(Frame::Alternate { is_taken: false }),
            (Space::Compatibility, "Choice") => {
                let is_known = self.xml.understands(&tag.get("Requires").unwrap_or_default());
                return self.alternative(is_known);
            }
            (Space::Compatibility, "Fallback") => return self.alternative(true),
            (Space::Math, "t") => self.frames.push(self.text_frame(tag)),
            _ => self.frames.push(Frame::Transparent),
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
                let style = self.paragraphs.last().and_then(|paragraph| paragraph.style);
                self.is_hidden = style.and_then(|style| style.vanish).unwrap_or_default();
                self.frames.push(Frame::Run { was_hidden });
            }
            "rPr" => return self.run_properties(),
            "p" => self.begin_paragraph(),
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
            "rt" | "rubyPr" | "delText" | "instrText" | "delInstrText" | "tblPr" | "tblPrEx" | "sectPr"
            | "sdtEndPr" | "smartTagPr" | "customXmlPr" | "altChunk" | "styles" | "fonts" | "lists"
            | "docPr" => return self.xml.skip(),
            "sdt" => self.frames.push(Frame::Control { is_placeholder: false }),
            "sdtPr" => return self.control_properties(),
            "txbxContent" if !self.paragraphs.is_empty() => {
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
            Some(Frame::Run { was_hidden }) => self.is_hidden = was_hidden,
            Some(Frame::Text { start, keeps_space: false }) => self.trim(start),
            Some(Frame::Table) => self.end_table(),
            Some(Frame::Row) => return self.end_row(),
            Some(Frame::Cell(properties)) => return self.end_cell(&properties),
            Some(Frame::Control { is_placeholder: true }) => self.n_mutes -= 1,
            _ => {}
        }
        Ok(())
    }

    // Text.

    fn text_frame(&self, tag: &Tag<'_>) -> Frame {
        let start = self.paragraphs.last().map_or(0, |paragraph| paragraph.text.len());
        Frame::Text { start, keeps_space: tag.keeps_space().unwrap_or(self.keeps_space) }
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        if !self.is_shown() {
            return Ok(());
        }
        if self.is_hidden {
            self.note(NoteKind::HiddenText);
            return Ok(());
        }
        self.n_characters += text.chars().count();
        if self.n_characters > self.limits.characters {
            return Err(ErrorKind::Limit { what: "characters", limit: self.limits.characters as u64 }.into());
        }
        self.push_str(text);
        Ok(())
    }

    /// White space at both ends of a `w:t` is no text unless it says so (17.3.3.31).
    fn trim(&mut self, start: usize) {
        const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Some(added) = paragraph.text.get(start..) else { return };
        let leading = added.len() - added.trim_start_matches(SPACES).len();
        let kept = added.trim_end_matches(SPACES).len().max(leading);
        paragraph.text.truncate(start + kept);
        paragraph.text.drain(start..start + leading);
    }

    /// What one element of a run stands for.
    fn mark(&mut self, tag: &Tag<'_>) {
        if tag.name() == "fldChar" {
            return self.field(&tag.get("fldCharType").unwrap_or_default());
        }
        if self.is_hidden || !self.is_shown() {
            return;
        }
        let is_new_page = matches!(tag.get("type").as_deref(), Some("page" | "column"));
        match tag.name() {
            "br" if is_new_page => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_page_broken = true;
                }
            }
            "br" | "cr" => self.push_str("\n"),
            "noBreakHyphen" => self.push_str("\u{2011}"),
            "sym" => {
                let code = tag.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let c = symbol(&tag.get("font").unwrap_or_default(), code.unwrap_or(u32::MAX));
                self.push_str(c.encode_utf8(&mut [0; 4]));
            }
            _ => self.push_str("\t"),
        }
    }

    fn push_str(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if std::mem::take(&mut paragraph.is_page_broken) && !paragraph.text.is_empty() {
            paragraph.text.push('\n');
        }
        paragraph.text.push_str(text);
    }

    /// Of a field only the result is text; a field within an instruction is none at all (17.16.18).
    fn field(&mut self, kind: &str) {
        match (kind, self.fields.last_mut()) {
            ("begin", _) => {
                self.fields.push(false);
                self.n_mutes += 1;
            }
            ("separate", Some(has_result)) if !*has_result => {
                *has_result = true;
                self.n_mutes -= 1;
            }
            ("end", Some(_)) => self.end_fields(self.fields.len() - 1),
            _ => {}
        }
    }

    fn end_fields(&mut self, n_fields: usize) {
        while self.fields.len() > n_fields {
            if self.fields.pop() == Some(false) {
                self.n_mutes -= 1;
            }
        }
    }

    fn is_shown(&self) -> bool {
        self.n_mutes == 0
    }

    fn run_properties(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        let mut own = None;
        while let Some(tag) = self.xml.child(parent)? {
            match tag.name() {
                "vanish" => own = Some(tag.is_on()),
                "rStyle" => {
                    let style = tag.val().and_then(|id| self.styles.get(&id));
                    own = own.or(style.and_then(|style| style.vanish));
                }
                _ => {}
            }
        }
        if let (Some(is_hidden), Some(Frame::Run { .. })) = (own, self.frames.last()) {
            self.is_hidden = is_hidden;
        }
        Ok(())
    }

    fn control_properties(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        let mut shows_placeholder = false;
        while let Some(tag) = self.xml.child(parent)? {
            shows_placeholder |= tag.is("showingPlcHdr") && tag.is_on();
        }
        if let Some(Frame::Control { is_placeholder }) = self.frames.last_mut()
            && shows_placeholder
            && !*is_placeholder
        {
            *is_placeholder = true;
            self.n_mutes += 1;
            self.note(NoteKind::PlaceholderText);
        }
        Ok(())
    }

    // Paragraphs.

    fn begin_paragraph(&mut self) {
        if !matches!(self.context(), Some(Frame::Body | Frame::Cell(_) | Frame::TextBox)) {
            return self.frames.push(Frame::Transparent);
        }
        let mut paragraph = Paragraph::default();
        if let Some(flow) = self.flows.last_mut() {
            if let Some(carried) = flow.carried.take() {
                paragraph = Paragraph { text: carried.text, number: carried.number, after: carried.after, ..paragraph };
            }
            if self.flows.len() == 1 {
                self.n_paragraphs += 1;
            }
        }
        if paragraph.number == 0 {
            paragraph.number = self.n_paragraphs;
        }
        self.is_hidden = false;
        self.paragraphs.push(paragraph);
        self.frames.push(Frame::Paragraph);
    }

    fn paragraph_properties(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        let mut own = Paragraph::default();
        let mut is_changed = false;
        while let Some(tag) = self.xml.child(parent)? {
            match tag.name() {
                "pStyle" => own.style = tag.val().and_then(|id| self.styles.get(&id)),
                "outlineLvl" => own.outline = styles::outline(&tag),
                "numPr" => {
                    while let Some(tag) = self.xml.child(parent + 1)? {
                        match tag.name() {
                            "numId" => own.num_id = tag.number(),
                            "ilvl" => own.level = tag.number(),
                            _ => {}
                        }
                    }
                }
                "rPr" => {
                    while let Some(tag) = self.xml.child(parent + 1)? {
                        let is_deleted = matches!(tag.name(), "del" | "moveFrom");
                        own.is_mark_deleted |= is_deleted;
                        is_changed |= is_deleted || matches!(tag.name(), "ins" | "moveTo");
                    }
                }
                _ => {}
            }
        }
        if let (Some(paragraph), Some(Frame::Paragraph)) = (self.paragraphs.last_mut(), self.frames.last()) {
            let (text, after) = (std::mem::take(&mut paragraph.text), std::mem::take(&mut paragraph.after));
            *paragraph = Paragraph { text, after, number: paragraph.number, ..own };
        }
        if is_changed {
            self.note(NoteKind::TrackedChanges);
        }
        Ok(())
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        match self.flows.last_mut() {
            Some(flow) if paragraph.is_mark_deleted => flow.carried = Some(paragraph),
            _ => self.finish_paragraph(paragraph),
        }
    }

    fn finish_paragraph(&mut self, mut paragraph: Paragraph<'a>) {
        let label = self.label(&paragraph).unwrap_or_default();
        let style = paragraph.style;
        let heading = match style {
            Some(style) => style.heading_level(paragraph.outline),
            None => Style::default().heading_level(paragraph.outline),
        };
        let after = std::mem::take(&mut paragraph.after);
        match (self.flows.last(), self.tables.last_mut()) {
            (Some(Flow { at: None, .. }), Some(table)) => table.paragraph(&label, &paragraph.text, heading),
            (flow, _) => {
                let at = flow.and_then(|flow| flow.at.clone()).unwrap_or(Locus::Paragraph(paragraph.number));
                let text = if label.is_empty() { paragraph.text } else { label + &paragraph.text };
                let role = style.and_then(|style| style.role).unwrap_or(Role::Body);
                if !text.trim().is_empty() {
                    self.emit(match heading {
                        Some(level) => Block::heading(level, text, at),
                        None => Block::Paragraph(Line { text, role, at }),
                    });
                }
            }
        }
        for block in after {
            self.emit(block);
        }
    }

    /// The label of a numbered paragraph. A list of 0 takes the numbering of the style away (17.9.18).
    fn label(&mut self, paragraph: &Paragraph<'_>) -> Option<String> {
        let style = paragraph.style;
        let num_id = paragraph.num_id.or(style.and_then(|style| style.num_id)).filter(|num_id| *num_id > 0)?;
        if !self.is_shown() {
            return None;
        }
        let linked = style.and_then(|style| self.numbering.level_of(num_id, &style.id).or(style.level));
        self.numbering.label(num_id, paragraph.level.or(linked).unwrap_or_default())
    }

    fn emit(&mut self, block: Block) {
        match (self.flows.last_mut(), self.tables.last_mut()) {
            (Some(Flow { at: Some(_), blocks, .. }), _) => blocks.push(block),
            (_, Some(table)) => table.nest(block),
            _ => self.document.blocks.push(block),
        }
    }

    /// Ends a body, a text box or a cell.
    fn end_flow(&mut self) {
        if let Some(carried) = self.flows.last_mut().and_then(|flow| flow.carried.take()) {
            self.finish_paragraph(carried);
        }
        let Some(flow) = self.flows.pop() else { return };
        self.end_fields(flow.n_fields);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.after.extend(flow.blocks);
        }
    }

    // Tables.

    fn begin_table(&mut self) {
        if !matches!(self.context(), Some(Frame::Body | Frame::Cell(_) | Frame::TextBox)) {
            return self.frames.push(Frame::Transparent);
        }
        if let Some(carried) = self.flows.last_mut().and_then(|flow| flow.carried.take()) {
            self.finish_paragraph(carried);
        }
        self.n_tables += 1;
        self.tables.push(Table::new(self.n_tables));
        self.frames.push(Frame::Table);
    }

    fn table_grid(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        while let Some(tag) = self.xml.child(parent)? {
            if let Some(table) = self.tables.last_mut().filter(|_| tag.is("gridCol")) {
                table.declare_column();
            }
        }
        Ok(())
    }

    fn begin_row(&mut self) {
        match (self.tables.last_mut(), self.frames.iter().rfind(|frame| frame.is_structure())) {
            (Some(table), Some(Frame::Table)) => {
                table.begin_row();
                self.frames.push(Frame::Row);
            }
            _ => self.frames.push(Frame::Transparent),
        }
    }

    fn row_properties(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        let is_row = matches!(self.context(), Some(Frame::Row));
        while let Some(tag) = self.xml.child(parent)? {
            let Some(table) = self.tables.last_mut().filter(|_| is_row) else { continue };
            let row = table.row();
            match tag.name() {
                "gridBefore" => row.before = tag.number().unwrap_or_default(),
                "tblHeader" => row.is_head = tag.is_on(),
                "ins" => self.note(NoteKind::TrackedChanges),
                "del" if !row.is_dropped => {
                    row.is_dropped = true;
                    self.n_mutes += 1;
                    self.note(NoteKind::TrackedChanges);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Error> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        self.n_mutes -= usize::from(table.row().is_dropped);
        self.n_cells += table.end_row(self.limits)?;
        if self.n_cells > self.limits.cells {
            return Err(ErrorKind::Limit { what: "cells", limit: self.limits.cells }.into());
        }
        Ok(())
    }

    fn begin_cell(&mut self) {
        match (self.tables.last_mut(), self.frames.iter().rfind(|frame| frame.is_structure())) {
            (Some(table), Some(Frame::Row)) => {
                table.begin_cell();
                self.flows.push(Flow { n_fields: self.fields.len(), ..Flow::default() });
                self.frames.push(Frame::Cell(CellProperties::default()));
            }
            _ => self.frames.push(Frame::Transparent),
        }
    }

    fn cell_properties(&mut self) -> Result<(), Error> {
        let parent = self.xml.depth();
        let mut own = CellProperties::default();
        while let Some(tag) = self.xml.child(parent)? {
            match tag.name() {
                "gridSpan" => own.columns = tag.number().unwrap_or_default(),
                // Word 2003 XML writes these two in lower case.
                "vMerge" | "vmerge" => own.vertical = Merge::of(tag.val().as_deref()),
                "hMerge" | "hmerge" => own.horizontal = Merge::of(tag.val().as_deref()),
                "cellDel" => own.is_dropped = true,
                "cellIns" | "cellMerge" => self.note(NoteKind::TrackedChanges),
                _ => {}
            }
        }
        if let Some(Frame::Cell(properties)) = self.frames.last_mut() {
            if own.is_dropped {
                self.n_mutes += 1 - usize::from(properties.is_dropped);
            }
            own.is_dropped |= properties.is_dropped;
            *properties = own;
        }
        if matches!(self.frames.last(), Some(Frame::Cell(properties)) if properties.is_dropped) {
            self.note(NoteKind::TrackedChanges);
        }
        Ok(())
    }

    fn end_cell(&mut self, properties: &CellProperties) -> Result<(), Error> {
        self.end_flow();
        self.n_mutes -= usize::from(properties.is_dropped);
        match self.tables.last_mut() {
            Some(table) => table.end_cell(properties, self.limits),
            None => Ok(()),
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let (blocks, notes) = table.finish(self.limits);
        for note in notes {
            self.add_note(note);
        }
        for block in blocks {
            self.emit(block);
        }
    }

    /// The innermost open element that a paragraph, a table, a row or a cell can be seen to stand in.
    fn context(&self) -> Option<&Frame> {
        self.frames.iter().rfind(|frame| frame.is_structure())
    }

    // Notes.

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
        !matches!(self, Self::Transparent | Self::Control { .. } | Self::Alternate { .. })
    }
}
