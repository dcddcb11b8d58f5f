//! [`Report`] to JSON, after `nianbao-report/1`.

mod comparison;
mod contributions;

use crate::document::Locus;
use crate::finding::{Cause, Change, Finding, Suggestion};
use crate::lang::Lang;
use crate::migrate::LedgerEntry;
use crate::place::Places;
use crate::report::{
    ByConcept, Concept, Decimal, Derivation, Fact, Passage, Provenance, Report, Taken, Value,
};
use serde::Serialize;
use serde::ser::Serializer;
use std::borrow::Cow;

pub use comparison::comparison_to_json;
pub use contributions::contributions_to_json;

/// The name of the schema, in every report.
pub const SCHEMA: &str = "nianbao-report/1";

/// Writes a report as JSON; `indent` for people, one line for programs.
///
/// # Panics
///
/// Never: only maps with keys other than strings cannot be written.
///
/// ```
/// use nianbao::{lang::Lang, place::Places, report::Report, write::to_json};
/// let json = to_json(&Report::new("2021"), &[], &Places::default(), None, Lang::Zh, false);
/// assert!(json.starts_with(r#"{"schema":"nianbao-report/1","edition":"2021","issuer":null"#));
/// ```
#[must_use]
pub fn to_json(
    report: &Report,
    findings: &[Finding],
    places: &Places,
    ledger: Option<&[LedgerEntry]>,
    lang: Lang,
    indent: bool,
) -> String {
    let findings = FindingJson::all(findings, places, lang);
    text(&ReportJson::new(report, findings, ledger), indent)
}

fn text(json: &impl Serialize, indent: bool) -> String {
    let text = if indent { serde_json::to_string_pretty(json) } else { serde_json::to_string(json) };
    text.expect("maps have string keys, and nothing else in them can fail")
}

/// Writes a ledger as JSON, an array of entries.
///
/// # Panics
///
/// Never, as [`to_json`].
#[must_use]
pub fn ledger_to_json(ledger: &[LedgerEntry]) -> String {
    let entries: Vec<LedgerJson<'_>> = ledger.iter().map(LedgerJson::new).collect();
    serde_json::to_string_pretty(&entries).expect("entries are strings and numbers")
}

#[derive(Serialize)]
struct ReportJson<'a> {
    schema: &'static str,
    edition: Option<&'a str>,
    issuer: Option<&'a str>,
    year: Option<u16>,
    title: Option<&'a str>,
    facts: FactsJson<'a>,
    narrative: Vec<PassageJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annex: Option<AnnexJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<Vec<LedgerJson<'a>>>,
}

impl<'a> ReportJson<'a> {
    fn new(report: &'a Report, findings: Vec<FindingJson<'a>>, ledger: Option<&'a [LedgerEntry]>) -> Self {
        Self {
            schema: SCHEMA,
            edition: Some(report.edition.as_str()).filter(|edition| !edition.is_empty()),
            issuer: report.issuer.as_deref(),
            year: report.year,
            title: report.title.as_deref(),
            facts: FactsJson(&report.facts),
            narrative: report.narrative.iter().map(PassageJson::new).collect(),
            findings,
            annex: report.annex.as_deref().map(|annex| AnnexJson::new(&annex.report)),
            ledger: ledger.map(|ledger| ledger.iter().map(LedgerJson::new).collect()),
        }
    }
}

/// Facts by their concepts, each made when it is its turn: there are hundreds.
struct FactsJson<'a>(&'a ByConcept<Fact>);

impl Serialize for FactsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(concept, fact)| (concept.as_str(), FactJson::new(fact))))
    }
}

/// A place, in words.
struct AtJson<'a>(&'a Locus);

impl Serialize for AtJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

#[derive(Serialize)]
struct AnnexJson<'a> {
    edition: &'a str,
    facts: FactsJson<'a>,
}

impl<'a> AnnexJson<'a> {
    fn new(annex: &'a Report) -> Self {
        Self { edition: &annex.edition, facts: FactsJson(&annex.facts) }
    }
}

#[derive(Serialize)]
struct FactJson<'a> {
    value: ValueJson<'a>,
    kind: &'static str,
    raw: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<AtJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived: Option<DerivedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<TakenJson<'a>>,
}

impl<'a> FactJson<'a> {
    fn new(fact: &'a Fact) -> Self {
        let (derived, taken) = match &fact.provenance {
            Provenance::Filed(_) => (None, None),
            Provenance::Derived(derivation) => (Some(DerivedJson::new(derivation)), None),
            Provenance::Taken(taken) => (None, Some(TakenJson::new(taken))),
        };
        let at = fact.at().map(AtJson);
        Self { value: ValueJson(&fact.value), kind: fact.value.kind(), raw: &fact.raw, at, derived, taken }
    }
}

#[derive(Serialize)]
struct DerivedJson<'a> {
    kind: &'a str,
    from: Vec<&'a str>,
    note: &'a str,
}

