//! A table of a form as a grid: the outlines of boxhead and stub with their merges, and the figures.

use crate::document::{Grid, GridBuilder, Holds};
use crate::grammar::{FATE, Outline, Table, names_unit, stray_row};
use crate::recognize::table_name;
use crate::report::{ByConcept, Fact, Report, Value, whole};

/// What became of the figures of an annex, and the title of a table of it.
pub(super) struct Fates<'r> {
    pub(super) title: String,
    pub(super) of: &'r ByConcept<String>,
}

/// The tables of a section, one under the other in one grid.
pub(super) fn section_grid(
    report: &Report,
    tables: &[&Table],
    number: u32,
    fates: Option<&Fates<'_>>,
) -> Option<Grid> {
    let of = fates.map(|fates| fates.of);
    let parts: Vec<TablePart<'_>> =
        tables.iter().filter_map(|table| TablePart::new(report, table, of)).collect();
    let width = parts.iter().map(TablePart::width).max()?;
    let mut builder = GridBuilder::new();
    if let Some(fates) = fates {
        builder.row().cell(&*fates.title, 1, width).mark(Holds::Head).end_head();
    }
    for part in &parts {
        // Where tables are stacked, the head of one would be wrong above the rows of the next.
        part.lay(&mut builder, width, parts.len() == 1);
    }
    Some(builder.table(number))
}

/// A table, and which of its rows and columns the report has.
struct TablePart<'r> {
    report: &'r Report,
    table: &'r Table,
    name: String,
    /// What the report has of each concept of the table.
    facts: Vec<Option<&'r Fact>>,
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// What became of each figure, in a table of an annex.
    fates: Option<&'r ByConcept<String>>,
}

impl<'r> TablePart<'r> {
    fn new(report: &'r Report, table: &'r Table, fates: Option<&'r ByConcept<String>>) -> Option<Self> {
        let name = table_name(table);
        let facts: Vec<Option<&Fact>> =
            table.concepts().iter().map(|concept| report.facts.get(concept)).collect();
        let has = |row: usize, column: usize| facts[row * table.n_columns() + column].is_some();
        let is_stray = |row: usize| {
            let own = report.strays.iter().filter(|stray| stray.table == name);
            own.filter_map(|stray| stray.line.as_deref())
                .any(|line| line == table.stub.label(row).unwrap_or_default())
        };
        let rows: Vec<usize> = (0..table.n_rows())
            .filter(|row| (0..table.n_columns()).any(|column| has(*row, column)) || is_stray(*row))
            .collect();
        let is_met = |column: &usize| rows.iter().any(|row| has(*row, *column));
        let mut columns: Vec<usize> = (0..table.n_columns()).filter(is_met).collect();
        if columns.is_empty() {
            columns = (0..table.n_columns()).collect();
        }
        let is_there = !rows.is_empty() || report.strays.iter().any(|stray| stray.table == name);
        is_there.then_some(Self { report, table, name, facts, rows, columns, fates })
    }

    /// A stub beside a column of units is one column, in which groups have rows of their own.
    fn is_list(&self) -> bool {
        self.table.units.is_some()
    }

    fn stub_width(&self) -> u32 {
        if self.is_list() { 1 } else { to_u32(self.table.stub.depth()) }
    }

    fn width(&self) -> u32 {
        self.stub_width()
            + u32::from(self.is_list())
            + to_u32(self.columns.len())
            + u32::from(self.has_fate_column())
    }

    /// In an annex, what became of the figures of a row stands beside it.
    fn has_fate_column(&self) -> bool {
        self.fates.is_some()
    }

    /// What became of the figures of a row; where this differs, of which columns it is said.
    fn fate(&self, row: usize) -> String {
        let mut fates: Vec<(&String, Vec<&str>)> = Vec::new();
        for column in &self.columns {
            let fate = self.fates.and_then(|fates| fates.get(self.table.concept(row, *column)));
            let Some(fate) = fate.filter(|fate| !fate.is_empty()) else { continue };
            let head = self.table.boxhead.label(*column).unwrap_or_default();
            match fates.iter_mut().find(|(own, _)| *own == fate) {
                Some((_, heads)) => heads.push(head),
                None => fates.push((fate, vec![head])),
            }
        }
        match &fates[..] {
            [(fate, _)] => (*fate).clone(),
            fates => {
                let words = |(fate, heads): &(&String, Vec<&str>)| format!("{}：{fate}", heads.join("、"));
                fates.iter().map(words).collect::<Vec<_>>().join("；")
            }
        }
    }

