//! Any text as the lines of a report, after a title that makes it one.
#![no_main]

#[allow(dead_code)]
mod common;

libfuzzer_sys::fuzz_target!(|text: &str| {
    common::file(format!("某某县水利局2021年政府信息公开工作年度报告\n{text}").as_bytes());
});
