//! Faults put into sound reports: a suggestion is the true repair, or there is none.

use crate::page::{Page, Part, Plan, RowKind};
use crate::properties::{cases, open, pass, plain, runner};
use crate::reports::{Cells, Filed, Mix, difference, facts, filed, filed_as};
use crate::shapes::{self, Html};
use nianbao::check::check;
use nianbao::document::draw;
use nianbao::finding::{Finding, Suggestion};
use nianbao::grammar::{Forms, Table};
use nianbao::lang::Lang;
use nianbao::layout::layout;
use nianbao::migrate::{Policy, ledger_table, migrate};
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::report::{Concept, Decimal, Fact, Report, Value};
use nianbao::suggest::{settle, suggest, take};
use nianbao::write::to_json;
use proptest::prelude::*;
use proptest::sample::Index;
use std::cell::Cell;
use std::fmt::Write as _;

/// The suggestions for a report, given what recognition said of it.
fn suggestions(report: &Report, met: Vec<Finding>) -> Vec<Suggestion> {
    let mut findings = met;
    findings.extend(check(report, Forms::built_in()));
    let findings = suggest(report, Forms::built_in(), findings);
    findings.into_iter().filter_map(|finding| finding.suggestion.map(|own| *own)).collect()
}

/// How many faults of a kind were put in, and how many were explained.
#[derive(Debug, Default)]
struct Share {
    faults: Cell<usize>,
    explained: Cell<usize>,
}

impl Share {
    /// Every suggestion must give back the report as it was; whether there is one is counted.
    fn judge(&self, faulty: &Report, met: Vec<Finding>, sound: &Report) -> Result<(), TestCaseError> {
        let suggestions = suggestions(faulty, met);
        self.count(&suggestions);
        for suggestion in suggestions {
            let mended = take(faulty, Forms::built_in(), &suggestion);
            let wrong = difference(&facts(&mended), &facts(sound));
            prop_assert!(wrong.is_empty(), "{}: {:?}\n{}", suggestion.name, suggestion.cause, wrong);
            prop_assert_eq!(mended.facts.keys().collect::<Vec<_>>(), sound.facts.keys().collect::<Vec<_>>());
            prop_assert!(mended.strays.is_empty());
            let again = recognize(&layout(&mended, Forms::built_in()), Forms::built_in()).report;
            prop_assert_eq!(difference(&facts(&again), &facts(sound)), "");
        }
        Ok(())
    }

    fn count(&self, suggestions: &[Suggestion]) {
        self.faults.set(self.faults.get() + 1);
        self.explained.set(self.explained.get() + usize::from(!suggestions.is_empty()));
    }

    #[track_caller]
    fn at_least(&self, percent: usize, what: &str) {
        let (faults, explained) = (self.faults.get(), self.explained.get());
        eprintln!("{what}: {explained} of {faults} faults were explained");
        assert!(explained * 100 >= faults * percent, "{what}: {explained} of {faults}, not {percent} %");
    }

    #[track_caller]
    fn at_most(&self, percent: usize, what: &str) {
        let (faults, explained) = (self.faults.get(), self.explained.get());
        eprintln!("{what}: {explained} of {faults} were explained");
        assert!(explained * 100 <= faults * percent, "{what}: {explained} of {faults}, above {percent} %");
    }
}

fn foots(report: &Report) -> bool {
    check(report, Forms::built_in()).iter().all(|finding| finding.code() != "does-not-foot")
}

fn number(report: &Report, concept: &Concept) -> Decimal {
    report.number(concept.as_str()).expect("every cell is filled")
}

fn set(report: &mut Report, concept: &Concept, number: Decimal) {
    let fact = Fact::filed(Value::Number(number), number.to_string(), None);
    report.facts.insert(concept.clone(), fact);
}

fn swap(report: &mut Report, one: &Concept, other: &Concept) {
    let numbers = (number(report, one), number(report, other));
    set(report, one, numbers.1);
    set(report, other, numbers.0);
}

/// The table of requests, whose rows and columns all foot.
fn requests(filed: &Filed) -> &'static Table {
    let tables = filed.mix.tables();
    let table = tables.iter().find(|(_, table)| table.n_columns() == 7).expect("there are requests");
    table.1
}

