//! A table of a form, filled from rows, whatever shape they came in.

use super::reading::Reading;
use super::values::{Filed, Values};
use super::words::{Side, TableId, Words};
use crate::document::Locus;
use crate::finding::{Finding, FindingKind};
use crate::grammar::{Form, Forms, Outline, Table, quantity};
use crate::report::{Concept, Fact, Stray, Value};
use std::rc::Rc;

/// A row of a table: its labels and its values.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) labels: Vec<&'a Words<'a>>,
    pub(super) values: Values<'a>,
    /// The unit that stands in a column of its own.
    pub(super) unit: Option<&'a str>,
    /// Cells of columns that the form does not have.
    pub(super) extra: Vec<Filed<'a>>,
    /// Whether it was put together from lines and columns, so that its label may be part of another.
    pub(super) is_pieced: bool,
    pub(super) at: Locus,
}

impl Row<'_> {
    fn says_nothing(&self) -> bool {
        self.values.texts().all(|filed| filed.text.trim().is_empty())
    }
}

/// What the head of a table says, by the columns of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    /// Which columns are there.
    pub(super) met: Vec<bool>,
    /// The unit that a head names, such as `（单位：元）`.
    pub(super) units: Vec<Option<String>>,
    /// Labels that stand above columns and were not placed at first.
    pub(super) doubtful: Vec<(String, usize, Locus)>,
    /// Labels that were not placed at all.
    pub(super) unplaced: Vec<(String, Locus)>,
}

/// A filler of one table of one form.
#[derive(Clone, Copy)]
pub(super) struct Filler<'f> {
    pub(super) id: TableId,
    pub(super) form: &'f Form,
    pub(super) table: &'f Table,
}

/// A row, and the label of the stub that it was found to stand at.
struct Placed<'r, 'a> {
    row: &'r Row<'a>,
    node: Option<usize>,
    unplaced: Vec<&'a Words<'a>>,
}

impl<'f> Filler<'f> {
    /// The filler of a table by its id.
    pub(super) fn new(forms: &'f Forms, id: TableId) -> Self {
        let (form, _, table) = forms.at(id.form, id.section, id.table);
        Self { id, form, table }
    }
}

