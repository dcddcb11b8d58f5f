//! The unified model: a report as facts by concept, and its prose.

mod concept;
mod value;

pub use concept::{ByConcept, Concept};
pub(crate) use value::whole;
pub use value::{Decimal, Value, sum};

use crate::document::{Grid, Locus, Text};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::sync::Arc;

/// A report of any edition.
///
/// ```
/// use nianbao::report::{Concept, Fact, Report, Value};
/// let mut report = Report::new("2021");
/// report.facts.insert(Concept::new("review.total"), Fact::filed(Value::from(3), "3", None));
/// assert_eq!(report.number("review.total"), Some(3.into()));
/// assert_eq!(report.number("review.other"), None, "an absent line is not 0");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The edition of its form, such as `2021`.
    pub edition: String,
    /// The organ that reports, when the title or the signature names it.
    pub issuer: Option<String>,
    /// The year reported on.
    pub year: Option<u16>,
    /// The title in one line.
    pub title: Option<String>,
    /// What was filed or derived, in the order of the form.
    pub facts: ByConcept<Fact>,
    /// The prose in reading order.
    pub narrative: Vec<Passage>,
    /// What stood in a table and is no fact of it.
    pub strays: Vec<Stray>,
    /// Labels of lines that were filed in doubtful words, by the name of the line.
    pub wordings: IndexMap<String, String>,
    /// The names of tables that were filed without their heads.
    pub headless: Vec<String>,
    /// The old report that a migrated one carries along; never facts.
    pub annex: Option<Box<Annex>>,
}

impl Report {
    /// A report of this edition without content.
    ///
    /// ```
    /// assert!(nianbao::report::Report::new("2019").facts.is_empty());
    /// ```
    #[must_use]
    pub fn new(edition: impl Into<String>) -> Self {
        Self { edition: edition.into(), ..Self::default() }
    }

    /// The number filed for a concept; `None` when it is absent, blank, nil or text.
    #[must_use]
    pub fn number(&self, concept: &str) -> Option<Decimal> {
        self.facts.get(concept).and_then(|fact| fact.value.number())
    }
}

/// The old report, as an annex (附表) of the migrated one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annex {
    /// Its edition and figures.
    pub report: Report,
    /// What became of each figure, in words; empty when the annex was read from a document.
    pub fates: ByConcept<String>,
}

/// A value, how it was written, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it says.
    pub value: Value,
    /// The text of the cell.
    pub raw: Box<str>,
    /// Read from a document, or computed.
    pub provenance: Provenance,
}

impl Fact {
    /// A fact read from a document.
    ///
    /// ```
    /// use nianbao::report::{Fact, Value};
    /// assert_eq!(Fact::filed(Value::Nil, "/", None).value, Value::Nil);
    /// ```
    pub fn filed(value: Value, raw: impl Into<Box<str>>, at: Option<Locus>) -> Self {
        Self { value, raw: raw.into(), provenance: Provenance::Filed(at) }
    }

    /// Where it stands, when it was read from a document.
    ///
    /// ```
    /// use nianbao::report::{Fact, Value};
    /// assert_eq!(Fact::filed(Value::Blank, "", None).at(), None);
    /// ```
    #[must_use]
    pub fn at(&self) -> Option<&Locus> {
        match &self.provenance {
            Provenance::Filed(at) => at.as_ref(),
            Provenance::Derived(_) => None,
            Provenance::Taken(taken) => taken.figure_at.as_ref().or(taken.at.as_ref()),
        }
    }

    /// How it was computed, when it was.
    #[must_use]
    pub fn derivation(&self) -> Option<&Derivation> {
        match &self.provenance {
            Provenance::Derived(derivation) => Some(derivation),
            Provenance::Filed(_) | Provenance::Taken(_) => None,
        }
    }
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Provenance {
    /// Read from a document, at this place when it is known.
    Filed(Option<Locus>),
    /// Computed by a crosswalk.
    Derived(Derivation),
    /// Put there because the user took a suggestion.
    Taken(Box<Taken>),
}

/// What a figure replaced that the user took from a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The name of the suggestion.
    pub suggestion: String,
    /// What the cell said; nothing where it was blank.
    pub was: Box<str>,
    /// Where that stands.
    pub at: Option<Locus>,
    /// Where the figure itself is printed; nothing where it is a sum.
    pub figure_at: Option<Locus>,
}

/// How a fact was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The kind of the association: `exact`, `sum`, `close`, `broader`, `balanced` or `implied_zero`.
    pub kind: &'static str,
    /// The concepts of the old report it was computed from.
    pub from: Arc<[Concept]>,
    /// The reason, in a sentence.
    pub note: Arc<str>,
}

/// A stretch of prose under one heading.
///
/// ```
/// use nianbao::report::Passage;
/// assert_eq!(Passage::new("overview", None).paragraphs.len(), 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// `preamble`, the name of a section of the form, `passage`, `signature` or `signatories`.
    pub section: String,
    /// The heading as filed.
    pub heading: Option<String>,
    /// What stands under it, sub-headings included.
    pub paragraphs: Vec<Piece>,
}

/// A piece of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph.
    Text(Text),
    /// A table that is of no form.
    Table(Grid),
}

impl Piece {
    /// Its words; of a table those of each row, its cells parted by strokes.
    ///
    /// ```
    /// use nianbao::{document::GridBuilder, report::Piece};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("渠道", 1, 1).cell("条数", 1, 1);
    /// builder.row().cell("网站", 1, 1).cell("12", 1, 1);
    /// let lines: Vec<_> = Piece::Table(builder.table(1)).lines().map(String::from).collect();
    /// assert_eq!(lines, ["渠道 | 条数", "网站 | 12"]);
    /// ```
    pub fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (text, grid) = match self {
            Self::Text(text) => (Some(Cow::Borrowed(&**text)), None),
            Self::Table(grid) => (None, Some(grid)),
        };
        let rows = grid.into_iter().flat_map(Grid::lines).map(Cow::Owned);
        text.into_iter().chain(rows)
    }

    /// The words of a paragraph.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Table(_) => None,
        }
    }
}

impl<T: Into<Text>> From<T> for Piece {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl Passage {
    /// The section of names and telephone numbers: kept in a migrated report, and printed in no document.
    pub const SIGNATORIES: &'static str = "signatories";

    /// A passage without paragraphs.
    pub fn new(section: impl Into<String>, heading: Option<String>) -> Self {
        Self { section: section.into(), heading, paragraphs: Vec::new() }
    }

    /// The words of all paragraphs in order, those of a table row by row.
    pub fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.paragraphs.iter().flat_map(Piece::lines)
    }
}

/// Something that stood in a table and is no fact of it. It is printed again where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The name of the table.
    pub table: String,
    /// The name of the line in whose row it stood, when there was one.
    pub line: Option<String>,
    /// The text.
    pub text: String,
    /// Where it stood, when that is known.
    pub at: Option<Locus>,
    /// The figures that it may hold, in the order of the page: those of its row, or for a figure on a heading
    /// the one of the first line under it.
    pub cells: Vec<Concept>,
}
