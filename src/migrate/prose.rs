//! Where the prose of an old report goes in the new form.

use super::Migrator;
use crate::finding::{Finding, FindingKind};
use crate::grammar::{Key, Label, OrdinalStyle, Tell};
use crate::lang::Lang;
use crate::report::{Concept, Passage, Report};

impl Migrator<'_> {
    /// Puts the prose under the headings of the new form, each passage once, tells in words what has no
    /// cell, and says what the migrated report is.
    pub(super) fn place_prose(&self, report: &mut Report, findings: &mut Vec<Finding>) {
        let preamble = self.source.narrative.iter().filter(|passage| passage.section == "preamble");
        report.narrative = preamble.cloned().collect();
        for section in &self.target.sections {
            let mut passage = Passage::new(section.name.clone(), Some(section.heading.text().to_owned()));
            for old in &self.source.narrative {
                if self.section_of(old) == Some(section.name.as_str()) {
                    place(old, &mut passage);
                }
            }
            passage.paragraphs.extend(self.told(&section.name));
            report.narrative.push(passage);
        }
        let (from, to) = (self.source.edition.clone(), self.target.edition.clone());
        let remark = Finding::new(FindingKind::ReferenceConversion { from, to }, None).sentence(Lang::Zh);
        if let Some(last) = report.narrative.last_mut() {
            last.paragraphs.push(format!("（{remark}。）"));
        }
        self.sign(report, findings);
    }

    /// The section of the new form for a passage of the old report; the captions of a table have none.
    fn section_of<'p>(&'p self, passage: &'p Passage) -> Option<&'p str> {
        if passage.section != "passage" {
            return Some(&passage.section);
        }
        let heading = passage.heading.as_deref().unwrap_or_default();
        if self.from.sections.iter().any(|section| section.heading.accepts(heading)) {
            return None;
        }
        let fits =
            |words: &[String]| words.is_empty() || words.iter().any(|word| heading.contains(word.as_str()));
        let place = self.crosswalk.places.iter().find(|place| fits(&place.words));
        place
            .map(|place| place.section.as_str())
            .or_else(|| self.target.sections.first().map(|s| s.name.as_str()))
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

    /// Names and telephone numbers of the old signature lines are left out unless they are asked for.
    fn sign(&self, report: &mut Report, findings: &mut Vec<Finding>) {
        let labels = self.from.sections.iter().flat_map(|section| &section.signs);
        let signs: Vec<&Key> = labels.flat_map(Label::keys).collect();
        let is_sign =
            |text: &str| signs.iter().any(|sign| Key::of(text).stem.starts_with(sign.stem.as_str()));
        let passages = self.source.narrative.iter().filter(|passage| passage.section == "signature");
        let (names, kept): (Vec<&String>, Vec<&String>) = passages
            .flat_map(|passage| &passage.paragraphs)
            .partition(|text| is_sign(text) && !self.options.keep_signatures);
        if !names.is_empty() {
            findings.push(Finding::new(FindingKind::SignatureLeftOut(names.len()), None));
        }
        if !kept.is_empty() {
            let paragraphs = kept.into_iter().cloned().collect();
            report.narrative.push(Passage { paragraphs, ..Passage::new("signature", None) });
        }
    }
}

/// Adds a passage; its free heading becomes one of the second level.
fn place(old: &Passage, passage: &mut Passage) {
    if let Some(heading) = old.heading.as_deref().filter(|_| old.section == "passage") {
        let number = passage.paragraphs.iter().filter(|text| is_second_level(text)).count() + 1;
        passage.paragraphs.push(demote(heading, number));
    }
    passage.paragraphs.extend(old.paragraphs.iter().cloned());
}

/// A top heading becomes a heading of the second level: `一、…` becomes `（一）…`.
fn demote(heading: &str, number: usize) -> String {
    let rest = heading.split_once(['、', '.', '．']).map_or(heading, |(_, rest)| rest);
    let number = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].get(number - 1).copied();
    match number {
        Some(number) => format!("（{number}）{rest}"),
        None => rest.to_owned(),
    }
}

fn is_second_level(text: &str) -> bool {
    Key::of(text).ordinal.is_some_and(|ordinal| ordinal.style == OrdinalStyle::Second)
}
