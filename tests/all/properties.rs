//! What must hold for every report, tried on generated ones.

use crate::page::{Page, Plan};
use crate::press::{self, Press};
use crate::reports::{Cells, Filed, Mix, codes, difference, essence, facts, filed, filed_as};
use crate::shapes::{self, Html};
use nianbao::document::{Document, draw};
use nianbao::finding::Finding;
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::{Policy, migrate};
use nianbao::read::{Limits, read};
use nianbao::recognize::{Recognition, recognize, reports};
use nianbao::report::{Passage, Report, Value};
use nianbao::write::{Format, write};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRng, TestRunner};

/// How many cases a property is tried on; `PROPTEST_CASES` is a percentage of them.
pub(crate) fn cases(default: u32) -> Config {
    let percent =
        std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse::<u32>().ok()).unwrap_or(100);
    Config { cases: (default * percent / 100).max(1), failure_persistence: None, ..Config::default() }
}

pub(crate) fn open(bytes: &[u8]) -> Recognition {
    let document = read(bytes, &Limits::default()).expect("a printed page is a document");
    recognize(&document, Forms::built_in())
}

/// The same cases every time, so that no change fails by chance; other ones when `PROPTEST_CASES` asks for more.
pub(crate) fn runner(config: Config) -> TestRunner {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return TestRunner::new(config);
    }
    let algorithm = config.rng_algorithm;
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm))
}

#[track_caller]
pub(crate) fn pass<T: std::fmt::Debug>(result: Result<(), TestError<T>>) {
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A text as it is; of other files, the document that they hold.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let document =
        || read(bytes, &Limits::default()).map_or_else(|error| error.to_string(), |document| draw(&document));
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| document())
}

/// A shape must be recognised as the report that was printed, without a doubt beyond units of money.
pub(crate) fn check_shape(reports: impl Strategy<Value = Filed>, n: u32, print: impl Fn(&Filed) -> Vec<u8>) {
    let result = runner(cases(n)).run(&reports, |filed| {
        let bytes = print(&filed);
        let found = open(&bytes);
        let doubts = codes(&found.findings);
        let doubts: String =
            doubts.split_inclusive('\n').filter(|line| !line.starts_with("unit-assumed ")).collect();
        let wrong = difference(&essence(&found.report), &essence(&filed.report)) + &doubts;
        prop_assert!(wrong.is_empty(), "\n{}\n{}", wrong, shown(&bytes));
        Ok(())
    });
    pass(result);
}

pub(crate) fn plain(filed: &Filed) -> Page {
    Page::of(filed, Plan::default())
}

#[test]
fn html_with_spans() {
    check_shape(filed(Cells::Gaps), 40, |filed| shapes::html(&plain(filed), Html::default()).into_bytes());
}

#[test]
fn html_with_nothing_closed_in_an_outer_table() {
    let html = Html { unclosed: true, nbsp: true, broken: true, ..Html::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| shapes::html(&plain(filed), html).into_bytes());
    let html = Html { outer: true, ..html };
    check_shape(filed(Cells::Gaps), 20, |filed| shapes::html(&plain(filed), html).into_bytes());
}

#[test]
fn html_in_gb18030_with_chrome() {
    let html = Html { chrome: true, ..Html::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| shapes::gb(&shapes::html(&plain(filed), html)));
}

#[test]
fn html_without_row_spans() {
    let html = Html { no_row_spans: true, ..Html::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| shapes::html(&plain(filed), html).into_bytes());
}

#[test]
fn html_with_repeated_labels() {
    let html = Html { repeated: true, ..Html::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| shapes::html(&plain(filed), html).into_bytes());
}

#[test]
fn html_with_tables_apart() {
    let plan = Plan { apart: true, ..Plan::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| {
        shapes::html(&Page::of(filed, plan), Html::default()).into_bytes()
    });
}

