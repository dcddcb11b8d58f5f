//! Maps a report of an older edition onto the current one, and accounts for every figure.

mod annotate;
mod ledger;
mod ledger_table;
mod ledger_words;
mod prose;

use crate::finding::{Finding, FindingKind};
use crate::grammar::{Association, Crosswalk, Form, Forms, Kind, Side, Zero, names_unit};
use crate::report::{Annex, ByConcept, Concept, Derivation, Fact, Provenance, Report, Value, sum};
use std::sync::Arc;

pub use annotate::{Annotation, annotate};
pub use ledger::{Fate, LedgerEntry, LedgerSide};
pub use ledger_table::ledger_table;
pub(crate) use ledger_words::kind_words;

/// The kind of a figure that is 0 as a part of a printed 0: of no association, but of a rule of the crosswalk.
const IMPLIED_ZERO: &str = "implied_zero";

/// How far a migration may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Only what is the same in both editions, and sums.
    Strict,
    /// Also what is close or broader, marked as such.
    #[default]
    Standard,
    /// Also what has no line, put where the relations hold.
    Balanced,
}

impl Policy {
    /// Whether associations of this kind are used.
    ///
    /// ```
    /// use nianbao::{grammar::Kind, migrate::Policy};
    /// assert!(Policy::Standard.uses(Kind::Broader));
    /// assert!(!Policy::Strict.uses(Kind::Broader));
    /// ```
    #[must_use]
    pub fn uses(self, kind: Kind) -> bool {
        match kind {
            Kind::Exact | Kind::Sum => true,
            Kind::Close | Kind::Broader => self != Self::Strict,
            Kind::Balanced => self == Self::Balanced,
            Kind::None => false,
        }
    }
}

/// How a report is migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How far it may go.
    pub policy: Policy,
    /// Whether figures that have no cell are told in a generated paragraph.
    pub generated_prose: bool,
    /// Whether names and telephone numbers of old signature lines are kept.
    pub keep_signatures: bool,
}

impl From<Policy> for Options {
    fn from(policy: Policy) -> Self {
        Self { policy, generated_prose: true, keep_signatures: false }
    }
}

/// A migrated report, the account of its figures, and what there is to say.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The report in the current edition; its annex is the old one.
    pub report: Report,
    /// An entry for each figure of the old report, each of the new one, and each passage of prose.
    pub ledger: Vec<LedgerEntry>,
    /// What there is to say.
    pub findings: Vec<Finding>,
}

/// Maps a report onto the current edition.
///
/// A figure of the result is a figure of the source, a sum of figures that the crosswalk names, or 0 as a
/// part of a printed 0. A report of the current edition passes unchanged; where it has lines of an older
/// one, these follow the crosswalk.
///
/// ```
/// use nianbao::{grammar::Forms, migrate::{migrate, Policy}, report::{Concept, Fact, Report}};
/// let mut old = Report::new("2014");
/// for (concept, number) in [("already_public", 2), ("granted", 5)] {
///     let concept = Concept::new(&format!("statistics.applications.replies.{concept}"));
///     old.facts.insert(concept, Fact::filed(number.into(), number.to_string(), None));
/// }
/// let new = migrate(&old, Forms::built_in(), Policy::Standard).report;
/// assert_eq!(new.number("requests.granted.total"), Some(7.into()));
/// assert_eq!(new.number("requests.partial.total"), None);
/// ```
#[must_use]
pub fn migrate(report: &Report, forms: &Forms, options: impl Into<Options>) -> Migration {
    let options = options.into();
    let Some(target) = forms.current() else {
        return unchanged(report, FindingKind::NoCrosswalk(report.edition.clone()));
    };
    let is_old = |concept: &Concept| target.cell(concept.as_str()).is_none();
    let old_form = report.facts.keys().find(|concept| is_old(concept)).map(|concept| {
        // A hybrid has lines of an edition other than its own.
        let has = |form: &&Form| form.cell(concept.as_str()).is_some();
        forms.edition(&report.edition).filter(has).or_else(|| forms.iter().find(has))
    });
    let from = match old_form {
        Some(Some(form)) => form.edition.as_str(),
        _ if report.edition == target.edition => return already_current(report, target),
        _ => report.edition.as_str(),
    };
    match forms.crosswalk(from) {
        Some(crosswalk) => Migrator::new(report, forms, crosswalk, target, options).migrate(),
        None => unchanged(report, FindingKind::NoCrosswalk(from.to_owned())),
    }
}

