//! What stands in a run: text, marks and fields; and what hides it.

use super::{Body, Field, Frame};
use crate::document::{Look, NoteKind};
use crate::error::Error;
use crate::read::check_limit;
use crate::read::docx::look::look;
use crate::read::docx::styles::Styles;
use crate::read::symbol::symbol;
use crate::read::xml::{Tag, Xml};
use std::sync::Arc;

/// Longer instructions of fields are cut.
const LONGEST_INSTRUCTION: usize = 4096;

/// What `w:rPr` says of a run.
#[derive(Clone, Debug)]
pub(super) struct RunProperties {
    vanish: Option<bool>,
    looks: Vec<Look>,
}

impl RunProperties {
    /// What the element adds to the looks of its run.
    fn read(xml: &mut Xml<'_>, styles: &Styles, looks: Vec<Look>) -> Result<Self, Error> {
        let parent = xml.depth();
        let mut own = Self { vanish: None, looks };
        while let Some(tag) = xml.child(parent)? {
            match tag.name() {
                "vanish" => own.vanish = Some(tag.is_on()),
                "rStyle" => {
                    let style = tag.val().and_then(|id| styles.get(&id));
                    own.vanish = own.vanish.or(style.and_then(|style| style.vanish));
                    own.looks.extend(style.into_iter().flat_map(|style| style.looks.iter().cloned()));
                }
                _ => {
                    if let Some((look, is_on)) = look(&tag) {
                        own.looks.retain(|own| *own != look);
                        own.looks.extend(is_on.then_some(look));
                    }
                }
            }
        }
        Ok(own)
    }
}

impl Body<'_> {
    /// Opens a `w:t`.
    pub(super) fn text_frame(&self, tag: &Tag<'_>) -> Frame {
        let start = self.paragraphs.last().map_or(0, |paragraph| paragraph.text.len());
        Frame::Text { start, keeps_space: tag.keeps_space().unwrap_or(self.keeps_space) }
    }

    /// Adds text where it is shown.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Error> {
        if !self.is_shown() {
            return Ok(());
        }
        if self.is_hidden {
            self.note(NoteKind::HiddenText);
            return Ok(());
        }
        self.count_characters(text.chars().count())?;
        self.push_str(text);
        Ok(())
    }

    /// Counts characters of text.
    pub(super) fn count_characters(&mut self, characters: usize) -> Result<(), Error> {
        self.n_characters += characters;
        check_limit("characters", self.n_characters, self.limits.characters)
    }

    /// White space at both ends of a `w:t` is no text unless it says so (17.3.3.31).
    pub(super) fn trim(&mut self, start: usize) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.trim_since(start, |c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        }
    }

    /// What one element of a run stands for.
    pub(super) fn mark(&mut self, tag: &Tag<'_>) {
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
                if c == char::REPLACEMENT_CHARACTER {
                    self.note(NoteKind::UnknownSymbol);
                }
                self.push_str(c.encode_utf8(&mut [0; 4]));
            }
            _ => self.push_str("\t"),
        }
    }

    /// Adds to the open paragraph what is shown for certain.
    pub(super) fn push_str(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if std::mem::take(&mut paragraph.is_page_broken) && !paragraph.text.is_empty() {
            paragraph.text.push_str("\n");
        }
        let start = paragraph.text.len();
        paragraph.text.push_str(text);
        let range = start..paragraph.text.len();
        // Links are underlined by whoever shows them.
        let looks = self.looks.iter().filter(|look| self.link.is_none() || **look != Look::Underlined);
        looks.for_each(|look| paragraph.text.set(range.clone(), look));
        if let Some(address) = &self.link {
            paragraph.text.set(range, &Look::Link(Arc::clone(address)));
        }
    }

    /// Of a field only the result is text; a field within an instruction is none at all (17.16.18).
    pub(super) fn field(&mut self, kind: &str) {
        match (kind, self.fields.last_mut()) {
            ("begin", _) => {
                self.fields.push(Field { outer: self.link.clone(), ..Field::default() });
                self.n_mutes += 1;
            }
            ("separate", Some(field)) if !field.has_result => {
                field.has_result = true;
                let instruction = std::mem::take(&mut field.instruction);
                self.n_mutes -= 1;
                self.link = self.field_link(&instruction).or_else(|| self.link.take());
            }
            ("end", Some(_)) => self.end_fields(self.fields.len() - 1),
            _ => {}
        }
    }

    /// Closes fields until this many are open.
    pub(super) fn end_fields(&mut self, n_fields: usize) {
        while self.fields.len() > n_fields {
            let Some(field) = self.fields.pop() else { continue };
            self.link = field.outer;
            if field.has_result {
                continue;
            }
            self.n_mutes -= 1;
            // `EQ \o(○,1)` draws a 1 in a circle; most other fields without a result say nothing.
            if field.instruction.trim_start().to_ascii_uppercase().starts_with("EQ") && self.is_shown() {
                self.note(NoteKind::FieldWithoutResult);
            }
        }
    }

    /// Reads a `w:instrText`; only what the innermost field is asked to do is of interest.
    pub(super) fn instruction(&mut self) -> Result<(), Error> {
        let text = self.xml.text()?;
        let open = self.fields.last_mut().filter(|field| !field.has_result);
        if let Some(field) = open.filter(|field| field.instruction.len() < LONGEST_INSTRUCTION) {
            field.instruction.push_str(&text);
        }
        Ok(())
    }

    /// Whether nothing that is open hides its text.
    pub(super) fn is_shown(&self) -> bool {
        self.n_mutes == 0
    }

    /// Reads `w:rPr`.
    pub(super) fn run_properties(&mut self) -> Result<(), Error> {
        let styles = self.styles;
        // Only what begins with no look depends on the element alone.
        let own = match std::mem::take(&mut self.looks) {
            looks if looks.is_empty() => {
                self.of_runs.read(&mut self.xml, |xml| RunProperties::read(xml, styles, looks))?
            }
            looks => RunProperties::read(&mut self.xml, styles, looks)?,
        };
        self.looks = own.looks;
        if let (Some(is_hidden), Some(Frame::Run { .. })) = (own.vanish, self.frames.last()) {
            self.is_hidden = is_hidden;
        }
        Ok(())
    }

    /// Reads `w:sdtPr`.
    pub(super) fn control_properties(&mut self) -> Result<(), Error> {
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
}
