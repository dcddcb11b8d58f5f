//! What each stage costs, beside the floor: the same bytes inflated and tokenised, and nothing else.
//!
//! `cargo bench --bench stages` prints microseconds a report, the ratio to the floor of the same run, and the
//! goal; machines are noisy, so only ratios of one run are worth comparing.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

mod filed;
mod floor;
mod twin;

use filed::{Cells, filed};
use floor::{row, time};
use nianbao::check::check;
use nianbao::document::{Block, Document, Grid};
use nianbao::grammar::Forms;
use nianbao::lang::Lang;
use nianbao::layout::layout;
use nianbao::migrate::{Policy, migrate};
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::report::Report;
use nianbao::write::{Format, to_json, write};
use rust_xlsxwriter::{Format as CellFormat, FormatBorder, Workbook, XlsxError};
use std::time::Duration;
use twin::Plan;

fn main() {
    let forms = Forms::built_in();
    println!("{:<8} {:<28} {:>9} {:>8}  goal", "edition", "work", "µs", "×");
    for edition in ["2014", "2019", "2021"] {
        stages(forms, edition);
        growth(forms, edition);
    }
}

/// Every stage on its own, and the ways that a report goes through several.
fn stages(forms: &Forms, edition: &str) {
    let limits = Limits::default();
    let laid = layout(&report(edition), forms);
    let docx = write(&laid, Format::Docx).expect("it can be written");
    let document = read(&docx, &limits).expect("it can be read");
    let report = recognize(&document, forms).report;
    let migrated = migrate(&report, forms, Policy::Standard).report;
    let laid = layout(&migrated, forms);
    let written = write(&laid, Format::Docx).expect("it can be written");
    let main_part = floor::main_part(&written);

    let json = |report: &Report| to_json(report, &[], &Places::default(), None, Lang::Zh, false);
    let between = || {
        let report = recognize(&document, forms).report;
        (check(&report, forms).len(), layout(&migrate(&report, forms, Policy::Standard).report, forms))
    };
    let to_json = || {
        let report = recognize(&read(&docx, &limits)?, forms).report;
        Ok::<_, nianbao::Error>((check(&report, forms).len(), json(&report)))
    };
    let to_docx = || {
        let report = recognize(&read(&docx, &limits)?, forms).report;
        let _ = check(&report, forms);
        write(&layout(&migrate(&report, forms, Policy::Standard).report, forms), Format::Docx)
    };

    let reading = time(|| floor::read(&docx));
    let writing = time(|| floor::write(&written, &main_part));
    let sheets = time(|| bare_sheets(&laid));
    let plan = Plan::of(&write(&laid, Format::Xlsx).expect("it can be written"));
    let by_hand = time(|| plan.write());
    let print = |work, took, floor, goal| println!("{}", row(edition, work, took, floor, goal));
    print("floor of reading", reading, reading, "");
    print("read", time(|| read(&docx, &limits)), reading, "");
    print("recognize", time(|| recognize(&document, forms)), reading, "");
    print("check", time(|| check(&report, forms)), reading, "");
    print("migrate", time(|| migrate(&report, forms, Policy::Standard)), reading, "");
    print("layout", time(|| layout(&migrated, forms)), reading, "");
    print("recognize to layout", time(between), reading, "60 µs");
    print("write json", time(|| json(&report)), reading, "");
    print("docx to json", time(to_json), reading, "1.3");
    print("floor of writing", writing, writing, "");
    print("write docx", time(|| write(&laid, Format::Docx)), writing, "");
    print("docx to migrated docx", time(to_docx), reading + writing, "1.3");
    print("write html", time(|| write(&laid, Format::Html)), writing, "");
    print("sheets by hand", by_hand, by_hand, "");
    let xlsx = time(|| write(&laid, Format::Xlsx));
    print("write xlsx", xlsx, by_hand, "1.15");
    print("bare sheets", sheets, sheets, "");
    print("write xlsx", xlsx, sheets, "");
}

/// A document ten times as long against one.
fn growth(forms: &Forms, edition: &str) {
    let limits = Limits::default();
    let one = layout(&report(edition), forms);
    let ten = Document::from_blocks(std::iter::repeat_n(&one.blocks, 10).flatten().cloned());
    let timed = |document: &Document| -> [Duration; 2] {
        let docx = write(document, Format::Docx).expect("it can be written");
        let document = read(&docx, &limits).expect("it can be read");
        [time(|| read(&docx, &limits)), time(|| recognize(&document, forms))]
    };
    let (one, ten) = (timed(&one), timed(&ten));
    let works = ["read ten times as long", "recognize ten times as long"];
    for ((work, one), ten) in works.iter().zip(one).zip(ten) {
        println!("{}", row(edition, work, ten, one, "10.5"));
    }
}

/// A report of an edition of which every sum is right, with some prose.
fn report(edition: &str) -> Report {
    let mut reports = (0..1000).map(|nth| filed(nth, Cells::Footing));
    let mut report = reports.find(|report| report.edition == edition).expect("one in three is");
    for passage in &mut report.narrative {
        passage.paragraphs.extend(
            (0..8).map(|_| "全年主动公开政府信息，及时回应群众关切，规范办理依申请公开。".repeat(3).into()),
        );
    }
    report
}

/// The tables of a document as sheets by `rust_xlsxwriter` with nothing but borders, neither widths nor heights,
/// names nor conditions: the least that such sheets can be.
fn bare_sheets(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bordered = CellFormat::new().set_border(FormatBorder::Thin);
    let lines = workbook.add_worksheet();
    for (row, text) in (0..).zip(document.blocks.iter().filter_map(Block::text)) {
        lines.write_string(row, 0, text)?;
    }
    for block in &document.blocks {
        if let Block::Table(grid) = block {
            bare_sheet(&mut workbook, grid, &bordered)?;
        }
    }
    workbook.save_to_buffer()
}

fn bare_sheet(workbook: &mut Workbook, grid: &Grid, bordered: &CellFormat) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    let column = |column: u32| u16::try_from(column).expect("a table is not that wide");
    for cell in grid.cells() {
        let (first, last) = (column(cell.column), column(cell.end_column() - 1));
        if (cell.row_span.0, cell.column_span.0) != (1, 1) {
            sheet.merge_range(cell.row, first, cell.end_row() - 1, last, "", bordered)?;
        }
        match cell.text.parse::<f64>() {
            Ok(number) => sheet.write_number_with_format(cell.row, first, number, bordered)?,
            Err(_) => sheet.write_string_with_format(cell.row, first, &cell.text, bordered)?,
        };
    }
    Ok(())
}
