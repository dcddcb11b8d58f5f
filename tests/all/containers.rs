//! Whole reports in the containers that offices and their programs save: every figure must be read from each.

use crate::golden::path;
use crate::oddity::file;
use crate::page::{Cell, Page, Part, Rows};
use crate::properties::{check_shape, open, plain};
use crate::reports::{Cells, difference, essence, filed};
use crate::shapes::{self, Html, Place, places};
use std::fmt::Write as _;
use std::fs;

/// How wide a column is in RTF.
const WIDTH: usize = 1_000;

/// Each character of a text as RTF writes it: by its number, or as bytes of GB18030.
fn rtf_text(text: &str, by_number: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let mut units = [0; 2];
        let _ = match c {
            '\\' | '{' | '}' => write!(out, "\\{c}"),
            ' '..='~' => write!(out, "{c}"),
            c if by_number => c
                .encode_utf16(&mut units)
                .iter()
                .try_for_each(|unit| write!(out, "\\u{}?", unit.cast_signed())),
            c => encoding_rs::GB18030
                .encode(&c.to_string())
                .0
                .iter()
                .try_for_each(|byte| write!(out, "\\'{byte:02x}")),
        };
    }
    out
}

/// The cells of a row as RTF has them: one for what is merged from above too.
fn rtf_cells<'a>(places: &'a [Place<'a>]) -> Vec<(&'a Cell, bool, usize)> {
    let mut cells = Vec::new();
    let mut at = 0;
    while let Some(place) = places.get(at) {
        let (cell, begins) = place.expect("rows are as wide as their grid");
        at += cell.columns;
        cells.push((cell, begins, at));
    }
    cells
}

fn rtf_table(rows: &Rows, by_number: bool) -> String {
    let mut out = String::new();
    for places in places(rows) {
        let cells = rtf_cells(&places);
        out.push_str("\\trowd\\trleft0");
        for (cell, begins, end) in &cells {
            let merge = match (cell.rows > 1, begins) {
                (false, _) => "",
                (true, true) => "\\clvmgf",
                (true, false) => "\\clvmrg",
            };
            let _ = write!(out, "{merge}\\cellx{}", end * WIDTH);
        }
        out.push_str("\\pard\\intbl ");
        for (cell, begins, _) in &cells {
            let text = if *begins { rtf_text(&cell.text, by_number) } else { String::new() };
            let _ = write!(out, "{{{text}\\cell}}");
        }
        out.push_str("\\row\n");
    }
    out
}

pub(crate) fn rtf(page: &Page, by_number: bool) -> Vec<u8> {
    let mut out = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 ".to_owned();
    let _ = writeln!(out, "\\outlinelevel0 {}\\par\\pard", rtf_text(&page.title, by_number));
    for part in &page.parts {
        match part {
            Part::Line(line) => {
                let _ = writeln!(out, "\\pard {}\\par", rtf_text(line, by_number));
            }
            Part::Grid(rows) => out.push_str(&(rtf_table(rows, by_number) + "\\pard\\par\n")),
        }
    }
    (out + "}").into_bytes()
}

