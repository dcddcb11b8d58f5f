use super::{Limits, read};
use crate::document::{Block, Document};
use crate::error::Foreign;
use std::fmt::Write;
use std::path::PathBuf;

/// A document as the tests of the readers write it; `⏎` is a line break, `·` parts the cells of a flat table.
pub(super) fn render(document: &Document) -> String {
    let mut out = String::new();
    for note in &document.notes {
        let at = note.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
        let _ = writeln!(out, "note {:?}{at}", note.kind);
    }
    for block in &document.blocks {
        let _ = match block {
            Block::Heading(heading) => writeln!(out, "H{} {}", heading.level, heading.text),
            Block::Paragraph(paragraph) => writeln!(out, "P {}", paragraph.text),
            Block::Page(orientation) => writeln!(out, "page {orientation:?}"),
            Block::Flat(flat) => {
                let cells: Vec<_> = flat.cells.iter().map(|cell| cell.text.replace('\n', "⏎")).collect();
                writeln!(out, "F {}", cells.join("·"))
            }
            Block::Table(grid) => {
                let first = grid.cells().first().map(|cell| grid.locus(cell).to_string()).unwrap_or_default();
                let number = first.split(' ').nth(1).unwrap_or_default().to_owned();
                let (rows, columns, head) = (grid.n_rows(), grid.n_columns(), grid.n_head_rows());
                let _ = writeln!(out, "T{number} {rows}x{columns} head {head}");
                for cell in grid.cells() {
                    let (row, column) = (cell.row + 1, cell.column + 1);
                    let spans = match (cell.row_span.0, cell.column_span.0) {
                        (1, 1) => String::new(),
                        (rows, columns) => format!("{rows}x{columns} "),
                    };
                    let _ = writeln!(out, "{row},{column} {spans}{}", cell.text.replace('\n', "⏎"));
                }
                Ok(())
            }
        };
    }
    out
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let result = read(bytes, &Limits::default());
    assert_eq!(result.map_or_else(|error| error.code().to_owned(), |document| render(&document)), expected);
}

/// Other programs turn it into something that is read; what it is, is told.
#[track_caller]
fn check_foreign(bytes: &[u8], foreign: Foreign) {
    let error = read(bytes, &Limits::default()).expect_err("it is not read as it is");
    assert_eq!((error.code(), error.foreign()), ("unsupported-container", Some(foreign)));
}

/// The beginning of a compound file, with the entry of a stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(2048, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn nothing_is_empty() {
    check(b"", "empty-input");
    check(" \r\n\u{3000}".as_bytes(), "empty-input");
    check(b"\xEF\xBB\xBF", "empty-input");
}

#[test]
fn html_is_known_by_its_content() {
    check("\u{FEFF}\n<!-- x --><!doctype html><p>无。".as_bytes(), "P 无。\n");
    check("<?xml version='1.0'?><html><body>无。".as_bytes(), "P 无。\n");
    check("甲<p>乙".as_bytes(), "P 甲\nP 乙\n");
    check("<通知>甲".as_bytes(), "P <通知>甲\n");
}

#[test]
fn other_containers_are_named() {
    check_foreign(b"%PDF-1.7\n", Foreign::Pdf);
    check_foreign(&compound("WordDocument"), Foreign::Word);
}

#[test]
fn a_password_is_told() {
    check(&compound("EncryptedPackage"), "encrypted");
}

#[test]
fn junk_is_no_text() {
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "unknown-container");
    check(&(0..=255).collect::<Vec<u8>>(), "unknown-container");
    check(b"<?xml version='1.0'?><note><a>x</a></note>", "unknown-container");
    check(b"<?xml version='1.0'?><Workbook xmlns='x'/>", "unknown-container");
    check(b"<?xml version='1.0'?>", "truncated");
}

#[test]
fn a_cut_package_is_told_from_a_damaged_one() {
    check(b"PK\x03\x04\x14\0\0\0", "truncated");
    let mut bytes = b"PK\x03\x04\x14\0\0\0PK\x05\x06".to_vec();
    bytes.extend([9; 18]);
    check(&bytes, "malformed");
    check(&package("a.txt", b"x"), "unknown-container");
}

/// A zip file of one part.
fn package(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("the name is short");
    std::io::Write::write_all(&mut writer, content).expect("memory can be written");
    writer.finish().expect("memory can be written").into_inner()
}

