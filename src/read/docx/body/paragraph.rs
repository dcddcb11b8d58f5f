//! Paragraphs: their properties, their labels, and where they go.

use super::drawing::pictures;
use super::{Body, Flow, Frame, Paragraph};
use crate::document::{Block, Locus, NoteKind, Paragraph as Line, Role, Text};
use crate::error::Error;
use crate::read::check_limit;
use crate::read::docx::styles::{self, Style, Styles};
use crate::read::xml::{Tag, Xml};

/// What `w:pPr` says of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphProperties<'a> {
    pub(super) style: Option<&'a Style>,
    outline: Option<u8>,
    num_id: Option<u32>,
    level: Option<u32>,
    is_mark_deleted: bool,
    /// Whether the paragraph mark was put in or taken away, and that was tracked.
    is_changed: bool,
}

impl<'a> ParagraphProperties<'a> {
    fn read(xml: &mut Xml<'_>, styles: &'a Styles) -> Result<Self, Error> {
        let parent = xml.depth();
        let mut own = Self::default();
        while let Some(tag) = xml.child(parent)? {
            match tag.name() {
                "pStyle" => own.style = tag.val().and_then(|id| styles.get(&id)),
                "outlineLvl" => own.outline = styles::outline(&tag),
                "numPr" => {
                    while let Some(tag) = xml.child(parent + 1)? {
                        match tag.name() {
                            "numId" => own.num_id = tag.number(),
                            "ilvl" => own.level = tag.number(),
                            _ => {}
                        }
                    }
                }
                "rPr" => {
                    while let Some(tag) = xml.child(parent + 1)? {
                        let is_deleted = matches!(tag.name(), "del" | "moveFrom");
                        own.is_mark_deleted |= is_deleted;
                        own.is_changed |= is_deleted || matches!(tag.name(), "ins" | "moveTo");
                    }
                }
                _ => {}
            }
        }
        Ok(own)
    }
}

impl<'a> Body<'a> {
    /// Opens a `w:p`.
    pub(super) fn begin_paragraph(&mut self) -> Result<(), Error> {
        if !matches!(self.context(), Some(Frame::Body | Frame::Cell(_) | Frame::TextBox)) {
            self.frames.push(Frame::Transparent);
            return Ok(());
        }
        let mut paragraph = Paragraph::default();
        if let Some(flow) = self.flows.last_mut() {
            if let Some(carried) = flow.carried.take() {
                paragraph = Paragraph {
                    text: carried.text,
                    number: carried.number,
                    after: carried.after,
                    ..paragraph
                };
            }
            let n_boxed = flow.blocks.len();
            self.n_paragraphs += u32::from(self.flows.len() == 1);
            let n_paragraphs = self.n_paragraphs as usize + n_boxed;
            check_limit("paragraphs", n_paragraphs, self.limits.paragraphs)?;
        }
        if paragraph.number == 0 {
            paragraph.number = self.n_paragraphs;
        }
        self.is_hidden = false;
        self.paragraphs.push(paragraph);
        self.frames.push(Frame::Paragraph);
        Ok(())
    }

    /// Reads `w:pPr`.
    pub(super) fn paragraph_properties(&mut self) -> Result<(), Error> {
        let styles = self.styles;
        let own = self.of_paragraphs.read(&mut self.xml, |xml| ParagraphProperties::read(xml, styles))?;
        let is_changed = own.is_changed;
        if let (Some(paragraph), Some(Frame::Paragraph)) = (self.paragraphs.last_mut(), self.frames.last()) {
            (paragraph.properties, paragraph.is_page_broken) = (own, false);
        }
        if is_changed {
            self.note(NoteKind::TrackedChanges);
        }
        Ok(())
    }

