//! Two reports side by side.

use crate::properties::{cases, pass, runner};
use crate::reports::{Cells, Filed, filed, filed_as};
use nianbao::diff::{Comparison, Entry, Figure, Row, Verdict, diff};
use nianbao::grammar::Forms;
use nianbao::lang::Lang;
use nianbao::migrate::{Policy, migrate};
use nianbao::report::{Concept, Decimal, Fact, Provenance, Report, Value};
use proptest::prelude::*;
use std::collections::BTreeSet;

const POLICIES: [Policy; 3] = [Policy::Strict, Policy::Standard, Policy::Balanced];

fn compared(a: &Report, b: &Report) -> Comparison {
    diff(a, b, Forms::built_in(), Policy::Standard)
}

fn differing(comparison: &Comparison) -> Vec<&Row> {
    comparison.rows.iter().filter(|row| row.verdict().is_difference()).collect()
}

fn policies() -> impl Strategy<Value = Policy> {
    proptest::sample::select(&POLICIES[..])
}

/// Two reports of the same tables.
fn alike() -> impl Strategy<Value = (Filed, Filed)> {
    filed(Cells::Gaps).prop_flat_map(|a| {
        let mix = a.mix;
        (Just(a), filed_as(mix, Cells::Gaps))
    })
}

#[test]
fn a_report_does_not_differ_from_itself() {
    let result = runner(cases(40)).run(&filed(Cells::Gaps), |filed| {
        let comparison = compared(&filed.report, &filed.report);
        prop_assert_eq!(comparison.count(Verdict::Equal), filed.report.facts.len());
        prop_assert_eq!(comparison.rows.len(), filed.report.facts.len());
        Ok(())
    });
    pass(result);
}

/// Whatever a cell becomes, one row differs, and it is that of the cell.
#[test]
fn one_changed_cell_is_one_difference() {
    let changes = (any::<prop::sample::Index>(), 0..4_u8);
    let result = runner(cases(80)).run(&(filed(Cells::Gaps), changes), |(filed, (which, change))| {
        let mut changed = filed.report.clone();
        let concept =
            changed.facts.get_index(which.index(changed.facts.len())).expect("it has figures").0.clone();
        let old = changed.facts[&concept].value.clone();
        let new = match (change, &old) {
            (0, Value::Number(number)) => Some(Value::Number(*number + Decimal::ONE)),
            (1, Value::Blank) => Some(Value::Nil),
            (1, _) => Some(Value::Blank),
            (2, Value::Nil) => Some(Value::from(0)),
            (2, _) => Some(Value::Nil),
            (3, _) => None,
            _ => Some(Value::from(0)),
        };
        match new {
            Some(value) => drop(changed.facts.insert(concept.clone(), Fact::filed(value, "", None))),
            None => drop(changed.facts.shift_remove(&concept)),
        }
        let comparison = compared(&filed.report, &changed);
        let rows = differing(&comparison);
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(&rows[0].concept, &concept);
        prop_assert_eq!(rows[0].verdict(), if change == 3 { Verdict::OnlyA } else { Verdict::Different });
        Ok(())
    });
    pass(result);
}

/// A row as text, told from either side.
fn row_text(row: &Row, mirrored: bool) -> String {
    let (a, b) = if mirrored { (&row.b, &row.a) } else { (&row.a, &row.b) };
    let verdict = match (row.verdict(), mirrored) {
        (Verdict::OnlyA, true) => Verdict::OnlyB,
        (Verdict::OnlyB, true) => Verdict::OnlyA,
        (verdict, _) => verdict,
    };
    format!("{} {a:?} {b:?} {verdict:?}\n", row.concept)
}

