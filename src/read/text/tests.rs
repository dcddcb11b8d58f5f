use crate::read::Limits;
use crate::read::tests::render;

#[track_caller]
fn check(text: &str, expected: &str) {
    let document = super::read(text, &Limits::default()).expect("the text is within the limits");
    assert_eq!(render(&document), expected);
}

#[test]
fn lines_are_paragraphs() {
    check(
        "\u{FEFF}一、总体情况\r\n\r\n\u{3000}\u{3000}无。\u{A0}\n\u{C}  第二页",
        "P 一、总体情况\nP 无。\nP 第二页\n",
    );
    check("甲\r乙", "P 甲\nP 乙\n");
}

#[test]
fn a_paragraph_knows_its_line() {
    let document = super::read("甲\n\n乙", &Limits::default()).expect("the text is within the limits");
    assert_eq!(document.blocks[1], crate::document::Block::paragraph("乙", crate::document::Locus::Line(3)));
}

#[test]
fn bookmarks_are_no_text() {
    check("[bookmark: _GoBack]甲[bookmark: a b]乙", "P 甲[bookmark: a b]乙\n");
}

#[test]
fn a_bar_ends_a_cell() {
    check("规章 | 0 | / |\n行政规范性文件 | 1 | |", "F 规章·0·/·行政规范性文件·1·\n");
}

#[test]
fn cells_may_stand_one_a_line() {
    check(
        "信息内容 |\n|||\n规章 |\n\n0 |\n三、收到\n(说明) |\n1 |",
        "F 信息内容····规章·0\nP 三、收到\nF (说明)·1\n",
    );
}

#[test]
fn a_frame_is_no_cell() {
    check("| 甲 | 乙 |\n|---|:-:|\n| 1 | |", "F 甲·乙·1·\n");
}

#[test]
fn a_bar_before_only_some_rows_is_an_empty_cell() {
    check("三 | 甲 | 0 |\n| 乙 | 0 |", "F 三·甲·0··乙·0\n");
}

#[test]
fn a_cell_that_is_not_closed_goes_on() {
    check("甲 | 第一行\n第二行\n乙 | 1 |", "F 甲·第一行⏎第二行·乙·1\n");
}

#[test]
fn a_bar_in_prose_is_a_character() {
    let prose = "本年度在首页|公开栏目发布了信息，同时在政务新媒体上做了解读，方便公众查阅。";
    check(prose, &format!("P {prose}\n"));
}

#[test]
fn a_tab_opens_a_cell() {
    check(
        "二、公开\n\t规章\n\t0\n\n\t自然\n人\n\t\n\n\t1\n\n\n三、收到",
        "P 二、公开\nF 规章·0·自然⏎人··1\nP 三、收到\n",
    );
}

#[test]
fn a_value_may_be_set_apart() {
    check("\t四、结转\n\t0\n\t1\n\t \n\n0\n\n\n四、复议", "F 四、结转·0·1·0\nP 四、复议\n");
}

#[test]
fn a_label_may_be_pushed_down() {
    check("\t甲\n\t0\n\n\t\n\n\n\n三、本年\n结果\n\t（一）公开\n\t0", "F 甲·0·三、本年⏎结果·（一）公开·0\n");
}

#[test]
fn an_empty_cell_may_end_a_table() {
    check("\t四、结转\n\t0\n\t\n\n\n四、复议\n\t维持\n\t\n\t0\n", "F 四、结转·0·\nP 四、复议\nF 维持··0\n");
    check("\t甲\n\t乙\n\t丙\n\t\n\n五、问题\n无。", "F 甲·乙·丙·\nP 五、问题\nP 无。\n");
}

/// A heading that follows a row of nothing but empty cells looks like a label that is pushed down.
#[test]
fn a_heading_after_an_empty_row_is_taken_for_a_label() {
    // FIXME: only who knows the form can tell; the heading should be a paragraph.
    check("\t甲\n\t0\n\n\t\n\t\n\n四、复议\n\t维持\n\t0\n", "F 甲·0··四、复议·维持·0\n");
}

#[test]
fn a_tab_may_indent_a_paragraph() {
    check("\t一、总体情况\n\t无。", "P 一、总体情况\nP 无。\n");
    let prose = "本年度未收到公开申请，未发生复议和诉讼，没有其他需要报告的事项，特此报告。";
    check(&format!("\t甲\n\t\n\t1\n\t{prose}"), &format!("F 甲··1\nP {prose}\n"));
}

