use crate::document::{Block, Span};
use crate::read::Limits;
use crate::read::tests::render;

#[track_caller]
fn check(page: &str, expected: &str) {
    let document = super::read(page, &Limits::default()).expect("the page is within the limits");
    assert_eq!(render(&document), expected);
}

#[track_caller]
fn check_refused(page: &str) {
    let error = super::read(page, &Limits::default()).expect_err("the page is beyond the limits");
    assert_eq!(error.code(), "limit-exceeded");
}

#[test]
fn headings_and_paragraphs() {
    check(
        "<title>t</title><h1>年度报告</h1><h2>一、总体情况</h2><h5>1.甲</h5><p>无。</p><div>乙<p>丙</div>丁",
        "H0 年度报告\nH1 一、总体情况\nH3 1.甲\nP 无。\nP 乙\nP 丙\nP 丁\n",
    );
}

#[test]
fn a_break_parts_paragraphs() {
    check("<p>甲。<br />四、行政复议<br></p>", "P 甲。\nP 四、行政复议\n");
}

#[test]
fn blanks_go_at_the_ends_and_collapse_within() {
    check(
        "<p>&nbsp;\u{3000} 总 体\n\t情况&nbsp;\u{3000}甲 &nbsp;</p><p>&nbsp;</p>",
        "P 总 体 情况\u{A0}\u{3000}甲\n",
    );
}

#[test]
fn inline_elements_join_their_text() {
    check("<p><span>收到</span><b>12</b><o:p></o:p><o:p/>件<a name=x></a>。</p>", "P 收到12件。\n");
}

#[test]
fn scripts_and_page_chrome_are_left_out() {
    check(
        "<style>p{}</style><nav><p>首页</p></nav><script>if(a<b)'<p>'</script>甲<select><option>乙</select>\
         <footer>丙</footer><noscript>丁</noscript><textarea>戊</textarea><!-- <p>己 -->",
        "P 甲\n",
    );
}

#[test]
fn hidden_text_is_left_out_and_said() {
    check(
        "<p>甲<span style='DISPLAY: none'>乙<i>丙</i></span>丁</p><div hidden>戊</div>",
        "note HiddenText\nP 甲丁\n",
    );
}

#[test]
fn hidden_parts_of_tables_are_left_out() {
    check(
        "<body style='display:none'><table><tr><td>甲<td>1<td hidden>x<tr style='mso-hide:all'><td>y<tfoot><tr>\
         <td>乙<td>2</table>",
        "note HiddenText\nT1 2x2 head 0\n1,1 甲\n1,2 1\n2,1 乙\n2,2 2\n",
    );
}

#[test]
fn office_elements_may_be_empty() {
    check(&format!("<div>{}甲</div>", "<o:p/>".repeat(2000)), "P 甲\n");
}

#[test]
fn office_comments_are_no_text() {
    check(
        "<p><![if !supportLists]>1.<![endif]>甲<!--[if gte mso 9]><xml>x</xml><![endif]--></p>",
        "P 1.甲\n",
    );
}

#[test]
fn a_comment_may_be_empty() {
    check("<!--><p>甲</p><!---->乙<!--->丙", "P 甲\nP 乙丙\n");
}

#[test]
fn a_lone_less_than_is_a_character() {
    check("<p>甲 < 乙 &lt;丙&gt;</p>", "P 甲 < 乙 <丙>\n");
}

#[test]
fn preformatted_lines_are_paragraphs() {
    check("<pre>一、总体情况\n无。</pre>", "P 一、总体情况\nP 无。\n");
}

#[test]
fn spans_are_laid_out() {
    check(
        "<table><tr><td rowspan=2>项目<td colspan=\"2\">数量</tr><tr><td>上年<td>本年</table>",
        "T1 2x3 head 0\n1,1 2x1 项目\n1,2 1x2 数量\n2,2 上年\n2,3 本年\n",
    );
}

#[test]
fn cells_need_not_be_closed() {
    check(
        "<table><thead><tr><th>甲<th>乙</thead><tr><td>1<td>2<tr><td>3</td><td>4</table>丙",
        "T1 3x2 head 1\n1,1 甲\n1,2 乙\n2,1 1\n2,2 2\n3,1 3\n3,2 4\nP 丙\n",
    );
}

