//! A comparison as a document: the two reports, their cells, and what was compared with nothing.
//!
//! There is no column of differences: such a number would stand in neither report.

use super::words::Words;
use super::{CellLabel, Comparison, Entry, Figure, Row, Subject, Verdict};
use crate::document::{Block, Document, GridBuilder, Holds, Locus};
use crate::grammar::Kind;
use crate::lang::Lang;
use crate::migrate::kind_words;
use crate::report::{Derivation, Value};

/// Lays out a comparison; `files` are the names of the two files. Without `all` only the cells that differ
/// are printed.
///
/// ```
/// use nianbao::diff::{comparison_table, diff};
/// use nianbao::{document::draw, grammar::Forms, lang::Lang, migrate::Policy, report::{Concept, Fact, Report}};
/// let report = |value: i64| {
///     let mut report = Report::new("2021");
///     report.facts.insert(Concept::new("review.total"), Fact::filed(value.into(), "", None));
///     report
/// };
/// let comparison = diff(&report(2), &report(3), Forms::built_in(), Policy::Standard);
/// let table = draw(&comparison_table(&comparison, ["a.docx", "b.docx"], Lang::Zh, false));
/// assert!(table.contains("| 行政复议 / 总计 |"), "{table}");
/// assert!(table.contains("相同 0，不同 1，"), "{table}");
/// ```
#[must_use]
pub fn comparison_table(comparison: &Comparison, files: [&str; 2], lang: Lang, all: bool) -> Document {
    let Comparison { a, b, rows, .. } = comparison;
    let page = Page {
        lang,
        words: Words::of(lang),
        is_carried: [is_carried(rows, |row| &row.a), is_carried(rows, |row| &row.b)],
    };
    let shown: Vec<&Row> = rows.iter().filter(|row| all || row.verdict().is_difference()).collect();
    let mut tables = Vec::new();
    if !shown.is_empty() {
        tables.push((page.words.cells.to_owned(), page.cells(&shown, [a, b])));
    }
    for (letter, subject) in LETTERS.into_iter().zip([a, b]).filter(|(_, side)| !side.left_over.is_empty()) {
        tables.push((format!("{letter} {}", page.words.left_over), page.left_over(subject)));
    }
    let mut blocks = vec![Block::heading(0, page.words.title, Locus::Paragraph(1))];
    let head = [page.subject('A', files[0], a), page.subject('B', files[1], b), page.summary(comparison)];
    blocks.extend((2..).zip(head).map(|(number, text)| Block::paragraph(text, Locus::Paragraph(number))));
    for (number, (heading, table)) in (1..).zip(tables) {
        blocks.push(Block::heading(1, heading, Locus::Paragraph(number + 4)));
        blocks.push(table.table(number).into());
    }
    Document::from_blocks(blocks)
}

const LETTERS: [char; 2] = ['A', 'B'];

/// Whether a side of the rows was carried from an older edition.
fn is_carried(rows: &[Row], side: impl Fn(&Row) -> &Entry) -> bool {
    rows.iter().any(|row| match side(row) {
        Entry::Figure(figure) => figure.derivation.is_some(),
        Entry::Unknown(_) => true,
        Entry::Absent => false,
    })
}

struct Page {
    lang: Lang,
    words: &'static Words,
    /// Whether there is a column that says how the figures of a report were carried.
    is_carried: [bool; 2],
}

impl Page {
    /// `A：2019.docx，某某县…年度报告，机关 某某县…，年度 2019，样式 2019，转换为 2021 后比较`
    fn subject(&self, letter: char, file: &str, subject: &Subject) -> String {
        let Words { colon, comma, issuer, year, edition, carried: [before, after], .. } = self.words;
        let or_not_found = |text: &Option<String>| text.clone().unwrap_or(self.words.not_found.to_owned());
        let mut parts = vec![
            file.to_owned(),
            or_not_found(&subject.title),
            format!("{issuer} {}", or_not_found(&subject.issuer)),
            format!("{year} {}", or_not_found(&subject.year.map(|year| year.to_string()))),
            format!("{edition} {}", subject.edition),
        ];
        parts.extend(subject.carried_to.as_ref().map(|to| format!("{before}{to}{after}")));
        format!("{letter}{colon}{}", parts.join(comma))
    }

    /// `相同 188，不同 3，仅 A 有 0，仅 B 有 0，不可比 7`
    fn summary(&self, comparison: &Comparison) -> String {
        let one = |verdict| format!("{} {}", self.words.count(verdict), comparison.count(verdict));
        Verdict::ALL.map(one).join(self.words.comma)
    }

