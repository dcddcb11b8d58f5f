//! Migrations as an outsider sees them: the source and the ledger as JSON, and the written files.

use crate::golden;
use crate::properties::{cases, open, pass, runner};
use crate::real::{WHOLE, shared};
use crate::reports::{Cells, Mix, difference, filed_as};
use nianbao::document::draw;
use nianbao::finding::Finding;
use nianbao::grammar::Forms;
use nianbao::lang::Lang;
use nianbao::layout::layout;
use nianbao::migrate::{Fate, LedgerSide, Migration, Policy, migrate};
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::report::{Decimal, Report};
use nianbao::write::{Format, ledger_to_json, to_json, write};
use proptest::prelude::*;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// What is not of the edition in force, or not whole.
const OLD: [Mix; 4] = [Mix::Of("2014"), Mix::Of("2019"), Mix::OldOther, Mix::NewOther];

const POLICIES: [Policy; 3] = [Policy::Strict, Policy::Standard, Policy::Balanced];

fn json_of(report: &Report) -> Json {
    serde_json::from_str(&to_json(report, &[], &Places::default(), None, Lang::Zh, false))
        .expect("JSON is JSON")
}

fn ledger_of(migration: &Migration) -> Vec<Json> {
    serde_json::from_str(&ledger_to_json(&migration.ledger)).expect("JSON is JSON")
}

