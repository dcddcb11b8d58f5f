use super::{FLAGS, cells, is_encrypted, note_lost_cells};
use crate::document::{Block, Document, GridBuilder, Locus, Note, NoteKind};
use crate::read::compound::tests::compound;

/// A Word file whose text is kept in pieces, some of which take one byte for each character.
fn word(pieces: &[(&str, bool)]) -> Vec<u8> {
    let mut word = vec![0; 0x200];
    let (mut ends, mut places) = (vec![0_u32], Vec::new());
    for (text, is_narrow) in pieces {
        let start = u32::try_from(word.len()).expect("the file is small");
        places.push(if *is_narrow { (start * 2) | 0x4000_0000 } else { start });
        let units: Vec<u16> = text.encode_utf16().collect();
        ends.push(ends[ends.len() - 1] + u32::try_from(units.len()).expect("the text is short"));
        match is_narrow {
            true => word.extend(units.iter().map(|unit| u8::try_from(*unit).expect("it is Latin"))),
            false => word.extend(units.iter().flat_map(|unit| unit.to_le_bytes())),
        }
    }
    let positions = ends.iter().flat_map(|end| end.to_le_bytes());
    let descriptions =
        places.iter().flat_map(|place| [[0; 2].as_slice(), &place.to_le_bytes(), &[0; 2]].concat());
    let plc: Vec<u8> = positions.chain(descriptions).collect();
    // Formatting of three bytes stands before the table of pieces.
    let mut clx = vec![1, 3, 0, 9, 9, 9, 2];
    clx.extend(u32::try_from(plc.len()).expect("it is short").to_le_bytes());
    clx.extend(plc);
    word[10..12].copy_from_slice(&0x0200_u16.to_le_bytes());
    word[0x4C..0x50].copy_from_slice(&ends[ends.len() - 1].to_le_bytes());
    word[0x1A6..0x1AA].copy_from_slice(&u32::try_from(clx.len()).expect("it is short").to_le_bytes());
    compound(&[("WordDocument", &word), ("1Table", &clx)])
}

#[track_caller]
fn check_cells(pieces: &[(&str, bool)], expected: &[&str]) {
    assert_eq!(cells(&word(pieces)).expect("it is a Word file"), expected);
}

#[test]
fn cells_end_with_a_mark() {
    check_cells(&[("说明\r收到\u{7}3\u{7}\u{7}办结\u{7}\u{7}\u{7}完\r", false)], &["收到", "3", "办结"]);
    // Of a cell of several paragraphs the last is enough.
    check_cells(&[("甲\r乙\u{7}\u{7}\r", false)], &["乙"]);
}

#[test]
fn pieces_are_put_together() {
    check_cells(&[("收", false), ("12", true), ("件\u{7}", false), ("7\u{7}\r", true)], &["收12件", "7"]);
    // A text too long for small sectors.
    let long = "字".repeat(3000) + "\r尾\u{7}";
    check_cells(&[(&long, false)], &["尾"]);
}

#[test]
fn fields_are_their_results() {
    check_cells(&[("\u{13} PAGE \u{14}5\u{15}\u{7}\u{13}TOC\u{15}\u{7}\u{1}甲\u{7}", false)], &["5", "甲"]);
}

#[test]
fn what_is_damaged_has_no_cells() {
    let whole = word(&[("甲\u{7}\r", false)]);
    assert_eq!(cells(&whole[..600]), None);
    for end in 0..whole.len() {
        let _ = cells(&whole[..end]);
    }
    assert_eq!(cells(&compound(&[("WordDocument", b"short")])), None);
}

#[test]
fn a_password_is_told() {
    let locked = |flags: u16| {
        let stream = [[0; FLAGS].as_slice(), &flags.to_le_bytes(), &[0; 20]].concat();
        is_encrypted(&compound(&[("WordDocument", &stream)]))
    };
    // Beside the password stand the flags of a table stream and of a language.
    assert!(locked(0x0100) && locked(0x1300));
    assert!(!locked(0x0200) && !locked(0x1000));
    assert!(!is_encrypted(&word(&[("甲\u{7}\r", false)])));
}

/// What a conversion kept: a table of one row, and paragraphs.
fn converted(row: &[&str], paragraphs: &[&str]) -> Document {
    let mut grid = GridBuilder::new();
    grid.row();
    for text in row {
        grid.cell(*text, 1, 1);
    }
    let paragraph = |(nth, text): (u32, &&str)| Block::paragraph(*text, Locus::Paragraph(nth));
    let blocks = (1..).zip(paragraphs).map(paragraph).chain([Block::Table(grid.table(1))]);
    Document::from_blocks(blocks)
}

#[track_caller]
fn check_lost(row: &[&str], paragraphs: &[&str], expected: Option<(usize, &str)>) {
    let original = word(&[("收到\u{7}3\u{7}\u{7}\r", false)]);
    let mut document = converted(row, paragraphs);
    note_lost_cells(&original, &mut document);
    let lost = |(cells, first): (usize, &str)| NoteKind::LostCells { cells, first: first.to_owned() };
    let found: Vec<&NoteKind> = document.notes.iter().map(|note| &note.kind).collect();
    assert_eq!(found, expected.map(lost).iter().collect::<Vec<_>>());
}

#[test]
fn cells_that_are_in_no_table_are_noted() {
    check_lost(&["收到", "3"], &[], None);
    check_lost(&["一、收到", "3"], &[], None);
    check_lost(&["收到"], &["3"], Some((1, "3")));
    check_lost(&["表"], &["收到", "3"], Some((2, "收到")));
}

#[test]
fn what_is_told_already_is_not_told_again() {
    let original = word(&[("收到\u{7}3\u{7}\u{7}\r", false)]);
    let mut document = converted(&["收到"], &[]);
    let covered = Note { kind: NoteKind::CoveredValue("3".into()), at: None };
    document.notes.push(covered.clone());
    note_lost_cells(&original, &mut document);
    assert_eq!(document.notes, [covered]);
    // What was deleted is left out of the conversion, and rightly.
    let mut document = converted(&["收到"], &[]);
    let deleted = Note { kind: NoteKind::TrackedChanges, at: None };
    document.notes.push(deleted.clone());
    note_lost_cells(&original, &mut document);
    assert_eq!(document.notes, [deleted]);
}
