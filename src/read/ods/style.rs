//! [`Styles`]: which sheets are hidden, and which cells have a border.

use crate::error::Error;
use crate::read::xml::{Tag, Xml};
use std::collections::HashMap;

/// How far a chain of parents is followed.
const MAX_CHAIN: usize = 16;

/// All styles by name.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    is_hidden: bool,
    /// Whether a border is drawn, if the style says so at all.
    has_border: Option<bool>,
}

impl Styles {
    /// Reads the element whose start was the last token, a list of styles.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        while let Some(tag) = xml.child(2)? {
            let get = |name| tag.get(name).map(std::borrow::Cow::into_owned);
            let mut style = Style { parent: get("parent-style-name"), ..Style::default() };
            while let Some(tag) = xml.child(3)? {
                match tag.name() {
                    "table-properties" => style.is_hidden = tag.get("display").as_deref() == Some("false"),
                    "table-cell-properties" => style.has_border = border(&tag),
                    _ => {}
                }
            }
            self.0.insert(get("name").unwrap_or_default(), style);
        }
        Ok(())
    }

    /// Whether the sheet that a table of this style makes is hidden.
    pub(super) fn hides(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|style| style.is_hidden)
    }

    /// Whether a cell of this style has a border.
    pub(super) fn has_border(&self, name: &str) -> bool {
        let parent = |style: &&Style| self.0.get(style.parent.as_ref()?);
        let mut chain = std::iter::successors(self.0.get(name), parent).take(MAX_CHAIN);
        chain.find_map(|style| style.has_border).unwrap_or_default()
    }
}

fn border(tag: &Tag<'_>) -> Option<bool> {
    let sides = ["border", "border-top", "border-bottom", "border-left", "border-right"];
    let lines = sides.into_iter().filter_map(|side| tag.get(side));
    lines.map(|line| !matches!(&*line, "none" | "hidden")).reduce(|one, other| one || other)
}
