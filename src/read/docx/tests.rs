use super::read;
use crate::document::{Block, Document, Role};
use crate::read::Limits;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;
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
            Block::Table(grid) => {
                for row in 0..grid.n_rows() {
                    let mark = if row < grid.n_head_rows() { "‖" } else { "|" };
                    let mut column = 0;
                    for cell in grid.row(row) {
                        let text = cell.text.replace('\n', "⏎").replace('\t', "⇥");
                        let gap = if cell.column > column { format!("@{} ", cell.column) } else { String::new() };
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
    format!("<w:tbl><w:tblPr/><w:tblGrid>{}</w:tblGrid>{}</w:tbl>", "<w:gridCol/>".repeat(n_columns), rows.concat())
}

#[test]
fn quirks_of_the_collection() {
    let shared = std::env::var_os("NIANBAO_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let quirks = shared.join("quirks");
    if !quirks.is_dir() {
        // Printed so that a run without the collection can be told from one with it.
        let _ = writeln!(std::io::stderr(), "skipped: no collection of quirks");
        return;
    }
    for (name, expected) in QUIRKS {
        let bytes = std::fs::read(quirks.join(name)).unwrap_or_default();
        let drawn = read(&bytes, &Limits::default()).map_or_else(|error| format!("{error:?}"), |read| draw(&read));
        assert_eq!(drawn.trim_end(), expected.trim_matches('\n'), "{name}\n--- read:\n{drawn}");
    }
}

const CODED: &str = "
编码测试镕〇
| 甲 | 1 |
";

const QUIRKS: [(&str, &str); 24] = [
    ("01_split_runs.docx", "123.45\n| 受理 | 12 |"),
    (
        "02_tracked.docx",
        "
数量15件
被移走
前段后段（前段的段落标记已删，应与前段合并）
| 甲 | 8 |
| 增行 | 10 |
| 格1 |
! TrackedChanges 第 1 段",
    ),
    (
        "03_sdt.docx",
        "
块级控件内的段
| 控件内的表 | 1 |
| 表头 | 数 |
| 行级控件 | 2 |
| 单元格级控件 | 格内块级控件 3 |
| 行内控件 |  |
! PlaceholderText 表 2 第 4 行第 2 列",
    ),
    ("04_inline_wrappers.docx", "2025年1月链接字自定义镕"),
    ("05_fields.docx", "3\n合计42\n嵌套结果b\n带圈域无结果"),
    ("06_alternate_textbox.docx", "框外前框外后\n文本框里的字\n| 框内表 |"),
    ("07_nested_table.docx", "| 外1 | 前⏎后 |\n| 外3 | 外4 |\n| 内1 | 内2 |"),
    (
        "08_spans.docx",
        "
| 项目<2x1> | 金额<1x3> |
| @1 一 | 二 | 三 |
| 横并头<1x2> | 3 | 4 |
| @1 前空1 | 后空1 |
| 左<2x1> | x | 跨行跨列<2x2> |
| @1 y |
| 孤儿<1x2> | 缺格行 |
! CoveredValue(\"(应丢弃)\") 表 1 第 3 行第 2 列
! IrregularSpans 表 1 第 7 行第 1 列",
    ),
    ("09_split_table.docx", "
表1
‖ 序号 ‖ 单位 ‖ 数 ‖
| 1 | 甲 | 10 |
续表1
‖ 序号 ‖ 单位 ‖ 数 ‖
| 2 | 乙 | 20 |"),
    (
        "10_cell_text.docx",
        "
| 第一段⏎第二段 | 甲⏎乙⏎丙⇥丁‑戊己☑☑⇥末 |
| １２３．４５％\u{3000}（全角） | 1\u{A0}234,567.8\u{3000}元\u{2002}\u{2009}\u{FEFF} |
| -5 | −5 |
| －5 | — |
| (12) | / |
| 1，234 | 12万 |
| 可见 | 上标2 |
| 无preserve |   有preserve   |
! HiddenText 表 1 第 7 行第 1 列",
    ),
    (
        "11_numbering.docx",
        "
## 一、总体情况
（一）主动公开情况
1.数量
1.1.1四级法定编号
①带圈
（二）依申请公开情况
## 二、存在问题
（一）二级重新计数
三、另一序列从三开始
## 编号被取消
五、手打编号
| 1. | 序号列由自动编号生成 |
| 2. | b |",
    ),
    ("12_strict.docx", "严格模式\n| 甲 | 1 |"),
    ("13a_utf16le.docx", CODED),
    ("13a2_utf16be.docx", CODED),
    ("13b_bom.docx", CODED),
    ("13c_prefix.docx", CODED),
    ("13d_default_ns.docx", "默认命名空间\n| 甲 |"),
    ("13e_gb18030.docx", CODED),
    ("13f_entities.docx", "编码a<b&c&<测试镕〇\n| 甲 | 1 |"),
    ("14_odd_part_names.docx", CODED),
    ("15_flat_opc.xml", CODED),
    ("15b_word2003.doc", "二〇〇三版XML\n| 甲 | 1 |"),
    ("16_macro.docm", CODED),
    ("16c_wrong_ext.doc", CODED),
];
