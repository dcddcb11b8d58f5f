//! Tables whose cells have places: from DOCX, HTML and XLSX.
//!
//! A grid is cut into bands, each a run of head rows and the rows under them, so that small tables
//! stacked in one grid are read one by one. A band is then tried as each table of the form.

use super::reading::Reading;
use super::table::{Filler, Heads, Row, is_nothing};
use super::values::{Filed, Values, bind_in_order};
use super::words::{Side, TableId, Words, WordsKind};
use crate::document::{Cell, Grid};
use crate::grammar::{Cursor, Forms, Part, quantity, stray, unit_of_note};

/// A grid with its texts looked up; `atoms` numbers its rows among all atoms of the document.
pub(super) struct GridWords<'a> {
    pub(super) grid: &'a Grid,
    pub(super) cells: Vec<Words<'a>>,
    pub(super) first_atom: usize,
}

impl<'a> GridWords<'a> {
    pub(super) fn new(grid: &'a Grid, forms: &'a Forms, first_atom: usize) -> Self {
        let cells = grid.cells().iter().map(|cell| Words::new(&cell.text, forms)).collect();
        Self { grid, cells, first_atom }
    }

    /// The cells that begin in a row, with their words.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (&'a Cell, &Words<'a>)> {
        self.grid.row(row).iter().zip(&self.cells[self.grid.cells_of(row)])
    }

    /// The atoms of a band.
    pub(super) fn atoms(&self, band: &Band) -> impl Iterator<Item = usize> {
        band.heads.iter().chain(&band.body).map(|row| self.first_atom + *row as usize)
    }

    fn filed(&self, cell: &'a Cell) -> Filed<'a> {
        Filed { text: &cell.text, at: self.grid.locus(cell) }
    }
}

/// A run of head rows and the body rows under it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) heads: Vec<u32>,
    pub(super) body: Vec<u32>,
}

/// What a row looks like to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    /// A line across the grid that announces a table.
    Spanner,
    Head,
    Body,
    /// A heading of a section or a sentence: no part of a table.
    Prose,
    /// Nothing that the form knows.
    Other,
}

/// Cuts a grid into bands, as one form sees it.
pub(super) fn bands(words: &GridWords<'_>, form: usize) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut open = false;
    for row in 0..words.grid.n_rows() {
        let kind = row_kind(words, form, row);
        let has_body = bands.last().is_some_and(|band| !band.body.is_empty());
        match kind {
            RowKind::Spanner => bands.push(Band { heads: vec![row], body: Vec::new() }),
            RowKind::Head if !open || has_body => bands.push(Band { heads: vec![row], body: Vec::new() }),
            RowKind::Body if !open => bands.push(Band { heads: Vec::new(), body: vec![row] }),
            RowKind::Head => bands.last_mut().into_iter().for_each(|band| band.heads.push(row)),
            // A row between two head rows of which no word is known is a head all the same.
            RowKind::Other if open && !has_body && next_is_head(words, form, row) => {
                bands.last_mut().into_iter().for_each(|band| band.heads.push(row));
            }
            RowKind::Body | RowKind::Other if open => {
                bands.last_mut().into_iter().for_each(|band| band.body.push(row));
            }
            RowKind::Body | RowKind::Other | RowKind::Prose => {}
        }
        open = match kind {
            RowKind::Prose => false,
            RowKind::Other => open,
            _ => true,
        };
    }
    bands
}

fn next_is_head(words: &GridWords<'_>, form: usize, row: u32) -> bool {
    row + 1 < words.grid.n_rows() && row_kind(words, form, row + 1) == RowKind::Head
}