fn counted(cells: Cells) -> impl Strategy<Value = Filed> {
    let mixes =
        proptest::sample::select(&[Mix::Of("2019"), Mix::Of("2021"), Mix::OldOther, Mix::NewOther][..]);
    mixes.prop_flat_map(move |mix| filed_as(mix, cells))
}

#[test]
fn sound_reports_have_no_suggestion() {
    for cells in [Cells::Footing, Cells::Small] {
        let result = runner(cases(60)).run(&filed(cells), |filed| {
            prop_assert_eq!(suggestions(&filed.report, Vec::new()), []);
            Ok(())
        });
        pass(result);
    }
}

/// Of figures thrown together nothing can be said, but that some sum comes out by chance.
#[test]
fn random_figures_have_hardly_a_suggestion() {
    let share = Share::default();
    for cells in [Cells::Filled, Cells::Gaps] {
        let result = runner(cases(100)).run(&filed(cells), |filed| {
            share.count(&suggestions(&filed.report, Vec::new()));
            Ok(())
        });
        pass(result);
    }
    share.at_most(1, "random figures");
}

/// A total that lacks one of its parts. Where nothing else counts the parts, it might as well be the part.
#[test]
fn a_part_left_out_of_a_total() {
    for (cells, percent) in [(Cells::Footing, 95), (Cells::Small, 95)] {
        let share = Share::default();
        let result = runner(cases(150)).run(
            &(counted(cells), any::<Index>(), any::<Index>()),
            |(filed, row, part)| {
                let table = requests(&filed);
                let parts = &table.row(row.index(table.n_rows()))[..7];
                let filled: Vec<&Concept> =
                    parts[..6].iter().filter(|part| !number(&filed.report, part).is_zero()).collect();
                if filled.is_empty() {
                    return Ok(());
                }
                let mut faulty = filed.report.clone();
                let less = number(&faulty, &parts[6]) - number(&faulty, filled[part.index(filled.len())]);
                set(&mut faulty, &parts[6], less);
                share.judge(&faulty, Vec::new(), &filed.report)
            },
        );
        pass(result);
        share.at_least(percent, &format!("a part left out, {cells:?}"));
    }
}

/// The same in tables of one row or one column: never a wrong one, so none at all.
#[test]
fn a_part_left_out_where_nothing_else_counts() {
    let totals = vec![
        ("statistics.applications.received.total", "statistics.applications.received.online"),
        ("statistics.capacity.staff.total", "statistics.capacity.staff.full_time"),
        ("statistics.review.total", "statistics.review.upheld"),
    ];
    let strategy = (filed_as(Mix::Of("2014"), Cells::Small), proptest::sample::select(totals));
    let result = runner(cases(60)).run(&strategy, |(filed, (total, part))| {
        let mut faulty = filed.report.clone();
        let (total, part) = (Concept::new(total), Concept::new(part));
        let less = number(&faulty, &total) - number(&faulty, &part);
        set(&mut faulty, &total, less);
        prop_assert_eq!(suggestions(&faulty, Vec::new()), []);
        Ok(())
    });
    pass(result);
}

/// Any one figure of the requests is wrong: a total is put right, for a part there is no suggestion.
#[test]
fn a_wrong_figure() {
    let strategy = (counted(Cells::Small), any::<Index>(), 1..10_i64);
    let result = runner(cases(150)).run(&strategy, |(filed, which, more)| {
        let table = requests(&filed);
        let concept = &table.concepts()[which.index(table.concepts().len())];
        let mut faulty = filed.report.clone();
        let wrong = number(&faulty, concept) + Decimal::from(more);
        set(&mut faulty, concept, wrong);
        Share::default().judge(&faulty, Vec::new(), &filed.report)
    });
    pass(result);
}

