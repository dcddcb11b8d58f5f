//! Workbooks drawn as text, and what is read from them.
//!
//! A sheet is drawn row by row: `|` parts cells, `.` is an empty cell, `<` is merged with the cell to
//! its left and `^` with the one above. `+` before a cell gives it a border; a line `--` is a blank row.

mod round_trip;

use crate::document::{Block, Document, Grid, NoteKind};
use crate::error::Error;
use crate::read::{Limits, read};
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Draws a document: a paragraph is its text, a table its rows with spans written `×rows×columns`.
pub(super) fn drawn(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Table(grid) => draw(grid, &mut text),
            block => {
                let _ = writeln!(text, "¶ {}", block.text().unwrap_or_default().replace('\n', "↵"));
            }
        }
    }
    for note in &document.notes {
        let at = note.at.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "! {:?} {at}", note.kind);
    }
    text
}

fn draw(grid: &Grid, text: &mut String) {
    let head = if grid.n_head_rows() > 0 { format!(" head {}", grid.n_head_rows()) } else { String::new() };
    let _ = writeln!(text, "▦ {}×{}{head}", grid.n_rows(), grid.n_columns());
    for row in 0..grid.n_rows() {
        let cells = grid.row(row).iter().map(|cell| match (cell.row_span.0, cell.column_span.0) {
            (1, 1) => format!("[{}]", cell.text.replace('\n', "↵")),
            (rows, columns) => format!("[{}]{rows}×{columns}", cell.text.replace('\n', "↵")),
        });
        let _ = writeln!(text, "  {}", cells.collect::<String>());
    }
}

fn workbook(sheets: &[&str]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    for drawing in sheets {
        fill(workbook.add_worksheet(), drawing)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, drawing: &str) -> Outcome {
    let rows: Vec<Vec<&str>> =
        drawing.trim().lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let right = cells[column + 1..].iter().take_while(|cell| **cell == "<").count();
            let below = rows[row + 1..].iter().take_while(|row| row.get(column) == Some(&"^")).count();
            fill_cell(sheet, cell, (row, column), (row + below, column + right))?;
        }
    }
    Ok(())
}

fn fill_cell(sheet: &mut Worksheet, cell: &str, first: (usize, usize), last: (usize, usize)) -> Outcome {
    if matches!(cell, "--" | "." | "<" | "^") {
        return Ok(());
    }
    let format = Format::new();
    let (text, format) = match cell.strip_prefix('+') {
        Some(text) => (text, format.set_border(FormatBorder::Thin)),
        None => (cell, format),
    };
    let (row, column) = (u32::try_from(first.0)?, u16::try_from(first.1)?);
    let end = (u32::try_from(last.0)?, u16::try_from(last.1)?);
    if first == last {
        sheet.write_string_with_format(row, column, text, &format)?;
    } else {
        sheet.merge_range(row, column, end.0, end.1, text, &format)?;
    }
    Ok(())
}

fn check(sheet: &str, expected: &str) -> Outcome {
    let document = read(&workbook(&[sheet])?, &Limits::default())?;
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let found = drawn(&document);
    let found: Vec<&str> = found.lines().map(str::trim).collect();
    assert_eq!(found, expected, "of\n{sheet}");
    Ok(())
}

#[test]
fn lone_cells_are_paragraphs() -> Outcome {
    check("标题\n--\n一、总体情况\n略。", "¶ 标题\n¶ 一、总体情况\n¶ 略。")
}

#[test]
fn title_and_remark_stand_outside_the_table() -> Outcome {
    check(
        "某某市2021年度报告\n规章 | 1\n规范性文件 | 2\n注：略",
        "¶ 某某市2021年度报告\n▦ 2×2\n[规章][1]\n[规范性文件][2]\n¶ 注：略",
    )
}