#[test]
fn limits_hold() {
    let limits = Limits { file_bytes: 4, ..Limits::default() };
    assert_eq!(read(b"12345", &limits).expect_err("five bytes").code(), "limit-exceeded");
    let limits = Limits { characters: 4, ..Limits::default() };
    assert_eq!(read(b"12345", &limits).expect_err("five characters").code(), "limit-exceeded");
}

#[test]
fn no_prefix_makes_a_reader_panic() {
    let page = "<!doctype html><meta charset=utf-8><style>p{}</style><!-- c --><h1>年报</h1><p style=\"x\">甲&nbsp;<br/>乙\
                <table border=1><caption>表</caption><thead><tr><th rowspan=2>项目<th colspan=3>数</thead>\
                <tr><td>1<td><table><tr><td>2</table><td>3</table><ul><li>丙</ul>";
    let text = "[bookmark: x]一、总体情况\r\n\t项目\n\t\n\n0\n\n| 甲 | 乙 |\n|---|---|\n丙 |\n\"a\tb\n";
    for bytes in [page.as_bytes(), text.as_bytes()] {
        for end in 0..bytes.len() {
            let _ = read(&bytes[..end], &Limits::default());
        }
    }
}

/// The shared folder, if it is at hand.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let found = std::env::var_os("NIANBAO_SHARED").map(PathBuf::from).or_else(beside)?.join(folder);
    found.is_dir().then_some(found)
}

/// How many paragraphs a document has, and how many cells each of its tables.
fn shape(document: &Document) -> (usize, Vec<usize>) {
    let cells = |block: &Block| match block {
        Block::Table(grid) => Some(grid.cells().len()),
        Block::Flat(flat) => Some(flat.cells.len()),
        _ => None,
    };
    let tables: Vec<_> = document.blocks.iter().filter_map(cells).collect();
    (document.blocks.len() - tables.len(), tables)
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs the tests should know that this one had no input")]
fn real_reports_have_their_shapes() {
    let Some(folder) = shared("reports") else {
        eprintln!("no shared reports; set NIANBAO_SHARED");
        return;
    };
    let mut out = String::new();
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder was there a moment ago")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "html" || e == "txt"))
        .collect();
    names.sort();
    for path in names {
        let bytes = std::fs::read(&path).expect("a report can be read");
        let document = read(&bytes, &Limits::default()).expect("a report can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (paragraphs, tables) = shape(&document);
        let _ = writeln!(out, "{name} {paragraphs} {tables:?}");
    }
    assert_eq!(out, REAL_SHAPES);
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs the tests should know that this one had no input")]
fn quirks_are_read_right() {
    let Some(folder) = shared("quirks") else {
        eprintln!("no shared quirks; set NIANBAO_SHARED");
        return;
    };
    for (name, expected) in [
        ("legacy/02_tracked.doc", "unsupported-container"),
        ("legacy/kingsoft.wps", "unsupported-container"),
        ("legacy/enc_agile.docx", "encrypted"),
        ("legacy/enc.xlsx", "encrypted"),
    ] {
        check(&std::fs::read(folder.join(name)).expect("a quirk file can be read"), expected);
    }
    let bytes = std::fs::read(folder.join("x10_biff8.xls")).expect("a quirk file can be read");
    assert_eq!(super::compound_kind(&bytes).ok(), Some(super::CompoundKind::Sheet));
}

/// For each report how many paragraphs, and how many cells in each of its tables.
const REAL_SHAPES: &str = "\
2019-pingtan.html 10 [53, 198, 34]
2019-shanghai-office.html 36 [53, 198, 34]
2019-shangqiu.txt 110 []
2021-ganzhou.txt 14 [30, 255, 39]
2021-pingtan.html 10 [30, 215, 34]
2021-wuzhishan.txt 26 [54, 278, 60]
2021-xiangtan.txt 311 []
2021-yanchi.txt 20 [30, 255, 39]
2023-huaian-hongze.layout.txt 24 [12, 4, 6, 4, 126, 74, 34]
2023-suqian.html 10 [30, 215, 34]
notice-2019-60.txt 15 [31]
notice-2021-30.txt 42 [4, 2, 2, 2, 5]
partial-2019-yueyang.txt 0 [43]
partial-2023-xuwen.txt 0 [48]
partial-2023-yangling.txt 0 [16]
";
