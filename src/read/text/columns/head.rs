//! The head of a table: labels that are broken over lines, under labels that span several columns.

use super::words::{ONE, SetLine, Word};
use crate::document::{FlatCell, Place};
use std::ops::Range;

/// How many lines below its last one a label may go on; the lines of other cells stand between.
const MOST_LINES_APART: usize = 3;

/// A part of a line, and which line it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    line: usize,
    extent: Range<usize>,
    text: String,
}

/// A label: its pieces from top to bottom.
#[derive(Clone, Debug)]
struct Label {
    pieces: Vec<Piece>,
    extent: Range<usize>,
    /// Whether another label stands under it.
    spans: bool,
    /// Whether another label stands over it.
    is_covered: bool,
}

/// The line with which the head begins that ends with these lines: the first that sets several labels beside each
/// other, or a label that goes on in a later one. What stands above is a caption, or the end of a text; a
/// label that spans all columns is understood there too.
pub(super) fn top(lines: &[SetLine<'_>]) -> usize {
    let first = lines.iter().position(|line| line.runs().len() > 1);
    let broken =
        labels(lines).into_iter().filter(|label| label.pieces.len() > 1).map(|label| label.pieces[0].line);
    broken.chain(first).min().unwrap_or(lines.len())
}

/// The head of a table.
pub(super) struct Head {
    /// Those cells that span others, line by line, then those of the columns from left to right.
    pub(super) cells: Vec<FlatCell>,
    /// From where to where the words of each column stand.
    pub(super) columns: Vec<Range<usize>>,
}

impl Head {
    /// The head that stands in some lines.
    pub(super) fn of(lines: &[SetLine<'_>]) -> Self {
        let (mut spanners, mut columns): (Vec<Label>, Vec<Label>) =
            labels(lines).into_iter().partition(|label| label.spans);
        spanners.sort_by_key(|label| (label.pieces[0].line, label.extent.start));
        columns.sort_by_key(|label| label.extent.start);
        let columns = join_spaced(columns);
        Self {
            cells: spanners.iter().chain(&columns).map(|label| label.cell(lines)).collect(),
            columns: columns.into_iter().map(|label| label.extent).collect(),
        }
    }
}

/// The labels of a head, put together from the last line to the first.
fn labels(lines: &[SetLine<'_>]) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for line in (0..lines.len()).rev() {
        // Labels of one line do not stand over each other.
        let below = labels.len();
        for piece in pieces(line, &lines[line]) {
            place(piece, lines, &mut labels, below);
        }
    }
    labels
}

/// The words of a line, but for those that brackets or a comma hold together.
fn pieces(line: usize, set: &SetLine<'_>) -> Vec<Piece> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for at in 0..set.words.len() {
        match groups.last_mut() {
            Some(group) if !set.is_apart(at) && is_open(&set.words[group.clone()]) => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    let piece =
        |group: Range<usize>| Some(Piece { line, extent: set.extent(&group)?, text: set.text(&group) });
    groups.into_iter().filter_map(piece).collect()
}

/// Whether some words end within brackets or after a comma.
fn is_open(words: &[Word<'_>]) -> bool {
    let characters = || words.iter().flat_map(|word| word.text.chars());
    let n_open = characters().filter(|c| matches!(c, '（' | '(')).count();
    let n_closed = characters().filter(|c| matches!(c, '）' | ')')).count();
    n_open > n_closed || characters().last().is_some_and(|c| "，、：,:".contains(c))
}

/// Puts a piece over the labels below it: it goes on with one, spans several, or begins a column.
fn place(piece: Piece, lines: &[SetLine<'_>], labels: &mut Vec<Label>, below: usize) {
    let overlaps =
        |label: &Label| label.extent.start < piece.extent.end && piece.extent.start < label.extent.end;
    let under: Vec<usize> =
        (0..below).filter(|at| overlaps(&labels[*at]) && !labels[*at].is_covered).collect();
    if let [one] = under[..]
        && goes_on(&piece, &labels[one], lines)
    {
        let label = &mut labels[one];
        label.extent = label.extent.start.min(piece.extent.start)..label.extent.end.max(piece.extent.end);
        label.pieces.insert(0, piece);
        return;
    }
    let spans = (0..below).any(|at| overlaps(&labels[at]));
    under.iter().for_each(|at| labels[*at].is_covered = true);
    let extent = piece.extent.clone();
    labels.push(Label { pieces: vec![piece], extent, spans, is_covered: false });
}

/// Whether a label that begins with this piece is broken here: all its lines but the last are full.
fn goes_on(piece: &Piece, label: &Label, lines: &[SetLine<'_>]) -> bool {
    let first = &label.pieces[0];
    let (upper, lower) = (piece.extent.len(), first.extent.len());
    let is_full =
        if label.pieces.len() == 1 { upper + ONE / 2 >= lower } else { upper.abs_diff(lower) <= ONE };
    let middle = |extent: &Range<usize>| extent.start + extent.end;
    let is_aligned = piece.extent.start.abs_diff(first.extent.start) <= ONE
        || middle(&piece.extent).abs_diff(middle(&first.extent)) <= 2 * ONE;
    // Cells of one line stand beside the middle of one of two lines, not beside its last line.
    let is_alone = |line: usize| lines[line].words.len() == 1;
    let is_beside = first.line == piece.line + 1 && is_alone(piece.line) && !is_alone(first.line);
    first.line - piece.line <= MOST_LINES_APART && is_full && is_aligned && !is_beside
}

/// Joins labels of one character that stand beside each other: `总 计` is one word, spaced out.
fn join_spaced(columns: Vec<Label>) -> Vec<Label> {
    let is_single = |label: &Label| label.pieces.len() == 1 && label.pieces[0].text.chars().count() == 1;
    let mut joined: Vec<Label> = Vec::new();
    let mut was_single = false;
    for label in columns {
        let single = is_single(&label);
        match joined.last_mut() {
            Some(last) if single && was_single && last.is_beside(&label) => {
                last.pieces[0].text.push_str(&format!(" {}", label.pieces[0].text));
                last.extent.end = label.extent.end;
            }
            _ => joined.push(label),
        }
        was_single = single;
    }
    joined
}

impl Label {
    fn is_beside(&self, next: &Self) -> bool {
        self.pieces[0].line == next.pieces[0].line && next.extent.start <= self.extent.end + 2 * ONE
    }

    fn cell(&self, lines: &[SetLine<'_>]) -> FlatCell {
        let texts: Vec<&str> = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        let place = if self.spans { Place::Over } else { Place::Column };
        FlatCell { place, ..lines[self.pieces[0].line].line.cell(&texts.join("\n")) }
    }
}
