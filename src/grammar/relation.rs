//! What must foot: 勾稽关系.

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
}
