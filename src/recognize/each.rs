//! [`read_as_each`]: the document read as each form, every stretch as the table that fits it best.

use super::flat;
use super::grid::{self, Columns};
use super::reading::Reading;
use super::table::Filler;
use super::words::TableId;
use super::{Piece, Scan};
use crate::grammar::Forms;
use std::cmp::Reverse;

/// Reads a document as each form.
pub(super) fn read_as_each(scan: &Scan<'_>, forms: &Forms) -> Vec<Reading> {
    let mut full = vec![0; scan.atoms.len()];
    let mut readings = Vec::new();
    for form in by_words(scan, forms) {
        let mut reader = Reader { forms, full: &full, states: Vec::new(), found: Vec::new() };
        reader.read(scan, form);
        let Reader { states, found, .. } = reader;
        readings.extend(states.into_iter().map(|state| state.reading));
        for (atom, score) in found {
            full[atom] = score.max(full[atom]);
        }
    }
    readings
}

/// The forms, first those with most words in the document, which spare the others most readings.
fn by_words(scan: &Scan<'_>, forms: &Forms) -> Vec<usize> {
    let mut n_words = vec![0; forms.iter().count()];
    for piece in &scan.pieces {
        let (cells, tokens) = match piece {
            Piece::Grid(words) => (words.cells.as_slice(), &[][..]),
            Piece::Text(tokens) => (&[][..], tokens.as_slice()),
        };
        let words = cells.iter().chain(tokens.iter().map(|token| &token.words));
        words.flat_map(|words| words.entries).for_each(|entry| n_words[entry.form] += 1);
    }
    let mut order: Vec<usize> = (0..n_words.len()).collect();
    order.sort_by_key(|form| Reverse(n_words[*form]));
    order
}

/// A reading, and what its parts so far say of the columns.
struct State {
    reading: Reading,
    columns: Option<Columns>,
    order: Option<Vec<usize>>,
}

impl State {
    /// Before the first stretch of a table.
    fn new(filler: Filler<'_>) -> Self {
        Self { reading: Reading::new(filler.id, filler.table), columns: None, order: None }
    }

    /// The state that a further stretch begins in.
    fn onward(&self) -> Self {
        Self { reading: self.reading.onward(), columns: self.columns.clone(), order: self.order.clone() }
    }
}

/// Reads a document as one form.
struct Reader<'r> {
    forms: &'r Forms,
    /// For each atom the score of a table that other forms read in full from the stretch that it is of; else 0.
    full: &'r [i64],
    states: Vec<State>,
    /// The same of this form, for those that follow.
    found: Vec<(usize, i64)>,
}

impl Reader<'_> {
    /// A figure in a table counts before the same in the lines between tables, wherever they stand.
    fn read(&mut self, scan: &Scan<'_>, form: usize) {
        let (grids, texts): (Vec<_>, Vec<_>) =
            scan.pieces.iter().partition(|piece| matches!(piece, Piece::Grid(_)));
        for piece in grids.into_iter().chain(texts) {
            match piece {
                Piece::Grid(words) => {
                    for band in grid::bands(words, form) {
                        let ids = grid::tables_in(words, &band, form);
                        self.stretch(&ids, self.least(words.atoms(&band)), |filler, state| {
                            filler.read_band(words, &band, &mut state.reading, &mut state.columns);
                        });
                    }
                }
                Piece::Text(tokens) => {
                    for stretch in flat::stretches(tokens, form) {
                        let ids = flat::tables_in(tokens, &stretch, form);
                        self.stretch(&ids, self.least(stretch.atoms(tokens)), |filler, state| {
                            filler.read_stretch(tokens, &stretch, &mut state.reading, &mut state.order);
                        });
                    }
                }
            }
        }
    }

    /// What a reading of a stretch has to reach to be of any use beside those of other forms.
    fn least(&self, atoms: impl Iterator<Item = usize>) -> i64 {
        atoms.map(|atom| self.full[atom]).min().unwrap_or(0)
    }

    /// Reads a stretch as each of some tables, and keeps the reading that gains most, of equals the first. A stretch
    /// without any label continues the table before it.
    fn stretch(&mut self, tables: &[(TableId, usize)], least: i64, read: impl Fn(Filler<'_>, &mut State)) {
        let last = self.states.last().map(|state| (state.reading.id, 0));
        let tables = if tables.is_empty() { last.as_slice() } else { tables };
        // Once the table with most of the words is read, few others can gain as much.
        let mut order: Vec<usize> = (0..tables.len()).collect();
        order.sort_by_key(|nth| Reverse(tables[*nth].1));
        let mut best: Option<((i64, Reverse<usize>), State)> = None;
        for nth in &order {
            let (id, n_words) = tables[*nth];
            let filler = Filler::new(self.forms, id);
            let old = self.states.iter().find(|state| state.reading.id == id);
            let beats =
                |gain| gain > 0 && best.as_ref().is_none_or(|(most, _)| (gain, Reverse(*nth)) > *most);
            let most = filler.most_gain(n_words, old.map(|old| &old.reading));
            if most < least || !beats(most) {
                continue;
            }
            let mut state = old.map_or_else(|| State::new(filler), State::onward);
            let before = state.reading.score;
            read(filler, &mut state);
            let gain = state.reading.score - before;
            if beats(gain) {
                best = Some(((gain, Reverse(*nth)), state));
            }
        }
        if let Some((_, state)) = best {
            self.take(state);
        } else if least == 0 {
            let ids = order.iter().map(|nth| tables[*nth].0);
            self.compare(ids, read);
        }
    }

    /// Takes in the reading of a further stretch.
    fn take(&mut self, mut state: State) {
        let old = self.states.iter().position(|old| old.reading.id == state.reading.id);
        match old.map(|old| self.states.remove(old).reading) {
            None => self.found_full(&state.reading, state.reading.score),
            Some(old) => {
                if old.is_full() {
                    self.found_full(&state.reading, old.score);
                }
                state.reading.follow(old);
            }
        }
        self.states.push(state);
    }

    /// A table that is printed again says nothing new, but may say it differently.
    fn compare(&mut self, tables: impl Iterator<Item = TableId>, read: impl Fn(Filler<'_>, &mut State)) {
        for id in tables {
            let filler = Filler::new(self.forms, id);
            let Some(first) = self.states.iter_mut().find(|state| state.reading.id == id) else { continue };
            let mut again = State::new(filler);
            read(filler, &mut again);
            if again.reading.is_convincing(filler.table) {
                filler.compare(&mut first.reading, &again.reading);
                self.found_full(&again.reading, again.reading.score);
                return;
            }
        }
    }

    /// Notes where a stretch was read as a full table with nothing left over: no other form needs to read it unless
    /// as much may come of it.
    fn found_full(&mut self, reading: &Reading, score: i64) {
        if reading.is_full() && reading.said.strays.is_empty() {
            self.found.extend(reading.said.atoms.iter().map(|atom| (*atom, score)));
        }
    }
}
