//! The neutral document: what every reader produces and every writer consumes.
//!
//! A [`Document`] knows nothing of forms. It is a sequence of [`Block`]s, each with the place it was
//! read from, in which every merged cell stands once.

mod draw;
mod excerpt;
mod fold;
mod grid;
mod rule;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use draw::draw;
pub use excerpt::{Emphasis, excerpt};
pub use fold::{Folded, fold};
pub(crate) use fold::{fold_char, fold_short, folded_chars, signs};
pub use grid::{Cell, ColumnSpan, Grid, GridBuilder, Holds, Mark, RowSpan};
pub use rule::{Comparison, Field, Rule, Takes};
pub(crate) use text::is_blank;
pub use text::{Look, Picture, Run, Span, Text};

/// A document as read, or as it is about to be written.
///
/// ```
/// use nianbao::document::{Block, Document, Locus};
/// let document = Document::from_blocks([Block::paragraph("一、总体情况", Locus::Paragraph(1))]);
/// assert_eq!(document.blocks.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The content in reading order.
    pub blocks: Vec<Block>,
    /// What the reader met and a user should know of.
    pub notes: Vec<Note>,
    /// What must hold between its figures, for a workbook; readers know of nothing.
    pub rules: Vec<Rule>,
    /// In a blank form, the figures to fill in by the names of their concepts.
    pub fields: BTreeMap<Arc<str>, Field>,
    /// What was found in the report, as a table beside the document that is no part of it.
    pub findings: Option<Grid>,
}

impl Document {
    /// A document of these blocks, without notes.
    pub fn from_blocks(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { blocks: blocks.into_iter().collect(), ..Self::default() }
    }

    /// Appends a document of another file, as where prose and table were filed apart; its places name the file.
    ///
    /// ```
    /// use nianbao::document::{Block, Document, Locus};
    /// let prose = Document::from_blocks([Block::paragraph("一、概述", Locus::Paragraph(1))]);
    /// let table = Document::from_blocks([Block::paragraph("统计表", Locus::Line(1))]);
    /// let Block::Paragraph(last) = &prose.joined(table, "附件.txt").blocks[1] else { panic!("a paragraph stays one") };
    /// assert_eq!(last.at.to_string(), "附件.txt 第 1 行");
    /// ```
    #[must_use]
    pub fn joined(mut self, other: Self, file: &str) -> Self {
        let file: Arc<str> = file.into();
        let blocks = other.blocks.into_iter().map(|block| block.in_file(&file));
        self.blocks.extend(blocks);
        let in_file = |note: Note| Note { at: note.at.map(|at| at.in_file(&file)), ..note };
        self.notes.extend(other.notes.into_iter().map(in_file));
        self
    }
}

/// One piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line that names what follows. Readers set it only from a style; forms recognise headings by text.
    Heading(Heading),
    /// A run of prose.
    Paragraph(Paragraph),
    /// A table whose spans are resolved.
    Table(Grid),
    /// Cells of a table that has been flattened to text: their order is kept, their columns are lost.
    Flat(Flat),
    /// A new page begins, and pages lie this way from here on; before the first they stand upright.
    /// Readers set none.
    Page(Orientation),
}

impl Block {
    /// A body paragraph.
    ///
    /// ```
    /// use nianbao::document::{Block, Locus};
    /// assert_eq!(Block::paragraph("无。", Locus::Paragraph(3)).text(), Some("无。"));
    /// ```
    pub fn paragraph(text: impl Into<Text>, at: Locus) -> Self {
        Self::Paragraph(Paragraph { text: text.into(), role: Role::Body, at })
    }

    /// A heading; level 0 is the title of the document, level 1 is `一、`.
    ///
    /// ```
    /// use nianbao::document::{Block, Locus};
    /// let block = Block::heading(1, "一、总体情况", Locus::Paragraph(2));
    /// assert_eq!(block.text(), Some("一、总体情况"));
    /// ```
    pub fn heading(level: u8, text: impl Into<String>, at: Locus) -> Self {
        Self::Heading(Heading { level, text: text.into(), at })
    }

    /// The text of a heading or paragraph.
    ///
    /// ```
    /// use nianbao::document::{Block, Flat};
    /// assert_eq!(Block::Flat(Flat::default()).text(), None);
    /// ```
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Heading(heading) => Some(&heading.text),
            Self::Paragraph(paragraph) => Some(&paragraph.text),
            Self::Table(_) | Self::Flat(_) | Self::Page(_) => None,
        }
    }

    fn in_file(mut self, file: &Arc<str>) -> Self {
        let put = |at: &mut Locus| *at = at.clone().in_file(file);
        match &mut self {
            Self::Heading(heading) => put(&mut heading.at),
            Self::Paragraph(paragraph) => put(&mut paragraph.at),
            Self::Table(grid) => grid.set_file(file),
            Self::Flat(flat) => flat.cells.iter_mut().for_each(|cell| put(&mut cell.at)),
            Self::Page(_) => {}
        }
        self
    }
}

/// A heading and its level: 0 for the title, 1 for `一、`, 2 for `（一）`, 3 for `1.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 0 to 3.
    pub level: u8,
    /// The words of the heading, its number included.
    pub text: String,
    /// Where it stands.
    pub at: Locus,
}

/// A paragraph of prose. A line break inside it is `\n`, a tab `\t`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The words.
    pub text: Text,
    /// How it is set; of no meaning to recognition.
    pub role: Role,
    /// Where it stands.
    pub at: Locus,
}

/// How a paragraph is set on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Justified, first line indented by two characters.
    #[default]
    Body,
    /// Centred, without indent: a line above a table, such as `（2019年度）`.
    Caption,
    /// Set to the right: who signs, and the date.
    Signature,
    /// A remark of this program, set apart from what was filed.
    Remark,
    /// In a blank form, what is to be written here; the words themselves are no text of the report.
    Prompt,
    /// The same for the title of the document.
    TitlePrompt,
}

