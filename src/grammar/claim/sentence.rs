//! A paragraph as sentences, clauses and items, with the years that they speak of.

use super::super::label::chinese_number;
use super::super::phrase::{begins_year, year};
use super::wordlist::Wordlist;
use crate::document::{fold_char, signs};
use nom::Parser;
use nom::branch::alt;
use nom::character::complete::{char, digit1};
use nom::combinator::value;
use nom::sequence::terminated;
use std::ops::Range;

/// How many bytes a sentence has at most, some four thousand characters. What is longer has lost its stops, and the
/// time to read it grows with the square of its length.
const LONGEST: usize = 12_000;

/// How many stretches of a paragraph there is room for at once; few have more stops and brackets.
const STRETCHES: usize = 32;

/// A paragraph, folded, without what stands in brackets and without years.
#[derive(Debug)]
pub(super) struct Text<'f> {
    filed: &'f str,
    clean: String,
    /// Where the words of `clean` stand in `filed`.
    origin: Origin,
    /// Where a year was left out, and which; 0 where several were meant.
    years: Vec<(usize, u16)>,
}

impl<'f> Text<'f> {
    /// Reads a paragraph.
    pub(super) fn new(filed: &'f str) -> Self {
        let line = Line::new(filed);
        // A year is digits before 年, and most paragraphs have none.
        let ends_year = |at: &usize| line.text[..*at].ends_with(begins_year);
        let Some(last) = line.text.rmatch_indices('年').map(|(at, _)| at).find(ends_year) else {
            return Self { filed, clean: line.text, origin: line.origin, years: Vec::new() };
        };
        let length = line.text.len();
        let clean = String::with_capacity(length);
        let mut text = Self { filed, clean, origin: Origin::default(), years: Vec::new() };
        let mut done = 0;
        for (at, _) in line.text[..last].char_indices().filter(|(_, c)| begins_year(*c)) {
            if at >= done {
                text.push(&line, done..at);
                done = at + text.year_length(&line.text[at..]);
            }
        }
        text.push(&line, done..length);
        text
    }

    /// The same with some words covered up.
    pub(super) fn without(mut self, ignored: &Wordlist) -> Self {
        self.clean = ignored.replaced(&self.clean, |word| "~".repeat(word.len()));
        self
    }

    /// Its words, one sentence after the other.
    pub(super) fn words(&self) -> &str {
        &self.clean
    }

    fn push(&mut self, line: &Line, range: Range<usize>) {
        for (at, own) in line.origin.stretches(&range) {
            self.origin.begin(self.clean.len() + at - range.start, own);
        }
        self.clean.push_str(&line.text[range]);
    }

    /// How many bytes of a text are a year that it begins with; the year is noted.
    fn year_length(&mut self, left: &str) -> usize {
        if self.clean.ends_with(|c: char| c.is_ascii_digit()) {
            return 0;
        }
        let Ok((rest, year)) = year(left) else { return 0 };
        let rest = rest.strip_prefix('度').unwrap_or(rest);
        // `2019-2021年` speaks of several years.
        let is_range =
            self.clean.trim_end_matches(['-', '至', '~', '、']).ends_with(|c: char| c.is_ascii_digit());
        self.years.push((self.clean.len(), if is_range { 0 } else { year }));
        left.len() - rest.len()
    }

    /// Its sentences, but for those that are longer than any.
    pub(super) fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        let range = 0..self.clean.len();
        split(&self.clean, range, |_, c| "。!?".contains(c))
            .into_iter()
            .filter(|range| range.len() <= LONGEST)
            .map(|range| Sentence { text: self, range })
    }
}

/// A paragraph, folded, without what stands in brackets, brackets in brackets too; one that is not closed stays.
struct Line {
    text: String,
    /// Where its words stand in the paragraph.
    origin: Origin,
    is_after_digit: bool,
    /// Whether white space came last.
    is_broken: bool,
}

impl Line {
    fn new(filed: &str) -> Self {
        let (text, origin) = (String::with_capacity(filed.len()), Origin::with_capacity(STRETCHES));
        let mut line = Self { text, origin, is_after_digit: false, is_broken: false };
        let mut open = Vec::new();
        // Most of a paragraph stays as it is, and is copied in stretches.
        let mut copied = 0;
        let stays = |c: char| fold_char(c) == Some(c) && c != '(' && c != ')';
        for (at, filed_as) in signs(filed).filter(|(_, c)| !stays(*c)) {
            line.push(&filed[copied..at], copied);
            copied = at + filed_as.len_utf8();
            match fold_char(filed_as) {
                None => line.is_broken |= filed_as.is_whitespace(),
                Some(')') => match open.pop() {
                    Some(start) => line.leave_out(start),
                    None => line.push(";", at),
                },
                Some(c) => {
                    open.extend((c == '(').then_some(line.text.len()));
                    line.push(c.encode_utf8(&mut [0; 4]), at);
                }
            }
        }
        line.push(&filed[copied..], copied);
        line
    }

    /// Adds words that stand at a place of the paragraph.
    fn push(&mut self, words: &str, at: usize) {
        if words.is_empty() {
            return;
        }
        let is_digit = |c: char| c.is_ascii_digit();
        // White space between two digits stays as `#`: they may be two numbers.
        if self.is_broken && self.is_after_digit && words.starts_with(is_digit) {
            self.origin.begin(self.text.len(), at);
            self.text.push('#');
        }
        self.origin.begin(self.text.len(), at);
        self.text.push_str(words);
        (self.is_broken, self.is_after_digit) = (false, words.ends_with(is_digit));
    }

