use crate::document::{Block, Document, Role};
use crate::read::Limits;
use crate::read::read;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WML: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// A package of parts whose main part is `word/document.xml`.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let relations = |related: &[&str]| {
        let each = related.iter().enumerate().map(|(id, target)| {
            let kind = target.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
            let kind = if kind == "document" { "officeDocument" } else { kind };
            format!(r#"<Relationship Id="r{id}" Type="http://t/{kind}" Target="{target}"/>"#)
        });
        format!("<Relationships>{}</Relationships>", each.collect::<String>())
    };
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let side: Vec<&str> = names.iter().copied().filter(|name| *name != "document.xml").collect();
    let mut all = vec![
        ("_rels/.rels".to_owned(), relations(&["word/document.xml"])),
        ("word/_rels/document.xml.rels".to_owned(), relations(&side)),
    ];
    all.extend(parts.iter().map(|(name, text)| (format!("word/{name}"), (*text).to_owned())));
    for (name, text) in all {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory does not fail");
    }
    writer.finish().expect("memory does not fail").into_inner()
}

fn document(body: &str) -> String {
    let known = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
    format!(
        r#"<w:document xmlns:w="{WML}" xmlns:mc="{MC}" xmlns:wps="{known}" xmlns:new="urn:x"><w:body>{body}</w:body></w:document>"#
    )
}

/// A document as text: `# ` for each heading level, `| ` before cells, `! ` before notes.
fn draw(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        let text = block.text().unwrap_or_default().replace('\n', "⏎").replace('\t', "⇥");
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(out, "{} {text}", "#".repeat(usize::from(heading.level) + 1));
            }
            Block::Paragraph(paragraph) if paragraph.role == Role::Body => {
                let _ = writeln!(out, "{text}");
            }
            Block::Paragraph(paragraph) => {
                let _ = writeln!(out, "{:?}: {text}", paragraph.role);
            }
            Block::Flat(_) => out.push_str("flat\n"),
            Block::Page(_) => out.push_str("page\n"),
            Block::Table(grid) => {
                for row in 0..grid.n_rows() {
                    let mark = if row < grid.n_head_rows() { "‖" } else { "|" };
                    let mut column = 0;
                    for cell in grid.row(row) {
                        let text = cell.text.replace('\n', "⏎").replace('\t', "⇥");
                        let gap =
                            if cell.column > column { format!("@{} ", cell.column) } else { String::new() };
                        let span = match (cell.row_span.0, cell.column_span.0) {
                            (1, 1) => String::new(),
                            (rows, columns) => format!("<{rows}x{columns}>"),
                        };
                        let _ = write!(out, "{mark} {gap}{text}{span} ");
                        column = cell.end_column();
                    }
                    let _ = writeln!(out, "{mark}");
                }
            }
        }
    }
    for note in &document.notes {
        let at = note.at.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "! {:?} {at}", note.kind);
    }
    out
}

fn check_bytes(bytes: &[u8], expected: &str) {
    let drawn = read(bytes, &Limits::default()).map_or_else(|error| format!("{error:?}"), |read| draw(&read));
    assert_eq!(drawn.trim_end(), expected.trim_matches('\n'), "\n--- read:\n{drawn}");
}

/// Checks the body of a document that has no other part.
fn check(body: &str, expected: &str) {
    check_bytes(&package(&[("document.xml", &document(body))]), expected);
}

