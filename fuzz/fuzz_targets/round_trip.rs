//! What is read of a text, laid out, written and read again, is the same report.
#![no_main]

#[allow(dead_code)]
mod common;

use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::read::read;
use nianbao::recognize::recognize;
use nianbao::write::{Format, write};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let forms = Forms::built_in();
    let text = format!("某某县水利局2021年政府信息公开工作年度报告\n一、总体情况\n{text}");
    let Ok(document) = read(text.as_bytes(), &common::limits()) else { return };
    let report = recognize(&document, forms).report;
    let Ok(docx) = write(&layout(&report, forms), Format::Docx) else { return };
    let again = recognize(&read(&docx, &common::limits()).expect("what is written can be read"), forms).report;
    let values = |report: &nianbao::report::Report| -> Vec<_> {
        report.facts.iter().map(|(concept, fact)| (concept.clone(), fact.value.clone())).collect()
    };
    assert_eq!(values(&report), values(&again));
});
