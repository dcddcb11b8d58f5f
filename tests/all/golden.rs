//! Comparison with files under `golden/`; `golden/README.md` says how they are laid out and blessed.

use crate::reports::difference;
use nianbao::check::check;
use nianbao::document::{Block, draw};
use nianbao::finding::Finding;
use nianbao::grammar::{Form, Forms};
use nianbao::lang::Lang;
use nianbao::layout::layout;
use nianbao::migrate::{Annotation, Migration, Policy, annotate, migrate};
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::suggest::suggest;
use nianbao::write::{Format, to_json, write};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

/// Compares a text with a golden file, or writes the file when it is to be blessed.
#[track_caller]
pub(crate) fn compare(name: &str, text: &str) {
    let path = path(name);
    if is_blessing() {
        fs::create_dir_all(path.parent().expect("a golden file stands in a folder"))
            .expect("a folder can be made");
        fs::write(&path, text).expect("a golden file can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{} differs; `BLESS=1 cargo test` writes it anew\n{}",
        path.display(),
        difference(text, &expected)
    );
}

/// Whether golden files are to be written anew; never where tests are run for judgement.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some() && std::env::var_os("CI").is_none()
}

/// The cases of a folder, by name.
pub(crate) fn cases(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(path(folder)).expect("the folder of cases is there");
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let name = |path: &Path| path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let cases = paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("a case is a text")));
    cases.collect()
}

/// Runs the part of each case before `---`, and compares what comes out with the part after it.
pub(crate) fn check_cases(folder: &str, run: impl Fn(&str) -> String) {
    for (name, text) in cases(folder) {
        let (input, _) = text.split_once("---\n").expect("a case has a line of three strokes");
        compare(&format!("{folder}/{name}"), &format!("{input}---\n{}\n", run(input).trim_end()));
    }
}

#[test]
fn notation() {
    check_cases("notation", |text| {
        let read = if text.starts_with("crosswalk") {
            Forms::built_in().clone().with(&[], &[("my.crosswalk", text)]).map(drop)
        } else {
            Form::parse("my.form", text).map(drop)
        };
        read.map_or_else(|error| error.to_string(), |()| "no error".to_owned())
    });
}

#[test]
fn recognition() {
    check_cases("recognize", |text| {
        let (_, text) = text.split_once("\n\n").expect("a case has a title and a blank line");
        let document = read(text.as_bytes(), &Limits::default()).expect("the case is a document");
        let found = recognize(&document, Forms::built_in());
        let mut out = String::new();
        if document.blocks.iter().any(|block| matches!(block, Block::Table(_))) {
            out.push_str(&draw(&document));
        }
        for (concept, fact) in &found.report.facts {
            let raw = if *fact.raw == fact.value.to_string() {
                String::new()
            } else {
                format!(" from `{}`", fact.raw)
            };
            let _ = writeln!(out, "{concept} {} {}{raw}", fact.value.kind(), fact.value);
        }
        // What a piece of a report lacks is no part of the idea, but for the case of it.
        let lines = found
            .findings
            .iter()
            .filter(|finding| finding.code() == "missing-line" && finding.concepts.len() < 4);
        let others = found.findings.iter().filter(|finding| !finding.code().starts_with("missing-"));
        for finding in others.chain(lines) {
            let at = finding.at.as_ref().map_or_else(String::new, |at| format!(" {at}"));
            let _ = writeln!(out, "{}{at}: {}", finding.code(), finding.sentence(Lang::Zh));
        }
        out
    });
}

#[test]
fn suggestions() {
    let forms = Forms::built_in()
        .clone()
        .with(&[("small.form", include_str!("../forms/small.form"))], &[])
        .expect("the form is of the notation");
    check_cases("suggest", |text| {
        let (_, text) = text.split_once("\n\n").expect("a case has a title and a blank line");
        let document = read(text.as_bytes(), &Limits::default()).expect("the case is a document");
        let found = recognize(&document, &forms);
        let mut findings = found.findings;
        findings.extend(check(&found.report, &forms));
        let mut out = String::new();
        // What a piece of a report lacks is no part of the idea.
        let is_of_figures = |finding: &Finding| !finding.code().contains("missing");
        for finding in suggest(&found.report, &forms, findings).into_iter().filter(is_of_figures) {
            let at = finding.at.as_ref().map_or_else(String::new, |at| format!(" {at}"));
            let _ = writeln!(out, "{}{at}: {}", finding.code(), finding.sentence(Lang::Zh));
            let Some(suggestion) = finding.suggestion else { continue };
            let _ = writeln!(out, "  {}", suggestion.sentence(Lang::Zh));
            let _ = writeln!(out, "  {}", suggestion.sentence(Lang::En));
            let _ = writeln!(out, "  --apply {}", suggestion.name);
            for change in &suggestion.changes {
                let _ = writeln!(out, "    {} `{}` -> {}", change.concept, change.was.text, change.number);
            }
        }
        out
    });
}

