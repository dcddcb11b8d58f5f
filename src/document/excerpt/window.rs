//! [`Window`]: the part of a grid that an excerpt shows.

use super::{Emphasis, Row, WIDTH, chosen, cut, is_words, marked, number, widths};
use crate::document::{Cell, Grid, Locus};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

#[derive(Clone, Copy)]
struct Room {
    label: usize,
    cell: usize,
}

/// How wide the labels of a row are at most, and any other cell; narrower where there are many cells.
const ROOMS: [Room; 5] = [
    Room { label: 44, cell: 30 },
    Room { label: 44, cell: 18 },
    Room { label: 44, cell: 12 },
    Room { label: 36, cell: 8 },
    Room { label: 28, cell: 6 },
];

/// The part of a grid that is shown.
pub(super) struct Window<'g> {
    grid: &'g Grid,
    culprit: &'g Cell,
    others: Vec<&'g Cell>,
    /// The columns of labels, which are drawn as one.
    labels: u32,
}

impl<'g> Window<'g> {
    pub(super) fn new(grid: &'g Grid, culprit: &'g Cell, others: &[&Locus]) -> Self {
        let find = |at: &&Locus| grid.cells().iter().find(|cell| grid.locus(cell) == **at);
        let others: Vec<&Cell> = others.iter().filter_map(find).collect();
        let mut window = Self { grid, culprit, others, labels: 0 };
        window.labels = window.columns_of_labels();
        window
    }

    /// The cell that covers a place.
    fn at(&self, row: u32, column: u32) -> Option<&'g Cell> {
        let covers = |cell: &&Cell| {
            (cell.row..cell.end_row()).contains(&row) && (cell.column..cell.end_column()).contains(&column)
        };
        self.grid.cells().iter().take_while(|cell| cell.row <= row).find(covers)
    }

    /// Left of all that is marked, as far as the row of the culprit has words.
    fn columns_of_labels(&self) -> u32 {
        let marked = self.others.iter().chain([&self.culprit]).map(|cell| cell.column);
        let first = marked.min().unwrap_or(0);
        let is_label =
            |column: &u32| self.at(self.culprit.row, *column).is_some_and(|cell| is_words(&cell.text));
        (0..first).take_while(is_label).count().try_into().unwrap_or(first)
    }

    /// The column of the culprit and those of the others, and as far as there is room those beside it.
    pub(super) fn rows(&self) -> Vec<Row> {
        let own = self.culprit.column;
        let mut columns = BTreeSet::from([own]);
        columns.extend(self.others.iter().map(|cell| cell.column));
        let fits = |columns: &BTreeSet<u32>, room: &Room| {
            let widths = widths(&self.rows_in(columns, *room));
            widths.iter().map(|width| width + 3).sum::<usize>() <= WIDTH
        };
        let room = *ROOMS.iter().find(|room| fits(&columns, room)).unwrap_or(&ROOMS[ROOMS.len() - 1]);
        while columns.len() > 1 && !fits(&columns, &room) {
            let furthest = columns.iter().copied().max_by_key(|column| column.abs_diff(own));
            furthest.map(|column| columns.remove(&column));
        }
        let is_there = |column: &u32| (self.labels..self.grid.n_columns()).contains(column);
        for column in [own.wrapping_sub(1), own + 1].into_iter().filter(is_there) {
            let mut more = columns.clone();
            more.insert(column);
            if fits(&more, &room) {
                columns = more;
            }
        }
        self.rows_in(&columns, room)
    }

    fn rows_in(&self, columns: &BTreeSet<u32>, room: Room) -> Vec<Row> {
        let others = self.others.iter().map(|cell| cell.row as usize);
        let mut shown = chosen(self.culprit.row as usize, others, self.grid.n_rows() as usize);
        shown.extend(self.head_row());
        let rows = shown.into_iter().filter_map(|row| u32::try_from(row).ok());
        rows.map(|row| self.row(row, columns, room)).collect()
    }

    /// The row that names the column of the culprit, the last one where the name is merged down.
    fn head_row(&self) -> Option<usize> {
        let above = (0..self.culprit.row).rev();
        let mut heads = above.filter_map(|row| self.at(row, self.culprit.column));
        let head = heads.find(|cell| is_words(&cell.text))?;
        (self.labels > 0).then(|| head.end_row() as usize - 1)
    }

    fn row(&self, row: u32, columns: &BTreeSet<u32>, room: Room) -> Row {
        let mut cells = Vec::new();
        let mut last: Option<&Cell> = None;
        if self.labels > 0 {
            cells.push((self.label(row, room.label), None));
            last = self.at(row, self.labels - 1);
        }
        for column in columns {
            // A merged cell is printed once, where it begins to be shown.
            let covers = self.at(row, *column);
            let cell = covers.filter(|_| covers != last);
            let emphasis = cell.and_then(|cell| self.emphasis(cell));
            let text = cell.map_or("", |cell| &cell.text);
            cells.push((marked(&cut(text, room.cell), emphasis), emphasis));
            last = covers;
        }
        let marks = || cells.iter().filter_map(|(_, emphasis)| *emphasis);
        let is_culprit = marks().any(|emphasis| emphasis == Emphasis::Culprit);
        let emphasis = if is_culprit { Some(Emphasis::Culprit) } else { marks().next() };
        let first = number(&self.grid.locus(self.culprit)) - self.culprit.row;
        Row { number: first + row, at: row as usize, cells, emphasis }
    }

    fn emphasis(&self, cell: &Cell) -> Option<Emphasis> {
        let is_other = || self.others.iter().any(|other| std::ptr::eq(*other, cell));
        match std::ptr::eq(self.culprit, cell) {
            true => Some(Emphasis::Culprit),
            false => is_other().then_some(Emphasis::Operand),
        }
    }

    /// The labels of a row in one, the outer ones left out where there is no room.
    fn label(&self, row: u32, room: usize) -> String {
        let mut labels: Vec<&str> = Vec::new();
        let mut last: Option<&Cell> = None;
        for column in 0..self.labels {
            let cell = self.at(row, column).filter(|cell| last != Some(cell));
            labels.extend(cell.map(|cell| cell.text.trim()).filter(|text| !text.is_empty()));
            last = cell.or(last);
        }
        let whole = |from: usize| labels[from..].join(" / ");
        let fits = (0..labels.len()).find(|from| whole(*from).width() <= room);
        cut(&whole(fits.unwrap_or(labels.len().saturating_sub(1))), room)
    }
}
