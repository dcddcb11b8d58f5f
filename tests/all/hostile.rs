//! Files made to do harm: each ends in a clear sentence or a document, within two seconds and 256 MiB.

use crate::golden;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::read::{Limits, read};
use nianbao::write::{Format, write};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// An entry of an archive as its two headers tell of it; they need not agree with each other or with the bytes.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    local_name: Vec<u8>,
    method: u16,
    flags: u16,
    crc: u32,
    packed: Vec<u8>,
    size: u32,
    attributes: u32,
}

impl Entry {
    fn new(name: &str, content: &[u8]) -> Self {
        Self::repeated(name, content, 1)
    }

    /// An entry whose content is the same again and again, so that it need not be held.
    fn repeated(name: &str, content: &[u8], times: u32) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let mut crc = Crc::new();
        for _ in 0..times {
            encoder.write_all(content).expect("memory takes all");
            crc.update(content);
        }
        let size = u32::try_from(content.len()).expect("a part is small") * times;
        let packed = encoder.finish().expect("memory takes all");
        let name = name.as_bytes().to_vec();
        let (local_name, crc) = (name.clone(), crc.sum());
        Self { name, local_name, method: 8, flags: 0, crc, packed, size, attributes: 0 }
    }

    /// The header before the content.
    fn local(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04\x14\x00".to_vec();
        out.extend(self.fields());
        out.extend(len(&self.local_name));
        out.extend([0; 2]);
        [out, self.local_name.clone(), self.packed.clone()].concat()
    }

    /// The entry of the directory at the end.
    fn central(&self, offset: usize) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x14\x03\x14\x00".to_vec();
        out.extend(self.fields());
        out.extend(len(&self.name));
        out.extend([0; 8]);
        out.extend(self.attributes.to_le_bytes());
        out.extend(u32::try_from(offset).expect("the archive is small").to_le_bytes());
        [out, self.name.clone()].concat()
    }

    /// Flags, method, time, checksum and sizes: the same in both headers.
    fn fields(&self) -> Vec<u8> {
        let packed = u32::try_from(self.packed.len()).expect("a part is small");
        let words = [self.crc, packed, self.size].map(u32::to_le_bytes).concat();
        [[self.flags, self.method, 0, 0].map(u16::to_le_bytes).concat(), words].concat()
    }
}

fn len(name: &[u8]) -> [u8; 2] {
    u16::try_from(name.len()).expect("a name is short").to_le_bytes()
}

fn end(entries: usize, size: usize, offset: usize) -> Vec<u8> {
    let count = u16::try_from(entries).unwrap_or(u16::MAX).to_le_bytes();
    let place = [size, offset].map(|at| u32::try_from(at).expect("the archive is small").to_le_bytes());
    [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &place.concat(), &[0; 2]].concat()
}

fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(entry.central(out.len()));
        out.extend(entry.local());
    }
    let end = end(entries.len(), directory.len(), out.len());
    [out, directory, end].concat()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const MAIN: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A package of Word with this main part, and more.
fn package(main: Entry, more: &[Entry]) -> Vec<u8> {
    let entries = [
        Entry::new("[Content_Types].xml", TYPES.as_bytes()),
        Entry::new("_rels/.rels", MAIN.as_bytes()),
        main,
    ];
    zip(&[&entries, more].concat())
}

fn main_part(xml: &str) -> Entry {
    Entry::new("word/document.xml", xml.as_bytes())
}

/// A main part whose body is `before`, `middle` and `after`, the first and the last as often as is said.
fn word(before: &str, middle: &str, after: &str, times: usize) -> Vec<u8> {
    let (before, after) = (before.repeat(times), after.repeat(times));
    let xml = format!("<w:document {W}><w:body>{before}{middle}{after}</w:body></w:document>");
    package(main_part(&xml), &[])
}

const PLAIN: &str = "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>";

fn plain() -> Entry {
    main_part(&format!("<w:document {W}><w:body>{PLAIN}</w:body></w:document>"))
}