/// Two columns exchanged: in one row, or in all.
#[test]
fn two_columns_exchanged() {
    for (cells, percent) in [(Cells::Footing, 90), (Cells::Small, 65)] {
        let share = Share::default();
        let strategy = (counted(cells), any::<Index>(), (0..7_usize, 0..7_usize), any::<bool>());
        let result = runner(cases(150)).run(&strategy, |(filed, row, (one, other), in_all)| {
            let table = requests(&filed);
            let row = row.index(table.n_rows());
            let rows = if in_all { 0..table.n_rows() } else { row..row + 1 };
            let mut faulty = filed.report.clone();
            for row in rows {
                swap(&mut faulty, table.concept(row, one), table.concept(row, other));
            }
            // Columns that are alike to every sum cannot be told apart, and equal figures not be exchanged.
            if foots(&faulty) {
                return Ok(());
            }
            share.judge(&faulty, Vec::new(), &filed.report)
        });
        pass(result);
        share.at_least(percent, &format!("columns exchanged, {cells:?}"));
    }
}

/// Two neighbouring rows exchanged: in one column, or in all.
#[test]
fn two_rows_exchanged() {
    for (cells, percent) in [(Cells::Footing, 90), (Cells::Small, 65)] {
        let share = Share::default();
        let strategy = (counted(cells), any::<Index>(), 0..7_usize, any::<bool>());
        let result = runner(cases(150)).run(&strategy, |(filed, row, column, in_all)| {
            let table = requests(&filed);
            let row = row.index(table.n_rows() - 1);
            let columns = if in_all { 0..7 } else { column..column + 1 };
            let mut faulty = filed.report.clone();
            for column in columns {
                swap(&mut faulty, table.concept(row, column), table.concept(row + 1, column));
            }
            if foots(&faulty) {
                return Ok(());
            }
            share.judge(&faulty, Vec::new(), &filed.report)
        });
        pass(result);
        share.at_least(percent, &format!("rows exchanged, {cells:?}"));
    }
}

/// The rows of the requests on a page.
fn rows_of_requests(page: &mut Page) -> Vec<&mut crate::page::Row> {
    let rows = page.parts.iter_mut().filter_map(|part| match part {
        Part::Grid(rows) if rows.len() > 25 => Some(rows),
        _ => None,
    });
    rows.flatten().filter(|row| row.kind == RowKind::Body).collect()
}

/// The figures of a row in one cell: its first, with the others blank, or one across all columns.
#[test]
fn a_row_run_together() {
    let prints: Vec<fn(&Page) -> Vec<u8>> =
        vec![|page| shapes::html(page, Html::default()).into_bytes(), |page| {
            shapes::lines(page).into_bytes()
        }];
    for (cells, percent) in [(Cells::Footing, 90), (Cells::Small, 90)] {
        let share = Share::default();
        let strategy = (
            counted(cells),
            any::<Index>(),
            any::<bool>(),
            proptest::sample::select(prints.clone()),
            any::<bool>(),
        );
        let result = runner(cases(100)).run(&strategy, |(filed, row, is_merged, print, mirrored)| {
            let mut page = Page::of(&filed, Plan { mirrored, ..Plan::default() });
            let mut rows = rows_of_requests(&mut page);
            let row = row.index(rows.len());
            let values = rows[row].cells.len() - 7;
            let texts: Vec<String> = rows[row].cells.drain(values + 1..).map(|cell| cell.text).collect();
            let first = &mut rows[row].cells[values];
            first.text = format!("{}{}", first.text, texts.concat());
            // A longer one is left alone: the search has an end.
            if first.text.len() > 20 {
                return Ok(());
            }
            first.columns = if is_merged { 7 } else { 1 };
            let blank = crate::page::Cell { text: String::new(), rows: 1, columns: 1, is_label: false };
            rows[row].cells.extend(std::iter::repeat_n(blank, if is_merged { 0 } else { 6 }));
            let found = open(&print(&page));
            share.judge(&found.report, found.findings, &filed.report)
        });
        pass(result);
        share.at_least(percent, &format!("a row run together, {cells:?}"));
    }
}

