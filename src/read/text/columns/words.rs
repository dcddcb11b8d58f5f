//! A line taken apart at its blanks.

use crate::read::text::{Line, is_value};
use std::ops::Range;

/// A run of characters without a blank, and the columns of characters that it covers.
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
    /// Takes a line apart. Columns are counted in characters, wide or not, as `pdftotext` does.
    pub(super) fn new(line: &'a Line) -> Self {
        let text = line.text.as_str();
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        let end = (text.len(), text.chars().count(), ' ');
        let characters = text.char_indices().enumerate().map(|(column, (at, c))| (at, column, c));
        for (at, column, c) in characters.chain([end]) {
            match (open, is_blank(c)) {
                (Some((from, start)), true) => {
                    words.push(Word { start, end: column, text: &text[from..at] });
                    open = None;
                }
                (None, false) => open = Some((at, column)),
                _ => {}
            }
        }
        Self { line, words }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// How many blanks stand before a word; before the first there is all the margin.
    pub(super) fn gap(&self, at: usize) -> usize {
        if at == 0 { usize::MAX } else { self.words[at].start - self.words[at - 1].end }
    }

    /// The words in groups that single blanks hold together.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        let starts = (0..self.words.len()).filter(|at| self.gap(*at) > 1);
        let ends = starts.clone().skip(1).chain([self.words.len()]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The columns that some of the words cover.
    pub(super) fn extent(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let words = self.words.get(words.clone())?;
        Some(words.first()?.start..words.last()?.end)
    }

    /// The text of some of the words, as it stands in the line.
    pub(super) fn text(&self, words: &Range<usize>) -> String {
        let texts: Vec<&str> = self.words[words.clone()].iter().map(|word| word.text).collect();
        texts.join(" ")
    }

    /// The first of the words that are figures up to the end of the line. A figure that one blank parts from
    /// the text before it is a word of that text: `同信息计 1`.
    pub(super) fn figures(&self) -> Option<usize> {
        let words = &self.words;
        let mut at = words.len();
        while at > 0 {
            let has_unit = at > 1 && is_unit(words[at - 1].text) && is_value(words[at - 2].text);
            at -= match (is_figure(words[at - 1].text), has_unit && self.gap(at - 1) == 1) {
                (true, _) => 1,
                (_, true) => 2,
                _ => break,
            };
        }
        (at..words.len()).find(|at| self.gap(*at) > 1 && is_figure(words[*at].text))
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

/// Whether a word may stand in a cell of figures by itself: a number, or a sign for none.
pub(super) fn is_figure(text: &str) -> bool {
    is_value(text) || matches!(text, "无" | "不适用")
}

/// Whether a word may be the unit of the number before it.
pub(super) fn is_unit(text: &str) -> bool {
    text.chars().count() <= 3 && text.chars().all(|c| "元万亿件条个人次篇项部%％".contains(c))
}
