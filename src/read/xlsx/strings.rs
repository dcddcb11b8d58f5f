//! [`Strings`]: the shared strings of a workbook, and the text of strings wherever they stand.

use crate::error::Error;
use crate::read::Limits;
use crate::read::package::malformed;
use crate::read::workbook::lines;
use crate::read::xml::Xml;

/// The shared strings, in order.
#[derive(Debug, Default)]
pub(super) struct Strings(Vec<String>);

impl Strings {
    /// Reads `sharedStrings.xml`.
    pub(super) fn read(part: &str, text: &str, limits: &Limits) -> Result<Self, Error> {
        let mut xml = Xml::new(part, text, limits.depth).timed(limits);
        let mut strings = Vec::new();
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            if tag.name() == "si" {
                strings.push(rich(&mut xml)?);
            }
        }
        Ok(Self(strings))
    }

    /// The string that a cell names by its number.
    pub(super) fn get(&self, number: &str, sheet: &str) -> Result<&str, Error> {
        let found = number.trim().parse::<usize>().ok().and_then(|number| self.0.get(number));
        let missing = || malformed(sheet, format_args!("shared string {number} is missing"));
        found.map(String::as_str).ok_or_else(missing)
    }
}

/// The text of the element whose start was the last token: a `t` or the `t` of its runs. What helps to
/// pronounce it (`rPh`) is no part of it.
pub(super) fn rich(xml: &mut Xml<'_>) -> Result<String, Error> {
    let depth = xml.depth();
    let mut text = String::new();
    while let Some(tag) = xml.child(depth)? {
        match tag.name() {
            "t" => text.push_str(&xml.text()?),
            "r" => {
                while let Some(tag) = xml.child(depth + 1)? {
                    if tag.name() == "t" {
                        text.push_str(&xml.text()?);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(lines(&unescaped(&text)))
}

/// A text with `_x000D_` and its like replaced by the characters they stand for (ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let code = rest.get(..4).filter(|code| rest[4..].starts_with('_') && !code.starts_with('+'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[5..];
            }
            None => out.push_str("_x"),
        }
    }
    out.push_str(rest);
    out
}
