//! What the targets share: narrow limits, the whole way of a document, and packages around one part.

#[path = "promise.rs"]
mod promise;

use nianbao::check::check;
use nianbao::document::Document;
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::lang::Lang;
use nianbao::migrate::{Annotation, Policy, annotate, migrate};
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::suggest::suggest;
use nianbao::write::{Format, write};
use std::io::{Cursor, Write};
use std::time::Duration;

/// Limits under which an input is done in a moment.
pub fn limits() -> Limits {
    Limits { part_bytes: 1 << 20, total_bytes: 4 << 20, characters: 100_000, cells: 20_000, ..Limits::default() }
}

/// How long the processor may be busy with one input.
const MOST: Duration = Duration::from_secs(2);

/// Reads bytes, and goes on with the document if there is one.
pub fn file(bytes: &[u8]) {
    let begun = processor_time();
    if let Ok(document) = read(bytes, &limits()) {
        whole_way(&document);
    }
    let took = processor_time() - begun;
    assert!(took < MOST, "the processor was busy for {took:?}");
}

/// How long the processor was busy with this thread, whatever else it does; nothing where the system does not tell.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Recognises, checks, explains and migrates a document, and writes what came of it.
pub fn whole_way(document: &Document) {
    let forms = Forms::built_in();
    let recognition = recognize(document, forms);
    let checked = suggest(&recognition.report, forms, check(&recognition.report, forms));
    let findings: Vec<_> = recognition.findings.iter().chain(&checked).collect();
    for finding in &findings {
        finding.sentence(Lang::Zh);
    }
    promise::is_as_printed(document, &recognition.report, &findings);
    let migration = migrate(&recognition.report, forms, Policy::Balanced);
    promise::is_as_filed(&recognition.report, &migration);
    let laid_out = layout(&migration.report, forms);
    let noted = annotate(laid_out, Annotation::All, &migration.ledger, &migration.report, forms);
    for format in [Format::Docx, Format::Xlsx, Format::Html] {
        // What a format cannot hold is an error, and nothing else is.
        let _ = write(&noted, format);
    }
}

/// A package of one main part of this type.
pub fn package(main: &str, content_type: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.{content_type}\"/></Types>"
    );
    let relation = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{main}\"/>\
         </Relationships>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let own: [(&str, &[u8]); 2] = [("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", relation.as_bytes())];
    for (name, bytes) in own.iter().chain(parts) {
        zip.start_file(*name, stored).expect("memory takes all");
        zip.write_all(bytes).expect("memory takes all");
    }
    zip.finish().expect("memory takes all").into_inner()
}