#[test]
fn html_with_columns_from_right_to_left() {
    let plan = Plan { mirrored: true, ..Plan::default() };
    check_shape(filed(Cells::Gaps), 30, |filed| {
        shapes::html(&Page::of(filed, plan), Html::default()).into_bytes()
    });
}

#[test]
fn html_with_a_table_cut_by_a_page() {
    for again in [true, false] {
        let plan = Plan { cut: Some(again), ..Plan::default() };
        check_shape(filed(Cells::Gaps), 25, |filed| {
            shapes::html(&Page::of(filed, plan), Html::default()).into_bytes()
        });
    }
}

#[test]
fn text_one_cell_a_line() {
    check_shape(filed(Cells::Filled), 40, |filed| shapes::lines(&plain(filed)).into_bytes());
}

#[test]
fn text_one_cell_a_line_with_columns_from_right_to_left() {
    let plan = Plan { mirrored: true, ..Plan::default() };
    check_shape(filed(Cells::Filled), 30, |filed| shapes::lines(&Page::of(filed, plan)).into_bytes());
}

#[test]
fn text_with_a_stroke_after_each_cell() {
    check_shape(filed(Cells::Filled), 40, |filed| shapes::pipe_lines(&plain(filed)).into_bytes());
}

#[test]
fn text_with_strokes_between_cells() {
    check_shape(filed(Cells::Gaps), 40, |filed| shapes::pipe_rows(&plain(filed)).into_bytes());
}

#[test]
fn text_with_tabs() {
    check_shape(filed(Cells::Gaps), 40, |filed| shapes::tabs(&plain(filed)).into_bytes());
}

#[test]
fn text_with_label_unit_and_value_on_a_line() {
    let reports = filed_as(Mix::Of("2014"), Cells::Gaps);
    check_shape(reports, 40, |filed| shapes::spaced_lines(&plain(filed)).into_bytes());
}

/// Ways to set pages.
fn presses(stub_gap: usize, cuts_rows: bool) -> impl Strategy<Value = Press> {
    let number = proptest::sample::select(&[("-", "-"), ("— ", " —"), ("第 ", " 页"), ("", "")][..]);
    let widths = (prop_oneof![Just(1), 3..7_usize], 7..24_usize, 2..8_usize);
    (widths, 2..6_usize, 0..3_usize, 30..90_usize, number).prop_map(
        move |((group, leaf, head), gap, drift, lines, number)| Press {
            group,
            leaf,
            head,
            stub_gap,
            gap,
            drift,
            lines,
            cuts_rows,
            number,
        },
    )
}

/// What a shape is read as, but for doubts about units of money.
fn printed_findings(found: &Recognition) -> String {
    let all = codes(&found.findings);
    all.split_inclusive('\n').filter(|line| !line.starts_with("unit-assumed ")).collect()
}

#[test]
fn text_with_columns_set_by_blanks() {
    for cut in [None, Some(true), Some(false)] {
        let plan = Plan { cut, ..Plan::default() };
        let result = runner(cases(60)).run(&(filed(Cells::Filled), presses(2, false)), |(filed, press)| {
            let text = press::layout(&Page::of(&filed, plan), press);
            let found = open(text.as_bytes());
            let wrong =
                difference(&essence(&found.report), &essence(&filed.report)) + &printed_findings(&found);
            prop_assert!(wrong.is_empty(), "\n{}\n{:?}\n{}", wrong, press, text);
            Ok(())
        });
        pass(result);
    }
}

/// The facts that are read wrongly, or are left out without a finding that speaks of them.
fn wrong_or_silent(found: &Recognition, filed: &Filed) -> Vec<String> {
    let (read, all) = (facts(&found.report), facts(&filed.report));
    let is_told = |line: &&str| {
        let concept = line.split(' ').next().unwrap_or_default();
        found.findings.iter().flat_map(|finding| &finding.concepts).any(|own| own.as_str() == concept)
    };
    let wrong = read.lines().filter(|line| !all.contains(*line)).map(|line| format!("wrong: {line}"));
    let silent = all.lines().filter(|line| !read.contains(*line) && !is_told(line));
    wrong.chain(silent.map(|line| format!("left out: {line}"))).collect()
}

