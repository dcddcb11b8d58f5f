//! Where the labels of all forms stand, so that a cell is looked up once.

use super::label::stem_start;
use super::{Form, Key, Label};
use rustc_hash::FxHashMap;

/// Where each label of a set of forms stands.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    entries: FxHashMap<String, Vec<Entry>>,
    longest: usize,
    /// The characters that headings begin with after their number.
    heading_starts: Vec<char>,
}

/// One place where a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which form.
    pub form: usize,
    /// Which section of the form.
    pub section: usize,
    /// Which table of the section.
    pub table: usize,
    /// Which part of the table.
    pub part: Part,
}

/// A part of a form that has a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The heading of the section.
    Heading,
    /// A caption of the section; the `table` of the entry is its number.
    Caption,
    /// The line above the head of the table.
    Spanner,
    /// The head of the stub.
    Corner,
    /// The head of the units.
    Units,
    /// A node of the boxhead.
    Boxhead(usize),
    /// A node of the stub.
    Stub(usize),
}

impl Lexicon {
    /// The places of all labels of these forms.
    pub(crate) fn new(forms: &[Form]) -> Self {
        let mut lexicon = Self::default();
        for (form, f) in forms.iter().enumerate() {
            for (section, s) in f.sections.iter().enumerate() {
                let at = |table, part| Entry { form, section, table, part };
                lexicon.add(&s.heading, at(0, Part::Heading));
                for (number, caption) in s.captions.iter().enumerate() {
                    lexicon.add(caption, at(number, Part::Caption));
                }
                for (table, t) in s.tables.iter().enumerate() {
                    t.spanner.iter().for_each(|label| lexicon.add(label, at(table, Part::Spanner)));
                    t.corner.iter().for_each(|label| lexicon.add(label, at(table, Part::Corner)));
                    t.units.iter().for_each(|label| lexicon.add(label, at(table, Part::Units)));
                    for (node, n) in t.boxhead.nodes().iter().enumerate() {
                        lexicon.add(&n.label, at(table, Part::Boxhead(node)));
                    }
                    for (node, n) in t.stub.nodes().iter().enumerate() {
                        lexicon.add(&n.label, at(table, Part::Stub(node)));
                    }
                }
            }
        }
        lexicon
    }

    fn add(&mut self, label: &Label, entry: Entry) {
        for key in label.keys() {
            if entry.part == Part::Heading {
                self.heading_starts.extend(key.stem.chars().next());
            }
            self.longest = self.longest.max(key.stem.len());
            let entries = self.entries.entry(key.stem.clone()).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    /// Whether a text may be a heading, as far as its first characters tell.
    pub(crate) fn may_be_heading(&self, text: &str) -> bool {
        stem_start(text).is_none_or(|first| self.heading_starts.contains(&first))
    }

    /// The places of the label that has these words.
    ///
    /// ```
    /// use nianbao::grammar::{Forms, Key, Part};
    /// let entries = Forms::built_in().lexicon().find(&Key::of("（三） 不予公开"));
    /// assert!(entries.iter().all(|entry| matches!(entry.part, Part::Stub(_))));
    /// assert_eq!(entries.len(), 2, "the editions of 2019 and 2021 have it");
    /// ```
    #[must_use]
    pub fn find(&self, key: &Key) -> &[Entry] {
        // Nothing longer than the longest label can be one; `year` is as long as the year it stands for.
        if key.stem.is_empty() || key.stem.len() > self.longest {
            return &[];
        }
        let found = self.entries.get(&key.stem).or_else(|| self.entries.get(&with_year(&key.stem)?));
        found.map_or(&[], Vec::as_slice)
    }
}

/// The stem with `year` for its year, which is what folding leaves of the `{year}` of a label.
fn with_year(stem: &str) -> Option<String> {
    let at = stem.find("20")?;
    let year = stem.get(at..at + 4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    Some(stem.replacen(year, "year", 1))
}
