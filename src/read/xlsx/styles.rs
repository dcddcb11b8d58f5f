//! [`Styles`]: which styles make a number a date, and which draw a border.

use crate::error::Error;
use crate::read::xml::{Tag, Xml};
use std::collections::HashMap;

/// The styles of cells, by their number.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

/// What a style says of a cell, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// What a number means.
    pub(super) meaning: Meaning,
    /// Whether a border is drawn.
    pub(super) has_border: bool,
}

/// What a number of some format means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A number.
    #[default]
    Number,
    /// A day, and a time of it.
    Date,
    /// Hours, minutes and seconds that have passed.
    Duration,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &str, text: &str, max_depth: usize) -> Result<Self, Error> {
        let mut xml = Xml::new(part, text, max_depth);
        let (mut formats, mut borders, mut styles) = (HashMap::new(), Vec::new(), Vec::new());
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            match tag.name() {
                "numFmts" => {
                    while let Some(tag) = xml.child(2)? {
                        let code = tag.get("formatCode").unwrap_or_default();
                        formats.insert(tag.count("numFmtId").unwrap_or_default(), Meaning::of(&code));
                    }
                }
                "borders" => {
                    while xml.child(2)?.is_some() {
                        borders.push(is_drawn(&mut xml)?);
                    }
                }
                "cellXfs" => {
                    while let Some(tag) = xml.child(2)? {
                        styles.push(Style::of(&tag, &formats, &borders));
                    }
                }
                _ => {}
            }
        }
        Ok(Self(styles))
    }

    /// The style of this number.
    pub(super) fn get(&self, number: u32) -> Style {
        self.0.get(number as usize).copied().unwrap_or_default()
    }
}

impl Style {
    fn of(tag: &Tag<'_>, formats: &HashMap<u32, Meaning>, borders: &[bool]) -> Self {
        let format = tag.count("numFmtId").unwrap_or_default();
        let meaning = formats.get(&format).copied().unwrap_or_else(|| Meaning::built_in(format));
        let border = tag.count("borderId").unwrap_or_default() as usize;
        Self { meaning, has_border: borders.get(border).copied().unwrap_or_default() }
    }
}

/// Whether one of the sides of a `border` is drawn.
fn is_drawn(xml: &mut Xml<'_>) -> Result<bool, Error> {
    let mut is_drawn = false;
    while let Some(side) = xml.child(3)? {
        let style = side.get("style");
        is_drawn |= side.name() != "diagonal" && style.is_some_and(|style| style != "none");
    }
    Ok(is_drawn)
}

impl Meaning {
    /// The formats that need no code (ECMA-376 part 1, 18.8.30), those of Chinese included.
    fn built_in(format: u32) -> Self {
        match format {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What the code of a format makes of a number: letters of a date that are no literal text. Only the
    /// first of its sections counts, for it is that of the numbers that can be dates.
    fn of(code: &str) -> Self {
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                // What follows is shown as it is, or fills or skips its width.
                '\\' | '_' | '*' => drop(chars.next()),
                '"' => drop(chars.by_ref().find(|c| *c == '"')),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let is_elapsed = |unit: char| inner.chars().all(|c| c.eq_ignore_ascii_case(&unit));
                    if !inner.is_empty() && ['h', 'm', 's'].into_iter().any(is_elapsed) {
                        return Self::Duration;
                    }
                }
                ';' => break,
                'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Self::Date,
                _ => {}
            }
        }
        Self::Number
    }
}

#[cfg(test)]
mod tests {
    use super::Meaning;

    #[test]
    fn codes_of_dates_are_told_from_others() {
        for (code, meaning) in [
            ("yyyy\"年\"m\"月\"d\"日\"", Meaning::Date),
            ("[DBNum1][$-804]yyyy\"年\"", Meaning::Date),
            ("[h]:mm", Meaning::Duration),
            ("h:mm AM/PM", Meaning::Date),
            ("0.00_);[Red]\\(0.00\\)", Meaning::Number),
            ("#,##0\"days\"", Meaning::Number),
            ("0\\d", Meaning::Number),
            ("General", Meaning::Number),
            ("0.00E+00", Meaning::Number),
            ("0;yyyy", Meaning::Number),
        ] {
            assert_eq!(Meaning::of(code), meaning, "{code}");
        }
    }
}