fn unchanged(report: &Report, kind: FindingKind) -> Migration {
    Migration { report: report.clone(), ledger: Vec::new(), findings: vec![Finding::new(kind, None)] }
}

fn already_current(report: &Report, target: &Form) -> Migration {
    let mut migration = unchanged(report, FindingKind::AlreadyCurrent(target.edition.clone()));
    migration.ledger = ledger::identity(report);
    migration
}

/// The figures of one migration.
struct Migrator<'a> {
    source: &'a Report,
    from: &'a Form,
    target: &'a Form,
    crosswalk: &'a Crosswalk,
    options: Options,
    /// The figures of the new report in its order; one that is not made is blank.
    facts: ByConcept<Fact>,
    /// Why a figure of the new report is open though the old one speaks of it, and what it would be made of.
    open: ByConcept<Derivation>,
}

impl<'a> Migrator<'a> {
    fn new(
        source: &'a Report,
        forms: &'a Forms,
        crosswalk: &'a Crosswalk,
        target: &'a Form,
        options: Options,
    ) -> Self {
        let from = forms.edition(&crosswalk.from).expect("a crosswalk is read only between known forms");
        let blank = |concept: &Concept| (concept.clone(), Fact::filed(Value::Blank, "", None));
        Self {
            source,
            from,
            target,
            crosswalk,
            options,
            facts: target.concepts().map(blank).collect(),
            open: ByConcept::default(),
        }
    }

    fn migrate(mut self) -> Migration {
        self.follow_crosswalk();
        self.keep_current();
        for side in [Side::Source, Side::Target] {
            for zero in self.crosswalk.zeros.iter().filter(|zero| zero.side == side) {
                self.imply(zero);
            }
        }
        let mut ledger = self.ledger();
        let mut report = Report {
            edition: self.target.edition.clone(),
            issuer: self.source.issuer.clone(),
            year: self.source.year,
            title: self.source.title.clone(),
            ..Report::default()
        };
        let mut findings = Vec::new();
        let to = self.target.edition.clone();
        let is_hybrid = self.is_hybrid();
        let is_annexed = |entry: &LedgerEntry| entry.fate == Fate::Annexed;
        // What the current form has no place for is kept, be it of one table of an older edition.
        if is_hybrid && self.source.strays.is_empty() && !ledger.iter().any(is_annexed) {
            findings.push(Finding::new(FindingKind::AlreadyCurrent(to), None));
            report.narrative.clone_from(&self.source.narrative);
        } else {
            let from = if is_hybrid { &self.from.edition } else { &self.source.edition }.clone();
            findings.push(Finding::new(FindingKind::ReferenceConversion { from, to }, None));
            let fates = ledger::fates(&ledger[..self.source.facts.len()], self.from, self.target);
            let mut old = without_prose(self.source);
            if is_hybrid {
                report.narrative.clone_from(&self.source.narrative);
            } else {
                let prose = self.prose();
                (report.narrative, old.narrative) = (prose.narrative, prose.annexed);
                findings.extend(prose.findings);
                ledger.extend(prose.placements);
            }
            report.annex = Some(Box::new(Annex { report: old, fates }));
        }
        report.facts = self.facts;
        Migration { report, ledger, findings }
    }

    /// Whether the source is of the current edition, but for some of its tables.
    fn is_hybrid(&self) -> bool {
        self.source.edition == self.target.edition
    }

