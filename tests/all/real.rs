//! Real reports, where the folder of them stands beside the project; their texts are not copied here.

use crate::properties::{check_round_trip, open};
use crate::reports::{codes, difference, essence};
use nianbao::check::{FiledReport, check, series};
use nianbao::diff::{LeftOver, Row, Verdict, diff};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::Policy;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::report::Report;
use nianbao::write::{Format, write};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of real reports and of the contract, or a line that says what was left out.
pub(crate) fn shared(what: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("NIANBAO_SHARED").map_or(beside, PathBuf::from);
    let is_there = folder.join("reports").is_dir();
    if !is_there {
        eprintln!("{} is not there; left out: {what}", folder.display());
    }
    is_there.then_some(folder)
}

/// Texts and web pages that come with figures to expect.
pub(crate) const WHOLE: [&str; 10] = [
    "2019-pingtan.html",
    "2019-shanghai-office.html",
    "2019-shangqiu.txt",
    "2021-ganzhou.txt",
    "2021-pingtan.html",
    "2021-wuzhishan.txt",
    "2021-xiangtan.txt",
    "2021-yanchi.txt",
    "2023-huaian-hongze.layout.txt",
    "2023-suqian.html",
];

fn name(file: &str) -> &str {
    file.split('.').next().unwrap_or(file)
}

/// A figure as the expected files write it: a number, a decimal in quotes, or null for a blank.
fn figure(report: &Report, concept: &str) -> String {
    match report.facts.get(concept) {
        Some(fact) if fact.value.kind() == "blank" => "null".into(),
        Some(fact) if fact.value.kind() == "number" => fact.value.to_string(),
        Some(fact) => format!("{} {}", fact.value.kind(), fact.raw),
        None => "absent".into(),
    }
}

