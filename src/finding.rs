//! What there is to say about a report: data, with its code, severity and sentence as functions of it.

mod collection;
mod kind;
mod note;
mod sentence;
mod series;
mod suggestion;

pub use collection::CollectionKind;
pub use kind::FindingKind;
pub use series::{SeriesKind, YearFigure, YearSums};
pub use suggestion::{Cause, Change, GluedRow, Lines, Printed, Suggestion};

use crate::document::{Locus, Note, NoteKind};
use crate::lang::Lang;
use crate::report::Concept;

/// Something said about a report.
///
/// ```
/// use nianbao::finding::{Finding, FindingKind, Severity};
/// let finding = Finding::new(FindingKind::NoTable, None);
/// assert_eq!((finding.code(), finding.severity()), ("no-table", Severity::Warning));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is said.
    pub kind: FindingKind,
    /// Where.
    pub at: Option<Locus>,
    /// The figures it speaks of.
    pub concepts: Vec<Concept>,
    /// Its one explanation, where there is exactly one.
    pub suggestion: Option<Box<Suggestion>>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Notice,
    /// Doubtful.
    Warning,
    /// A sum that must hold does not, or a cell is lost.
    Error,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// How many findings there are of each, the gravest first.
    ///
    /// ```
    /// use nianbao::finding::{Finding, FindingKind, Severity};
    /// let findings = [Finding::new(FindingKind::UnplacedValue("3".into()), None)];
    /// assert_eq!(Severity::counts(&findings), [1, 0, 0]);
    /// ```
    #[must_use]
    pub fn counts(findings: &[Finding]) -> [usize; 3] {
        Self::ALL.map(|severity| findings.iter().filter(|finding| finding.severity() == severity).count())
    }

    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Its name for people.
    ///
    /// ```
    /// use nianbao::{finding::Severity, lang::Lang};
    /// assert_eq!(Severity::Error.word(Lang::Zh), "错误");
    /// ```
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Notice, Lang::Zh) => "提示",
            (Self::Warning, Lang::Zh) => "警告",
            (Self::Error, Lang::Zh) => "错误",
            (severity, Lang::En) => severity.as_str(),
        }
    }
}

impl From<Note> for Finding {
    fn from(note: Note) -> Self {
        Self::new(FindingKind::Note(note.kind), note.at)
    }
}

impl Finding {
    /// A finding that speaks of no figure.
    #[must_use]
    pub fn new(kind: FindingKind, at: Option<Locus>) -> Self {
        Self { kind, at, concepts: Vec::new(), suggestion: None }
    }

    /// The same finding, speaking of these figures.
    #[must_use]
    pub fn about(self, concepts: impl IntoIterator<Item = Concept>) -> Self {
        Self { concepts: concepts.into_iter().collect(), ..self }
    }

    /// Its stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "no-table",
            K::MissingTable(_) => "missing-table",
            K::MissingLines { .. } => "missing-line",
            K::MissingColumn(_) => "missing-column",
            K::DoubtfulLabel { .. } => "doubtful-label",
            K::MissingHeads(_) => "missing-heads",
            K::UnplacedValue(_) => "unplaced-value",
            K::UnplacedText(_) => "unplaced-text",
            K::ValueOnHeading { .. } => "value-on-heading",
            K::ValuesDoNotFit { .. } => "values-do-not-fit",
            K::StatedTwice { .. } => "stated-twice",
            K::NotANumber { .. } => "not-a-number",
            K::UnitConverted { .. } => "unit-converted",
            K::UnitAssumed { .. } => "unit-assumed",
            K::UnitMismatch { .. } => "unit-mismatch",
            K::DoesNotFoot { .. } => "does-not-foot",
            K::PartExceedsWhole { .. } => "part-exceeds-whole",
            K::NotAssessable { .. } => "not-assessable",
            K::ProseDisagrees { .. } => "prose-disagrees",
            K::FeeNotReported(_) => "fee-not-reported",
            K::OverviewTooLong { .. } => "overview-too-long",
            K::ProblemsEmpty(_) => "problems-empty",
            K::SectionMissing(_) => "section-missing",
            K::SectionsMisnumbered(_) => "sections-misnumbered",
            K::DatedBeforeYearEnd(_) => "dated-before-year-end",
            K::YearsDiffer { .. } => "years-differ",
            K::Series(series) => series.code(),
            K::Collection(collection) => collection.code(),
            K::Note(note) => note::code(note),
            K::AlreadyCurrent(_) => "already-current",
            K::NoCrosswalk(_) => "no-crosswalk",
            K::SignatureLeftOut(_) => "signature-left-out",
            K::ReferenceConversion { .. } => "reference-conversion",
            K::SuggestionTaken(_) => "suggestion-taken",
        }
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        use FindingKind as K;
        match &self.kind {
            K::Series(series) => series.severity(),
            K::Collection(collection) => collection.severity(),
            K::UnplacedValue(_)
            | K::Note(NoteKind::LostCells { .. })
            | K::NoCrosswalk(_)
            | K::ValuesDoNotFit { .. }
            | K::StatedTwice { .. }
            | K::DoesNotFoot { .. }
            | K::UnitMismatch { .. } => Severity::Error,
            K::NoTable
            | K::MissingTable(_)
            | K::MissingLines { .. }
            | K::MissingColumn(_)
            | K::MissingHeads(_)
            | K::DoubtfulLabel { .. }
            | K::UnplacedText(_)
            | K::ValueOnHeading { .. }
            | K::NotANumber { .. }
            | K::PartExceedsWhole { .. }
            | K::ProseDisagrees { .. }
            | K::YearsDiffer { .. }
            | K::Note(
                NoteKind::CoveredValue(_)
                | NoteKind::LongNumber(_)
                | NoteKind::IrregularSpans
                | NoteKind::HiddenCells(_)
                | NoteKind::FieldWithoutResult
                | NoteKind::UnknownSymbol
                | NoteKind::AbsentPart,
            ) => Severity::Warning,
            K::UnitConverted { .. }
            | K::UnitAssumed { .. }
            | K::NotAssessable { .. }
            | K::FeeNotReported(_)
            | K::OverviewTooLong { .. }
            | K::ProblemsEmpty(_)
            | K::SectionMissing(_)
            | K::SectionsMisnumbered(_)
            | K::DatedBeforeYearEnd(_)
            | K::Note(_)
            | K::AlreadyCurrent(_)
            | K::SignatureLeftOut(_)
            | K::ReferenceConversion { .. }
            | K::SuggestionTaken(_) => Severity::Notice,
        }
    }

    /// What it says, in one sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }
}