fn row_kind(words: &GridWords<'_>, form: usize, row: u32) -> RowKind {
    let cells = || words.row(row).map(|(_, words)| words).filter(|words| !words.is_blank());
    let only_one = cells().count() == 1;
    if only_one && cells().any(|words| words.parts_of_form(form).any(|part| part == Part::Spanner)) {
        return RowKind::Spanner;
    }
    if stray_in(words, row).is_some() {
        return RowKind::Other;
    }
    if only_one && cells().any(|words| is_prose(words, form)) {
        return RowKind::Prose;
    }
    let is_head = |part: Part| matches!(part, Part::Boxhead(_) | Part::Corner | Part::Units | Part::Spanner);
    let is_stub = |part: Part| matches!(part, Part::Stub(_));
    let heads = cells().filter(|words| words.parts_of_form(form).any(is_head));
    let (both, heads): (Vec<&Words<'_>>, Vec<&Words<'_>>) =
        heads.partition(|words| words.parts_of_form(form).any(is_stub));
    let stubs = cells().any(|words| words.parts_of_form(form).any(is_stub));
    let has_number = cells().any(|words| words.kind == WordsKind::Number);
    // A number does not make figures of a row of heads.
    let is_body = has_number && (stubs || heads.len() < 2);
    match (heads.len(), both.len()) {
        (1.., _) | (0, 2..) if !is_body => RowKind::Head,
        _ if stubs || has_number => RowKind::Body,
        _ => RowKind::Other,
    }
}

/// What a row says that was printed below a table as no part of the form.
fn stray_in<'a>(words: &GridWords<'a>, row: u32) -> Option<(&'a Cell, &'a str)> {
    let (cell, words) = words.row(row).find(|(_, words)| !words.is_blank())?;
    Some((cell, stray(words.text.trim())?))
}

/// A heading of a section that is no label of a table, or a sentence.
fn is_prose(words: &Words<'_>, form: usize) -> bool {
    let is_label = words.parts_of_form(form).any(|part| !matches!(part, Part::Heading | Part::Caption));
    !is_label && (words.is_heading() || words.is_prose())
}

/// The columns of a table, as its head sets them out.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    columns: Vec<Column>,
    n_columns: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    start: u32,
    end: u32,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// A column of the form.
    Line(usize),
    /// The unit of each row.
    Units,
    /// A column that the form does not have.
    Unknown,
}

impl Columns {
    fn body_start(&self) -> u32 {
        self.columns.iter().map(|column| column.start).min().unwrap_or(0)
    }

    fn end(&self) -> u32 {
        self.columns.iter().map(|column| column.end).max().unwrap_or(self.n_columns)
    }

    /// The same columns in a grid that continues the table with fewer or more columns for the stub.
    fn in_grid(&self, n_columns: u32) -> Option<Self> {
        let columns = self.columns.iter().map(|column| {
            let moved = |at: u32| (at + n_columns).checked_sub(self.n_columns);
            Some(Column { start: moved(column.start)?, end: moved(column.end)?, ..*column })
        });
        Some(Self { columns: columns.collect::<Option<_>>()?, n_columns })
    }
}

