use super::{Emphasis, excerpt};
use crate::document::{Block, Document, GridBuilder, Locus};
use unicode_width::UnicodeWidthStr;

fn drawn(document: &Document, at: &Locus, others: &[Locus]) -> String {
    let others: Vec<&Locus> = others.iter().collect();
    let drawn = excerpt(document, at, &others, |_| None, |_, text| text.to_owned());
    drawn.unwrap_or_else(|| "nothing".to_owned())
}

fn line(number: u32, text: &str) -> Block {
    Block::paragraph(text, Locus::Line(number))
}

/// A row with a label and so many figures.
fn wide(n_figures: u32) -> Document {
    let mut builder = GridBuilder::new();
    builder.row().cell("项目", 1, 1);
    for _ in 0..n_figures {
        builder.cell("政府信息公开申请数量", 1, 1);
    }
    builder.row().cell("一个相当长的行名，长得在一行里放不下，所以要截断，后面还有", 1, 1);
    for nth in 0..n_figures {
        builder.cell(nth.to_string(), 1, 1);
    }
    Document::from_blocks([builder.table(1).into()])
}

#[test]
fn a_place_that_is_not_there_is_not_drawn() {
    assert_eq!(drawn(&Document::default(), &Locus::Line(3), &[]), "nothing");
    assert_eq!(drawn(&wide(3), &Locus::Cell { table: 2, row: 1, column: 1 }, &[]), "nothing");
}

#[test]
fn nothing_steers_the_terminal() {
    let document = Document::from_blocks([line(1, "\u{1b}[2J清屏\u{7}\n换行")]);
    assert_eq!(drawn(&document, &Locus::Line(1), &[]), ">    1 | \u{FFFD}[2J清屏\u{FFFD} 换行\n");
}

#[test]
fn a_row_is_never_too_wide() {
    let at = |column| Locus::Cell { table: 1, row: 2, column };
    let all: Vec<Locus> = (2..42).map(at).collect();
    for n_others in 0..all.len() {
        let text = drawn(&wide(40), &at(20), &all[..n_others]);
        assert!(text.lines().all(|line| line.width() <= 100), "{text}");
        assert!(text.contains("【18】"), "{text}");
    }
    let prose = "很长的一段话。".repeat(100);
    let document = Document::from_blocks([line(1, &prose), line(2, &prose)]);
    let text = drawn(&document, &Locus::Line(2), &[]);
    assert!(text.lines().all(|line| line.width() <= 103 && line.ends_with('…')), "{text}");
}

#[test]
fn few_lines_are_drawn() {
    let document = Document::from_blocks((1..100).map(|number| line(number, "行")));
    let others: Vec<Locus> = (1..100).step_by(7).map(Locus::Line).collect();
    let text = drawn(&document, &Locus::Line(50), &others);
    assert_eq!(text.lines().filter(|line| !line.contains('…')).count(), 6, "{text}");
    assert!(text.contains(">   50 | 行"), "{text}");
}

#[test]
fn a_place_in_another_file_is_found() {
    let table = wide(2);
    let document = Document::default().joined(table, "统计表.docx");
    let at = Locus::Cell { table: 1, row: 2, column: 2 }.in_file(&"统计表.docx".into());
    assert!(drawn(&document, &at, &[]).contains("【0】"));
}

#[test]
fn marked_words_are_painted_and_nothing_else() {
    let document = Document::from_blocks([line(1, "甲"), line(2, "乙"), line(3, "丙")]);
    let paint = |emphasis: Emphasis, text: &str| match emphasis {
        Emphasis::Culprit => format!("<{text}>"),
        Emphasis::Operand => format!("({text})"),
    };
    let text = excerpt(&document, &Locus::Line(1), &[&Locus::Line(3)], |_| None, paint);
    assert_eq!(text.as_deref(), Some("<>>    1 | <甲>\n     2 | 乙\n(+)    3 | (丙)\n"));
}
