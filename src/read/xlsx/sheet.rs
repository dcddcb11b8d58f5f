//! A sheet with its merges resolved: each place belongs to at most one piece.
//!
//! Not supported: merges that overlap; the first is kept and the others become a note.

use super::cells::{Loose, Position};
use super::names::Hint;
use crate::document::{Locus, Note, NoteKind};
use crate::error::{Error, ErrorKind};
use crate::read::Limits;
use calamine::Dimensions;
use std::sync::Arc;

/// The used part of a sheet.
///
/// ```text
///        left
///   top  +----+----+     Every place of the box has an owner or none; a merged
///        | 1  | 1  |     range is one piece that owns several places.
///        +----+----+
///        |    | 2  |
///        +----+----+
/// ```
#[derive(Debug)]
pub(super) struct Sheet {
    /// The name of the sheet.
    pub(super) name: Arc<str>,
    frame: Frame,
    pieces: Vec<Piece>,
    /// For each place of the box, row by row, one more than the index of its piece, or 0.
    owners: Vec<u32>,
}

/// A cell, merged or not.
#[derive(Debug)]
pub(super) struct Piece {
    /// Row and column of its first place.
    pub(super) at: Position,
    /// The row and column after its last place.
    pub(super) end: Position,
    /// The text, blank where there is none.
    pub(super) text: String,
    /// Whether its first place has a visible border.
    pub(super) bordered: bool,
}

impl Piece {
    /// Whether nothing but white space stands in it.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(&self.text)
    }

    /// Whether the piece is a sign of content: a text, or a border drawn for one.
    pub(super) fn is_marked(&self) -> bool {
        self.bordered || !self.is_blank()
    }
}

impl Sheet {
    /// The rows of the used part: the first, and the one after the last.
    pub(super) fn rows(&self) -> std::ops::Range<u32> {
        self.frame.top..self.frame.bottom
    }

    /// The columns of the used part.
    pub(super) fn columns(&self) -> std::ops::Range<u32> {
        self.frame.left..self.frame.right
    }

    /// The piece that a place of the used part belongs to.
    pub(super) fn piece(&self, row: u32, column: u32) -> Option<&Piece> {
        let owner = *self.owners.get(self.frame.index((row, column)))?;
        self.pieces.get((owner as usize).checked_sub(1)?)
    }

    /// The marked pieces that touch a row, from left to right, each once.
    pub(super) fn marked(&self, row: u32) -> impl Iterator<Item = &Piece> {
        let first = |column: u32, piece: &Piece| piece.at.1.max(self.frame.left) == column;
        self.columns()
            .filter_map(move |column| self.piece(row, column).filter(|piece| first(column, piece)))
            .filter(|piece| piece.is_marked())
    }

    /// Where a place of this sheet is.
    pub(super) fn locus(&self, (row, column): Position) -> Locus {
        locus(&self.name, (row, column))
    }
}

/// The box around the used part; `bottom` and `right` are outside.
#[derive(Clone, Copy, Debug)]
struct Frame {
    top: u32,
    left: u32,
    bottom: u32,
    right: u32,
}

impl Frame {
    fn around((row, column): Position) -> Self {
        Self { top: row, left: column, bottom: row + 1, right: column + 1 }
    }

    fn include(&mut self, (row, column): Position) {
        self.top = self.top.min(row);
        self.left = self.left.min(column);
        self.bottom = self.bottom.max(row + 1);
        self.right = self.right.max(column + 1);
    }

    fn area(&self) -> u64 {
        u64::from(self.bottom - self.top) * u64::from(self.right - self.left)
    }

    fn contains(&self, (row, column): Position) -> bool {
        (self.top..self.bottom).contains(&row) && (self.left..self.right).contains(&column)
    }

    fn meets(&self, merge: &Dimensions) -> bool {
        merge.start.0 < self.bottom
            && merge.start.1 < self.right
            && merge.end.0 >= self.top
            && merge.end.1 >= self.left
    }

    fn index(&self, (row, column): Position) -> usize {
        let width = (self.right - self.left) as usize;
        (row - self.top) as usize * width + (column - self.left) as usize
    }
}

