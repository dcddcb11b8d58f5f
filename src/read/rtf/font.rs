//! [`Fonts`]: which encoding the bytes of each font are in.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use std::collections::HashMap;

/// More fonts than any document has.
const MOST: usize = 10_000;

/// The fonts of a document by number.
#[derive(Debug)]
pub(super) struct Fonts {
    /// The font of text that names none.
    pub(super) default: i32,
    by_number: HashMap<i32, Font>,
    /// The font that the table is telling of.
    open: i32,
    /// What bytes are in whose font says nothing. A document that does not say so either is a Chinese one.
    code_page: &'static Encoding,
}

#[derive(Debug, Default)]
struct Font {
    name: String,
    charset: Charset,
}

/// What the bytes of a font mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Charset {
    /// They are in the code page of the document, or Western if they are not.
    #[default]
    Document,
    /// They are in this encoding.
    In(&'static Encoding),
    /// They are signs.
    Symbol,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { default: 0, by_number: HashMap::new(), open: 0, code_page: GB18030 }
    }
}

impl Fonts {
    /// `\ansicpgN` of the document.
    pub(super) fn set_code_page(&mut self, code_page: i32) {
        self.code_page = encoding(code_page).unwrap_or(GB18030);
    }

    /// A word in the table of fonts.
    pub(super) fn word(&mut self, name: &str, value: i32) {
        match name {
            "f" => self.open = value,
            "fcharset" => self.open_font().charset = charset(value),
            "cpg" => {
                let charset = self.open_font().charset;
                self.open_font().charset = encoding(value).map_or(charset, Charset::In);
            }
            _ => {}
        }
    }

    /// The font that the table is telling of; when there are too many, those that follow are one.
    fn open_font(&mut self) -> &mut Font {
        let number = if self.by_number.len() < MOST { self.open } else { i32::MIN };
        self.by_number.entry(number).or_default()
    }

    /// A byte of the name of a font; `;` ends it.
    pub(super) fn byte(&mut self, byte: u8) {
        let font = self.open_font();
        if byte != b';' && byte.is_ascii() && font.name.len() < 64 {
            font.name.push(char::from(byte));
        }
    }

    /// What the bytes of a font mean.
    pub(super) fn charset(&self, font: i32) -> Charset {
        self.by_number.get(&font).map(|font| font.charset).unwrap_or_default()
    }

    /// The name of a font.
    pub(super) fn name(&self, font: i32) -> &str {
        self.by_number.get(&font).map_or("", |font| font.name.trim())
    }

    /// Whether the characters of a font are signs.
    pub(super) fn is_symbol(&self, font: i32) -> bool {
        self.charset(font) == Charset::Symbol
    }

    /// The code page of the document.
    pub(super) fn code_page(&self) -> &'static Encoding {
        self.code_page
    }
}

/// The meaning of `\fcharsetN`.
fn charset(number: i32) -> Charset {
    Charset::In(match number {
        2 => return Charset::Symbol,
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 | 130 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return Charset::Document,
    })
}

/// The encoding of a code page of Windows.
fn encoding(code_page: i32) -> Option<&'static Encoding> {
    Some(match code_page {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 | 54_936 => GB18030,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10_000 => MACINTOSH,
        65_001 => UTF_8,
        _ => return None,
    })
}