/// A figure of a list on the heading above its line.
#[test]
fn a_figure_one_row_up() {
    let prints: Vec<fn(&Page) -> Vec<u8>> = vec![
        |page| shapes::html(page, Html::default()).into_bytes(),
        |page| shapes::tabs(page).into_bytes(),
        |page| shapes::pipe_rows(page).into_bytes(),
    ];
    let share = Share::default();
    let strategy =
        (filed_as(Mix::Of("2014"), Cells::Footing), any::<Index>(), proptest::sample::select(prints.clone()));
    let result = runner(cases(60)).run(&strategy, |(filed, which, print)| {
        let mut page = plain(&filed);
        let rows = page.parts.iter_mut().find_map(|part| match part {
            Part::Grid(rows) => Some(rows),
            Part::Line(_) => None,
        });
        let rows = rows.expect("the page has a table");
        let is_heading = |at: &usize| rows[*at].cells[1].text == "——";
        let headings: Vec<usize> = (1..rows.len() - 1).filter(is_heading).collect();
        let heading = headings[which.index(headings.len())];
        rows[heading].cells[2].text = std::mem::take(&mut rows[heading + 1].cells[2].text);
        let found = open(&print(&page));
        share.judge(&found.report, found.findings, &filed.report)
    });
    pass(result);
    share.at_least(95, "a figure one row up");
}

/// What was printed is told in the ledger, in the annex, in the finding and beside the fact.
#[test]
fn what_was_printed_is_not_lost() {
    let filed = "某某县水利局2016年政府信息公开工作报告\n一、概述\n2016年共收到政府信息公开申请6件。\n\
        政府信息公开情况统计表\n统计指标 | 单位 | 统计数 |\n（一）收到申请数 | 件 | 4 |\n1.当面申请数 | 件 | 0 |\n\
        2.传真申请数 | 件 | 0 |\n3.网络申请数 | 件 | 4 |\n4.信函申请数 | 件 | 2 |\n";
    let found = open(filed.as_bytes());
    let concept = Concept::new("statistics.applications.received.total");
    let suggestion = suggestions(&found.report, found.findings.clone()).remove(0);
    let taken = take(&found.report, Forms::built_in(), &suggestion);
    let changed =
        "按用户采用的建议 does-not-foot@statistics.applications.received.total 由“4”（第 6 行）改为“6”";
    let migration = migrate(&taken, Forms::built_in(), Policy::Standard);
    assert_eq!(migration.report.number("requests.received.total"), Some(6.into()));
    let entry =
        migration.ledger.iter().find(|entry| entry.concept == concept).expect("a source has an entry");
    assert_eq!(entry.words(), format!("{changed}；两版口径相同，照录"));
    let annex = migration.report.annex.as_ref().expect("the old table is carried along");
    let fate = &annex.fates[&concept];
    assert!(fate.ends_with("；按用户采用的建议，由“4”（第 6 行）改为“6”"), "{fate}");
    let rows = draw(&ledger_table(&migration.ledger, &migration.report, Forms::built_in()));
    assert!(rows.lines().any(|row| row.contains("照录") && row.contains(changed)), "{rows}");
    let settled = settle(&found.findings, &[&suggestion]);
    let json = to_json(&taken, &settled, &Places::default(), None, Lang::Zh, false);
    let fact = r#""value":6,"kind":"number","raw":"6","at":"第 6 行","taken":{"suggestion":"does-not-foot@statistics.applications.received.total","was":"4","at":"第 6 行"}"#;
    assert!(json.contains(fact) && json.contains("由“4”改为 6，即“1.当面申请数”等 4 项之和"), "{json}");
}

/// Real reports: the one suggestion that there is, and what it changes.
#[test]
fn real_reports() {
    let Some(shared) = crate::real::shared("suggestions for real reports") else { return };
    let mut all = String::new();
    let mut names: Vec<_> =
        std::fs::read_dir(shared.join("reports")).expect("they are there").flatten().collect();
    names.sort_by_key(std::fs::DirEntry::path);
    for entry in names.iter().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("a report can be read");
        let Ok(document) = read(&bytes, &Limits::default()) else { continue };
        let found = recognize(&document, Forms::built_in());
        for suggestion in suggestions(&found.report, found.findings) {
            let change = &suggestion.changes[0];
            let file = entry.file_name();
            let _ = writeln!(all, "{} {} {}", file.to_string_lossy(), suggestion.name, change.number);
        }
    }
    assert_eq!(all, "2019-shangqiu.txt value-on-heading@statistics.disclosed.total 102\n");
}
