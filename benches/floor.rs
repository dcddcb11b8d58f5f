//! The floor under every stage: what no program can do without. Both benches take it as a module.

use quick_xml::events::Event;
use std::hint::black_box;
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part that all content of a DOCX is in.
const MAIN: &str = "word/document.xml";

/// The least that reading takes: to inflate the main part and go over every event of it, with nothing built.
pub(crate) fn read(docx: &[u8]) -> usize {
    let xml = main_part(docx);
    let mut reader = quick_xml::Reader::from_reader(xml.as_slice());
    let mut n_events = 0;
    while !matches!(reader.read_event().expect("it is well-formed"), Event::Eof) {
        n_events += 1;
    }
    n_events
}

/// The main part of a DOCX.
pub(crate) fn main_part(docx: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("our own file is whole");
    let mut part = archive.by_name(MAIN).expect("it has a main part");
    let mut xml = Vec::new();
    part.read_to_end(&mut xml).expect("it inflates");
    xml
}

/// The least that writing takes: to deflate the main part, which is given, and copy all others as they lie.
pub(crate) fn write(docx: &[u8], main_part: &[u8]) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(docx)).expect("our own file is whole");
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..source.len() {
        let part = source.by_index_raw(at).expect("it has as many parts");
        if part.name().is_ok_and(|name| name == MAIN) {
            let options = SimpleFileOptions::default().compression_level(Some(6));
            target.start_file(MAIN, options).expect("a part can be added");
            target.write_all(main_part).expect("memory takes all");
        } else {
            target.raw_copy_file(part).expect("a part can be copied");
        }
    }
    target.finish().expect("memory takes all").into_inner()
}

/// Runs something for a third of a second; gives the fastest run.
pub(crate) fn time<T>(mut run: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    let mut best = Duration::MAX;
    while start.elapsed() < Duration::from_millis(333) {
        let begun = Instant::now();
        black_box(run());
        best = best.min(begun.elapsed());
    }
    best
}

/// A line of the table: what was done, how long it took, its ratio to what it is measured against, and the goal.
pub(crate) fn row(edition: &str, work: &str, took: Duration, floor: Duration, goal: &str) -> String {
    let ratio = took.as_secs_f64() / floor.as_secs_f64();
    format!("{edition:<8} {work:<28} {:>9.1} {ratio:>8.2}  {goal}", took.as_secs_f64() * 1e6)
}
