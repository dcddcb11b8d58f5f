//! The blocks of a sheet: which rows are prose and which are tables.
//!
//! ```text
//!   | 某某市2021年度报告     |          one marked cell: a paragraph
//!   +-----------------------+
//!   | 第二十条第（一）项     |          as wide as the table, short: part of it
//!   +-------+-------+-------+
//!   | 规章  | 1     |       |          two marked cells or more: a table
//!   +-------+-------+-------+
//!   | 注：略。               |          one marked cell at the end: a paragraph
//! ```
//!
//! A cell is *marked* when it holds a text or has a border. Rows without a marked cell part the sheet
//! into bands; a band has at most prose, a table, and prose again, unless long prose parts its table.
//! Rows that a name of the workbook says are a table (see [`super::names`]) are one, whatever they hold.
//!
//! Not supported: tables beside each other.

use super::names::Hint;
use super::sheet::{Piece, Sheet};
use crate::document::{Block, Grid, GridBuilder};
use std::ops::Range;
use std::sync::Arc;

/// A single cell of more characters than this is no part of a table.
const PROSE: usize = 60;

/// A cell of more characters than this, above a table and as wide as it, is its title and no part of it.
const SPANNER: usize = 20;

/// Appends the blocks of a sheet, from the top down.
pub(super) fn blocks(sheet: &Sheet, hint: &Hint, blocks: &mut Vec<Block>) {
    let mut layout = Layout { sheet, hint, rows: rows(sheet), blocks };
    let mut free = sheet.rows().start;
    for ((first, first_column), (last, last_column)) in &hint.tables {
        layout.bands(free..*first);
        layout.table(*first..last + 1, Some(*first_column..last_column + 1));
        free = last + 1;
    }
    layout.bands(free..sheet.rows().end);
}

/// What a row holds, as far as parting prose from tables needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Blank,
    /// One marked piece, of whose rows this is the first.
    Single,
    /// One marked piece, which begins above in a row that was single.
    Continued,
    Table,
}

impl Row {
    fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::Continued)
    }
}

/// The kind of each row of the used part.
fn rows(sheet: &Sheet) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for row in sheet.rows() {
        let mut marked = sheet.marked(row);
        let kind = match (marked.next(), marked.next()) {
            (None, _) => Row::Blank,
            (Some(piece), None) if piece.at.0 == row => Row::Single,
            (Some(_), None) if rows.last().is_some_and(|above| above.is_single()) => Row::Continued,
            (Some(_), _) => Row::Table,
        };
        rows.push(kind);
    }
    rows
}

struct Layout<'a> {
    sheet: &'a Sheet,
    hint: &'a Hint,
    rows: Vec<Row>,
    blocks: &'a mut Vec<Block>,
}

