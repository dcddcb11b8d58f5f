//! Checks and migrations of generated reports.

use crate::properties::{cases, pass, runner};
use crate::reports::{Cells, Filed, filed};
use nianbao::check::check;
use nianbao::grammar::{Forms, Operator};
use nianbao::migrate::{Fate, LedgerSide, Policy, migrate};
use nianbao::report::{Concept, Decimal, Fact, Report, Value};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn n_of(report: &Report, code: &str) -> usize {
    check(report, Forms::built_in()).iter().filter(|finding| finding.code() == code).count()
}

/// The concepts that take part in a sum that must hold.
fn in_sums(filed: &Filed) -> Vec<Concept> {
    let mut concepts = BTreeSet::new();
    for (_, table) in filed.mix.tables() {
        for relation in table.relations.iter().filter(|relation| relation.operator == Operator::Equal) {
            let is_down = relation.direction == nianbao::grammar::Direction::Column;
            let outline = if is_down { &table.stub } else { &table.boxhead };
            let covers =
                |line: &str| relation.left.iter().chain(&relation.right).any(|term| term.covers(line));
            for (at, concept) in table.concepts().iter().enumerate() {
                let line = if is_down { at / table.n_columns() } else { at % table.n_columns() };
                if covers(outline.line(outline.lines()[line])) {
                    concepts.insert(concept.clone());
                }
            }
        }
    }
    concepts.into_iter().collect()
}

#[test]
fn a_changed_figure_no_longer_foots() {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), 1..50_i64), 30);
    let result = runner(cases(40)).run(&(filed(Cells::Footing), changes), |(filed, changes)| {
        let codes = ["does-not-foot", "part-exceeds-whole", "not-assessable"];
        prop_assert!(codes.iter().all(|code| n_of(&filed.report, code) == 0), "it foots");
        let concepts = in_sums(&filed);
        for (which, more) in changes {
            let concept = &concepts[which.index(concepts.len())];
            let mut changed = filed.report.clone();
            let fact = &mut changed.facts[concept];
            fact.value =
                Value::Number(fact.value.number().expect("every cell is filled") + Decimal::from(more));
            let findings = check(&changed, Forms::built_in());
            let names = |finding: &nianbao::finding::Finding| {
                finding.code() == "does-not-foot" && finding.concepts.contains(concept)
            };
            prop_assert!(findings.iter().any(names), "{} + {}: {:?}", concept, more, findings);
        }
        Ok(())
    });
    pass(result);
}

#[test]
fn a_blank_operand_is_not_assessable() {
    let which = any::<prop::sample::Index>();
    let result =
        runner(cases(60)).run(&(filed(Cells::Footing), which, any::<bool>()), |(filed, which, is_nil)| {
            let concepts = in_sums(&filed);
            let concept = &concepts[which.index(concepts.len())];
            let mut changed = filed.report.clone();
            let (value, raw) = if is_nil { (Value::Nil, "/") } else { (Value::Blank, "") };
            changed.facts[concept] = Fact::filed(value, raw, None);
            prop_assert_eq!(n_of(&changed, "does-not-foot"), 0);
            let findings = check(&changed, Forms::built_in());
            let names = |finding: &nianbao::finding::Finding| {
                finding.code() == "not-assessable" && finding.concepts.contains(concept)
            };
            prop_assert!(findings.iter().any(names), "{}: {:?}", concept, findings);
            Ok(())
        });
    pass(result);
}

#[test]
fn a_migration_invents_no_number() {
    let policies = proptest::sample::select(&[Policy::Strict, Policy::Standard, Policy::Balanced][..]);
    let result = runner(cases(120)).run(&(filed(Cells::Gaps), policies), |(filed, policy)| {
        let migration = migrate(&filed.report, Forms::built_in(), policy);
        let target = Forms::built_in().edition("2021").expect("the edition is built in");
        let of = |side: LedgerSide| migration.ledger.iter().filter(move |entry| entry.direction == side);
        let names = |side| of(side).map(|entry| entry.concept.clone()).collect::<Vec<_>>();
        let sources: BTreeSet<Concept> = names(LedgerSide::Source).into_iter().collect();
        prop_assert_eq!(
            names(LedgerSide::Source).len(),
            sources.len(),
            "a source stands twice in the ledger"
        );
        prop_assert_eq!(&sources, &filed.report.facts.keys().cloned().collect());
        let targets: BTreeSet<Concept> = names(LedgerSide::Target).into_iter().collect();
        prop_assert_eq!(
            names(LedgerSide::Target).len(),
            targets.len(),
            "a target stands twice in the ledger"
        );
        prop_assert_eq!(&targets, &target.concepts().cloned().collect());
        prop_assert_eq!(&targets, &migration.report.facts.keys().cloned().collect());
        for entry in of(LedgerSide::Target) {
            let made = &migration.report.facts[&entry.concept].value;
            prop_assert_eq!(made, &entry.value);
            let filed_values: Vec<Option<&Value>> = entry
                .counterparts
                .iter()
                .map(|source| filed.report.facts.get(source).map(|fact| &fact.value))
                .collect();
            let is_right = match entry.fate {
                Fate::Carried => matches!(filed_values[..], [Some(value)] if value == made),
                Fate::Summed => {
                    let sum = filed_values
                        .iter()
                        .try_fold(Decimal::ZERO, |sum, value| Some(sum + (*value)?.number()?));
                    sum.is_some() && made.number() == sum
                }
                Fate::ImpliedZero => {
                    let is_zero = |value: Option<&Value>| {
                        value.and_then(Value::number).is_some_and(|number| number.is_zero())
                    };
                    made.number() == Some(Decimal::ZERO)
                        && !filed_values.is_empty()
                        && filed_values.iter().copied().all(is_zero)
                }
                Fate::Open => *made == Value::Blank,
                Fate::Annexed | Fate::Placed => false,
            };
            prop_assert!(
                is_right,
                "{} is {:?} {:?}, made of {:?}",
                entry.concept,
                entry.fate,
                made,
                filed_values
            );
        }
        Ok(())
    });
    pass(result);
}
