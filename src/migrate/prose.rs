//! Where the prose of an old report goes in the new form: each passage once, and the ledger says where.

use super::Migrator;
use super::ledger::{Fate, LedgerEntry, LedgerSide};
use crate::finding::{Finding, FindingKind};
use crate::grammar::{Ordinal, OrdinalStyle, Sign, Tell, sign_fields};
use crate::lang::Lang;
use crate::report::{Concept, Passage, Piece, Value};

/// The prose of a migrated report.
#[derive(Default)]
pub(super) struct Prose {
    /// That of the report itself.
    pub(super) narrative: Vec<Passage>,
    /// What belongs to the old table, and is printed with it.
    pub(super) annexed: Vec<Passage>,
    /// Where each passage went.
    pub(super) placements: Vec<LedgerEntry>,
    /// What there is to say.
    pub(super) findings: Vec<Finding>,
}

/// Where a passage of the old report goes.
enum Destination<'p> {
    /// Before the first section.
    Preamble,
    /// Under a heading of the new form.
    Section(&'p str),
    /// With the old table.
    Annex,
    /// Below everything.
    Signature,
}

impl Migrator<'_> {
    /// Puts the prose under the headings of the new form, tells in words what has no cell, and says what
    /// the migrated report is.
    pub(super) fn prose(&self) -> Prose {
        let mut prose = Prose::default();
        let passages: Vec<(&Passage, Destination<'_>)> =
            self.source.narrative.iter().map(|passage| (passage, self.destination(passage))).collect();
        for (number, (passage, destination)) in (1..).zip(&passages) {
            prose.placements.push(self.placement(number, passage, destination));
            if let Destination::Preamble = destination {
                prose.narrative.push((*passage).clone());
            }
        }
        for section in &self.target.sections {
            let own = passages.iter().filter(
                |(_, destination)| matches!(destination, Destination::Section(name) if *name == section.name),
            );
            let own: Vec<&Passage> = own.map(|(passage, _)| *passage).collect();
            let mut passage = Passage::new(section.name.clone(), Some(section.heading.text().to_owned()));
            passage.paragraphs = under_one_heading(&own);
            passage.paragraphs.extend(self.told(&section.name).map(Piece::from));
            prose.narrative.push(passage);
        }
        if let Some(last) = prose.narrative.last_mut() {
            let (from, to) = (self.source.edition.clone(), self.target.edition.clone());
            let remark = Finding::new(FindingKind::ReferenceConversion { from, to }, None).sentence(Lang::Zh);
            last.paragraphs.push(format!("（{remark}。）").into());
        }
        let annexed = passages.iter().filter(|(_, destination)| matches!(destination, Destination::Annex));
        prose.annexed = annexed.map(|(passage, _)| (*passage).clone()).collect();
        self.sign(&mut prose);
        prose
    }

    /// A free heading goes by its words; a section of both forms stays what it is.
    fn destination<'p>(&'p self, passage: &'p Passage) -> Destination<'p> {
        match passage.section.as_str() {
            "preamble" => return Destination::Preamble,
            "signature" => return Destination::Signature,
            name if self.target.sections.iter().any(|section| section.name == name) => {
                return Destination::Section(name);
            }
            _ => {}
        }
        let heading = passage.heading.as_deref().unwrap_or_default();
        // The heading of the table itself, with the lines between the two.
        if self.from.sections.iter().any(|section| section.heading.accepts(heading)) {
            return Destination::Annex;
        }
        let fits =
            |words: &[String]| words.is_empty() || words.iter().any(|word| heading.contains(word.as_str()));
        let place = self.crosswalk.places.iter().find(|place| fits(&place.words));
        let first = self.target.sections.first().map(|section| section.name.as_str());
        place.map(|place| place.section.as_str()).or(first).map_or(Destination::Annex, Destination::Section)
    }

    /// Where a passage went, as an entry of the ledger.
    fn placement(&self, number: usize, passage: &Passage, destination: &Destination<'_>) -> LedgerEntry {
        let words = passage.heading.as_deref().unwrap_or(match destination {
            Destination::Preamble => "前言",
            _ => "落款",
        });
        let n = passage.paragraphs.len();
        let (counterpart, reason) = match destination {
            Destination::Preamble => ("preamble", "照录在各部分之前".to_owned()),
            Destination::Signature => ("signature", "列在文末，其中旧表的签署栏随附表".to_owned()),
            Destination::Annex => ("annex", "随原表列入附表".to_owned()),
            Destination::Section(name) => {
                let section = self.target.sections.iter().find(|section| section.name == *name);
                let heading = section.map_or(*name, |section| section.heading.text());
                let verb = if passage.section == *name { "照录在" } else { "按标题归入" };
                (*name, format!("{verb}“{heading}”"))
            }
        };
        LedgerEntry {
            direction: LedgerSide::Passage,
            concept: Concept::new(&format!("narrative.{number}")),
            value: Value::Text(words.to_owned()),
            at: None,
            fate: Fate::Placed,
            association: None,
            counterparts: [Concept::new(&format!("narrative.{counterpart}"))].into(),
            note: format!("“{words}”（{n} 段）{reason}").into(),
            taken: None,
        }
    }

    /// One paragraph of what the old table counts and the new one has no cell for.
    fn told(&self, section: &str) -> Option<String> {
        let clauses: Vec<String> = self.clauses(section).filter_map(|tell| self.clause(tell)).collect();
        let year = self.source.year.map(|year| format!("{year}年，")).unwrap_or_default();
        (!clauses.is_empty()).then(|| format!("{year}{}。（本段由旧表数据生成）", clauses.join("，")))
    }

    fn clauses(&self, section: &str) -> impl Iterator<Item = &Tell> {
        let is_on = self.options.generated_prose;
        self.crosswalk.tells.iter().filter(move |tell| is_on && tell.section == section)
    }

    /// Whether a figure is told in words.
    pub(super) fn clauses_of(&self, concept: &Concept) -> bool {
        self.crosswalk.tells.iter().any(|tell| tell.figures.contains(concept))
    }

    /// A clause, when all its figures are numbers.
    fn clause(&self, tell: &Tell) -> Option<String> {
        let mut words = tell.words.iter();
        let mut text = words.next().cloned().unwrap_or_default();
        for (figure, after) in tell.figures.iter().zip(words) {
            text.push_str(&self.source.number(figure.as_str())?.normalize().to_string());
            text.push_str(after);
        }
        Some(text)
    }

    /// Who signed the old table is told below it, but names and telephone numbers are printed only where
    /// they are asked for.
    fn sign(&self, prose: &mut Prose) {
        let signs: Vec<&Sign> = self.from.sections.iter().flat_map(|section| &section.signs).collect();
        let passage = |section: &str, texts: Vec<String>| {
            let paragraphs = texts.into_iter().map(Piece::from).collect();
            Passage { paragraphs, ..Passage::new(section, None) }
        };
        let (mut below, mut with_table, mut personal, mut labels) = (vec![], vec![], vec![], vec![]);
        let signatures = self.source.narrative.iter().filter(|passage| passage.section == "signature");
        for text in signatures.flat_map(Passage::lines) {
            let fields = sign_fields(&text, &signs);
            let (persons, others): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_personal);
            if fields.is_empty() {
                below.push(text.into_owned());
            } else if persons.is_empty() || self.options.keep_signatures {
                with_table.push(text.into_owned());
            } else {
                labels.extend(persons.iter().map(|field| field.label.split_whitespace().collect::<String>()));
                personal.push(join(&persons));
                with_table.extend(Some(join(&others)).filter(|text| !text.is_empty()));
            }
        }
        if !labels.is_empty() {
            prose.findings.push(Finding::new(FindingKind::SignatureLeftOut(labels), None));
        }
        let of_report = [("signature", below), (Passage::SIGNATORIES, personal)];
        let is_filled = |(_, texts): &(&str, Vec<String>)| !texts.is_empty();
        let of_report = of_report.into_iter().filter(is_filled);
        prose.narrative.extend(of_report.map(|(section, texts)| passage(section, texts)));
        prose.annexed.extend(
            Some(with_table).filter(|texts| !texts.is_empty()).map(|texts| passage("signature", texts)),
        );
    }
}

