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
//! level by level, then row by row the labels and, in the order of the columns, the figures. Where rows agree on
//! what columns there are, the blank cells between them are marked.
//!
//! A line alone is never a table. Lines are one when several of them, or a head and a line, set figures apart.
//!
//! - [x] heads and labels broken over several lines, groups beside their rows, one character a line
//! - [x] rows with blank cells, when other rows fill them
//! - [ ] a column that is blank in all rows of a page: its rows have fewer cells than heads
//! - [ ] a number broken over two lines: it becomes a text of two lines

mod head;
mod rows;
mod stub;
mod words;

use super::{Line, is_numbered};
use crate::document::Flat;
use head::Head;
use std::ops::Range;
use words::{ONE, SetLine, Word, is_figure, is_unit};

/// A head can be no higher than this; what stands above is no part of it.
const MOST_HEAD_LINES: usize = 40;

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

/// Where the labels of a band stand, and the column at which its figures begin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stub {
    labels: Range<usize>,
    left: usize,
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
        for row in (0..self.lines.len()).filter(|at| self.figures[*at].is_some()) {
            let floor = bands.last().map_or(0, |band| band.body.end);
            match bands.last_mut().filter(|band| self.continues(band, row)) {
                Some(band) => band.body.end = row + 1,
                None => bands.push(Band { head: floor..row, body: row..row + 1 }),
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

    /// Whether a row goes on with a band: between the two stands nothing but labels.
    fn continues(&self, band: &Band, row: usize) -> bool {
        let stub = self.stub(band.body.clone().chain([row]));
        (band.body.end..row).all(|at| self.is_label(at, &stub))
    }

    /// The stub of some lines, all of which are rows or labels.
    fn stub(&self, lines: impl Iterator<Item = usize> + Clone) -> Stub {
        let start_of = |at: usize| Some(self.lines[at].words[self.figures[at]?].start);
        let left = lines.clone().filter_map(start_of).min().unwrap_or(0);
        let labels = lines.filter_map(|at| {
            let n_labels = self.figures[at].unwrap_or(self.lines[at].words.len());
            self.lines[at].extent(&(0..n_labels))
        });
        let all = labels.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        Stub { labels: all.unwrap_or(0..left), left }
    }

    /// Whether a line is blank, or holds nothing but labels: all that stands in it begins among the labels of
    /// the rows and ends before the figures. A unit without a figure may follow, or a figure as close to the
    /// label as if it were part of it.
    fn is_label(&self, at: usize, stub: &Stub) -> bool {
        let line = &self.lines[at];
        let is_cell = |word: &&Word<'_>| word.end > stub.left && (is_figure(word.text) || is_unit(word.text));
        let n_words = line.words.len() - line.words.iter().rev().take_while(is_cell).count();
        let Some(last) = line.words[..n_words].last() else { return true };
        let begins = |run: &Range<usize>| {
            let start = line.words[run.start].start;
            run.start >= n_words || stub.labels.start <= start + ONE && start <= stub.labels.end
        };
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
        band.body.start -= n_above;
        let top = band.body.start;
        let is_head = |at: &usize| !self.is_heading(*at) && !self.is_sentence(*at);
        let n_head = (floor..top).rev().take(MOST_HEAD_LINES).take_while(is_head).count();
        band.head = top - n_head..top;
        band.head.start += head::top(&self.lines[band.head.clone()]);
    }

    fn is_row_label(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let has_unit = |last: usize| last > 0 && line.is_apart(last) && is_unit(line.words[last].text);
        self.is_numbered(at) || line.words.len().checked_sub(1).is_some_and(has_unit)
    }

    fn is_numbered(&self, at: usize) -> bool {
        let words = &self.lines[at].words;
        !words.is_empty() && is_numbered(&self.lines[at].text(&(0..words.len())))
    }

    /// Whether a line is numbered as the sections of a text are: `一、`.
    fn is_heading(&self, at: usize) -> bool {
        let is_chinese = |c: char| "一二三四五六七八九十".contains(c);
        self.is_numbered(at) && self.lines[at].words[0].text.starts_with(is_chinese)
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
        let has_head = band.head.clone().any(|at| self.lines[at].runs().len() > 1);
        let has_many = |at: &usize| self.lines[*at].words.len() - self.figures[*at].unwrap_or(0) > 2;
        rows.len() > 1 || rows.len() == 1 && (has_head || rows.iter().any(has_many))
    }

    fn flat(&self, band: &Band, columns: &mut Vec<Range<usize>>) -> Flat {
        let (head, body) = (&self.lines[band.head.clone()], &self.lines[band.body.clone()]);
        let stub = self.stub(band.body.clone());
        let Head { mut cells, columns: heads } = Head::of(head);
        let is_exact = body.iter().any(SetLine::is_exact);
        if !head.is_empty() {
            *columns = if is_exact { self.without_corner(heads, &stub, band) } else { Vec::new() };
        }
        cells.extend(rows::cells(body, stub.left, columns));
        Flat { cells }
    }

    /// The columns without the words above the labels.
    fn without_corner(&self, mut columns: Vec<Range<usize>>, stub: &Stub, band: &Band) -> Vec<Range<usize>> {
        let n_figures = |at: usize| Some(self.lines[at].words.len() - self.figures[at]?);
        let n_most = band.body.clone().filter_map(n_figures).max().unwrap_or(0);
        let has_labels =
            band.body.clone().any(|at| self.figures[at] != Some(0) && !self.lines[at].is_blank());
        let is_corner = |first: &Range<usize>| {
            has_labels
                && (first.start < stub.labels.end || first.end <= stub.left && columns.len() == n_most + 1)
        };
        if columns.first().is_some_and(is_corner) {
            columns.remove(0);
        }
        columns
    }
}