    /// Makes each figure that the crosswalk speaks of by the lines that the policy uses, or leaves it open where it
    /// uses none; several lines of one target are one sum.
    fn follow_crosswalk(&mut self) {
        let (target, policy, is_hybrid) = (self.target, self.options.policy, self.is_hybrid());
        // In a hybrid, what the current form has is current already.
        let is_current =
            |line: &Association| is_hybrid && line.sources.iter().any(|c| target.cell(c.as_str()).is_some());
        for (concept, lines) in self.crosswalk.targets() {
            let lines = lines.filter(|line| !is_current(line));
            if let Some(made) = derivation(lines.clone().filter(|line| policy.uses(line.kind))) {
                self.carry(concept, made);
            } else if let Some(withheld) = derivation(lines) {
                let note = format!("按所选口径不转入，留空；{}", withheld.note).into();
                self.open.insert(concept.clone(), Derivation { note, ..withheld });
            }
        }
    }

    /// Makes a new figure of old ones: one as it is, several as their sum if all are numbers.
    fn carry(&mut self, target: &Concept, derivation: Derivation) {
        match self.made_of(&derivation.from) {
            Ok((value, raw)) => {
                let fact = Fact { value, raw, provenance: Provenance::Derived(derivation) };
                self.put(target, fact);
            }
            Err(reason) => {
                self.open.insert(target.clone(), Derivation { note: reason.into(), ..derivation });
            }
        }
    }

    /// The value of old figures together and its text, or why there is none.
    fn made_of(&self, sources: &[Concept]) -> Result<(Value, Box<str>), String> {
        if let [source] = sources {
            let fact = self.source.facts.get(source).ok_or_else(|| format!("{}，留空", self.lack(source)))?;
            return Ok((fact.value.clone(), carried_raw(fact)));
        }
        let number = |concept: &&Concept| self.source.number(concept.as_str());
        let sum = sum(sources.iter().map(|source| number(&source))).ok_or_else(|| {
            let missing = sources.iter().filter(|source| number(source).is_none());
            let missing: Vec<String> = missing.map(|source| self.lack(source)).collect();
            format!("{}，无法合计，留空", missing.join("，"))
        })?;
        Ok((Value::Number(sum), sum.normalize().to_string().into()))
    }

    /// Why a figure of the old report is no number.
    fn lack(&self, concept: &Concept) -> String {
        let label = self.from.label(concept.as_str());
        match self.source.facts.get(concept).map(|fact| &fact.value) {
            None => format!("原表没有“{label}”这一项"),
            Some(Value::Blank) => format!("原表“{label}”为空白"),
            Some(Value::Nil) => format!("原表“{label}”已划去"),
            Some(_) => format!("原表“{label}”不是数字"),
        }
    }

    /// A hybrid's figures that the new form has already stay as they are.
    fn keep_current(&mut self) {
        for (concept, fact) in &self.source.facts {
            let is_open = self.facts.get(concept).is_some_and(|own| own.derivation().is_none());
            if !is_open || self.is_mapped(concept) {
                continue;
            }
            let (kind, from) = (Kind::Exact, [concept.clone()].into());
            let derivation = Derivation { kind: kind.as_str(), from, note: kind.meaning().into() };
            let provenance = Provenance::Derived(derivation);
            let kept = Fact { value: fact.value.clone(), raw: carried_raw(fact), provenance };
            self.open.shift_remove(concept);
            self.put(concept, kept);
        }
    }

    /// Whether the crosswalk speaks of a figure of the source, and it is not the same one in both forms.
    fn is_mapped(&self, concept: &Concept) -> bool {
        let is_other =
            |line: &Association| line.target.as_ref() != Some(concept) || self.options.policy.uses(line.kind);
        self.source.edition == self.from.edition
            && self.from.cell(concept.as_str()).is_some()
            && self.crosswalk.of_source(concept).any(is_other)
    }

