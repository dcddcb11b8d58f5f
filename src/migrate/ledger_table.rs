//! The ledger as a table that a clerk can read: one row for each association.

use super::ledger::{Fate, LedgerEntry, LedgerSide};
use super::ledger_words::{LedgerWords, made_words};
use crate::document::{Block, Document, GridBuilder, Orientation};
use crate::grammar::Forms;
use crate::report::Report;

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
    let table = LedgerTable { ledger, words: LedgerWords::new(ledger, report, forms) };
    let mut builder = GridBuilder::new();
    let title = report.title.as_deref().unwrap_or_default();
    builder.row().cell(format!("转换台账：{title}"), 1, 7);
    builder.row().cells(HEADS).end_head();
    for row in table.rows() {
        builder.row().cells(row);
    }
    Document::from_blocks([Block::Page(Orientation::Landscape), builder.table(1).into()])
}

struct LedgerTable<'a> {
    ledger: &'a [LedgerEntry],
    words: LedgerWords<'a>,
}

impl LedgerTable<'_> {
    fn rows(&self) -> Vec<[String; 7]> {
        let is = |direction, open: bool| {
            move |entry: &&LedgerEntry| {
                entry.direction == direction && matches!(entry.fate, Fate::Open | Fate::Annexed) == open
            }
        };
        let entries = |direction, open| self.ledger.iter().filter(is(direction, open));
        let made = entries(LedgerSide::Target, false).map(|entry| self.made(entry));
        let kept = entries(LedgerSide::Source, true).map(|entry| self.kept(entry));
        let open = entries(LedgerSide::Target, true).map(|entry| self.made(entry));
        let placed = self.ledger.iter().filter(|entry| entry.direction == LedgerSide::Passage);
        made.chain(kept).chain(open).chain(placed.map(placed_row)).collect()
    }

    fn made(&self, entry: &LedgerEntry) -> [String; 7] {
        let sources = self.words.sources_of(entry);
        let join = |text: &dyn Fn(&LedgerEntry) -> String| {
            sources.iter().map(|source| text(source)).collect::<Vec<_>>().join(" + ")
        };
        let changed = sources.iter().filter_map(|source| source.changed());
        let notes: Vec<String> = changed.chain([entry.note.to_string()]).collect();
        [
            join(&|source| self.words.old_words(&source.concept)),
            join(&|source| source.value.to_string()),
            join(&|source| source.at.as_ref().map(ToString::to_string).unwrap_or_default()),
            made_words(entry).to_owned(),
            self.words.new_words(&entry.concept),
            entry.value.to_string(),
            notes.join("；"),
        ]
    }

    fn kept(&self, entry: &LedgerEntry) -> [String; 7] {
        let at = entry.at.as_ref().map(ToString::to_string).unwrap_or_default();
        let words = self.words.old_words(&entry.concept);
        let none = String::new;
        [words, entry.value.to_string(), at, "存入附表".to_owned(), none(), none(), entry.words()]
    }
}

/// Where a passage of prose went.
fn placed_row(entry: &LedgerEntry) -> [String; 7] {
    let none = String::new;
    [entry.value.to_string(), none(), none(), "文字归位".to_owned(), none(), none(), entry.note.to_string()]
}
