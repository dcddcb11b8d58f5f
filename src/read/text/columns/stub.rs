//! The stub of a table: labels beside their rows, broken over lines, and groups beside several rows.

use super::words::{ONE, SetLine};
use crate::read::text::is_numbered;
use std::ops::Range;

/// How many lines apart the lines of one label may stand.
const MOST_LINES_APART: usize = 3;

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
}

/// A part of a line that belongs to one column of the stub.
#[derive(Clone, Debug)]
struct Fragment {
    level: usize,
    line: usize,
    text: String,
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
    let fragments: Vec<Fragment> =
        (0..lines.len()).flat_map(|at| fragments(at, &lines[at], &words[at], &anchors)).collect();
    let levels: Vec<Option<usize>> = (0..lines.len())
        .map(|at| fragments.iter().filter(|own| own.line == at).map(|own| own.level).max())
        .collect();
    let mut labels: Vec<Label> = Vec::new();
    for fragment in &fragments {
        let open = labels.iter_mut().rev().find(|label| label.level == fragment.level);
        match open.filter(|label| label.goes_on(fragment, figures, &levels)) {
            Some(label) => {
                label.lines.push(fragment.line);
                label.text.push('\n');
                label.text.push_str(&fragment.text);
            }
            None => labels.push(Label {
                level: fragment.level,
                lines: vec![fragment.line],
                text: fragment.text.clone(),
            }),
        }
    }
    labels
}

impl Label {
    fn last(&self) -> usize {
        self.lines[self.lines.len() - 1]
    }

    /// Whether a fragment is the next line of this label. A number begins another label, and where labels have
    /// none, one begins at each row, and as many lines stand below a row as above it.
    fn goes_on(&self, fragment: &Fragment, figures: &[Figures], levels: &[Option<usize>]) -> bool {
        if is_numbered(&fragment.text) || fragment.line - self.last() > MOST_LINES_APART {
            return false;
        }
        // A group stands beside the rows of the labels in it.
        let is_deeper = |line: usize| levels[line].is_some_and(|level| level > self.level);
        let is_own = |line: usize| {
            let near = line.saturating_sub(1)..(line + 2).min(levels.len());
            figures[line].number > 0 && !near.into_iter().any(is_deeper)
        };
        let row =
            (self.lines[0]..=self.last()).chain(self.last() + 1..fragment.line).rfind(|line| is_own(*line));
        let n_above = |row: usize| self.lines.iter().filter(|line| **line < row).count();
        let n_below = |row: usize| self.lines.iter().filter(|line| **line > row).count();
        if !is_numbered(&self.text) {
            return !is_own(fragment.line) && row.is_none_or(|row| n_below(row) < n_above(row));
        }
        // Figures under long ones may be the rests of those.
        let own = figures[fragment.line];
        let is_rest = |line: usize| own.are_digits && own.number <= figures[line].n_long;
        let has_row = self.lines.iter().any(|line| figures[*line].number > 0 && !is_rest(*line));
        let is_full = row.is_some_and(|row| n_above(row) > 0 && n_below(row) >= n_above(row));
        !is_full && !(is_own(fragment.line) && has_row)
    }

    /// How far its row may be from it: 0 on one of its lines, 1 between them, else the lines to it.
    fn distance(&self, row: usize) -> usize {
        if self.lines.contains(&row) {
            return 0;
        }
        let (first, last) = (self.lines[0], self.last());
        if (first..last).contains(&row) {
            1
        } else {
            1 + row.abs_diff(if row < first { first } else { last })
        }
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
        let begins = words.clone().filter(|at| *at == words.start || line.is_apart(*at));
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
    let level = |start: usize| anchors.iter().rposition(|anchor| *anchor <= start + aside(line)).unwrap_or(0);
    let mut groups: Vec<(usize, Range<usize>)> = Vec::new();
    for word in words.clone() {
        let own = level(line.words[word].start);
        match groups.last_mut() {
            // Within a label a blank may stand anywhere, but hardly where a column begins.
            Some((last, group))
                if own == *last || !line.is_apart(word) && !is_anchor(line, word, anchors) =>
            {
                group.end = word + 1;
            }
            _ => groups.push((own, word..word + 1)),
        }
    }
    groups.into_iter().map(|(level, group)| Fragment { level, line: at, text: line.text(&group) }).collect()
}

fn is_anchor(line: &SetLine<'_>, word: usize, anchors: &[usize]) -> bool {
    anchors.iter().any(|anchor| line.words[word].start.abs_diff(*anchor) <= aside(line))
}

/// For each row the label that it has, if one can be told: the nearest, in the innermost column of the stub.
pub(super) fn bind(labels: &[Label], rows: &[usize]) -> Vec<Option<usize>> {
    // A group has labels of a deeper level on its lines or between them.
    let is_group = |label: &Label| {
        let is_under =
            |own: &Label| own.level > label.level && own.lines.iter().any(|line| label.covers(*line));
        labels.iter().any(is_under)
    };
    let own: Vec<usize> = (0..labels.len()).filter(|at| !is_group(&labels[*at])).collect();
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        let near =
            own.iter().map(|at| (labels[*at].distance(*line), usize::MAX - labels[*at].level, row, *at));
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
