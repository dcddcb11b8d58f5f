//! [`Package`]: the parts and relationships of an OPC package (ECMA-376 part 2) in a zip archive.
//!
//! - [x] part names in any case, percent-encoded or not; relative and absolute targets
//! - [x] transitional and strict relationship types
//! - [x] limits on entries, on inflated bytes and on their ratio, counted while inflating
//! - [ ] interleaved parts (`[0].piece`), digital signatures
//! - [ ] external targets: they are never followed

use super::{Limits, check_limit};
use crate::error::{Error, ErrorKind};
use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipReadOptions;
use zip::result::ZipError;

/// What the archive as a whole is called in errors.
const CONTAINER: &str = "ZIP";
/// The ratio of inflated to compressed bytes is not looked at below this size.
const RATIO_GRACE: u64 = 1 << 20;

/// An open package; parts are inflated when they are asked for.
///
/// Invariant: no two entries have the same part name, and no two share a byte of the file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    /// Entries by their normal name.
    entries: HashMap<String, usize>,
    types: ContentTypes,
    inflated: u64,
}

/// What the main part of a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MainKind {
    /// A text of Word.
    Word,
    /// A workbook.
    Sheet,
    /// A presentation, a drawing or another thing.
    Other,
}

/// The main part of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MainPart {
    /// Its normal name.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: MainKind,
}

/// One relationship to another part of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relationship {
    /// Its id within its source.
    pub(super) id: String,
    /// The last segment of its type, the same in transitional and strict files.
    pub(super) kind: String,
    /// The normal name of the part it points at.
    pub(super) target: String,
}

/// What a part is related to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Relationships {
    /// The parts of the package.
    pub(super) parts: Vec<Relationship>,
    /// Addresses that it links to, by the ids of their relationships. They are never followed.
    pub(super) links: HashMap<String, String>,
}

/// `[Content_Types].xml`.
#[derive(Default)]
struct ContentTypes {
    by_part: HashMap<String, String>,
    by_extension: HashMap<String, String>,
}

impl<'a> Package<'a> {
    /// Opens a package and checks its directory.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Error> {
        check_limit("file_bytes", bytes.len() as u64, limits.file_bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            if directory_is_cut(bytes) { truncated(CONTAINER) } else { malformed(CONTAINER, error) }
        })?;
        check_limit("entries", archive.len(), limits.entries)?;
        if archive.has_duplicate_names() {
            return Err(malformed(CONTAINER, "duplicate entry names"));
        }
        if archive.has_overlapping_entries().map_err(|error| zip_error(CONTAINER, error))? {
            return Err(malformed(CONTAINER, "overlapping entries"));
        }
        let entries = entry_names(&archive)?;
        let types = ContentTypes::default();
        let mut package = Self { archive, limits, entries, types, inflated: 0 };
        package.types = package.content_types()?;
        Ok(package)
    }

    /// The inflated bytes of a part, if there is one of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(&index) = self.entries.get(&normal_name(name)) else { return Ok(None) };
        let options = ZipReadOptions::new().enforce_header_consistency(true);
        let mut entry =
            self.archive.by_index_with_options(index, options).map_err(|error| zip_error(name, error))?;
        let compressed = entry.compressed_size().max(1);
        let ratio = compressed.saturating_mul(self.limits.ratio).max(RATIO_GRACE);
        let total = self.limits.total_bytes.saturating_sub(self.inflated);
        let (what, limit, most) = [
            ("part_bytes", self.limits.part_bytes, self.limits.part_bytes),
            ("total_bytes", self.limits.total_bytes, total),
            ("ratio", self.limits.ratio, ratio),
        ]
        .into_iter()
        .min_by_key(|(_, _, most)| *most)
        .expect("the array is not empty");
        // The declared size is only a hint for the allocation: it may lie.
        let hint = usize::try_from(entry.size().min(most).min(RATIO_GRACE)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(hint);
        entry
            .by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| zip_error(name, ZipError::Io(error)))?;
        if bytes.len() as u64 > most {
            return Err(ErrorKind::Limit { what, limit }.into());
        }
        self.inflated += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The relationships of a part (`""` for those of the package).
    pub(super) fn relationships(&mut self, source: &str) -> Result<Relationships, Error> {
        let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
        let separator = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{separator}_rels/{file}.rels");
        let mut found = Relationships::default();
        let Some(bytes) = self.part(&name)? else { return Ok(found) };
        each_element(&name, &bytes, |element| {
            let get = |key| attribute(element, key);
            let (Some(id), Some(kind), Some(target)) = (get("Id"), get("Type"), get("Target")) else {
                return;
            };
            let kind = kind.rsplit('/').next().unwrap_or_default();
            if !get("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")) {
                let (kind, target) = (kind.to_owned(), resolve(folder, &target));
                found.parts.push(Relationship { id, kind, target });
            } else if kind == "hyperlink" {
                found.links.insert(id, target);
            }
        })?;
        Ok(found)
    }

    /// The first part that `source` is related to in this way.
    pub(super) fn related(&mut self, source: &str, kind: &str) -> Result<Option<String>, Error> {
        let parts = self.relationships(source)?.parts;
        Ok(parts.into_iter().find(|part| part.kind == kind).map(|found| found.target))
    }

    /// The main part by the relationships of the package, else by the content types; `None` when the
    /// archive is not a package of an office program.
    pub(super) fn main_part(&mut self) -> Result<Option<MainPart>, Error> {
        let related = self.related("", "officeDocument")?;
        let Some(name) = related.filter(|name| self.has(name)).or_else(|| self.types.main()) else {
            return Ok(None);
        };
        let content_type = self.types.of(&name).unwrap_or_default();
        let kind = match MainKind::of(content_type) {
            MainKind::Other if name.starts_with("word/") => MainKind::Word,
            MainKind::Other if name.starts_with("xl/") => MainKind::Sheet,
            kind => kind,
        };
        Ok(Some(MainPart { name, kind }))
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&normal_name(name))
    }

    fn content_types(&mut self) -> Result<ContentTypes, Error> {
        let name = "[Content_Types].xml";
        let mut types = ContentTypes::default();
        let Some(bytes) = self.part(name)? else { return Ok(types) };
        each_element(name, &bytes, |element| {
            let Some(content_type) = attribute(element, "ContentType") else { return };
            if let Some(part) = attribute(element, "PartName") {
                types.by_part.insert(normal_name(&part), content_type);
            } else if let Some(extension) = attribute(element, "Extension") {
                types.by_extension.insert(extension.to_ascii_lowercase(), content_type);
            }
        })?;
        Ok(types)
    }
}

