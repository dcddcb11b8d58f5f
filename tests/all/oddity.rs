//! Files of every oddity, made from texts that a person can read.
//!
//! ```text
//! docx strict: what is odd          the kind, its options, and a remark
//! <w:p>…</w:p>                      what stands in the main part
//! == numbering.xml                  another part
//! <w:numbering>…</w:numbering>
//! ```
//!
//! Parts that a text imports whole (`== chunk.rtf`) are written in the same way, from their kind on; the
//! parts of such a part begin with `=== `. A file of the kind `file` is kept as it is, beside the case.

use crate::golden;
use encoding_rs::GB18030;
use std::fs;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The namespaces that parts may use; roots need not bind them.
const SPACES: &str = concat!(
    r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#,
    r#" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#,
    r#" xmlns:new="urn:example:new""#,
);

const OPEN_DOCUMENT: &str = concat!(
    r#" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0""#,
    r#" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#,
    r#" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#,
    r#" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0""#,
    r#" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0""#,
    r#" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0""#,
);

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Names and what they hold.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

/// The file that a case describes.
pub(crate) fn file(case: &str) -> Vec<u8> {
    let (head, content) = case.split_once('\n').expect("a case has a first line");
    let kinds: Vec<&str> = head.split(':').next().unwrap_or_default().split_whitespace().collect();
    let has = |option: &str| kinds.contains(&option);
    let content = content.trim_end_matches('\n');
    match kinds.first().copied().unwrap_or_default() {
        "docx" => docx(content, &has),
        "flat" => flat(content),
        "xlsx" => xlsx(content, &has),
        "ods" => ods(content, &has),
        "mime" => content.replace('\n', "\r\n").into_bytes(),
        "text" | "xml" | "html" | "rtf" => encode(content, &has),
        "file" => {
            fs::read(golden::path(&format!("read/{content}"))).expect("the file is kept beside the case")
        }
        kind => panic!("no file is of the kind `{kind}`"),
    }
}

/// The parts of a case; the first has no name.
fn parts(content: &str) -> Vec<(&str, &str)> {
    let mut parts = content.split("\n== ");
    let main = parts.next().unwrap_or_default();
    let named = parts.map(|part| part.split_once('\n').unwrap_or((part, "")));
    std::iter::once(("", main)).chain(named).collect()
}

