//! A filed text, with the places in the forms where it stands.

use crate::document::fold;
use crate::grammar::{Candidates, Entry, Forms, Key, Label, Part, quantity_of_folded};
use crate::report::Value;

/// A filed text and what it may be. Each cell and paragraph is folded and looked up once.
#[derive(Debug)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    /// None of what is no label, which in a great table is most.
    key: Option<Box<Key>>,
    pub(super) entries: &'a [Entry],
    pub(super) kind: WordsKind,
}

/// What a text looks like before any form is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordsKind {
    Blank,
    Nil,
    Number,
    Text,
}

/// Which table of a form is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableId {
    pub(super) form: usize,
    pub(super) section: usize,
    pub(super) table: usize,
}

/// How alike a label with wrong characters must be, in hundredths.
pub(super) const ALIKE: usize = 60;

/// Longer texts are prose; no label comes near it.
pub(super) const LONGEST_LABEL: usize = 400;

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, forms: &'a Forms) -> Self {
        let folded = fold(text);
        let kind = match quantity_of_folded(text, &folded).map(|quantity| quantity.value) {
            Some(Value::Blank) => WordsKind::Blank,
            Some(Value::Nil) => WordsKind::Nil,
            Some(Value::Number(_)) => WordsKind::Number,
            Some(Value::Text(_)) | None => WordsKind::Text,
        };
        let is_label = kind == WordsKind::Text && text.len() <= LONGEST_LABEL;
        let key = is_label.then(|| Box::new(Key::of_folded(&folded)));
        let entries = key.as_deref().map_or(&[][..], |key| forms.lexicon().find(key));
        Self { text, key, entries, kind }
    }

    /// What is compared of it.
    pub(super) fn key(&self) -> &Key {
        static NOTHING: Key = Key { ordinal: None, stem: String::new(), note: None };
        self.key.as_deref().unwrap_or(&NOTHING)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.kind == WordsKind::Blank
    }

    /// The parts of a table that have these words.
    pub(super) fn parts(&self, id: TableId) -> impl Iterator<Item = Part> {
        let own = move |entry: &&Entry| {
            entry.form == id.form
                && entry.section == id.section
                && entry.table == id.table
                && !matches!(entry.part, Part::Heading | Part::Caption)
        };
        self.entries.iter().filter(own).map(|entry| entry.part)
    }

    /// The parts of any table of a form that have these words.
    pub(super) fn parts_of_form(&self, form: usize) -> impl Iterator<Item = Part> {
        self.entries.iter().filter(move |entry| entry.form == form).map(|entry| entry.part)
    }

    /// The tables of a form whose stub has these words.
    pub(super) fn stub_tables(&self, form: usize) -> impl Iterator<Item = TableId> {
        let own = self
            .entries
            .iter()
            .filter(move |entry| entry.form == form && matches!(entry.part, Part::Stub(_)));
        own.map(|entry| TableId { form: entry.form, section: entry.section, table: entry.table })
    }

    pub(super) fn is_heading(&self) -> bool {
        self.entries.iter().any(|entry| entry.part == Part::Heading)
    }

    /// How alike it is to the most similar wording of a label, in hundredths.
    pub(super) fn likeness(&self, label: &Label) -> usize {
        label.keys().map(|key| similarity(&self.key().stem, &key.stem)).max().unwrap_or(0)
    }

    /// Whether it may be a label with a few characters wrong.
    pub(super) fn is_like(&self, label: &Label) -> bool {
        self.likeness(label) >= ALIKE
    }

    /// Whether it reads as a sentence or is too long for a label.
    pub(super) fn is_prose(&self) -> bool {
        let text = self.text.trim_end();
        self.entries.is_empty()
            && self.kind == WordsKind::Text
            && (text.ends_with(['。', '；', ';', '：', ':']) || text.chars().count() > 60)
    }
}

/// The tables of a form that some texts are words of, each with how many are, in the order in which they come.
pub(super) fn tables_in<'w>(
    texts: impl Iterator<Item = &'w Words<'w>>,
    form: usize,
) -> Vec<(TableId, usize)> {
    let mut tables: Vec<(TableId, usize)> = Vec::new();
    let is_own = |entry: &&Entry| entry.form == form && !matches!(entry.part, Part::Heading | Part::Caption);
    for entry in texts.flat_map(|words| words.entries).filter(is_own) {
        let id = TableId { form, section: entry.section, table: entry.table };
        match tables.iter_mut().find(|(own, _)| *own == id) {
            Some((_, n_words)) => *n_words += 1,
            None => tables.push((id, 1)),
        }
    }
    tables
}

/// A filed label on one side of a table, for [`Outline::follow`](crate::grammar::Outline).
pub(super) struct Side<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) id: TableId,
    pub(super) boxhead: bool,
}

impl Candidates for Side<'_> {
    fn nodes(&self) -> impl Iterator<Item = usize> {
        self.words.parts(self.id).filter_map(|part| match part {
            Part::Boxhead(node) if self.boxhead => Some(node),
            Part::Stub(node) if !self.boxhead => Some(node),
            _ => None,
        })
    }

    fn key(&self) -> &Key {
        self.words.key()
    }
}

/// How much of the longer of two texts the longest common subsequence covers, in hundredths; 0 where it
/// could not be half.
pub(crate) fn similarity(a: &str, b: &str) -> usize {
    let (n_a, n_b) = (a.chars().count(), b.chars().count());
    // Texts of very unlike lengths are not alike, whatever they share.
    if 2 * n_a.min(n_b) < n_a.max(n_b) {
        return 0;
    }
    // For each character of b, how much of a so far the text up to it has in common.
    let mut row: Vec<(char, usize)> = b.chars().map(|y| (y, 0)).collect();
    for x in a.chars() {
        let (mut diagonal, mut before) = (0, 0);
        for (y, common) in &mut row {
            let above = *common;
            *common = if x == *y { diagonal + 1 } else { above.max(before) };
            (diagonal, before) = (above, *common);
        }
    }
    100 * row.last().map_or(0, |(_, common)| *common) / n_a.max(n_b).max(1)
}

#[cfg(test)]
mod tests {
    use super::similarity;

    #[test]
    fn a_few_characters_wrong_is_still_similar() {
        assert!(similarity("其他法律行政止公开", "其他法律行政法规禁止公开") >= 70);
        assert!(similarity("重复申请", "要求提供公开出版物") < 30);
        assert_eq!(similarity("", ""), 0);
    }
}