impl ContentTypes {
    fn of(&self, name: &str) -> Option<&str> {
        let extension = name.rsplit('.').next().unwrap_or_default();
        self.by_part.get(name).or_else(|| self.by_extension.get(extension)).map(String::as_str)
    }

    fn main(&self) -> Option<String> {
        let mains = self.by_part.iter().filter(|(_, kind)| kind.ends_with(".main+xml"));
        // The smallest name, because the order of a map is not the same in every run.
        mains.map(|(name, _)| name).min().cloned()
    }
}

impl MainKind {
    /// What a content type says; macro-enabled and template types are of the same kind.
    pub(super) fn of(content_type: &str) -> Self {
        let content_type = content_type.to_ascii_lowercase();
        let holds = |word| content_type.contains(word);
        if holds("wordprocessingml") || holds("ms-word") {
            Self::Word
        } else if holds("spreadsheetml") || holds("ms-excel") {
            Self::Sheet
        } else {
            Self::Other
        }
    }
}

/// The text of an XML part: by its byte order mark, else by its declaration, else UTF-8.
pub(super) fn decode<'b>(part: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Error> {
    let (encoding, mark) =
        Encoding::for_bom(bytes).or_else(|| unmarked_utf16(bytes)).unwrap_or((declared(bytes), 0));
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]) else {
        return Err(malformed(part, format_args!("not {}", encoding.name())));
    };
    Ok(text)
}

/// UTF-16 without a mark is told by the `<` it begins with (XML 1.0, appendix F.1).
fn unmarked_utf16(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    match bytes {
        [b'<', 0, ..] => Some((encoding_rs::UTF_16LE, 0)),
        [0, b'<', ..] => Some((encoding_rs::UTF_16BE, 0)),
        _ => None,
    }
}

fn declared(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(200)];
    let label = || {
        let declaration = head.strip_prefix(b"<?xml")?.split(|byte| *byte == b'>').next()?;
        let text = std::str::from_utf8(declaration).ok()?;
        let value = text.split_once("encoding")?.1.split_once(['"', '\''])?.1;
        Encoding::for_label(value.split(['"', '\'']).next()?.as_bytes())
    };
    match label() {
        // A label of UTF-16 on bytes that were just read as ASCII cannot be true.
        Some(encoding) if encoding.is_ascii_compatible() => encoding,
        _ => encoding_rs::UTF_8,
    }
}

