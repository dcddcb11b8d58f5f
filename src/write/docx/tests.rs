use super::markup::text;
use super::{Attached, main_part, parts, write};
use crate::document::{Block, Document, Flat, FlatCell, Grid, GridBuilder, Holds, Locus, Orientation, Place};

fn markup(blocks: &[Block]) -> String {
    main_part(blocks, &mut Attached::default()).expect("the document fits")
}

fn check(blocks: &[Block], expected: &[&str]) {
    let markup = markup(blocks);
    let mut rest = markup.as_str();
    for part in expected {
        let Some((_, after)) = rest.split_once(part) else { panic!("no {part}\nin {rest}") };
        rest = after;
    }
}

#[test]
fn markup_is_escaped_and_forbidden_characters_are_replaced() {
    let mut out = String::new();
    text(&mut out, "a<b>&\"c\u{1}\u{B}\u{FFFE}镕");
    assert_eq!(out, "a&lt;b&gt;&amp;&quot;c\u{FFFD}\u{FFFD}\u{FFFD}镕");
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

/// A table of one row; each text with what it holds and the note on it.
fn noted(cells: &[(&str, Option<&str>)]) -> Grid {
    let mut builder = GridBuilder::new();
    builder.row();
    for (text, _) in cells {
        builder.cell(*text, 1, 1).mark(Holds::Stray);
    }
    let mut grid = builder.table(1);
    grid.marks_mut().zip(cells).for_each(|(mark, (_, note))| mark.note = note.map(str::to_owned));
    grid
}

#[test]
fn a_note_is_anchored_to_all_lines_of_its_cell() {
    check(
        &[noted(&[("甲\n乙", Some("一")), ("", Some("二")), ("丙", None)]).into()],
        &[
            "<w:commentRangeStart w:id=\"0\"/>",
            "甲</w:t></w:r></w:p>",
            "乙</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r>",
            "<w:commentReference w:id=\"0\"/></w:r></w:p></w:tc>",
            "<w:commentRangeStart w:id=\"1\"/><w:commentRangeEnd w:id=\"1\"/>",
            "<w:commentReference w:id=\"1\"/></w:r></w:p></w:tc>",
            "丙</w:t></w:r></w:p></w:tc>",
        ],
    );
}

/// A part of the package of a document, where there is one of this name.
fn part(document: &Document, name: &str) -> Option<String> {
    let parts = parts(document, &mut Attached::default()).expect("the document fits");
    parts.into_iter().find(|part| part.name == name).map(|part| part.text.into_owned())
}

#[test]
fn notes_are_comments_of_this_program_in_the_order_of_the_text() {
    let grid = || noted(&[("0", Some("甲 < 乙")), ("0", Some("丙"))]).into();
    let document = Document::from_blocks([grid(), Block::paragraph("正文", Locus::Paragraph(1)), grid()]);
    let comments = part(&document, "word/comments.xml").expect("there are comments");
    let ids: Vec<&str> = comments.split("<w:comment w:id=\"").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(ids, ["0", "1", "2", "3"]);
    assert_eq!(comments.matches("w:author=\"年报转换（nianbao）\"").count(), 4);
    assert!(comments.contains("甲 &lt; 乙</w:t>") && !comments.contains("w:date"));
}

#[test]
fn without_notes_there_is_no_part_for_them() {
    let document = Document::from_blocks([noted(&[("0", None)]).into()]);
    assert_eq!(part(&document, "word/comments.xml"), None);
}

#[test]
fn a_new_page_ends_the_section_before_it() {
    let line = |text: &str| Block::paragraph(text, Locus::Paragraph(1));
    let grid = || Block::from(noted(&[("0", None)]));
    let landscape = Block::Page(Orientation::Landscape);
    check(
        &[line("甲"), landscape.clone(), line("乙"), grid(), Block::Page(Orientation::Portrait), line("丙")],
        &[
            "<w:p><w:pPr><w:sectPr>",
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
            "甲",
            "乙",
            "<w:gridCol w:w=\"12756\"/>",
            "</w:tbl><w:p><w:pPr><w:snapToGrid",
            "<w:sectPr>",
            "w:orient=\"landscape\"",
            "丙",
            "</w:p><w:sectPr>",
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        ],
    );
    let turned = markup(&[landscape.clone(), line("甲"), landscape]);
    assert_eq!(turned.matches("<w:sectPr>").count(), 1, "pages without a block are left out");
    assert!(turned.contains("w:orient=\"landscape\""));
}

#[test]
fn only_landscape_pages_have_their_number_beside_the_text() {
    let name = "word/footer3.xml";
    let line = Block::paragraph("甲", Locus::Paragraph(1));
    assert_eq!(part(&Document::from_blocks([line.clone()]), name), None);
    let document = Document::from_blocks([Block::Page(Orientation::Landscape), line]);
    let footer = part(&document, name).expect("the page number has a place");
    assert!(footer.contains("<w:framePr ") && footer.contains("<w:textDirection w:val=\"tbRl\"/>"));
}

/// For each row whether it stays on the page of the one below.
fn kept(grid: Grid) -> Vec<bool> {
    let markup = markup(&[grid.into()]);
    markup.split("<w:tr>").skip(1).map(|row| row.contains("<w:keepNext/>")).collect()
}

#[test]
fn headings_stay_with_the_rows_below() {
    let figure = || Holds::Figure("甲".into());
    let mut builder = GridBuilder::new();
    for _ in 0..2 {
        builder.row().cell("第一项", 1, 2).mark(Holds::Head);
        builder.row().cell("规章", 1, 1).cell("0", 1, 1).mark(figure());
        builder.row().cell("文件", 1, 1).cell("0", 1, 1).mark(figure());
    }
    assert_eq!(kept(builder.clone().table(1)), [true, true, false, true, true, false], "each part is whole");
    for _ in 0..20 {
        builder.row().cell("甲", 1, 1).cell("0", 1, 1).mark(figure());
    }
    assert_eq!(kept(builder.table(1))[..6], [true, false, false, true, false, false], "a long table is not");
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
        let markup = markup(&[builder.table(1).into()]);
        let widths = widths_in(&markup);
        assert_eq!((widths.len(), widths.iter().sum::<u32>()), (n_columns, 8845));
        assert!(widths.iter().all(|width| *width > 100), "{widths:?}");
    }
}

/// The widths of the columns of a table with one row.
fn column_widths(texts: &[&str]) -> Vec<u32> {
    let mut builder = GridBuilder::new();
    builder.row();
    for text in texts {
        builder.cell(*text, 1, 1);
    }
    let markup = markup(&[builder.table(1).into()]);
    widths_in(&markup)
}

fn widths_in(markup: &str) -> Vec<u32> {
    let widths = markup.split("<w:gridCol w:w=\"").skip(1);
    widths.filter_map(|rest| rest.split('"').next().and_then(|width| width.parse().ok())).collect()
}

#[test]
fn short_words_and_figures_stay_on_one_line() {
    let long = "本年度办理结果中的一个很长的标签，长得在任何一行里都放不下";
    let widths = column_widths(&[long, long, long, "自然人", "总计", "75394432.52", "0", "0", "0", "0"]);
    // At 9 points a character is 180 wide, a digit 90, and the margins take 56.
    assert!(widths[3] >= 3 * 180 + 56, "{widths:?}");
    assert!(widths[5] >= 11 * 90 + 56, "{widths:?}");
    assert!(widths[0] > widths[3], "{widths:?}");
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
