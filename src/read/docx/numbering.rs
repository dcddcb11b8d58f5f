//! [`Numbering`]: the labels of numbered paragraphs, which stand in no text (ECMA-376 part 1, 17.9).
//!
//! - [x] lists by `w:numId` and by style, `w:lvlOverride`, `w:lvlRestart`, `w:isLgl`, `w:numStyleLink`
//! - [ ] bullets: they have no label; `w:lvlPicBulletId`; lists of Word 2003 XML

use super::numeral::numeral;
use super::styles::Styles;
use crate::error::Error;
use crate::read::xml::{Tag, Xml};
use std::collections::{HashMap, HashSet};

/// How many levels a list has.
const N_LEVELS: usize = 9;

/// The lists of a document and where each stands.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<u32, Abstract>,
    nums: HashMap<u32, Num>,
    /// The last number of each level, of each abstract list.
    counters: HashMap<u32, [Option<u32>; N_LEVELS]>,
    /// Lists and levels whose own start has been used.
    started: HashSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: [Level; N_LEVELS],
    /// The style that holds the levels instead.
    style_link: Option<String>,
}

#[derive(Debug, Default)]
struct Num {
    abstract_id: u32,
    overrides: HashMap<usize, Override>,
}

#[derive(Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
    suffix: Suffix,
    is_legal: bool,
    /// The level, counted from 1, that restarts this one; 0 for none.
    restart: Option<u32>,
    style: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suffix {
    Space,
    Nothing,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            suffix: Suffix::Space,
            is_legal: false,
            restart: None,
            style: None,
        }
    }
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: &str, text: &str, styles: &Styles, max_depth: usize) -> Result<Self, Error> {
        let mut xml = Xml::new(part, text, max_depth);
        let mut numbering = Self::default();
        xml.child(0)?;
        while let Some(tag) = xml.child(1)? {
            let id = |key| tag.get(key).and_then(|id| id.trim().parse::<u32>().ok()).unwrap_or_default();
            match tag.name() {
                "abstractNum" => {
                    numbering.abstracts.insert(id("abstractNumId"), Abstract::read(&mut xml)?);
                }
                "num" => {
                    numbering.nums.insert(id("numId"), Num::read(&mut xml)?);
                }
                _ => {}
            }
        }
        numbering.follow_style_links(styles);
        Ok(numbering)
    }

    /// The level of a list that names this style (17.9.23).
    pub(super) fn level_of(&self, num_id: u32, style: &str) -> Option<u32> {
        let list = self.abstracts.get(&self.nums.get(&num_id)?.abstract_id)?;
        let index = list.levels.iter().position(|level| level.style.as_deref() == Some(style))?;
        u32::try_from(index).ok()
    }

    /// The label of the next paragraph of this list at this level, with what separates it from the text.
    pub(super) fn label(&mut self, num_id: u32, level: u32) -> Option<String> {
        let num = self.nums.get(&num_id)?;
        let list = self.abstracts.get(&num.abstract_id)?;
        let level = (level as usize).min(N_LEVELS - 1);
        let own_start = num.overrides.get(&level).and_then(|own| own.start);
        let own_start = own_start.filter(|_| self.started.insert((num_id, level)));

        let counters = self.counters.entry(num.abstract_id).or_default();
        let next = match (own_start, counters[level]) {
            (Some(start), _) => start,
            (None, Some(previous)) => previous.saturating_add(1),
            (None, None) => num.level(list, level).start,
        };
        counters[level] = Some(next);
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            if num.level(list, deeper).restart.is_none_or(|restart| level < restart as usize) {
                *counter = None;
            }
        }
        Some(num.text(list, level, counters))
    }

    /// An abstract list with `w:numStyleLink` has its levels in the list of that style (17.9.21).
    fn follow_style_links(&mut self, styles: &Styles) {
        let target = |link: &str| {
            let num_id = styles.get(link)?.num_id?;
            self.nums.get(&num_id).map(|num| num.abstract_id)
        };
        let links: HashMap<u32, u32> = self
            .abstracts
            .iter()
            .filter_map(|(id, list)| Some((*id, target(list.style_link.as_deref()?)?)))
            .collect();
        for num in self.nums.values_mut() {
            num.abstract_id = *links.get(&num.abstract_id).unwrap_or(&num.abstract_id);
        }
    }
}

impl Abstract {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let mut list = Self::default();
        while let Some(tag) = xml.child(2)? {
            match tag.name() {
                "lvl" => {
                    if let Some(index) = level_index(&tag) {
                        list.levels[index] = Level::read(xml, 3)?;
                    }
                }
                "numStyleLink" => list.style_link = tag.val().map(std::borrow::Cow::into_owned),
                _ => {}
            }
        }
        Ok(list)
    }
}

impl Num {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let mut num = Self::default();
        while let Some(tag) = xml.child(2)? {
            match tag.name() {
                "abstractNumId" => num.abstract_id = tag.number().unwrap_or_default(),
                "lvlOverride" => {
                    let Some(index) = level_index(&tag) else { continue };
                    let mut own = Override::default();
                    while let Some(tag) = xml.child(3)? {
                        match tag.name() {
                            "startOverride" => own.start = tag.number(),
                            "lvl" => own.level = Some(Level::read(xml, 4)?),
                            _ => {}
                        }
                    }
                    num.overrides.insert(index, own);
                }
                _ => {}
            }
        }
        Ok(num)
    }

    fn level<'a>(&'a self, list: &'a Abstract, level: usize) -> &'a Level {
        let own = self.overrides.get(&level).and_then(|own| own.level.as_ref());
        own.unwrap_or(&list.levels[level])
    }

    fn text(&self, list: &Abstract, level: usize, counters: &[Option<u32>; N_LEVELS]) -> String {
        let shown = self.level(list, level);
        let mut text = String::new();
        if shown.format == "bullet" {
            return text;
        }
        let mut chars = shown.text.chars();
        while let Some(c) = chars.next() {
            let digit = chars.as_str().chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
            let (Some(digit), '%') = (digit, c) else {
                text.push(c);
                continue;
            };
            chars.next();
            let index = digit as usize - 1;
            let other = self.level(list, index);
            let format = if shown.is_legal { "decimal" } else { &other.format };
            text.push_str(&numeral(format, counters[index].unwrap_or(other.start)));
        }
        // Full-width punctuation brings its own white space.
        if shown.suffix == Suffix::Space && text.ends_with(|c: char| c.is_ascii() || c.is_alphanumeric()) {
            text.push(' ');
        }
        text
    }
}

impl Level {
    fn read(xml: &mut Xml<'_>, depth: usize) -> Result<Self, Error> {
        let mut level = Self::default();
        while let Some(tag) = xml.child(depth)? {
            let val = || tag.val().unwrap_or_default().into_owned();
            match tag.name() {
                "start" => level.start = tag.number().unwrap_or_default(),
                "numFmt" => level.format = val(),
                "lvlText" => level.text = val(),
                "isLgl" => level.is_legal = tag.is_on(),
                "lvlRestart" => level.restart = tag.number(),
                "pStyle" => level.style = Some(val()),
                "suff" if tag.val().as_deref() == Some("nothing") => level.suffix = Suffix::Nothing,
                _ => {}
            }
        }
        Ok(level)
    }
}

fn level_index(tag: &Tag<'_>) -> Option<usize> {
    tag.get("ilvl")?.trim().parse().ok().filter(|index| *index < N_LEVELS)
}
