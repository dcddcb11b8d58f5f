//! The body of a table: its rows, their labels, and the columns that their figures stand in.

use super::stub::{self, Figures, Label, MOST_LINES};
use super::words::{ONE, SetLine, is_figure, is_unit};
use crate::document::{FlatCell, Place};
use crate::read::text::is_value;
use std::ops::Range;

/// Figures may be broken over this many lines beside the line of their row.
const MOST_LINES_APART: usize = 2;

/// A column that a number does not fit in is wide enough for this many of its digits.
const LONG: usize = 4;

/// Figures of one column begin this near to each other where labels push them.
const NEAR: usize = 4 * ONE;

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    extent: Range<usize>,
    line: usize,
    text: String,
}

/// A row: the line that it is bound to, its label among those of the stub, its cells.
#[derive(Clone, Debug)]
struct Row {
    line: usize,
    label: Option<usize>,
    cells: Vec<Cell>,
    /// Whether its figures stand in several lines.
    is_broken: bool,
}

/// The cells of a body whose figures begin at `left`, row by row: labels, then figures. Where it is known from
/// where to where the columns of the head stand, the cells that a row lacks are blank.
pub(super) fn cells(lines: &[SetLine<'_>], left: usize, columns: &mut [Range<usize>]) -> Vec<FlatCell> {
    let left = left_of_units(lines, left);
    let mut starts: Vec<usize> = lines.iter().map(|line| body_start(line, left)).collect();
    take_touching(lines, &mut starts);
    let words: Vec<Range<usize>> = starts.iter().map(|start| 0..*start).collect();
    let bodies: Vec<Vec<Cell>> = (0..lines.len()).map(|at| body_cells(at, &lines[at], starts[at])).collect();
    let figures: Vec<Figures> = bodies.iter().map(|cells| Figures::of(cells)).collect();
    let labels = stub::labels(lines, &words, &figures);
    let row_lines: Vec<usize> = (0..lines.len()).filter(|at| !bodies[*at].is_empty()).collect();
    let bound = stub::bind(&labels, &row_lines);
    let row = |(line, label): (&usize, &Option<usize>)| Row {
        line: *line,
        label: *label,
        cells: bodies[*line].clone(),
        is_broken: false,
    };
    let rows = join_broken(row_lines.iter().zip(&bound).map(row).collect(), &labels);
    widen(columns, &rows);
    print(lines, &rows, &labels, columns)
}

impl Figures {
    fn of(cells: &[Cell]) -> Self {
        let is_digits =
            |cell: &&Cell| cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let n_digits = cells.iter().filter(is_digits).count();
        let n_long = cells.iter().filter(is_digits).filter(|cell| cell.text.len() >= LONG).count();
        Self { number: cells.len(), n_long, are_digits: n_digits == cells.len() }
    }
}

/// Units stand in a column of their own between labels and figures.
fn left_of_units(lines: &[SetLine<'_>], left: usize) -> usize {
    let unit = |line: &SetLine<'_>| {
        let at = line.words.iter().rposition(|word| word.start < left)?;
        (line.is_apart(at) && is_unit(line.words[at].text)).then(|| line.words[at].start)
    };
    let units: Vec<usize> = lines.iter().filter_map(unit).collect();
    let start = units.iter().copied().min().unwrap_or(left);
    // A column of units begins at nearly one place, and if there is one row, it has one.
    let n_rows = lines.iter().filter(|line| line.figures().is_some()).count();
    let is_column = units.len() > 1 || units.len() == n_rows;
    if is_column && units.iter().all(|own| own - start <= 4 * ONE) { start } else { left }
}

/// The word of a line at which its figures begin.
fn body_start(line: &SetLine<'_>, left: usize) -> usize {
    let begins = |at: &usize| {
        let word = line.words[*at];
        word.start + ONE >= left && (line.is_apart(*at) || is_figure(word.text))
    };
    (0..line.words.len()).find(begins).unwrap_or(line.words.len())
}

/// Takes to the figures what a long label leaves only one blank before, where a row would have one figure less than
/// others: `行政规范性文件 69   3   665`. It stands near the first figures of the others.
fn take_touching(lines: &[SetLine<'_>], starts: &mut [usize]) {
    let n_figures = |at: usize, start: usize| {
        let figures = &lines[at].words[start..];
        figures.iter().all(|word| is_figure(word.text)).then_some(figures.len())
    };
    let n_most = (0..lines.len()).filter_map(|at| n_figures(at, starts[at])).max().unwrap_or(0);
    if n_most < 2 {
        return;
    }
    let is_full = |at: &usize| n_figures(*at, starts[*at]) == Some(n_most);
    let mut firsts: Vec<usize> =
        (0..lines.len()).filter(is_full).map(|at| lines[at].words[starts[at]].start).collect();
    firsts.sort_unstable();
    for (at, start) in starts.iter_mut().enumerate().filter(|(_, start)| **start > 1) {
        let touching = lines[at].words[*start - 1];
        let next = firsts.partition_point(|first| first + NEAR < touching.start);
        let is_near = firsts.get(next).is_some_and(|first| *first <= touching.start + NEAR);
        if n_figures(at, *start) == Some(n_most - 1) && is_value(touching.text) && is_near {
            *start -= 1;
        }
    }
}

/// The cells of a row; a number and its unit are one, and so are words that one blank parts.
fn body_cells(at: usize, line: &SetLine<'_>, start: usize) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (nth, word) in line.words.iter().enumerate().skip(start) {
        match cells.last_mut() {
            Some(cell) if !line.is_apart(nth) && is_one(&cell.text, word.text) => {
                cell.extent.end = word.end;
                cell.text.push(' ');
                cell.text.push_str(word.text);
            }
            _ => cells.push(Cell { extent: word.start..word.end, line: at, text: word.text.to_owned() }),
        }
    }
    cells
}

fn is_one(text: &str, next: &str) -> bool {
    match is_figure(text) {
        true => is_value(text) && is_unit(next),
        false => !is_figure(next),
    }
}

/// Finds the rows whose figures stand in several lines: in a narrow column a number is broken over lines. Which
/// parts belong together cannot be told, and a part of a number must not be taken for the whole, so all of
/// such a row becomes one cell.
fn join_broken(rows: Vec<Row>, labels: &[Label]) -> Vec<Row> {
    let (mut whole, broken): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.label.is_some());
    if whole.is_empty() && broken.len() == 1 {
        return broken;
    }
    let mut lost: Vec<Row> = Vec::new();
    for row in broken {
        let owners = owners(&whole, &row, labels);
        for at in &owners {
            whole[*at].is_broken = true;
            whole[*at].cells.extend(row.cells.clone());
        }
        if owners.is_empty() {
            lost.push(Row { is_broken: true, ..row });
        }
    }
    whole.extend(lost);
    whole.sort_by_key(|row| row.line);
    whole.iter_mut().filter(|row| row.is_broken).for_each(Row::become_one);
    whole
}

