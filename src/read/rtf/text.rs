//! [`Text`]: bytes and UTF-16 units to characters.

use super::font::{Charset, Fonts};
use crate::read::symbol::symbol;
use encoding_rs::WINDOWS_1252;

/// What waits for more before it is a character.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// Bytes of one font: a character may take several.
    bytes: Vec<u8>,
    /// The first half of a character beyond the first 65,536.
    high: Option<u16>,
}

impl Text {
    /// Takes a byte; gives what stands for half a character that comes to no whole.
    pub(super) fn byte(&mut self, byte: u8) -> Option<String> {
        self.bytes.push(byte);
        self.high.take().map(|high| String::from_utf16_lossy(&[high]))
    }

    /// Takes a unit of UTF-16; gives its character.
    pub(super) fn unit(&mut self, unit: u16, font: i32, fonts: &Fonts) -> Option<String> {
        if matches!(unit, 0xF000..=0xF0FF) && fonts.is_symbol(font) {
            return Some(symbol(fonts.name(font), unit.into()).to_string());
        }
        let lone = |unit: u16| String::from_utf16_lossy(&[unit]);
        match (self.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => {
                self.high = Some(unit);
                None
            }
            (Some(high), 0xDC00..=0xDFFF) => Some(String::from_utf16_lossy(&[high, unit])),
            (Some(high), 0xD800..=0xDBFF) => {
                self.high = Some(unit);
                Some(lone(high))
            }
            (Some(high), _) => Some(lone(high) + &lone(unit)),
            (None, _) => Some(lone(unit)),
        }
    }

    /// Gives the bytes that wait, which are of this font.
    pub(super) fn flush(&mut self, font: i32, fonts: &Fonts) -> Option<String> {
        if self.bytes.is_empty() {
            return None;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let is_text = |c: &char| !c.is_control();
        Some(match fonts.charset(font) {
            Charset::Symbol => bytes.iter().map(|byte| symbol(fonts.name(font), (*byte).into())).collect(),
            Charset::In(encoding) => {
                encoding.decode_without_bom_handling(&bytes).0.chars().filter(is_text).collect()
            }
            Charset::Document => {
                let text = fonts.code_page().decode_without_bom_handling_and_without_replacement(&bytes);
                let text = text.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(&bytes).0);
                text.chars().filter(is_text).collect()
            }
        })
    }
}
