//! What the state issued, as data: the forms, and how filed reports are read by them.
//!
//! `grammars/*.form` and `grammars/*.crosswalk` are read by [`notation`](self) with nom; the same values
//! then drive recognition, layout, checks and migration. This is the only module that uses nom.

mod chart;
mod claim;
mod crosswalk;
mod explanation;
mod figures;
mod forms;
mod joint;
mod label;
mod lexicon;
mod mismatch;
mod notation;
mod outline;
mod phrase;
mod quantity;
mod relation;
mod sign;
mod tokens;
mod twins;
mod year_relation;

use crate::lang::Lang;
use crate::report::Concept;
use rustc_hash::FxHashMap;

pub use chart::{Chart, ChartSeries, charts};
pub use crosswalk::{Association, Crosswalk, Kind, Place, Side, Tell, Zero};
pub use explanation::{Explanation, Explanations};
pub use figures::Figures;
pub use forms::Forms;
pub use joint::{JointNote, joint_notes};
pub use label::{Key, Label, Ordinal, OrdinalStyle};
pub use lexicon::{Entry, Lexicon, Part};
pub use notation::NotationError;
pub use outline::{Node, Outline};
pub use phrase::{
    FATE, Title, annex_table_title, annex_title, date, is_annex_title, is_attachment, is_chrome, is_metadata,
    stray, stray_row, title,
};
pub use quantity::{Quantity, names_unit, quantity, shift};
pub use relation::{Direction, Operator, Relation, Term};
pub use sign::{Sign, SignField, sign_fields};
pub use year_relation::{Bond, Year, YearRelation, YearTerm};

pub(crate) use claim::{Claims, Rule, SectionRule, Speaker, Statement, Sum, covers};
pub(crate) use label::{ordinal_distance, unit_of_note};
pub(crate) use outline::{Candidates, Cursor};
pub(crate) use phrase::is_page_number;
pub(crate) use quantity::quantity_of_folded;

/// One issued edition of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Its name, the year it was issued.
    pub edition: String,
    /// The name of the report.
    pub title: String,
    /// The day it was issued and the number of the notice.
    pub issued: String,
    /// Whether the prose stands under free headings instead of sections of the form.
    pub passages: bool,
    /// Its parts in order.
    pub sections: Vec<Section>,
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its name in the narrative.
    pub name: String,
    /// Its heading.
    pub heading: Label,
    /// Lines between the heading and the tables.
    pub captions: Vec<Label>,
    /// Its tables in order; they are printed as one grid.
    pub tables: Vec<Table>,
    /// What the lines under the tables begin with: who signs, and when.
    pub signs: Vec<Sign>,
    /// What the prose under this heading is usually divided into.
    pub topics: Vec<Label>,
}

/// A table of a form: every line of the stub crossed with every line of the boxhead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the names of its concepts begin with; empty for nothing.
    pub name: String,
    /// The line across the table, above its head.
    pub spanner: Option<Label>,
    /// The words in the head of the stub.
    pub corner: Option<Label>,
    /// The head of a column that gives each line's unit.
    pub units: Option<Label>,
    /// The unit of its figures.
    pub unit: String,
    /// The column labels.
    pub boxhead: Outline,
    /// The row labels; empty for a table of one row.
    pub stub: Outline,
    /// What must foot.
    pub relations: Vec<Relation>,
    /// What must follow from the report of the year before.
    pub year_relations: Vec<YearRelation>,
    /// A concept for each line of the stub and each of the boxhead, row by row.
    concepts: Vec<Concept>,
    /// Where each concept is among them.
    positions: FxHashMap<Concept, usize>,
}

