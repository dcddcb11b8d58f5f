//! The head of a flattened table: which columns there are, and in which order.
//!
//! It comes row by row, or, where the places of its cells are known, those that span others and then the columns
//! from left to right. Labels recur under several groups, so their order has to tell which is meant.

use super::{Stretch, Token};
use crate::document::Place;
use crate::grammar::{Outline, Part, ordinal_distance, unit_of_note};
use crate::recognize::table::{Filler, Heads};
use crate::recognize::words::{ALIKE, WordsKind};

impl Filler<'_> {
    /// Reads a head: of the labels with these words, the outermost that is still open, under the parent that was
    /// met first. Also gives the order of the columns; none where it is not certain.
    pub(super) fn flat_head(&self, tokens: &[Token<'_>], stretch: &Stretch) -> (Heads, Vec<usize>) {
        let boxhead = &self.table.boxhead;
        let mut met: Vec<Option<usize>> = vec![None; boxhead.nodes().len()];
        let n_columns = self.table.n_columns();
        let mut heads =
            Heads { met: vec![false; n_columns], units: vec![None; n_columns], ..Heads::default() };
        let mut is_certain = true;
        for (nth, at) in stretch.head.iter().enumerate() {
            let token = &tokens[*at];
            let open = self.open_heads(token, &met);
            let is_column = token.place == Place::Column;
            // Columns with the same words are told by the groups that they stand under, if all of those are there.
            let is_told = |node: &usize| groups(boxhead, *node).all(|group| met[group].is_some());
            is_certain &= !is_column || open.len() < 2 || open.iter().all(is_told);
            let first = match is_column {
                true => open.into_iter().min_by_key(|node| column_order(boxhead, &met, *node)),
                false => open.into_iter().min_by_key(|node| level_order(boxhead, &met, *node)),
            };
            let Some(node) = first.or_else(|| self.lost_head(token, &met, &mut heads)) else { continue };
            met[node] = Some(nth);
            if let Some(line) = boxhead.lines().iter().position(|line| *line == node) {
                // What seems to span columns and heads one tells nothing of its place.
                is_certain &= token.place != Place::Over;
                heads.met[line] = true;
                let unit = token.words.key().note.as_deref().and_then(unit_of_note);
                heads.units[line] = unit.map(str::to_owned);
            }
        }
        is_certain &= self.is_whole(tokens, stretch, &met);
        if stretch.head.iter().any(|at| tokens[*at].place == Place::Column) {
            is_certain &= !self.passes_over_a_column(tokens, stretch, &met);
            self.place_groups(&mut met);
        }
        let order = if is_certain { self.order(&met) } else { Vec::new() };
        (heads, order)
    }

    /// The heads that a token may be and no other is yet, those with its number before others.
    fn open_heads(&self, token: &Token<'_>, met: &[Option<usize>]) -> Vec<usize> {
        let nodes = token.words.parts(self.id).filter_map(|part| match part {
            Part::Boxhead(node) => Some(node),
            _ => None,
        });
        let mut open: Vec<usize> = nodes.filter(|node| met[*node].is_none()).collect();
        let distance = |node: &usize| {
            let keys = self.table.boxhead.nodes()[*node].label.keys();
            keys.map(|key| ordinal_distance(token.words.key().ordinal, key.ordinal)).min()
        };
        let nearest = open.iter().map(distance).min();
        open.retain(|node| Some(distance(node)) == nearest);
        open
    }

    /// Whether a head of set columns is all there, in one piece: where a page break has cut it, neither part tells
    /// what the columns are.
    fn is_whole(&self, tokens: &[Token<'_>], stretch: &Stretch, met: &[Option<usize>]) -> bool {
        let is_set = |at: &usize| tokens[*at].place != Place::Unknown;
        let lines = || self.table.boxhead.lines().iter().map(|line| met[*line]);
        if !stretch.head.iter().chain(&stretch.body).any(is_set) || lines().all(|met| met.is_none()) {
            return true;
        }
        let is_of =
            |place: Place| lines().all(|met| met.is_some_and(|nth| tokens[stretch.head[nth]].place == place));
        is_of(Place::Column) || self.table.boxhead.depth() == 1 && is_of(Place::Unknown)
    }

    /// Whether a column right of the first known one has words that no label has, so that it would be passed over.
    fn passes_over_a_column(&self, tokens: &[Token<'_>], stretch: &Stretch, met: &[Option<usize>]) -> bool {
        let is_column = |nth: usize| tokens[stretch.head[nth]].place == Place::Column;
        let first = met.iter().flatten().copied().filter(|nth| is_column(*nth)).min().unwrap_or(0);
        let is_own =
            |part: Part| matches!(part, Part::Corner | Part::Units | Part::Spanner | Part::Boxhead(_));
        let is_known = |nth: usize| tokens[stretch.head[nth]].words.parts(self.id).any(is_own);
        let mut columns = (first..stretch.head.len()).filter(|nth| is_column(*nth));
        columns.any(|nth| !met.contains(&Some(nth)) && !is_known(nth))
    }

    /// Where columns come from left to right, a group stands where the first of its columns does.
    fn place_groups(&self, met: &mut [Option<usize>]) {
        let boxhead = &self.table.boxhead;
        for node in (0..met.len()).filter(|node| boxhead.nodes()[*node].line.is_none()) {
            let under = node + 1..boxhead.nodes()[node].end;
            let columns = under.filter(|under| boxhead.nodes()[*under].line.is_some());
            met[node] = columns.filter_map(|column| met[column]).min();
        }
    }

    /// A head of which no label has the words; the one that it is taken for.
    fn lost_head(&self, token: &Token<'_>, met: &[Option<usize>], heads: &mut Heads) -> Option<usize> {
        let words = &token.words;
        let is_known =
            |part: Part| matches!(part, Part::Spanner | Part::Corner | Part::Units | Part::Boxhead(_));
        if words.parts_of_form(self.id.form).any(is_known) || words.kind != WordsKind::Text {
            return None;
        }
        let boxhead = &self.table.boxhead;
        let likeness = |node: usize| words.likeness(&boxhead.nodes()[node].label);
        let open = (0..met.len()).filter(|node| met[*node].is_none() && likeness(*node) >= ALIKE);
        let taken_for =
            open.max_by_key(|node| (likeness(*node), std::cmp::Reverse(level_order(boxhead, met, *node))));
        match taken_for {
            Some(node) => heads.doubtful.push((words.text.trim().to_owned(), node, token.at.clone())),
            None => heads.unplaced.push((words.text.trim().to_owned(), token.at.clone())),
        }
        taken_for
    }

    /// The columns that were met, from left to right: under each group in the order in which they came.
    /// A group that was not met stands where the form has it; where that is not known there is no order.
    fn order(&self, met: &[Option<usize>]) -> Vec<usize> {
        let boxhead = &self.table.boxhead;
        let has_columns = |node: usize| (node..boxhead.nodes()[node].end).any(|under| met[under].is_some());
        let mut order = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut parent = None;
        loop {
            let mut children: Vec<usize> =
                boxhead.children(parent).filter(|node| has_columns(*node)).collect();
            let places: Vec<usize> = children.iter().filter_map(|node| met[*node]).collect();
            match (places.len() == children.len(), places.is_sorted()) {
                (true, _) => children.sort_by_key(|node| met[*node]),
                (false, true) => {}
                (false, false) => return Vec::new(),
            }
            open.extend(children.into_iter().rev());
            let Some(node) = open.pop() else { return order };
            if met[node].is_some() {
                order.extend(boxhead.lines().iter().position(|line| *line == node));
            }
            parent = Some(node);
        }
    }
}

/// Where a label of a head comes when the head is read row by row.
fn level_order(boxhead: &Outline, met: &[Option<usize>], node: usize) -> (usize, Option<usize>, usize) {
    let own = &boxhead.nodes()[node];
    (own.depth, own.parent.map(|parent| met[parent].unwrap_or(usize::MAX)), node)
}

/// Where a label of a head comes when the columns are read from left to right: by the groups that it stands under,
/// from the outermost, in the order in which they were met.
fn column_order(boxhead: &Outline, met: &[Option<usize>], node: usize) -> (Vec<usize>, usize) {
    let mut path: Vec<usize> = groups(boxhead, node).map(|group| met[group].unwrap_or(usize::MAX)).collect();
    path.reverse();
    (path, node)
}

/// The groups that a label stands under, from the innermost.
fn groups(boxhead: &Outline, node: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(boxhead.nodes()[node].parent, |at| boxhead.nodes()[*at].parent)
}
