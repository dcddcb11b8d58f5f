//! Tables that were flattened to text: one cell a line, cells with strokes or tabs, or a line for a row.
//!
//! Only the order of the cells is left. Labels are found by their words; between two labels stand the
//! values of a row, and they are bound when there are as many as the head has columns. The head comes
//! row by row, so it is read level by level.

mod head;

use super::reading::Reading;
use super::table::{Filler, Row};
use super::values::{Filed, Values, bind_in_order};
use super::words::{LONGEST_LABEL, TableId, Words, WordsKind};
use crate::document::{FlatCell, Locus, Place};
use crate::grammar::{Forms, Part, is_page_number};

/// A cell of a flattened table, or a line of text that may be one.
pub(super) struct Token<'a> {
    pub(super) words: Words<'a>,
    pub(super) at: Locus,
    pub(super) atom: usize,
    /// Whether the text marks it as a cell, so that it counts even when it is empty.
    pub(super) is_cell: bool,
    /// What is known of its place.
    pub(super) place: Place,
}

/// The tokens of a cell: one, unless its lines turn out to be labels of their own. Where only places tell what
/// belongs together, a label may have been joined to the one above it.
pub(super) fn cell_tokens<'a>(cell: &'a FlatCell, atom: usize, forms: &'a Forms) -> Vec<Token<'a>> {
    let token = |words| Token { words, at: cell.at.clone(), atom, is_cell: true, place: cell.place };
    let is_known = |text: &str| text.len() <= LONGEST_LABEL && !Words::new(text, forms).entries.is_empty();
    let mut parts = Vec::new();
    let mut rest = cell.text.as_str();
    while cell.place != Place::Stub && !is_known(rest) {
        // The longest label that the lines end with is one; what stands above it may hold others.
        let mut breaks = rest.len().saturating_sub(LONGEST_LABEL + 1)..rest.len();
        let is_break = |at: usize| rest.as_bytes()[at] == b'\n';
        let Some(at) = breaks.find(|at| is_break(*at) && is_known(&rest[at + 1..])) else { break };
        parts.push(token(Words::new(&rest[at + 1..], forms)));
        rest = &rest[..at];
    }
    parts.push(token(Words::new(rest, forms)));
    parts.reverse();
    parts
}

/// The tokens of a line: the line itself, or the label, unit and values that it holds.
pub(super) fn line_tokens<'a>(text: &'a str, at: &Locus, atom: usize, forms: &'a Forms) -> Vec<Token<'a>> {
    let token = |words| Token { words, at: at.clone(), atom, is_cell: false, place: Place::Unknown };
    let whole = Words::new(text, forms);
    let ends_with_value = || {
        let last = text.split_whitespace().skip(1).last();
        last.is_some_and(|last| Words::new(last, forms).kind != WordsKind::Text)
    };
    let is_label = !whole.entries.is_empty() && !ends_with_value();
    if is_label || whole.kind != WordsKind::Text || whole.is_prose() {
        return vec![token(whole)];
    }
    match split_line(text, forms) {
        Some(parts) => parts.into_iter().map(token).collect(),
        None => vec![token(whole)],
    }
}

/// Splits `label 单位 12` at its spaces, if all that follows a label is labels, units and values.
fn split_line<'a>(text: &'a str, forms: &'a Forms) -> Option<Vec<Words<'a>>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    // Where strokes part the cells, a reader has parted them; these are the words of a row that was no table.
    if !(2..=24).contains(&words.len()) || words.contains(&"|") {
        return None;
    }
    let start = |at: usize| words[at].as_ptr() as usize - text.as_ptr() as usize;
    let slice = |from: usize, to: usize| &text[start(from)..start(to - 1) + words[to - 1].len()];
    let mut parts = Vec::new();
    let (mut at, mut n_labels) = (0, 0);
    while at < words.len() {
        // Strokes after a label are no part of its words, but they are values.
        let is_text = |end: &usize| Words::new(words[*end - 1], forms).kind == WordsKind::Text;
        let ends = (at + 1..=words.len()).rev().filter(is_text);
        let mut labels = ends.map(|end| (end, Words::new(slice(at, end), forms)));
        let label = labels.find(|(_, words)| !words.entries.is_empty());
        if let Some((end, label)) = label {
            parts.push(label);
            (at, n_labels) = (end, n_labels + 1);
            continue;
        }
        let part = Words::new(words[at], forms);
        let is_unit = part.kind == WordsKind::Text && part.text.chars().count() <= 2;
        if parts.is_empty() || (part.kind == WordsKind::Text && !is_unit) {
            return None;
        }
        parts.push(part);
        at += 1;
    }
    (n_labels > 0).then_some(parts)
}