pub(crate) fn mhtml(page: &Page) -> Vec<u8> {
    let html = shapes::gb(&shapes::html(page, Html::default()));
    let mut body = String::new();
    for line in html.chunks(25) {
        line.iter().for_each(|byte| {
            let _ = write!(body, "={byte:02X}");
        });
        body.push_str("=\n");
    }
    let header = "Content-Type: text/html; charset=\"gb2312\"\nContent-Transfer-Encoding: quoted-printable";
    file(&format!(
        "mime\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\n{header}\n\n{body}\n--b--"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Numbers are stored as numbers, as long as that keeps their digits.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| number.to_string() == text)
}

/// The rows of a page as those of one sheet; a paragraph is a row of one cell.
fn sheet_rows(page: &Page) -> Vec<Vec<(usize, Cell)>> {
    let line = |text: &str| vec![(0, Cell { text: text.to_owned(), rows: 1, columns: 1, is_label: true })];
    let mut rows = vec![line(&page.title)];
    for part in &page.parts {
        match part {
            Part::Line(text) => rows.push(line(text)),
            Part::Grid(grid) => {
                rows.push(Vec::new());
                for places in places(grid) {
                    let begin = |(at, place): (usize, &Place<'_>)| {
                        place.and_then(|(cell, begins)| begins.then(|| (at, cell.clone())))
                    };
                    rows.push(places.iter().enumerate().filter_map(begin).collect());
                }
                rows.push(Vec::new());
            }
        }
    }
    rows
}

pub(crate) fn excel_2003(page: &Page) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"b\"><Borders>\
         <Border ss:LineStyle=\"Continuous\"/></Borders></Style></Styles><Worksheet ss:Name=\"年报\"><Table>",
    );
    for (number, row) in (1..).zip(sheet_rows(page)) {
        let _ = write!(out, "<Row ss:Index=\"{number}\">");
        let is_line = row.len() == 1;
        for (column, cell) in row {
            let (down, across) = (cell.rows - 1, cell.columns - 1);
            let kind = if is_number(&cell.text) { "Number" } else { "String" };
            let style = if is_line { "" } else { " ss:StyleID=\"b\"" };
            let _ = write!(
                out,
                "<Cell ss:Index=\"{}\" ss:MergeDown=\"{down}\" ss:MergeAcross=\"{across}\"{style}>\
                 <Data ss:Type=\"{kind}\">{}</Data></Cell>",
                column + 1,
                escaped(&cell.text)
            );
        }
        out.push_str("</Row>\n");
    }
    (out + "</Table></Worksheet></Workbook>").into_bytes()
}

pub(crate) fn ods(page: &Page) -> Vec<u8> {
    let mut out = String::from("ods\n<table:table table:name=\"年报\">");
    for row in sheet_rows(page) {
        out.push_str("<table:table-row>");
        let is_line = row.len() == 1;
        let mut next = 0;
        for (column, cell) in row {
            (next..column).for_each(|_| out.push_str("<table:covered-table-cell/>"));
            next = column + 1;
            let style = if is_line { "" } else { " table:style-name=\"b\"" };
            let kind = if is_number(&cell.text) {
                format!(" office:value-type=\"float\" office:value=\"{}\"", cell.text)
            } else {
                String::new()
            };
            let _ = write!(
                out,
                "<table:table-cell table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"{style}{kind}>\
                 <text:p>{}</text:p></table:table-cell>",
                cell.rows,
                cell.columns,
                escaped(&cell.text)
            );
        }
        out.push_str("</table:table-row>\n");
    }
    out.push_str(
        "</table:table>\n== styles\n<style:style style:name=\"b\" style:family=\"table-cell\">\
         <style:table-cell-properties fo:border=\"1pt solid\"/></style:style>",
    );
    file(&out)
}

#[test]
fn rtf_in_bytes_and_by_numbers() {
    check_shape(filed(Cells::Gaps), 15, |filed| rtf(&plain(filed), false));
    check_shape(filed(Cells::Gaps), 15, |filed| rtf(&plain(filed), true));
}

#[test]
fn mhtml_in_quoted_printable() {
    check_shape(filed(Cells::Gaps), 15, |filed| mhtml(&plain(filed)));
}

#[test]
fn workbook_of_excel_2003() {
    check_shape(filed(Cells::Gaps), 15, |filed| excel_2003(&plain(filed)));
}

#[test]
fn workbook_of_libre_office() {
    check_shape(filed(Cells::Gaps), 15, |filed| ods(&plain(filed)));
}

/// `2021.xls` is what another program saved of `2021.xlsx`.
#[test]
fn workbook_saved_by_another_program() {
    let facts = |name: &str| {
        let bytes = fs::read(path(&format!("convert/{name}"))).expect("the workbook is there");
        essence(&open(&bytes).report)
    };
    assert_eq!(difference(&facts("2021.xls"), &facts("2021.xlsx")), "");
}
