//! The account of a migration: an entry for each figure of the old report and each of the new one.

use super::{IMPLIED_ZERO, Migrator};
use crate::document::Locus;
use crate::grammar::{Association, Form, Kind, Table};
use crate::report::{ByConcept, Concept, Fact, Provenance, Report, Taken, Value};
use std::sync::Arc;

/// What became of one figure, or where one figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerEntry {
    /// Which report the concept is of.
    pub direction: LedgerSide,
    /// The figure.
    pub concept: Concept,
    /// What it says.
    pub value: Value,
    /// Where it stands in the source.
    pub at: Option<Locus>,
    /// What became of it.
    pub fate: Fate,
    /// The kind of the association; an open figure has one where the old form speaks of it.
    pub association: Option<&'static str>,
    /// The figures on the other side; of an open figure those that it would be made of.
    pub counterparts: Arc<[Concept]>,
    /// The reason.
    pub note: Arc<str>,
    /// What the figure replaced, where the user took it from a suggestion.
    pub taken: Option<Box<Taken>>,
}

impl LedgerEntry {
    /// The reason, and before it what the user changed.
    ///
    /// ```
    /// use nianbao::{grammar::Forms, migrate::{migrate, Policy}, report::*};
    /// let taken = Taken { suggestion: "…".into(), was: "1".into(), at: None, figure_at: None };
    /// let provenance = Provenance::Taken(Box::new(taken));
    /// let mut old = Report::new("2014");
    /// old.facts.insert(Concept::new("statistics.complaints"), Fact { provenance, ..Fact::filed(3.into(), "3", None) });
    /// let ledger = migrate(&old, Forms::built_in(), Policy::Standard).ledger;
    /// assert!(ledger[0].words().starts_with("按用户采用的建议 … 由“1”改为“3”；"));
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        let changed = self.changed().map(|changed| format!("{changed}；")).unwrap_or_default();
        changed + &self.note
    }

    /// `按用户采用的建议 … 由“12”（表 1 第 4 行第 3 列）改为“15”`
    pub(super) fn changed(&self) -> Option<String> {
        let taken = self.taken.as_ref()?;
        Some(format!("按用户采用的建议 {} {}", taken.suggestion, change(taken, &self.value)))
    }
}

/// `由“12”（表 1 第 4 行第 3 列）改为“15”`
fn change(taken: &Taken, value: &Value) -> String {
    let was = if taken.was.is_empty() { "空白".to_owned() } else { format!("“{}”", taken.was) };
    let at = taken.at.as_ref().map(|at| format!("（{at}）")).unwrap_or_default();
    format!("由{was}{at}改为“{value}”")
}

/// Which report a ledger entry speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerSide {
    /// The old report.
    Source,
    /// The new report.
    Target,
    /// The prose of the old report.
    Passage,
}

impl LedgerSide {
    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
            Self::Passage => "passage",
        }
    }
}

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the figure on the other side.
    Carried,
    /// It is part of a sum, or such a sum.
    Summed,
    /// It stays in the annex only.
    Annexed,
    /// It is 0 as a part of a printed 0.
    ImpliedZero,
    /// It is unknown and stays blank.
    Open,
    /// It is prose, and stands elsewhere now.
    Placed,
}

impl Fate {
    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Summed => "summed",
            Self::Annexed => "annexed",
            Self::ImpliedZero => "implied_zero",
            Self::Open => "open",
            Self::Placed => "placed",
        }
    }
}

/// What a figure of the old report replaced, where the user took it from a suggestion.
fn taken(fact: &Fact) -> Option<Box<Taken>> {
    match &fact.provenance {
        Provenance::Taken(taken) => Some(taken.clone()),
        Provenance::Filed(_) | Provenance::Derived(_) => None,
    }
}