/// Archives that lie about themselves.
fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = || Entry::repeated("word/document.xml", &vec![0; 1 << 20], 1024);
    let whole = package(plain(), &[]);
    let one = Entry::new("word/document.xml", &vec![b'A'; 1_000_000]);
    let shared: Vec<u8> = (0..2000)
        .flat_map(|nth| Entry { name: format!("a{nth}.xml").into_bytes(), ..one.clone() }.central(0))
        .collect();
    let local = one.local();
    let overlapping = [local.as_slice(), &shared, &end(2000, shared.len(), local.len())].concat();
    let names = ["../../evil.txt", "/etc/evil", "C:\\evil.txt", "word/../../x", "a\0b.xml", "CON.xml"];
    let odd: Vec<Entry> = names.iter().map(|name| Entry::new(name, b"x")).collect();
    let mut cut_size = bomb();
    cut_size.size = 10;
    let mut other_name = plain();
    other_name.local_name = b"word/d0cument.xml".to_vec();
    let noise = Entry { packed: vec![0xFF; 500], size: 5000, ..plain() };
    let empty: Vec<Entry> = (0..60_000).map(|nth| Entry::new(&format!("f{nth}"), b"")).collect();
    vec![
        ("plain", whole.clone()),
        ("a bomb of 1 GiB", package(bomb(), &[])),
        ("a bomb that says it is small", package(cut_size, &[])),
        ("entries that share their bytes", overlapping),
        ("names that lead elsewhere", package(plain(), &odd)),
        ("two parts of one name", package(plain(), &[plain()])),
        ("two names that differ in case", package(plain(), &[Entry::new("word/DOCUMENT.xml", b"x")])),
        (
            "a symbolic link",
            zip(&[Entry { attributes: 0o120_777 << 16, ..Entry::new("link", b"/etc/passwd") }]),
        ),
        ("half of an archive", whole[..whole.len() / 2].to_vec()),
        ("an archive without its last bytes", whole[..whole.len() - 10].to_vec()),
        ("the end of an archive alone", end(0, 0, 0)),
        ("something before the archive", [b"MZ".as_slice(), &[0; 500], &whole].concat()),
        ("something after the archive", [whole.as_slice(), &b"PADDING".repeat(100)].concat()),
        ("zeros after the archive", [whole.as_slice(), &vec![0; 1 << 20]].concat()),
        ("headers that differ", package(other_name, &[])),
        ("a part with a password", package(Entry { flags: 1, ..plain() }, &[])),
        ("a method that nobody knows", package(Entry { method: 9, ..plain() }, &[])),
        ("a wrong checksum", package(Entry { crc: 123, ..plain() }, &[])),
        ("noise for a part", package(noise, &[])),
        ("60,000 entries", zip(&empty)),
    ]
}

/// Texts of Word that lie about themselves.
fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let entity = format!(
        "<!DOCTYPE x [<!ENTITY a \"9\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
         <w:document {W}><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"
    );
    let outside = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" \
         Target=\"http://127.0.0.1:9/x.dotm\" TargetMode=\"External\"/></Relationships>";
    let escaping = MAIN.replace("word/document.xml", "../../../etc/passwd");
    let escaping = [
        Entry::new("[Content_Types].xml", TYPES.as_bytes()),
        Entry::new("_rels/.rels", escaping.as_bytes()),
        plain(),
    ];
    let broken = Entry::new("word/document.xml", b"<w:document>\xD6\xD0\xFF</w:document>");
    let span = |span: &str| format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/></w:tcPr><w:p/></w:tc>");
    let table = |row: &str| format!("<w:tbl><w:tr>{row}</w:tr></w:tbl>");
    let rows = format!("<w:tr>{}</w:tr>", "<w:tc><w:p/></w:tc>".repeat(50));
    vec![
        ("100,000 nested tables", word("<w:tbl><w:tr><w:tc>", "<w:p/>", "</w:tc></w:tr></w:tbl>", 100_000)),
        ("200,000 nested controls", word("<w:sdt><w:sdtContent>", PLAIN, "</w:sdtContent></w:sdt>", 200_000)),
        ("400 nested controls", word("<w:sdt><w:sdtContent>", PLAIN, "</w:sdtContent></w:sdt>", 400)),
        ("a span of 2,147,483,647 columns", word("", &table(&span("2147483647")), "", 1)),
        ("5,000 spans of 65,535 columns", word("", &table(&span("65535").repeat(5000)), "", 1)),
        ("a span of -1", word("", &table(&span("-1")), "", 1)),
        ("30,000,000 characters", word("<w:p><w:r><w:t>", &"汉".repeat(30_000_000), "</w:t></w:r></w:p>", 1)),
        (
            "1,000,000 paragraphs",
            word(
                "<w:p><w:r><w:t>",
                &"一</w:t></w:r></w:p><w:p><w:r><w:t>".repeat(1_000_000),
                "</w:t></w:r></w:p>",
                1,
            ),
        ),
        ("2,000,000 cells", word("<w:tbl>", &rows.repeat(40_000), "</w:tbl>", 1)),
        ("entities", package(main_part(&entity), &[])),
        ("bytes that are no UTF-8", package(broken, &[])),
        (
            "relations to elsewhere",
            package(plain(), &[Entry::new("word/_rels/document.xml.rels", outside.as_bytes())]),
        ),
        ("a main part elsewhere", zip(&escaping)),
    ]
}

