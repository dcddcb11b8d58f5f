//! A report as a page: rows of cells with spans, from which the shapes are printed.
//!
//! This is the tests' own layout, so that what the crate lays out is not measured by itself.

use crate::reports::Filed;
use nianbao::grammar::{Outline, Section, Table};
use nianbao::report::{Report, Value};

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) is_label: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    Spanner,
    Head,
    Body,
}

/// The cells that begin in a row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) kind: RowKind,
    pub(crate) cells: Vec<Cell>,
}

/// A table of the form, or several stacked in one grid.
pub(crate) type Rows = Vec<Row>;

#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Line(String),
    Grid(Rows),
}

/// How a page is laid out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plan {
    /// Columns from right to left, 总计 first.
    pub(crate) mirrored: bool,
    /// Small tables standing apart instead of stacked in one grid.
    pub(crate) apart: bool,
    /// The requests table goes on after a page break; with its head again or without.
    pub(crate) cut: Option<bool>,
}

impl Page {
    pub(crate) fn of(filed: &Filed, plan: Plan) -> Self {
        let report = &filed.report;
        let mut parts = Vec::new();
        let tables = filed.mix.tables();
        for passage in &report.narrative {
            parts.extend(passage.heading.clone().map(Part::Line));
            let is_own = |section: &Section| passage.heading.as_deref() == Some(section.heading.text());
            let grids: Vec<Rows> = tables
                .iter()
                .filter(|(section, _)| is_own(section))
                .map(|(_, table)| rows(report, table, plan.mirrored))
                .filter(|rows| !rows.is_empty())
                .collect();
            let has_captions = !grids.is_empty();
            let lines = passage.lines().map(|line| Part::Line(line.into_owned()));
            if has_captions {
                parts.extend(lines);
                parts.extend(arrange(grids, plan).into_iter().map(Part::Grid));
            } else {
                parts.extend(lines);
            }
        }
        Self { title: report.title.clone().unwrap_or_default(), parts }
    }

    pub(crate) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        let grids = self.parts.iter_mut().filter_map(|part| match part {
            Part::Grid(rows) => Some(rows),
            Part::Line(_) => None,
        });
        grids.flatten().flat_map(|row| &mut row.cells)
    }
}

fn arrange(grids: Vec<Rows>, plan: Plan) -> Vec<Rows> {
    if plan.apart {
        return grids;
    }
    let width = grids.iter().map(|rows| width(rows)).max().unwrap_or(0);
    let mut stacked: Rows = Vec::new();
    for mut rows in grids {
        let own = self::width(&rows);
        rows.iter_mut().for_each(|row| {
            if let Some(last) = row.cells.last_mut() {
                last.columns += width - own;
            }
        });
        stacked.extend(rows);
    }
    match plan.cut {
        Some(again) if stacked.len() > 20 && stacked[0].kind == RowKind::Head => cut(&stacked, again),
        _ => vec![stacked],
    }
}

pub(crate) fn width(rows: &[Row]) -> usize {
    rows.first().map_or(0, |row| row.cells.iter().map(|cell| cell.columns).sum())
}

/// Cuts a table in two where a page ends; labels that span the cut stand again on the next page.
fn cut(rows: &[Row], again: bool) -> Vec<Rows> {
    let at = rows.len() / 2;
    let n_heads = rows.iter().take_while(|row| row.kind != RowKind::Body).count();
    let mut next: Rows = rows[at..].to_vec();
    let mut first: Rows = rows[..at].to_vec();
    let mut open = Vec::new();
    for (y, row) in first.iter_mut().enumerate() {
        for cell in row.cells.iter_mut().filter(|cell| y + cell.rows > at) {
            let rest = y + cell.rows - at;
            cell.rows -= rest;
            open.push(Cell { rows: rest, ..cell.clone() });
        }
    }
    next[0].cells.splice(0..0, open);
    if again {
        next.splice(0..0, first[..n_heads].to_vec());
    }
    vec![first, next]
}

fn label(text: &str, rows: usize, columns: usize) -> Cell {
    Cell { text: text.to_owned(), rows, columns, is_label: true }
}