/// The rows that figures without a label may belong to: the one whose label stands around them, else those near.
fn owners(whole: &[Row], broken: &Row, labels: &[Label]) -> Vec<usize> {
    let within = |lines: usize| {
        let from = whole.partition_point(|row| row.line + lines < broken.line);
        from..whole.partition_point(|row| row.line <= broken.line + lines)
    };
    let covers = |at: &usize| whole[*at].label.is_some_and(|label| labels[label].covers(broken.line));
    match within(MOST_LINES).find(covers) {
        Some(at) => vec![at],
        None => within(MOST_LINES_APART).collect(),
    }
}

impl Row {
    fn become_one(&mut self) {
        self.cells.sort_by_key(|cell| (cell.line, cell.extent.start));
        let texts: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).collect();
        // A stroke keeps the parts apart when blanks are passed over.
        let text = texts.join(" | ");
        self.cells = vec![Cell { text, line: self.line, extent: 0..0 }];
    }
}

/// Widens the columns by the cells of all rows that have one in each, as nothing tells how wide a head is drawn.
fn widen(columns: &mut [Range<usize>], rows: &[Row]) {
    let n_columns = columns.len();
    for row in rows.iter().filter(|row| row.cells.len() == n_columns) {
        for (column, cell) in columns.iter_mut().zip(&row.cells) {
            *column = column.start.min(cell.extent.start)..column.end.max(cell.extent.end);
        }
    }
}