fn join(fields: &[&crate::grammar::SignField<'_>]) -> String {
    fields.iter().map(|field| field.text).collect::<Vec<_>>().join("  ")
}

/// Passages of old top headings under one heading of the new form. Their headings become headings of the
/// second level, and are numbered as such where their own prose has none of that level.
fn under_one_heading(passages: &[&Passage]) -> Vec<Piece> {
    let is_demoted = |passage: &Passage| passage.section == "passage" && passage.heading.is_some();
    let lines = || passages.iter().flat_map(|passage| passage.lines());
    let has_second =
        passages.iter().any(|passage| is_demoted(passage)) && lines().any(|text| is_second_level(&text));
    let mut paragraphs = Vec::new();
    let mut number = 0;
    for passage in passages {
        if let Some(heading) = passage.heading.as_deref().filter(|_| passage.section == "passage") {
            number += 1;
            paragraphs.push(demoted(heading, (!has_second).then_some(number)).into());
        }
        paragraphs.extend(passage.paragraphs.iter().cloned());
    }
    paragraphs
}

/// A top heading as one of the second level: `一、…` becomes `（一）…`.
fn demoted(heading: &str, number: Option<usize>) -> String {
    let rest = heading.split_once(['、', '.', '．']).map_or(heading, |(_, rest)| rest).trim_start();
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match number.and_then(|number| digits.get(number - 1)) {
        Some(number) => format!("（{number}）{rest}"),
        None => rest.to_owned(),
    }
}

fn is_second_level(text: &str) -> bool {
    Ordinal::of(text).is_some_and(|ordinal| ordinal.style == OrdinalStyle::Second)
}
