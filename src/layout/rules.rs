//! [`rules`]: what must hold between the figures of a report.

use crate::document::{Comparison, Rule};
use crate::grammar::{Forms, Operator};
use crate::report::{Concept, Report};

/// Every relation of the tables that a report was filed in, once for each column or row that it holds in. One
/// of which the report lacks a figure says nothing.
///
/// Only a workbook shows them, so [`layout`](super::layout) leaves them out.
///
/// ```
/// use nianbao::{document::Document, grammar::Forms, layout::{layout, rules}, report::{Concept, Fact, Report}};
/// let mut report = Report::new("2021");
/// for concept in ["upheld", "corrected", "other", "pending", "total"] {
///     let fact = Fact::filed(0.into(), "0", None);
///     report.facts.insert(Concept::new(&format!("review.{concept}")), fact);
/// }
/// let forms = Forms::built_in();
/// let document = Document { rules: rules(&report, forms), ..layout(&report, forms) };
/// assert_eq!(&**document.rules[0].total().expect("the last is the sum").0, "review.total");
/// ```
#[must_use]
pub fn rules(report: &Report, forms: &Forms) -> Vec<Rule> {
    let is_there = |concept: &&Concept| report.facts.contains_key(*concept);
    let names = |side: Vec<&Concept>| side.into_iter().map(Concept::shared).collect();
    let mut rules = Vec::new();
    for (_, _, table) in forms.tables_of(report) {
        for relation in &table.relations {
            let comparison = match relation.operator {
                Operator::Equal => Comparison::Equal,
                Operator::AtMost => Comparison::AtMost,
            };
            let sides = table.sides(relation).filter(|sides| sides.iter().flatten().all(&is_there));
            rules.extend(sides.map(|[left, right]| Rule {
                left: names(left),
                comparison,
                right: names(right),
            }));
        }
    }
    rules
}
