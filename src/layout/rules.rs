//! [`rules`]: what must hold between the figures of a report, for those who lay it out.

use crate::document::{Comparison, Rule};
use crate::grammar::{Forms, Operator, Relation, Table, Term};
use crate::report::{Concept, Report};
use std::sync::Arc;

/// Every relation of the tables that a report was filed in, once for each column or row that it holds in. One
/// of which the report lacks a figure says nothing.
pub(super) fn rules(report: &Report, forms: &Forms) -> Vec<Rule> {
    let tables = forms.tables_of(report).into_iter().map(|(_, _, table)| table);
    let rules = tables.flat_map(|table| {
        table.relations.iter().flat_map(move |relation| {
            (0..table.n_instances(relation.direction)).map(move |instance| rule(table, relation, instance))
        })
    });
    rules.filter(|rule| rule.figures().all(|figure| report.facts.contains_key(&**figure))).collect()
}

fn rule(table: &Table, relation: &Relation, instance: usize) -> Rule {
    let side = |terms: &[Term]| -> Vec<Arc<str>> {
        let is_term = |line: &str| terms.iter().any(|term| term.covers(line));
        table.covered(relation.direction, is_term, instance).map(Concept::shared).collect()
    };
    let comparison = match relation.operator {
        Operator::Equal => Comparison::Equal,
        Operator::AtMost => Comparison::AtMost,
    };
    Rule { left: side(&relation.left), comparison, right: side(&relation.right) }
}