#[test]
fn the_other_way_round_is_the_mirror_image() {
    let any_two = (filed(Cells::Gaps), filed(Cells::Gaps));
    let result = runner(cases(60)).run(&prop_oneof![alike(), any_two], |(a, b)| {
        let rows = |comparison: &Comparison, mirrored| -> BTreeSet<String> {
            comparison.rows.iter().map(|row| row_text(row, mirrored)).collect()
        };
        let (there, back) = (compared(&a.report, &b.report), compared(&b.report, &a.report));
        prop_assert_eq!(rows(&there, false), rows(&back, true));
        prop_assert_eq!((&there.a, &there.b), (&back.b, &back.a));
        Ok(())
    });
    pass(result);
}

#[test]
fn a_migrated_report_is_equal_to_its_source_where_it_was_carried() {
    let result = runner(cases(60)).run(&(filed(Cells::Gaps), policies()), |(filed, policy)| {
        let migrated = migrate(&filed.report, Forms::built_in(), policy).report;
        let comparison = diff(&filed.report, &migrated, Forms::built_in(), policy);
        prop_assert!(differing(&comparison).is_empty(), "{:?}", differing(&comparison));
        let is_carried = |fact: &&Fact| matches!(fact.provenance, Provenance::Derived(_));
        let n_carried = migrated.facts.values().filter(is_carried).count();
        // A report of the edition in force is not carried, and each of its figures is there again.
        let n_equal = if n_carried > 0 { n_carried } else { migrated.facts.len() };
        prop_assert_eq!(comparison.count(Verdict::Equal), n_equal);
        Ok(())
    });
    pass(result);
}

/// Every figure of both reports stands in a row, is a part of one, or is said to be compared with nothing.
#[test]
fn no_figure_is_left_out_in_silence() {
    let two = (filed(Cells::Gaps), filed(Cells::Gaps), policies());
    let result = runner(cases(60)).run(&two, |(a, b, policy)| {
        let comparison = diff(&a.report, &b.report, Forms::built_in(), policy);
        for (report, subject, side) in [
            (&a.report, &comparison.a, (|row| &row.a) as fn(&Row) -> &Entry),
            (&b.report, &comparison.b, |row| &row.b),
        ] {
            let mut told: BTreeSet<&Concept> = subject.left_over.iter().map(|left| &left.concept).collect();
            for row in &comparison.rows {
                match side(row) {
                    Entry::Figure(Figure { derivation: Some(by), .. }) => told.extend(by.from.iter()),
                    Entry::Figure(_) => drop(told.insert(&row.concept)),
                    Entry::Unknown(_) | Entry::Absent => {}
                }
            }
            for concept in report.facts.keys() {
                prop_assert!(told.contains(concept), "{concept} of {}", subject.edition);
            }
        }
        Ok(())
    });
    pass(result);
}

/// Two cells that look alike are never called so where one of them is only unknown.
#[test]
fn unknown_is_neither_blank_nor_absent() {
    let mut old = Report::new("2014");
    let received = Fact::filed(Value::from(0), "0", None);
    old.facts.insert(Concept::new("statistics.applications.received.total"), received);
    let mut new = Report::new("2021");
    for concept in ["requests.received.total", "requests.carried_in.total", "requests.received.business"] {
        new.facts.insert(Concept::new(concept), Fact::filed(Value::Blank, "", None));
    }
    let comparison = compared(&old, &new);
    let verdicts: String =
        comparison.rows.iter().map(|row| format!("{} {:?}\n", row.concept, row.verdict())).collect();
    // The total is 0, so its parts are: that is told from blank too.
    let expected = "\
requests.received.business Different
requests.received.total Different
requests.carried_in.total NotComparable
";
    let shown: String =
        verdicts.lines().filter(|line| !line.ends_with("OnlyA")).map(|line| format!("{line}\n")).collect();
    assert_eq!(shown, expected);
    let table =
        nianbao::document::draw(&nianbao::diff::comparison_table(&comparison, ["a", "b"], Lang::Zh, true));
    assert!(
        table.contains("（不详）") && table.contains("（空白）") && table.contains("（无此项）"),
        "{table}"
    );
}