    /// Ends a `w:p`.
    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        match self.flows.last_mut() {
            Some(flow) if paragraph.properties.is_mark_deleted => flow.carried = Some(paragraph),
            _ => self.finish_paragraph(paragraph),
        }
    }

    /// Puts a whole paragraph where it belongs.
    pub(super) fn finish_paragraph(&mut self, mut paragraph: Paragraph<'a>) {
        let label = self.label(&paragraph.properties).unwrap_or_default();
        let ParagraphProperties { style, outline, .. } = paragraph.properties;
        let heading = match style {
            Some(style) => style.heading_level(outline),
            None => Style::default().heading_level(outline),
        };
        let after = std::mem::take(&mut paragraph.after);
        match (self.flows.last(), self.tables.last_mut()) {
            (Some(Flow { at: None, .. }), Some(table)) => {
                table.paragraph(&label, &paragraph.text, heading);
                self.emit_pictures(&paragraph.text);
            }
            (flow, _) => {
                let at = flow.and_then(|flow| flow.at.clone()).unwrap_or(Locus::Paragraph(paragraph.number));
                let mut text = Text::from(label);
                text.push_text(&paragraph.text);
                let role = style.and_then(|style| style.role).unwrap_or(Role::Body);
                match heading {
                    Some(level) if !text.trim().is_empty() => {
                        self.emit(Block::heading(level, text.to_string(), at));
                        self.emit_pictures(&text);
                    }
                    _ if !text.is_blank() => self.emit(Block::Paragraph(Line { text, role, at })),
                    _ => {}
                }
            }
        }
        for block in after {
            self.emit(block);
        }
    }

    /// Pictures whose place has no room for them stand in a paragraph of their own.
    fn emit_pictures(&mut self, text: &Text) {
        if text.pictures().next().is_none() {
            return;
        }
        let text = pictures(text);
        if !text.is_blank() {
            let at = self.here();
            self.emit(Block::paragraph(text, at));
        }
    }

    /// The label of a numbered paragraph. A list of 0 takes the numbering of the style away (17.9.18).
    fn label(&mut self, paragraph: &ParagraphProperties<'_>) -> Option<String> {
        let style = paragraph.style;
        let num_id =
            paragraph.num_id.or(style.and_then(|style| style.num_id)).filter(|num_id| *num_id > 0)?;
        if !self.is_shown() {
            return None;
        }
        let linked = style.and_then(|style| self.numbering.level_of(num_id, &style.id).or(style.level));
        self.numbering.label(num_id, paragraph.level.or(linked).unwrap_or_default())
    }

    /// Reads `w:altChunk`: the blocks of the document that it imports take its place.
    pub(super) fn chunk(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        self.xml.skip()?;
        if !self.is_shown() {
            return Ok(());
        }
        if let Some(carried) = self.flows.last_mut().and_then(|flow| flow.carried.take()) {
            self.finish_paragraph(carried);
        }
        let Some(chunk) = tag.get("id").and_then(|id| self.chunks.get(&id)) else {
            self.note(NoteKind::AbsentPart);
            return Ok(());
        };
        self.count_cells(chunk.notes.len() as u64)?;
        chunk.notes.iter().for_each(|note| self.add_note(note.clone()));
        for block in &chunk.blocks {
            self.count_block(block)?;
            let level = if let Block::Heading(heading) = block { Some(heading.level) } else { None };
            match (block.text(), self.flows.last(), self.tables.last_mut()) {
                (Some(text), Some(Flow { at: None, .. }), Some(table)) => table.paragraph("", text, level),
                _ => self.emit(block.clone()),
            }
        }
        Ok(())
    }

    /// Counts what a block adds: a chunk may be imported more than once.
    fn count_block(&mut self, block: &Block) -> Result<(), Error> {
        let length = |text: &str| text.chars().count();
        let lengths: Vec<usize> = match block {
            Block::Table(grid) => grid.cells().iter().map(|cell| length(&cell.text)).collect(),
            Block::Flat(flat) => flat.cells.iter().map(|cell| length(&cell.text)).collect(),
            _ => block.text().into_iter().map(length).collect(),
        };
        self.count_cells(lengths.len() as u64)?;
        self.count_characters(lengths.into_iter().sum())
    }

    /// Puts a block into the innermost place that holds blocks.
    pub(super) fn emit(&mut self, block: Block) {
        match (self.flows.last_mut(), self.tables.last_mut()) {
            (Some(Flow { at: Some(_), blocks, .. }), _) => blocks.push(block),
            (_, Some(table)) => table.nest(block),
            _ => self.document.blocks.push(block),
        }
    }

    /// Ends a body, a text box or a cell.
    pub(super) fn end_flow(&mut self) {
        if let Some(carried) = self.flows.last_mut().and_then(|flow| flow.carried.take()) {
            self.finish_paragraph(carried);
        }
        let Some(flow) = self.flows.pop() else { return };
        self.end_fields(flow.n_fields);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.after.extend(flow.blocks);
        }
    }
}