/// A stretch of tokens read as one table: its head and its body.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretch {
    pub(super) head: Vec<usize>,
    pub(super) body: Vec<usize>,
}

impl Stretch {
    /// The atoms that it is of.
    pub(super) fn atoms(&self, tokens: &[Token<'_>]) -> impl Iterator<Item = usize> {
        self.head.iter().chain(&self.body).map(|at| tokens[*at].atom)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    Spanner,
    Head,
    Stub,
    /// The words of a head and of a stub, such as 总计.
    Either,
    Value,
    Blank,
    Unknown,
    Break,
}

/// Cuts the tokens between two pieces of prose into stretches, as one form sees them.
pub(super) fn stretches(tokens: &[Token<'_>], form: usize) -> Vec<Stretch> {
    let kinds: Vec<TokenKind> = tokens.iter().map(|token| token_kind(token, form)).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut open = false;
    // The tables that all stub labels of the stretch so far belong to.
    let mut tables: Vec<TableId> = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let in_body = stretches.last().is_some_and(|stretch| !stretch.body.is_empty());
        let kind = match kind {
            TokenKind::Either if open && in_body && !beside_head(&kinds, at) => TokenKind::Stub,
            TokenKind::Either => TokenKind::Head,
            kind => *kind,
        };
        let is_other = kind == TokenKind::Stub && open && !narrow(&mut tables, &tokens[at].words, form);
        match kind {
            TokenKind::Break => open = false,
            TokenKind::Spanner | TokenKind::Head if !open || in_body => {
                stretches.push(Stretch { head: vec![at], body: Vec::new() });
                open = true;
                tables.clear();
            }
            TokenKind::Stub if !open || is_other => {
                stretches.push(Stretch { head: Vec::new(), body: vec![at] });
                open = true;
                tables.clear();
                narrow(&mut tables, &tokens[at].words, form);
            }
            TokenKind::Spanner | TokenKind::Head => push(&mut stretches, |stretch| &mut stretch.head, at),
            // Between heads, whatever is no figure is a head too.
            TokenKind::Blank | TokenKind::Unknown if open && !in_body && head_follows(&kinds, at) => {
                push(&mut stretches, |stretch| &mut stretch.head, at);
            }
            _ if open => push(&mut stretches, |stretch| &mut stretch.body, at),
            _ => {}
        }
    }
    stretches.iter_mut().for_each(|stretch| trim_tail(stretch, tokens, &kinds));
    stretches
}

/// Narrows the tables down to those that have this stub label too, unless none would be left.
fn narrow(tables: &mut Vec<TableId>, words: &Words<'_>, form: usize) -> bool {
    let own: Vec<TableId> = words.stub_tables(form).collect();
    let is_shared = tables.is_empty() || tables.iter().any(|id| own.contains(id));
    if tables.is_empty() {
        *tables = own;
    } else if is_shared {
        tables.retain(|id| own.contains(id));
    }
    is_shared
}

fn push(stretches: &mut [Stretch], part: impl Fn(&mut Stretch) -> &mut Vec<usize>, at: usize) {
    if let Some(stretch) = stretches.last_mut() {
        part(stretch).push(at);
    }
}

/// Words that may be of a head are of one when their neighbour is.
fn beside_head(kinds: &[TokenKind], at: usize) -> bool {
    let is_head = |kind: Option<&TokenKind>| matches!(kind, Some(TokenKind::Head));
    is_head(kinds.get(at + 1))
        || (at > 0 && is_head(kinds.get(at - 1)))
        || (at > 1 && kinds[at - 1] == TokenKind::Either && is_head(kinds.get(at - 2)))
}

fn head_follows(kinds: &[TokenKind], at: usize) -> bool {
    let next = kinds[at + 1..].iter().find(|kind| !matches!(kind, TokenKind::Blank | TokenKind::Unknown));
    matches!(next, Some(TokenKind::Head | TokenKind::Either))
}

/// Lines after the last label and its values are no part of the table, unless the text marks them as cells.
fn trim_tail(stretch: &mut Stretch, tokens: &[Token<'_>], kinds: &[TokenKind]) {
    let is_own =
        |at: &usize| tokens[*at].is_cell || !matches!(kinds[*at], TokenKind::Unknown | TokenKind::Blank);
    let last = stretch.body.iter().rposition(is_own);
    stretch.body.truncate(last.map_or(0, |last| last + 1));
}

fn token_kind(token: &Token<'_>, form: usize) -> TokenKind {
    let words = &token.words;
    let has = |wanted: fn(&Part) -> bool| words.parts_of_form(form).any(|part| wanted(&part));
    let spanner = has(|part| *part == Part::Spanner);
    let head = has(|part| matches!(part, Part::Boxhead(_) | Part::Corner | Part::Units));
    let stub = has(|part| matches!(part, Part::Stub(_)));
    match (words.kind, token.place) {
        (WordsKind::Blank, _) => TokenKind::Blank,
        (WordsKind::Nil | WordsKind::Number, _) | (_, Place::Body) => TokenKind::Value,
        _ if spanner => TokenKind::Spanner,
        (_, Place::Stub) if stub => TokenKind::Stub,
        (_, Place::Over | Place::Column) if head => TokenKind::Head,
        // Beside its figures or above them stands no heading of a section, however it is worded.
        (_, Place::Stub) if !words.is_heading() => TokenKind::Unknown,
        _ if stub && words.key().ordinal.is_some() => TokenKind::Stub,
        _ if head && stub => TokenKind::Either,
        _ if head => TokenKind::Head,
        _ if stub => TokenKind::Stub,
        _ if words.is_heading() || words.is_prose() => TokenKind::Break,
        _ => TokenKind::Unknown,
    }
}

/// The tables of a form whose words stand in a stretch, each with how many do.
pub(super) fn tables_in(tokens: &[Token<'_>], stretch: &Stretch, form: usize) -> Vec<(TableId, usize)> {
    let texts = stretch.head.iter().chain(&stretch.body).map(|at| &tokens[*at].words);
    super::words::tables_in(texts, form)
}

impl Filler<'_> {
    /// Reads a stretch as this table; `order` is that of the columns of an earlier part of it.
    pub(super) fn read_stretch(
        &self,
        tokens: &[Token<'_>],
        stretch: &Stretch,
        reading: &mut Reading,
        order: &mut Option<Vec<usize>>,
    ) {
        let (mut heads, seen) = self.flat_head(tokens, stretch);
        if heads.met.contains(&true) {
            *order = Some(seen);
        }
        let all = (0..self.table.n_columns()).collect::<Vec<_>>();
        let order = order.as_ref().unwrap_or(&all);
        let body: Vec<&Token<'_>> = stretch.body.iter().map(|at| &tokens[*at]).collect();
        let body = body.into_iter().filter(|token| !is_page_number(token.words.text)).collect::<Vec<_>>();
        let rows = self.rows(&body, order);
        heads.unplaced.retain(|(text, _)| !text.is_empty());
        self.fill(reading, &heads, &rows);
        reading.said.atoms.extend(stretch.atoms(tokens));
        let is_own = |at: &usize| tokens[*at].words.parts(self.id).any(|part| part == Part::Spanner);
        reading.score += i64::from(stretch.head.iter().any(is_own));
    }

    /// Cuts the body into rows: each ends where the next label begins.
    fn rows<'t, 'a>(&self, body: &[&'t Token<'a>], order: &[usize]) -> Vec<Row<'t>> {
        let mut rows: Vec<(Vec<&'t Token<'a>>, Vec<&'t Token<'a>>)> = Vec::new();
        let is_placed = body.iter().any(|token| token.place == Place::Body);
        for (at, token) in body.iter().enumerate() {
            let values = rows.last().map_or(&[][..], |(_, values)| values);
            let is_label = self.is_label(body, at, values.len(), order.len());
            // Where places tell what stands in the columns, no other words do.
            let is_outside = is_placed && token.place != Place::Body && token.words.kind == WordsKind::Text
                || token.place != Place::Body
                    && values.last().is_some_and(|value| value.place == Place::Body);
            let ends_labels =
                |labels: &[&Token<'_>]| labels.last().is_some_and(|last| self.heads_line(&last.words));
            match rows.last_mut() {
                Some((labels, values)) if is_label && values.is_empty() && !ends_labels(labels) => {
                    labels.push(token);
                }
                _ if is_label => rows.push((vec![token], Vec::new())),
                _ if is_outside => rows.push((Vec::new(), vec![token])),
                Some((_, values)) => values.push(token),
                // Blank cells before the first label are what a merged cell leaves behind.
                None if token.words.is_blank() && !self.table.stub.nodes().is_empty() => {}
                None => rows.push((Vec::new(), vec![token])),
            }
        }
        rows.into_iter().map(|(labels, values)| self.flat_row(&labels, &values, order, is_placed)).collect()
    }

    fn heads_line(&self, words: &Words<'_>) -> bool {
        let stub = &self.table.stub;
        words.parts(self.id).any(|part| matches!(part, Part::Stub(node) if stub.nodes()[node].line.is_some()))
            || words.entries.is_empty()
    }

    /// Whether a token begins a row: a label of the stub, or words that no form knows where a label is due.
    fn is_label(&self, body: &[&Token<'_>], at: usize, n_values: usize, n_columns: usize) -> bool {
        let token = body[at];
        match token.place {
            Place::Stub => return true,
            Place::Body => return false,
            _ => {}
        }
        if token.words.kind != WordsKind::Text || self.table.stub.nodes().is_empty() {
            return false;
        }
        let is_stub = token.words.parts(self.id).any(|part| matches!(part, Part::Stub(_)));
        let is_unit = n_values == 0 && self.is_unit(&token.words);
        is_stub
            || (!is_unit && token.words.text.chars().count() > 3 && (n_values == 0 || n_values >= n_columns))
    }

    fn is_unit(&self, words: &Words<'_>) -> bool {
        let units = self.table.stub.nodes().iter().filter_map(|node| node.unit.as_deref());
        self.table.units.is_some()
            && units.chain([self.table.unit.as_str()]).any(|unit| unit == words.text.trim())
    }

    /// A row of a flattened table; where the places of some cells are known, blank cells are there too.
    fn flat_row<'t>(
        &self,
        labels: &[&'t Token<'_>],
        values: &[&'t Token<'_>],
        order: &[usize],
        is_placed: bool,
    ) -> Row<'t> {
        let at = labels.first().or(values.first()).map_or(Locus::Line(0), |token| token.at.clone());
        let mut values: Vec<&'t Token<'_>> = values.to_vec();
        let has_cells = !values.is_empty();
        let unit = self.take_unit(&mut values, order.len());
        if labels.is_empty() {
            drop_excess(&mut values, order.len());
        }
        let says_nothing = values.iter().all(|token| token.words.is_blank());
        let filed = |token: &&'t Token<'_>| Filed { text: token.words.text, at: token.at.clone() };
        // Without any cell, the figures stand elsewhere; without columns, nothing can be told of blank ones.
        let bound = if is_placed && !has_cells || order.is_empty() && says_nothing {
            Values::Misfit(Vec::new(), order.to_vec())
        } else if says_nothing {
            let mut bound = vec![None; self.table.n_columns()];
            for (nth, column) in order.iter().enumerate() {
                let at = values.get(nth).map_or_else(|| at.clone(), |token| token.at.clone());
                bound[*column] = Some(Filed { text: "", at });
            }
            Values::Bound(bound)
        } else if is_placed && values.len() > order.len() {
            // No cell in a place of its own is one that a merged cell leaves behind, be it blank.
            Values::Misfit(values.iter().map(filed).collect(), order.to_vec())
        } else {
            let values = values.iter().map(|token| (filed(token), token.words.kind)).collect();
            bind_in_order(values, order, self.table.n_columns())
        };
        let labels = labels.iter().map(|token| &token.words).collect();
        Row { labels, values: bound, unit, extra: Vec::new(), is_pieced: is_placed, at }
    }

    /// Takes the unit off the values: its words, or a stroke or a blank cell where there is one value too many.
    fn take_unit<'t>(&self, values: &mut Vec<&'t Token<'_>>, n_columns: usize) -> Option<&'t str> {
        self.table.units.as_ref()?;
        let first = values.first()?;
        let is_stroke = first.words.kind == WordsKind::Nil || first.words.is_blank();
        let unit = first.words.text;
        if self.is_unit(&first.words) || (is_stroke && values.len() > n_columns) {
            values.remove(0);
            return Some(unit.trim()).filter(|unit| !unit.is_empty());
        }
        None
    }
}

/// Drops the blank cells that merged heads left before a row without labels, if they cannot be its own.
fn drop_excess(values: &mut Vec<&Token<'_>>, n_columns: usize) {
    let excess = values.len().saturating_sub(n_columns);
    let is_blank = |token: &&&Token<'_>| token.words.is_blank();
    let n_first = values.iter().take_while(is_blank).count();
    let n_last = values.iter().rev().take_while(is_blank).count();
    if n_last < excess && excess <= n_first {
        values.drain(..excess);
    }
}
