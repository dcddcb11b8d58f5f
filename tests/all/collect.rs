//! Many reports in one workbook, read back by another library and added up from the JSON of the reports.

use crate::properties::runner;
use crate::reports::{Cells, Mix, filed_as};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use nianbao::grammar::{Forms, charts};
use nianbao::layout::layout;
use nianbao::report::Decimal;
use nianbao::write::{Format, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::Config;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Reports of three editions in a folder.
fn prepare(folder: &Path, n_reports: usize) {
    let mut runner = runner(Config::default());
    let mixes = [Mix::Of("2014"), Mix::Of("2019"), Mix::Of("2021")];
    for number in 0..n_reports {
        let cells = if number % 4 == 3 { Cells::Gaps } else { Cells::Footing };
        let filed =
            filed_as(mixes[number % 3], cells).new_tree(&mut runner).expect("a report is made").current();
        // A workbook has a sheet for each table, and holds one report all the same.
        let (format, ending) = if number % 5 == 0 { (Format::Xlsx, "xlsx") } else { (Format::Docx, "docx") };
        let bytes = write(&layout(&filed.report, Forms::built_in()), format).expect("it is written");
        fs::write(folder.join(format!("{number:02}.{ending}")), bytes).expect("a file can be written");
    }
}

fn nianbao(folder: &Path, arguments: &str) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let output = command.args(arguments.split(' ')).current_dir(folder).output().expect("it was built");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {said}");
    output.stdout
}

/// The reports that a command prints as JSON, a line each.
fn reports(folder: &Path, arguments: &str) -> Vec<Json> {
    let lines = String::from_utf8(nianbao(folder, arguments)).expect("JSON is a text");
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is a report")).collect()
}

/// A number of JSON, exact.
fn number(json: &Json) -> Option<Decimal> {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    (!json.is_null()).then(|| text.parse().expect("a value is a number"))
}