/// Resolves the merges of a sheet; `None` where nothing stands on it.
pub(super) fn resolve(
    name: &str,
    mut loose: Loose,
    hint: &Hint,
    notes: &mut Vec<Note>,
    limits: &Limits,
) -> Result<Option<Sheet>, Error> {
    let name: Arc<str> = name.into();
    loose.merges.retain(|merge| merge.start.0 <= merge.end.0 && merge.start.1 <= merge.end.1);
    loose.merges.sort_unstable();
    let Some(frame) = frame(&loose, hint) else { return Ok(None) };
    let spread: u64 = loose.merges.iter().filter(|merge| frame.meets(merge)).map(area).sum();
    // Merges that do not overlap fit in the frame, so that more than that is an attack on our time.
    if frame.area() > limits.cells || spread > limits.cells {
        return Err(ErrorKind::Limit { what: "cells", limit: limits.cells }.into());
    }
    for at in &loose.long {
        let text = loose.texts.get(at).cloned().unwrap_or_default();
        notes.push(Note { kind: NoteKind::LongNumber(text), at: Some(locus(&name, *at)) });
    }
    let owners = vec![0; usize::try_from(frame.area()).unwrap_or_default()];
    let mut sheet = Sheet { name, frame, pieces: Vec::new(), owners };
    let merges = std::mem::take(&mut loose.merges);
    for merge in merges.iter().filter(|merge| frame.meets(merge) && area(merge) > 1) {
        sheet.merge(merge, &mut loose, notes);
    }
    sheet.single(loose);
    Ok(Some(sheet))
}

/// The box around all texts and hinted tables, around the merges that meet it, and around the
/// bordered cells beside it. One bordered row below the last text belongs to it too: that is how a
/// table ends whose only row of values is blank. More of them are the empty lines of a printed form.
fn frame(loose: &Loose, hint: &Hint) -> Option<Frame> {
    let texts = loose.texts.iter().filter(|(_, text)| !is_blank(text)).map(|(at, _)| *at);
    let hinted = hint.tables.iter().flat_map(|(first, last)| [*first, *last]);
    let mut places = texts.chain(hinted);
    let mut frame = Frame::around(places.next()?);
    places.for_each(|at| frame.include(at));
    let inner = frame;
    for merge in loose.merges.iter().filter(|merge| inner.meets(merge)) {
        frame.include(merge.start);
        frame.include(merge.end);
    }
    let rows = frame.top..=frame.bottom;
    loose.bordered.iter().filter(|at| rows.contains(&at.0)).for_each(|at| frame.include(*at));
    Some(frame)
}

impl Sheet {
    /// Makes a merged range one piece, unless part of it is taken.
    fn merge(&mut self, merge: &Dimensions, loose: &mut Loose, notes: &mut Vec<Note>) {
        let end = ((merge.end.0 + 1).min(self.frame.bottom), (merge.end.1 + 1).min(self.frame.right));
        let start = (merge.start.0.max(self.frame.top), merge.start.1.max(self.frame.left));
        let places: Vec<Position> =
            (start.0..end.0).flat_map(|row| (start.1..end.1).map(move |column| (row, column))).collect();
        if places.iter().any(|at| self.owners[self.frame.index(*at)] > 0) {
            notes.push(Note { kind: NoteKind::IrregularSpans, at: Some(self.locus(merge.start)) });
            return;
        }
        let text = loose.texts.remove(&merge.start).unwrap_or_default();
        let bordered = places.iter().any(|at| loose.bordered.contains(at));
        for at in &places {
            if let Some(covered) = loose.texts.remove(at).filter(|text| !is_blank(text)) {
                notes.push(Note { kind: NoteKind::CoveredValue(covered), at: Some(self.locus(*at)) });
            }
        }
        self.push(Piece { at: start, end, text, bordered }, &places);
    }

    /// Makes every other cell a piece of its own.
    fn single(&mut self, mut loose: Loose) {
        let bordered = std::mem::take(&mut loose.bordered);
        for (at, text) in loose.texts {
            self.push_single(at, text, bordered.contains(&at));
        }
        for at in bordered {
            self.push_single(at, String::new(), true);
        }
    }

    fn push_single(&mut self, at: Position, text: String, bordered: bool) {
        if self.frame.contains(at) && self.owners[self.frame.index(at)] == 0 {
            self.push(Piece { at, end: (at.0 + 1, at.1 + 1), text, bordered }, &[at]);
        }
    }

    fn push(&mut self, piece: Piece, places: &[Position]) {
        self.pieces.push(piece);
        let owner = u32::try_from(self.pieces.len()).unwrap_or_default();
        for at in places {
            self.owners[self.frame.index(*at)] = owner;
        }
    }
}

fn area(merge: &Dimensions) -> u64 {
    u64::from(merge.end.0 - merge.start.0 + 1) * u64::from(merge.end.1 - merge.start.1 + 1)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}')
}

fn locus(name: &Arc<str>, (row, column): Position) -> Locus {
    Locus::Sheet { name: Arc::clone(name), row: row + 1, column: column + 1 }
}
