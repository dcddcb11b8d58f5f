//! [`LedgerWords`]: what the figures of a ledger are called in the two forms.

use super::IMPLIED_ZERO;
use super::ledger::{Fate, LedgerEntry, LedgerSide};
use crate::grammar::{Form, Forms};
use crate::report::{Concept, Report};
use std::collections::HashMap;

/// The figures of the old report in a ledger, with what it speaks of: the migrated report and the forms.
pub(super) struct LedgerWords<'a> {
    sources: HashMap<&'a Concept, &'a LedgerEntry>,
    report: &'a Report,
    forms: &'a Forms,
}

impl<'a> LedgerWords<'a> {
    pub(super) fn new(ledger: &'a [LedgerEntry], report: &'a Report, forms: &'a Forms) -> Self {
        let sources = ledger.iter().filter(|entry| entry.direction == LedgerSide::Source);
        Self { sources: sources.map(|entry| (&entry.concept, entry)).collect(), report, forms }
    }

    /// The figures of the old report that a figure of the new one comes from, or would come from.
    pub(super) fn sources_of(&self, entry: &LedgerEntry) -> Vec<&'a LedgerEntry> {
        entry.counterparts.iter().filter_map(|concept| self.sources.get(concept).copied()).collect()
    }

    /// The words of a figure of the old form, those of its whole line.
    pub(super) fn old_words(&self, concept: &Concept) -> String {
        self.old_form(concept).map_or_else(|| concept.to_string(), |form| form.words(concept.as_str()))
    }

    /// The words of a figure of the new form.
    pub(super) fn new_words(&self, concept: &Concept) -> String {
        self.new_form().map_or_else(|| concept.to_string(), |form| form.words(concept.as_str()))
    }

    /// The words of a figure of the old form as they stand beside it and above it.
    pub(super) fn old_label(&self, concept: &Concept) -> String {
        self.old_form(concept).map_or_else(|| concept.to_string(), |form| form.label(concept.as_str()))
    }

    /// The labels of the row and of the column of a figure of the new form.
    pub(super) fn new_labels(&self, concept: &Concept) -> [Option<String>; 2] {
        self.new_form().map(|form| labels(form, concept)).unwrap_or_default()
    }

    fn new_form(&self) -> Option<&Form> {
        self.forms.edition(&self.report.edition)
    }

    /// The form of the annex; a hybrid may have none, and its old lines are those of any form that has them.
    fn old_form(&self, concept: &Concept) -> Option<&Form> {
        let annex = self.report.annex.as_ref().map(|annex| annex.report.edition.as_str());
        let has = |form: &&Form| form.cell(concept.as_str()).is_some();
        annex
            .and_then(|edition| self.forms.edition(edition))
            .filter(has)
            .or_else(|| self.forms.iter().find(has))
    }
}

/// The labels of the row and of the column that a figure stands in; a lone column needs none, and a table may
/// have no labels of rows.
fn labels(form: &Form, concept: &Concept) -> [Option<String>; 2] {
    let Some((table, row, column)) = form.cell(concept.as_str()) else { return [None, None] };
    let row = table.stub.label(row).map(str::to_owned);
    let path = table.boxhead.path(table.boxhead.lines()[column]);
    let column = match row {
        None => Some(path.join("·")),
        Some(_) if table.n_columns() == 1 => None,
        Some(_) => path.last().map(ToString::to_string),
    };
    [row, column]
}

/// What became of a figure of the new form, in the words of an office.
pub(super) fn made_words(entry: &LedgerEntry) -> &'static str {
    if entry.fate == Fate::Open { "留空" } else { kind_words(entry.association) }
}

/// The kind of an association in words of an office.
pub(crate) fn kind_words(association: Option<&str>) -> &'static str {
    match association {
        Some("exact") => "照录",
        Some("sum") => "合计",
        Some("close") => "口径相近",
        Some("broader") => "旧项较宽",
        Some("balanced") => "并入其他",
        Some(IMPLIED_ZERO) => "零的部分",
        _ => "",
    }
}
