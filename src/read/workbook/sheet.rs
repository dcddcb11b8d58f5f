//! A sheet with its merges resolved: each place belongs to at most one piece.
//!
//! Not supported: merges that overlap; the first is kept and the others become a note.

use super::cells::{Area, Position, Stored};
use super::hidden::Spans;
use super::names::Hint;
use crate::document::{self, Locus, Note, NoteKind, column_letters};
use crate::error::Error;
use crate::read::{Limits, check_limit};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The used part of a sheet.
///
/// ```text
///        left
///   top  +----+----+     Every place of a used row has an owner or none; a merged
///        | 1  | 1  |     range is one piece that owns several places.
///        +----+----+
///        |    | 2  |
///        +----+----+
///            ...         Rows that hold nothing take no room.
///        +----+----+
///        | 3  |    |
///        +----+----+
/// ```
#[derive(Debug)]
pub(super) struct Sheet {
    /// The name of the sheet.
    pub(super) name: Arc<str>,
    frame: Frame,
    pieces: Vec<Piece>,
    /// For each place of the used rows, row by row, one more than the index of its piece, or 0.
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
        self.frame.top()..self.frame.bottom()
    }

    /// The piece that a place of the used part belongs to.
    pub(super) fn piece(&self, row: u32, column: u32) -> Option<&Piece> {
        let owner = *self.owners.get(self.frame.index((row, column))?)?;
        self.pieces.get((owner as usize).checked_sub(1)?)
    }

    /// The marked pieces that touch a row, from left to right, each once.
    pub(super) fn marked(&self, row: u32) -> impl Iterator<Item = &Piece> {
        let owners = self.frame.row(row).and_then(|places| self.owners.get(places)).unwrap_or_default();
        let pieces = owners.chunk_by(|one, next| one == next).filter_map(|run| run[0].checked_sub(1));
        pieces.filter_map(|index| self.pieces.get(index as usize)).filter(|piece| piece.is_marked())
    }

    /// Where a place of this sheet is.
    pub(super) fn locus(&self, (row, column): Position) -> Locus {
        locus(&self.name, (row, column))
    }
}

/// The rows and columns of the used part.
///
/// Invariant: `rows` are sorted, and not empty; `right` is outside.
#[derive(Clone, Debug)]
struct Frame {
    rows: Vec<u32>,
    left: u32,
    right: u32,
}

impl Frame {
    fn top(&self) -> u32 {
        self.rows.first().copied().unwrap_or_default()
    }

    fn bottom(&self) -> u32 {
        self.rows.last().map_or(0, |row| row + 1)
    }

    fn area(&self) -> u64 {
        self.rows.len() as u64 * u64::from(self.right - self.left)
    }

    fn contains(&self, (_, column): Position) -> bool {
        (self.left..self.right).contains(&column)
    }

    /// The places of a row among those of all used rows.
    fn row(&self, row: u32) -> Option<std::ops::Range<usize>> {
        let width = (self.right - self.left) as usize;
        let start = self.rows.binary_search(&row).ok()? * width;
        Some(start..start + width)
    }

    fn index(&self, (row, column): Position) -> Option<usize> {
        let places = self.row(row)?;
        self.contains((row, column)).then(|| places.start + (column - self.left) as usize)
    }
}

/// Resolves the merges of a sheet; `None` where nothing stands on it.
pub(super) fn resolve(
    mut stored: Stored,
    hint: &Hint,
    notes: &mut Vec<Note>,
    limits: &Limits,
) -> Result<Option<Sheet>, Error> {
    let name: Arc<str> = stored.name.as_str().into();
    stored.merges.retain(|(first, last)| first.0 <= last.0 && first.1 <= last.1);
    stored.merges.sort_unstable();
    let Some(inner) = inner(&stored, hint) else { return Ok(None) };
    stored.merges.retain(|merge| meets(merge, &inner));
    // Merges that do not overlap fit in the frame, so that more than that is an attack on our time.
    check_limit("cells", stored.merges.iter().map(size).sum(), limits.cells)?;
    let frame = frame(&stored, hint, inner);
    check_limit("cells", frame.area(), limits.cells)?;
    note_hidden(&stored, &name, notes);
    for at in &stored.long {
        let text = stored.texts.get(at).cloned().unwrap_or_default();
        notes.push(Note { kind: NoteKind::LongNumber(text), at: Some(locus(&name, *at)) });
    }
    let owners = vec![0; usize::try_from(frame.area()).unwrap_or_default()];
    let mut sheet = Sheet { name, frame, pieces: Vec::new(), owners };
    let merges = std::mem::take(&mut stored.merges);
    for merge in merges.iter().filter(|merge| size(merge) > 1) {
        sheet.merge(*merge, &mut stored, notes);
    }
    sheet.single(stored);
    Ok(Some(sheet))
}

/// Where a text stands that is not blank.
fn said(stored: &Stored) -> impl Iterator<Item = Position> {
    stored.texts.iter().filter(|(_, text)| !is_blank(text)).map(|(at, _)| *at)
}

