//! How oddities of files are read: those of the collection beside the project, where it is at hand, and
//! the project's own, in `golden/read/`.

use crate::golden::{cases, check_cases, compare};
use crate::oddity::file;
use crate::real::shared;
use nianbao::document::{Block, Document, Grid};
use nianbao::finding::Finding;
use nianbao::read::{Limits, read};
use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

/// A text in which nothing is invisible.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            '\t' => out.push('⇥'),
            ' ' => out.push(' '),
            c if c.is_whitespace()
                || matches!(c, '\u{200B}' | '\u{2011}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}') =>
            {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

/// A table: where it begins, then its rows; `@2` is a column that a row goes on with, `2×1` a cell of two rows.
fn draw_table(grid: &Grid) -> String {
    let place = grid.cells().first().map(|cell| grid.locus(cell).to_string()).unwrap_or_default();
    let head = if grid.n_head_rows() > 0 { format!(" head {}", grid.n_head_rows()) } else { String::new() };
    let mut out = format!("▦ {}×{}{head} ({place})\n", grid.n_rows(), grid.n_columns());
    for row in 0..grid.n_rows() {
        let mut next = 0;
        for cell in grid.row(row) {
            let gap = if cell.column == next { String::new() } else { format!("@{} ", cell.column) };
            let span = match (cell.row_span.0, cell.column_span.0) {
                (1, 1) => String::new(),
                (rows, columns) => format!(" {rows}×{columns}"),
            };
            let _ = write!(out, "| {gap}{}{span} ", visible(&cell.text));
            next = cell.end_column();
        }
        out.push_str("|\n");
    }
    out
}

/// What was read: `¶` paragraphs, `#` headings, `▦` tables, `~` flat cells, `!` what was met.
fn drawn(bytes: &[u8]) -> String {
    let document = match read(bytes, &Limits::default()) {
        Ok(document) => document,
        Err(error) => return format!("{}: {error}\n", error.code()),
    };
    let Document { blocks, notes, .. } = document;
    let mut out = String::new();
    for block in &blocks {
        let text = visible(block.text().unwrap_or_default());
        let _ = match block {
            Block::Heading(heading) => writeln!(out, "{} {text}", "#".repeat(usize::from(heading.level) + 1)),
            Block::Paragraph(_) => writeln!(out, "¶ {text}"),
            Block::Table(grid) => write!(out, "{}", draw_table(grid)),
            Block::Page(_) => writeln!(out, "--- a new page"),
            Block::Flat(flat) => {
                let cells: Vec<String> = flat.cells.iter().map(|cell| visible(&cell.text)).collect();
                writeln!(out, "~ {}", cells.join(" | "))
            }
        };
    }
    for finding in notes.into_iter().map(Finding::from) {
        let at = finding.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
        let said = finding.sentence(nianbao::lang::Lang::Zh);
        let _ = writeln!(out, "! {}{at}: {said}", finding.code());
    }
    out
}

/// Each file of the collection that is neither a Word 97 text nor locked has a reading, set down by hand.
#[test]
fn files_of_the_collection() {
    let Some(shared) = shared("the collection of quirks") else { return };
    let mut paths = Vec::new();
    for folder in ["quirks", "quirks/legacy"] {
        let entries = fs::read_dir(shared.join(folder)).expect("the folder is there");
        paths.extend(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()));
    }
    paths.sort();
    for path in paths {
        let name =
            path.strip_prefix(shared.join("quirks")).expect("it was found there").display().to_string();
        let bytes = fs::read(&path).expect("a file can be read");
        let is_text = matches!(path.extension().and_then(|ending| ending.to_str()), Some("doc" | "wps"));
        let is_word_97 = is_text && bytes.starts_with(b"\xD0\xCF");
        if name == "README.md" || is_word_97 {
            continue;
        }
        compare(&format!("quirks/{}.txt", name.replace(['/', '\\'], "-")), &drawn(&bytes));
    }
}

#[test]
fn files_of_our_own() {
    check_cases("read", |case| drawn(&file(case)));
}

fn own_files() -> impl Iterator<Item = (String, Vec<u8>)> {
    cases("read").into_iter().map(|(name, text)| {
        let (input, _) = text.split_once("---\n").expect("a case has a line of three strokes");
        (name, file(input))
    })
}

/// What may be cut off without a loss: the ends of lines, and what follows the last boundary of a message.
fn without_end(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii_end()
}

/// A file that is cut is an error, where its format has an end, and never a shorter document.
#[test]
fn files_that_are_cut() {
    for (name, bytes) in own_files() {
        let has_end = [&b"PK"[..], b"{\\rtf", b"<?xml", b"MIME"].iter().any(|mark| bytes.starts_with(mark));
        let bytes = without_end(&bytes);
        for end in 1..bytes.len() {
            let result = read(&bytes[..end], &Limits::default());
            // Of a few bytes nobody can tell what they were to be.
            if has_end && end > 24 {
                assert!(result.is_err(), "{name} cut at {end} of {}", bytes.len());
            }
        }
    }
}

/// Two cells in opposite corners of a sheet would cost calamine half a gigabyte.
#[test]
fn a_workbook_of_an_impossible_size() {
    let mut bytes = file("file\nbook.xls");
    let record = bytes.windows(4).position(|window| window == [0x00, 0x02, 0x0E, 0x00]);
    let at = record.expect("every sheet of BIFF 8 begins with its dimensions");
    bytes[at + 8..at + 12].fill(0x7F);
    assert!(drawn(&bytes).starts_with("malformed: "), "{}", drawn(&bytes));
}

/// Whatever bits are wrong, reading ends soon, in an error or in a document.
#[test]
fn files_with_wrong_bits() {
    for (name, bytes) in own_files() {
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            // Each place has one of its bits wrong, and every seventh the byte after it as well.
            bytes[at] ^= 1 << (at % 8);
            if at % 7 == 0 && at + 1 < bytes.len() {
                bytes[at + 1] ^= 0xFF;
            }
            let start = Instant::now();
            let _ = read(&bytes, &Limits::default());
            assert!(start.elapsed() < Duration::from_secs(5), "{name} with wrong bits at {at}");
        }
    }
}