/// The ledger of a report that passes unchanged.
pub(super) fn identity(report: &Report) -> Vec<LedgerEntry> {
    let note: Arc<str> = "已是现行样式，照录".into();
    let entry = |(concept, fact): (&Concept, &Fact)| LedgerEntry {
        direction: LedgerSide::Source,
        concept: concept.clone(),
        value: fact.value.clone(),
        at: fact.at().cloned(),
        fate: Fate::Carried,
        association: Some(Kind::Exact.as_str()),
        counterparts: [concept.clone()].into(),
        note: Arc::clone(&note),
        taken: taken(fact),
    };
    let mut ledger: Vec<LedgerEntry> = report.facts.iter().map(entry).collect();
    ledger.extend_from_within(..);
    ledger[report.facts.len()..].iter_mut().for_each(|entry| entry.direction = LedgerSide::Target);
    ledger
}

/// What became of each figure of the old report, in words that are the same all along a row where they can be.
pub(super) fn fates(sources: &[LedgerEntry], from: &Form, target: &Form) -> ByConcept<String> {
    sources.iter().map(|entry| (entry.concept.clone(), fate_words(entry, from, target))).collect()
}

fn fate_words(entry: &LedgerEntry, from: &Form, target: &Form) -> String {
    let fate = place_and_reason(entry, from, target);
    match &entry.taken {
        Some(taken) => format!("{fate}；按用户采用的建议，{}", change(taken, &entry.value)),
        None => fate,
    }
}

fn place_and_reason(entry: &LedgerEntry, from: &Form, target: &Form) -> String {
    let Some(made) = entry.counterparts.first() else {
        // An annex need not say of each line that it is in no other table.
        let note = entry.note.strip_prefix(Kind::None.meaning()).unwrap_or(&entry.note);
        return note.trim_start_matches('：').to_owned();
    };
    if *made == entry.concept && entry.association == Some(Kind::Exact.as_str()) {
        return "照录".to_owned();
    }
    let verb = if entry.fate == Fate::Summed { "合计转入" } else { "转入" };
    let is_exact = entry.association == Some(Kind::Exact.as_str());
    let reason = if is_exact { String::new() } else { format!("（{}）", entry.note) };
    format!("{verb}“{}”{reason}", place_words(&entry.concept, made, from, target))
}

/// The line of the new figure without what all lines share, and its column where that is not the one of
/// the old figure.
fn place_words(old: &Concept, new: &Concept, from: &Form, target: &Form) -> String {
    let Some((table, row, column)) = target.cell(new.as_str()) else { return new.to_string() };
    let head = |table: &Table, column: usize| table.boxhead.line(table.boxhead.lines()[column]).to_owned();
    let same_column =
        from.cell(old.as_str()).is_some_and(|(own, _, at)| head(own, at) == head(table, column));
    let column = table.boxhead.path(table.boxhead.lines()[column]);
    let Some(node) = table.stub.lines().get(row) else { return column.join("·") };
    let path = table.stub.path(*node);
    let line = if path.len() > 1 { path[1..].concat() } else { path.concat() };
    match column.last() {
        Some(head) if !same_column => format!("{line}·{head}"),
        _ => line,
    }
}

/// A figure of the new report that an old one is in.
struct User<'a> {
    /// Its number in the new form.
    nth: usize,
    concept: &'a Concept,
    /// Of how many figures it is made.
    n_sources: usize,
}

