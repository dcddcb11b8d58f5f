use super::External;
use super::program::find;
use crate::document::{Block, Document, NoteKind, fold};
use crate::error::Foreign;
use crate::read::{Limits, read};
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
        let document = external.read(&bytes, &mut Limits::default()).expect("LibreOffice reads it");
        let is_through =
            |kind: &NoteKind| matches!(kind, NoteKind::ReadThrough(name) if name == "LibreOffice");
        assert!(document.notes.iter().any(|note| is_through(&note.kind)), "{name}");
        untold.extend(
            texts.iter().filter(|text| !is_told(&document, text)).map(|text| format!("{name}: {text}")),
        );
    }
    assert!(untold.is_empty(), "{untold:#?}");
}

/// The cells of all tables of a document: from where to where they reach, and what they say.
fn cells(document: &Document) -> Vec<([u32; 4], String)> {
    let of_table = |block: &Block| match block {
        Block::Table(grid) => grid.cells().to_vec(),
        _ => Vec::new(),
    };
    let cells = document.blocks.iter().flat_map(of_table);
    let cells = cells.map(|cell| {
        ([cell.row, cell.column, cell.end_row(), cell.end_column()], fold(&cell.text).into_owned())
    });
    cells.collect()
}

/// Each Word file has the tables of the DOCX that it was made from.
#[test]
fn word_files_have_the_tables_of_their_twins() {
    let Some(folder) = legacy() else { return };
    let external = External { is_allowed: true, timeout: Duration::from_mins(5), ..NO_PROGRAM };
    let mut other = Vec::new();
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("it is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "doc" || e == "wps")) {
        let name = path.file_stem().expect("it has a name").to_string_lossy().replace("kingsoft", "08_spans");
        let beside = |folder: &PathBuf| fs::read(folder.join(format!("{name}.docx"))).ok();
        let Some(twin) = beside(&folder).or_else(|| beside(&folder.join(".."))) else { continue };
        let twin = read(&twin, &Limits::default()).expect("a DOCX of the collection is read");
        let document = external
            .read(&fs::read(path).expect("it can be read"), &mut Limits::default())
            .expect("LibreOffice reads it");
        if cells(&document) != cells(&twin) {
            other.push(path.file_name().expect("it has a name").to_string_lossy().into_owned());
        }
    }
    // LibreOffice writes no deleted rows to a DOC, joins an orphan of a vertical merge to the cell above, leaves
    // symbols as numbers of their font, and loses the table that the last file ends with (`lost-cells` tells it).
    let known = ["02_tracked.doc", "08_spans.doc", "10_cell_text.doc", "kingsoft.wps"];
    other.retain(|name| !known.contains(&name.as_str()));
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn no_program_is_started_unasked() {
    let error =
        NO_PROGRAM.read(b"%PDF-1.7\n", &mut Limits::default()).expect_err("no program may be started");
    assert_eq!(error.foreign(), Some(Foreign::Pdf));
}