#[test]
fn spanner_as_wide_as_the_table_belongs_to_it() -> Outcome {
    check("第二十条第（一）项 | <\n规章 | 1", "▦ 2×2\n[第二十条第（一）项]1×2\n[规章][1]")
}

#[test]
fn spanner_without_a_border_is_a_title_of_a_table_with_them() -> Outcome {
    check("统计表 | <\n+规章 | +1", "¶ 统计表\n▦ 1×2\n[规章][1]")
}

#[test]
fn long_line_above_a_table_is_a_title() -> Outcome {
    check(
        "某某市人民政府办公室二〇二一年政府信息公开工作年度报告统计表 | <\n规章 | 1",
        "¶ 某某市人民政府办公室二〇二一年政府信息公开工作年度报告统计表\n▦ 1×2\n[规章][1]",
    )
}

#[test]
fn short_line_amid_a_table_stays() -> Outcome {
    check("规章 | 1\n第二项\n许可 | 2", "▦ 3×2\n[规章][1]\n[第二项][]\n[许可][2]")
}

#[test]
fn sentence_amid_a_table_parts_it() -> Outcome {
    check("规章 | 1\n以下为许可。\n许可 | 2", "▦ 1×2\n[规章][1]\n¶ 以下为许可。\n▦ 1×2\n[许可][2]")
}

#[test]
fn blank_row_parts_tables() -> Outcome {
    check("规章 | 1\n--\n许可 | 2", "▦ 1×2\n[规章][1]\n▦ 1×2\n[许可][2]")
}

#[test]
fn blank_row_under_a_merge_parts_nothing() -> Outcome {
    check("办理结果 | 公开\n^ | .\n^ | 不公开", "▦ 3×2\n[办理结果]3×1[公开]\n[]\n[不公开]")
}

#[test]
fn borders_keep_blank_cells_and_one_blank_row() -> Outcome {
    check("+维持 | +纠正\n+ | +\n+ | +", "▦ 2×2\n[维持][纠正]\n[][]")
}

#[test]
fn label_with_a_bordered_blank_value_is_a_row() -> Outcome {
    check("+规章 | +1\n+许可 | +", "▦ 2×2\n[规章][1]\n[许可][]")
}

#[test]
fn empty_columns_beside_a_table_go() -> Outcome {
    check(". | 规章 | 1 | .", "▦ 1×2\n[规章][1]")
}

#[test]
fn sheets_are_read_in_order() -> Outcome {
    let document = read(&workbook(&["甲", "乙 | 1"])?, &Limits::default())?;
    assert_eq!(drawn(&document), "¶ 甲\n▦ 1×2\n  [乙][1]\n");
    Ok(())
}

#[test]
fn place_of_a_cell_is_that_on_the_sheet() -> Outcome {
    let document = read(&workbook(&["甲\n--\n. | 乙 | 丙"])?, &Limits::default())?;
    let Some(Block::Table(grid)) = document.blocks.last() else { return Err("no table".into()) };
    assert_eq!(grid.locus(&grid.cells()[1]).to_string(), "Sheet1!C3");
    Ok(())
}

/// A number as stored, and its text.
fn check_number(number: f64, expected: &str) -> Outcome {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_number(0, 0, number)?;
    let document = read(&workbook.save_to_buffer()?, &Limits::default())?;
    assert_eq!(document.blocks[0].text(), Some(expected));
    let long = document.notes.iter().any(|note| matches!(note.kind, NoteKind::LongNumber(_)));
    assert_eq!(long, number.abs() >= 1e15, "{number} is long");
    Ok(())
}

#[test]
fn numbers_are_exact() -> Outcome {
    check_number(12.0, "12")?;
    check_number(0.1, "0.1")?;
    check_number(0.1 + 0.2, "0.3")?;
    check_number(59_237.244_9, "59237.2449")?;
    check_number(-0.000_000_1, "-0.0000001")?;
    check_number(999_999_999_999_999.0, "999999999999999")
}

