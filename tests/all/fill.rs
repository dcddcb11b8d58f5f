//! Blank forms to fill in, and what a workbook holds besides the figures: names, rules and findings.

use crate::golden::{compare, package};
use crate::properties::open;
use crate::reports::{codes, difference, essence, facts};
use nianbao::check::check;
use nianbao::document::Document;
use nianbao::finding::{Finding, FindingKind};
use nianbao::grammar::{Form, Forms};
use nianbao::lang::Lang;
use nianbao::layout::{blank, layout, to_fill};
use nianbao::migrate::{Policy, migrate};
use nianbao::place::{Places, findings_table};
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::report::{Concept, Fact, Report, Value};
use nianbao::write::{Format, write};
use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn written(document: &Document, format: Format) -> Vec<u8> {
    write(document, format).expect("it can be written")
}

/// The same package with one part changed.
fn with_part(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in package(bytes) {
        out.start_file(&name, SimpleFileOptions::default()).expect("a part can begin");
        let text = if name == part { change(text) } else { text };
        out.write_all(text.as_bytes()).expect("a part can be written");
    }
    out.finish().expect("an archive can be ended").into_inner()
}

/// The text of a part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let parts = package(bytes).into_iter();
    parts.filter(|(own, _)| own == name).map(|(_, text)| text).next().expect("the part is there")
}

/// Each form, with the forms that it is one of.
fn each_form(check: impl Fn(&Form, &Forms)) {
    let forms = Forms::built_in();
    forms.iter().for_each(|form| check(form, forms));
}

#[test]
fn a_form_that_nobody_filled_in_is_blank() {
    each_form(|form, forms| {
        for format in [Format::Docx, Format::Xlsx] {
            let found = open(&written(&to_fill(form, forms), format));
            assert!(found.report.facts.values().all(|fact| fact.value == Value::Blank), "{}", form.edition);
            let wrong = difference(&essence(&found.report), &essence(&blank(form)));
            assert!(wrong.is_empty(), "{} as {format:?}\n{wrong}", form.edition);
            assert!(check(&found.report, forms).is_empty(), "nothing is said of blank cells");
        }
    });
}

/// As Word fills a control: the mark that it shows a placeholder goes, and the words are others.
#[test]
fn controls_that_are_filled_in_are_the_figures() {
    each_form(|form, forms| {
        let bytes = written(&to_fill(form, forms), Format::Docx);
        let filled = with_part(&bytes, "word/document.xml", |text| {
            text.replace("<w:showingPlcHdr/>", "").replace("\u{2003}\u{2003}", "0")
        });
        let found = open(&filled);
        let is_zero = |fact: &Fact| fact.value == Value::from(0);
        assert!(found.report.facts.values().all(is_zero), "{}", facts(&found.report));
        assert_eq!(found.report.facts.len(), form.concepts().count());
        assert!(!codes(&found.findings).contains("placeholder-text"), "{}", codes(&found.findings));
    });
}

/// Each control has the name of a concept and a number of its own.
#[test]
fn every_cell_of_a_form_has_a_control() {
    each_form(|form, forms| {
        let text = part(&written(&to_fill(form, forms), Format::Docx), "word/document.xml");
        let values = |mark: &str| -> Vec<String> {
            let values = text.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
            values.map(str::to_owned).collect()
        };
        let concepts = form.concepts().map(Concept::as_str);
        // Word takes 64 characters; one name has more.
        let concepts: Vec<&str> = concepts.filter(|concept| concept.len() <= 64).collect();
        assert_eq!(values("<w:tag w:val=\""), concepts);
        assert_eq!(values("<w:alias w:val=\"").len(), text.matches("<w:sdt>").count());
        let ids: BTreeSet<String> = values("<w:id w:val=\"").into_iter().collect();
        assert_eq!(ids.len(), text.matches("<w:sdt>").count());
        assert!(values("<w:alias w:val=\"").iter().all(|alias| (1..=64).contains(&alias.chars().count())));
    });
}

/// Names of figures are what others may refer to, so each is there, once, and none of them is of the annex.
#[test]
fn every_figure_has_its_name() {
    let forms = Forms::built_in();
    let old = forms.edition("2019").expect("the edition is built in");
    let mut report = Report::new("2019");
    report.facts =
        old.concepts().map(|concept| (concept.clone(), Fact::filed(0.into(), "0", None))).collect();
    let migrated = migrate(&report, forms, Policy::Standard).report;
    for report in [&report, &migrated] {
        let text = part(&written(&layout(report, forms), Format::Xlsx), "xl/workbook.xml");
        let names = text.split("<definedName name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let names: Vec<&str> =
            names.filter(|name| !name.starts_with(['_']) && !name.starts_with("nianbao_")).collect();
        let unique: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let concepts: BTreeSet<String> =
            report.facts.keys().map(|concept| concept.as_str().to_lowercase()).collect();
        assert_eq!(unique, concepts);
        assert_eq!(names.len(), concepts.len());
    }
}

#[test]
fn the_sheet_of_findings_is_no_part_of_the_report() {
    let forms = Forms::built_in();
    let mut report = blank(forms.edition("2021").expect("the edition is built in"));
    report.title = Some("某某县水利局2021年政府信息公开工作年度报告".into());
    let plain = layout(&report, forms);
    let finding = Finding::new(FindingKind::UnplacedValue("77".into()), None);
    let findings = findings_table(&[finding], &Places::default(), Lang::Zh);
    let bytes = written(&Document { findings, ..plain.clone() }, Format::Xlsx);
    assert!(part(&bytes, "xl/workbook.xml").contains("<sheet name=\"核对\""));
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("77") && strings.contains("unplaced-value"), "the finding is on the sheet");
    let read = |bytes: &[u8]| read(bytes, &Limits::default()).expect("what we write can be read");
    assert_eq!(read(&bytes), read(&written(&plain, Format::Xlsx)));
}

/// The parts of a form so small that a person can check every formula.
#[test]
fn parts_of_a_form_to_fill_in() {
    let forms = Forms::built_in().clone();
    let forms = forms.with(&[("small.form", include_str!("../forms/small.form"))], &[]);
    let forms = forms.expect("the form is one");
    let form = forms.edition("small").expect("the form was just read");
    let document = to_fill(form, &forms);
    let lines = |text: String| text.replace("><", ">\n<") + "\n";
    let docx = part(&written(&document, Format::Docx), "word/document.xml");
    compare("write/docx-fill-document.xml", &lines(docx));
    let xlsx = written(&document, Format::Xlsx);
    compare("write/xlsx-fill-sheet2.xml", &lines(part(&xlsx, "xl/worksheets/sheet2.xml")));
    compare("write/xlsx-fill-workbook.xml", &lines(part(&xlsx, "xl/workbook.xml")));
    let blank =
        recognize(&read(&xlsx, &Limits::default()).expect("what we write can be read"), &forms).report;
    assert!(blank.facts.len() == 12 && blank.facts.values().all(|fact| fact.value == Value::Blank));
}