/// The notes on the cells of a migrated report, by the name of the figure that bears each.
#[test]
fn annotation() {
    check_cases("annotate", |text| {
        let (_, text) = text.split_once("\n\n").expect("a case has a title and a blank line");
        let forms = Forms::built_in();
        let Migration { report, ledger, .. } =
            migrate(&crate::properties::open(text.as_bytes()).report, forms, Policy::Standard);
        let mut out = String::new();
        for (name, annotation) in [("flagged", Annotation::Flagged), ("all", Annotation::All)] {
            let document = annotate(layout(&report, forms), annotation, &ledger, &report, forms);
            let _ = writeln!(out, "{name}:");
            for (concept, note) in crate::annotation::notes(&document) {
                let _ = writeln!(out, "  {concept}\n    {note}");
            }
        }
        out
    });
}

fn written(name: &str, format: Format) -> Vec<u8> {
    let source = fs::read(path(&format!("convert/{name}.source.txt"))).expect("the source is there");
    let report = crate::properties::open(&source).report;
    write(&layout(&report, Forms::built_in()), format).expect("a report can be written")
}

#[test]
fn conversion() {
    let made = [
        ("2019", "2019.docx", Format::Docx),
        ("2021", "2021.xlsx", Format::Xlsx),
        ("2021", "2021.html", Format::Html),
    ];
    for (name, file, format) in made {
        let path = path(&format!("convert/{file}"));
        let bytes = written(name, format);
        if is_blessing() {
            fs::write(&path, &bytes).expect("a golden file can be written");
        }
        let kept = fs::read(&path).expect("the golden file is there");
        let document =
            |bytes: &[u8]| draw(&read(bytes, &Limits::default()).expect("what was written can be read"));
        assert_eq!(document(&bytes), document(&kept), "{file} is no longer what its source gives");
    }
    for file in ["2014.docx", "2019.docx", "2021.xlsx", "2021.html", "lines.txt", "page.html"] {
        let bytes = fs::read(path(&format!("convert/{file}"))).expect("the report is there");
        let found = crate::properties::open(&bytes);
        let mut findings = found.findings;
        findings.extend(check(&found.report, Forms::built_in()));
        let places = Places::new(&found.report, Forms::built_in());
        let json = to_json(&found.report, &findings, &places, None, Lang::Zh, true);
        compare(&format!("convert/{file}.json"), &format!("{json}\n"));
    }
}

/// Each XML part of a written package, an element a line; and those that only a migrated report has.
#[test]
fn parts() {
    let source = "某某县水利局2021年政府信息公开工作年度报告\n一、总体情况\n略。\n二、主动公开政府信息情况\n\
                  第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n/\n12\n";
    let old = "某某县水利局2019年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\n\
               本年新制作数量\n本年新公开数量\n对外公开总数量\n规章\n1\n1\n2\n\
               四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n\
               结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n\
               结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n1\n0\n0\n0\n1\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n";
    let forms = Forms::built_in();
    let document = layout(&crate::properties::open(source.as_bytes()).report, forms);
    let Migration { report, ledger, .. } =
        migrate(&crate::properties::open(old.as_bytes()).report, forms, Policy::Standard);
    let migrated = annotate(layout(&report, forms), Annotation::Flagged, &ledger, &report, forms);
    let page = write(&migrated, Format::Html).expect("a report can be written");
    compare("write/html-page.html", &String::from_utf8(page).expect("a page is a text"));
    for (name, format) in [("docx", Format::Docx), ("xlsx", Format::Xlsx)] {
        let written = |document| package(&write(document, format).expect("a report can be written"));
        let is_new =
            |part: &str| ["word/comments.xml", "word/footer3.xml", "xl/comments1.xml"].contains(&part);
        let new = written(&migrated).into_iter().filter(|(part, _)| is_new(part));
        for (part, text) in written(&document).into_iter().chain(new) {
            let part = part.trim_start_matches(['[', '_', '.']).replace(['/', ']'], "-");
            let part = part.trim_end_matches(".xml");
            compare(&format!("write/{name}-{part}.xml"), &(text.replace("><", ">\n<") + "\n"));
        }
    }
}

/// The parts of a package, each with its name.
pub(crate) fn package(bytes: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package is an archive");
    let mut parts = Vec::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("an archive has as many parts as it says");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("every part is a text");
        parts.push((part.name().expect("a part has a name").into_owned(), text));
    }
    parts
}