    /// Takes back what was added from a place on.
    fn leave_out(&mut self, start: usize) {
        self.text.truncate(start);
        self.origin.truncate(start);
        (self.is_broken, self.is_after_digit) = (false, false);
    }
}

/// Where the words of a text stand in the text that it was made of: where each stretch begins that was taken from it
/// without a change of length, in the one and in the other.
#[derive(Debug, Default)]
struct Origin(Vec<(usize, usize)>);

impl Origin {
    /// With room for so many stretches.
    fn with_capacity(stretches: usize) -> Self {
        Self(Vec::with_capacity(stretches))
    }

    /// A stretch begins.
    fn begin(&mut self, at: usize, own: usize) {
        self.0.push((at, own));
    }

    /// Forgets what begins at a place or after it.
    fn truncate(&mut self, end: usize) {
        self.0.truncate(self.0.partition_point(|(at, _)| *at < end));
    }

    /// Where a place of the text stands in the other.
    fn of(&self, place: usize) -> usize {
        let begun = self.0.partition_point(|(at, _)| *at <= place);
        self.0[..begun].last().map_or(place, |(at, own)| own + place - at)
    }

    /// The stretches of a part of the text, each with where it begins in both.
    fn stretches(&self, part: &Range<usize>) -> impl Iterator<Item = (usize, usize)> {
        let first = (!part.is_empty()).then(|| (part.start, self.of(part.start)));
        let begun = self.0.partition_point(|(at, _)| *at <= part.start);
        let end = part.end;
        first.into_iter().chain(self.0[begun..].iter().copied().take_while(move |(at, _)| *at < end))
    }
}

/// The stretches between separators, which are told by their place and character.
fn split(text: &str, range: Range<usize>, is_separator: impl Fn(usize, char) -> bool) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = range.start;
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        if is_separator(at, c) {
            stretches.push(start..at);
            start = at + c.len_utf8();
        }
    }
    stretches.push(start..range.end);
    stretches
}

/// A sentence of a text. Places are counted from its beginning.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    text: &'t Text<'t>,
    range: Range<usize>,
}

impl Sentence<'_> {
    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.text.clean[self.range.clone()]
    }

    /// Its clauses. A comma within a number ends none.
    pub(super) fn clauses(&self) -> Vec<Range<usize>> {
        let text = self.text();
        split(text, 0..text.len(), |at, c| ";:".contains(c) || c == ',' && !groups_digits(text, at))
    }

    /// The clause that holds a place.
    pub(super) fn clause_at(&self, at: usize) -> Range<usize> {
        self.clauses().into_iter().find(|clause| clause.contains(&at)).unwrap_or(at..at)
    }

    /// The item, or the items, of a clause that hold a stretch.
    pub(super) fn item(&self, start: usize, end: usize) -> Range<usize> {
        let (text, clause) = (self.text(), self.clause_at(start));
        let first = text[clause.start..start]
            .rfind('、')
            .map_or(clause.start, |at| clause.start + at + '、'.len_utf8());
        let last = text[end..clause.end].find('、').map_or(clause.end, |at| end + at);
        first..last
    }

    /// A stretch with some words covered up.
    pub(super) fn masked(&self, range: &Range<usize>, words: &[Range<usize>]) -> String {
        let is_covered = |at: usize| words.iter().any(|word| word.contains(&at));
        let chars = self.text()[range.clone()].char_indices();
        chars.map(|(at, c)| if is_covered(range.start + at) { '~' } else { c }).collect()
    }

    /// The year last spoken of before a place; 0 for several.
    pub(super) fn year(&self, end: usize) -> Option<u16> {
        let before = self.range.start..self.range.start + end;
        let last = self.text.years.iter().rev().find(|(at, _)| before.contains(at));
        last.map(|(_, year)| *year)
    }

    /// A clause as it was filed.
    pub(super) fn filed(&self, clause: &Range<usize>) -> &str {
        let Text { filed, clean, origin, .. } = self.text;
        let (start, end) = (self.range.start + clause.start, self.range.start + clause.end);
        let separator = clean[..start].chars().next_back();
        let start = separator.map_or(0, |separator| origin.of(start - separator.len_utf8()));
        let end = if end < clean.len() { origin.of(end) } else { filed.len() };
        filed[start..end]
            .trim_start_matches(|c: char| c.is_whitespace() || "，,；;：:。.！!？?".contains(c))
            .trim_end()
    }
}

/// Whether a comma stands between digits, three of them after it.
fn groups_digits(text: &str, comma: usize) -> bool {
    let after = text[comma + 1..].bytes().take_while(u8::is_ascii_digit).count();
    text[..comma].ends_with(|c: char| c.is_ascii_digit()) && after == 3
}

/// Whether a text names a month: `6月`, `十一月`.
pub(super) fn names_month(text: &str) -> bool {
    let mut month = terminated(
        alt((value((), digit1::<&str, nom::error::Error<&str>>), value((), chinese_number))),
        char('月'),
    );
    text.char_indices().any(|(at, _)| month.parse(&text[at..]).is_ok())
}
