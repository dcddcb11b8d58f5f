//! Reports of one organ over the years.

use crate::properties::{cases, pass, runner};
use crate::reports::{Cells, Filed, Mix, difference, filed_as};
use nianbao::check::{FiledReport, Series, series};
use nianbao::finding::Finding;
use nianbao::grammar::Forms;
use nianbao::lang::Lang;
use nianbao::report::{Concept, Decimal, Fact, Report, Value};
use proptest::prelude::*;

fn number(number: Decimal) -> Fact {
    Fact::filed(Value::Number(number), number.to_string(), None)
}

fn followed<'r>(reports: impl IntoIterator<Item = &'r (String, Report)>) -> Series<'r> {
    let filed: Vec<FiledReport<'_>> =
        reports.into_iter().map(|(file, report)| FiledReport { file, report }).collect();
    series(&filed, Forms::built_in())
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{} {}\n", finding.code(), finding.sentence(Lang::Zh))).collect()
}

/// The lines that one year takes over from the other, and those of the other; columns are the same.
const CARRIED: [&str; 2] = ["requests.carried_in.", "requests.carried_out."];

/// Reports of one organ from 2019 on, in which every relation between two years holds.
fn chain(filed: Vec<Filed>) -> Vec<(String, Report)> {
    let mut chain: Vec<(String, Report)> = Vec::new();
    for (year, filed) in (2019..).zip(filed) {
        let mut report =
            Report { year: Some(year), issuer: Some("某某县水利局".into()), ..filed.report };
        if let Some((_, last)) = chain.last() {
            follow(&mut report, last);
        }
        chain.push((format!("{}.docx", year * 7 % 100), report));
    }
    chain
}

fn follow(report: &mut Report, last: &Report) {
    let carried = last.facts.iter().filter_map(|(concept, fact)| {
        let column = concept.as_str().strip_prefix(CARRIED[1])?;
        Some((Concept::new(&format!("{}{column}", CARRIED[0])), fact.clone()))
    });
    report.facts.extend(carried);
    for kind in ["regulations", "normative_documents"] {
        let name = |head: &str| format!("disclosure.{kind}.{head}");
        // Of whichever edition both are, one of the two totals is there.
        for (total, more, less) in
            [("in_force", "issued", "repealed"), ("disclosed_total", "newly_disclosed", "")]
        {
            let less = if less.is_empty() { Some(Decimal::ZERO) } else { report.number(&name(less)) };
            let sum = last.number(&name(total)).zip(report.number(&name(more))).zip(less);
            if let Some(((last, more), less)) = sum {
                report.facts.insert(Concept::new(&name(total)), number(last + more - less));
            }
        }
    }
}

fn years() -> impl Strategy<Value = Vec<(String, Report)>> {
    let of = |mix| filed_as(mix, Cells::Footing);
    let editions = (of(Mix::Of("2019")), of(Mix::Of("2019")), of(Mix::OldOther), of(Mix::Of("2021")));
    editions.prop_map(|(a, b, c, d)| chain(vec![a, b, c, d]))
}

#[test]
fn years_that_follow_are_passed_in_whatever_order_they_come() {
    let result = runner(cases(30)).run(&years().prop_shuffle(), |years| {
        let series = followed(&years);
        prop_assert_eq!(told(&series.findings), "");
        let pairs: Vec<u16> = series.pairs.iter().map(|pair| pair.year).collect();
        prop_assert_eq!(pairs, [2020, 2021, 2022]);
        Ok(())
    });
    pass(result);
}

