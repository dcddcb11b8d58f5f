//! HTML pages, and the HTML that office programs save under names such as `.doc` and `.xls`.
//!
//! - [x] cells that are not closed, spans, `thead`, captions, nested tables, tables that only lay out
//! - [x] `hidden`, `display: none`, `mso-hide: all`
//! - [ ] style sheets: neither what they hide nor what they number
//! - [x] bold, italic, underlined, raised and lowered words, links, white space that is kept
//! - [x] pictures that lie in the page (`data:`), but for those that only take room
//! - [ ] frames, scripts, other images, and their alternative text
//! - [ ] `tfoot` stands where the page writes it, not at the end of the table

mod parse;
mod picture;
#[cfg(test)]
mod round_trip;
mod table;
#[cfg(test)]
mod tests;

use super::{Limits, check_limit};
use crate::document::{Block, Document, Locus, Look, Note, NoteKind, Text, is_blank};
use crate::error::Error;
use scraper::{ElementRef, Node};
use table::{Cell, Row, Table};

/// Reads a page; `text` is decoded.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, Error> {
    let (text, pictures) = picture::taken_out(text);
    let page = parse::parse(&text, limits)?;
    let mut flow = Flow::with(&pictures);
    // The body itself is shown, whatever its style says: pages hide it until their scripts have run.
    for body in page.root_element().child_elements().filter(|part| part.value().name() == "body") {
        flow.children(body);
    }
    flow.end_line();
    drop(page);
    let mut output =
        Output { limits, document: Document::default(), n_paragraphs: 0, n_tables: 0, n_cells: 0 };
    if flow.hides_text {
        output.document.notes.push(Note { kind: NoteKind::HiddenText, at: None });
    }
    output.pieces(flow.pieces)?;
    Ok(output.document)
}

/// A part of the page or of a cell, not yet numbered.
#[derive(Debug)]
enum Piece {
    /// A paragraph, or a heading of this level.
    Line { level: Option<u8>, text: Text },
    /// A table.
    Table(Table),
}

/// The pieces of the page or of a cell as they are met.
#[derive(Default)]
struct Flow<'p> {
    pieces: Vec<Piece>,
    /// The text of the paragraph that is not ended yet.
    line: Text,
    /// The level of the heading that is open.
    level: Option<u8>,
    /// Whether the ends of lines are those of paragraphs.
    is_pre: bool,
    /// Whether white space is kept as it is.
    keeps_space: bool,
    hides_text: bool,
    /// The pictures that were taken out of the page.
    pictures: &'p [std::cell::Cell<&'p str>],
}