impl Filler<'_> {
    /// How much a stretch with so many words of the table can add to the score at most: 2 for a row or column that
    /// was not met, 1 for one that is taken for it in doubt, 1 for a spanner. A row without a stub needs no word.
    pub(super) fn most_gain(&self, n_words: usize, old: Option<&Reading>) -> i64 {
        let not_met = |met: &[bool]| met.iter().filter(|met| !**met).count();
        let n_open = old.map_or(self.table.n_rows() + self.table.n_columns(), |old| {
            not_met(&old.rows_met) + not_met(&old.columns_met)
        });
        let has_spanner = usize::from(self.table.spanner.is_some());
        let without_stub = usize::from(self.table.stub.nodes().is_empty());
        let most = n_open + n_open.min(n_words + without_stub) + has_spanner;
        i64::try_from(most).unwrap_or(i64::MAX)
    }

    /// Fills a table from the rows of one stretch of it.
    pub(super) fn fill(&self, reading: &mut Reading, heads: &Heads, rows: &[Row<'_>]) {
        self.fill_heads(reading, heads);
        let mut placed = self.place(reading, rows);
        self.place_doubtful(reading, &mut placed);
        for row in &placed {
            self.fill_row(reading, heads, row);
        }
    }

    fn fill_heads(&self, reading: &mut Reading, heads: &Heads) {
        for (column, met) in heads.met.iter().enumerate() {
            reading.score += i64::from(*met && !reading.columns_met[column]) * 2;
            reading.columns_met[column] |= met;
        }
        for (found, node, at) in &heads.doubtful {
            doubtful(reading, &self.table.boxhead, *node, found, Some(at.clone()));
        }
        for (text, at) in &heads.unplaced {
            self.stray(reading, text, Some(at.clone()));
            reading.score -= 2;
        }
    }

    /// Follows the labels through the stub. A table without a stub has one row: the first that says anything.
    fn place<'r, 'a>(&self, reading: &mut Reading, rows: &'r [Row<'a>]) -> Vec<Placed<'r, 'a>> {
        if self.table.stub.nodes().is_empty() {
            let says = |row: &&Row<'_>| row.values.texts().any(|filed| !filed.text.trim().is_empty());
            let one = rows.iter().find(says).or(rows.first());
            let place = |row: &'r Row<'a>| Placed {
                row,
                node: one.is_some_and(|one| std::ptr::eq(one, row)).then_some(0),
                unplaced: row.labels.clone(),
            };
            return rows.iter().map(place).collect();
        }
        let place = |row: &'r Row<'a>| {
            let labels: Vec<Side<'_>> =
                row.labels.iter().map(|words| Side { words, id: self.id, boxhead: false }).collect();
            let nodes = self.table.stub.follow(&labels, &mut reading.cursor);
            // Without its number and without a figure, what seems a label may be part of another.
            let is_told = |words: &Words<'_>, node: usize| {
                !row.is_pieced || !row.says_nothing() || self.has_number(words, node)
            };
            let nodes = row.labels.iter().zip(nodes);
            let nodes = nodes.map(|(words, node)| (*words, node.filter(|node| is_told(words, *node))));
            let (placed, unplaced): (Vec<_>, Vec<_>) = nodes.partition(|(_, node)| node.is_some());
            let node = placed.last().and_then(|(_, node)| *node);
            Placed { row, node, unplaced: unplaced.into_iter().map(|(words, _)| words).collect() }
        };
        rows.iter().map(place).collect()
    }

    /// Takes a label with a few characters wrong for a line where its place leaves no other choice:
    /// between two lines that are known, there are as many such rows as lines missing.
    fn place_doubtful(&self, reading: &mut Reading, rows: &mut [Placed<'_, '_>]) {
        let lines = self.table.stub.lines();
        let index = |node: usize| lines.iter().position(|line| *line == node);
        let is_lost = |row: &Placed<'_, '_>| row.node.and_then(index).is_none() && !row.unplaced.is_empty();
        let mut start = 0;
        while start < rows.len() {
            if !is_lost(&rows[start]) {
                start += 1;
                continue;
            }
            let end =
                (start..rows.len()).find(|at| rows[*at].node.and_then(index).is_some()).unwrap_or(rows.len());
            let before = rows[..start].iter().rev().find_map(|row| row.node.and_then(index));
            let after = rows.get(end).and_then(|row| row.node.and_then(index)).unwrap_or(lines.len());
            let missing: Vec<usize> =
                (before.map_or(0, |line| line + 1)..after).map(|line| lines[line]).collect();
            let lost: Vec<usize> = (start..end).filter(|at| is_lost(&rows[*at])).collect();
            self.match_lost(reading, rows, &lost, &missing);
            start = end.max(start + 1);
        }
    }

    fn match_lost(
        &self,
        reading: &mut Reading,
        rows: &mut [Placed<'_, '_>],
        lost: &[usize],
        missing: &[usize],
    ) {
        // Where the table is repeated, no line is missing.
        if missing.iter().all(|node| reading.rows_met[self.row_of(*node)]) {
            return;
        }
        for (nth, at) in lost.iter().enumerate() {
            let Some(words) = rows[*at].unplaced.last().copied() else { continue };
            let candidates: Vec<usize> = match lost.len() == missing.len() {
                true => vec![missing[nth]],
                false => missing.iter().copied().filter(|node| self.is_stub_like(words, *node)).collect(),
            };
            let [node] = candidates[..] else { continue };
            let is_taken =
                reading.rows_met[self.row_of(node)] || rows.iter().any(|row| row.node == Some(node));
            if is_taken || !self.is_stub_like(words, node) || !self.may_be(rows[*at].row, words, node) {
                continue;
            }
            rows[*at].node = Some(node);
            rows[*at].unplaced.pop();
            let place = rows[*at].row.at.clone();
            doubtful(reading, &self.table.stub, node, words.text, Some(place));
        }
    }

    fn is_stub_like(&self, words: &Words<'_>, node: usize) -> bool {
        words.is_like(&self.table.stub.nodes()[node].label)
    }

    /// Whether a row may be taken for a line by its label. Where that may be part of another label, only with
    /// the number of the line and something in the row.
    fn may_be(&self, row: &Row<'_>, words: &Words<'_>, node: usize) -> bool {
        !row.is_pieced || self.has_number(words, node) && !row.says_nothing()
    }

    /// Whether some words have the number of a label, if it has one.
    fn has_number(&self, words: &Words<'_>, node: usize) -> bool {
        self.table.stub.nodes()[node].label.keys().any(|key| key.ordinal == words.key().ordinal)
    }

    fn row_of(&self, node: usize) -> usize {
        self.table.stub.lines().iter().position(|line| *line == node).unwrap_or(0)
    }

    fn fill_row(&self, reading: &mut Reading, heads: &Heads, placed: &Placed<'_, '_>) {
        let row = placed.row;
        let is_line = |node: usize| self.table.stub.nodes().get(node).is_none_or(|node| node.line.is_some());
        self.unplaced_labels(reading, placed);
        // A column that the form does not have, such as remarks, says nothing against the table.
        for extra in row.extra.iter().filter(|extra| !is_nothing(extra.text)) {
            self.stray(reading, extra.text, Some(extra.at.clone()));
            if let Some(node) = placed.node.filter(|node| is_line(*node)) {
                reading.said.remarks.push((self.row_of(node), extra.text.trim().to_owned()));
            }
        }
        match placed.node {
            Some(node) if is_line(node) => self.fill_line(reading, heads, row, self.row_of(node)),
            Some(node) => self.value_on_heading(reading, row, node),
            None => {
                for filed in row.values.texts().filter(|filed| !is_nothing(filed.text)) {
                    self.stray(reading, filed.text, Some(filed.at.clone()));
                    reading.score -= 2;
                }
            }
        }
    }

    /// A label that is no line is a group with wrong characters if the row stands under such a group.
    fn unplaced_labels(&self, reading: &mut Reading, placed: &Placed<'_, '_>) {
        for words in &placed.unplaced {
            let stub = &self.table.stub;
            let above = placed.node.into_iter().flat_map(|node| {
                std::iter::successors(stub.nodes().get(node).and_then(|n| n.parent), |at| {
                    stub.nodes()[*at].parent
                })
            });
            let alike = |node: &usize| words.is_like(&stub.nodes()[*node].label);
            let at = Some(placed.row.at.clone());
            if let Some(group) = above.into_iter().find(alike) {
                doubtful(reading, stub, group, words.text, at);
            } else {
                self.stray(reading, words.text, at);
                reading.score -= 2;
            }
        }
    }

    fn fill_line(&self, reading: &mut Reading, heads: &Heads, row: &Row<'_>, line: usize) {
        reading.score += i64::from(!reading.rows_met[line]) * 2;
        let again = reading.rows_met[line];
        reading.rows_met[line] = true;
        match &row.values {
            Values::Bound(values) => {
                for (column, filed) in values.iter().enumerate() {
                    let Some(filed) = filed else { continue };
                    let head = heads.units.get(column).and_then(|unit| unit.as_deref());
                    self.fill_cell(reading, line, column, filed, row.unit.or(head));
                }
            }
            Values::Misfit(..) if again => {}
            // One cell that holds several things is a text.
            Values::Misfit(values, _) if self.table.n_columns() == 1 && !values.is_empty() => {
                let texts: Vec<&str> = values.iter().map(|filed| filed.text.trim()).collect();
                let text = texts.join(" ");
                let at = values.first().map_or_else(|| row.at.clone(), |filed| filed.at.clone());
                self.fill_cell(reading, line, 0, &Filed { text: text.trim(), at }, row.unit);
            }
            Values::Misfit(values, order) => self.misfit(reading, row, line, values, order),
        }
    }

    fn misfit(
        &self,
        reading: &mut Reading,
        row: &Row<'_>,
        line: usize,
        values: &[Filed<'_>],
        order: &[usize],
    ) {
        let label = self.line_label(line);
        let texts: Vec<&str> = values.iter().map(|filed| filed.text.trim()).collect();
        let found = texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let kind = FindingKind::ValuesDoNotFit {
            line: label.clone(),
            found: found.clone(),
            expected: self.table.n_columns(),
        };
        let finding = Finding::new(kind, Some(row.at.clone()));
        reading.said.findings.push(finding.about(self.table.row(line).iter().cloned()));
        reading.said.strays.push(Stray {
            table: self.name(),
            line: Some(label),
            text: found,
            at: Some(row.at.clone()),
            cells: order.iter().map(|column| self.table.concept(line, *column).clone()).collect(),
        });
        reading.misfits[line] = true;
        reading.score -= 1;
    }

    /// The printed label of a line; the one line of a table without a stub has none.
    fn line_label(&self, line: usize) -> String {
        self.table.stub.label(line).unwrap_or_default().to_owned()
    }

    fn fill_cell(
        &self,
        reading: &mut Reading,
        row: usize,
        column: usize,
        filed: &Filed<'_>,
        unit: Option<&str>,
    ) {
        let at = row * self.table.n_columns() + column;
        let (fact, finding) = self.fact(row, column, filed, unit);
        match &reading.cells[at] {
            None => {
                reading.said.findings.extend(finding.map(|kind| self.say(kind, at, &fact)));
                reading.cells[at] = Some(Rc::new(fact));
            }
            Some(first) => {
                let finding = self.stated_twice(at, first, &fact);
                reading.said.findings.extend(finding);
            }
        }
    }

    /// Says where a table that is printed again differs; what it says first is kept. One that says the same is the same
    /// table; any other is left where it stands.
    pub(super) fn compare(&self, reading: &mut Reading, again: &Reading) {
        let cells = || reading.cells.iter().zip(&again.cells);
        let is_new = |(first, again): (&Option<Rc<Fact>>, &Option<Rc<Fact>>)| {
            first.is_none() && again.as_ref().is_some_and(|again| again.value != Value::Blank)
        };
        let twice: Vec<Finding> = cells()
            .enumerate()
            .filter_map(|(at, (first, again))| self.stated_twice(at, first.as_ref()?, again.as_ref()?))
            .collect();
        if twice.is_empty() && again.said.strays.is_empty() && !cells().any(is_new) {
            reading.said.atoms.extend(&again.said.atoms);
        }
        reading.said.findings.extend(twice);
    }

    fn stated_twice(&self, at: usize, first: &Fact, again: &Fact) -> Option<Finding> {
        if first.value == again.value || again.value == Value::Blank {
            return None;
        }
        let cell = self.table.words(at / self.table.n_columns(), at % self.table.n_columns());
        Some(self.say(FindingKind::StatedTwice { cell, text: again.raw.to_string() }, at, again))
    }

    /// A finding about a cell, at the place of a fact.
    fn say(&self, kind: FindingKind, at: usize, fact: &Fact) -> Finding {
        Finding::new(kind, fact.at().cloned()).about([self.table.concepts()[at].clone()])
    }

    /// A figure on the line of a heading is kept where it is and given to no line.
    fn value_on_heading(&self, reading: &mut Reading, row: &Row<'_>, node: usize) {
        let stub = &self.table.stub;
        let heading = stub.nodes()[node].label.text();
        let under = stub.lines().iter().position(|line| *line > node && stub.contains(node, *line));
        let likely = under.map(|line| self.line_label(line));
        for (column, filed) in row.values.with_columns().filter(|(_, filed)| !is_nothing(filed.text)) {
            let text = filed.text.trim().to_owned();
            let kind = FindingKind::ValueOnHeading {
                heading: heading.to_owned(),
                text: text.clone(),
                likely: likely.clone(),
            };
            reading.said.findings.push(Finding::new(kind, Some(filed.at.clone())));
            let cell = column.zip(under).map(|(column, line)| self.table.concept(line, column).clone());
            reading.said.strays.push(Stray {
                table: self.name(),
                line: Some(heading.to_owned()),
                text,
                at: Some(filed.at.clone()),
                cells: cell.into_iter().collect(),
            });
            reading.score -= 1;
        }
    }

    /// Something that is no part of the form is kept, and said.
    pub(super) fn stray(&self, reading: &mut Reading, text: &str, at: Option<Locus>) {
        let text = text.trim().to_owned();
        let is_number = matches!(quantity(&text).value, Value::Number(_));
        let kind = match is_number {
            true => FindingKind::UnplacedValue(text.clone()),
            false => FindingKind::UnplacedText(text.clone()),
        };
        reading.said.findings.push(Finding::new(kind, at.clone()));
        reading.said.strays.push(Stray { table: self.name(), line: None, text, at, cells: Vec::new() });
    }

    /// The name of the table among those of its form: its first concept.
    fn name(&self) -> String {
        table_name(self.table)
    }

    /// What is missing, once all rows are read.
    pub(super) fn missing(&self, reading: &Reading) -> Vec<Finding> {
        let table = self.table;
        let mut findings = Vec::new();
        let missing = reading.rows_met.iter().enumerate().filter(|(_, met)| !**met).map(|(row, _)| row);
        let missing: Vec<usize> = missing.collect();
        if !missing.is_empty() {
            let nodes = missing.iter().filter_map(|row| table.stub.lines().get(*row));
            let lines = nodes.map(|node| table.stub.path(*node).join(" / ")).collect();
            let kind = FindingKind::MissingLines { table: super::table_words(self.form, table), lines };
            let concepts = missing.iter().flat_map(|row| table.row(*row)).cloned();
            findings.push(Finding::new(kind, None).about(concepts));
        }
        if !reading.columns_met.contains(&true) {
            let words = super::table_words(self.form, table);
            findings.push(Finding::new(FindingKind::MissingHeads(words), None));
            return findings;
        }
        for (column, _) in reading.columns_met.iter().enumerate().filter(|(_, met)| !**met) {
            let concepts: Vec<Concept> =
                (0..table.n_rows()).map(|row| table.concept(row, column).clone()).collect();
            let words = table.boxhead.path(table.boxhead.lines()[column]).join(" / ");
            findings.push(Finding::new(FindingKind::MissingColumn(words), None).about(concepts));
        }
        findings
    }
}

/// A label that was taken for one of the form though it differs.
fn doubtful(reading: &mut Reading, outline: &Outline, node: usize, found: &str, at: Option<Locus>) {
    let label = outline.nodes()[node].label.text();
    let kind = FindingKind::DoubtfulLabel { found: found.trim().to_owned(), taken_for: label.to_owned() };
    reading.said.findings.push(Finding::new(kind, at));
    reading.said.wordings.push((label.to_owned(), found.trim().to_owned()));
    reading.score -= 1;
}

/// The name of a table among those of its form: its first concept.
pub(crate) fn table_name(table: &Table) -> String {
    table.concepts().first().map_or_else(String::new, |concept| concept.as_str().to_owned())
}

pub(super) fn is_nothing(text: &str) -> bool {
    matches!(quantity(text).value, Value::Blank | Value::Nil)
}
