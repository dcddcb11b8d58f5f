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

/// The uppermost label that stands over those beside it, though none is right under it: its middle is between two
/// columns or, where characters are counted, set to the side of all of them.
fn over_gap(columns: &[Label], is_exact: bool) -> Option<usize> {
    let line = |at: usize| columns[at].pieces[0].line;
    let is_under = |at: usize, other: Option<usize>| other.is_none_or(|other| line(other) > line(at));
    let beside = |at: usize| (at.checked_sub(1), Some(at + 1).filter(|next| *next < columns.len()));
    let is_over = |at: &usize| {
        let (left, right) = beside(*at);
        let has_both = left.is_some() && right.is_some();
        is_under(*at, left) && is_under(*at, right) && (has_both || !is_exact)
    };
    (0..columns.len()).filter(is_over).min_by_key(|at| line(*at))
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
    /// The head that stands in some lines, over so many columns if all of them are filled.
    pub(super) fn of(lines: &[SetLine<'_>], n_columns: usize) -> Self {
        let (mut spanners, mut columns): (Vec<Label>, Vec<Label>) =
            labels(lines).into_iter().partition(|label| label.spans);
        columns.sort_by_key(|label| label.extent.start);
        let mut columns = join_spaced(columns);
        let is_exact = lines.iter().any(SetLine::is_exact);
        while columns.len() > n_columns
            && let Some(at) = over_gap(&columns, is_exact)
        {
            spanners.push(Label { spans: true, ..columns.remove(at) });
        }
        spanners.sort_by_key(|label| (label.pieces[0].line, label.extent.start));
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
        let pieces = pieces(line, &lines[line]);
        pieces.iter().for_each(|piece| place(piece.clone(), &pieces, &mut labels, below));
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

/// Puts a piece over the labels below it: it goes on with one, spans several, or begins a column. `pieces` are all
/// of its line.
fn place(piece: Piece, pieces: &[Piece], labels: &mut Vec<Label>, below: usize) {
    let overlaps = |label: &Label| overlap(&label.extent, &piece.extent);
    let under: Vec<usize> =
        (0..below).filter(|at| overlaps(&labels[*at]) && !labels[*at].is_covered).collect();
    if let [one] = under[..]
        && goes_on(&piece, &labels[one])
        && !is_beside_others(&labels[one], pieces, &labels[..below])
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

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a label that begins with this piece is broken here: all its lines but the last are full. Full lines
/// of Chinese characters are of one width.
fn goes_on(piece: &Piece, label: &Label) -> bool {
    let first = &label.pieces[0];
    let (upper, lower) = (piece.extent.len(), first.extent.len());
    let is_even = |text: &str| text.chars().all(char::is_alphabetic);
    let slack = if is_even(&piece.text) && is_even(&first.text) { ONE / 2 } else { ONE };
    let is_full =
        if label.pieces.len() == 1 { upper + slack >= lower } else { upper.abs_diff(lower) <= slack };
    let middle = |extent: &Range<usize>| extent.start + extent.end;
    let is_aligned = piece.extent.start.abs_diff(first.extent.start) <= ONE
        || middle(&piece.extent).abs_diff(middle(&first.extent)) <= 2 * ONE;
    // The same words again are the head of another table.
    first.line - piece.line <= MOST_LINES_APART && is_full && is_aligned && piece.text != first.text
}

/// Whether a label of one line has a neighbour of one line on the same line, over which nothing stands: then what
/// stands over it spans both. The one line of a cell is beside the middle of its neighbours, never beside their last
/// line; but the cell above the labels of the stub is higher than others, and only what stands alone is over it.
fn is_beside_others(label: &Label, above: &[Piece], labels: &[Label]) -> bool {
    let first = &label.pieces[0];
    let left = labels.iter().filter(|own| own.extent.end <= label.extent.start);
    let right = labels.iter().filter(|own| own.extent.start >= label.extent.end);
    let left = left.max_by_key(|own| own.extent.end);
    let right = right.min_by_key(|own| own.extent.start);
    let is_beside = |own: &Label| {
        own.pieces.len() == 1
            && own.pieces[0].line == first.line
            && !above.iter().any(|piece| overlap(&piece.extent, &own.extent))
    };
    let is_corner = left.is_none();
    let is_near = !is_corner || above.len() == 1 && above[0].line + 1 == first.line;
    label.pieces.len() == 1 && is_near && left.into_iter().chain(right).any(is_beside)
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
                last.pieces[0].text.push(' ');
                last.pieces[0].text.push_str(&label.pieces[0].text);
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