fn p(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn tc(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn cell(text: &str) -> String {
    tc("", &p(&r(text)))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(n_columns: usize, rows: &[String]) -> String {
    format!(
        "<w:tbl><w:tblPr/><w:tblGrid>{}</w:tblGrid>{}</w:tbl>",
        "<w:gridCol/>".repeat(n_columns),
        rows.concat()
    )
}

#[test]
fn runs_are_joined_and_references_resolved() {
    let marks = r#"<w:proofErr w:type="gramStart"/><w:bookmarkStart w:id="1" w:name="b"/>"#;
    check(&p(&format!("{}{marks}{}{}", r("共"), r("3&#48;<![CDATA[<]]>"), r("&amp;件"))), "共30<&件");
}

#[test]
fn changes_are_read_as_accepted() {
    let mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
    let gone = "<w:del><w:r><w:delText>7</w:delText></w:r></w:del><w:ins><w:r><w:t>9</w:t></w:r></w:ins>";
    let row =
        |properties: &str, text: &str| format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cell(text));
    let table = tbl(1, &[row("<w:del/>", "旧行"), row("<w:ins/>", "新行")]);
    check(
        &(p(&format!("{mark}{}", r("起"))) + &p(&(r("止") + gone)) + &table),
        "起止9\n| 新行 |\n! TrackedChanges 第 1 段",
    );
}

#[test]
fn a_moved_paragraph_leaves_nothing_behind() {
    let mark = "<w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr>";
    let from = p(&format!("{mark}<w:moveFrom>{}</w:moveFrom>", r("搬家")));
    let to = p(&format!("<w:moveTo>{}</w:moveTo>", r("搬家")));
    check(&(from + &p(&r("邻居")) + &to), "邻居\n搬家\n! TrackedChanges 第 1 段");
}

#[test]
fn a_placeholder_leaves_its_cell_empty() {
    let control = format!(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        cell("请选择")
    );
    check(&tbl(2, &[tr(&[control, cell("后")])]), "|  | 后 |\n! PlaceholderText 表 1 第 1 行第 1 列");
}

#[test]
fn a_field_is_its_result_and_ends_with_its_cell() {
    let mark = |kind| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = "<w:r><w:instrText>SUM</w:instrText></w:r>";
    let whole = format!("{}{code}{}{}{}", mark("begin"), mark("separate"), r("5"), mark("end"));
    let open = tc("", &p(&format!("{}{}", mark("begin"), r("指令"))));
    check(&tbl(2, &[tr(&[open, tc("", &p(&whole))])]), "|  | 5 |");
}

#[test]
fn only_an_alternative_that_is_understood_is_read() {
    let alternate = |requires: &str| {
        let (choice, fallback) = (r("新"), r("旧"));
        p(&format!(
            "<mc:AlternateContent><mc:Choice Requires=\"{requires}\">{choice}</mc:Choice>\
             <mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        ))
    };
    check(&(alternate("wps") + &alternate("new") + &alternate("none")), "新\n旧\n旧");
}

#[test]
fn a_text_box_follows_its_paragraph() {
    let inner = p(&r("框")) + &tbl(1, &[tr(&[cell("格")])]);
    let anchor = format!("<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>");
    check(&p(&(r("前") + &anchor + &r("后"))), "前后\n框\n| 格 |\n! TextBox 第 1 段");
}

#[test]
fn tables_in_a_layout_table_take_its_place() {
    let inner = |text: &str| tbl(1, &[tr(&[cell(text)])]);
    let outer = tc("", &(p(&r("标题行")) + &inner("甲") + &p(&r("尾")))) + &tc("", &(inner("乙") + &p("")));
    check(&tbl(2, &[tr(&[outer])]), "标题行\n| 甲 |\n尾\n| 乙 |");
}

#[test]
fn spans_are_resolved() {
    let merge = |value: &str, text: &str| tc(&format!("<w:vMerge{value}/>"), &p(&r(text)));
    let rows = [
        tr(&[merge(r#" w:val="restart""#, "合"), cell("1")]),
        tr(&[merge("", ""), cell("2")]),
        tr(&[merge("", "遮住"), tc(r#"<w:gridSpan w:val="2147483647"/>"#, &p(&r("3")))]),
    ];
    check(
        &tbl(2, &rows),
        "| 合<3x1> | 1 |\n| @1 2 |\n| @1 3 |\n! IrregularSpans 表 1 第 3 行第 2 列\n\
         ! CoveredValue(\"遮住\") 表 1 第 3 行第 1 列",
    );
}

#[test]
fn hidden_text_and_soft_hyphens_are_left_out() {
    let runs = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr>\
                <w:t>显</w:t><w:softHyphen/><w:br w:type=\"page\"/></w:r><w:r><w:t xml:space=\"preserve\"> 见 </w:t></w:r>";
    check(&p(runs), "显⏎ 见 \n! HiddenText 第 1 段".trim_start());
}

#[test]
fn headings_come_from_styles() {
    let style =
        |id: &str, rest: &str| format!(r#"<w:style w:type="paragraph" w:styleId="{id}">{rest}</w:style>"#);
    let styles = format!(
        r#"<w:styles xmlns:w="{WML}">{}{}{}</w:styles>"#,
        style("a", r#"<w:name w:val="Title"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>"#),
        style("b", r#"<w:name w:val="heading 2"/>"#),
        style("c", r#"<w:name w:val="自定"/><w:basedOn w:val="b"/>"#),
    );
    let line = |properties: &str, text: &str| p(&format!("<w:pPr>{properties}</w:pPr>{}", r(text)));
    let body = line(r#"<w:pStyle w:val="a"/>"#, "总题")
        + &line(r#"<w:pStyle w:val="c"/>"#, "次题")
        + &line(r#"<w:pStyle w:val="c"/><w:outlineLvl w:val="9"/>"#, "不是题")
        + &line(r#"<w:outlineLvl w:val="0"/>"#, "直设");
    let bytes = package(&[("document.xml", &document(&body)), ("styles.xml", &styles)]);
    check_bytes(&bytes, "# 总题\n### 次题\n不是题\n## 直设");
}

#[test]
fn labels_are_computed() {
    let level = |level: u32, format: &str, text: &str, more: &str| {
        format!(
            r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:numbering xmlns:w="{WML}"><w:abstractNum w:abstractNumId="4">{}{}{}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>"#,
        level(0, "chineseCounting", "第%1章", ""),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%3、", r#"<w:lvlRestart w:val="0"/>"#),
    );
    let line = |level: u32, text: &str| {
        p(&format!(
            r#"<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>{}"#,
            r(text)
        ))
    };
    let body =
        [line(0, "甲"), line(1, "乙"), line(2, "丙"), line(0, "丁"), line(1, "戊"), line(2, "己")].concat();
    let bytes = package(&[("document.xml", &document(&body)), ("numbering.xml", &numbering)]);
    check_bytes(&bytes, "第一章 甲\n1.1 乙\n1、丙\n第二章 丁\n2.1 戊\n2、己");
}

#[test]
fn limits_are_kept() {
    let code = |body: &str, limits: &Limits| {
        let bytes = package(&[("document.xml", &document(body))]);
        read(&bytes, limits).map_or_else(|error| error.code(), |_| "ok")
    };
    let wide = tbl(1, &[tr(&vec![cell("1"); 64])]);
    let deep = "<w:sdt><w:sdtContent>".repeat(200) + &"</w:sdtContent></w:sdt>".repeat(200);
    let limits = Limits::default();
    assert_eq!(code(&wide, &limits), "limit-exceeded");
    assert_eq!(code(&deep, &limits), "limit-exceeded");
    assert_eq!(code(&wide, &Limits { table_columns: 64, cells: 64, ..limits.clone() }), "ok");
    assert_eq!(code(&wide, &Limits { table_columns: 64, cells: 63, ..limits.clone() }), "limit-exceeded");
    assert_eq!(code(&p(&r("四个字符")), &Limits { characters: 3, ..limits }), "limit-exceeded");
}

#[test]
fn a_part_that_ends_early_is_truncated() {
    let text = document(&p(&r("半")));
    let bytes = package(&[("document.xml", text.trim_end_matches("</w:body></w:document>"))]);
    assert_eq!(read(&bytes, &Limits::default()).map_err(|error| error.code()), Err("truncated"));
}

#[test]
fn a_file_without_a_root_has_no_blocks() {
    for bytes in [&b""[..], b" ", b"text", b"<?xml version='1.0'?>"] {
        assert!(super::read_xml(bytes, &Limits::default()).is_ok_and(|read| read.blocks.is_empty()));
    }
}