#[test]
fn tabs_may_stand_between_fields() {
    check("项目\t数量\r\n受理\t12\r\n\t\"自然\n人\"\t3", "F 项目·数量·受理·12··自然⏎人·3\n");
}

#[test]
fn commas_may_stand_between_fields() {
    check("项目,数量\r\n受理,\"1,234\"\r\n\"引\"\"号\",\r\n", "F 项目·数量·受理·1,234·引\"号·\n");
}

#[test]
fn commas_in_sentences_are_characters() {
    check("甲,乙。\n丙,丁。\n戊,己。", "P 甲,乙。\nP 丙,丁。\nP 戊,己。\n");
    check("甲,乙\n丙", "P 甲,乙\nP 丙\n");
}

#[test]
fn a_stray_quotation_mark_is_a_character() {
    check("\"甲\t1\n乙\t2", "F \"甲·1·乙·2\n");
}

/// Pages as `pdftotext -layout` sets them: each ends with a form feed.
#[track_caller]
fn check_pages(pages: &[&str], expected: &str) {
    check(&format!("{}\u{C}", pages.join("\u{C}")), expected);
}

#[test]
fn columns_may_be_set_by_blanks() {
    let table = "  项目       本年     历年\n受理          3      12\n办结          2      10\n";
    check_pages(&[table], "F 项目·本年·历年·受理·3·12·办结·2·10\n");
    check(table, "F 项目·本年·历年·受理·3·12·办结·2·10\n");
}

#[test]
fn a_figure_may_touch_its_label() {
    let table = "项目            本年    历年    总数\n规章         0       0      0\n行政规范性文件 69      3    665\n";
    check_pages(&[table], "F 项目·本年·历年·总数·规章·0·0·0·行政规范性文件·69·3·665\n");
    // Where all figures are there, it is a part of the label.
    let table = "项目            本年    历年\n规章             0      0\n与网站相同计 1      3    665\n";
    check_pages(&[table], "F 项目·本年·历年·规章·0·0·与网站相同计 1·3·665\n");
}

#[test]
fn a_group_may_touch_a_label_in_it() {
    let table = "
三、本年 （一）公开         27      30
度办理结 （二）部分公开（区分
                     5       5
果    处理的）
四、结转                0       0
";
    let read = "F 三、本年⏎度办理结⏎果·（一）公开·27·30·（二）部分公开（区分⏎处理的）·5·5·四、结转·0·0\n";
    check_pages(&[table], read);
}

#[test]
fn a_head_may_end_a_page() {
    let rows = "受理          3      12\n办结          2      10\n";
    let read = "P 一、情况\nF 项目·本年·历年·受理·3·12·办结·2·10\n";
    check_pages(
        &["一、情况\n  项目       本年     历年\n\n      -1-\n", &format!("{rows}\n      -2-\n")],
        read,
    );
    // The last line of a head may be on the page of its rows.
    let head = "一、情况\n  项目       上年     本年     历年\n";
    let rest = "           件数            件数\n受理           3      12      15\n办结           2      10      12\n";
    let read = "P 一、情况\nF 项目·上年⏎件数·本年·历年⏎件数·受理·3·12·15·办结·2·10·12\n";
    check_pages(&[head, rest], read);
    // What ends with a sentence is no head, and rows with a head of their own have no other.
    let read = "P 公开   情况如下：共3件。\nF 项目·本年·历年·受理·3·12·办结·2·10\n";
    check_pages(&["公开   情况如下：共3件。\n", &format!("  项目       本年     历年\n{rows}")], read);
}

#[test]
fn labels_may_be_broken_around_their_row() {
    let table = "
                       自然人  法人
 （一）予以公开                5     0
 （二）部分公开（区分处
                        1     0
 理的，只计这一情形）
 （三）不予公开                0     2
";
    check_pages(
        &[table],
        "F 自然人·法人·（一）予以公开·5·0·（二）部分公开（区分处⏎理的，只计这一情形）·1·0·（三）不予公开·0·2\n",
    );
}

#[test]
fn heads_may_stand_over_others() {
    let table = "
           自然人      法人或其他组织
                   商业      科研
                                总计
                   企业      机构
 新收         21      0       1    22
 结转          0      0       0     0
";
    check_pages(&[table], "F 法人或其他组织·自然人·商业⏎企业·科研⏎机构·总计·新收·21·0·1·22·结转·0·0·0·0\n");
}

