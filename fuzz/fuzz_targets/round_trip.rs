//! What is read of a text, laid out, written and read again, is the same report; so is what it is migrated to.
#![no_main]

#[allow(dead_code)]
mod common;

use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::{Policy, migrate};
use nianbao::read::read;
use nianbao::recognize::{Recognition, recognize};
use nianbao::report::{Concept, Report, Value};
use nianbao::write::{Format, write};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let text = format!("某某县水利局2021年政府信息公开工作年度报告\n一、总体情况\n{text}");
    let Ok(document) = read(text.as_bytes(), &common::limits()) else { return };
    let Recognition { report, findings, .. } = recognize(&document, Forms::built_in());
    comes_back(&report);
    // A table that is printed again with other figures stays in the prose; in a migrated report the first is not
    // beside it any more, so that there the second counts.
    if findings.iter().all(|finding| finding.code() != "stated-twice") {
        comes_back(&migrate(&report, Forms::built_in(), Policy::Standard).report);
    }
});

/// The figures of a report are the same after it was written in any format and read.
fn comes_back(report: &Report) {
    let laid_out = layout(report, Forms::built_in());
    for format in Format::ALL {
        // What a format cannot hold is an error.
        let Ok(bytes) = write(&laid_out, format) else { continue };
        let again = read(&bytes, &common::limits()).expect("what is written can be read");
        assert_eq!(figures(report), figures(&recognize(&again, Forms::built_in()).report), "{format:?}");
    }
}

/// What is reported, with `�` for control characters in words, as no file can hold them.
fn figures(report: &Report) -> Vec<(&Concept, Value)> {
    let shown = |value: &Value| match value {
        Value::Text(words) => Value::Text(words.replace(|c: char| c.is_control() && c != '\n', "\u{FFFD}")),
        other => other.clone(),
    };
    report.facts.iter().map(|(concept, fact)| (concept, shown(&fact.value))).collect()
}