impl Filler<'_> {
    /// Reads a band as this table, given the columns that an earlier part of the table had.
    pub(super) fn read_band(
        &self,
        words: &GridWords<'_>,
        band: &Band,
        reading: &mut Reading,
        columns: &mut Option<Columns>,
    ) {
        let mut heads = Heads::default();
        if band.heads.iter().any(|row| !self.is_spanner(words, *row)) {
            let (bound, bound_heads) = self.bind_heads(words, band);
            heads = bound_heads;
            *columns = Some(bound);
        }
        let here = columns.as_ref().and_then(|columns| columns.in_grid(words.grid.n_columns()));
        let (strays, body): (Vec<u32>, Vec<u32>) =
            band.body.iter().partition(|row| stray_in(words, **row).is_some());
        let rows: Vec<Row<'_>> = body.iter().filter_map(|row| self.row(words, *row, here.as_ref())).collect();
        self.fill(reading, &heads, &rows);
        for (cell, text) in strays.iter().filter_map(|row| stray_in(words, *row)) {
            self.stray(reading, text, Some(words.grid.locus(cell)));
        }
        reading.said.atoms.extend(words.atoms(band));
        let is_own = |row: &u32| self.is_own_spanner(words, *row);
        reading.score += i64::from(band.heads.iter().any(is_own));
    }

    fn is_spanner(&self, words: &GridWords<'_>, row: u32) -> bool {
        words.row(row).any(|(_, words)| words.parts_of_form(self.id.form).any(|part| part == Part::Spanner))
    }

    fn is_own_spanner(&self, words: &GridWords<'_>, row: u32) -> bool {
        words.row(row).any(|(_, words)| words.parts(self.id).any(|part| part == Part::Spanner))
    }

    /// Reads the head from left to right, each merged cell once: the pre-order of the boxhead.
    fn bind_heads(&self, words: &GridWords<'_>, band: &Band) -> (Columns, Heads) {
        let mut cells: Vec<(&Cell, &Words<'_>)> = band
            .heads
            .iter()
            .flat_map(|row| words.row(*row))
            .filter(|(_, words)| !words.is_blank())
            .collect();
        cells.retain(|(_, words)| !words.parts_of_form(self.id.form).any(|part| part == Part::Spanner));
        cells.sort_by_key(|(cell, _)| (cell.column, cell.row));
        let is = |words: &Words<'_>, part| words.parts(self.id).any(|own| own == part);
        let mut columns: Vec<Column> = Vec::new();
        let units = cells.iter().filter(|(_, words)| is(words, Part::Units));
        columns.extend(units.map(|(cell, _)| column(cell, What::Units)));
        cells.retain(|(_, words)| !is(words, Part::Units) && !is(words, Part::Corner));
        let sides: Vec<Side<'_>> =
            cells.iter().map(|(_, words)| Side { words, id: self.id, boxhead: true }).collect();
        let boxhead = &self.table.boxhead;
        let mut cursor = Cursor::new(boxhead);
        let nodes = boxhead.follow(&sides, &mut cursor);
        let mut heads = Heads {
            met: vec![false; self.table.n_columns()],
            units: vec![None; self.table.n_columns()],
            ..Heads::default()
        };
        for ((cell, words), node) in cells.iter().zip(&nodes) {
            let Some(line) = node.and_then(|node| boxhead.lines().iter().position(|line| *line == node))
            else {
                continue;
            };
            heads.met[line] = true;
            heads.units[line] = words.key().note.as_deref().and_then(unit_of_note).map(str::to_owned);
            push_column(&mut columns, column(cell, What::Line(line)));
        }
        let lost: Vec<(&Cell, &Words<'_>)> =
            cells.iter().zip(&nodes).filter(|(_, node)| node.is_none()).map(|(cell, _)| *cell).collect();
        self.bind_lost_heads(words, &lost, &mut columns, &mut heads);
        columns.sort_by_key(|column| column.start);
        (Columns { columns, n_columns: words.grid.n_columns() }, heads)
    }

    /// Head cells of which no label has the words: a corner, a group or a column with wrong characters,
    /// or a column that the form does not have.
    fn bind_lost_heads(
        &self,
        words: &GridWords<'_>,
        lost: &[(&Cell, &Words<'_>)],
        columns: &mut Vec<Column>,
        heads: &mut Heads,
    ) {
        let boxhead = &self.table.boxhead;
        let first = columns.iter().map(|column| column.start).min().unwrap_or(u32::MAX);
        let alike = |words: &Words<'_>, node: usize| words.is_like(&boxhead.nodes()[node].label);
        let alike_corner =
            |words: &Words<'_>| self.table.corner.as_ref().is_some_and(|label| words.is_like(label));
        for (cell, lost_words) in lost {
            let found = lost_words.text.trim().to_owned();
            let at = words.grid.locus(cell);
            let covers =
                columns.iter().any(|column| column.start < cell.end_column() && cell.column < column.end);
            let is_left = cell.end_column() <= first && !self.table.stub.nodes().is_empty();
            let mut missing = (0..heads.met.len()).filter(|line| !heads.met[*line]);
            let one = missing.find(|line| alike(lost_words, boxhead.lines()[*line]));
            let group = (0..boxhead.nodes().len())
                .find(|node| boxhead.nodes()[*node].line.is_none() && alike(lost_words, *node));
            match (covers, one, group) {
                (false, Some(line), _) => {
                    heads.met[line] = true;
                    heads.doubtful.push((found, boxhead.lines()[line], at));
                    columns.push(column(cell, What::Line(line)));
                }
                (true, _, Some(group)) => heads.doubtful.push((found, group, at)),
                // The head of the stub may be worded otherwise: it decides nothing.
                _ if (is_left && alike_corner(lost_words)) || lost_words.kind == WordsKind::Nil => {}
                (covers, _, _) => {
                    heads.unplaced.push((found, at));
                    if !covers && !is_left {
                        columns.push(column(cell, What::Unknown));
                    }
                }
            }
        }
    }

    /// A row of the body: labels up to the first column of figures, then values.
    fn row<'a>(&self, words: &'a GridWords<'a>, row: u32, columns: Option<&Columns>) -> Option<Row<'a>> {
        let cells: Vec<(&'a Cell, &'a Words<'a>)> = words.row(row).collect();
        let at = words.grid.locus(cells.first()?.0);
        let empty = Row {
            labels: Vec::new(),
            values: Values::Bound(Vec::new()),
            unit: None,
            extra: Vec::new(),
            is_pieced: false,
            at,
        };
        let Some(columns) = columns else { return Some(self.row_in_order(words, &cells, None, empty)) };
        let is_stub = |cell: &Cell| cell.column < columns.body_start();
        let number_in_stub =
            cells.iter().any(|(cell, words)| is_stub(cell) && words.kind == WordsKind::Number);
        // A row that ends early, or has figures in the stub, has slid: its columns mean nothing.
        let ends = cells.iter().map(|(cell, _)| cell.end_column()).max().unwrap_or(0);
        let is_covered = || {
            let mut above = words.grid.cells().iter().take_while(|cell| cell.row < row);
            above.any(|cell| row < cell.end_row() && cell.end_column() > ends)
        };
        if !self.table.stub.nodes().is_empty() && (number_in_stub || (ends < columns.end() && !is_covered()))
        {
            return Some(self.row_in_order(words, &cells, Some(columns), empty));
        }
        let (stub, body): (Vec<_>, Vec<_>) = cells.into_iter().partition(|(cell, _)| is_stub(cell));
        let labels = stub.into_iter().map(|(_, words)| words).filter(|words| !words.is_blank()).collect();
        let mut row = self.bind(words, &body, columns, empty);
        row.labels = labels;
        Some(row)
    }

    /// Binds the cells of a row to the columns that they stand under.
    fn bind<'a>(
        &self,
        words: &'a GridWords<'a>,
        body: &[(&'a Cell, &'a Words<'a>)],
        columns: &Columns,
        mut row: Row<'a>,
    ) -> Row<'a> {
        let mut taken = vec![None; columns.columns.len()];
        for (at, column) in columns.columns.iter().enumerate() {
            taken[at] = body
                .iter()
                .position(|(cell, _)| cell.column <= column.start && column.start < cell.end_column());
        }
        let distinct = |taken: &[Option<usize>]| {
            let mut seen: Vec<usize> = taken.iter().flatten().copied().collect();
            seen.dedup();
            seen.len() == taken.iter().flatten().count()
        };
        // Where a cell stands under two heads but the counts agree, the order tells: web pages are often
        // drawn with columns that do not line up.
        if !distinct(&taken) && body.len() == columns.columns.len() {
            taken = (0..body.len()).map(Some).collect();
        }
        let is_wide = |cell: usize| taken.iter().flatten().filter(|other| **other == cell).count() > 1;
        let mut bound = vec![None; self.table.n_columns()];
        let mut misfit = false;
        for (column, cell) in columns.columns.iter().zip(&taken) {
            let Some(at) = cell else { continue };
            let (cell, cell_words) = body[*at];
            match column.what {
                What::Line(line) => {
                    misfit |= is_wide(*at) && !cell_words.is_blank();
                    bound[line] = Some(words.filed(cell));
                }
                What::Units if is_unit(cell_words) => row.unit = Some(cell.text.trim()),
                What::Units if is_nothing(cell.text.as_str()) => {}
                What::Units | What::Unknown => row.extra.push(words.filed(cell)),
            }
        }
        let untaken = (0..body.len()).filter(|at| !taken.contains(&Some(*at)));
        row.extra.extend(untaken.map(|at| words.filed(body[at].0)));
        row.values = if misfit {
            let order = columns.columns.iter().filter_map(Column::line).collect();
            Values::Misfit(body.iter().map(|(cell, _)| words.filed(cell)).collect(), order)
        } else {
            Values::Bound(bound)
        };
        row
    }

    /// A row that has no columns: labels come first, and the values after them are bound by their order
    /// when there are as many as there should be.
    fn row_in_order<'a>(
        &self,
        words: &'a GridWords<'a>,
        cells: &[(&'a Cell, &'a Words<'a>)],
        columns: Option<&Columns>,
        mut row: Row<'a>,
    ) -> Row<'a> {
        let is_label = |words: &Words<'_>| words.parts(self.id).any(|part| matches!(part, Part::Stub(_)));
        let last = cells.iter().rposition(|(_, words)| is_label(words));
        let first_value = last.map_or_else(
            || cells.iter().position(|(_, words)| words.kind != WordsKind::Text && !words.is_blank()),
            |last| Some(last + 1),
        );
        let order: Vec<usize> = match columns {
            Some(columns) => columns.columns.iter().filter_map(Column::line).collect(),
            None => (0..self.table.n_columns()).collect(),
        };
        // Where there is more than the columns take, words behind a known group are a label that is not known.
        let mut first_value = first_value.unwrap_or(cells.len());
        while cells.len() - first_value > order.len()
            && cells[first_value].1.kind == WordsKind::Text
            && !is_unit(cells[first_value].1)
        {
            first_value += 1;
        }
        let (labels, values) = cells.split_at(first_value);
        row.labels = labels.iter().map(|(_, words)| *words).filter(|words| !words.is_blank()).collect();
        let filed = |cell: &'a Cell| words.filed(cell);
        let values = values.iter().map(|(cell, words)| (filed(cell), words.kind)).collect();
        row.values = bind_in_order(values, &order, self.table.n_columns());
        row
    }
}

/// Whether a cell names a unit, or two as in `次/个`.
fn is_unit(words: &Words<'_>) -> bool {
    words.text.trim().split(['/', '、']).all(|part| quantity(&format!("1{part}")).unit.is_some())
}

impl Column {
    fn line(&self) -> Option<usize> {
        match self.what {
            What::Line(line) => Some(line),
            What::Units | What::Unknown => None,
        }
    }
}

fn column(cell: &Cell, what: What) -> Column {
    Column { start: cell.column, end: cell.end_column(), what }
}

/// Adds a column, or widens the one of the same line: a head may be written in several cells.
fn push_column(columns: &mut Vec<Column>, new: Column) {
    match columns.iter_mut().find(|column| column.what == new.what) {
        Some(column) => {
            column.start = column.start.min(new.start);
            column.end = column.end.max(new.end);
        }
        None => columns.push(new),
    }
}

/// The tables of a form whose words stand in a band, each with how many do.
pub(super) fn tables_in(words: &GridWords<'_>, band: &Band, form: usize) -> Vec<(TableId, usize)> {
    let rows = band.heads.iter().chain(&band.body);
    super::words::tables_in(rows.flat_map(|row| words.row(*row)).map(|(_, words)| words), form)
}