impl Layout<'_> {
    fn kind(&self, row: u32) -> Row {
        let index = row.checked_sub(self.sheet.rows().start);
        index.and_then(|index| self.rows.get(index as usize)).copied().unwrap_or(Row::Blank)
    }

    /// The bands of some rows, parted by blank rows.
    fn bands(&mut self, rows: Range<u32>) {
        let mut first = rows.start;
        for row in rows.clone() {
            if self.kind(row) == Row::Blank {
                self.band(first..row);
                first = row + 1;
            }
        }
        self.band(first..rows.end);
    }

    /// A band; prose amid its table parts the table.
    fn band(&mut self, rows: Range<u32>) {
        let mut first = rows.start;
        let mut in_table = false;
        for row in rows.clone() {
            if in_table && self.is_prose(row) {
                self.one_table(first..row);
                first = row;
                in_table = false;
            }
            in_table |= self.kind(row) == Row::Table;
        }
        self.one_table(first..rows.end);
    }

    /// Prose, a table, and prose again.
    fn one_table(&mut self, rows: Range<u32>) {
        let mut of_table = rows.clone().filter(|row| self.kind(*row) == Row::Table);
        let Some(first) = of_table.next() else { return self.paragraphs(rows) };
        let end = of_table.next_back().unwrap_or(first) + 1;
        let columns = self.extent(first..end);
        let mut begin = first;
        while begin > rows.start && self.is_spanner(begin - 1, &columns, first) {
            begin -= 1;
        }
        self.paragraphs(rows.start..begin);
        self.table(begin..end, None);
        self.paragraphs(end..rows.end);
    }

    /// The only marked piece of a single row.
    fn only(&self, row: u32) -> Option<&Piece> {
        let single = self.kind(row) == Row::Single;
        single.then(|| self.sheet.marked(row).next()).flatten()
    }

    fn is_prose(&self, row: u32) -> bool {
        self.only(row).is_some_and(|piece| {
            let text = piece.text.trim_end();
            text.ends_with('。') || text.chars().count() > PROSE
        })
    }

    /// Whether a row is a short line as wide as the table below it. In a table with borders it has one too.
    fn is_spanner(&self, row: u32, columns: &Range<u32>, first: u32) -> bool {
        let framed = self.sheet.marked(first).any(|piece| piece.bordered);
        self.only(row).is_some_and(|piece| {
            columns.len() > 1
                && (piece.at.1..piece.end.1) == *columns
                && piece.end.0 == row + 1
                && (piece.bordered || !framed)
                && piece.text.chars().count() <= SPANNER
        })
    }

    fn paragraphs(&mut self, rows: Range<u32>) {
        for row in rows {
            let Some(piece) = self.only(row).filter(|piece| !piece.is_blank()) else { continue };
            let paragraph = Block::paragraph(piece.text.clone(), self.sheet.locus(piece.at));
            self.blocks.push(paragraph);
        }
    }

    /// The columns from the first marked piece of some rows to the last.
    fn extent(&self, rows: Range<u32>) -> Range<u32> {
        let marked = rows.flat_map(|row| self.sheet.marked(row));
        let extent = marked.map(|piece| piece.at.1..piece.end.1);
        extent.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or_default()
    }

    /// A table of whole rows; `known` columns belong to it though nothing is marked in them.
    fn table(&mut self, rows: Range<u32>, known: Option<Range<u32>>) {
        let marked = self.extent(rows.clone());
        let columns = match known {
            Some(known) if marked.is_empty() => known,
            Some(known) => known.start.min(marked.start)..known.end.max(marked.end),
            None => marked,
        };
        let grid = self.grid(&rows, &columns);
        self.blocks.push(grid.into());
    }

    fn grid(&self, rows: &Range<u32>, columns: &Range<u32>) -> Grid {
        let mut builder = GridBuilder::new();
        builder.at_least(u32::try_from(columns.len()).unwrap_or_default());
        for row in rows.clone() {
            builder.row();
            for column in columns.clone() {
                self.cell(row, column, rows, columns, &mut builder);
            }
            if self.hint.titles.is_some_and(|(first, last)| first <= rows.start && row <= last) {
                builder.end_head();
            }
        }
        builder.sheet(Arc::clone(&self.sheet.name), rows.start, columns.start)
    }

    /// The cell that begins at a place, cut to the table. A merge that begins outside leaves a blank
    /// cell inside: its text stands where it begins.
    fn cell(
        &self,
        row: u32,
        column: u32,
        rows: &Range<u32>,
        columns: &Range<u32>,
        builder: &mut GridBuilder,
    ) {
        let place = column - columns.start;
        let Some(piece) = self.sheet.piece(row, column) else {
            builder.cell_at(place, "", 1, 1);
            return;
        };
        let begin = (piece.at.0.max(rows.start), piece.at.1.max(columns.start));
        if begin == (row, column) {
            let text = if begin == piece.at { piece.text.as_str() } else { "" };
            let n_columns = piece.end.1.min(columns.end) - column;
            builder.cell_at(place, text, piece.end.0.min(rows.end) - row, n_columns);
        }
    }
}
