//! Columns set by blanks, as `pdftotext -layout` sets them.
//!
//! ```text
//!                                             自然人         社会 法律       总计     head: labels broken over
//!                                                   商业     公益 服务                lines that do not line up
//! 一、本年新收政府信息公开申请数量             21    0      0     0       21    row
//!                （三）不予 3.危及“三安全一稳                                       a group, and a label broken
//!                                             0     0      0     0        0    around the line of its figures
//!                公开   定”
//! ```
//!
//! Such a text keeps the order of what stands beside each other, and little more: columns are counted in
//! characters, so that what stands under a head may be set to its right. So a table becomes flat cells: heads
//! level by level, then row by row the labels and, in the order of the columns, the figures. Where it is known,
//! and not only counted, where words stand, the blank cells of a row are told too.
//!
//! A line alone is never a table. Lines are one when several of them, or a head and a line, set figures apart.
//!
//! - [x] heads and labels broken over several lines, groups beside their rows, one character a line
//! - [x] a head at the end of a page, and rows on the next
//! - [x] blank cells, where it is known where words stand
//! - [ ] blank cells where columns are counted: a row has fewer cells than there are heads
//! - [ ] a number broken over lines: all figures of its row become one cell

mod head;
mod rows;
mod stub;
mod words;

use super::{Line, is_numbered, is_section};
use crate::document::Flat;
use head::Head;
use std::ops::Range;
use words::{ONE, SetLine, is_figure, is_unit};

/// A label that begins this far to the right of the others still stands in the stub.
const BESIDE: usize = 4 * ONE;

/// A head can be no higher than this; what stands above is no part of it.
const MOST_HEAD_LINES: usize = 40;

/// A head of more words is none, and would take long to put together.
const MOST_HEAD_WORDS: usize = 400;

/// So many lines of a head may stand on the page of its rows when it begins on the one before.
const MOST_REST: usize = 2;

/// Where a page ends with the head of a table and all rows are on the next one, moves the head there.
pub(super) fn carry_heads(pages: &mut [Vec<Line>]) {
    for nth in 1..pages.len() {
        if Page::new(&pages[nth]).begins_with_rows() {
            let start = Page::new(&pages[nth - 1]).head_at_end().start;
            let head = pages[nth - 1].split_off(start);
            pages[nth].splice(0..0, head);
        }
    }
}

/// The tables on a page, and the lines that each takes; `columns` are those of the table before it, which may go
/// on without its head.
pub(super) fn tables(lines: &[Line], columns: &mut Vec<Range<usize>>) -> Vec<(Range<usize>, Flat)> {
    let page = Page::new(lines);
    let flat = |band: Band| (band.head.start..band.body.end, page.flat(&band, columns));
    page.bands().into_iter().map(flat).collect()
}

/// The lines of a page, and the word of each at which its figures begin.
struct Page<'a> {
    lines: Vec<SetLine<'a>>,
    figures: Vec<Option<usize>>,
}

/// The lines of a head, and those of the rows under it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Band {
    head: Range<usize>,
    body: Range<usize>,
}

/// Where the labels of a band stand, if it has any, and where its figures begin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stub {
    labels: Option<Range<usize>>,
    left: usize,
}

impl Default for Stub {
    fn default() -> Self {
        Self { labels: None, left: usize::MAX }
    }
}

impl Stub {
    /// The stub of these lines and those.
    fn with(self, other: Self) -> Self {
        let both = |(a, b): (Range<usize>, Range<usize>)| a.start.min(b.start)..a.end.max(b.end);
        let labels = self.labels.clone().zip(other.labels.clone()).map(both);
        Self { labels: labels.or(self.labels).or(other.labels), left: self.left.min(other.left) }
    }

    /// The columns of a head without that of the words above the labels, and without labels of blank rows that
    /// seem to belong to the head.
    fn without_corner(&self, mut columns: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let Some(labels) = &self.labels else { return columns };
        let is_before = |column: &Range<usize>| column.end <= self.left;
        let is_corner = |first: &Range<usize>| first.start < labels.end || is_before(first);
        let n_over = columns.iter().take_while(|own| own.start < labels.end && is_before(own)).count();
        columns.drain(..n_over.max(usize::from(columns.first().is_some_and(is_corner))));
        columns
    }
}