#[test]
fn a_row_span_ends_with_its_section() {
    check(
        "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2<tbody><tr><td>乙<td>3</table>",
        "T1 3x2 head 0\n1,1 2x1 甲\n1,2 1\n2,2 2\n3,1 乙\n3,2 3\n",
    );
}

#[test]
fn paragraphs_of_a_cell_are_lines() {
    check(
        "<table><tr><td><p>自然</p>\n<p>人</p><td>总<br>计<br><td>&nbsp;</table>",
        "T1 1x3 head 0\n1,1 自然⏎人\n1,2 总⏎计\n1,3 \n",
    );
}

#[test]
fn a_lone_cell_is_as_wide_as_its_table() {
    check(
        "<table><tr><td colspan=100>甲</tr><tr><td>乙<td>1</tr></table>",
        "note IrregularSpans 表 1 第 1 行第 1 列\nT1 2x2 head 0\n1,1 1x2 甲\n2,1 乙\n2,2 1\n",
    );
}

#[test]
fn a_caption_stands_before_its_table() {
    check(
        "<table><caption>（2019年度）</caption><tr><td>甲<td>1</table>",
        "P （2019年度）\nT1 1x2 head 0\n1,1 甲\n1,2 1\n",
    );
}

#[test]
fn a_table_may_stand_in_a_paragraph() {
    check("<p>甲<table><tr><td>1<td>2</table>乙</p>", "P 甲\nT1 1x2 head 0\n1,1 1\n1,2 2\nP 乙\n");
}

#[test]
fn a_layout_table_is_hoisted() {
    check(
        "<table><tr><td>导航</td><td><p>一、总体情况<table><tr><td>甲<td>1</table>无。</td></tr></table>",
        "P 导航\nP 一、总体情况\nT1 1x2 head 0\n1,1 甲\n1,2 1\nP 无。\n",
    );
    check("<table><tr><td>甲<p>乙</table>", "P 甲\nP 乙\n");
}

#[test]
fn a_filled_table_keeps_its_grid_and_its_tables_follow() {
    let row = "<tr><td>甲</td><td>1</td></tr>";
    let page = format!("<table>{row}{row}{row}{row}<tr><td>乙<td>2<table><tr><td>丙<td>3</table></table>");
    check(
        &page,
        "T1 5x2 head 0\n1,1 甲\n1,2 1\n2,1 甲\n2,2 1\n3,1 甲\n3,2 1\n4,1 甲\n4,2 1\n5,1 乙\n5,2 2\n\
         T2 1x2 head 0\n1,1 丙\n1,2 3\n",
    );
}

#[test]
fn parts_of_a_table_without_table_part_texts() {
    check("<tr><td>甲<td>乙</tr>", "P 甲\nP 乙\n");
}

#[test]
fn deep_nesting_is_refused() {
    check_refused(&"<div>".repeat(100_000));
    check_refused(&"<table><tr><td>".repeat(10_000));
    check_refused(&"<div><table><td></div></table>".repeat(10_000));
    check_refused(&"<div></body><!--x-->".repeat(10_000));
}

#[test]
fn unclosed_elements_are_not_deep() {
    check(&"<p><font><li><b>甲".repeat(1000), &"P 甲\n".repeat(1000));
}

#[test]
fn a_large_page_takes_linear_time() {
    let page = "<!-- <b> --><p><font color=1>甲".repeat(100_000);
    assert!(super::read(&page, &Limits::default()).is_ok());
    let page = "<title><iframe><p a='".repeat(100_000);
    assert!(super::read(&page, &Limits::default()).is_ok());
}

/// Each takes minutes, or all memory, if html5ever is left alone with it.
#[test]
fn hostile_pages_are_refused_soon() {
    let bold: Vec<_> = (0..20_000).map(|n| format!("<b id={n} hidden={n}>")).collect();
    check_refused(&(bold.concat() + &"<p>".repeat(20_000)));
    let attributes: Vec<_> = (0..1_000_000).map(|n| format!(" a{n}")).collect();
    let attributes = attributes.concat();
    check_refused(&format!("<p{attributes}>"));
    check_refused(&format!("<p{}>", attributes.replace(' ', "/")));
    check_refused(&("<div>".repeat(200) + &"</li>".repeat(900_000)));
    check_refused(&("<table>".to_owned() + &"<td><object>".repeat(100_000)));
    check_refused(&("<pre>".to_owned() + &"x\n".repeat(1_000_000)));
    let picture = "aB/9".repeat(1_000_000);
    check(&format!("<img src='data:{picture}'><p title='x>{picture}'>甲"), "P 甲\n");
}