/// How a page lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Higher than wide.
    #[default]
    Portrait,
    /// Wider than high, for tables of many columns.
    Landscape,
}

/// The cells of a flattened table, in reading order.
///
/// Invariant: a cell that was empty but marked (a `|`, a tab) is present with an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// Every cell that the text marks as one.
    pub cells: Vec<FlatCell>,
}

/// One cell of a [`Flat`] table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatCell {
    /// The words, blank when the cell was empty.
    pub text: String,
    /// What its place tells of it.
    pub place: Place,
    /// Where it stands.
    pub at: Locus,
}

/// What is known of the place of a cell in a table that was flattened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nothing but its order among the others.
    #[default]
    Unknown,
    /// It spans columns of the head that come after it.
    Over,
    /// It heads a column; such cells come from left to right.
    Column,
    /// It is a label, left of the figures of its row.
    Stub,
    /// It stands in a column of figures.
    Body,
}

/// Where something stands in the file it was read from; its `Display` is in the words of a reader.
///
/// ```
/// use nianbao::document::Locus;
/// assert_eq!(Locus::Cell { table: 3, row: 5, column: 4 }.to_string(), "表 3 第 5 行第 4 列");
/// assert_eq!(Locus::Sheet { name: "Sheet1".into(), row: 7, column: 3 }.to_string(), "Sheet1!C7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Locus {
    /// Paragraph of a document, counted from 1.
    Paragraph(u32),
    /// Line of a text, counted from 1.
    Line(u32),
    /// Line of a page, both counted from 1.
    Page {
        /// Which page of the document.
        page: u32,
        /// Line on the page.
        line: u32,
    },
    /// Cell of a table, all counted from 1; a merged cell is named by its first row and column.
    Cell {
        /// Which table of the document.
        table: u32,
        /// Row in the table.
        row: u32,
        /// Column of the table's grid.
        column: u32,
    },
    /// Cell of a sheet, counted from 1.
    Sheet {
        /// Name of the sheet.
        name: Arc<str>,
        /// Row on the sheet.
        row: u32,
        /// Column on the sheet.
        column: u32,
    },
    /// A place in a file that was joined to the one that was read.
    File {
        /// The name of the file.
        file: Arc<str>,
        /// The place in it.
        at: Box<Self>,
    },
}

impl Locus {
    /// The same place in a file that is not the one that was read first.
    ///
    /// ```
    /// use nianbao::document::Locus;
    /// let at = Locus::Cell { table: 1, row: 4, column: 3 }.in_file(&"统计表.docx".into());
    /// assert_eq!(at.to_string(), "统计表.docx 表 1 第 4 行第 3 列");
    /// ```
    #[must_use]
    pub fn in_file(self, file: &Arc<str>) -> Self {
        Self::File { file: Arc::clone(file), at: Box::new(self) }
    }
}

impl fmt::Display for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph(number) => write!(f, "第 {number} 段"),
            Self::Line(number) => write!(f, "第 {number} 行"),
            Self::Page { page, line } => write!(f, "第 {page} 页第 {line} 行"),
            Self::Cell { table, row, column } => write!(f, "表 {table} 第 {row} 行第 {column} 列"),
            Self::Sheet { name, row, column } => {
                write!(f, "{name}!{}{row}", column_letters(*column))
            }
            Self::File { file, at } => write!(f, "{file} {at}"),
        }
    }
}

/// `1` is `A`, `27` is `AA`.
pub(crate) fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        let (rest, letter) = ((column - 1) / 26, (column - 1) % 26);
        letters.push(char::from(b'A' + u8::try_from(letter).unwrap_or_default()));
        column = rest;
    }
    letters.iter().rev().collect()
}

/// Something a reader met and a user should know of; it becomes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was met.
    pub kind: NoteKind,
    /// Where.
    pub at: Option<Locus>,
}

/// What a reader can meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The document holds tracked changes; it was read as if all of them were accepted.
    TrackedChanges,
    /// Text that is formatted as hidden was left out.
    HiddenText,
    /// The prompt of an empty content control was read as empty.
    PlaceholderText,
    /// A sheet that is hidden was left out; its name.
    HiddenSheet(String),
    /// A value that a merged range covers is not shown; the value.
    CoveredValue(String),
    /// Rows or columns of a sheet are hidden and were read like any other; which, as in `2:3, B:B`.
    HiddenCells(String),
    /// A number with more digits than its container keeps; the stored text.
    LongNumber(String),
    /// A table was wider or longer than its own grid says, or its spans contradict each other.
    IrregularSpans,
    /// What a text box holds was read after the paragraph that it is fixed to.
    TextBox,
    /// A field that draws a character, such as one in a circle, has no text.
    FieldWithoutResult,
    /// A character of a symbol font has no meaning that is known.
    UnknownSymbol,
    /// A part of the text is kept in another file, or is missing.
    AbsentPart,
    /// Another program turned the file into one that could be read; its name.
    ReadThrough(String),
    /// Cells of the file are in no table of what it was turned into.
    LostCells {
        /// How many of those that say something.
        cells: usize,
        /// The text of the first.
        first: String,
    },
    /// Something that is no text was left out.
    LeftOut(LeftOut),
}

/// What a reader leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A picture that is not in the file, or of a kind that is not known.
    Picture,
    /// A picture that the format to be written cannot show.
    Unshown,
    /// A chart or a diagram.
    Chart,
    /// A file that is embedded in the document.
    Object,
    /// A footnote or an endnote.
    Footnote,
    /// The address of a link; its words are kept.
    Link,
}
