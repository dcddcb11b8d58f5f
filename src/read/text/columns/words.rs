//! A line taken apart at its blanks.

use crate::document::is_blank;
use crate::read::text::{Line, is_value};
use std::ops::Range;

/// Places in a line are counted in this part of the width of a Chinese character, or of a column of characters.
pub(super) const ONE: usize = 10;

/// Words farther apart than this stand in different cells, where places are exact.
const APART: usize = 6;

/// Columns of labels stand no farther from each other than this.
const FAR: usize = 4 * ONE;

/// A run of characters without a blank, and from where to where in the line it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
}

/// A line of a page, and its words.
#[derive(Clone, Debug)]
pub(super) struct SetLine<'a> {
    pub(super) line: &'a Line,
    pub(super) words: Vec<Word<'a>>,
}

impl<'a> SetLine<'a> {
    /// Takes a line apart. Where its words stand is known, or counted in characters, wide or not, as
    /// `pdftotext -layout` does.
    pub(super) fn new(line: &'a Line) -> Self {
        let mut words = counted_words(&line.text);
        let extents = line.extents.iter().flatten();
        words
            .iter_mut()
            .zip(extents)
            .for_each(|(word, extent)| (word.start, word.end) = (extent.start, extent.end));
        Self { line, words }
    }

    /// Whether it is known where the words stand, and not only counted.
    pub(super) fn is_exact(&self) -> bool {
        self.line.extents.is_some()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether more than a blank between words stands before a word; the margin does before the first.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        let far = if self.is_exact() { APART } else { ONE };
        at == 0 || self.words[at].start.saturating_sub(self.words[at - 1].end) > far
    }

    /// Whether a word stands farther from the one before it than two columns of labels do.
    fn is_far(&self, at: usize) -> bool {
        at > 0 && self.words[at].start.saturating_sub(self.words[at - 1].end) >= FAR
    }

    /// The words in groups that stand apart.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        let starts = (0..self.words.len()).filter(|at| self.is_apart(*at));
        let ends = starts.clone().skip(1).chain([self.words.len()]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// From where to where some of the words stand.
    pub(super) fn extent(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let words = self.words.get(words.clone())?;
        Some(words.first()?.start..words.last()?.end)
    }

    /// The text of some of the words, as it stands in the line.
    pub(super) fn text(&self, words: &Range<usize>) -> String {
        let texts: Vec<&str> = self.words[words.clone()].iter().map(|word| word.text).collect();
        texts.join(" ")
    }

    /// The first of the words that are figures up to the end of the line. A figure that a blank parts from the
    /// text before it is a word of that text: `同信息计 1`. One 无 alone may be part of a label that is set one
    /// character a line, unless it is far.
    pub(super) fn figures(&self) -> Option<usize> {
        let words = &self.words;
        let mut at = words.len();
        while at > 0 {
            let has_unit = at > 1 && is_unit(words[at - 1].text) && is_value(words[at - 2].text);
            at -= match (is_figure(words[at - 1].text), has_unit && !self.is_apart(at - 1)) {
                (true, _) => 1,
                (_, true) => 2,
                _ => break,
            };
        }
        let first = (at..words.len()).find(|at| self.is_apart(*at) && is_figure(words[*at].text))?;
        let has_value = words[first..].iter().any(|word| is_value(word.text));
        (has_value || words.len() - first > 1 || self.is_far(first)).then_some(first)
    }
}

/// The words of a text, and in which columns of characters they stand.
fn counted_words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let end = (text.len(), text.chars().count(), ' ');
    let characters = text.char_indices().enumerate().map(|(column, (at, c))| (at, column, c));
    for (at, column, c) in characters.chain([end]) {
        match (open, is_blank(c)) {
            (Some((from, start)), true) => {
                words.push(Word { start: start * ONE, end: column * ONE, text: &text[from..at] });
                open = None;
            }
            (None, false) => open = Some((at, column)),
            _ => {}
        }
    }
    words
}

/// Whether a word may stand in a cell of figures by itself: a number, or a sign for none.
pub(super) fn is_figure(text: &str) -> bool {
    is_value(text) || matches!(text, "无" | "不适用")
}

/// Whether a word may be the unit of the number before it.
pub(super) fn is_unit(text: &str) -> bool {
    text.chars().count() <= 3 && text.chars().all(|c| "元万亿件条个人次篇项部%％".contains(c))
}
