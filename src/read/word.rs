//! What a Word 97 file (`.doc`, `.wps`) holds in its tables, to hold a conversion of it against.
//!
//! Such a file is not read as a document: another program converts it, and may lose a table on the way. Its text
//! is easily found, though, and every cell in it ends with a mark of its own (MS-DOC 2.4.3, 2.8.25).
//!
//! - [x] the text of cells, wherever the pieces of the text are kept
//! - [ ] cells of a table within a cell: they end as paragraphs do
//! - [ ] which text was deleted or is hidden; it is in the text like any other

use super::compound::{Compound, u16_at, u32_at};
use crate::document::{Block, Document, Note, NoteKind, fold};
use encoding_rs::{UTF_16LE, WINDOWS_1252};
use std::collections::BTreeSet;

/// Where the stream of the text begins to say what kind of file it is.
const FLAGS: usize = 10;

/// Ends a cell, and once more a row.
const CELL_MARK: char = '\u{7}';

/// Whether a Word file asks for a password: `FibBase.fEncrypted` (MS-DOC 2.5.2).
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let word = Compound::open(bytes).and_then(|compound| compound.stream("WordDocument"));
    word.and_then(|word| u16_at(&word, FLAGS)).is_some_and(|flags| flags & 0x0100 != 0)
}

/// Notes in a conversion of a Word file which cells of it are in no table any more.
pub(crate) fn note_lost_cells(original: &[u8], converted: &mut Document) {
    let Some(cells) = cells(original) else { return };
    let covered = converted.notes.iter().filter_map(|note| match &note.kind {
        NoteKind::CoveredValue(value) => Some(value.as_str()),
        _ => None,
    });
    // What merged cells cover is told already.
    let in_tables = Ends::of(converted.blocks.iter().flat_map(table_lines).chain(covered));
    let in_prose = Ends::of(converted.blocks.iter().filter_map(Block::text));
    // Text that was deleted or hidden is left out of the conversion, and rightly.
    let leaves_out = |note: &Note| matches!(note.kind, NoteKind::TrackedChanges | NoteKind::HiddenText);
    let is_left_out = converted.notes.iter().any(leaves_out);
    let is_lost = |text: &&String| !in_tables.contains(text) && (!is_left_out || in_prose.contains(text));
    let lost: Vec<&String> = cells.iter().filter(is_lost).collect();
    if let Some(first) = lost.first() {
        let kind = NoteKind::LostCells { cells: lost.len(), first: (*first).clone() };
        converted.notes.push(Note { kind, at: None });
    }
}

/// The lines of all cells of a table.
fn table_lines(block: &Block) -> impl Iterator<Item = &str> {
    let cells = match block {
        Block::Table(grid) => grid.cells(),
        _ => &[],
    };
    cells.iter().flat_map(|cell| cell.text.split('\n'))
}

/// Lines, to be asked whether one ends with a text: a number may stand before it that is no text in the original.
struct Ends(BTreeSet<String>);

impl Ends {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Self(lines.map(reversed).collect())
    }

    fn contains(&self, text: &str) -> bool {
        let text = reversed(text);
        self.0.range(text.clone()..).next().is_some_and(|line| line.starts_with(&text))
    }
}

fn reversed(text: &str) -> String {
    fold(text).chars().rev().collect()
}

/// The last paragraph of each cell that says anything; none if this is no Word file.
fn cells(bytes: &[u8]) -> Option<Vec<String>> {
    let text = text(bytes)?;
    let mut ended: Vec<&str> = text.split(CELL_MARK).collect();
    // What follows the last mark stands in no cell.
    ended.pop();
    let last = |cell: &str| clean(cell.rsplit('\r').next().unwrap_or_default());
    Some(ended.into_iter().map(last).filter(|text| !fold(text).is_empty()).collect())
}

/// A text without the instructions of fields and the characters that stand for objects.
fn clean(text: &str) -> String {
    // A field is its instruction, a separator, its result and an end; each may hold fields.
    let mut in_instruction: Vec<bool> = Vec::new();
    let mut n_instructions = 0;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\u{13}' => {
                in_instruction.push(true);
                n_instructions += 1;
            }
            '\u{14}' => {
                let was_in = in_instruction.last_mut().is_some_and(std::mem::take);
                n_instructions -= usize::from(was_in);
            }
            '\u{15}' => n_instructions -= usize::from(in_instruction.pop() == Some(true)),
            '\u{1E}' => out.push('-'),
            _ if !c.is_control() && n_instructions == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The text of the main part of the document.
fn text(bytes: &[u8]) -> Option<String> {
    let compound = Compound::open(bytes)?;
    let word = compound.stream("WordDocument")?;
    let which = if u16_at(&word, FLAGS)? & 0x0200 == 0 { "0Table" } else { "1Table" };
    let table = compound.stream(which)?;
    // FibRgFcLcb97.fcClx and lcbClx; FibRgLw97.ccpText.
    let (start, size, n_characters) = (u32_at(&word, 0x1A2)?, u32_at(&word, 0x1A6)?, u32_at(&word, 0x4C)?);
    let clx = table.get(start as usize..(start as usize).checked_add(size as usize)?)?;
    // Pieces stand in order, and each character takes a byte at least.
    let pieces = pieces(clx)?;
    if !pieces.is_sorted_by_key(|(from, ..)| *from) {
        return None;
    }
    let n_characters = n_characters.min(u32::try_from(word.len()).unwrap_or(u32::MAX));
    let mut text = String::new();
    for (from, to, place) in pieces {
        text.push_str(&piece(&word, from, to.min(n_characters), place)?);
    }
    Some(text)
}

/// The pieces of the text: the characters from and to, and where they are kept.
fn pieces(clx: &[u8]) -> Option<Vec<(u32, u32, u32)>> {
    let mut at = 0;
    // Formatting comes first; it is of no interest.
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    let size = u32_at(clx, at + 1)? as usize;
    let plc = clx.get(at + 5..at.checked_add(5)?.checked_add(size)?).filter(|_| clx[at] == 2)?;
    // One position more than pieces; a piece is described by 8 bytes, the place after the first two.
    let n_pieces = size.checked_sub(4)? / 12;
    let piece = |nth: usize| {
        let place = u32_at(plc, 4 * (n_pieces + 1) + 8 * nth + 2)?;
        Some((u32_at(plc, 4 * nth)?, u32_at(plc, 4 * nth + 4)?, place))
    };
    (0..n_pieces).map(piece).collect()
}

/// The text of a piece: bit 30 of its place says that each character takes one byte.
fn piece(word: &[u8], from: u32, to: u32, place: u32) -> Option<String> {
    let n_characters = to.saturating_sub(from) as usize;
    let offset = (place & 0x3FFF_FFFF) as usize;
    let (encoding, start, width) =
        if place & 0x4000_0000 == 0 { (UTF_16LE, offset, 2) } else { (WINDOWS_1252, offset / 2, 1) };
    let bytes = word.get(start..start.checked_add(n_characters.checked_mul(width)?)?)?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

#[cfg(test)]
mod tests;
