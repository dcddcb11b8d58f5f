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
