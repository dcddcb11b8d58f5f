//! Sheets that are full, and rows counted back.

use super::CollectionBook;
use crate::collect::{Cell, Collection, Sheet};
use crate::grammar::Forms;
use crate::lang::Lang;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// A row of findings: a number, and texts that are kept as texts.
fn row(number: usize) -> Vec<Cell<'static>> {
    let text = |text: &'static str| Cell::Text(text.into());
    vec![
        Cell::Number(number.into()),
        text("=1+1"),
        Cell::Blank,
        text("007"),
        Cell::number(16_u64.pow(14).into()),
    ]
}

/// What a cell cannot hold is cut, and says so; a control character is `�`.
#[test]
fn a_text_too_long_says_what_is_missing() {
    let collection = Collection::new(Forms::built_in(), Lang::Zh, false);
    let mut book = CollectionBook::new(&collection).expect("there is room for temporary files");
    let row = vec![Cell::Text("甲".repeat(40_000).into()), Cell::Text("乙\u{1}丙".into())];
    book.put(Sheet::Findings, &row).expect("a row is written");
    let mut file = Cursor::new(Vec::new());
    book.finish(&mut file).expect("the workbook is written");
    let mut read: Xlsx<_> = Xlsx::new(file).expect("a workbook is read");
    let range = read.worksheet_range("核对").expect("the sheet is there");
    let text = range.get((1, 0)).expect("the row is there").to_string();
    assert_eq!(text.chars().filter(|c| *c == '甲').count(), 32_000);
    assert!(
        text.ends_with("（单元格放不下，还有 8000 字见原文件）"),
        "{}",
        text.chars().rev().take(30).collect::<String>()
    );
    assert_eq!(range.get((1, 1)), Some(&Data::String("乙\u{FFFD}丙".into())));
}

#[test]
fn a_full_sheet_is_continued_and_no_row_is_lost() {
    let collection = Collection::new(Forms::built_in(), Lang::Zh, false);
    let mut book = CollectionBook::with_limit(&collection, 10).expect("there is room for temporary files");
    for number in 1..=25 {
        book.put(Sheet::Findings, &row(number)).expect("a row is written");
    }
    let mut file = Cursor::new(Vec::new());
    book.finish(&mut file).expect("the workbook is written, and every row is in it");
    let mut read: Xlsx<_> = Xlsx::new(file).expect("a workbook is read");
    assert_eq!(read.sheet_names(), ["汇总", "图表", "明细", "核对", "核对2", "核对3", "来源"]);
    let mut numbers = Vec::new();
    for sheet in ["核对", "核对2", "核对3"] {
        let range = read.worksheet_range(sheet).expect("the sheet is there");
        for row in range.rows().skip(1) {
            numbers.push(row[0].clone());
            assert_eq!(row[1..4], [Data::String("=1+1".into()), Data::Empty, Data::String("007".into())]);
            assert_eq!(
                row[4],
                Data::String("72057594037927936".into()),
                "seventeen digits are no number of Excel"
            );
        }
    }
    assert_eq!(numbers, (1..=25).map(|number| Data::Float(f64::from(number))).collect::<Vec<_>>());
}