/// Where cells are blank, where a page ends within a row, and where columns of labels are close to each other, not
/// all can be told; what is read is right, and something is said where anything is left out.
#[test]
fn text_with_columns_set_by_blanks_has_no_wrong_figure() {
    for cut in [None, Some(true), Some(false)] {
        let plan = Plan { cut, ..Plan::default() };
        let ways = prop_oneof![presses(1, false), presses(1, true), presses(2, true)];
        let result = runner(cases(60)).run(&(filed(Cells::Gaps), ways), |(filed, press)| {
            let text = press::layout(&Page::of(&filed, plan), press);
            let found = open(text.as_bytes());
            let (read, all) = (facts(&found.report), facts(&filed.report));
            let wrong: Vec<_> = read.lines().filter(|line| !all.contains(*line)).collect();
            prop_assert!(wrong.is_empty(), "\n{:#?}\n{:?}\n{}", wrong, press, text);
            prop_assert!(read == all || !found.findings.is_empty(), "\n{:?}\n{}", press, text);
            Ok(())
        });
        pass(result);
    }
}

/// Where it is known how words stand on the page, blank cells are told too, but for rows of nothing else.
#[test]
fn words_in_boxes() {
    for cut in [None, Some(true), Some(false)] {
        let plan = Plan { cut, ..Plan::default() };
        let result = runner(cases(40)).run(&(filed(Cells::Gaps), presses(2, false)), |(filed, press)| {
            let press = Press { drift: 0, ..press };
            let found = open(press::boxes(&Page::of(&filed, plan), press).as_bytes());
            let wrong = wrong_or_silent(&found, &filed);
            let page = press::layout(&Page::of(&filed, plan), press);
            prop_assert!(wrong.is_empty(), "\n{:#?}\n{:?}\n{}", wrong, press, page);
            Ok(())
        });
        pass(result);
    }
}

#[test]
fn words_in_boxes_where_all_cells_are_filled() {
    let result = runner(cases(60)).run(&(filed(Cells::Filled), presses(2, false)), |(filed, press)| {
        let page = plain(&filed);
        let found = open(press::boxes(&page, Press { drift: 0, ..press }).as_bytes());
        let wrong = difference(&essence(&found.report), &essence(&filed.report)) + &printed_findings(&found);
        prop_assert!(wrong.is_empty(), "\n{}\n{:?}\n{}", wrong, press, press::layout(&page, press));
        Ok(())
    });
    pass(result);
}

#[test]
fn docx_and_xlsx() {
    for format in Format::ALL {
        check_shape(filed(Cells::Gaps), 20, |filed| {
            write(&layout(&filed.report, Forms::built_in()), format)
                .expect("a report is small enough to write")
        });
    }
}

/// Layout is the inverse of recognition.
pub(crate) fn check_round_trip(document: &Document) -> Result<(), TestCaseError> {
    let first = recognize(document, Forms::built_in());
    let again = recognize(&layout(&first.report, Forms::built_in()), Forms::built_in());
    let wrong = difference(&essence(&again.report), &essence(&first.report))
        + &difference(&codes(&again.findings), &codes(&first.findings));
    prop_assert!(wrong.is_empty(), "\n{}\n{}", wrong, draw(document));
    Ok(())
}

#[test]
fn what_is_laid_out_is_recognised_again() {
    let result = runner(cases(40))
        .run(&filed(Cells::Gaps), |filed| check_round_trip(&shapes::document(&plain(&filed))));
    pass(result);
}