    /// Writes a 0 that is a part of a printed 0, unless the source contradicts itself there or the old
    /// form has the cell.
    fn imply(&mut self, zero: &Zero) {
        let is_made =
            || self.crosswalk.of_target(&zero.target).any(|line| self.options.policy.uses(line.kind));
        if self.made(&zero.target).is_some() || is_made() {
            return;
        }
        let sources = match zero.side {
            Side::Source => [zero.when.clone()].into(),
            Side::Target => self.made(&zero.when).map(|by| Arc::clone(&by.from)).unwrap_or_default(),
        };
        let is_zero =
            |source: &Concept| self.source.number(source.as_str()).is_some_and(|number| number.is_zero());
        if sources.is_empty() || !sources.iter().all(is_zero) {
            return;
        }
        let kind = IMPLIED_ZERO;
        let contradiction =
            sources.iter().find_map(|source| Some((source, self.part_other_than_zero(source)?)));
        if let Some((whole, part)) = contradiction {
            let words = |concept: &Concept| self.from.label(concept.as_str());
            let note = format!(
                "旧表“{}”为 0，其下“{}”却不是 0，前后矛盾，不推定为 0，留空",
                words(whole),
                words(&part)
            );
            let from = sources.iter().cloned().chain([part]).collect();
            self.open.entry(zero.target.clone()).or_insert(Derivation { kind, from, note: note.into() });
            return;
        }
        self.open.shift_remove(&zero.target);
        let derivation = Derivation { kind, from: sources, note: Arc::clone(&zero.note) };
        let provenance = Provenance::Derived(derivation);
        self.put(&zero.target, Fact { value: Value::from(0), raw: "0".into(), provenance });
    }

    /// A line under this one that states a number other than 0.
    fn part_other_than_zero(&self, concept: &Concept) -> Option<Concept> {
        let (table, row, column) = self.from.cell(concept.as_str())?;
        let node = table.stub.lines().get(row).copied()?;
        let is_part = |line: &usize| *line != node && table.stub.contains(node, *line);
        let parts = table.stub.lines().iter().enumerate().filter(|(_, line)| is_part(line));
        let is_other =
            |concept: &&Concept| self.source.number(concept.as_str()).is_some_and(|number| !number.is_zero());
        parts.map(|(part, _)| table.concept(part, column)).find(is_other).cloned()
    }

    /// Writes a figure. A form that was read in place of another of its edition may not have it.
    fn put(&mut self, concept: &Concept, made: Fact) {
        if let Some(fact) = self.facts.get_mut(concept) {
            *fact = made;
        }
    }

    /// How a figure of the new report was made, when it was.
    fn made(&self, concept: &Concept) -> Option<&Derivation> {
        self.facts.get(concept)?.derivation()
    }
}

/// A report without its prose, which is long and not to be copied in vain.
fn without_prose(report: &Report) -> Report {
    Report {
        edition: report.edition.clone(),
        issuer: report.issuer.clone(),
        year: report.year,
        title: report.title.clone(),
        facts: report.facts.clone(),
        narrative: Vec::new(),
        strays: report.strays.clone(),
        wordings: report.wordings.clone(),
        headless: report.headless.clone(),
        annex: report.annex.clone(),
    }
}

/// What lines of one target make.
fn derivation<'l>(mut lines: impl Iterator<Item = &'l Association> + Clone) -> Option<Derivation> {
    let line = lines.next()?;
    let sources = |line: &'l Association| line.sources.iter().cloned();
    let from = match lines.clone().next() {
        Some(_) => sources(line).chain(lines.flat_map(sources)).collect(),
        None => Arc::clone(&line.sources),
    };
    Some(Derivation { kind: line.kind.as_str(), from, note: Arc::clone(&line.reason) })
}

/// A number is carried plainly, without the unit it was written with; nil and text as they were written.
fn carried_raw(fact: &Fact) -> Box<str> {
    match &fact.value {
        Value::Number(number) if names_unit(&fact.raw) => number.normalize().to_string().into(),
        Value::Blank => Box::default(),
        _ => fact.raw.clone(),
    }
}
