//! Makes any number of reports as DOCX, the same at every run: `cargo run --release --example reports -- DIR COUNT`.
//!
//! Three editions and mixtures of them, with and without gaps, their tables whole, apart, mirrored or cut by a
//! page, and in three hands: as this program writes, plain, and with the properties on every run that Word
//! leaves. A folder holds a thousand.

#[path = "../tests/all/page.rs"]
#[expect(dead_code, reason = "the tests need more shapes")]
mod page;
#[path = "../tests/all/reports.rs"]
#[expect(dead_code, reason = "the tests need more of reports")]
mod reports;
#[path = "../tests/all/shapes.rs"]
#[expect(dead_code, clippy::struct_excessive_bools, reason = "the tests need more shapes, each a switch")]
mod shapes;

use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::write::{Format, write};
use page::{Page, Plan};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rayon::prelude::*;
use reports::{Cells, Filed};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count] = &arguments[..] else { return Err("usage: reports DIR COUNT".into()) };
    let count: usize = count.parse()?;
    let folders = 0..count.div_ceil(1000);
    folders
        .into_iter()
        .try_for_each(|nth| std::fs::create_dir_all(Path::new(folder).join(format!("{nth:03}"))))?;
    (0..count).into_par_iter().try_for_each(|nth| {
        let path = Path::new(folder).join(format!("{:03}/{nth:06}.docx", nth / 1000));
        std::fs::write(path, docx(nth))
    })?;
    Ok(())
}

/// The report of a number, in the hand of that number.
fn docx(nth: usize) -> Vec<u8> {
    let filed = filed(nth);
    let plans = [
        Plan::default(),
        Plan { apart: true, ..Plan::default() },
        Plan { mirrored: true, ..Plan::default() },
        Plan { cut: Some(true), ..Plan::default() },
    ];
    let document = match nth % 3 {
        0 => layout(&filed.report, Forms::built_in()),
        _ => shapes::document(&Page::of(&filed, plans[nth / 3 % plans.len()])),
    };
    let docx = write(&document, Format::Docx).expect("a report can be written");
    if nth % 3 == 2 { as_word_saves(&docx) } else { docx }
}

fn filed(nth: usize) -> Filed {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&nth.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let cells = [Cells::Footing, Cells::Filled, Cells::Gaps][nth / 7 % 3];
    reports::filed(cells).new_tree(&mut runner).expect("every seed gives a report").current()
}

/// The same text with the marks of revisions and the fonts that Word puts on every run and paragraph.
fn as_word_saves(docx: &[u8]) -> Vec<u8> {
    const FONTS: &str = "<w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"仿宋_GB2312\" \
        w:cs=\"仿宋_GB2312\" w:hint=\"eastAsia\"/><w:kern w:val=\"0\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>";
    let mut source = ZipArchive::new(Cursor::new(docx)).expect("it was just written");
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..source.len() {
        let mut part = source.by_index(at).expect("the part is there");
        let name = part.name().expect("our names are UTF-8").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("parts are text");
        if name == "word/document.xml" {
            text = text
                .replace("<w:tr>", "<w:tr w:rsidR=\"00A77427\" w:rsidTr=\"00C22E51\">")
                .replace("<w:p>", "<w:p w:rsidR=\"00A77427\" w:rsidRDefault=\"00C22E51\">")
                .replace(
                    "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>",
                    &format!("<w:r w:rsidRPr=\"00B1\"><w:rPr>{FONTS}"),
                )
                .replace("</w:pPr>", &format!("<w:rPr>{FONTS}</w:rPr></w:pPr>"));
        }
        target.start_file(name, SimpleFileOptions::default()).expect("a part can be added");
        target.write_all(text.as_bytes()).expect("memory takes all");
    }
    target.finish().expect("memory takes all").into_inner()
}