/// Files of other kinds.
fn others() -> Vec<(&'static str, Vec<u8>)> {
    let sheet = |rows: &str| {
        let types = TYPES
            .replace("word/document.xml", "xl/workbook.xml")
            .replace("wordprocessingml.document", "spreadsheetml.sheet");
        let main = MAIN.replace("word/document.xml", "xl/workbook.xml");
        let s = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        let r = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        let book = format!(
            "<workbook {s} {r}><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        let rels = main_relation("worksheet", "worksheets/sheet1.xml");
        let sheet = format!("<worksheet {s}><sheetData>{rows}</sheetData></worksheet>");
        zip(&[
            Entry::new("[Content_Types].xml", types.as_bytes()),
            Entry::new("_rels/.rels", main.as_bytes()),
            Entry::new("xl/workbook.xml", book.as_bytes()),
            Entry::new("xl/_rels/workbook.xml.rels", rels.as_bytes()),
            Entry::new("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    };
    let ods = "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>\
         <table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"1000000\">\
         <table:table-cell table:number-columns-repeated=\"16000\"><text:p>9</text:p></table:table-cell>\
         </table:table-row></table:table></office:spreadsheet></office:body></office:document>";
    vec![
        (
            "a cell in the last corner",
            sheet(
                "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
            ),
        ),
        ("a cell beyond the last corner", sheet("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>")),
        ("a million rows of repeated cells", ods.as_bytes().to_vec()),
        ("40,000 nested divisions", format!("<html><body>{}一", "<div>".repeat(40_000)).into_bytes()),
        (
            "100,000 unclosed bold words",
            format!("<html><body><p>{}", "<b>一<p>".repeat(100_000)).into_bytes(),
        ),
        (
            "a page with a span of 2,147,483,647",
            b"<html><table><tr><td colspan=2147483647 rowspan=2147483647>1".to_vec(),
        ),
        ("100,000 groups of RTF", format!("{{\\rtf1 {}", "{".repeat(100_000)).into_bytes()),
        ("one line of 9,000,000 characters", "一".repeat(9_000_000).into_bytes()),
        ("3,000,000 lines of one word", "其他\n".repeat(3_000_000).into_bytes()),
        ("150,000 lines of one word", "其他\n".repeat(150_000).into_bytes()),
        ("1,000,000 paragraphs of RTF", format!("{{\\rtf1 {}}}", "a\\par ".repeat(1_000_000)).into_bytes()),
        ("200,000 blank cells of text", "|\n".repeat(200_000).into_bytes()),
        ("2,000,000 labels in one line", "其他 ".repeat(2_000_000).into_bytes()),
        ("one picture of 5,000,000 letters, shown 20,000 times", {
            let letters = "A".repeat(5_000_000);
            let again = "<img src=\"data:image/png;base64,*0\">".repeat(20_000);
            format!("<html><body>一<img src=\"data:image/png;base64,{letters}\">{again}").into_bytes()
        }),
        ("a cell of 100,000 lines", format!("项目,\"{}\"\n规章,1\n", "其他\n".repeat(100_000)).into_bytes()),
        ("300,000 cells without a label", "1,2,3\n".repeat(100_000).into_bytes()),
        ("two set rows of 100,000 words", format!("{0}  1\n{0}  1\n", "一  ".repeat(100_000)).into_bytes()),
        ("nothing", Vec::new()),
    ]
}

fn main_relation(kind: &str, target: &str) -> String {
    MAIN.replace("/officeDocument\"", &format!("/{kind}\"")).replace("word/document.xml", target)
}

/// What a command says of a file, under the bounds: bytes of memory and seconds of a processor.
#[cfg(unix)]
fn bounded(path: &PathBuf) -> String {
    let mut command = Command::new("sh");
    let limits = "ulimit -v 262144; ulimit -t 2; exec \"$0\" \"$@\"";
    command.args(["-c", limits, env!("CARGO_BIN_EXE_nianbao"), "check", "--brief", "--lang", "en"]).arg(path);
    said(command)
}

#[cfg(not(unix))]
fn bounded(path: &PathBuf) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["check", "--brief", "--lang", "en"]).arg(path);
    said(command)
}

/// The code with which a file is refused; else that it was read, and to what end.
fn said(mut command: Command) -> String {
    let output = command.output().expect("the command was built");
    let errors = String::from_utf8_lossy(&output.stderr);
    let code = errors.trim_end().rsplit_once('[').map(|(_, code)| code.trim_end_matches(']').to_owned());
    match (output.status.code(), code) {
        (Some(_), Some(code)) => code,
        (Some(0 | 1), None) => "read".to_owned(),
        (status, _) => format!("ended with {status:?}: {errors}"),
    }
}

#[test]
fn hostile_files_end_in_a_sentence() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let mut told = String::new();
    for (nth, (name, bytes)) in [archives(), texts(), others()].concat().into_iter().enumerate() {
        let path = folder.join(nth.to_string());
        fs::write(&path, bytes).expect("a file can be written");
        let _ = writeln!(told, "{name}: {}", bounded(&path));
    }
    golden::compare("hostile.txt", &told);
}

/// Every reader looks at the clock, and time that suffices changes nothing.
#[test]
fn a_file_without_time_is_refused() {
    let mut report = nianbao::report::Report::new("2021");
    report.title = Some("某某县水利局2021年政府信息公开工作年度报告".into());
    let document = layout(&report, Forms::built_in());
    let written = [Format::Docx, Format::Xlsx, Format::Html].map(|format| write(&document, format));
    let mut files: Vec<Vec<u8>> = written.map(|bytes| bytes.expect("a report can be written")).into();
    files.push("一、总体情况".into());
    files.push(b"{\\rtf1\\ansi a}".to_vec());
    let limits = Limits::default();
    for bytes in &files {
        let none = read(bytes, &Limits { file_seconds: 0, ..limits.clone() });
        assert_eq!(none.expect_err("there is no time").code(), "limit-exceeded");
        let ample = read(bytes, &Limits { file_seconds: u64::MAX, ..limits.clone() });
        assert_eq!(ample, read(bytes, &Limits { until: limits.begun().until, ..limits.clone() }));
        assert!(ample.is_ok());
    }
}

/// A part that stops before its end is an error, never a shorter document.
#[test]
fn a_file_cut_anywhere_is_refused() {
    let mut report = nianbao::report::Report::new("2021");
    report.title = Some("某某县水利局2021年政府信息公开工作年度报告".into());
    let sheet = write(&layout(&report, Forms::built_in()), Format::Xlsx).expect("a report can be written");
    for whole in [package(plain(), &[]), sheet] {
        assert!(read(&whole, &Limits::default()).is_ok(), "the file is sound as long as it is whole");
        let read_to = |end: &usize| read(&whole[..*end], &Limits::default()).is_ok();
        // Fewer than four bytes do not say that they are an archive.
        assert_eq!((4..whole.len()).find(read_to), None, "of {} bytes", whole.len());
    }
}