/// The range of all texts and hinted tables.
fn inner(stored: &Stored, hint: &Hint) -> Option<Area> {
    let hinted = hint.tables.iter().flat_map(|(first, last)| [*first, *last]);
    let around = |one: Area, next: Area| {
        let (first, last) = (one.0, one.1);
        ((first.0.min(next.0.0), first.1.min(next.0.1)), (last.0.max(next.1.0), last.1.max(next.1.1)))
    };
    said(stored).chain(hinted).map(|at| (at, at)).reduce(around)
}

/// The rows and columns of all texts and hinted tables, of the merges among them, and of the
/// bordered cells beside them. One bordered row below the last text belongs to it too: that is how a
/// table ends whose only row of values is blank. More of them are the empty lines of a printed form.
fn frame(stored: &Stored, hint: &Hint, inner: Area) -> Frame {
    let (mut left, mut right) = (inner.0.1, inner.1.1 + 1);
    let mut rows: BTreeSet<u32> = said(stored).map(|at| at.0).collect();
    for (first, last) in hint.tables.iter().chain(&stored.merges) {
        rows.extend(first.0..=last.0);
        left = left.min(first.1);
        right = right.max(last.1 + 1);
    }
    let (top, bottom) = (rows.first().copied().unwrap_or_default(), rows.last().map_or(0, |row| row + 1));
    for at in stored.bordered.iter().filter(|at| (top..=bottom).contains(&at.0)) {
        rows.insert(at.0);
        left = left.min(at.1);
        right = right.max(at.1 + 1);
    }
    Frame { rows: rows.into_iter().collect(), left, right }
}

/// What is hidden is read, as sums may count it, but a reader of the sheet does not see it.
fn note_hidden(stored: &Stored, name: &Arc<str>, notes: &mut Vec<Note>) {
    let rows: BTreeSet<u32> = said(stored).map(|at| at.0).collect();
    let columns: BTreeSet<u32> = said(stored).map(|at| at.1).collect();
    let holding = |spans: &Spans, numbers: BTreeSet<u32>| spans.holding(&Vec::from_iter(numbers));
    let rows = holding(&stored.hidden_rows, rows);
    let columns = holding(&stored.hidden_columns, columns);
    let within = |spans: &[(u32, u32)], at: u32| spans.iter().any(|span| (span.0..=span.1).contains(&at));
    let first = said(stored).find(|at| within(&rows, at.0) || within(&columns, at.1));
    let Some(first) = first else { return };
    let rows = rows.iter().map(|(first, last)| format!("{}:{}", first + 1, last + 1));
    let columns = columns
        .iter()
        .map(|(first, last)| format!("{}:{}", column_letters(first + 1), column_letters(last + 1)));
    let spans = rows.chain(columns).collect::<Vec<_>>().join(", ");
    notes.push(Note { kind: NoteKind::HiddenCells(spans), at: Some(locus(name, first)) });
}

impl Sheet {
    /// Makes a merged range one piece, unless part of it is taken.
    fn merge(&mut self, (first, last): Area, stored: &mut Stored, notes: &mut Vec<Note>) {
        let places: Vec<Position> =
            (first.0..=last.0).flat_map(|row| (first.1..=last.1).map(move |column| (row, column))).collect();
        if places.iter().any(|at| self.is_taken(*at)) {
            notes.push(Note { kind: NoteKind::IrregularSpans, at: Some(self.locus(first)) });
            return;
        }
        let text = stored.texts.remove(&first).unwrap_or_default();
        let bordered = places.iter().any(|at| stored.bordered.contains(at));
        for at in &places {
            if let Some(covered) = stored.texts.remove(at).filter(|text| !is_blank(text)) {
                notes.push(Note { kind: NoteKind::CoveredValue(covered), at: Some(self.locus(*at)) });
            }
        }
        self.push(Piece { at: first, end: (last.0 + 1, last.1 + 1), text, bordered }, &places);
    }

    /// Makes every other cell a piece of its own.
    fn single(&mut self, mut stored: Stored) {
        let bordered = std::mem::take(&mut stored.bordered);
        for (at, text) in stored.texts {
            self.push_single(at, text, bordered.contains(&at));
        }
        for at in bordered {
            self.push_single(at, String::new(), true);
        }
    }

    fn push_single(&mut self, at: Position, text: String, bordered: bool) {
        if self.frame.index(at).is_some() && !self.is_taken(at) {
            self.push(Piece { at, end: (at.0 + 1, at.1 + 1), text, bordered }, &[at]);
        }
    }

    fn is_taken(&self, at: Position) -> bool {
        self.frame.index(at).is_some_and(|index| self.owners[index] > 0)
    }

    fn push(&mut self, piece: Piece, places: &[Position]) {
        self.pieces.push(piece);
        let owner = u32::try_from(self.pieces.len()).unwrap_or_default();
        for index in places.iter().filter_map(|at| self.frame.index(*at)) {
            self.owners[index] = owner;
        }
    }
}

fn meets((first, last): &Area, inner: &Area) -> bool {
    first.0 <= inner.1.0 && first.1 <= inner.1.1 && last.0 >= inner.0.0 && last.1 >= inner.0.1
}

fn size((first, last): &Area) -> u64 {
    u64::from(last.0 - first.0 + 1) * u64::from(last.1 - first.1 + 1)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(document::is_blank)
}

fn locus(name: &Arc<str>, (row, column): Position) -> Locus {
    Locus::Sheet { name: Arc::clone(name), row: row + 1, column: column + 1 }
}