impl Row {
    /// The cell that stands in each column, if each cell stands in one of its own.
    fn in_columns(&self, columns: &[Range<usize>]) -> Option<Vec<Option<&Cell>>> {
        let mut own = vec![None; columns.len()];
        for cell in &self.cells {
            let is_over =
                |column: &Range<usize>| column.start < cell.extent.end && cell.extent.start < column.end;
            let mut over = (0..columns.len()).filter(|at| is_over(&columns[*at]));
            let (Some(at), None) = (over.next(), over.next()) else { return None };
            if own[at].replace(cell).is_some() {
                return None;
            }
        }
        Some(own)
    }
}

/// The cells in reading order. A label without figures stands before the row that follows it; if it is that of a
/// row of nothing but blank cells, one says so.
fn print(lines: &[SetLine<'_>], rows: &[Row], labels: &[Label], columns: &[Range<usize>]) -> Vec<FlatCell> {
    let put = |place: Place, line: usize, text: &str| FlatCell { place, ..lines[line].line.cell(text) };
    let label = |at: usize| put(Place::Stub, labels[at].lines[0], &labels[at].text);
    let mut is_bound = vec![false; labels.len()];
    rows.iter().filter_map(|row| row.label).for_each(|at| is_bound[at] = true);
    // Where figures have no label, or those of a row are in doubt, one without figures may be theirs. Of the first
    // and the last label the figures may stand on another page.
    let are_told = rows.iter().all(|row| row.label.is_some() && !row.is_broken);
    // Where a page ends within a group, the label of the group may stand beside figures of a row in it.
    let is_of_group = |row: &Row, at: usize| {
        let is_outer = row.label.is_some_and(|own| labels[own].level < labels[at].level);
        is_outer && labels[at].distance(row.line) <= MOST_LINES_APART
    };
    let is_blank_row = |at: usize| {
        are_told
            && ![rows.first(), rows.last()].into_iter().flatten().any(|row| is_of_group(row, at))
            && at + 1 < labels.len()
            && (at > 0 || labels[at].is_numbered())
            && !stub::is_group(labels, at)
    };
    let mut free: Vec<usize> = (0..labels.len()).rev().filter(|at| !is_bound[*at]).collect();
    let free_label = |at: usize| {
        let blank = is_blank_row(at).then(|| put(Place::Body, labels[at].lines[0], ""));
        [Some(label(at)), blank].into_iter().flatten()
    };
    let mut cells = Vec::new();
    for row in rows {
        while let Some(at) = free.pop_if(|at| labels[*at].lines[0] <= row.line) {
            cells.extend(free_label(at));
        }
        let blank = || put(Place::Stub, row.line, "");
        let has_stub = !labels.is_empty();
        cells.extend(row.label.map(label).or_else(|| has_stub.then(blank)));
        let cell = |cell: &Cell| put(Place::Body, cell.line, &cell.text);
        let lacks = !row.is_broken && row.cells.len() < columns.len();
        match lacks.then(|| row.in_columns(columns)).flatten() {
            Some(own) => {
                cells.extend(
                    own.into_iter().map(|own| own.map_or_else(|| put(Place::Body, row.line, ""), cell)),
                );
            }
            None => cells.extend(row.cells.iter().map(cell)),
        }
    }
    cells.extend(free.into_iter().rev().flat_map(free_label));
    cells
}
