//! [`rules`]: what must hold between the figures of a report, for those who lay it out.

use crate::document::{Comparison, Rule};
use crate::grammar::{Forms, Operator};
use crate::report::{Concept, Report};

/// Every relation of the tables that a report was filed in, once for each column or row that it holds in. One
/// of which the report lacks a figure says nothing.
pub(super) fn rules(report: &Report, forms: &Forms) -> Vec<Rule> {
    let tables = forms.tables_of(report).into_iter().map(|(_, _, table)| table);
    let rules = tables.flat_map(|table| {
        table.relations.iter().flat_map(|relation| {
            let comparison = match relation.operator {
                Operator::Equal => Comparison::Equal,
                Operator::AtMost => Comparison::AtMost,
            };
            let names = |side: Vec<&Concept>| side.into_iter().map(Concept::shared).collect();
            table.sides(relation).map(move |[left, right]| Rule {
                left: names(left),
                comparison,
                right: names(right),
            })
        })
    });
    rules.filter(|rule| rule.figures().all(|figure| report.facts.contains_key(&**figure))).collect()
}
