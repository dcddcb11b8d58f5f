//! Reports printed as PDF and saved as DOC by LibreOffice, and read back by the command, where the programs for
//! that are installed.

use crate::golden::package;
use crate::oddity::zip;
use crate::properties::open;
use crate::real::shared;
use crate::reports::{Cells, Filed, Mix, difference, essence, facts, filed_as};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::recognize::Recognition;
use nianbao::write::{Format, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use tempfile::TempDir;

/// Whether programs are installed, or a line that says what was left out.
fn are_installed(programs: &[&str], what: &str) -> bool {
    let runs = |program: &&&str| {
        let mut command = Command::new(program);
        command.arg("--help").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok()
    };
    let missing = programs.iter().find(|program| !runs(program));
    missing.iter().for_each(|program| eprintln!("{program} is not installed; left out: {what}"));
    missing.is_none()
}

/// Saves all files of an ending in a folder as another kind.
fn save_as(folder: &Path, from: &str, kind: &str) {
    let files: Vec<PathBuf> = listed(folder, from);
    let profile = tempfile::tempdir().expect("a folder can be made");
    let status = Command::new("soffice")
        .args(["--headless", "--norestore"])
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--convert-to", kind, "--outdir"])
        .arg(folder)
        .args(&files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("LibreOffice can be started");
    assert!(status.success(), "LibreOffice ended with {status}");
}

fn listed(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
    paths.sort();
    paths
}

/// What the command makes of a file: what it says, and the DOCX that it writes.
fn through_command(file: &Path) -> (Output, Option<Recognition>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let written = folder.path().join("out.docx");
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["convert", "--timeout", "300"]).arg(file).arg("-o").arg(&written).stdin(Stdio::null());
    let output = command.output().expect("the command was built");
    (output, fs::read(written).ok().map(|bytes| open(&bytes)))
}

/// Reports of all editions, written as DOCX into a folder.
fn reports(cells: Cells, n: usize) -> (TempDir, Vec<(PathBuf, Filed)>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut runner = TestRunner::deterministic();
    let mut reports = Vec::new();
    for edition in ["2014", "2019", "2021"] {
        let filed = filed_as(Mix::Of(edition), cells);
        for nth in 0..n {
            let filed = filed.new_tree(&mut runner).expect("nothing is filtered").current();
            let docx = write(&layout(&filed.report, Forms::built_in()), Format::Docx);
            let path = folder.path().join(format!("{edition}-{nth}.docx"));
            fs::write(&path, docx.expect("a report can be written")).expect("a file can be written");
            reports.push((path, filed));
        }
    }
    (folder, reports)
}

#[track_caller]
fn check_right(name: &Path, found: &Recognition, filed: &Filed) {
    let (read, all) = (facts(&found.report), facts(&filed.report));
    let wrong: Vec<&str> = read.lines().filter(|line| !all.contains(&format!("{line}\n"))).collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", name.display());
}

/// What is read of a printed report is right. Where numbers are short and all cells are filled it is everything; long
/// numbers are broken, and of those something is said.
#[track_caller]
fn check_printed(name: &Path, found: &Recognition, filed: &Filed, is_easy: bool) {
    check_right(name, found, filed);
    let lost = difference(&facts(&found.report), &facts(&filed.report));
    assert!(lost.is_empty() || !is_easy && !found.findings.is_empty(), "{}\n{lost}", name.display());
}

#[test]
fn a_pdf_is_read_by_the_command() {
    if !are_installed(&["soffice", "pdftotext"], "reports printed as PDF") {
        return;
    }
    for cells in [Cells::Small, Cells::Gaps] {
        let (folder, reports) = reports(cells, 1);
        save_as(folder.path(), "docx", "pdf");
        for (path, filed) in &reports {
            let (output, found) = through_command(&path.with_extension("pdf"));
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let found = found.unwrap_or_else(|| panic!("{}: {said}", path.display()));
            assert!(said.contains("[read-through]") && said.contains("pdftotext"), "{said}");
            check_printed(path, &found, filed, cells == Cells::Small);
        }
    }
}

#[test]
fn the_layout_of_a_pdf_is_read() {
    if !are_installed(&["soffice", "pdftotext"], "the layout of reports printed as PDF") {
        return;
    }
    for cells in [Cells::Small, Cells::Gaps] {
        let (folder, reports) = reports(cells, 2);
        save_as(folder.path(), "docx", "pdf");
        for (path, filed) in &reports {
            let mut command = Command::new("pdftotext");
            command.args(["-layout", "-enc", "UTF-8"]).arg(path.with_extension("pdf")).arg("-");
            let text = command.output().expect("it is installed").stdout;
            check_printed(path, &open(&text), filed, cells == Cells::Small);
        }
    }
}

#[test]
fn a_doc_is_read_by_the_command() {
    if !are_installed(&["soffice"], "reports saved as DOC") {
        return;
    }
    let (folder, reports) = reports(Cells::Gaps, 1);
    save_as(folder.path(), "docx", "doc");
    for (path, filed) in &reports {
        let (output, found) = through_command(&path.with_extension("doc"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let found = found.unwrap_or_else(|| panic!("{}: {said}", path.display()));
        assert!(said.contains("[read-through]") && said.contains("LibreOffice"), "{said}");
        assert!(!said.contains("[lost-cells]"), "{said}");
        let wrong = difference(&essence(&found.report), &essence(&filed.report));
        assert!(wrong.is_empty(), "{}\n{wrong}", path.display());
    }
}

/// LibreOffice loses a table that the text ends with, in some releases. Where it keeps it, it keeps its figures.
#[test]
fn a_table_that_is_lost_is_told() {
    if !are_installed(&["soffice"], "a DOC that ends with a table") {
        return;
    }
    let (folder, reports) = reports(Cells::Small, 1);
    for (path, _) in &reports {
        let docx = fs::read(path).expect("it was written");
        fs::write(path, without_end(&docx)).expect("a file can be written");
    }
    save_as(folder.path(), "docx", "doc:MS Word 97");
    for (path, filed) in &reports {
        let (output, found) = through_command(&path.with_extension("doc"));
        let said = String::from_utf8_lossy(&output.stderr);
        found.iter().for_each(|found| check_right(path, found, filed));
        let is_whole = found.is_some_and(|found| facts(&found.report) == facts(&filed.report));
        assert!(is_whole || said.contains("[lost-cells]"), "{said}");
    }
}

/// A DOCX without what stands after its last table.
fn without_end(docx: &[u8]) -> Vec<u8> {
    let cut = |(name, text): (String, String)| match text.rsplit_once("</w:tbl>") {
        Some((start, _)) if name == "word/document.xml" => {
            (name, format!("{start}</w:tbl></w:body></w:document>").into_bytes())
        }
        _ => (name, text.into_bytes()),
    };
    zip(&package(docx).into_iter().map(cut).collect())
}

/// A picture that is kept elsewhere; LibreOffice asks for it unless it is told not to.
#[test]
fn nothing_is_asked_of_the_network() {
    if !are_installed(&["soffice"], "a DOC with a linked picture") {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for _ in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    let folder = tempfile::tempdir().expect("a folder can be made");
    let link = format!("http://127.0.0.1:{port}/a.png");
    fs::write(folder.path().join("a.fodt"), with_picture(&link)).expect("a file can be written");
    save_as(folder.path(), "fodt", "doc:MS Word 97");
    let before = asked.load(Ordering::SeqCst);
    if before == 0 {
        eprintln!("this LibreOffice does not ask for linked pictures anyway");
    }
    let (output, _) = through_command(&folder.path().join("a.doc"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("[not-a-report]"), "{said}");
    assert_eq!(asked.load(Ordering::SeqCst), before, "the command has let LibreOffice ask for {link}");
}

/// A text (`.fodt`) with a picture that is kept at an address.
fn with_picture(link: &str) -> String {
    let spaces: String =
        [("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible")]
            .map(|(prefix, name)| {
                format!(" xmlns:{prefix}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
            })
            .concat();
    format!(
        "<office:document{spaces} xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.2\" \
         office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>甲\
         <draw:frame text:anchor-type=\"as-char\" svg:width=\"2cm\" svg:height=\"2cm\">\
         <draw:image xlink:href=\"{link}\"/></draw:frame></text:p></office:text></office:body></office:document>"
    )
}

#[test]
fn a_real_pdf_has_the_figures_of_its_text() {
    let Some(shared) = shared("a real PDF") else { return };
    if !are_installed(&["pdftotext"], "a real PDF") {
        return;
    }
    let text = fs::read(shared.join("reports/2023-huaian-hongze.layout.txt")).expect("the text is there");
    let (output, found) = through_command(&shared.join("reports/2023-huaian-hongze.pdf"));
    let found = found.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let expected = open(&text);
    assert_eq!(expected.report.facts.len(), 186);
    let wrong = difference(&facts(&found.report), &facts(&expected.report));
    assert!(wrong.is_empty(), "{wrong}");
}