fn encode(text: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    let marked = || format!("\u{FEFF}{text}");
    if has("gb18030") {
        GB18030.encode(text).0.into_owned()
    } else if has("utf-16le") {
        marked().encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else if has("utf-16be") {
        marked().encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else if has("bom") {
        marked().into_bytes()
    } else {
        text.as_bytes().to_vec()
    }
}

/// A root with all namespaces bound.
fn bound(xml: &str, spaces: &str) -> String {
    let end = xml.find([' ', '>', '/']).unwrap_or_default();
    format!("{}{spaces}{}", &xml[..end], &xml[end..])
}

fn docx(content: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    let name = if has("odd-names") { "Doc/Main%20Part.xml" } else { "word/document.xml" };
    let folder = name.split('/').next().unwrap_or_default();
    let kind = match (has("macro"), has("template")) {
        (true, _) => "application/vnd.ms-word.document.macroEnabled.main+xml",
        (_, true) => "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    };
    let mut written = Parts::new();
    let mut relations = String::new();
    for (part, text) in parts(content) {
        let chunk = part.starts_with("chunk");
        let external = part.strip_prefix("external ");
        if let Some(external) = external {
            relations.push_str(&relation(
                external,
                "aFChunk",
                &format!("http://example.org/{external}"),
                true,
            ));
        } else if part.is_empty() {
            let body = format!("<w:document><w:body>{text}</w:body></w:document>");
            written.push((name.to_owned(), part_bytes(&bound(&body, SPACES), has)));
        } else if chunk {
            relations.push_str(&relation(part, "aFChunk", part, false));
            written.push((format!("{folder}/{part}"), file(&text.replace("\n===", "\n=="))));
        } else {
            let kind = part.split('.').next().unwrap_or_default();
            relations.push_str(&relation(part, kind, part, false));
            written.push((format!("{folder}/{part}"), part_bytes(&bound(text, SPACES), has)));
        }
    }
    let file_name = name.rsplit('/').next().unwrap_or_default();
    written.push((format!("{folder}/_rels/{file_name}.rels"), relationships(&relations, has)));
    let main = relation("rId1", "officeDocument", &format!("/{name}"), false);
    written.push(("_rels/.rels".to_owned(), relationships(&main, has)));
    package(written, name, kind)
}

/// A part of a text with its namespaces and encoding changed as the case asks.
fn part_bytes(xml: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    let mut xml = xml.to_owned();
    if has("prefix") {
        xml = xml.replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:").replace(":w=", ":x=");
    }
    if has("default") {
        let space = SPACES.split('"').nth(1).unwrap_or_default();
        xml = xml.replace("<w:", "<").replace("</w:", "</");
        xml = xml.replacen(" xmlns:w=", &format!(" xmlns=\"{space}\" xmlns:w="), 1);
    }
    let declared = if has("gb18030") { " encoding=\"GB18030\"" } else { "" };
    encode(&format!("<?xml version=\"1.0\"{declared}?>{}", strict(&xml, has)), has)
}

fn strict(xml: &str, has: &dyn Fn(&str) -> bool) -> String {
    if !has("strict") {
        return xml.to_owned();
    }
    xml.replace(TYPES, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        .replace(SHEET, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(
            SPACES.split('"').nth(1).unwrap_or_default(),
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
}

fn relation(id: &str, kind: &str, target: &str, is_external: bool) -> String {
    let mode = if is_external { r#" TargetMode="External""# } else { "" };
    format!(r#"<Relationship Id="{id}" Type="{TYPES}/{kind}" Target="{target}"{mode}/>"#)
}

fn relationships(relations: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    strict(&format!("<Relationships>{relations}</Relationships>"), has).into_bytes()
}

/// A zip of parts, of which the main one is of this kind.
fn package(mut parts: Parts, main: &str, kind: &str) -> Vec<u8> {
    let types = format!(
        r#"<Types><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{main}" ContentType="{kind}"/></Types>"#
    );
    parts.insert(0, ("[Content_Types].xml".to_owned(), types.into_bytes()));
    zip(&parts)
}

pub(crate) fn zip(parts: &Parts) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(bytes).expect("memory does not fail");
    }
    writer.finish().expect("memory does not fail").into_inner()
}

/// A text in one XML file that holds the whole package.
fn flat(content: &str) -> Vec<u8> {
    let part = |name: &str, kind: &str, xml: &str| {
        format!(
            r#"<pkg:part pkg:name="{name}" pkg:contentType="application/vnd.{kind}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"#
        )
    };
    let main = relation("rId1", "officeDocument", "word/document.xml", false);
    let body = bound(&format!("<w:document><w:body>{content}</w:body></w:document>"), SPACES);
    let parts = [
        part(
            "/_rels/.rels",
            "openxmlformats-package.relationships+xml",
            &format!("<Relationships>{main}</Relationships>"),
        ),
        part("/word/document.xml", "openxmlformats-officedocument.wordprocessingml.document.main+xml", &body),
    ];
    let space = "http://schemas.microsoft.com/office/2006/xmlPackage";
    let xml = format!(r#"<pkg:package xmlns:pkg="{space}">{}</pkg:package>"#, parts.concat());
    format!("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>{xml}").into_bytes()
}

fn xlsx(content: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    let mut written = Parts::new();
    let mut relations = String::new();
    let spaces = format!(" xmlns=\"{SHEET}\" xmlns:r=\"{TYPES}\"");
    let mut put = |name: &str, xml: &str| {
        let xml = strict(&bound(xml, &spaces), has);
        written.push((format!("xl/{name}"), format!("<?xml version=\"1.0\"?>{xml}").into_bytes()));
    };
    let book = r#"<workbook><sheets><sheet name="表" sheetId="1" r:id="sheet1"/></sheets></workbook>"#;
    if !content.contains("\n== workbook.xml\n") {
        put("workbook.xml", book);
    }
    for (part, text) in parts(content) {
        let name = if part.is_empty() { "sheet1.xml" } else { part };
        let id = name.split('.').next().unwrap_or_default();
        let kind = if name.starts_with("sheet") { "worksheet" } else { id };
        if part.is_empty() {
            put(name, &format!("<worksheet>{text}</worksheet>"));
        } else {
            put(name, text);
        }
        if kind != "workbook" {
            relations.push_str(&relation(id, kind, name, false));
        }
    }
    written.push(("xl/_rels/workbook.xml.rels".to_owned(), relationships(&relations, has)));
    let main = relation("rId1", "officeDocument", "xl/workbook.xml", false);
    written.push(("_rels/.rels".to_owned(), relationships(&main, has)));
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    package(written, "xl/workbook.xml", kind)
}

fn ods(content: &str, has: &dyn Fn(&str) -> bool) -> Vec<u8> {
    let parts = parts(content);
    let named = |name: &str| parts.iter().find(|(part, _)| *part == name).map_or("", |(_, text)| *text);
    let (body, styles) = (named(""), named("styles"));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let inner = format!(
        "<office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    );
    let root = |name: &str| {
        let xml = format!("<office:{name} office:mimetype=\"{kind}\">{inner}</office:{name}>");
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", bound(&xml, OPEN_DOCUMENT)).into_bytes()
    };
    if has("flat") {
        return root("document");
    }
    let manifest = format!(
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">{}</manifest:file-entry></manifest:manifest>"#,
        named("manifest")
    );
    zip(&vec![
        ("mimetype".to_owned(), kind.as_bytes().to_vec()),
        ("content.xml".to_owned(), root("document-content")),
        ("META-INF/manifest.xml".to_owned(), manifest.into_bytes()),
    ])
}