#[test]
fn groups_stand_before_the_labels_beside_them() {
    let table = "
 三、  （一）公开     1     0
 结   （二）不公开    2     0
 果   （三）其他     3     1
 四、结转         0     0
";
    check_pages(&[table], "F 三、⏎结⏎果·（一）公开·1·0·（二）不公开·2·0·（三）其他·3·1·四、结转·0·0\n");
}

/// Which cells those are cannot be told where columns are counted in characters.
#[test]
fn a_row_may_lack_cells() {
    check_pages(
        &["项目     甲     乙     丙\n一、收到   1     2     3\n二、办结         2\n"],
        "F 项目·甲·乙·丙·一、收到·1·2·3·二、办结·2\n",
    );
}

#[test]
fn a_line_alone_is_no_table() {
    check_pages(
        &["联系电话     12345\n\n说明：共收到     3     件。\n"],
        "P 联系电话     12345\nP 说明：共收到     3     件。\n",
    );
    // Nor are lines whose words stand a blank apart.
    check("受理 件 12\n办结 件 10\n", "P 受理 件 12\nP 办结 件 10\n");
    check("甲     乙\n丙     丁\n", "P 甲     乙\nP 丙     丁\n");
}

/// Only where pages are parted; the lines of other texts are paragraphs.
#[test]
fn prose_is_put_together() {
    let pages = [
        "    本年度主动公开政府信息一百条，均已在网站\n上发布，并按要求更新了公开指南和目录，没有\n\n        - 1 -\n",
        "遗漏。\n    下一年将继续。\n\n        - 2 -\n",
    ];
    check_pages(
        &pages,
        "P 本年度主动公开政府信息一百条，均已在网站上发布，并按要求更新了公开指南和目录，没有遗漏。\nP 下一年将继续。\n",
    );
    check("本年度主动公开\n政府信息。", "P 本年度主动公开\nP 政府信息。\n");
}

#[test]
fn numbers_of_pages_are_no_figures() {
    let tables = "F 项目·数·受理·3·办结·4\nF 退回·5·撤回·6\n";
    check_pages(
        &["项目     数\n受理     3\n办结     4\n\n        1\n", "退回     5\n撤回     6\n\n        2\n"],
        tables,
    );
    check_pages(&["项目     数\n受理     3\n办结     4\n\n -12-\n", "退回     5\n撤回     6\n"], tables);
    check_pages(&["无。\n\n 第 1 页 共 2 页\n", "同上。\n"], "P 无。\nP 同上。\n");
    // A number alone that none follows may be a figure.
    check_pages(&["共计\n\n        7\n"], "P 共计\nP 7\n");
}

/// Words in boxes: left, right and bottom, in points; a Chinese character is 10 wide.
fn boxes(words: &[(u32, u32, u32, &str)]) -> String {
    let word = |(left, right, bottom, text): &(u32, u32, u32, &str)| {
        let top = bottom - 12;
        format!("<word xMin=\"{left}\" yMin=\"{top}\" xMax=\"{right}\" yMax=\"{bottom}\">{text}</word>\n")
    };
    let words: String = words.iter().map(word).collect();
    format!("<doc>\n<page width=\"595\" height=\"842\">\n{words}</page>\n</doc>\n")
}

#[track_caller]
fn check_boxes(words: &[(u32, u32, u32, &str)], expected: &str) {
    let document = super::read_boxes(&boxes(words), &Limits::default()).expect("it is within the limits");
    assert_eq!(render(&document), expected);
}

#[test]
fn words_in_boxes_keep_blank_cells() {
    let head = [(100, 130, 20, "自然人"), (150, 180, 20, "企业数"), (200, 230, 20, "总件数")];
    let rows = [
        (0, 40, 40, "一、新收"),
        (110, 115, 40, "1"),
        (160, 165, 40, "2"),
        (210, 215, 40, "3"),
        (0, 40, 60, "二、结转"),
        (210, 215, 61, "3"),
    ];
    check_boxes(&[&head[..], &rows].concat(), "F 自然人·企业数·总件数·一、新收·1·2·3·二、结转···3\n");
}

#[test]
fn what_stands_in_boxes_is_escaped() {
    check_boxes(&[(0, 50, 20, "甲&amp;乙&lt;丙")], "P 甲&乙<丙\n");
    let document = super::read_boxes(&boxes(&[(0, 10, 20, "甲")]), &Limits::default()).expect("it is short");
    let at = crate::document::Locus::Page { page: 1, line: 1 };
    assert_eq!(document.blocks, [crate::document::Block::paragraph("甲", at)]);
}