    /// The cells, under the name of each table.
    fn cells(&self, rows: &[&Row], subjects: [&Subject; 2]) -> GridBuilder {
        let heads = self.heads(subjects);
        let mut builder = GridBuilder::new();
        builder.row().cells(&heads);
        builder.end_head();
        let mut table = "";
        for one in rows {
            if table != one.label.table {
                table = &one.label.table;
                builder.row().cell(table, 1, u32::try_from(heads.len()).unwrap_or(u32::MAX));
            }
            self.cell_row(one, &mut builder);
        }
        builder
    }

    fn heads(&self, subjects: [&Subject; 2]) -> Vec<String> {
        let Words { line, column, compared, origin, place, .. } = self.words;
        let years = LETTERS.into_iter().zip(subjects).map(|(letter, subject)| match subject.year {
            Some(year) => format!("{letter} {year}"),
            None => letter.to_string(),
        });
        let origins = LETTERS.into_iter().zip(self.is_carried).filter(|(_, is_carried)| *is_carried);
        let mut heads = vec![(*line).to_owned(), (*column).to_owned()];
        heads.extend(years);
        heads.push((*compared).to_owned());
        heads.extend(origins.map(|(letter, _)| format!("{letter} {origin}")));
        heads.extend(LETTERS.map(|letter| format!("{letter} {place}")));
        heads
    }

    fn cell_row(&self, own: &Row, builder: &mut GridBuilder) {
        let sides = [&own.a, &own.b];
        builder.row().cells([&own.label.line, &own.label.column]);
        for side in sides {
            builder.cell(self.entry(side), 1, 1);
            if own.verdict() == Verdict::Different {
                builder.mark(Holds::Differing(own.concept.shared()));
            }
        }
        builder.cell(self.words.mark(own.verdict()), 1, 1);
        for (side, _) in sides.into_iter().zip(self.is_carried).filter(|(_, is_carried)| *is_carried) {
            builder.cell(self.origin(side), 1, 1);
        }
        for side in sides {
            builder.cell(if let Entry::Figure(figure) = side { places(figure) } else { String::new() }, 1, 1);
        }
    }

    fn entry(&self, entry: &Entry) -> String {
        match entry {
            Entry::Absent => self.words.absent.to_owned(),
            Entry::Unknown(_) => self.words.unknown.to_owned(),
            Entry::Figure(figure) => self.figure(figure),
        }
    }

    /// What was left empty is told in words, so that it is not taken for a line that is not there.
    fn figure(&self, figure: &Figure) -> String {
        match &figure.value {
            Value::Blank => self.words.blank.to_owned(),
            Value::Nil | Value::Text(_) => figure.raw.to_string(),
            Value::Number(_) => figure.value.to_string(),
        }
    }

    /// How a figure was carried, in the words of the ledger.
    fn origin(&self, entry: &Entry) -> String {
        match entry {
            Entry::Figure(Figure { derivation: Some(Derivation { kind, note, .. }), .. }) => {
                let words = if self.lang == Lang::Zh { kind_words(Some(kind)) } else { kind };
                // What both editions count alike needs no reason, and most reasons begin with the kind.
                if *kind == "exact" {
                    words.to_owned()
                } else if note.starts_with(words) {
                    note.to_string()
                } else {
                    format!("{words}{}{note}", self.words.colon)
                }
            }
            Entry::Unknown(reason) => reason.to_string(),
            Entry::Figure(_) | Entry::Absent => String::new(),
        }
    }

    /// The figures of an older report that were carried into no cell.
    fn left_over(&self, subject: &Subject) -> GridBuilder {
        let Words { line, column, figure, place, reason, .. } = self.words;
        let mut builder = GridBuilder::new();
        builder.row().cells([*line, *column, *figure, *place, *reason]);
        builder.end_head();
        for left in &subject.left_over {
            let is_none = left.association == Some(Kind::None.as_str());
            let reason = if is_none { self.words.no_counterpart } else { &left.note };
            let CellLabel { line, column, .. } = &left.label;
            let (figure, places) = (self.figure(&left.figure), places(&left.figure));
            builder.row().cells([line, column, &figure, &places, reason]);
        }
        builder
    }
}

/// The place of a figure, or those of the addends of a sum.
fn places(figure: &Figure) -> String {
    figure.places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
}
