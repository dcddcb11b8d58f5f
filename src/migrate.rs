//! Maps a report of an older edition onto the current one.

use crate::document::Locus;
use crate::report::{Concept, Value};

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
    /// The kind of the association.
    pub association: Option<&'static str>,
    /// The figures on the other side.
    pub counterparts: Vec<Concept>,
    /// The reason.
    pub note: String,
}

/// Which report a ledger entry speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerSide {
    /// The old report.
    Source,
    /// The new report.
    Target,
}

impl LedgerSide {
    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
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
        }
    }
}
