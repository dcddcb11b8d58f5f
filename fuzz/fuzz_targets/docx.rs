//! Any bytes as the main part of a text of Word.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let name = "word/document.xml";
    let package = common::package(name, "wordprocessingml.document.main+xml", &[(name, bytes)]);
    common::file(&package);
});
