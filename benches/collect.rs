//! What a collection costs, in time and memory, beside bare `rust_xlsxwriter` on the same rows.
//!
//! `cargo bench --bench collect` prints milliseconds and the ratio of the same run. Memory is the peak of a process
//! of its own for each measurement, as the system counts it (Linux alone).

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use nianbao::collect::{Cell, Collection, Member, Row, Sheet, Source};
use nianbao::grammar::Forms;
use nianbao::lang::Lang;
use nianbao::layout::blank;
use nianbao::migrate::{Policy, migrate};
use nianbao::place::Places;
use nianbao::report::{Fact, Report, Value};
use nianbao::write::CollectionBook;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::collections::HashMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// The report of a number: editions and years take turns.
fn report(forms: &Forms, number: usize) -> Report {
    let edition = ["2014", "2019", "2021"][number % 3];
    let mut report = blank(forms.edition(edition).expect("the edition is built in"));
    report.issuer = Some(format!("某某县第{number}局"));
    report.year = u16::try_from(2014 + number % 11).ok();
    report.title = Some(format!("某某县第{number}局政府信息公开工作年度报告"));
    for (nth, (_, fact)) in report.facts.iter_mut().enumerate() {
        let value = i64::try_from((nth * 7 + number) % 50).unwrap_or_default();
        *fact = Fact::filed(Value::from(value), value.to_string(), None);
    }
    report
}

/// Hands over the rows of many reports, one report in memory at a time.
fn rows<'f>(
    collection: &Collection<'f>,
    forms: &'f Forms,
    n_reports: usize,
    mut put: impl FnMut(Sheet<'f>, &Row<'_>),
) {
    let places = Places::default();
    for number in 0..n_reports {
        let filed = report(forms, number);
        let migration = migrate(&filed, forms, Policy::Standard);
        let name = format!("{number:06}.docx");
        let source = Source { number: number + 1, name: &name, path: &name, digest: "" };
        let member = Member {
            source,
            filed_in: &filed.edition,
            report: &migration.report,
            findings: &migration.findings,
            places: &places,
            ledger: &migration.ledger,
        };
        collection.rows(&member, |_| true).iter().for_each(|(sheet, row)| put(*sheet, row));
    }
}

/// The rows alone, written nowhere.
fn nothing(n_reports: usize) -> usize {
    let forms = Forms::built_in();
    let collection = Collection::new(forms, Lang::Zh, false);
    let mut n_rows = 0;
    rows(&collection, forms, n_reports, |_, _| n_rows += 1);
    n_rows
}

fn ours(n_reports: usize) -> usize {
    let forms = Forms::built_in();
    let collection = Collection::new(forms, Lang::Zh, false);
    let mut book = CollectionBook::new(&collection).expect("there is room for temporary files");
    let mut n_rows = 0;
    rows(&collection, forms, n_reports, |sheet, row| {
        book.put(sheet, row).expect("a row is written");
        n_rows += 1;
    });
    book.finish(&mut tempfile::tempfile().expect("there is room")).expect("the workbook is written");
    n_rows
}

/// The same rows without heads, filters, charts and counting.
fn bare(n_reports: usize) -> usize {
    let forms = Forms::built_in();
    let collection = Collection::new(forms, Lang::Zh, false);
    let mut workbook = Workbook::new();
    let format = Format::new().set_font_size(10);
    // A sheet that is full is followed by another, as Excel demands of anyone.
    let mut sheets: HashMap<Sheet<'_>, (Worksheet, u32)> = HashMap::new();
    let (mut full, mut n_rows) = (Vec::new(), 0);
    rows(&collection, forms, n_reports, |sheet, row| {
        if sheets.get(&sheet).is_none_or(|(_, next)| *next == 1_048_576) {
            let fresh = workbook.new_worksheet_with_constant_memory().expect("there is room");
            full.extend(sheets.insert(sheet, (fresh, 0)).map(|(sheet, _)| sheet));
        }
        let (worksheet, next) = sheets.get_mut(&sheet).expect("it was just put there");
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Blank => {}
                Cell::Number(number) => {
                    let number: f64 = number.to_string().parse().expect("a number is a number");
                    worksheet
                        .write_number_with_format(*next, column, number, &format)
                        .expect("it is written");
                }
                Cell::Text(text) => {
                    worksheet
                        .write_string_with_format(*next, column, &**text, &format)
                        .expect("it is written");
                }
            }
        }
        *next += 1;
        n_rows += 1;
    });
    full.into_iter()
        .chain(sheets.into_values().map(|(sheet, _)| sheet))
        .for_each(|sheet| workbook.push_worksheet(sheet));
    workbook.save_to_writer(tempfile::tempfile().expect("there is room")).expect("the workbook is written");
    n_rows
}

/// The most memory that this process ever had, in MiB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kibibytes| kibibytes / 1024)
}

/// What is measured: writes so many reports, and gives the number of rows.
type Stage = (&'static str, fn(usize) -> usize);

const STAGES: [Stage; 3] = [("rows alone", nothing), ("bare rust_xlsxwriter", bare), ("collection", ours)];

/// Measures one stage and prints it as the parent reads it: milliseconds, rows, MiB.
fn measure(stage: &str, n_reports: usize) {
    let (_, run) = STAGES.iter().find(|(name, _)| *name == stage).expect("the parent names a stage");
    let start = Instant::now();
    let n_rows = run(n_reports);
    println!("{} {n_rows} {}", start.elapsed().as_millis(), peak().unwrap_or_default());
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, stage, n_reports] = &arguments[..] {
        return measure(stage, n_reports.parse().expect("the parent names a number"));
    }
    println!("{:>7} {:<22} {:>9} {:>8} {:>8} {:>9}", "reports", "stage", "rows", "ms", "× bare", "peak MiB");
    for n_reports in [1_000, 10_000] {
        let mut of_bare = Duration::ZERO;
        for (stage, _) in STAGES {
            let own = std::env::current_exe().expect("it runs");
            let output =
                Command::new(own).args([stage, &n_reports.to_string()]).output().expect("it runs again");
            let said = String::from_utf8_lossy(&output.stdout);
            let numbers: Vec<u64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            let [ms, n_rows, peak] = numbers[..] else {
                panic!("{}", String::from_utf8_lossy(&output.stderr))
            };
            let took = Duration::from_millis(ms);
            if stage == "bare rust_xlsxwriter" {
                of_bare = took;
            }
            let ratio = if of_bare.is_zero() { f64::NAN } else { took.as_secs_f64() / of_bare.as_secs_f64() };
            println!("{n_reports:>7} {stage:<22} {n_rows:>9} {ms:>8} {ratio:>8.2} {peak:>9}");
        }
    }
}
