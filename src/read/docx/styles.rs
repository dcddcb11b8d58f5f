//! [`Styles`]: what `styles.xml` says of paragraphs and runs, inherited properties resolved.
//!
//! Only what decides on text is read: headings, numbering, hidden text, and the roles our writer sets.

use super::look::look;
use crate::document::{Look, Role};
use crate::error::Error;
use crate::read::xml::{Tag, Xml};
use std::collections::HashMap;

/// How far a chain of `w:basedOn` is followed; Word itself allows 11.
const MAX_CHAIN: usize = 16;

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
}

/// A style with all that it inherits.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// What paragraphs name it by.
    pub(super) id: String,
    based_on: Option<String>,
    /// Heading level: 0 for the title.
    pub(super) heading: Option<u8>,
    /// `w:outlineLvl`, 9 for body text.
    pub(super) outline: Option<u8>,
    /// The role that our writer gives to paragraphs of this style.
    pub(super) role: Option<Role>,
    /// The list it belongs to; 0 for none.
    pub(super) num_id: Option<u32>,
    /// The level in that list.
    pub(super) level: Option<u32>,
    /// Whether its text is hidden.
    pub(super) vanish: Option<bool>,
    /// How a run of this style is set.
    pub(super) looks: Vec<Look>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &str, text: &str, max_depth: usize) -> Result<Self, Error> {
        let mut xml = Xml::new(part, text, max_depth);
        let mut by_id = HashMap::new();
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            if tag.is("style") {
                let id = tag.get("styleId").unwrap_or_default().into_owned();
                let style = Style { id: id.clone(), ..Style::read(&mut xml)? };
                by_id.insert(id, style);
            }
        }
        Ok(Self { by_id: by_id.keys().map(|id| (id.clone(), inherited(&by_id, id))).collect() })
    }

    /// The style of this id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }
}

impl Style {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let mut style = Self::default();
        while let Some(tag) = xml.child(2)? {
            match tag.name() {
                "name" => style.set_name(&tag.val().unwrap_or_default()),
                "basedOn" => style.based_on = tag.val().map(std::borrow::Cow::into_owned),
                "pPr" => style.read_paragraph(xml)?,
                "rPr" => {
                    while let Some(tag) = xml.child(3)? {
                        if tag.is("vanish") {
                            style.vanish = Some(tag.is_on());
                        }
                        style.looks.extend(look(&tag).and_then(|(look, is_on)| is_on.then_some(look)));
                    }
                }
                _ => {}
            }
        }
        Ok(style)
    }

    fn read_paragraph(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        while let Some(tag) = xml.child(3)? {
            match tag.name() {
                "outlineLvl" => self.outline = outline(&tag),
                "numPr" => {
                    while let Some(tag) = xml.child(4)? {
                        match tag.name() {
                            "numId" => self.num_id = tag.number(),
                            "ilvl" => self.level = tag.number(),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Built-in styles are known by name: ids differ between languages (ECMA-376 part 1, 17.7.4.9).
    fn set_name(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        match name.as_str() {
            "title" | "标题" => self.heading = Some(0),
            "caption" | "题注" => self.role = Some(Role::Caption),
            "signature" | "签名" => self.role = Some(Role::Signature),
            "remark" | "说明" => self.role = Some(Role::Remark),
            _ => {
                let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
                let level = number.and_then(|number| number.trim().parse::<u8>().ok());
                self.heading = level.filter(|level| (1..=9).contains(level)).map(|level| level.min(3));
            }
        }
    }

    fn inherit(&mut self, parent: &Self) {
        self.heading = self.heading.or(parent.heading);
        self.outline = self.outline.or(parent.outline);
        self.role = self.role.or(parent.role);
        self.num_id = self.num_id.or(parent.num_id);
        self.level = self.level.or(parent.level);
        self.vanish = self.vanish.or(parent.vanish);
        let inherited = parent.looks.iter().filter(|look| !self.looks.contains(look));
        let inherited: Vec<Look> = inherited.cloned().collect();
        self.looks.extend(inherited);
    }

    /// The heading level of a paragraph of this style, whose own outline level comes first.
    pub(super) fn heading_level(&self, own: Option<u8>) -> Option<u8> {
        if self.heading == Some(0) {
            return Some(0);
        }
        match own.or(self.outline) {
            Some(level @ 0..=8) => Some((level + 1).min(3)),
            Some(_) => None,
            None => self.heading,
        }
    }
}

/// The value of a `w:outlineLvl`.
pub(super) fn outline(tag: &Tag<'_>) -> Option<u8> {
    tag.number().and_then(|level| u8::try_from(level).ok())
}

fn inherited(by_id: &HashMap<String, Style>, id: &str) -> Style {
    let mut style = by_id.get(id).cloned().unwrap_or_default();
    let mut parent = style.based_on.as_ref().and_then(|id| by_id.get(id));
    for _ in 0..MAX_CHAIN {
        let Some(found) = parent else { break };
        style.inherit(found);
        parent = found.based_on.as_ref().and_then(|id| by_id.get(id));
    }
    style
}