impl<'p> Flow<'p> {
    fn with(pictures: &'p [std::cell::Cell<&'p str>]) -> Self {
        Self { pictures, ..Self::default() }
    }

    fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                self.text(text);
            } else if let Some(element) = ElementRef::wrap(child) {
                self.element(element);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if !self.is_pre {
            return self.words(text);
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.end_line();
            }
            self.words(line);
        }
    }

    /// Adds words to the line. Only the white space of HTML collapses; the other blanks were set on purpose.
    fn words(&mut self, words: &str) {
        if self.keeps_space {
            return self.line.push_str(words);
        }
        for (n, word) in words.split([' ', '\t', '\n', '\r', '\u{C}']).enumerate() {
            if n > 0 && !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push_str(" ");
            }
            self.line.push_str(word);
        }
    }

    /// Adds what an element holds, set as it says; what ends a line ends the look with it.
    fn set(&mut self, element: ElementRef<'_>, look: &Look) {
        let (n_pieces, start) = (self.pieces.len(), self.line.len());
        self.children(element);
        let start = if self.pieces.len() == n_pieces { start } else { 0 };
        self.line.set(start..self.line.len(), look);
    }

    fn element(&mut self, element: ElementRef<'_>) {
        if self.hides(element) {
            return;
        }
        let outer = self.keeps_space;
        self.keeps_space |= element.value().attr("style").is_some_and(parse::keeps_space);
        self.shown(element);
        self.keeps_space = outer;
    }

    fn shown(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        match name {
            "table" => self.table(element),
            "h1" => self.heading(element, 0),
            "h2" => self.heading(element, 1),
            "h3" => self.heading(element, 2),
            "h4" | "h5" | "h6" => self.heading(element, 3),
            "listing" | "plaintext" | "pre" | "xmp" => self.lines(element),
            "aside" | "footer" | "nav" => self.end_line(),
            "b" | "strong" => self.set(element, &Look::Bold),
            "em" | "i" => self.set(element, &Look::Italic),
            "ins" | "u" => self.set(element, &Look::Underlined),
            "sup" => self.set(element, &Look::Raised),
            "sub" => self.set(element, &Look::Lowered),
            "a" => match element.value().attr("href").and_then(safe_link) {
                Some(address) => self.set(element, &Look::Link(address.into())),
                None => self.children(element),
            },
            "img" => {
                let here = self.line.len();
                let picture = picture::picture(element.value(), self.pictures);
                picture
                    .into_iter()
                    .for_each(|picture| self.line.set(here..here, &Look::Picture(picture.into())));
            }
            _ if is_no_text(name) => {}
            // `br` parts paragraphs too: the pages of governments set them with nothing else.
            _ if is_block(name) => {
                self.end_line();
                self.children(element);
                self.end_line();
            }
            _ => self.children(element),
        }
    }

    /// The lines of the text are paragraphs.
    fn lines(&mut self, element: ElementRef<'_>) {
        self.end_line();
        let outer = std::mem::replace(&mut self.is_pre, true);
        self.children(element);
        self.is_pre = outer;
        self.end_line();
    }

    fn heading(&mut self, element: ElementRef<'_>, level: u8) {
        self.end_line();
        let outer = self.level.replace(level);
        self.children(element);
        self.end_line();
        self.level = outer;
    }

    /// Whether the element is not shown; that it says something is remembered.
    fn hides(&mut self, element: ElementRef<'_>) -> bool {
        let value = element.value();
        let is_hidden = value.attr("hidden").is_some() || value.attr("style").is_some_and(parse::hides);
        if is_hidden && !self.hides_text {
            self.hides_text = element.text().any(|text| !text.trim().is_empty());
        }
        is_hidden
    }

    fn end_line(&mut self) {
        let mut text = std::mem::take(&mut self.line);
        text.trim_since(0, is_blank);
        if !text.is_empty() || text.pictures().next().is_some() {
            self.pieces.push(Piece::Line { level: self.level, text });
        }
    }

    fn table(&mut self, element: ElementRef<'_>) {
        self.end_line();
        let mut table = Table::default();
        for part in element.child_elements() {
            if self.hides(part) {
                continue;
            }
            match part.value().name() {
                "caption" => self.element(part),
                "thead" | "tbody" | "tfoot" => self.section(part, &mut table),
                _ => {}
            }
        }
        if table.rows.iter().any(|row| !row.cells.is_empty()) {
            self.pieces.push(Piece::Table(table));
        }
    }

    fn section(&mut self, section: ElementRef<'_>, table: &mut Table) {
        let first = table.rows.len();
        let is_head = section.value().name() == "thead";
        for row in section.child_elements() {
            if row.value().name() == "tr" && !self.hides(row) {
                let cells = row.child_elements().filter_map(|cell| self.cell(cell)).collect();
                table.rows.push(Row { cells, is_head, section_end: 0 });
            }
        }
        let section_end = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        for row in &mut table.rows[first..] {
            row.section_end = section_end;
        }
    }

    fn cell(&mut self, cell: ElementRef<'_>) -> Option<Cell> {
        if !matches!(cell.value().name(), "td" | "th") || self.hides(cell) {
            return None;
        }
        let mut content =
            Self { is_pre: self.is_pre, keeps_space: self.keeps_space, ..Self::with(self.pictures) };
        content.children(cell);
        content.end_line();
        self.hides_text |= content.hides_text;
        let span = |name| cell.value().attr(name).and_then(number);
        Some(Cell {
            rows: span("rowspan").unwrap_or(1),
            columns: span("colspan").unwrap_or(1).max(1),
            pieces: content.pieces,
        })
    }
}

/// An address that is one wherever the words stand, and that no click on can harm.
fn safe_link(address: &str) -> Option<&str> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)).then_some(address)
}

/// Whether the element has nothing that a page shows as its text.
fn is_no_text(name: &str) -> bool {
    matches!(
        name,
        "applet"
            | "audio"
            | "button"
            | "canvas"
            | "datalist"
            | "head"
            | "iframe"
            | "math"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "option"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
            | "xml"
    )
}

/// Whether the element is not of the line that it stands in.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "blockquote"
            | "br"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "form"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "ol"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "ul"
            | "caption"
    )
}

/// The digits that a value begins with, as HTML reads numbers.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    // Nine digits always fit; more only say that the span is without end.
    value[..end.min(9)].parse().ok()
}

/// The document, as pieces are numbered.
struct Output<'a> {
    limits: &'a Limits,
    document: Document,
    n_paragraphs: u32,
    n_tables: u32,
    n_cells: u64,
}

impl Output<'_> {
    fn pieces(&mut self, pieces: Vec<Piece>) -> Result<(), Error> {
        for piece in pieces {
            match piece {
                Piece::Line { level, text } => self.line(level, text),
                Piece::Table(table) if table.is_layout() => {
                    for cell in table.rows.into_iter().flat_map(|row| row.cells) {
                        self.pieces(cell.pieces)?;
                    }
                }
                Piece::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    fn line(&mut self, level: Option<u8>, text: Text) {
        self.n_paragraphs += 1;
        let at = Locus::Paragraph(self.n_paragraphs);
        self.document.blocks.push(match level {
            Some(level) => Block::heading(level, &*text, at),
            None => Block::paragraph(text, at),
        });
    }

    fn table(&mut self, table: Table) -> Result<(), Error> {
        self.limits.check_time()?;
        self.n_tables += 1;
        let number = self.n_tables;
        let laid = table.lay(number, self.limits)?;
        self.n_cells += laid.grid.cells().len() as u64;
        check_limit("cells", self.n_cells, self.limits.cells)?;
        if let Some((row, column)) = laid.too_wide {
            let at = Some(Locus::Cell { table: number, row, column });
            self.document.notes.push(Note { kind: NoteKind::IrregularSpans, at });
        }
        self.document.blocks.push(laid.grid.into());
        // The tables that its cells hold follow it.
        let pieces = table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.pieces);
        self.pieces(pieces.filter(|piece| matches!(piece, Piece::Table(_))).collect())
    }
}
