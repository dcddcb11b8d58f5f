//! The stub of a table: labels beside their rows, broken over lines, and groups beside several rows.

use super::words::{ONE, SetLine};
use crate::read::text::is_numbered;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many lines apart the lines of one label may stand.
const MOST_LINES_APART: usize = 3;

/// A label has no more lines than this, be it set one character a line.
pub(super) const MOST_LINES: usize = 40;

/// Labels that have this many others between them do not stand beside each other.
const MOST_BESIDE: usize = 2 * MOST_LINES;

/// How many characters a number at the beginning of a label may have: `（二十一）`.
const NUMBER: usize = 5;

/// A label whose lines are no wider is set one character a line, or two.
const NARROW: usize = 2 * ONE;

/// How far to the side of its column a label may be set: where characters are counted, two.
fn aside(line: &SetLine<'_>) -> usize {
    if line.is_exact() { ONE / 2 } else { 2 * ONE }
}

/// A label of the stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// Which column of the stub it stands in, from left to right.
    pub(super) level: usize,
    /// The lines that it is written in.
    pub(super) lines: Vec<usize>,
    pub(super) text: String,
    /// The width of its last line, and that of the widest line in its column.
    widths: (usize, usize),
}

/// A part of a line that belongs to one column of the stub.
#[derive(Clone, Debug)]
struct Fragment {
    level: usize,
    line: usize,
    text: String,
    width: usize,
    /// Whether a numbered label begins here; its number may be set one character a line.
    is_numbered: bool,
}

/// What figures a line has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) number: usize,
    /// How many are long enough to have been broken.
    pub(super) n_long: usize,
    /// Whether all are digits alone, as the rest of a broken number is.
    pub(super) are_digits: bool,
}

/// The labels that stand in some of the words of each line, from top to bottom.
pub(super) fn labels(lines: &[SetLine<'_>], words: &[Range<usize>], figures: &[Figures]) -> Vec<Label> {
    let anchors = anchors(lines, words);
    let mut fragments: Vec<Fragment> =
        (0..lines.len()).flat_map(|at| fragments(at, &lines[at], &words[at], &anchors)).collect();
    find_numbers(&mut fragments);
    let mut innermost = vec![None; lines.len()];
    let mut widest: BTreeMap<usize, usize> = BTreeMap::new();
    for fragment in &fragments {
        innermost[fragment.line] = innermost[fragment.line].max(Some(fragment.level));
        let widest = widest.entry(fragment.level).or_default();
        *widest = fragment.width.max(*widest);
    }
    let mut labels: Vec<Label> = Vec::new();
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    for fragment in &fragments {
        let widths = (fragment.width, widest[&fragment.level]);
        let last = open.get(&fragment.level).map(|at| &mut labels[*at]);
        if let Some(label) = last.filter(|label| label.goes_on(fragment, figures, &innermost)) {
            label.lines.push(fragment.line);
            label.text.push('\n');
            label.text.push_str(&fragment.text);
            label.widths = widths;
        } else {
            open.insert(fragment.level, labels.len());
            let (level, lines, text) = (fragment.level, vec![fragment.line], fragment.text.clone());
            labels.push(Label { level, lines, text, widths });
        }
    }
    labels
}

/// Finds the fragments that begin with a number, be it broken over the next ones of their column.
fn find_numbers(fragments: &mut [Fragment]) {
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, fragment) in fragments.iter().enumerate() {
        columns.entry(fragment.level).or_default().push(at);
    }
    for column in columns.values() {
        for (nth, at) in column.iter().enumerate() {
            let line = fragments[*at].line;
            let below = column[nth..].iter().map(|at| &fragments[*at]);
            let mut text = String::new();
            for fragment in below.take_while(|own| own.line - line <= NUMBER * MOST_LINES_APART) {
                text.push_str(&fragment.text);
                if text.chars().count() > NUMBER {
                    break;
                }
            }
            fragments[*at].is_numbered = is_numbered(&text);
        }
    }
}

impl Label {
    pub(super) fn is_numbered(&self) -> bool {
        is_numbered(&self.text)
    }

    fn last(&self) -> usize {
        self.lines[self.lines.len() - 1]
    }

    /// Whether a fragment is the next line of this label. A number begins another label, and no line is wider than
    /// the one before it. Where labels have no numbers, only a full line goes on, and a label around its row has no
    /// more lines below it than above.
    fn goes_on(&self, fragment: &Fragment, figures: &[Figures], innermost: &[Option<usize>]) -> bool {
        let (last, widest) = self.widths;
        let is_far = fragment.line - self.last() > MOST_LINES_APART || self.lines.len() == MOST_LINES;
        if fragment.is_numbered || is_far || fragment.width > last + ONE {
            return false;
        }
        // A group stands beside the rows of the labels in it.
        let is_deeper = |line: usize| innermost[line] > Some(self.level);
        let is_own = |line: usize| {
            let mut near = line.saturating_sub(1)..(line + 2).min(innermost.len());
            figures[line].number > 0 && !near.any(is_deeper)
        };
        let row = (self.lines[0]..fragment.line).rfind(|line| is_own(*line));
        let n_above = |row: usize| self.lines.iter().filter(|line| **line < row).count();
        let n_below = |row: usize| self.lines.iter().filter(|line| **line > row).count();
        if !self.is_numbered() {
            let is_full = last + ONE >= widest || last.max(fragment.width) <= NARROW;
            return is_full && row.is_none_or(|row| !is_own(fragment.line) && n_below(row) < n_above(row));
        }
        // Figures under long ones may be the rests of those.
        let own = figures[fragment.line];
        let is_rest = |line: usize| own.are_digits && own.number <= figures[line].n_long;
        let has_row = self.lines.iter().any(|line| figures[*line].number > 0 && !is_rest(*line));
        let is_complete = row.is_some_and(|row| n_above(row) > 0 && n_below(row) >= n_above(row));
        let begins_row = is_own(fragment.line) && has_row;
        !is_complete && !begins_row
    }