/// A report may hold a table of another edition in place of its own, or beside it; none is left out.
#[test]
fn tables_of_two_editions_are_laid_out() {
    let text = include_str!("../../golden/convert/2021.source.txt");
    let older = "第二十条第（一）项 |\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n\
                 规章 | 5 | 6 | 7 |\n规范性文件 | 3 | 2 | 41 |\n";
    let [start, end] =
        ["第二十条第（一）项", "第二十条第（五）项"].map(|line| text.find(line).expect("it is in the text"));
    let own = &text[start..end];
    for tables in [older.to_owned(), format!("{own}{older}")] {
        let report = open((text[..start].to_owned() + &tables + &text[end..]).as_bytes()).report;
        assert_eq!(report.number("disclosure.regulations.made"), Some(5.into()));
        let again = recognize(&layout(&report, Forms::built_in()), Forms::built_in()).report;
        assert_eq!(facts(&again), facts(&report));
        let migration = migrate(&report, Forms::built_in(), Policy::Standard);
        let codes: Vec<&str> = migration.findings.iter().map(Finding::code).collect();
        assert_eq!(codes, ["reference-conversion"]);
        let annex = migration.report.annex.expect("what has no place in the new form is kept");
        assert_eq!(facts(&annex.report), facts(&report));
    }
}

/// In a table without a head a misspelt label behind its group is a label all the same.
#[test]
fn labels_are_told_from_figures_without_a_head() {
    let rows = ["（二）部分公开", "（三）不予公开<td>1.履于国家秘密", "<td>2.其他法律行政法规禁止公开"];
    let figures = "<td>3<td>0<td>0<td>1<td>0<td>0<td>4";
    let rows: String = rows.iter().map(|labels| format!("<tr><td>{labels}{figures}</tr>")).collect();
    let report =
        open(format!("<html><p>三、收到和处理政府信息公开申请情况<table>{rows}</table>").as_bytes()).report;
    assert_eq!(report.number("requests.refused.state_secret.total"), Some(4.into()));
}

/// A character that no file can hold is not left out, or words would become a figure.
#[test]
fn words_with_control_characters_stay_words() {
    let text = include_str!("../../golden/convert/2021.source.txt");
    let line = text.lines().find(|line| line.starts_with("行政规范性文件")).expect("it is in the text");
    let report = open(text.replace(line, "行政规范性文件 | 1 | 0 | 25\u{1}1").as_bytes()).report;
    let words = |report: &Report| match &report.facts["disclosure.normative_documents.in_force"].value {
        Value::Text(words) => words.clone(),
        other => panic!("not words: {other:?}"),
    };
    assert_eq!(words(&report), "25\u{1}1");
    for format in Format::ALL {
        let bytes = write(&layout(&report, Forms::built_in()), format).expect("the report is small");
        assert_eq!(words(&open(&bytes).report), "25\u{FFFD}1", "{format:?}");
    }
}

/// A table that a text prints again is the same table; one that differs stays in the prose, and a workbook with this
/// prose is still one report.
#[test]
fn a_table_printed_again_makes_no_second_report() {
    let text = include_str!("../../golden/convert/2021.source.txt");
    let [start, end] =
        ["第二十条第（六）项", "第二十条第（八）项"].map(|line| text.find(line).expect("it is in the text"));
    let again = |figure: &str| {
        open((text[..end].to_owned() + &text[start..end].replace("21", figure) + &text[end..]).as_bytes())
            .report
    };
    let n_lines = |report: &Report| report.narrative.iter().flat_map(Passage::lines).count();
    let (same, report) = (again("21"), again("19"));
    assert_eq!(n_lines(&report), n_lines(&same) + 7, "what differs is kept");
    let book = write(&layout(&report, Forms::built_in()), Format::Xlsx).expect("the report is small");
    let document = read(&book, &Limits::default()).expect("what is written can be read");
    let [(None, again)] = &reports(document, Forms::built_in())[..] else { panic!("there is one report") };
    assert_eq!(facts(&recognize(again, Forms::built_in()).report), facts(&report));
}