/// A number of a sheet, as it is stored or, of many digits, as text.
fn cell(data: &Data) -> Option<Decimal> {
    match data {
        Data::Float(number) => Some(number.to_string().parse().expect("a number is a number")),
        Data::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn sheet(path: &Path, name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook is read");
    workbook.worksheet_range(name).expect("the sheet is there")
}

/// Sums and numbers of numbers for each concept, from JSON.
fn sums(reports: &[Json]) -> BTreeMap<String, (usize, Decimal)> {
    let mut sums: BTreeMap<String, (usize, Decimal)> = BTreeMap::new();
    for report in reports {
        for (concept, fact) in report["facts"].as_object().expect("facts are a map") {
            let sum = sums.entry(concept.clone()).or_default();
            if let Some(number) = number(&fact["value"]) {
                *sum = (sum.0 + 1, sum.1 + number);
            }
        }
    }
    sums
}

#[test]
fn columns_sum_to_the_sums_over_the_json() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    prepare(folder.path(), 60);
    let path = folder.path().join("all/all.xlsx");
    nianbao(folder.path(), "collect . -o all/all.xlsx");
    fs::rename(folder.path().join("all"), folder.path().join(".all")).expect("it can be moved");
    let path = folder.path().join(".all").join(path.file_name().expect("it has a name"));
    let reports = reports(folder.path(), "migrate . --to json -o -");
    assert_eq!(reports.len(), 60);

    let summary = sheet(&path, "汇总");
    let form = Forms::built_in().current().expect("a form is in force");
    let sums = sums(&reports);
    for (at, concept) in form.concepts().enumerate() {
        let column = summary.rows().skip(3).filter_map(|row| cell(&row[5 + at]));
        let found = column.fold((0, Decimal::ZERO), |(n, sum), number| (n + 1, sum + number));
        assert_eq!(found, sums[concept.as_str()], "{concept}");
    }
    assert_eq!(summary.height() - 3, 60);

    let details = sheet(&path, "明细");
    let of_report = |number: u32| details.rows().filter(move |row| row[0] == Data::Float(number.into()));
    for (at, report) in (1..).zip(&reports) {
        let facts = report["facts"].as_object().expect("facts are a map");
        assert_eq!(of_report(at).count(), facts.len());
        for row in of_report(at) {
            let fact = &facts[&row[5].to_string()];
            assert_eq!(cell(&row[8]), number(&fact["value"]), "{}", row[5]);
        }
    }
    let n_facts: usize =
        reports.iter().map(|report| report["facts"].as_object().map_or(0, serde_json::Map::len)).sum();
    assert_eq!(details.height() - 1, n_facts);

    let n_findings: usize =
        reports.iter().map(|report| report["findings"].as_array().map_or(0, Vec::len)).sum();
    // Those of the collection itself are not in the JSON of the reports.
    let of_reports = sheet(&path, "核对");
    let of_reports = of_reports.rows().skip(1).filter(|row| row[6] != Data::String("same-report".into()));
    assert_eq!(of_reports.count(), n_findings);
    assert_eq!(sheet(&path, "来源").height() - 1, 60);
    charts_show_named_sums(&sheet(&path, "图表"), &reports);
}

/// Every sum under the charts is that of the figures of its year, and there is none where no report has a number.
fn charts_show_named_sums(sheet: &Range<Data>, reports: &[Json]) {
    let series: Vec<_> = charts().iter().flat_map(|chart| &chart.series).collect();
    let mut n_years = 0;
    for row in sheet.rows().filter(|row| matches!(row[0], Data::Float(_))) {
        let year = cell(&row[0]).expect("a year is a number");
        let of_year: Vec<Json> =
            reports.iter().filter(|report| number(&report["year"]) == Some(year)).cloned().collect();
        assert_eq!(cell(&row[1]), Some(of_year.len().into()));
        let sums = sums(&of_year);
        for (at, series) in series.iter().enumerate() {
            let own = sums.iter().filter(|(concept, _)| series.figures.have(concept)).map(|(_, sum)| *sum);
            let (n, total) = own.fold((0, Decimal::ZERO), |(n, total), (own, sum)| (n + own, total + sum));
            let expected = if n == 0 { [None, None] } else { [Some(total), Some(n.into())] };
            assert_eq!([cell(&row[2 + 2 * at]), cell(&row[3 + 2 * at])], expected, "{year} {}", series.label);
        }
        n_years += 1;
    }
    assert!(n_years > 3, "there are several years");
}

/// As filed, each edition has a summary of its own, and the figures are those of the reports as they are.
#[test]
fn as_filed_each_edition_has_a_summary() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    prepare(folder.path(), 12);
    nianbao(folder.path(), "collect . -o .all.xlsx --as-filed");
    let reports = reports(folder.path(), "convert . --to json -o -");
    for form in Forms::built_in().iter() {
        let own: Vec<Json> =
            reports.iter().filter(|report| report["edition"] == *form.edition).cloned().collect();
        let summary = sheet(&folder.path().join(".all.xlsx"), &format!("汇总 {}", form.edition));
        assert_eq!(summary.height() - 3, own.len());
        let sums = sums(&own);
        for (at, concept) in form.concepts().enumerate() {
            let sum: Decimal = summary.rows().skip(3).filter_map(|row| cell(&row[5 + at])).sum();
            assert_eq!(sum, sums[concept.as_str()].1, "{concept}");
        }
    }
}

/// A figure that the form in force has no column for stands in the last one.
#[test]
fn csv_has_the_same_rows() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    prepare(folder.path(), 6);
    nianbao(folder.path(), "collect . -o .all.xlsx");
    for (table, name, n_heads) in
        [("summary", "汇总", 3), ("details", "明细", 1), ("findings", "核对", 1), ("sources", "来源", 1)]
    {
        let csv = nianbao(folder.path(), &format!("collect . --to csv --table {table} -o -"));
        let csv = String::from_utf8(csv).expect("it is UTF-8");
        let sheet = sheet(&folder.path().join(".all.xlsx"), name);
        let mut lines =
            csv.strip_prefix('\u{FEFF}').expect("Excel knows it by its mark").split_terminator("\r\n");
        assert_eq!(lines.next().expect("it has a head").split(',').count(), sheet.width());
        assert_eq!(lines.count(), sheet.height() - n_heads, "{table}");
    }
}