/// The number of a figure as the contract writes it.
fn number(fact: &Json) -> Option<Decimal> {
    match &fact["value"] {
        Json::Number(number) => number.to_string().parse().ok(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// What the ledger and the source say that a new figure is: its kind and its number.
fn recomputed(entry: &Json, source: &Json) -> Result<(String, Option<Decimal>), String> {
    let names = entry["counterparts"].as_array().expect("counterparts are an array");
    let facts: Vec<&Json> =
        names.iter().map(|name| &source["facts"][name.as_str().unwrap_or_default()]).collect();
    let all: Option<Vec<Decimal>> = facts.iter().map(|fact| number(fact)).collect();
    match (entry["fate"].as_str().unwrap_or_default(), &facts[..]) {
        ("carried", [fact]) => Ok((fact["kind"].as_str().unwrap_or("absent").to_owned(), number(fact))),
        ("summed", [_, _, ..]) => all
            .map(|all| ("number".into(), Some(all.iter().sum())))
            .ok_or_else(|| "a sum of no numbers".into()),
        ("implied_zero", [_, ..]) => match all {
            Some(all) if all.iter().all(Decimal::is_zero) => Ok(("number".into(), Some(Decimal::ZERO))),
            _ => Err("a zero that is a part of no 0".into()),
        },
        ("open", _) => Ok(("blank".into(), None)),
        (fate, facts) => Err(format!("{fate} from {} figures", facts.len())),
    }
}

/// Everything that is wrong with a migration, told from the source and the ledger alone.
fn faults(source: &Report, migration: &Migration) -> String {
    let (source, new, ledger) = (json_of(source), json_of(&migration.report), ledger_of(migration));
    let mut wrong = String::new();
    let of = |side: &str| -> BTreeMap<&str, &Json> {
        let own = ledger.iter().filter(|entry| entry["direction"] == side);
        own.map(|entry| (entry["concept"].as_str().unwrap_or_default(), entry)).collect()
    };
    for (side, report) in [("source", &source), ("target", &new)] {
        let facts: BTreeSet<&str> =
            report["facts"].as_object().expect("facts").keys().map(String::as_str).collect();
        let entries: BTreeSet<&str> = of(side).into_keys().collect();
        let n = ledger.iter().filter(|entry| entry["direction"] == side).count();
        if facts != entries || n != entries.len() {
            let _ = writeln!(wrong, "{side}: {n} entries of {} for {} facts", entries.len(), facts.len());
        }
    }
    for (concept, entry) in of("target") {
        let made = &new["facts"][concept];
        match recomputed(entry, &source) {
            Ok((kind, value)) if made["kind"] == kind && number(made) == value => {}
            Ok(told) => drop(writeln!(wrong, "{concept} is {made}, and the ledger makes it {told:?}")),
            Err(error) => drop(writeln!(wrong, "{concept}: {error}")),
        }
        // The other direction tells the same.
        let names = entry["counterparts"].as_array().expect("counterparts are an array");
        let is_made = entry["fate"] == "carried" || entry["fate"] == "summed";
        for name in names.iter().filter(|_| is_made) {
            let back = &of("source")[name.as_str().unwrap_or_default()]["counterparts"];
            if !back.as_array().is_some_and(|back| back.iter().any(|own| own == concept)) {
                let _ = writeln!(wrong, "{name} does not know that it went into {concept}");
            }
        }
    }
    for entry in ledger.iter().filter(|entry| entry["note"].as_str().is_none_or(str::is_empty)) {
        let _ = writeln!(wrong, "no reason is given: {entry}");
    }
    wrong
}

/// Runs of digits that are no part of a word of the forms.
fn figures(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let runs = text.split(|c: char| !is_part(c)).map(|run| run.trim_matches('.'));
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// Numbers of a written file that neither source, ledger nor form has.
fn invented(source: &Report, migration: &Migration, written: &[u8]) -> Vec<String> {
    let document = read(written, &Limits::default()).expect("what was written can be read");
    let forms = Forms::built_in();
    let mut known = figures(&draw(&layout(source, forms)));
    for form in forms.iter() {
        known.extend(figures(&draw(&layout(&nianbao::layout::blank(form), forms))));
        known.insert(form.edition.clone());
    }
    known.extend(
        migration.ledger.iter().filter_map(|entry| entry.value.number()).map(|n| n.normalize().to_string()),
    );
    known.extend(migration.ledger.iter().flat_map(|entry| figures(&entry.note)));
    figures(&draw(&document)).difference(&known).cloned().collect()
}

fn check_migration(source: &Report, policy: Policy, is_written: bool) -> Result<(), String> {
    let migration = migrate(source, Forms::built_in(), policy);
    let mut wrong = faults(source, &migration);
    for format in Format::ALL.into_iter().filter(|_| is_written) {
        let bytes = write(&layout(&migration.report, Forms::built_in()), format).expect("it can be written");
        for figure in invented(source, &migration, &bytes) {
            let _ = writeln!(wrong, "{format:?} has {figure}, which is in no source");
        }
        let again = open(&bytes).report;
        let facts = |report: &Report| -> String {
            let fact = |(name, fact): (&nianbao::report::Concept, &nianbao::report::Fact)| {
                format!("{name} {} {}\n", fact.value.kind(), fact.value)
            };
            report.facts.iter().map(fact).collect()
        };
        wrong += &difference(&facts(&again), &facts(&migration.report));
        match (&again.annex, &migration.report.annex) {
            (Some(again), Some(annex)) => wrong += &difference(&facts(&again.report), &facts(&annex.report)),
            (None, None) => {}
            _ => wrong += "the annex is lost\n",
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{policy:?}:\n{wrong}")) }
}

#[test]
fn every_number_is_recomputed_from_ledger_and_source() {
    let reports = proptest::sample::select(&OLD[..]).prop_flat_map(|mix| filed_as(mix, Cells::Gaps));
    let result = runner(cases(300)).run(&(reports, 0..10_u8), |(filed, which)| {
        for policy in POLICIES {
            check_migration(&filed.report, policy, which == 0).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    pass(result);
}

#[test]
fn every_number_of_real_reports_is_recomputed() {
    let Some(shared) = shared("migrations of real reports") else { return };
    for file in WHOLE {
        let source = open(&fs::read(shared.join("reports").join(file)).expect("the report is there")).report;
        for policy in POLICIES {
            if let Err(wrong) = check_migration(&source, policy, true) {
                panic!("{file}, {wrong}");
            }
        }
    }
}

/// The prose of a migrated report, where each passage went, its figures with their reasons, and the findings.
fn told(migration: &Migration) -> String {
    let mut text = String::new();
    for passage in &migration.report.narrative {
        let _ = writeln!(text, "[{}] {}", passage.section, passage.heading.as_deref().unwrap_or_default());
        text.extend(passage.lines().map(|line| format!("  {line}\n")));
    }
    for entry in migration.ledger.iter().filter(|entry| entry.direction == LedgerSide::Passage) {
        let _ = writeln!(text, "{} → {}：{}", entry.concept, entry.counterparts[0], entry.note);
    }
    for passage in migration.report.annex.iter().flat_map(|annex| &annex.report.narrative) {
        let _ = writeln!(
            text,
            "[annex, {}] {}",
            passage.section,
            passage.lines().collect::<Vec<_>>().join(" | ")
        );
    }
    let of_target = migration.ledger.iter().filter(|entry| entry.direction == LedgerSide::Target);
    let mut last = "";
    for entry in of_target.filter(|entry| entry.fate != Fate::Open || entry.note.contains('“')) {
        // Cells for the same reason are one case.
        if *entry.note != *last {
            let _ =
                writeln!(text, "{} {} {}：{}", entry.concept, entry.fate.as_str(), entry.value, entry.note);
        }
        last = &entry.note;
    }
    let said = |finding: &Finding| format!("{}：{}\n", finding.code(), finding.sentence(Lang::Zh));
    text + &migration.findings.iter().map(said).collect::<String>()
}

#[test]
fn cases_of_migration() {
    golden::check_cases("migrate", |text| {
        let (_, text) = text.split_once("\n\n").expect("a case has a title and a blank line");
        let source = open(text.as_bytes()).report;
        told(&migrate(&source, Forms::built_in(), Policy::Standard))
    });
}

/// 商丘 filed the form of 2014 for 2019: a 1 stands under three zeros, and 102 on a heading.
#[test]
fn the_contradictions_of_shangqiu_are_kept() {
    let Some(shared) = shared("the migration of 2019-shangqiu.txt") else { return };
    let found = open(&fs::read(shared.join("reports/2019-shangqiu.txt")).expect("the report is there"));
    let migration = migrate(&found.report, Forms::built_in(), Policy::Standard);
    // Nothing is implied under a 0 that has a 1 among its parts.
    for concept in ["requests.received.natural_person", "requests.handled_total.business"] {
        assert_eq!(migration.report.number(concept), None, "{concept}");
        let entry = migration.ledger.iter().find(|entry| entry.concept.as_str() == concept);
        assert!(entry.is_some_and(|entry| entry.note.contains("前后矛盾")), "{concept}");
    }
    assert_eq!(migration.report.number("requests.granted.total"), Some(1.into()), "0 + 1 as printed");
    assert_eq!(migration.report.number("litigation.direct.total"), Some(0.into()), "a part of a printed 0");
    let sections: Vec<(&str, usize)> = migration
        .report
        .narrative
        .iter()
        .map(|passage| (passage.section.as_str(), passage.paragraphs.len()))
        .collect();
    let expected = [
        ("preamble", 2),
        ("overview", 22),
        ("disclosure", 0),
        ("requests", 0),
        ("disputes", 0),
        ("problems", 6),
        ("other", 2),
        ("signature", 2),
        ("signatories", 2),
    ];
    assert_eq!(sections, expected);
    for format in Format::ALL {
        let bytes = write(&layout(&migration.report, Forms::built_in()), format).expect("it can be written");
        let again = open(&bytes).report;
        let annex = again.annex.expect("the old table is there");
        assert_eq!(annex.report.facts.len(), 58);
        assert!(annex.report.strays.iter().any(|stray| stray.text == "102"), "{:?}", annex.report.strays);
        let shown = draw(&read(&bytes, &Limits::default()).expect("it can be read"));
        assert!(!shown.contains("联系电话") && !shown.contains("审核人"), "names are left out");
    }
}

/// What an old report leaves blank stays blank.
#[test]
fn the_blanks_of_shanghai_stay_blank() {
    let Some(shared) = shared("the migration of 2019-shanghai-office.html") else { return };
    let found =
        open(&fs::read(shared.join("reports/2019-shanghai-office.html")).expect("the report is there"));
    for policy in POLICIES {
        let migration = migrate(&found.report, Forms::built_in(), policy);
        let blank = |(concept, fact): (&nianbao::report::Concept, &nianbao::report::Fact)| {
            (fact.value.kind() == "blank").then(|| concept.clone())
        };
        let blanks: Vec<_> = found.report.facts.iter().filter_map(blank).collect();
        assert!(blanks.len() > 50, "the report leaves many cells blank");
        for concept in blanks.iter().filter_map(|concept| migration.report.facts.get_key_value(concept)) {
            assert_eq!(concept.1.value.kind(), "blank", "{}", concept.0);
        }
    }
}
