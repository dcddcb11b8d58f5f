//! Any bytes as a file of any kind: the package, its checks, and all that follows.
#![no_main]

#[allow(dead_code)]
mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| common::file(bytes));
