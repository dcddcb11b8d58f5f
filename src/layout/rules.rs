//! [`rules`]: what must hold between the figures of a report, for those who lay it out.

use crate::document::{Comparison, Rule};
use crate::grammar::{Form, Operator, Section, Table};
use crate::report::{Concept, Report};

/// Every relation of the tables that a report was filed in, once for each column or row that it holds in. One
/// of which the report lacks a figure says nothing.
pub(super) fn rules(report: &Report, tables: &[(&Form, &Section, &Table)]) -> Vec<Rule> {
    let is_there = |concept: &&Concept| report.facts.contains_key(*concept);
    let names = |side: Vec<&Concept>| side.into_iter().map(Concept::shared).collect();
    let mut rules = Vec::new();
    for (_, _, table) in tables {
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