impl Table {
    /// Names the concepts, once stub and boxhead are complete.
    fn name_concepts(&mut self) {
        let rows: Vec<&str> = match self.stub.lines() {
            [] => vec![""],
            lines => lines.iter().map(|node| self.stub.line(*node)).collect(),
        };
        let columns = self.boxhead.lines().iter().map(|node| self.boxhead.line(*node));
        let columns: Vec<&str> = columns.collect();
        let concept = |row: &str, column: &str| Concept::new(&joined([&self.name, row, column]));
        self.concepts =
            rows.iter().flat_map(|row| columns.iter().map(move |column| concept(row, column))).collect();
        // Of two concepts of one name the first is meant.
        self.positions =
            self.concepts.iter().cloned().enumerate().rev().map(|(at, concept)| (concept, at)).collect();
    }

    /// A term of a relation that no line belongs to.
    fn unknown_term(&self) -> Option<&str> {
        let inside = self.relations.iter().flat_map(|relation| {
            relation.left.iter().chain(&relation.right).map(|term| (relation.direction, term))
        });
        let across = self.year_relations.iter().flat_map(|relation| {
            relation.left.iter().chain(&relation.right).map(|term| (relation.direction, &term.term))
        });
        let is_unknown = |(direction, term): &(Direction, &Term)| {
            let outline = self.terms_of(*direction);
            !outline.lines().iter().any(|node| term.covers(outline.line(*node)))
        };
        inside.chain(across).find(is_unknown).map(|(_, term)| term.name.as_str())
    }

    /// The outline whose lines a relation of this direction sums.
    pub(crate) fn terms_of(&self, direction: Direction) -> &Outline {
        match direction {
            Direction::Column => &self.stub,
            Direction::Row => &self.boxhead,
        }
    }

    /// How often a relation of this direction must hold: in each column, or in each row.
    pub(crate) fn n_instances(&self, direction: Direction) -> usize {
        match direction {
            Direction::Column => self.n_columns(),
            Direction::Row => self.n_rows(),
        }
    }

    /// What a relation of this table says, in the labels of the form.
    ///
    /// ```
    /// use nianbao::{grammar::Forms, lang::Lang};
    /// let cell = Forms::built_in().edition("2014").and_then(|form| form.cell("statistics.fees"));
    /// let (table, ..) = cell.expect("the form has it");
    /// let words = table.relation_in_words(&table.relations[1], Lang::Zh);
    /// assert_eq!(words, "1.按时办结数 + 2.延期办结数 = （二）申请办结数");
    /// ```
    #[must_use]
    pub fn relation_in_words(&self, relation: &Relation, lang: Lang) -> String {
        relation.words(self.terms_of(relation.direction), lang)
    }

    /// The same of a relation between years.
    #[must_use]
    pub fn year_relation_in_words(&self, relation: &YearRelation, lang: Lang) -> String {
        relation.words(self.terms_of(relation.direction), lang)
    }

