//! RTF, also under the name `.doc`, to [`Document`].
//!
//! - [x] code pages by document and by font, double bytes, `\uN` with its fallback, symbol fonts
//! - [x] tables by the edges of their cells, horizontal and vertical merges, nested tables, rows of a head
//! - [x] hidden text is left out, deleted text too: tracked changes are read as accepted
//! - [x] fields by their results, the labels of lists, text boxes, `\bin`
//! - [x] a file that ends with groups open is cut short
//! - [ ] headers, footers, footnotes, comments, pictures, formulas, bullets: none of them is part of the text
//! - [ ] rows whose deletion is tracked: they stay as blank rows

mod columns;
mod destination;
mod flow;
mod font;
mod table;
mod text;
mod token;

use super::clock::Clock;
use super::{Limits, check_limit};
use crate::document::{Document, NoteKind};
use crate::error::{Error, ErrorKind};
use crate::read::table::Merge;
use destination::Destination;
use flow::{Flows, Properties};
use font::Fonts;
use text::Text;
use token::{Token, Tokens};

/// Whether bytes begin as RTF does.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads a text.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let mut reader = Reader {
        tokens: Tokens::new(bytes.trim_ascii_start()),
        limits,
        clock: Clock::of(limits),
        groups: Vec::new(),
        state: State::default(),
        fonts: Fonts::default(),
        text: Text::default(),
        fields: Vec::new(),
        flows: Flows::new(limits),
        fallback: 0,
        is_starred: false,
    };
    reader.read()?;
    reader.flows.finish()
}

/// What the words of a group set, and what its end takes back.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    font: i32,
    /// How many characters stand for those who cannot read `\uN`.
    n_fallback: u32,
    is_hidden: bool,
    is_deleted: bool,
    paragraph: Properties,
    /// Whether what is said of rows is said of the nested one.
    is_of_nested_row: bool,
    /// What the end of the group ends.
    ends: Ends,
}

/// What begins with a group and ends with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ends {
    #[default]
    Nothing,
    Field,
    TextBox,
    Label,
}

impl Default for State {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            font: 0,
            n_fallback: 1,
            is_hidden: false,
            is_deleted: false,
            paragraph: Properties::default(),
            is_of_nested_row: false,
            ends: Ends::Nothing,
        }
    }
}

