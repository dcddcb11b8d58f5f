//! The shapes in which reports are met: each prints a page as the bytes of a file.

use crate::page::{Cell, Page, Part, Row, RowKind, Rows, width};
use nianbao::document::{Block, Document, GridBuilder, Locus};
use std::fmt::Write as _;

/// What covers a place of a grid, and whether it begins there.
pub(crate) type Place<'a> = Option<(&'a Cell, bool)>;

/// Every place of a grid.
pub(crate) fn places(rows: &Rows) -> Vec<Vec<Place<'_>>> {
    let mut places: Vec<Vec<Place<'_>>> = vec![vec![None; width(rows)]; rows.len()];
    for (y, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let x = places[y].iter().position(Option::is_none).expect("rows are as wide as their grid");
            for (down, covered) in places[y..y + cell.rows].iter_mut().enumerate() {
                for (right, place) in covered[x..x + cell.columns].iter_mut().enumerate() {
                    *place = Some((cell, down == 0 && right == 0));
                }
            }
        }
    }
    places
}

/// How the tables of a web page are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Html {
    /// `<td>` and `<tr>` are not closed.
    pub(crate) unclosed: bool,
    /// Blank cells hold `&nbsp;`.
    pub(crate) nbsp: bool,
    /// Labels are broken by `<br>`.
    pub(crate) broken: bool,
    /// Navigation, scripts and a footer stand around the report.
    pub(crate) chrome: bool,
    /// Rows are not spanned; the cells below are empty.
    pub(crate) no_row_spans: bool,
    /// Labels are not spanned; they stand again in every cell.
    pub(crate) repeated: bool,
    /// The whole page is the one cell of a table.
    pub(crate) outer: bool,
}

pub(crate) fn html(page: &Page, html: Html) -> String {
    let mut body = format!("<h1>{}</h1>\n", page.title);
    for part in &page.parts {
        match part {
            Part::Line(line) => {
                let _ = writeln!(body, "<p>{line}</p>");
            }
            Part::Grid(rows) => body.push_str(&html_table(rows, html)),
        }
    }
    if html.outer {
        body = format!("<table width=\"100%\"><tr><td>{body}</td></tr></table>");
    }
    let (before, after) = if html.chrome {
        let before = "<script>var year = 2021; document.write('<td>9</td>');</script><style>td { width: 3px }</style>\
            <div><ul><li><a href=\"/\">首页</a></li><li><a href=\"/zwgk\">政务公开</a></li></ul>\
            <p>当前位置：首页 &gt; 政务公开 &gt; 年度报告</p></div>\
            <table><tr><td>索引号</td><td>000-2022</td><td>发布日期</td><td>2022-01-20</td></tr></table>";
        let after = "<p>附件下载</p><p>【打印本页】 【关闭窗口】</p><p>分享到</p><noscript>3</noscript>";
        (before, after)
    } else {
        ("", "")
    };
    format!("<html><head><title>年度报告</title></head><body>{before}\n{body}\n{after}</body></html>")
}

fn html_table(rows: &Rows, html: Html) -> String {
    let mut text = String::from("<table border=1>\n");
    for (row, places) in rows.iter().zip(places(rows)) {
        text.push_str("<tr>");
        let mut x = 0;
        while let Some(place) = places.get(x) {
            let (cell, begins) = place.expect("rows are as wide as their grid");
            let splits = html.repeated && cell.is_label && row.kind != RowKind::Spanner;
            let columns = if splits { 1 } else { cell.columns };
            let has_row_spans = !html.no_row_spans && !splits;
            if begins || splits || (html.no_row_spans && (x == 0 || !is_same(places[x - 1], *place))) {
                let rows = if has_row_spans { cell.rows } else { 1 };
                let words = if begins || splits { words(cell, html) } else { blank(html).to_owned() };
                let _ = write!(text, "<td{}{}>{words}", span("rowspan", rows), span("colspan", columns));
                text.push_str(if html.unclosed { "\n" } else { "</td>" });
            }
            x += columns;
        }
        text.push_str(if html.unclosed { "\n" } else { "</tr>\n" });
    }
    text.push_str("</table>\n");
    text
}

fn is_same(a: Place<'_>, b: Place<'_>) -> bool {
    a.zip(b).is_some_and(|((a, _), (b, _))| std::ptr::eq(a, b))
}

