//! The ledger as a table that a clerk can read: one row for each association.

use super::ledger::{Fate, LedgerEntry, LedgerSide};
use crate::document::{Block, Document, GridBuilder, Locus};
use crate::grammar::Forms;
use crate::report::{Concept, Report};

/// The heads of the table.
const HEADS: [&str; 7] = ["旧表项目", "旧数", "位置", "关系", "新表项目", "新数", "说明"];

/// Lays out a ledger: first what makes a new figure, then what stays in the annex, then what is open, and
/// last where the prose went.
///
/// ```
/// use nianbao::{document::draw, grammar::Forms, migrate::{ledger_table, migrate, Policy}, report::{Concept, Fact, Report}};
/// let mut old = Report::new("2014");
/// old.facts.insert(Concept::new("statistics.complaints"), Fact::filed(3.into(), "3", None));
/// let migration = migrate(&old, Forms::built_in(), Policy::Standard);
/// let table = draw(&ledger_table(&migration.ledger, &migration.report, Forms::built_in()));
/// assert!(table.contains("六、举报投诉数量") && table.contains("保留在附表"));
/// ```
#[must_use]
pub fn ledger_table(ledger: &[LedgerEntry], report: &Report, forms: &Forms) -> Document {
    let table = LedgerTable { ledger, report, forms };
    let mut builder = GridBuilder::new();
    builder.row();
    for head in HEADS {
        builder.cell(head, 1, 1);
    }
    builder.end_head();
    for row in table.rows() {
        builder.row();
        for text in row {
            builder.cell(text, 1, 1);
        }
    }
    let title = report.title.clone().unwrap_or_default();
    let heading = Block::heading(1, format!("{title}转换台账"), Locus::Paragraph(1));
    Document::from_blocks([heading, builder.table(1).into()])
}

struct LedgerTable<'a> {
    ledger: &'a [LedgerEntry],
    report: &'a Report,
    forms: &'a Forms,
}

impl LedgerTable<'_> {
    fn rows(&self) -> Vec<[String; 7]> {
        let is = |direction, open: bool| {
            move |entry: &&LedgerEntry| {
                entry.direction == direction && matches!(entry.fate, Fate::Open | Fate::Annexed) == open
            }
        };
        let made = self.ledger.iter().filter(is(LedgerSide::Target, false)).map(|entry| self.made(entry));
        let kept = self.ledger.iter().filter(is(LedgerSide::Source, true)).map(|entry| self.kept(entry));
        let open = self.ledger.iter().filter(is(LedgerSide::Target, true)).map(|entry| self.open(entry));
        let placed = self.ledger.iter().filter(|entry| entry.direction == LedgerSide::Passage);
        made.chain(kept).chain(open).chain(placed.map(placed_row)).collect()
    }

    fn source(&self, concept: &Concept) -> Option<&LedgerEntry> {
        self.ledger.iter().find(|entry| entry.direction == LedgerSide::Source && entry.concept == *concept)
    }

    fn made(&self, entry: &LedgerEntry) -> [String; 7] {
        let sources: Vec<&LedgerEntry> =
            entry.counterparts.iter().filter_map(|concept| self.source(concept)).collect();
        let join = |text: &dyn Fn(&LedgerEntry) -> String| {
            sources.iter().map(|source| text(source)).collect::<Vec<_>>().join(" + ")
        };
        let changed = sources.iter().filter_map(|source| source.changed());
        let notes: Vec<String> = changed.chain([entry.note.clone()]).collect();
        [
            join(&|source| self.old_words(&source.concept)),
            join(&|source| source.value.to_string()),
            join(&|source| source.at.as_ref().map(ToString::to_string).unwrap_or_default()),
            kind_words(entry.association).to_owned(),
            self.new_words(&entry.concept),
            entry.value.to_string(),
            notes.join("；"),
        ]
    }

    fn kept(&self, entry: &LedgerEntry) -> [String; 7] {
        let at = entry.at.as_ref().map(ToString::to_string).unwrap_or_default();
        let words = self.old_words(&entry.concept);
        let none = String::new;
        [words, entry.value.to_string(), at, "存入附表".to_owned(), none(), none(), entry.words()]
    }

    fn open(&self, entry: &LedgerEntry) -> [String; 7] {
        let none = String::new;
        [
            none(),
            none(),
            none(),
            "留空".to_owned(),
            self.new_words(&entry.concept),
            none(),
            entry.note.clone(),
        ]
    }

    fn old_words(&self, concept: &Concept) -> String {
        let annex = self.report.annex.as_ref().map(|annex| annex.report.edition.as_str());
        let own = annex.and_then(|edition| self.forms.edition(edition));
        let has = |form: &&crate::grammar::Form| form.cell(concept.as_str()).is_some();
        let form = own.filter(has).or_else(|| self.forms.iter().find(has));
        form.map_or_else(|| concept.to_string(), |form| form.words(concept.as_str()))
    }

    fn new_words(&self, concept: &Concept) -> String {
        let form = self.forms.edition(&self.report.edition);
        form.map_or_else(|| concept.to_string(), |form| form.words(concept.as_str()))
    }
}

/// Where a passage of prose went.
fn placed_row(entry: &LedgerEntry) -> [String; 7] {
    let none = String::new;
    [entry.value.to_string(), none(), none(), "文字归位".to_owned(), none(), none(), entry.note.clone()]
}

/// The kind of an association in words of an office.
pub(crate) fn kind_words(association: Option<&str>) -> &'static str {
    match association {
        Some("exact") => "照录",
        Some("sum") => "合计",
        Some("close") => "口径相近",
        Some("broader") => "旧项较宽",
        Some("balanced") => "并入其他",
        Some("implied_zero") => "零的部分",
        _ => "",
    }
}
