//! What must follow from one year to the next.

use super::relation::{Direction, Term};

/// A relation between the figures of a table and those of the report of the year before.
///
/// It has no minus: a figure that is taken off stands on the other side, so that whoever tells of the
/// relation tells figures of the reports and their sums, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearRelation {
    /// The rule it belongs to, such as `C5`.
    pub rule: String,
    /// Whether its terms are rows (and it holds in every column) or columns.
    pub direction: Direction,
    /// The terms that are summed on the left.
    pub left: Vec<YearTerm>,
    /// How one year follows from the other.
    pub bond: Bond,
    /// The terms that are summed on the right.
    pub right: Vec<YearTerm>,
}

/// A term, and the report that it is looked up in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearTerm {
    /// This year's report, or that of the year before.
    pub year: Year,
    /// The lines.
    pub term: Term,
}

/// One of two neighbouring years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// The year of the report itself.
    This,
    /// The year before.
    Last,
}

/// How one year follows from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// `=`: both reports print the same figure.
    Carried,
    /// `~`: a total that runs on over the years, unless it was counted anew.
    Running,
}