#[test]
fn every_figure_is_right() {
    let Some(shared) = shared("the figures of real reports") else { return };
    let mut wrong = String::new();
    for file in WHOLE {
        let bytes = fs::read(shared.join("reports").join(file)).expect("the report is there");
        let expected = fs::read(shared.join("reports/expected").join(format!("{}.json", name(file))));
        let expected: Json =
            serde_json::from_slice(&expected.expect("it has figures to expect")).expect("they are JSON");
        let report = open(&bytes).report;
        let edition = expected["edition"].as_str().expect("an edition is a text");
        let year = expected["year"].as_u64().expect("a year is a number");
        if (report.edition.as_str(), report.year.map(u64::from)) != (edition, Some(year)) {
            let _ = writeln!(wrong, "{file}: {} {:?}, not {edition} {year}", report.edition, report.year);
        }
        let facts = expected["facts"].as_object().expect("facts are an object");
        for (concept, value) in facts {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let found = figure(&report, concept);
            if found != value {
                let _ = writeln!(wrong, "{file}: {concept} is {found}, not {value}");
            }
        }
        for concept in report.facts.keys().filter(|concept| !facts.contains_key(concept.as_str())) {
            let _ = writeln!(
                wrong,
                "{file}: {concept} is {}, and was not expected",
                figure(&report, concept.as_str())
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn round_trips() {
    let Some(shared) = shared("round trips of real reports") else { return };
    for file in WHOLE {
        let bytes = fs::read(shared.join("reports").join(file)).expect("the report is there");
        let document = read(&bytes, &Limits::default()).expect("the report can be read");
        if let Err(error) = check_round_trip(&document) {
            panic!("{file}: {error}");
        }
        let first = open(&bytes);
        for format in Format::ALL {
            let written =
                write(&layout(&first.report, Forms::built_in()), format).expect("the report can be written");
            let again = open(&written);
            let wrong = difference(&essence(&again.report), &essence(&first.report))
                + &difference(&codes(&again.findings), &codes(&first.findings));
            assert!(wrong.is_empty(), "{file} as {format:?}\n{wrong}");
        }
    }
}

/// What is said of each report: codes and places alone, since texts of real reports are not copied.
#[test]
fn findings() {
    let Some(shared) = shared("findings of real reports") else { return };
    let mut text = String::new();
    let more = ["partial-2019-yueyang.txt", "partial-2023-xuwen.txt", "partial-2023-yangling.txt"];
    for file in WHOLE.iter().chain(&more) {
        let bytes = fs::read(shared.join("reports").join(file)).expect("the report is there");
        let recognition = open(&bytes);
        let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let checked = check(&recognition.report, Forms::built_in());
        for finding in recognition.findings.iter().chain(&checked) {
            let at = finding.at.as_ref().map_or_else(String::new, ToString::to_string);
            *counts.entry((finding.code(), at)).or_default() += 1;
        }
        let _ = writeln!(
            text,
            "{file}: {} {:?}, {} figures",
            recognition.report.edition,
            recognition.report.year,
            recognition.report.facts.len()
        );
        for ((code, at), n) in counts {
            let _ = writeln!(text, "  {code} {at} × {n}");
        }
    }
    crate::golden::compare("findings-of-real-reports.txt", &text);
}

/// Two reports of one organ with a year between them: nothing to follow, but cells to compare.
#[test]
fn two_years_of_one_organ() {
    let Some(shared) = shared("a comparison of real reports") else { return };
    let report = |file: &str| open(&fs::read(shared.join("reports").join(file)).expect("it is there")).report;
    let (old, new) = (report("2019-pingtan.html"), report("2021-pingtan.html"));
    let filed = |file, report| FiledReport { file, report };
    let series = series(&[filed("2021", &new), filed("2019", &old)], Forms::built_in());
    let codes: Vec<&str> = series.findings.iter().map(nianbao::finding::Finding::code).collect();
    assert_eq!((series.pairs.len(), codes), (0, vec!["year-missing"]));

    let comparison = diff(&old, &new, Forms::built_in(), Policy::Standard);
    assert_eq!(Verdict::ALL.map(|verdict| comparison.count(verdict)), [155, 40, 0, 0, 5]);
    let received = comparison.rows.iter().find(|row| row.concept.as_str() == "requests.received.total");
    assert_eq!(received.map(Row::verdict), Some(Verdict::Different), "23 and 70");
    let is_total =
        |left: &&LeftOver| left.concept.as_str() == "disclosure.normative_documents.disclosed_total";
    let total = comparison.a.left_over.iter().find(is_total).expect("a running total is not compared");
    assert_eq!(total.figure.value, 89.into());
}

/// A piece of a page: the figures that it holds, and no others.
#[track_caller]
fn check_partial(file: &str, expected: &[(&str, &str)]) {
    let Some(shared) = shared(file) else { return };
    let report = open(&fs::read(shared.join("reports").join(file)).expect("the piece is there")).report;
    for (concept, figure_expected) in expected {
        assert_eq!(figure(&report, concept), *figure_expected, "{concept}");
    }
}

#[test]
fn pieces() {
    check_partial(
        "partial-2019-yueyang.txt",
        &[
            ("disclosure.regulations.made", "0"),
            ("disclosure.normative_documents.disclosed_total", "0"),
            ("disclosure.licensing.decisions", "0"),
            ("disclosure.other_services.items_change", "0"),
            ("disclosure.procurement.amount", "0"),
            // Two values for seven columns: which two is not known.
            ("requests.received.natural_person", "absent"),
            ("requests.received.total", "absent"),
            ("requests.granted.total", "absent"),
        ],
    );
    check_partial(
        "partial-2023-xuwen.txt",
        &[
            ("disclosure.normative_documents.in_force", "101"),
            ("requests.received.natural_person", "0"),
            ("requests.received.business", "null"),
            ("requests.received.total", "0"),
            ("requests.carried_in.natural_person", "null"),
            ("requests.refused.state_secret.total", "0"),
            ("requests.refused.state_secret.business", "null"),
        ],
    );
    check_partial(
        "partial-2023-yangling.txt",
        &[
            ("disclosure.regulations.issued", "nil /"),
            ("disclosure.normative_documents.in_force", "0"),
            ("requests.received.total", "0"),
            ("requests.received.natural_person", "null"),
        ],
    );
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

#[test]
fn concepts_are_those_of_the_contract() {
    let Some(shared) = shared("the names of concepts") else { return };
    let text = fs::read_to_string(shared.join("contract/concepts.tsv")).expect("the contract is there");
    let mut expected: Vec<String> = Vec::new();
    for row in rows(&text) {
        let unit = row[4].split('（').next().unwrap_or_default();
        expected.extend(
            row[1]
                .split([',', ' ', '、'])
                .filter(|e| !e.is_empty())
                .map(|edition| format!("{edition} {} {unit}\n", row[0])),
        );
    }
    let mut found: Vec<String> = Vec::new();
    for form in Forms::built_in().iter() {
        for concept in form.concepts() {
            let (table, row, column) = form.cell(concept.as_str()).expect("a concept of a form has a cell");
            found.push(format!("{} {concept} {}\n", form.edition, table.unit(row, column)));
        }
    }
    expected.sort();
    found.sort();
    let wrong = difference(&found.concat(), &expected.concat());
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn crosswalks_are_those_of_the_contract() {
    let Some(shared) = shared("the lines of the crosswalks") else { return };
    let text = fs::read_to_string(shared.join("contract/crosswalk.tsv")).expect("the contract is there");
    let mut expected: Vec<String> =
        rows(&text).map(|row| format!("{}\n", row.join("\t").trim_end())).collect();
    let mut found = Vec::new();
    for crosswalk in Forms::built_in().iter().filter_map(|form| Forms::built_in().crosswalk(&form.edition)) {
        for line in crosswalk.associations() {
            let sources: Vec<&str> = line.sources.iter().map(nianbao::report::Concept::as_str).collect();
            let target = line.target.as_ref().map_or("-", nianbao::report::Concept::as_str);
            let text =
                [crosswalk.from.as_str(), &sources.join(" + "), target, line.kind.as_str(), &line.note]
                    .join("\t");
            found.push(format!("{}\n", text.trim_end()));
        }
    }
    expected.sort();
    found.sort();
    let wrong = difference(&found.concat(), &expected.concat());
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A province's own form is a file, and no change in Rust.
#[test]
fn a_form_of_a_province_is_read_by_its_file() {
    let form = include_str!("../forms/fujian.form");
    let forms =
        Forms::built_in().clone().with(&[("fujian.form", form)], &[]).expect("the form is of the notation");
    let rows = [
        ("主动公开文件数", "条", "2543", "78967"),
        ("其中：1、政府网站公开数", "条", "2543", "78967"),
        ("2、政府公报公开数", "条", "0", "0"),
        ("受理依申请公开信息总数", "条", "1", "1"),
        ("其中：1、当面申请数", "条", "0", "0"),
        ("2、网上申请数", "条", "0", "0"),
        ("3、信函、传真申请数", "条", "1", "1"),
        ("对申请的答复总数", "条", "1", "1"),
        ("其中：1、同意公开答复数", "条", "1", "1"),
        ("2、同意部分公开答复数", "条", "0", "0"),
        ("3、不予公开答复数", "条", "0", "0"),
        ("4、其他类型答复数", "条", "0", "0"),
        ("政府信息公开收费减免金额", "元", "0", "0"),
        ("接受行政诉讼、举报数", "件", "0", "0"),
        ("行政复议数", "件", "0", "0"),
        ("行政诉讼数", "件", "0", "0"),
    ];
    let heading = "一、概述\n略。\n二、政府信息公开情况统计表\n";
    let head = ["指标名称", "计量单位", "2014年度", "历年累计"];
    let body: Vec<[&str; 4]> =
        [head].into_iter().chain(rows.map(|(label, unit, year, all)| [label, unit, year, all])).collect();
    let html: String =
        body.iter().map(|row| format!("<tr><td>{}</td></tr>", row.join("</td><td>"))).collect();
    let texts = [
        format!(
            "示例县2014年政府信息公开工作年度报告\n{heading}{}",
            body.iter().map(|row| row.join("\n") + "\n").collect::<String>()
        ),
        format!(
            "示例县2014年政府信息公开工作年度报告\n{heading}{}",
            body.iter().map(|row| row.join(" | ") + " |\n").collect::<String>()
        ),
        format!(
            "<h1>示例县2014年政府信息公开工作年度报告</h1><p>一、概述</p><p>略。</p><p>二、政府信息公开情况统计表</p><table>{html}</table>"
        ),
    ];
    for text in texts {
        let document = read(text.as_bytes(), &Limits::default()).expect("the page is a document");
        let found = recognize(&document, &forms);
        assert_eq!(found.report.edition, "fujian-2014", "{text}");
        assert_eq!(codes(&found.findings), "", "{text}");
        let figures: Vec<String> = found.report.facts.values().map(|fact| fact.value.to_string()).collect();
        let expected: Vec<String> =
            rows.iter().flat_map(|(_, _, year, all)| [*year, *all]).map(str::to_owned).collect();
        assert_eq!(figures, expected, "{text}");
        assert_eq!(check(&found.report, &forms), [], "{text}");
        let again = recognize(&layout(&found.report, &forms), &forms);
        assert_eq!(difference(&essence(&again.report), &essence(&found.report)), "");
    }
}
