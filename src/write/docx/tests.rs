use super::markup::text;
use super::{body, write};
use crate::document::{Block, Document, Flat, FlatCell, GridBuilder, Locus, Place};

fn check(blocks: &[Block], expected: &[&str]) {
    let markup = body(blocks).expect("the document fits");
    let mut rest = markup.as_str();
    for part in expected {
        let Some((_, after)) = rest.split_once(part) else { panic!("no {part}\nin {rest}") };
        rest = after;
    }
}

#[test]
fn markup_is_escaped_and_forbidden_characters_are_left_out() {
    let mut out = String::new();
    text(&mut out, "a<b>&\"c\u{1}\u{B}\u{FFFE}镕");
    assert_eq!(out, "a&lt;b&gt;&amp;&quot;c镕");
}

#[test]
fn breaks_and_tabs_have_elements() {
    let t = "<w:t xml:space=\"preserve\">";
    let expected = format!("{t} 甲</w:t><w:br/>{t}乙</w:t><w:tab/>{t}丙</w:t><w:br/></w:r>");
    check(&[Block::paragraph(" 甲\r\n乙\t丙\r", Locus::Paragraph(1))], &[&expected]);
}

#[test]
fn merged_cells_are_continued_and_holes_filled() {
    let mut builder = GridBuilder::new();
    builder.row().cell("项目", 2, 2).cell("数", 1, 1).end_head();
    builder.row();
    check(
        &[builder.table(1).into()],
        &[
            "<w:tblHeader/>",
            "<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/>",
            "数",
            "</w:tr><w:tr>",
            "<w:gridSpan w:val=\"2\"/><w:vMerge/>",
            "<w:p><w:pPr><w:pStyle w:val=\"TableText24\"/></w:pPr></w:p></w:tc></w:tr></w:tbl>",
        ],
    );
}

#[test]
fn tables_are_kept_apart() {
    let grid = || {
        let mut builder = GridBuilder::new();
        builder.row().cell("甲", 1, 1);
        Block::from(builder.table(1))
    };
    check(&[grid(), grid()], &["</w:tbl><w:p>", "</w:p><w:tbl>", "</w:tbl><w:p>"]);
}

#[test]
fn flattened_cells_are_a_paragraph() {
    let cells = ["规章", "", "0"].map(|text| FlatCell {
        text: text.into(),
        place: Place::Unknown,
        at: Locus::Line(1),
    });
    check(&[Block::Flat(Flat { cells: cells.into() })], &["规章 |  | 0</w:t>"]);
}

#[test]
fn widths_fill_the_text_area() {
    for n_columns in [1, 4, 10, 15, 63] {
        let mut builder = GridBuilder::new();
        builder.row();
        for column in 0..n_columns {
            builder.cell(if column == 0 { "本年度办理结果中的一个很长的标签" } else { "0" }, 1, 1);
        }
        let markup = body(&[builder.table(1).into()]).expect("the table fits");
        let widths = markup.split("<w:gridCol w:w=\"").skip(1);
        let widths: Vec<u32> =
            widths.filter_map(|rest| rest.split('"').next().and_then(|width| width.parse().ok())).collect();
        assert_eq!((widths.len(), widths.iter().sum::<u32>()), (n_columns, 8845));
        assert!(widths.iter().all(|width| *width > 100), "{widths:?}");
    }
}

#[test]
fn a_table_that_is_too_wide_is_refused() {
    let mut builder = GridBuilder::new();
    builder.row().at_least(64).cell("甲", 1, 1);
    let document = Document::from_blocks([builder.table(1).into()]);
    assert_eq!(write(&document).map_err(|error| error.code()), Err("unwritable"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = Document::from_blocks([Block::heading(0, "年度报告", Locus::Paragraph(1))]);
    assert_eq!(write(&document), write(&document));
}