impl Migrator<'_> {
    /// Both directions, each in the order of its form.
    pub(super) fn ledger(&self) -> Vec<LedgerEntry> {
        let same = Kind::Exact.meaning().into();
        let sources = self.source.facts.iter().map(|(concept, fact)| self.source_entry(concept, fact, &same));
        let unmapped = "旧表没有对应项，留空".into();
        let targets = self.facts.iter().map(|(concept, fact)| self.target_entry(concept, fact, &unmapped));
        // The prose follows, and is no reason to move them all.
        let n_entries = self.source.facts.len() + self.facts.len() + self.source.narrative.len();
        let mut ledger = Vec::with_capacity(n_entries);
        ledger.extend(sources.chain(targets));
        ledger
    }

    /// The figures of the new report that one of the old report is in, in its order.
    fn users(&self, concept: &Concept) -> Vec<User<'_>> {
        let user = |target: &Concept| {
            let (nth, target, made) = self.facts.get_full(target)?;
            let by = made.derivation().filter(|by| by.kind != IMPLIED_ZERO && by.from.contains(concept))?;
            Some(User { nth, concept: target, n_sources: by.from.len() })
        };
        // What no line of the crosswalk makes of it is the same figure.
        let targets = self.crosswalk.of_source(concept).filter_map(|line| line.target.as_ref());
        let own = Some(concept).filter(|own| targets.clone().all(|target| target != *own));
        let mut users: Vec<User<'_>> = targets.chain(own).filter_map(user).collect();
        users.sort_unstable_by_key(|user| user.nth);
        users.dedup_by_key(|user| user.nth);
        users
    }

    fn source_entry(&self, concept: &Concept, fact: &Fact, same: &Arc<str>) -> LedgerEntry {
        let users = self.users(concept);
        let line = self.crosswalk.of_source(concept).next();
        let is_same = users.iter().any(|user| user.concept == concept);
        let (fate, note) = match users.first().map(|user| user.n_sources) {
            Some(1) if is_same => (Fate::Carried, Arc::clone(same)),
            Some(1) => (Fate::Carried, line_reason(line)),
            Some(_) => (Fate::Summed, line_reason(line)),
            None => (Fate::Annexed, self.annex_note(line)),
        };
        let is_told =
            self.options.generated_prose && fact.value.number().is_some() && self.clauses_of(concept);
        let note = if is_told { format!("{note}，并写入正文").into() } else { note };
        LedgerEntry {
            direction: LedgerSide::Source,
            concept: concept.clone(),
            value: fact.value.clone(),
            at: fact.at().cloned(),
            fate,
            association: line.map(|line| line.kind.as_str()),
            counterparts: users.iter().map(|user| user.concept.clone()).collect(),
            note,
            taken: taken(fact),
        }
    }

    /// Why a figure of the source is in no cell of the new table.
    fn annex_note(&self, line: Option<&Association>) -> Arc<str> {
        match line {
            Some(line) if line.target.is_none() => Arc::clone(&line.reason),
            Some(line) if !self.options.policy.uses(line.kind) => {
                format!("按所选口径不转入新表，保留在附表；{}", line.reason).into()
            }
            Some(line) => {
                let reason = line.target.as_ref().and_then(|target| self.open.get(target));
                format!("{}；本项保留在附表", reason.map_or("未能转入新表", |open| &open.note)).into()
            }
            None => "新表没有对应项，保留在附表".into(),
        }
    }

    fn target_entry(&self, concept: &Concept, fact: &Fact, unmapped: &Arc<str>) -> LedgerEntry {
        let made = fact.derivation();
        let fate = match made {
            Some(by) if by.kind == IMPLIED_ZERO => Fate::ImpliedZero,
            Some(by) if by.from.len() > 1 => Fate::Summed,
            Some(_) => Fate::Carried,
            None => Fate::Open,
        };
        let by = made.or_else(|| self.open.get(concept));
        let single = by.and_then(|by| by.from.first()).filter(|_| fate == Fate::Carried);
        LedgerEntry {
            direction: LedgerSide::Target,
            concept: concept.clone(),
            value: fact.value.clone(),
            at: single.and_then(|source| self.source.facts.get(source)).and_then(|fact| fact.at().cloned()),
            fate,
            association: by.map(|by| by.kind),
            counterparts: by.map(|by| Arc::clone(&by.from)).unwrap_or_default(),
            note: Arc::clone(by.map_or(unmapped, |by| &by.note)),
            taken: None,
        }
    }
}

fn line_reason(line: Option<&Association>) -> Arc<str> {
    line.map(|line| Arc::clone(&line.reason)).unwrap_or_default()
}