#[test]
fn whole_number_of_sixteen_digits_is_noted() -> Outcome {
    check_number(1_234_567_890_123_456.0, "约1234567890123456")
}

fn error_of(bytes: &[u8], limits: &Limits) -> Option<&'static str> {
    read(bytes, limits).err().as_ref().map(Error::code)
}

#[test]
fn stray_cell_in_the_far_corner_is_read() -> Outcome {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "甲")?.write(0, 1, 1)?.write(1_048_575, 16_383, 2)?;
    let document = read(&workbook.save_to_buffer()?, &Limits::default())?;
    assert_eq!(drawn(&document), "▦ 1×2\n  [甲][1]\n¶ 2\n");
    Ok(())
}

#[test]
fn cells_along_a_diagonal_are_beyond_the_limit() -> Outcome {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for at in 0..1_001 {
        sheet.write(u32::from(at), at, 1)?;
    }
    assert_eq!(error_of(&workbook.save_to_buffer()?, &Limits::default()), Some("limit-exceeded"));
    Ok(())
}

#[test]
fn repeated_strings_are_counted_each_time() -> Outcome {
    let limits = Limits { characters: 10, ..Limits::default() };
    assert_eq!(error_of(&workbook(&["甲乙丙丁 | 甲乙丙丁 | 甲乙丙丁"])?, &limits), Some("limit-exceeded"));
    Ok(())
}

#[test]
fn damaged_files_are_errors_of_their_kind() -> Outcome {
    let whole = workbook(&["甲 | 1"])?;
    for end in 4..whole.len() {
        assert!(read(&whole[..end], &Limits::default()).is_err(), "cut at {end}");
    }
    assert_eq!(error_of(&whole[..whole.len() / 2], &Limits::default()), Some("truncated"));
    Ok(())
}

#[test]
fn flipped_bytes_never_panic() -> Outcome {
    let whole = workbook(&["+甲 | 1\n乙 | <"])?;
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x11;
        let _ = read(&bytes, &Limits::default());
    }
    Ok(())
}

/// A workbook with one part changed, as no writer would write it.
fn altered(bytes: &[u8], part: &str, from: &str, to: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text)?;
        if name == part {
            assert!(text.contains(from), "{text}");
            text = text.replace(from, to);
        }
        writer.start_file(name, SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn range_that_runs_backwards_is_no_panic() -> Outcome {
    let bytes = altered(&workbook(&["甲 | <\n乙 | 1"])?, SHEET, "\"A1:B1\"", "\"B1:A1\"")?;
    if let Err(error) = read(&bytes, &Limits::default()) {
        assert_eq!(error.code(), "malformed");
    }
    Ok(())
}

#[test]
fn overlapping_merges_are_noted() -> Outcome {
    let bytes = altered(&workbook(&["甲 | <\n乙 | <\n丙 | 1"])?, SHEET, "\"A2:B2\"", "\"A1:A2\"")?;
    let document = read(&bytes, &Limits::default())?;
    assert!(document.notes.iter().any(|note| note.kind == NoteKind::IrregularSpans));
    assert!(drawn(&document).contains('乙'), "nothing is lost");
    Ok(())
}

#[test]
fn package_cut_inside_a_sheet_is_truncated() -> Outcome {
    let bytes = altered(&workbook(&["甲 | 1"])?, SHEET, "</c></row></sheetData>", "</c></row>")?;
    assert!(read(&bytes, &Limits::default()).is_err());
    Ok(())
}

#[test]
fn row_added_beside_a_known_table_is_kept() -> Outcome {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), ". | 规章 | 1\n. | . | . | 另计")?;
    workbook.define_name("nianbao_table_1", "=Sheet1!$A$1:$C$3")?;
    let document = read(&workbook.save_to_buffer()?, &Limits::default())?;
    assert_eq!(drawn(&document), "▦ 3×4\n  [][规章][1][]\n  [][][][另计]\n  [][][][]\n");
    Ok(())
}
