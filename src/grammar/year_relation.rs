//! What must follow from one year to the next.

use super::Outline;
use super::relation::{Direction, Term};
use crate::lang::{Bilingual, Lang};

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
    /// Where it is stated, or what it was inferred from.
    pub source: Option<Bilingual>,
}

impl YearRelation {
    /// What it says, in the labels of the outline that its terms are lines of.
    pub(super) fn words(&self, outline: &Outline, lang: Lang) -> String {
        let term = |term: &YearTerm| match (term.year, lang) {
            (Year::This, _) => term.term.words(outline, lang),
            (Year::Last, Lang::Zh) => format!("上年{}", term.term.words(outline, lang)),
            (Year::Last, Lang::En) => format!("last year's {}", term.term.words(outline, lang)),
        };
        let side = |terms: &[YearTerm]| terms.iter().map(term).collect::<Vec<_>>().join(" + ");
        format!("{} = {}", side(&self.left), side(&self.right))
    }
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