    fn lay_fate(&self, builder: &mut GridBuilder, row: Option<usize>) {
        if self.has_fate_column() {
            builder.cell(row.map(|row| self.fate(row)).unwrap_or_default(), 1, 1);
        }
    }

    fn lay(&self, builder: &mut GridBuilder, width: u32, is_alone: bool) {
        if let Some(spanner) = &self.table.spanner {
            builder.row().cell(self.label(spanner.text()), 1, width).mark(Holds::Head);
        }
        if !self.report.headless.contains(&self.name) {
            self.lay_head(builder, width - self.width());
            if is_alone {
                builder.end_head();
            }
        }
        if self.is_list() {
            self.lay_list(builder);
        } else {
            self.lay_rows(builder, width - self.width());
        }
        for stray in self.strays(None) {
            builder.row().cell(stray_row(stray), 1, width).mark(Holds::Stray);
        }
    }

    /// The words to print for a label, its year filled in.
    fn label(&self, official: &str) -> String {
        let words = self.report.wordings.get(official).map_or(official, String::as_str);
        if !words.contains('{') {
            return words.to_owned();
        }
        let year = self.report.year.map_or_else(|| "    ".to_owned(), |year| year.to_string());
        words.replace("{year}", &year)
    }

    fn strays(&self, line: Option<&str>) -> impl Iterator<Item = &'r str> {
        let own = self.report.strays.iter().filter(|stray| stray.table == self.name);
        own.filter(move |stray| stray.line.as_deref() == line).map(|stray| stray.text.as_str())
    }

    /// The boxhead: a group spans its columns, a column reaches down to the figures.
    fn lay_head(&self, builder: &mut GridBuilder, extra: u32) {
        let boxhead = &self.table.boxhead;
        let depth = boxhead.depth();
        for level in 0..depth {
            builder.row();
            if level == 0 && self.stub_width() > 0 {
                let corner = self.table.corner.as_ref().map_or("", |label| label.text());
                builder.cell(self.label(corner), to_u32(depth), self.stub_width()).mark(Holds::Head);
            }
            if let (0, Some(units)) = (level, &self.table.units) {
                builder.cell(self.label(units.text()), to_u32(depth), 1).mark(Holds::Head);
            }
            for (at, node) in boxhead.nodes().iter().enumerate().filter(|(_, node)| node.depth == level) {
                let columns = self.columns_under(at);
                let is_last = columns.last() == self.columns.last();
                if columns.is_empty() {
                    continue;
                }
                let span = to_u32(columns.len()) + if is_last { extra } else { 0 };
                let rows = if node.end == at + 1 { to_u32(depth - level) } else { 1 };
                builder.cell(self.label(node.label.text()), rows, span).mark(Holds::Head);
            }
            if level == 0 && self.has_fate_column() {
                builder.cell(FATE, to_u32(depth), 1).mark(Holds::Head);
            }
        }
    }

    fn columns_under(&self, node: usize) -> Vec<usize> {
        let boxhead = &self.table.boxhead;
        let is_under = |column: &usize| boxhead.contains(node, boxhead.lines()[*column]);
        self.columns.iter().copied().filter(is_under).collect()
    }

    /// Rows whose groups are merged down their lines.
    fn lay_rows(&self, builder: &mut GridBuilder, extra: u32) {
        let stub = &self.table.stub;
        let depth = stub.depth();
        let mut laid = vec![false; stub.nodes().len()];
        for row in &self.rows {
            builder.row();
            if let Some(line) = stub.lines().get(*row) {
                for node in path(stub, *line) {
                    if std::mem::replace(&mut laid[node], true) {
                        continue;
                    }
                    let own = &stub.nodes()[node];
                    let under =
                        self.rows.iter().filter(|row| stub.contains(node, stub.lines()[**row])).count();
                    let (rows, columns) = if node == *line { (1, depth - own.depth) } else { (under, 1) };
                    builder.cell(self.label(own.label.text()), to_u32(rows), to_u32(columns));
                }
            }
            self.lay_values(builder, *row, extra);
            self.lay_fate(builder, Some(*row));
        }
        for node in stub.nodes().iter().filter(|node| node.line.is_none()) {
            for stray in self.strays(Some(node.label.text())) {
                builder.row().cell(self.label(node.label.text()), 1, to_u32(depth));
                builder.cell(stray, 1, to_u32(self.columns.len()) + extra).mark(Holds::Stray);
                self.lay_fate(builder, None);
            }
        }
    }

    /// Rows of which each has its label and its unit.
    fn lay_list(&self, builder: &mut GridBuilder) {
        let stub = &self.table.stub;
        for (at, node) in stub.nodes().iter().enumerate() {
            let line = stub.lines().iter().position(|line| *line == at);
            let under = self.rows.iter().any(|row| stub.contains(at, stub.lines()[*row]));
            let strays: Vec<&str> = self.strays(Some(node.label.text())).collect();
            match line {
                Some(row) if self.rows.contains(&row) => {
                    builder.row().cell(self.label(node.label.text()), 1, 1).cell(
                        self.table.unit(row, 0),
                        1,
                        1,
                    );
                    self.lay_values(builder, row, 0);
                    self.lay_fate(builder, Some(row));
                }
                None if under || !strays.is_empty() => {
                    builder.row().cell(self.label(node.label.text()), 1, 1).cell("——", 1, 1);
                    builder.cell(strays.join(" "), 1, to_u32(self.columns.len()));
                    if !strays.is_empty() {
                        builder.mark(Holds::Stray);
                    }
                    self.lay_fate(builder, None);
                }
                _ => {}
            }
        }
    }

    /// The figures of a row; what could not be bound to columns stands across all of them.
    fn lay_values(&self, builder: &mut GridBuilder, row: usize, extra: u32) {
        let has_any = self.columns.iter().any(|column| self.fact(row, *column).is_some());
        if !has_any {
            let label = self
                .table
                .stub
                .lines()
                .get(row)
                .map_or("", |node| self.table.stub.nodes()[*node].label.text());
            let texts: Vec<&str> = self.strays(Some(label)).collect();
            builder.cell(texts.join(" "), 1, to_u32(self.columns.len()) + extra).mark(Holds::Stray);
            return;
        }
        for (nth, column) in self.columns.iter().enumerate() {
            let span = if nth + 1 == self.columns.len() { 1 + extra } else { 1 };
            let text = self.fact(row, *column).map_or_else(String::new, fact_text);
            builder.cell(text, 1, span).mark(self.holds(row, *column));
        }
    }

    fn holds(&self, row: usize, column: usize) -> Holds {
        let name = self.table.concept(row, column).shared();
        if self.fates.is_some() { Holds::Annexed(name) } else { Holds::Figure(name) }
    }

    fn fact(&self, row: usize, column: usize) -> Option<&'r Fact> {
        self.facts[row * self.table.n_columns() + column]
    }
}

/// A node and those above it, outermost first.
fn path(outline: &Outline, node: usize) -> Vec<usize> {
    let mut path: Vec<usize> = std::iter::successors(Some(node), |at| outline.nodes()[*at].parent).collect();
    path.reverse();
    path
}

/// A figure as it is printed: nil and text as they were, a number plainly, or with the unit that it had.
fn fact_text(fact: &Fact) -> String {
    match &fact.value {
        Value::Blank => String::new(),
        // A whole number is sooner printed as one than as a value.
        Value::Number(number) if !names_unit(&fact.raw) => {
            whole(number).map_or_else(|| fact.value.to_string(), |whole| whole.to_string())
        }
        _ => fact.raw.to_string(),
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
