//! Reports printed by LibreOffice and read back through `pdftotext`, where both are installed.

use crate::properties::open;
use crate::reports::{Cells, Filed, Mix, difference, facts, filed_as};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::write::{Format, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn experiment() {
    let Some(folder) = std::env::var_os("EXPERIMENT") else { return };
    let folder = Path::new(&folder);
    let n: usize = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let mut runner = TestRunner::deterministic();
    let mut all: Vec<(String, Filed)> = Vec::new();
    for cells in [Cells::Footing, Cells::Filled, Cells::Gaps] {
        for mix in [Mix::Of("2014"), Mix::Of("2019"), Mix::Of("2021"), Mix::OldOther, Mix::NewOther] {
            for nth in 0..n {
                let filed = filed_as(mix, cells).new_tree(&mut runner).expect("it filters nothing").current();
                let name = format!("{cells:?}-{}-{nth}", format!("{mix:?}").replace(['(', ')', '"'], ""));
                let docx = write(&layout(&filed.report, Forms::built_in()), Format::Docx).expect("ok");
                fs::write(folder.join(format!("{name}.docx")), docx).expect("ok");
                all.push((name, filed));
            }
        }
    }
    if std::env::var_os("PRINT").is_some() {
        let status = Command::new("sh").arg("-c").arg("p=$(mktemp -d); timeout -k 5 600 soffice --headless --norestore -env:UserInstallation=file://$p --convert-to pdf --outdir . *.docx >/dev/null 2>&1; rm -rf $p; for f in *.pdf; do pdftotext -layout -enc UTF-8 $f ${f%.pdf}.txt; done").current_dir(folder).status().expect("ok");
        assert!(status.success());
    }
    for (name, filed) in &all {
        let bytes = if std::env::var_os("BOXES").is_some() {
            let out = Command::new("pdftotext")
                .args(["-bbox", "-enc", "UTF-8", &format!("{name}.pdf"), "-"])
                .current_dir(folder)
                .output()
                .expect("ok")
                .stdout;
            let text = String::from_utf8_lossy(&out).into_owned();
            text[text.find("<doc>").unwrap()..].as_bytes().to_vec()
        } else {
            let Ok(bytes) = fs::read(folder.join(format!("{name}.txt"))) else { continue };
            bytes
        };
        let found = open(&bytes);
        let (found_facts, all) = (facts(&found.report), facts(&filed.report));
        let wrong: Vec<&str> =
            found_facts.lines().filter(|line| !all.contains(&format!("{line}\n"))).collect();
        let lost = all.lines().filter(|line| !found_facts.contains(&format!("{line}\n"))).count();
        let mut codes: Vec<&str> =
            found.findings.iter().map(|f| f.code()).filter(|c| *c != "unit-assumed").collect();
        codes.sort();
        let numbers: Vec<String> = wrong
            .iter()
            .map(|line| {
                let concept = line.split(' ').next().unwrap();
                let right = all.lines().find(|l| l.starts_with(&format!("{concept} "))).unwrap_or("none");
                format!("   {line} @{} should be {right}\n", found.report.facts[concept].at().unwrap())
            })
            .collect();
        let n_lines = all.lines().count();
        println!(
            "{name}: {} of {n_lines} ; wrong {} ({} numbers) {}",
            n_lines - lost,
            wrong.len(),
            numbers.len(),
            codes.len()
        );
        if std::env::var_os("V").is_some() {
            print!("{}", numbers.concat());
        }
        let _ = difference("", "");
    }
}