#[test]
fn what_is_carried_over_otherwise_is_an_error_with_both_places() {
    let result = runner(cases(30)).run(&(years(), 1..4_usize, 0..7_usize), |(mut years, at, column)| {
        let concepts: Vec<Concept> =
            years[at].1.facts.keys().filter(|own| own.as_str().starts_with(CARRIED[0])).cloned().collect();
        let concept = &concepts[column];
        let old = years[at].1.number(concept.as_str()).expect("every cell is filled");
        years[at].1.facts.insert(concept.clone(), number(old + Decimal::ONE));
        let series = followed(&years);
        prop_assert_eq!(series.findings.len(), 1, "{}", told(&series.findings));
        let finding = &series.findings[0];
        prop_assert_eq!(finding.code(), "carry-over-differs");
        prop_assert_eq!(&finding.concepts[0], concept);
        let words = finding.sentence(Lang::Zh);
        let (year, number) = (2019 + at, old + Decimal::ONE);
        prop_assert!(
            words.contains(&format!("{year} 年")) && words.contains(&format!("” {number}")),
            "{}",
            words
        );
        prop_assert!(
            words.contains(&format!("{} 年", year - 1)) && words.contains(&format!("” {old}")),
            "{}",
            words
        );
        Ok(())
    });
    pass(result);
}

#[test]
fn a_running_total_that_was_counted_anew_is_a_notice() {
    let totals = [(1, "disclosed_total"), (3, "in_force")];
    let result = runner(cases(20)).run(&(years(), 0..2_usize), |(mut years, which)| {
        let (at, head) = totals[which];
        let concept = Concept::new(&format!("disclosure.normative_documents.{head}"));
        let old = years[at].1.number(concept.as_str()).expect("every cell is filled");
        years[at].1.facts.insert(concept.clone(), number(old + Decimal::ONE));
        // The total of the next year follows from this one.
        years.truncate(at + 1);
        let series = followed(&years);
        prop_assert_eq!(series.findings.len(), 1, "{}", told(&series.findings));
        prop_assert_eq!(series.findings[0].code(), "running-total-differs");
        prop_assert_eq!(series.findings[0].severity().as_str(), "notice");
        Ok(())
    });
    pass(result);
}

/// A blank on either side is never taken for 0, and told once for the two years.
#[test]
fn a_blank_is_not_assessable() {
    let blank = |head: &'static str, column: &str| {
        (Concept::new(&format!("{head}{column}")), Fact::filed(Value::Blank, "", None))
    };
    let result = runner(cases(20)).run(&years(), |mut years| {
        years.truncate(2);
        for column in ["total", "business"] {
            years[0].1.facts.extend([blank(CARRIED[1], column)]);
        }
        years[1].1.facts.extend([blank(CARRIED[0], "research")]);
        let findings = followed(&years).findings;
        prop_assert_eq!(findings.len(), 1, "{}", told(&findings));
        prop_assert_eq!(findings[0].code(), "not-assessable");
        prop_assert!(findings[0].sentence(Lang::Zh).contains("“2019 → 2020”有 3 条"));
        Ok(())
    });
    pass(result);
}

fn bare(year: Option<u16>, issuer: &str) -> Report {
    Report { year, issuer: Some(issuer.to_owned()), ..Report::new("2021") }
}

#[test]
fn what_is_compared_with_nothing_is_named() {
    let reports = [
        ("a".to_owned(), bare(Some(2021), "某某县水利局")),
        ("b".to_owned(), bare(None, "某某县水利局")),
        ("c".to_owned(), bare(Some(2021), "某某县（水利局）")),
        ("d".to_owned(), bare(Some(2022), "某某县水利局")),
        ("e".to_owned(), bare(Some(2024), "某某县 水利局")),
        ("f".to_owned(), bare(Some(2025), "某某县水利局")),
        ("g".to_owned(), bare(Some(2021), "某某县水利局")),
    ];
    let series = followed(&reports);
    let pairs: Vec<[&str; 2]> = series.pairs.iter().map(|pair| [pair.last.file, pair.this.file]).collect();
    assert_eq!(pairs, [["e", "f"]]);
    let expected = "\
several-issuers 这些报告不是同一机关的，按机关分别核对：某某县水利局（a、b、d、e、f、g）；某某县（水利局）（c）
year-unknown `b` 没有写明年度，未列入历年核对
year-twice 2021 年的报告有 2 份（a、g），与前后年度均未核对
year-missing 2022 年与 2024 年之间缺报告，两年之间未核对（d、e）
";
    let found = told(&series.findings);
    assert!(found == expected, "{}", difference(&found, expected));
}
