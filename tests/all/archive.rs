//! Archives byte by byte, so that their headers may lie.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write as _;

/// An entry of an archive as its two headers tell of it; they need not agree with each other or with the bytes.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) local_name: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) crc: u32,
    pub(crate) packed: Vec<u8>,
    pub(crate) size: u32,
    pub(crate) attributes: u32,
}

impl Entry {
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        Self::repeated(name, content, 1)
    }

    /// An entry whose content is the same again and again, so that it need not be held.
    pub(crate) fn repeated(name: &str, content: &[u8], times: u32) -> Self {
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
    pub(crate) fn local(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04\x14\x00".to_vec();
        out.extend(self.fields());
        out.extend(len(&self.local_name));
        out.extend([0; 2]);
        [out, self.local_name.clone(), self.packed.clone()].concat()
    }

    /// The entry of the directory at the end.
    pub(crate) fn central(&self, offset: usize) -> Vec<u8> {
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

pub(crate) fn end(entries: usize, size: usize, offset: usize) -> Vec<u8> {
    let count = u16::try_from(entries).unwrap_or(u16::MAX).to_le_bytes();
    let place = [size, offset].map(|at| u32::try_from(at).expect("the archive is small").to_le_bytes());
    [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &place.concat(), &[0; 2]].concat()
}

pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(entry.central(out.len()));
        out.extend(entry.local());
    }
    let end = end(entries.len(), directory.len(), out.len());
    [out, directory, end].concat()
}

pub(crate) const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
pub(crate) const MAIN: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
pub(crate) const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A package of Word with this main part, and more.
pub(crate) fn package(main: Entry, more: &[Entry]) -> Vec<u8> {
    let entries = [
        Entry::new("[Content_Types].xml", TYPES.as_bytes()),
        Entry::new("_rels/.rels", MAIN.as_bytes()),
        main,
    ];
    zip(&[&entries, more].concat())
}

pub(crate) fn main_part(xml: &str) -> Entry {
    Entry::new("word/document.xml", xml.as_bytes())
}

/// A main part whose body is `before`, `middle` and `after`, the first and the last as often as is said.
pub(crate) fn word(before: &str, middle: &str, after: &str, times: usize) -> Vec<u8> {
    let (before, after) = (before.repeat(times), after.repeat(times));
    let xml = format!("<w:document {W}><w:body>{before}{middle}{after}</w:body></w:document>");
    package(main_part(&xml), &[])
}

pub(crate) const PLAIN: &str = "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>";

pub(crate) fn plain() -> Entry {
    main_part(&format!("<w:document {W}><w:body>{PLAIN}</w:body></w:document>"))
}