#[test]
fn huge_pages_and_spans_are_refused() {
    check_refused("<table><tr><td colspan=4000000000>甲<td>1</table>");
    check_refused(&"<p>".repeat(1_000_001));
    check_refused(&format!("<table>{}</table>", "<tr><td>1<td>2".repeat(20_001)));
}

/// Whatever is open when, no page makes the parser panic or the tree deeper than the limits allow.
#[test]
fn a_page_within_the_limits_is_not_nested_deeper() {
    let names = [
        "p", "div", "li", "h1", "h2", "aside", "span", "table", "thead", "tbody", "tr", "td", "caption",
        "hr", "br", "body", "select", "b", "form",
    ];
    let limits = Limits { depth: 12, ..Limits::default() };
    let mut state = 1_u64;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap_or_default() % n
    };
    let mut n_accepted = 0;
    for _ in 0..60 {
        let mut page = String::new();
        for _ in 0..400 {
            page.push_str(["<", "</", "<"][next(3)]);
            page.push_str(names[next(names.len())]);
            page.push_str([">", ">甲"][next(2)]);
            if next(20) > 0 {
                continue;
            }
            let Ok(page) = super::parse::parse(&page, &limits) else { break };
            n_accepted += 1;
            let depth = page.tree.nodes().map(|node| node.ancestors().count()).max();
            assert!(depth.is_some_and(|depth| depth <= limits.depth * 2 + 3), "{depth:?}");
        }
    }
    assert!(n_accepted > 100, "{n_accepted} pages are too few");
}

/// The looks and links of the first paragraph of a page, each with its words.
fn looks(page: &str) -> String {
    let document = super::read(page, &Limits::default()).expect("the page is within the limits");
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else {
        panic!("the page has no paragraph")
    };
    let span = |span: &Span| format!("{:?} `{}`\n", span.look, &paragraph.text[span.range.clone()]);
    paragraph.text.spans().iter().map(span).collect()
}

#[test]
fn words_are_set_as_elements_say() {
    assert_eq!(
        looks("<p>全年 <strong>公开<i>12</i></strong><b>条</b>，5<sup>2</sup> <u>略</u></p>"),
        "Bold `公开12条`\nItalic `12`\nRaised `2`\nUnderlined `略`\n"
    );
}

#[test]
fn links_lead_to_pages_and_mailboxes_alone() {
    assert_eq!(
        looks(
            "<p><a href='javascript:x'>甲</a><a href='/a'>乙</a><a href=' HTTPS://example.org '>丙</a></p>"
        ),
        "Link(\"HTTPS://example.org\") `丙`\n"
    );
}

#[test]
fn white_space_is_kept_where_the_page_says_so() {
    check("<p><span style='white-space: pre-wrap'>甲：  乙：\t丙</span>  丁</p>", "P 甲：  乙：\t丙 丁\n");
}

/// A picture of a page, and what only takes room.
#[test]
fn pictures_in_the_page_are_read() {
    let image = |attributes: &str| looks(&format!("<p>见<img {attributes}></p>"));
    let shown = "Picture(Picture(png, 3 bytes, 19050 × 0, \"图\")) ``\n";
    assert_eq!(image("src='data:image/png;base64,AAAA' alt=图 width=2"), shown);
    for attributes in [
        "src='data:image/png;base64,AAAA'",
        "src='data:image/png;base64,AAAA' width=1 height=1",
        "src='data:image/png;base64,AA*A' width=20",
        "src='data:text/html;base64,AAAA' width=20",
        "src='a.png' width=20",
    ] {
        assert_eq!(image(attributes), "", "{attributes}");
    }
}

/// Each of many links is a stretch of its own; the time must not grow with the square of their number.
#[test]
fn many_links_in_a_paragraph_are_read_in_time() {
    let links: String =
        (0..200_000).map(|n| format!("<a href=https://example.org/{n}>甲</a>")).collect::<Vec<_>>().concat();
    let document = super::read(&format!("<p>{links}</p>"), &Limits::default());
    let document = document.expect("the page is within the limits");
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("it is a paragraph") };
    assert_eq!(paragraph.text.spans().len(), 200_000);
}
