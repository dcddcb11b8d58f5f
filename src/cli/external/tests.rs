use super::External;
use super::program::find;
use crate::document::{Block, Document, NoteKind};
use crate::error::Foreign;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// No program may be started.
const NO_PROGRAM: External =
    External { is_allowed: false, pdftotext: None, soffice: None, timeout: Duration::from_secs(1) };

/// The folder of odd Word files, if it and LibreOffice are at hand.
#[expect(clippy::print_stderr, reason = "who runs the tests should know that this one had no input")]
fn legacy() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("NIANBAO_SHARED").map_or_else(beside, PathBuf::from);
    let folder = shared.join("quirks/legacy");
    let is_there = folder.is_dir() && find(Foreign::Word, None).is_some();
    if !is_there {
        eprintln!("no shared quirks, or no LibreOffice; left out: Word files");
    }
    is_there.then_some(folder)
}

/// Whether a text stands in a cell, or is told not to.
fn is_told(document: &Document, text: &str) -> bool {
    let in_cell = |block: &Block| match block {
        Block::Table(grid) => grid.cells().iter().any(|cell| cell.text.lines().any(|line| line == text)),
        _ => false,
    };
    document.blocks.iter().any(in_cell)
        || document.notes.iter().any(|note| match &note.kind {
            NoteKind::CoveredValue(value) => value == text,
            NoteKind::LostCells { .. } => true,
            _ => false,
        })
}

#[test]
fn word_files_lose_nothing_in_silence() {
    let Some(folder) = legacy() else { return };
    let external = External { is_allowed: true, timeout: Duration::from_mins(5), ..NO_PROGRAM };
    let mut untold = Vec::new();
    for (name, texts) in [
        ("02_tracked.doc", &["甲", "8", "增行", "10", "格1"][..]),
        ("06_alternate_textbox.doc", &["框内表"]),
        ("07_nested_table.doc", &["外1", "前", "后", "内1", "内2", "外4"]),
        ("08_spans.doc", &["项目", "三", "前空1", "跨行跨列", "孤儿", "缺格行"]),
        ("11_numbering.doc", &["序号列由自动编号生成", "b"]),
        ("kingsoft.wps", &["项目", "三", "前空1", "跨行跨列", "孤儿", "缺格行"]),
        ("s_clean_p.doc", &["项目", "三", "左", "跨行跨列", "y"]),
        ("s_orphan.doc", &["项目", "三", "左", "跨行跨列", "孤儿", "缺格行"]),
    ] {
        let bytes = fs::read(folder.join(name)).expect("a quirk file can be read");
        let document = external.read(&bytes).expect("LibreOffice reads it");
        let is_through =
            |kind: &NoteKind| matches!(kind, NoteKind::ReadThrough(name) if name == "LibreOffice");
        assert!(document.notes.iter().any(|note| is_through(&note.kind)), "{name}");
        untold.extend(
            texts.iter().filter(|text| !is_told(&document, text)).map(|text| format!("{name}: {text}")),
        );
    }
    assert!(untold.is_empty(), "{untold:#?}");
}

#[test]
fn no_program_is_started_unasked() {
    let error = NO_PROGRAM.read(b"%PDF-1.7\n").expect_err("no program may be started");
    assert_eq!(error.foreign(), Some(Foreign::Pdf));
}