fn span(name: &str, count: usize) -> String {
    if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
}

fn blank(html: Html) -> &'static str {
    if html.nbsp { "&nbsp;" } else { "" }
}

fn words(cell: &Cell, html: Html) -> String {
    if cell.text.is_empty() {
        return blank(html).to_owned();
    }
    if html.broken && cell.is_label && cell.text.chars().count() > 3 {
        let half = cell.text.char_indices().nth(cell.text.chars().count() / 2).map_or(0, |(at, _)| at);
        return format!("{}<br>{}", &cell.text[..half], &cell.text[half..]);
    }
    cell.text.clone()
}

/// A page in GB18030 that says it is gb2312.
pub(crate) fn gb(html: &str) -> Vec<u8> {
    let html =
        html.replace("<head>", "<head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">");
    encoding_rs::GB18030.encode(&html).0.into_owned()
}

/// Prints a page as text, its rows by `row`.
fn text(page: &Page, row: impl Fn(&mut String, &Row, &[Place<'_>])) -> String {
    let mut text = format!("{}\n\n", page.title);
    for part in &page.parts {
        match part {
            Part::Line(line) => {
                let _ = writeln!(text, "{line}");
            }
            Part::Grid(rows) => {
                rows.iter().zip(places(rows)).for_each(|(own, places)| row(&mut text, own, &places));
                text.push('\n');
            }
        }
    }
    text
}

/// One cell a line, blank lines between them; blank cells are lost.
pub(crate) fn lines(page: &Page) -> String {
    text(page, |text, row, _| {
        for cell in row.cells.iter().filter(|cell| !cell.text.is_empty()) {
            let _ = write!(text, "{}\n\n", cell.text);
        }
    })
}

/// `cell |`, one a line, and `|||` for what merged cells cover.
pub(crate) fn pipe_lines(page: &Page) -> String {
    text(page, |text, row, places| {
        for cell in &row.cells {
            let _ = writeln!(text, "{} |", cell.text);
        }
        let covered = places.len() - row.cells.len();
        if covered > 0 {
            let _ = writeln!(text, "{}", "|".repeat(covered));
        }
    })
}

/// `a | b | c |`, a row a line; what is merged from above leaves one empty cell.
pub(crate) fn pipe_rows(page: &Page) -> String {
    text(page, |text, row, places| {
        let covered = places.iter().take_while(|place| place.is_some_and(|(_, begins)| !begins)).count();
        text.push_str(&"| ".repeat(covered.min(1)));
        for cell in &row.cells {
            let _ = write!(text, "{} | ", cell.text);
        }
        text.push('\n');
    })
}

/// Every cell in a line that begins with a tab, as Word exports tables; a blank line ends a row.
pub(crate) fn tabs(page: &Page) -> String {
    text(page, |text, _, places| {
        for (x, place) in places.iter().enumerate() {
            let (cell, begins) = place.expect("rows are as wide as their grid");
            if begins {
                let _ = writeln!(text, "\t{}", cell.text);
            } else if x == 0 || !is_same(places[x - 1], *place) {
                text.push_str("\t\n");
            }
        }
        text.push('\n');
    })
}

/// Label, unit and value on a line, parted by a space; blank cells are lost.
pub(crate) fn spaced_lines(page: &Page) -> String {
    text(page, |text, row, _| {
        let words: Vec<&str> =
            row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        let _ = writeln!(text, "{}", words.join(" "));
    })
}

/// The same page as a document; with the tables nested in the one cell of an outer table they are hoisted.
pub(crate) fn document(page: &Page) -> Document {
    let mut blocks = vec![Block::heading(0, &page.title, Locus::Paragraph(1))];
    let (mut n_lines, mut n_tables) = (1, 0);
    for part in &page.parts {
        n_lines += 1;
        blocks.push(match part {
            Part::Line(line) => Block::paragraph(line, Locus::Paragraph(n_lines)),
            Part::Grid(rows) => {
                n_tables += 1;
                let mut builder = GridBuilder::new();
                for row in rows {
                    builder.row();
                    for cell in &row.cells {
                        let count = |n: usize| u32::try_from(n).expect("a page is small");
                        builder.cell(&cell.text, count(cell.rows), count(cell.columns));
                    }
                }
                builder.table(n_tables).into()
            }
        });
    }
    Document::from_blocks(blocks)
}