/// The rows of a table, without the lines that the report does not have.
fn rows(report: &Report, table: &Table, mirrored: bool) -> Rows {
    let has = |row: &usize| table.row(*row).iter().any(|concept| report.facts.contains_key(concept));
    let lines: Vec<usize> = (0..table.n_rows()).filter(has).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let order = order(&table.boxhead, mirrored);
    let columns: Vec<usize> = order.iter().filter_map(|node| line_of(&table.boxhead, *node)).collect();
    let stub_width = if table.units.is_some() { 2 } else { table.stub.depth() };
    let mut rows = Vec::new();
    if let Some(spanner) = &table.spanner {
        rows.push(Row {
            kind: RowKind::Spanner,
            cells: vec![label(spanner.text(), 1, stub_width + columns.len())],
        });
    }
    rows.extend(head(table, &order, stub_width));
    let value = |row: usize, column: usize| {
        let fact = report.facts.get(table.concept(row, column));
        let text = fact.map_or_else(String::new, |fact| match &fact.value {
            Value::Number(_) if fact.raw.is_empty() => fact.value.to_string(),
            _ => fact.raw.to_string(),
        });
        Cell { text, rows: 1, columns: 1, is_label: false }
    };
    if table.units.is_some() {
        for (at, node) in table.stub.nodes().iter().enumerate() {
            let mut cells = vec![label(node.label.text(), 1, 1)];
            match line_of(&table.stub, at) {
                Some(row) if !lines.contains(&row) => continue,
                Some(row) => {
                    cells.push(label(table.unit(row, 0), 1, 1));
                    cells.extend(columns.iter().map(|column| value(row, *column)));
                }
                None => cells.extend([label("——", 1, 1), label("", 1, 1)]),
            }
            rows.push(Row { kind: RowKind::Body, cells });
        }
        return rows;
    }
    let mut laid = vec![false; table.stub.nodes().len()];
    for row in &lines {
        let mut cells = Vec::new();
        if let Some(line) = table.stub.lines().get(*row) {
            for node in path(&table.stub, *line) {
                if !std::mem::replace(&mut laid[node], true) {
                    let own = &table.stub.nodes()[node];
                    let under = lines
                        .iter()
                        .filter(|row| table.stub.contains(node, table.stub.lines()[**row]))
                        .count();
                    let (n_rows, n_columns) =
                        if node == *line { (1, stub_width - own.depth) } else { (under, 1) };
                    cells.push(label(own.label.text(), n_rows, n_columns));
                }
            }
        }
        cells.extend(columns.iter().map(|column| value(*row, *column)));
        rows.push(Row { kind: RowKind::Body, cells });
    }
    rows
}

fn head(table: &Table, order: &[usize], stub_width: usize) -> Rows {
    let boxhead = &table.boxhead;
    let depth = boxhead.depth();
    let level = |level: usize| {
        let mut cells = Vec::new();
        if level == 0 && stub_width > 0 {
            let corner = table.corner.as_ref().map_or("", |corner| corner.text());
            match &table.units {
                Some(units) => cells.extend([label(corner, depth, 1), label(units.text(), depth, 1)]),
                None => cells.push(label(corner, depth, stub_width)),
            }
        }
        for node in order.iter().filter(|node| boxhead.nodes()[**node].depth == level) {
            let own = &boxhead.nodes()[*node];
            let under = boxhead.lines().iter().filter(|line| boxhead.contains(*node, **line)).count();
            let n_rows = if own.end == node + 1 { depth - level } else { 1 };
            cells.push(label(own.label.text(), n_rows, under));
        }
        Row { kind: RowKind::Head, cells }
    };
    (0..depth).map(level).collect()
}

/// All nodes of a head from left to right, in pre-order.
fn order(outline: &Outline, mirrored: bool) -> Vec<usize> {
    fn walk(outline: &Outline, parent: Option<usize>, mirrored: bool, order: &mut Vec<usize>) {
        let mut children: Vec<usize> = outline.children(parent).collect();
        if mirrored {
            children.reverse();
        }
        for child in children {
            order.push(child);
            walk(outline, Some(child), mirrored, order);
        }
    }
    let mut all = Vec::new();
    walk(outline, None, mirrored, &mut all);
    all
}

fn line_of(outline: &Outline, node: usize) -> Option<usize> {
    outline.lines().iter().position(|line| *line == node)
}

fn path(outline: &Outline, node: usize) -> Vec<usize> {
    let mut path: Vec<usize> = std::iter::successors(Some(node), |at| outline.nodes()[*at].parent).collect();
    path.reverse();
    path
}