/// An open field.
#[derive(Debug, Default)]
struct Field {
    /// The first two letters of its instruction.
    code: String,
    has_result: bool,
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    limits: &'a Limits,
    clock: Clock,
    /// The states of the groups around the open one.
    groups: Vec<State>,
    state: State,
    fonts: Fonts,
    text: Text,
    fields: Vec<Field>,
    flows: Flows<'a>,
    /// Characters that are still to be passed over after `\uN`.
    fallback: u32,
    /// Whether the last token was `\*`.
    is_starred: bool,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Error> {
        while let Some(token) = self.tokens.next()? {
            self.clock.step()?;
            let is_starred = std::mem::take(&mut self.is_starred);
            match token {
                Token::Open => self.open()?,
                Token::Close => {
                    self.close()?;
                    // What follows the last group is no part of the file.
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                Token::Star => self.is_starred = true,
                Token::Word { name, value } if !self.is_fallback(character(name).is_some()) => {
                    self.word(name, value, is_starred)?;
                }
                Token::Byte(byte) if !self.is_fallback(true) => self.byte(byte)?,
                Token::Word { .. } | Token::Byte(_) => {}
                Token::Binary => drop(self.is_fallback(true)),
            }
        }
        Err(ErrorKind::Truncated("RTF".into()).into())
    }

    /// Whether a token stands for `\uN`. Only a character does: some programs leave the fallback out.
    fn is_fallback(&mut self, is_character: bool) -> bool {
        let is_fallback = is_character && self.fallback > 0;
        self.fallback = if is_fallback { self.fallback - 1 } else { 0 };
        is_fallback
    }

    fn open(&mut self) -> Result<(), Error> {
        self.fallback = 0;
        check_limit("depth", self.groups.len() + 1, self.limits.depth)?;
        self.groups.push(self.state);
        self.state.ends = Ends::Nothing;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        self.fallback = 0;
        self.flush()?;
        match self.state.ends {
            Ends::Nothing => {}
            Ends::Field => self.end_field()?,
            Ends::TextBox => self.flows.end_box()?,
            Ends::Label => self.flows.end_label(),
        }
        self.state = self.groups.pop().unwrap_or_default();
        Ok(())
    }

    fn word(&mut self, name: &str, value: Option<i32>, is_starred: bool) -> Result<(), Error> {
        if let Some(destination) = Destination::of(name, is_starred, self.state.destination) {
            self.flush()?;
            self.state.destination = destination;
            self.begin(name);
            return Ok(());
        }
        match self.state.destination {
            Destination::Fonts => self.fonts.word(name, value.unwrap_or_default()),
            Destination::Text | Destination::Label => return self.text_word(name, value),
            Destination::Instruction | Destination::Hollow | Destination::Skipped => {}
        }
        Ok(())
    }

    /// What a destination begins besides.
    fn begin(&mut self, name: &str) {
        match name {
            "field" => {
                self.fields.push(Field::default());
                self.state.ends = Ends::Field;
            }
            "shptxt" | "dptxbxtext" => {
                self.flows.begin_box();
                self.state.ends = Ends::TextBox;
            }
            "listtext" | "pntext" => self.state.ends = Ends::Label,
            "nesttableprops" => self.state.is_of_nested_row = true,
            _ => {}
        }
    }

    /// A word amid text: a character, a property, or the end of something.
    fn text_word(&mut self, name: &str, value: Option<i32>) -> Result<(), Error> {
        let is_on = value != Some(0);
        match name {
            "ansicpg" => self.fonts.set_code_page(value.unwrap_or_default()),
            "mac" => self.fonts.set_code_page(10_000),
            "deff" => {
                self.fonts.default = value.unwrap_or_default();
                self.set_font(self.fonts.default)?;
            }
            "f" => self.set_font(value.unwrap_or_default())?,
            "uc" => self.state.n_fallback = value.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
            "u" => {
                self.unit(value.unwrap_or_default())?;
                self.fallback = self.state.n_fallback;
            }
            "plain" => {
                self.set_font(self.fonts.default)?;
                (self.state.is_hidden, self.state.is_deleted) = (false, false);
            }
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_deleted = is_on,
            "revised" if is_on => return self.note(NoteKind::TrackedChanges),
            "tab" if self.state.destination == Destination::Label => {}
            _ => match character(name) {
                Some(c) => self.character(c)?,
                None => return self.structure(name, value),
            },
        }
        Ok(())
    }

    /// A word that ends something, or says where in a table it stands.
    fn structure(&mut self, name: &str, value: Option<i32>) -> Result<(), Error> {
        let is_nested = self.state.is_of_nested_row;
        match name {
            // Without its end a paragraph goes on with the next.
            "par" | "sect" if self.state.is_deleted => return self.note(NoteKind::TrackedChanges),
            "par" | "sect" | "cell" | "nestcell" | "row" | "nestrow" => {
                self.flush()?;
                return self.flows.end(name, self.state.paragraph);
            }
            "page" | "column" => {
                self.flush()?;
                self.flows.break_page();
            }
            "pard" => self.state.paragraph = Properties::default(),
            "intbl" => self.state.paragraph.level = self.state.paragraph.level.max(1),
            "itap" => self.state.paragraph.level = usize::try_from(value.unwrap_or(1)).unwrap_or_default(),
            "outlinelevel" => self.state.paragraph.outline = value.and_then(|level| u8::try_from(level).ok()),
            "trowd" => return self.flows.begin_row(is_nested),
            "cellx" => {
                return self.flows.definition(is_nested).end_cell(value.unwrap_or_default(), self.limits);
            }
            "trleft" => self.flows.definition(is_nested).left = value.unwrap_or_default(),
            "trhdr" => self.flows.definition(is_nested).is_head = true,
            "clmgf" => self.flows.definition(is_nested).cell.horizontal = Merge::Restart,
            "clmrg" => self.flows.definition(is_nested).cell.horizontal = Merge::Continue,
            "clvmgf" => self.flows.definition(is_nested).cell.vertical = Merge::Restart,
            "clvmrg" => self.flows.definition(is_nested).cell.vertical = Merge::Continue,
            "cldel" => self.flows.definition(is_nested).cell.is_dropped = true,
            _ => {}
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) -> Result<(), Error> {
        match self.state.destination {
            Destination::Fonts => self.fonts.byte(byte),
            Destination::Instruction => {
                let field = self.fields.last_mut().filter(|field| field.code.len() < 2 && byte != b' ');
                if let Some(field) = field {
                    field.code.push(char::from(byte));
                }
            }
            Destination::Text | Destination::Label => return self.text_byte(byte),
            Destination::Hollow | Destination::Skipped => {}
        }
        Ok(())
    }

    fn text_byte(&mut self, byte: u8) -> Result<(), Error> {
        if !self.is_shown(!byte.is_ascii_whitespace())? {
            return Ok(());
        }
        let lone = self.text.byte(byte);
        self.show(lone)
    }

    /// The bytes so far are of the font so far.
    fn set_font(&mut self, font: i32) -> Result<(), Error> {
        self.flush()?;
        self.state.font = font;
        Ok(())
    }

    /// A character by its number in UTF-16, which is written as a signed one.
    fn unit(&mut self, value: i32) -> Result<(), Error> {
        if !self.is_shown(true)? {
            return Ok(());
        }
        self.flush()?;
        // The low 16 bits are those of the number, whatever its sign.
        let [low, high, ..] = value.to_le_bytes();
        let unit = u16::from_le_bytes([low, high]);
        let text = self.text.unit(unit, self.state.font, &self.fonts);
        self.show(text)
    }

    fn character(&mut self, c: char) -> Result<(), Error> {
        if !self.is_shown(true)? {
            return Ok(());
        }
        self.flush()?;
        self.show(Some(c.to_string()))
    }

    /// Whether text is shown; if it says something and is not, that is noted.
    fn is_shown(&mut self, says: bool) -> Result<bool, Error> {
        let kind = match (self.state.is_deleted, self.state.is_hidden) {
            (true, _) => NoteKind::TrackedChanges,
            (_, true) => NoteKind::HiddenText,
            _ => return Ok(true),
        };
        if says {
            self.note(kind)?;
        }
        Ok(false)
    }

    fn note(&mut self, kind: NoteKind) -> Result<(), Error> {
        self.flows.note(kind, self.state.paragraph)
    }

    /// Shows the bytes that wait for others.
    fn flush(&mut self) -> Result<(), Error> {
        let text = self.text.flush(self.state.font, &self.fonts);
        self.show(text)
    }

    fn show(&mut self, text: Option<String>) -> Result<(), Error> {
        let Some(text) = text else { return Ok(()) };
        if let Some(field) = self.fields.last_mut() {
            field.has_result = true;
        }
        if self.fonts.is_symbol(self.state.font) {
            // A bullet is no label.
            if self.state.destination == Destination::Label {
                return Ok(());
            }
            if text.contains(char::REPLACEMENT_CHARACTER) {
                self.note(NoteKind::UnknownSymbol)?;
            }
        }
        self.flows.push(&text)
    }

    /// `EQ \o(○,1)` draws a 1 in a circle; most other fields without a result say nothing.
    fn end_field(&mut self) -> Result<(), Error> {
        match self.fields.pop() {
            Some(field) if !field.has_result && field.code.eq_ignore_ascii_case("EQ") => {
                self.note(NoteKind::FieldWithoutResult)
            }
            _ => Ok(()),
        }
    }
}

/// The character that a word stands for.
fn character(name: &str) -> Option<char> {
    Some(match name {
        "tab" => '\t',
        "line" | "lbr" => '\n',
        "emdash" => '—',
        "endash" => '–',
        "emspace" => '\u{2003}',
        "enspace" => '\u{2002}',
        "qmspace" => '\u{2005}',
        "bullet" => '•',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "~" => '\u{A0}',
        "_" => '\u{2011}',
        "\\" => '\\',
        "{" => '{',
        "}" => '}',
        _ => return None,
    })
}