impl<'a> DerivedJson<'a> {
    fn new(derivation: &'a Derivation) -> Self {
        Self { kind: derivation.kind, from: names(&derivation.from), note: &derivation.note }
    }
}

#[derive(Serialize)]
struct TakenJson<'a> {
    suggestion: &'a str,
    was: &'a str,
    at: Option<AtJson<'a>>,
}

impl<'a> TakenJson<'a> {
    fn new(taken: &'a Taken) -> Self {
        Self { suggestion: &taken.suggestion, was: &taken.was, at: taken.at.as_ref().map(AtJson) }
    }
}

fn names(concepts: &[Concept]) -> Vec<&str> {
    concepts.iter().map(Concept::as_str).collect()
}

/// A JSON integer for a whole number up to 2^53, a string with the exact decimal for others, else null.
struct ValueJson<'a>(&'a Value);

impl Serialize for ValueJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.number().map(NumberJson).serialize(serializer)
    }
}

struct NumberJson(Decimal);

impl Serialize for NumberJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.0.normalize();
        let largest = Decimal::from(1i64 << 53);
        match i64::try_from(number) {
            Ok(whole) if number.is_integer() && number.abs() <= largest => serializer.serialize_i64(whole),
            _ => serializer.collect_str(&number),
        }
    }
}

#[derive(Serialize)]
struct PassageJson<'a> {
    section: &'a str,
    heading: Option<&'a str>,
    paragraphs: Vec<Cow<'a, str>>,
}

impl<'a> PassageJson<'a> {
    fn new(passage: &'a Passage) -> Self {
        Self {
            section: &passage.section,
            heading: passage.heading.as_deref(),
            paragraphs: passage.lines().collect(),
        }
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: String,
    at: Option<AtJson<'a>>,
    place: Option<String>,
    concepts: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<SuggestionJson<'a>>,
}

impl<'a> FindingJson<'a> {
    fn all(findings: &'a [Finding], places: &Places, lang: Lang) -> Vec<Self> {
        findings.iter().map(|finding| Self::new(finding, places, lang)).collect()
    }

    fn new(finding: &'a Finding, places: &Places, lang: Lang) -> Self {
        Self {
            code: finding.code(),
            severity: finding.severity().as_str(),
            message: finding.sentence(lang),
            at: finding.at.as_ref().map(AtJson),
            place: places.of(finding, lang),
            concepts: names(&finding.concepts),
            suggestion: finding.suggestion.as_deref().map(|own| SuggestionJson::new(own, lang)),
        }
    }
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    name: &'a str,
    message: String,
    changes: Vec<ChangeJson<'a>>,
}

impl<'a> SuggestionJson<'a> {
    fn new(suggestion: &'a Suggestion, lang: Lang) -> Self {
        let parts = match &suggestion.cause {
            Cause::WrongTotal { parts, .. } => parts.as_slice(),
            _ => &[],
        };
        Self {
            name: &suggestion.name,
            message: suggestion.sentence(lang),
            changes: suggestion.changes.iter().map(|change| ChangeJson::new(change, parts)).collect(),
        }
    }
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    concept: &'a str,
    was: &'a str,
    value: NumberJson,
    at: Option<AtJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sum_of: Vec<&'a str>,
}

impl<'a> ChangeJson<'a> {
    fn new(change: &'a Change, parts: &'a [Concept]) -> Self {
        Self {
            concept: change.concept.as_str(),
            was: &change.was.text,
            value: NumberJson(change.number),
            at: change.becomes.at.as_ref().map(AtJson),
            sum_of: names(parts),
        }
    }
}

#[derive(Serialize)]
struct LedgerJson<'a> {
    direction: &'static str,
    concept: &'a str,
    value: ValueJson<'a>,
    kind: &'static str,
    at: Option<AtJson<'a>>,
    fate: &'static str,
    association: Option<&'static str>,
    counterparts: Vec<&'a str>,
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<TakenJson<'a>>,
}

impl<'a> LedgerJson<'a> {
    fn new(entry: &'a LedgerEntry) -> Self {
        Self {
            direction: entry.direction.as_str(),
            concept: entry.concept.as_str(),
            value: ValueJson(&entry.value),
            kind: entry.value.kind(),
            at: entry.at.as_ref().map(AtJson),
            fate: entry.fate.as_str(),
            association: entry.association,
            counterparts: names(&entry.counterparts),
            note: entry.words(),
            taken: entry.taken.as_deref().map(TakenJson::new),
        }
    }
}

/// The findings of a report as JSON, an array.
///
/// # Panics
///
/// Never, as [`to_json`].
#[must_use]
pub fn findings_to_json(findings: &[Finding], places: &Places, lang: Lang) -> String {
    serde_json::to_string(&FindingJson::all(findings, places, lang)).expect("findings are strings")
}
