//! What a written workbook holds, as calamine sees it.

use super::sheet_name::SheetNames;
use super::{table, write};
use crate::document::{Block, Document, GridBuilder, Holds, Locus, Orientation};
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn table(text: &str) -> Block {
    let mut builder = GridBuilder::new();
    builder.row().cell("规章", 1, 1).cell(text, 1, 1);
    builder.table(1).into()
}

#[test]
fn a_figure_that_differs_is_set_off() -> Outcome {
    let styles = |block: Block| -> Result<String, Box<dyn std::error::Error>> {
        let bytes = write(&Document::from_blocks([block]))?;
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(bytes))?.by_name("xl/styles.xml")?.read_to_string(&mut text)?;
        Ok(text)
    };
    let mut builder = GridBuilder::new();
    builder.row().cell("1", 1, 1).mark(Holds::Differing("review.total".into()));
    assert!(styles(builder.table(1).into())?.contains("FFFFEB9C"));
    assert!(!styles(table("1"))?.contains("FFFFEB9C"));
    Ok(())
}

fn heading(text: &str) -> Block {
    Block::heading(1, text, Locus::Paragraph(1))
}

fn check_sheets(blocks: &[Block], expected: &[&str]) -> Outcome {
    let bytes = write(&Document::from_blocks(blocks.iter().cloned()))?;
    assert_eq!(Xlsx::new(Cursor::new(bytes))?.sheet_names(), expected);
    Ok(())
}

#[test]
fn table_sheet_is_named_after_its_heading() -> Outcome {
    check_sheets(&[heading("二、主动公开"), table("1")], &["正文", "二、主动公开"])
}

#[test]
fn document_without_prose_has_only_tables() -> Outcome {
    check_sheets(&[table("1"), table("2")], &["表1", "表2"])
}

#[test]
fn empty_document_has_a_sheet() -> Outcome {
    check_sheets(&[], &["正文"])
}

/// The text of a part of a written workbook.
fn part(blocks: &[Block], name: &str) -> Result<String, Box<dyn std::error::Error>> {
    let bytes = write(&Document::from_blocks(blocks.iter().cloned()))?;
    let mut package = zip::ZipArchive::new(Cursor::new(bytes))?;
    Ok(std::io::read_to_string(package.by_name(name)?)?)
}

#[test]
fn note_is_that_of_its_cell() -> Outcome {
    let mut builder = GridBuilder::new();
    builder.row().cell("规章", 1, 1).cell("0", 1, 2).mark(Holds::Stray);
    let mut grid = builder.table(1);
    grid.marks_mut().for_each(|mark| mark.note = Some("零的部分：甲 < 乙".into()));
    let comments = part(&[grid.into()], "xl/comments1.xml")?;
    assert!(comments.contains("<author>年报转换（nianbao）</author>"), "{comments}");
    assert!(comments.contains("<comment ref=\"B1\""), "{comments}");
    assert!(comments.contains(">零的部分：甲 &lt; 乙</t>"), "{comments}");
    Ok(())
}

#[test]
fn without_notes_there_is_no_part_for_them() {
    assert!(part(&[table("1")], "xl/comments1.xml").is_err());
}

#[test]
fn sheet_without_a_heading_is_named_by_the_line_across_its_top() -> Outcome {
    let mut builder = GridBuilder::new();
    builder.row().cell("转换台账：某某县档案局", 1, 2);
    builder.row().cell("规章", 1, 1).cell("0", 1, 1);
    check_sheets(&[builder.table(1).into()], &["转换台账：某某县档案局"])?;
    check_sheets(&[table("1")], &["表1"])
}

#[test]
fn page_lies_as_the_document_says() -> Outcome {
    let blocks = [table("1"), Block::Page(Orientation::Landscape), table("2")];
    for (sheet, orientation) in [("sheet1", "portrait"), ("sheet2", "landscape")] {
        let text = part(&blocks, &format!("xl/worksheets/{sheet}.xml"))?;
        assert!(text.contains(&format!("orientation=\"{orientation}\"")), "{sheet}: {text}");
    }
    Ok(())
}

fn check_names(headings: &[&str], expected: &[&str]) {
    let mut names = SheetNames::default();
    let given: Vec<String> = (1..).zip(headings).map(|(n, heading)| names.next(heading, n)).collect();
    assert_eq!(given, expected);
}

#[test]
fn names_are_unlike_even_in_case() {
    check_names(&["Table", "TABLE", "table"], &["Table", "TABLE (2)", "table (3)"]);
}

#[test]
fn names_that_excel_keeps_are_not_used() {
    check_names(&["History", "正文"], &["History (2)", "正文 (2)"]);
}

#[test]
fn forbidden_characters_go() {
    check_names(&["'[一]:*?/\\二'", "///"], &["一二", "表2"]);
}

#[test]
fn names_are_cut_by_units() {
    let long = "甲".repeat(30) + "\u{20000}乙";
    check_names(&[&long, &long], &["甲".repeat(30).as_str(), &("甲".repeat(27) + " (2)")]);
}

fn check_stored(text: &str, expected: &Data) -> Outcome {
    let bytes = write(&Document::from_blocks([table(text)]))?;
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    assert_eq!(book.worksheet_range("表1")?.get_value((0, 1)), Some(expected), "{text}");
    Ok(())
}

#[test]
fn plain_numbers_are_stored_as_numbers() -> Outcome {
    check_stored("12", &Data::Float(12.0))?;
    check_stored("-12.5", &Data::Float(-12.5))?;
    check_stored("123456789012345", &Data::Float(123_456_789_012_345.0))
}

#[test]
fn everything_else_is_stored_as_text() -> Outcome {
    for text in ["00123", "1.50", "-0", "+1", "1e3", "=1+1", "１２", "1234567890123456", "5.", ".5", "1,234"]
    {
        check_stored(text, &Data::String(text.into()))?;
    }
    Ok(())
}

#[test]
fn same_document_gives_the_same_bytes() -> Outcome {
    let document = Document::from_blocks([heading("一、"), table("1")]);
    assert_eq!(write(&document)?, write(&document)?);
    Ok(())
}

#[test]
fn cell_too_long_is_refused() {
    let error = write(&Document::from_blocks([table(&"甲".repeat(40_000))])).err();
    assert_eq!(error.as_ref().map(crate::Error::code), Some("unwritable"));
}

#[test]
fn numbers_of_fifteen_digits_at_most() {
    assert_eq!(table::number("0.000000000000001"), None, "its length is beyond what Excel shows");
    assert_eq!(table::number("0.1234567890123"), Some(0.123_456_789_012_3));
}