impl<'a> Page<'a> {
    fn new(lines: &'a [Line]) -> Self {
        let lines: Vec<SetLine<'a>> = lines.iter().map(SetLine::new).collect();
        let figures = lines.iter().map(SetLine::figures).collect();
        Self { lines, figures }
    }

    /// The bands of the page: runs of rows between which nothing but labels stands.
    fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let mut stub = Stub::default();
        for row in (0..self.lines.len()).filter(|at| self.figures[*at].is_some()) {
            let end = bands.last().map_or(0, |band| band.body.end);
            let with_row = stub.clone().with(self.stub(row..row + 1));
            if !bands.is_empty() && (end..row).all(|at| self.is_label(at, &with_row)) {
                stub = with_row.with(self.stub(end..row));
                bands.iter_mut().last().into_iter().for_each(|band| band.body.end = row + 1);
            } else {
                stub = self.stub(row..row + 1);
                bands.push(Band { head: end..row, body: row..row + 1 });
            }
        }
        let mut floor = 0;
        for band in &mut bands {
            self.take_labels(band, floor);
            floor = band.body.end;
        }
        bands.retain(|band| self.is_table(band));
        bands
    }

    /// The stub of some lines, all of which are rows or labels.
    fn stub(&self, lines: Range<usize>) -> Stub {
        let of_line = |at: usize| {
            let line = &self.lines[at];
            let n_labels = self.figures[at].unwrap_or(line.words.len());
            // A unit is no label.
            let n_labels = n_labels - usize::from(self.has_unit(at, n_labels));
            let left = self.figures[at].map_or(usize::MAX, |figures| line.words[figures].start);
            Stub { labels: line.extent(&(0..n_labels)), left }
        };
        lines.map(of_line).fold(Stub::default(), Stub::with)
    }

    /// Whether a line is blank, or holds nothing but labels: all that stands in it begins beside the labels of
    /// the rows and ends before the figures. A unit without a figure may follow, or a figure as close to the
    /// label as if it were part of it.
    fn is_label(&self, at: usize, stub: &Stub) -> bool {
        let line = &self.lines[at];
        let is_cell = |at: &usize| {
            let word = line.words[*at];
            is_figure(word.text) && word.end > stub.left || is_unit(word.text) && line.is_apart(*at)
        };
        let n_words = line.words.len() - (0..line.words.len()).rev().take_while(is_cell).count();
        let Some(last) = line.words[..n_words].last() else { return true };
        let end = stub.labels.as_ref().map_or(stub.left, |labels| labels.end + BESIDE);
        let begins = |run: &Range<usize>| run.start >= n_words || line.words[run.start].start <= end;
        last.end <= stub.left && !last.text.ends_with('。') && line.runs().iter().all(begins)
    }

    /// Adds the labels above the first row and below the last one to a band, and finds where its head begins.
    fn take_labels(&self, band: &mut Band, floor: usize) {
        let stub = self.stub(band.body.clone());
        let is_part =
            |at: usize| !self.lines[at].is_blank() && self.figures[at].is_none() && self.is_label(at, &stub);
        let after = (band.body.end..self.lines.len()).take_while(|at| is_part(*at) && !self.is_heading(*at));
        band.body.end += after.count();
        let above: Vec<usize> = (floor..band.head.end).rev().take_while(|at| is_part(*at)).collect();
        // What is numbered, or has a unit, is a label of the body; what has neither may be of a row that has no
        // label in its line.
        let is_bare = self.figures[band.body.start] == Some(0);
        let n_sure = above.iter().rposition(|at| self.is_row_label(*at)).map(|last| last + 1);
        let n_above = n_sure.unwrap_or(if is_bare { above.len().min(3) } else { 0 });
        // A group that is set one character a line may begin higher.
        let is_narrow = |at: &&usize| self.lines[**at].words.iter().all(|word| word.end - word.start <= ONE);
        let n_narrow = above[n_above..].iter().take_while(is_narrow).count();
        let n_above = if n_above > 0 || n_narrow > 1 { n_above + n_narrow } else { 0 };
        band.body.start -= n_above;
        band.head = self.head_above(floor, band.body.start);
    }

    /// The lines of the head above a line, of which there may be none; it begins below `floor`.
    fn head_above(&self, floor: usize, end: usize) -> Range<usize> {
        let is_head = |at: &usize| !self.is_heading(*at) && !self.is_sentence(*at);
        let n_head = (floor..end).rev().take(MOST_HEAD_LINES).take_while(is_head).count();
        let n_words: usize = (end - n_head..end).map(|at| self.lines[at].words.len()).sum();
        let start = if n_words > MOST_HEAD_WORDS { end } else { end - n_head };
        start + head::top(&self.lines[start..end])..end
    }

    /// The head at the end of the page, if no row stands under it.
    fn head_at_end(&self) -> Range<usize> {
        let floor = self.bands().last().map_or(0, |band| band.body.end);
        self.head_above(floor, self.lines.len())
    }

    /// Whether the first thing on the page are rows, or the last words of a head, fewer than there are columns, and
    /// then rows.
    fn begins_with_rows(&self) -> bool {
        let bands = self.bands();
        let Some(band) = bands.first() else { return false };
        let above = &self.lines[..band.body.start];
        let n_lines = above.iter().filter(|line| !line.is_blank()).count();
        let n_words: usize = above.iter().map(|line| line.words.len()).sum();
        let is_text = |at: usize| self.is_heading(at) || self.is_sentence(at);
        let n_columns = self.n_figures(&band.body).max(2);
        n_lines <= MOST_REST
            && n_words <= MOST_HEAD_WORDS
            && !(0..above.len()).any(is_text)
            && Head::of(above, usize::MAX).columns.len() < n_columns
    }

    /// How many figures a row has at most.
    fn n_figures(&self, lines: &Range<usize>) -> usize {
        let n_figures = |at: usize| Some(self.lines[at].words.len() - self.figures[at]?);
        lines.clone().filter_map(n_figures).max().unwrap_or(0)
    }

    fn is_row_label(&self, at: usize) -> bool {
        self.is_numbered(at)
            || self.lines[at].words.len() > 1 && self.has_unit(at, self.lines[at].words.len())
    }

    /// Whether the last of so many words is a unit that stands apart.
    fn has_unit(&self, at: usize, n_words: usize) -> bool {
        let line = &self.lines[at];
        n_words.checked_sub(1).is_some_and(|last| line.is_apart(last) && is_unit(line.words[last].text))
    }

    fn is_numbered(&self, at: usize) -> bool {
        is_numbered(&self.text(at))
    }

    /// Whether a line is numbered as the sections of a text are.
    fn is_heading(&self, at: usize) -> bool {
        is_section(&self.text(at))
    }

    fn text(&self, at: usize) -> String {
        let line = &self.lines[at];
        line.text(&(0..line.words.len()))
    }

    /// Whether a line is part of a sentence rather than of a head.
    fn is_sentence(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.words.last().is_some_and(|word| word.text.ends_with(['。', '；']))
            || super::is_prose(&line.line.text)
    }

    /// Whether more than one line speaks for a table: two rows that set figures apart, such a row under a head of
    /// several columns, or a row of many figures.
    fn is_table(&self, band: &Band) -> bool {
        let is_set = |at: &usize| self.figures[*at].is_some() && self.lines[*at].runs().len() > 1;
        let rows: Vec<usize> = band.body.clone().filter(is_set).collect();
        let has_head = || Head::of(&self.lines[band.head.clone()], usize::MAX).columns.len() > 1;
        let has_many = |at: &usize| self.lines[*at].words.len() - self.figures[*at].unwrap_or(0) > 2;
        rows.len() > 1 || rows.len() == 1 && (rows.iter().any(has_many) || has_head())
    }

    fn flat(&self, band: &Band, columns: &mut Vec<Range<usize>>) -> Flat {
        let (head, body) = (&self.lines[band.head.clone()], &self.lines[band.body.clone()]);
        let stub = self.stub(band.body.clone());
        let n_most = self.n_figures(&band.body);
        let Head { mut cells, columns: heads } = Head::of(head, n_most + usize::from(stub.labels.is_some()));
        let is_exact = body.iter().any(SetLine::is_exact);
        if !head.is_empty() {
            *columns = if is_exact { stub.without_corner(heads) } else { Vec::new() };
        }
        cells.extend(rows::cells(body, stub.left, columns));
        Flat { cells }
    }
}
