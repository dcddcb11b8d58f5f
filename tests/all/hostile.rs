//! Files made to do harm: each ends in a clear sentence or a document, within two seconds and 256 MiB.

use crate::archive::{Entry, package, plain, zip};
use crate::golden;
use crate::harm;
use crate::properties::{cases, open, pass, runner};
use crate::reports::facts;
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::write::{Format, write};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is said of a file of a folder, under the bounds: bytes of memory and seconds of a processor.
#[cfg(unix)]
fn bounded(folder: &Path, name: &str) -> String {
    let mut command = Command::new("sh");
    let limits = "ulimit -v 262144; ulimit -t 2; exec \"$0\" check --brief \"$@\"";
    command.args(["-c", limits, env!("CARGO_BIN_EXE_nianbao"), name]).current_dir(folder);
    said(command, name)
}

#[cfg(not(unix))]
fn bounded(folder: &Path, name: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["check", "--brief", name]).current_dir(folder);
    said(command, name)
}

/// The sentence with which a file is refused; else that it was read, with the codes of what was found.
fn said(mut command: Command, name: &str) -> String {
    let output = command.output().expect("the command was built");
    let [said, errors] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let refused = errors.lines().find_map(|line| line.strip_prefix(&format!("{name}：")));
    match (output.status.code(), refused) {
        (Some(_), Some(sentence)) => sentence.to_owned(),
        (Some(0 | 1), None) => format!("读出，{}", said.trim()),
        (status, _) => format!("ended with {status:?}: {errors}"),
    }
}

#[test]
fn hostile_files_end_in_a_sentence() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let files = [harm::archives(), harm::texts(), harm::markup(), harm::reports(), harm::others()].concat();
    let mut told = String::new();
    for (nth, (name, bytes)) in files.into_iter().enumerate() {
        let file = nth.to_string();
        fs::write(folder.join(&file), bytes).expect("a file can be written");
        let _ = writeln!(told, "{name}\n    {}", bounded(&folder, &file));
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

/// A report as DOCX and as XLSX.
fn packages() -> [Vec<u8>; 2] {
    let text = include_str!("../../golden/convert/2019.source.txt");
    let report = open(text.as_bytes()).report;
    [Format::Docx, Format::Xlsx]
        .map(|format| write(&layout(&report, Forms::built_in()), format).expect("a report can be written"))
}

/// Up to eight bits of many, by their places.
fn bits() -> impl Strategy<Value = Vec<(Index, u8)>> {
    vec((any::<Index>(), 0..8_u8), 1..8)
}

fn flip(bytes: &mut [u8], bits: &[(Index, u8)]) {
    for (at, bit) in bits {
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
    }
}

/// An archive is under checksums: what is read of it in spite of a changed bit is what it said.
#[test]
fn a_changed_bit_changes_no_figure() {
    for whole in packages() {
        let said = facts(&open(&whole).report);
        let result = runner(cases(300)).run(&bits(), |bits| {
            let mut bytes = whole.clone();
            flip(&mut bytes, &bits);
            if let Ok(document) = read(&bytes, &Limits::default()) {
                let found = facts(&recognize(&document, Forms::built_in()).report);
                let other = found.lines().find(|fact| !said.contains(fact));
                prop_assert_eq!(other, None);
            }
            Ok(())
        });
        pass(result);
    }
}

/// A part in which bits have changed under a right checksum is read or refused.
#[test]
fn a_part_with_changed_bits_is_read_or_refused() {
    for whole in packages() {
        let parts = parts(&whole);
        let result = runner(cases(150)).run(&(any::<Index>(), bits()), |(part, bits)| {
            let mut parts = parts.clone();
            let at = part.index(parts.len());
            flip(&mut parts[at].1, &bits);
            let entries: Vec<Entry> = parts.iter().map(|(name, content)| Entry::new(name, content)).collect();
            if let Ok(document) = read(&zip(&entries), &Limits::default()) {
                prop_assert!(recognize(&document, Forms::built_in()).report.facts.len() < 500);
            }
            Ok(())
        });
        pass(result);
    }
}

/// The parts of a package, inflated, by their names.
fn parts(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ::zip::ZipArchive::new(Cursor::new(package)).expect("it was just written");
    let n_parts = archive.len();
    let part = |at| {
        let mut part = archive.by_index(at).expect("the part is there");
        let name = part.name().expect("our names are UTF-8").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("it inflates");
        (name, content)
    };
    (0..n_parts).map(part).collect()
}