fn entry_names(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<HashMap<String, usize>, Error> {
    let mut entries = HashMap::with_capacity(archive.len());
    for (index, raw) in archive.file_names_raw().enumerate() {
        let name = normal_name(&String::from_utf8_lossy(raw));
        if entries.insert(name, index).is_some() {
            return Err(malformed(CONTAINER, "part names that differ in case or encoding only"));
        }
    }
    Ok(entries)
}

/// A part name without its leading slash, percent-decoded and in lower case (ECMA-376 part 2, 6.2.2).
fn normal_name(name: &str) -> String {
    let decoded = percent_decode(name.trim_start_matches(['/', '\\']));
    decoded.replace('\\', "/").to_lowercase()
}

fn percent_decode(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The normal name of what a target means in a folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    if target.starts_with(['/', '\\']) {
        return normal_name(target);
    }
    let mut path: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split(['/', '\\']) {
        match segment {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            segment => path.push(segment),
        }
    }
    normal_name(&path.join("/"))
}

/// Calls `visit` with every element of a small part that is known to have no text.
fn each_element(part: &str, bytes: &[u8], mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), Error> {
    let text = decode(part, bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| malformed(part, error))? {
            Event::Start(element) => {
                depth += 1;
                visit(&element);
            }
            Event::Empty(element) => visit(&element),
            Event::End(_) => depth = depth.saturating_sub(1),
            // The end of input with elements open is no error of the tokeniser.
            Event::Eof if depth > 0 => return Err(truncated(part)),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == key)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// Whether the end record of the directory is missing or itself cut (APPNOTE 4.3.16).
fn directory_is_cut(bytes: &[u8]) -> bool {
    const RECORD: usize = 22;
    let start = bytes.len().saturating_sub(RECORD + usize::from(u16::MAX));
    let tail = &bytes[start..];
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else { return true };
    tail.len() - at < RECORD
}

fn zip_error(part: &str, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated(part),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ErrorKind::Encrypted.into()
        }
        error => malformed(part, error),
    }
}

fn truncated(part: &str) -> Error {
    ErrorKind::Truncated(part.to_owned()).into()
}

/// The error for a part that contradicts its format.
pub(super) fn malformed(part: &str, reason: impl std::fmt::Display) -> Error {
    ErrorKind::Malformed { part: part.to_owned(), reason: reason.to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
            writer.write_all(bytes).expect("memory does not fail");
        }
        writer.finish().expect("memory does not fail").into_inner()
    }

    fn code(bytes: &[u8], limits: &Limits) -> &'static str {
        let read = Package::open(bytes, limits).and_then(|mut package| package.part("a.xml"));
        read.map_or_else(|error| error.code(), |_| "ok")
    }

    #[test]
    fn targets_are_resolved() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "../Custom/A%20b.xml", "custom/a b.xml"),
            ("word", "/Doc/Main.xml", "doc/main.xml"),
            ("", "./word//document.xml", "word/document.xml"),
            ("", "../../up.xml", "up.xml"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }

    #[test]
    fn parts_are_decoded() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("<?xml version='1.0' encoding='GB18030'?><a>镕</a>");
        let utf16: Vec<u8> = "<a>镕</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [gbk.into_owned(), utf16, "\u{FEFF}<a>镕</a>".into(), "<a>镕</a>".into()] {
            assert!(decode("a", &bytes).is_ok_and(|text| text.ends_with("<a>镕</a>")));
        }
        assert!(matches!(decode("a", b"<a/>"), Ok(Cow::Borrowed(_))));
        assert_eq!(decode("a", b"<a>\xFF</a>").map_err(|error| error.code()), Err("malformed"));
    }

    #[test]
    fn limits_are_counted_while_inflating() {
        let bytes = archive(&[("a.xml", &vec![b' '; 3 << 20])]);
        let limits = Limits::default();
        assert_eq!(code(&bytes, &Limits { ratio: 10_000, ..limits.clone() }), "ok");
        assert_eq!(code(&bytes, &limits), "limit-exceeded");
        assert_eq!(code(&bytes, &Limits { part_bytes: 9, ..limits.clone() }), "limit-exceeded");
        assert_eq!(code(&bytes, &Limits { total_bytes: 9, ..limits.clone() }), "limit-exceeded");
        assert_eq!(code(&bytes, &Limits { entries: 0, ..limits }), "limit-exceeded");
    }

    #[test]
    fn a_cut_archive_is_truncated() {
        let bytes = archive(&[("a.xml", b"<a/>"), ("b.xml", b"<b/>")]);
        for length in 4..bytes.len() {
            assert_eq!(code(&bytes[..length], &Limits::default()), "truncated", "at {length}");
        }
    }

    #[test]
    fn names_that_differ_in_case_only_are_refused() {
        let bytes = archive(&[("a.xml", b"<a/>"), ("A.xml", b"<b/>")]);
        assert_eq!(code(&bytes, &Limits::default()), "malformed");
    }

    #[test]
    fn external_targets_are_left_out() {
        let rels = br#"<Relationships><Relationship Id="a" Type="t/x" Target="http://h/" TargetMode="External"/>
            <Relationship Id="b" Type="http://purl.oclc.org/ooxml/x/styles" Target="S.xml"/></Relationships>"#;
        let bytes = archive(&[("word/_rels/d.xml.rels", rels)]);
        let limits = Limits::default();
        let mut package = Package::open(&bytes, &limits).expect("a package");
        let styles = package.related("word/d.xml", "styles");
        assert_eq!(styles, Ok(Some("word/s.xml".to_owned())));
        assert_eq!(package.related("word/d.xml", "x"), Ok(None));
    }
}
