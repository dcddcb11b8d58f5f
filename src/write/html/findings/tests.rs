use super::{Checked, FindingsPage};
use crate::document::{Block, Document, GridBuilder, Locus};
use crate::finding::{Finding, FindingKind};
use crate::grammar::Forms;
use crate::lang::Lang;
use crate::layout::layout;
use crate::place::Places;
use crate::read::{Limits, read};
use crate::recognize::recognize;
use scraper::{Html, Selector};

/// What a hostile file would like to have in the page.
const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u{202E}\u{1b}";

/// The page of a report whose findings are these and those of recognising and checking.
fn page(document: &Document, name: &str, more: Vec<Finding>) -> Html {
    let found = recognize(document, Forms::built_in());
    let report = &found.report;
    let mut findings = found.findings;
    findings.extend(crate::check::check(report, Forms::built_in()));
    findings.extend(more);
    let (document, places) = (layout(report, Forms::built_in()), Places::new(report, Forms::built_in()));
    let mut page = FindingsPage::new(Lang::Zh);
    page.report(Checked { name, report, document: &document, findings: &findings, places: &places });
    page.refused(name, "truncated", name);
    Html::parse_document(&page.finish())
}

fn text(text: &str) -> Document {
    read(text.as_bytes(), &Limits::default()).expect("the text can be read")
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("the selector is one");
    html.select(&selector).map(|element| element.text().collect()).collect()
}

#[test]
fn what_a_file_holds_is_text() {
    let lines = [&format!("某某局{HOSTILE}2021年政府信息公开工作年度报告"), "二、主动公开政府信息情况"];
    let line = |(at, text): (u32, &str)| Block::paragraph(text, Locus::Line(at));
    let mut builder = GridBuilder::new();
    builder.row().cell("第二十条第（六）项", 1, 2);
    builder.row().cell("信息内容", 1, 1).cell("本年处理决定数量", 1, 1);
    builder.row().cell("行政处罚", 1, 1).cell(HOSTILE, 1, 1);
    builder.row().cell("行政强制", 1, 1).cell("0", 1, 1);
    builder.row().cell(HOSTILE, 1, 1).cell("3", 1, 1);
    let mut report = Document::from_blocks((1..).zip(lines).map(line));
    report.blocks.push(builder.table(1).into());
    let kind = FindingKind::UnplacedText(HOSTILE.into());
    let more = vec![Finding::new(kind, Some(Locus::Sheet { name: HOSTILE.into(), row: 1, column: 1 }))];
    let html = page(&report, HOSTILE, more);
    let mut names: Vec<&str> =
        html.tree.values().filter_map(|node| Some(node.as_element()?.name())).collect();
    names.sort_unstable();
    names.dedup();
    let expected = "a b body code dd div dl dt h1 h2 h3 h4 head html li meta ol p section span style sup table tbody \
                    td th thead title tr";
    assert_eq!(names.join(" "), expected);
    let attributes =
        html.tree.values().filter_map(|node| node.as_element()).flat_map(|element| element.attrs());
    let mut attributes: Vec<&str> = attributes.map(|(name, _)| name).collect();
    attributes.sort_unstable();
    attributes.dedup();
    assert_eq!(
        attributes.join(" "),
        "charset class colspan content href http-equiv id lang name scope title"
    );
    let said = texts(&html, "td").concat();
    assert!(said.contains("<script>alert(1)</script>"), "the words are kept: {said}");
    let all = texts(&html, "html").concat();
    assert!(!all.contains(['\u{202E}', '\u{1b}']), "nothing turns or steers");
}

#[test]
fn every_link_leads_somewhere() {
    let report = "某某局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（六）项 |\n\
                  信息内容 | 本年处理决定数量 |\n行政处罚 | 若干 |\n行政强制 | 0 |\n备注 | 5 |\n";
    let html = page(&text(report), "a.txt", Vec::new());
    let elements = || html.tree.values().filter_map(|node| node.as_element());
    let links: Vec<&str> = elements().filter_map(|element| element.attr("href")?.strip_prefix('#')).collect();
    assert!(links.len() > 5);
    for link in links {
        assert_eq!(elements().filter(|element| element.attr("id") == Some(link)).count(), 1, "{link}");
    }
}

/// A figure bears the number of its finding and the frame of its severity, what is added up with it neither;
/// also where the whole row stands on one line.
#[test]
fn culprits_are_marked() {
    let report = "某某局2021年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n\
                  行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n\
                  结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | \
                  结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n\
                  1 | 0 | 0 | 0 | 2 | 0 | 0 | 0 | 约1 | 0 | 0 | 0 | 0 | 0 | 0 |\n";
    let html = page(&text(report), "a.txt", Vec::new());
    let is = |text: &str| -> Vec<usize> {
        let list = texts(&html, "ol.findings > li");
        (1..=list.len()).filter(|nth| list[nth - 1].contains(text)).collect()
    };
    let ([foots], [number, blank]) =
        (&is("does-not-foot")[..], &[is("not-a-number"), is("not-assessable")].concat()[..])
    else {
        panic!("one finding of each")
    };
    assert_eq!(texts(&html, "td.error"), [format!("2{foots}")]);
    assert_eq!(texts(&html, "td.warning"), [format!("约1{number} {blank}")]);
    assert_eq!(texts(&html, "td.operand"), ["1", "0", "0", "0"]);
    assert_eq!(texts(&html, "table.form td:not([class])").len(), 9);
}
