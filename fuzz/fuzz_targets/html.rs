//! Any text as a web page.
#![no_main]

#[allow(dead_code)]
mod common;

libfuzzer_sys::fuzz_target!(|text: &str| common::file(format!("<html>{text}").as_bytes()));