    /// How many lines a row is away from its own.
    pub(super) fn distance(&self, row: usize) -> usize {
        let (first, last) = (self.lines[0], self.last());
        first.saturating_sub(row).max(row.saturating_sub(last))
    }

    /// Whether it covers a line: one of its own, or one between them.
    pub(super) fn covers(&self, row: usize) -> bool {
        (self.lines[0]..=self.last()).contains(&row)
    }
}

/// The columns at which the columns of the stub begin: where several lines, or parts of lines, begin.
fn anchors(lines: &[SetLine<'_>], words: &[Range<usize>]) -> Vec<usize> {
    let aside = lines.first().map_or(0, aside);
    let mut starts: Vec<usize> = Vec::new();
    for (line, words) in lines.iter().zip(words) {
        let is_start = |at: &usize| *at == words.start || line.is_apart(*at) || begins_label(line, *at);
        let begins = words.clone().filter(is_start);
        starts.extend(begins.map(|at| line.words[at].start));
    }
    starts.sort_unstable();
    let mut anchors: Vec<usize> = Vec::new();
    for run in starts.chunk_by(|a, b| b - a < ONE / 2).filter(|run| run.len() > 1) {
        // What is set a little to the side belongs to the same column.
        if anchors.last().is_none_or(|last| run[0] > last + aside) {
            anchors.push(run[0]);
        }
    }
    // What stands left of all anchors is a column too.
    if anchors.first() != Some(&0) {
        anchors.insert(0, 0);
    }
    anchors
}

/// The words of a line, cut where a column of the stub begins.
fn fragments(at: usize, line: &SetLine<'_>, words: &Range<usize>, anchors: &[usize]) -> Vec<Fragment> {
    let level =
        |start: usize| anchors.partition_point(|anchor| *anchor <= start + aside(line)).saturating_sub(1);
    let mut groups: Vec<(usize, Range<usize>)> = Vec::new();
    for word in words.clone() {
        let own = level(line.words[word].start);
        match groups.last_mut() {
            // A group may end one blank before a label in it; one of a character a line tells nothing.
            Some((last, group))
                if begins_label(line, word) && line.extent(group).is_some_and(|own| own.len() > ONE) =>
            {
                let deeper = own.max(*last + 1);
                groups.push((deeper, word..word + 1));
            }
            // Within a label a blank may stand anywhere, but hardly where a column begins.
            Some((last, group))
                if own == *last || !line.is_apart(word) && !is_anchor(line, word, anchors) =>
            {
                group.end = word + 1;
            }
            _ => groups.push((own, word..word + 1)),
        }
    }
    let fragment = |(level, group): (usize, Range<usize>)| {
        let width = line.extent(&group)?.len();
        Some(Fragment { level, line: at, text: line.text(&group), width, is_numbered: false })
    };
    groups.into_iter().filter_map(fragment).collect()
}

/// Whether a word begins with the number of a label.
fn begins_label(line: &SetLine<'_>, word: usize) -> bool {
    is_numbered(line.words[word].text)
}

fn is_anchor(line: &SetLine<'_>, word: usize, anchors: &[usize]) -> bool {
    let start = line.words[word].start;
    let next = anchors.partition_point(|anchor| anchor + aside(line) < start);
    anchors.get(next).is_some_and(|anchor| anchor.abs_diff(start) <= aside(line))
}

/// Whether a label stands beside labels of a deeper level, on its lines or between them.
pub(super) fn is_group(labels: &[Label], at: usize) -> bool {
    let label = &labels[at];
    let near = &labels[at.saturating_sub(MOST_BESIDE)..(at + MOST_BESIDE).min(labels.len())];
    near.iter().any(|own| own.level > label.level && own.lines.iter().any(|line| label.covers(*line)))
}

/// For each row the label that it has, if one can be told: the nearest, in the innermost column of the stub.
pub(super) fn bind(labels: &[Label], rows: &[usize]) -> Vec<Option<usize>> {
    let own: Vec<usize> = (0..labels.len()).filter(|at| !is_group(labels, *at)).collect();
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        let end = own.partition_point(|at| labels[*at].lines[0] <= line + MOST_LINES_APART);
        // Where a numbered label begins, figures of the one before it end, and those of the one after it do not yet
        // begin.
        let is_between = |label: &Label, other: &Label| {
            let begin = other.lines[0];
            label.last() < begin && begin <= *line || *line <= begin && begin < label.lines[0]
        };
        let near = &own[end.saturating_sub(MOST_BESIDE)..end];
        let numbered = || near.iter().map(|at| &labels[*at]).filter(|label| label.is_numbered());
        let near = near.iter().filter(|at| !numbered().any(|other| is_between(&labels[**at], other)));
        let near = near.map(|at| (labels[*at].distance(*line), usize::MAX - labels[*at].level, row, *at));
        pairs.extend(near.filter(|(distance, ..)| *distance <= MOST_LINES_APART));
    }
    pairs.sort_unstable();
    let mut bound = vec![None; rows.len()];
    let mut taken = vec![false; labels.len()];
    for (_, _, row, label) in pairs {
        if bound[row].is_none() && !taken[label] {
            bound[row] = Some(label);
            taken[label] = true;
        }
    }
    bound
}
