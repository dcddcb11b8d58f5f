use super::is_shown;
use crate::document::{
    Block, Document, Grid, GridBuilder, Holds, Locus, Look, Paragraph, Picture, Role, Text,
};
use crate::write::{Format, leaves_out_pictures, write};
use scraper::node::Element;
use scraper::{Html, Selector};
use std::sync::Arc;

const AT: Locus = Locus::Paragraph(1);

/// What a hostile file would like to have in the page.
const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";

fn page(blocks: impl IntoIterator<Item = Block>) -> Html {
    let bytes = write(&Document::from_blocks(blocks), Format::Html).expect("every document is a page");
    Html::parse_document(&String::from_utf8(bytes).expect("a page is a text"))
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("the selector is one");
    html.select(&selector).map(|element| element.text().collect()).collect()
}

fn sorted<'h>(all: impl Iterator<Item = &'h str>) -> String {
    let mut all: Vec<&str> = all.collect();
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

/// A table as a form lays it out, its first figure with a note.
fn form(note: &str) -> Grid {
    let mut builder = GridBuilder::new();
    builder.row().cell("第二十条第（一）项", 1, 4).mark(Holds::Head);
    builder.row().cell("信息内容", 1, 2).mark(Holds::Head).cell("件数", 1, 2).mark(Holds::Head);
    builder.row().cell("规章", 2, 1).cell("制发", 1, 1).cell("12", 1, 1).mark(Holds::Figure("a".into()));
    builder.cell("照录", 1, 1);
    builder.row().cell("废止", 1, 1).cell("", 1, 1).mark(Holds::Figure("b".into())).cell("", 1, 1);
    builder.row().cell("第二十条第（五）项", 1, 4).mark(Holds::Head);
    builder.row().cell("行政许可", 1, 2).cell("/", 1, 1).mark(Holds::Figure("c".into())).cell("照录", 1, 1);
    let mut grid = builder.table(1);
    let figure = |holds: &Holds| matches!(holds, Holds::Figure(name) if &**name == "a");
    grid.marks_mut().filter(|mark| figure(&mark.holds)).for_each(|mark| mark.note = Some(note.into()));
    grid
}

#[test]
fn what_a_document_holds_is_text() {
    let mut text = Text::from(HOSTILE);
    text.set(0..4, &Look::Link("javascript:alert(1)".into()));
    text.set(4..9, &Look::Link(format!("https://example.org/{HOSTILE}").into()));
    let picture = Picture { ending: "png".into(), bytes: vec![1], width: 0, height: 0, alt: HOSTILE.into() };
    text.set(9..9, &Look::Picture(Arc::new(picture)));
    let mut builder = GridBuilder::new();
    builder.row().cell(HOSTILE, 1, 1).cell(HOSTILE, 1, 1).mark(Holds::Stray);
    let html = page([
        Block::heading(0, HOSTILE, AT),
        Block::paragraph(text, AT),
        builder.table(1).into(),
        form(HOSTILE).into(),
    ]);
    let elements = || html.tree.values().filter_map(|node| node.as_element());
    let names = "a aside body div h1 head html img li main meta ol p style table tbody td th title tr";
    assert_eq!(sorted(elements().map(Element::name)), names);
    let attributes = "alt aria-label aria-labelledby charset class colspan content data-number href http-equiv id lang \
                      name rel rowspan scope src title value";
    assert_eq!(sorted(elements().flat_map(|element| element.attrs().map(|(name, _)| name))), attributes);
    let links = || elements().filter_map(|element| element.attr("href"));
    assert!(links().all(|link| link.starts_with('#') || link.starts_with("https://example.org/")));
    assert_eq!(texts(&html, "h1, p, td"), [HOSTILE, HOSTILE, HOSTILE, "12", "照录", "", "", "/", "照录"]);
    for link in links().filter_map(|link| link.strip_prefix('#')) {
        assert_eq!(elements().filter(|element| element.attr("id") == Some(link)).count(), 1, "{link}");
    }
}

/// The number of a note is no text: whoever copies the cell, or reads it out, has the figure alone.
#[test]
fn a_note_stands_below_the_table_and_not_in_the_cell() {
    let html = page([form("两版口径相同，照录").into()]);
    assert_eq!(texts(&html, "td"), ["12", "照录", "", "", "/", "照录"]);
    assert_eq!(texts(&html, "aside li"), ["表 1 第 3 行第 3 列：两版口径相同，照录"]);
}

/// A line across the table is the head of the rows below, a label that of its rows, and what stands beside the
/// figures is no head.
#[test]
fn heads_say_what_they_are_heads_of() {
    let html = page([form("").into()]);
    let parts = Selector::parse("tbody").expect("the selector is one");
    assert_eq!(html.select(&parts).count(), 2);
    assert_eq!(texts(&html, "th[scope=rowgroup]"), ["第二十条第（一）项", "第二十条第（五）项"]);
    assert_eq!(texts(&html, "th[scope=col]"), ["信息内容", "件数"]);
    assert_eq!(texts(&html, "th[scope=row]"), ["规章", "制发", "废止", "行政许可"]);
}

#[test]
fn lines_right_above_a_table_are_its_caption() {
    let caption = |text: &str| Block::Paragraph(Paragraph { text: text.into(), role: Role::Caption, at: AT });
    let html =
        page([caption("甲"), Block::heading(1, "一、乙", AT), caption("丙"), caption("丁"), form("").into()]);
    assert_eq!(texts(&html, "caption p"), ["丙", "丁"]);
    assert_eq!(texts(&html, "main > p.caption"), ["甲"]);
}

/// What no browser shows is told in words, and by the command.
#[test]
fn pictures_that_cannot_be_shown_leave_their_words() {
    let picture = |ending: &str| Picture {
        ending: ending.into(),
        bytes: vec![1, 2, 3, 4],
        width: 95_250,
        height: 0,
        alt: "流程图".into(),
    };
    let document = |ending: &str| {
        let mut text = Text::default();
        text.set(0..0, &Look::Picture(Arc::new(picture(ending))));
        Document::from_blocks([Block::paragraph(text, AT)])
    };
    for (ending, shown, words) in [("emf", false, "［图片：流程图］"), ("jpg", true, "")] {
        assert_eq!(is_shown(&picture(ending)), shown);
        assert_eq!(texts(&page(document(ending).blocks), "p"), [words]);
        let leaves_out = Format::ALL.map(|format| leaves_out_pictures(&document(ending), format));
        assert_eq!(leaves_out, [false, true, !shown], "in DOCX, XLSX and HTML");
    }
    let html = page(document("jpg").blocks);
    let image = Selector::parse("img").expect("the selector is one");
    let image = html.select(&image).next().expect("there is a picture").value();
    assert_eq!(image.attr("src"), Some("data:image/jpeg;base64,AQIDBA=="));
    assert_eq!((image.attr("width"), image.attr("height")), (Some("10"), None));
}
