//! Any text as a form, and as a crosswalk from it.
#![no_main]

use nianbao::grammar::Forms;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (form, crosswalk) = text.split_once("\n---\n").unwrap_or((text, ""));
    let crosswalks: &[(&str, &str)] = if crosswalk.is_empty() { &[] } else { &[("a.crosswalk", crosswalk)] };
    let _ = Forms::built_in().clone().with(&[("a.form", form)], crosswalks);
});
