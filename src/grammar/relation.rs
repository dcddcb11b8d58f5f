//! What must foot: 勾稽关系.

use super::{Outline, Table};
use crate::lang::{Bilingual, Lang};
use crate::report::Concept;

/// A relation between figures of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The rule it belongs to, such as `C1`.
    pub rule: String,
    /// Whether its terms are rows (and it holds in every column) or columns.
    pub direction: Direction,
    /// The terms that are summed on the left.
    pub left: Vec<Term>,
    /// How the two sides compare.
    pub operator: Operator,
    /// The terms that are summed on the right.
    pub right: Vec<Term>,
    /// Where it is stated, or what it was inferred from.
    pub source: Option<Bilingual>,
}

/// What the terms of a relation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Lines of the stub; the relation holds down every column.
    Column,
    /// Lines of the boxhead; the relation holds along every row.
    Row,
}

/// How two sides compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Both are the same.
    Equal,
    /// The left side is not greater.
    AtMost,
}

impl Relation {
    /// What it says, in the labels of the outline that its terms are lines of.
    pub(super) fn words(&self, outline: &Outline, lang: Lang) -> String {
        let side = |terms: &[Term]| {
            let terms: Vec<String> = terms.iter().map(|term| term.words(outline, lang)).collect();
            terms.join(" + ")
        };
        let operator = match self.operator {
            Operator::Equal => "=",
            Operator::AtMost => "≤",
        };
        format!("{} {operator} {}", side(&self.left), side(&self.right))
    }
}

impl Table {
    /// What a relation sums on its left and on its right, down each column or along each row.
    pub(crate) fn sides<'t>(&'t self, relation: &'t Relation) -> impl Iterator<Item = [Vec<&'t Concept>; 2]> {
        let direction = relation.direction;
        let lines = |terms: &[Term]| -> Vec<usize> {
            self.lines_of(direction, |line| terms.iter().any(|term| term.covers(line))).collect()
        };
        let sides = [lines(&relation.left), lines(&relation.right)];
        let concepts = move |lines: &Vec<usize>, instance| {
            lines.iter().map(|line| self.concept_of(direction, *line, instance)).collect()
        };
        (0..self.n_instances(direction))
            .map(move |instance| sides.each_ref().map(|lines| concepts(lines, instance)))
    }

    /// The concepts that terms of a relation cover in one instance of it; each says which lines it is of.
    pub(crate) fn covered<'t>(
        &'t self,
        direction: Direction,
        covers: impl Fn(&str) -> bool + 't,
        instance: usize,
    ) -> impl Iterator<Item = &'t Concept> {
        self.lines_of(direction, covers).map(move |line| self.concept_of(direction, line, instance))
    }

    /// The lines that terms cover, of those that a relation of this direction sums.
    fn lines_of<'t>(
        &'t self,
        direction: Direction,
        covers: impl Fn(&str) -> bool + 't,
    ) -> impl Iterator<Item = usize> + 't {
        let outline = self.terms_of(direction);
        let lines = outline.lines().iter().enumerate();
        lines.filter(move |(_, node)| covers(outline.line(**node))).map(|(line, _)| line)
    }

    /// The concept of a line that a relation of this direction sums, in one instance of it.
    fn concept_of(&self, direction: Direction, line: usize, instance: usize) -> &Concept {
        match direction {
            Direction::Column => self.concept(line, instance),
            Direction::Row => self.concept(instance, line),
        }
    }
}

/// A line, or with [`Term::all`] every line under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The name of the line or of the group.
    pub name: String,
    /// Whether all lines under the name are summed (`refused.*`).
    pub all: bool,
}

impl Term {
    /// Whether a line belongs to the term.
    ///
    /// ```
    /// use nianbao::grammar::Term;
    /// let term = Term { name: "refused".into(), all: true };
    /// assert!(term.covers("refused.state_secret"));
    /// assert!(!term.covers("granted"));
    /// ```
    #[must_use]
    pub fn covers(&self, line: &str) -> bool {
        match line.strip_prefix(self.name.as_str()) {
            Some("") => !self.all,
            Some(rest) => self.all && rest.starts_with('.'),
            None => false,
        }
    }

    /// The label of the line; of a group, that of the label above its lines.
    pub(super) fn words(&self, outline: &Outline, lang: Lang) -> String {
        let first = outline.lines().iter().find(|node| self.covers(outline.line(**node)));
        let Some(node) = first.copied() else { return self.name.clone() };
        if !self.all {
            return outline.distinct_path(node).join(" / ");
        }
        let group = outline.nodes()[node].parent.map_or("", |parent| outline.nodes()[parent].label.text());
        match lang {
            Lang::Zh => format!("“{group}”各行"),
            Lang::En => format!("every line of “{group}”"),
        }
    }
}