    /// How many rows of figures it has.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.stub.lines().len().max(1)
    }

    /// How many columns of figures it has.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        self.boxhead.lines().len()
    }

    /// The concept of a row and a column of figures, both counted from 0.
    #[must_use]
    pub fn concept(&self, row: usize, column: usize) -> &Concept {
        &self.concepts[row * self.n_columns() + column]
    }

    /// The concepts of a row of figures.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Concept] {
        &self.concepts[row * self.n_columns()..][..self.n_columns()]
    }

    /// All concepts, row by row.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The row and the column of a concept, both counted from 0.
    #[must_use]
    pub fn position(&self, concept: &str) -> Option<(usize, usize)> {
        // Most tables have no figure of such a name, which its beginning tells sooner than a look-up.
        let at = if concept.starts_with(&self.name) { self.positions.get(concept)? } else { return None };
        Some((at / self.n_columns(), at % self.n_columns()))
    }

    /// All concepts with their rows and columns, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, &Concept)> {
        let place = |(at, concept)| (at / self.n_columns(), at % self.n_columns(), concept);
        self.concepts.iter().enumerate().map(place)
    }

    /// The unit of a cell: that of its line, else of its column, else of the table.
    #[must_use]
    pub fn unit(&self, row: usize, column: usize) -> &str {
        let line = self.stub.lines().get(row).and_then(|node| self.stub.nodes()[*node].unit.as_deref());
        let head =
            self.boxhead.lines().get(column).and_then(|node| self.boxhead.nodes()[*node].unit.as_deref());
        line.or(head).unwrap_or(&self.unit)
    }

    /// Whether the figure of a cell may be below zero.
    ///
    /// ```
    /// use nianbao::grammar::Forms;
    /// let form = Forms::built_in().edition("2019").expect("it is built in");
    /// let (table, row, column) = form.cell("disclosure.licensing.items_change").expect("the form has it");
    /// assert!(table.is_signed(row, column) && !table.is_signed(row, column + 1));
    /// ```
    #[must_use]
    pub fn is_signed(&self, row: usize, column: usize) -> bool {
        let is_signed = |outline: &Outline, line: usize| {
            outline.lines().get(line).is_some_and(|node| outline.nodes()[*node].is_signed)
        };
        is_signed(&self.stub, row) || is_signed(&self.boxhead, column)
    }

    /// The words of a cell: those of its row and of its column.
    #[must_use]
    pub fn words(&self, row: usize, column: usize) -> String {
        let row = self.stub.lines().get(row).map(|node| self.stub.path(*node).join(" / "));
        let column = self.telling_column(column).map(|node| self.boxhead.path(node).join(" / "));
        [row, column].into_iter().flatten().collect::<Vec<_>>().join(" × ")
    }

    /// The words of a cell without those of the groups that it stands under.
    #[must_use]
    pub fn label(&self, row: usize, column: usize) -> String {
        let column = self.telling_column(column).map(|node| self.boxhead.nodes()[node].label.text());
        [self.stub.label(row), column].into_iter().flatten().collect::<Vec<_>>().join(" × ")
    }

    /// The head of a column, unless it adds nothing to the name of the row, as 统计数 does.
    fn telling_column(&self, column: usize) -> Option<usize> {
        let node = self.boxhead.lines().get(column).copied()?;
        (self.stub.lines().is_empty() || !self.boxhead.line(node).is_empty()).then_some(node)
    }
}

/// A name of these parts; an empty one adds nothing.
fn joined(parts: [&str; 3]) -> String {
    let mut name = String::with_capacity(parts.map(str::len).iter().sum::<usize>() + parts.len());
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        name.push_str(if name.is_empty() { "" } else { "." });
        name.push_str(part);
    }
    name
}

impl Form {
    /// Its tables, each with the section it stands in.
    pub fn tables(&self) -> impl Iterator<Item = (&Section, &Table)> {
        self.sections.iter().flat_map(|section| section.tables.iter().map(move |table| (section, table)))
    }

    /// All its concepts in the order of the form.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.tables().flat_map(|(_, table)| table.concepts())
    }

    /// The table, row and column of a concept.
    #[must_use]
    pub fn cell(&self, concept: &str) -> Option<(&Table, usize, usize)> {
        self.tables().find_map(|(_, table)| {
            let (row, column) = table.position(concept)?;
            Some((table, row, column))
        })
    }

    /// The words of a concept, or its name where the form does not have it.
    #[must_use]
    pub fn words(&self, concept: &str) -> String {
        self.cell(concept).map_or_else(|| concept.to_owned(), |(table, row, column)| table.words(row, column))
    }

    /// The words of a concept without those of the groups that it stands under.
    #[must_use]
    pub fn label(&self, concept: &str) -> String {
        self.cell(concept).map_or_else(|| concept.to_owned(), |(table, row, column)| table.label(row, column))
    }

    /// Reads a form from its notation.
    ///
    /// # Errors
    ///
    /// The text is not of the notation; the error says where, and what was expected.
    ///
    /// ```
    /// use nianbao::grammar::Form;
    /// let form = Form::parse("demo.form", "form 2099 某报告\n\nsection a 一、甲\n  table a\n    unit 件\n    boxhead\n      count 件数\n").expect("it is of the notation");
    /// assert_eq!(form.concepts().next().map(|concept| concept.as_str()), Some("a.count"));
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, NotationError> {
        notation::form(file, text)
    }
}
