//! What can be said of the reports of several years, and its sentences.

use super::Severity;
use crate::document::Locus;
use crate::report::Decimal;

/// What can be said of a series of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesKind {
    /// What a report took over is not what that of the year before carried over.
    CarryOverDiffers(YearSums),
    /// A total that runs on over the years is not that of the year before with what changed since.
    RunningTotalDiffers(YearSums),
    /// The reports are of several organs; the files of each.
    SeveralIssuers(Vec<(Option<String>, Vec<String>)>),
    /// A report does not say its year; its file.
    YearUnknown(String),
    /// There are several reports of one year, so none of them was compared.
    YearTwice {
        /// The year.
        year: u16,
        /// Their files.
        files: Vec<String>,
    },
    /// The years between two reports are not there, so these were not compared.
    YearMissing {
        /// The earlier year.
        last: u16,
        /// The later year.
        this: u16,
        /// Their files.
        files: Vec<String>,
    },
}

/// Two sums of the figures of neighbouring years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearSums {
    /// The rule, such as `C5`.
    pub rule: String,
    /// The figures on the left.
    pub left: Vec<YearFigure>,
    /// Their sum.
    pub left_sum: Decimal,
    /// The figures on the right.
    pub right: Vec<YearFigure>,
    /// Their sum.
    pub right_sum: Decimal,
}

/// A figure of one of several reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigure {
    /// The year of the report.
    pub year: u16,
    /// The words of the cell.
    pub cell: String,
    /// What it says.
    pub value: Decimal,
    /// Its file and its place there.
    pub at: Option<Locus>,
}

impl SeriesKind {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::CarryOverDiffers(_) => "carry-over-differs",
            Self::RunningTotalDiffers(_) => "running-total-differs",
            Self::SeveralIssuers(_) => "several-issuers",
            Self::YearUnknown(_) => "year-unknown",
            Self::YearTwice { .. } => "year-twice",
            Self::YearMissing { .. } => "year-missing",
        }
    }

    pub(super) fn severity(&self) -> Severity {
        match self {
            // Both reports print the figure, and the form defines the two as one.
            Self::CarryOverDiffers(_) => Severity::Error,
            Self::YearUnknown(_) | Self::YearTwice { .. } => Severity::Warning,
            Self::RunningTotalDiffers(_) | Self::SeveralIssuers(_) | Self::YearMissing { .. } => {
                Severity::Notice
            }
        }
    }

    pub(super) fn zh(&self) -> String {
        match self {
            Self::CarryOverDiffers(sums) => {
                let (left, right) = sums.sides(YearFigure::zh);
                format!("勾稽关系 {} 不成立：{left}，而 {right}", sums.rule)
            }
            Self::RunningTotalDiffers(sums) => {
                let (left, right) = sums.sides(YearFigure::zh);
                format!(
                    "勾稽关系 {} 与上年没有衔接：{left}，而 {right}；如经清理或重新统计，无需更正",
                    sums.rule
                )
            }
            Self::SeveralIssuers(issuers) => {
                let one = |(issuer, files): &(Option<String>, Vec<String>)| {
                    format!("{}（{}）", issuer.as_deref().unwrap_or("没有写明机关"), files.join("、"))
                };
                let all: Vec<String> = issuers.iter().map(one).collect();
                format!("这些报告不是同一机关的，按机关分别核对：{}", all.join("；"))
            }
            Self::YearUnknown(file) => format!("`{file}` 没有写明年度，未列入历年核对"),
            Self::YearTwice { year, files } => {
                format!("{year} 年的报告有 {} 份（{}），与前后年度均未核对", files.len(), files.join("、"))
            }
            Self::YearMissing { last, this, files } => {
                format!("{last} 年与 {this} 年之间缺报告，两年之间未核对（{}）", files.join("、"))
            }
        }
    }

    pub(super) fn en(&self) -> String {
        match self {
            Self::CarryOverDiffers(sums) => {
                let (left, right) = sums.sides(YearFigure::en);
                format!("{} does not hold: {left}, but {right}", sums.rule)
            }
            Self::RunningTotalDiffers(sums) => {
                let (left, right) = sums.sides(YearFigure::en);
                format!(
                    "{} does not follow from the year before: {left}, but {right}; right if it was counted anew",
                    sums.rule
                )
            }
            Self::SeveralIssuers(issuers) => {
                let one = |(issuer, files): &(Option<String>, Vec<String>)| {
                    format!("{} ({})", issuer.as_deref().unwrap_or("no organ named"), files.join(", "))
                };
                let all: Vec<String> = issuers.iter().map(one).collect();
                format!("the reports are of several organs, each compared with its own: {}", all.join("; "))
            }
            Self::YearUnknown(file) => format!("`{file}` does not say its year and was compared with none"),
            Self::YearTwice { year, files } => {
                let (n, files) = (files.len(), files.join(", "));
                format!("there are {n} reports of {year} ({files}); none of them was compared")
            }
            Self::YearMissing { last, this, files } => {
                let files = files.join(", ");
                format!("a report between {last} and {this} is missing; the two were not compared ({files})")
            }
        }
    }
}

impl YearSums {
    /// Both sides in words; of the figures of the year before the place is told too, as the finding itself
    /// stands at that of this year.
    fn sides(&self, words: fn(&YearFigure, Option<&Locus>) -> String) -> (String, String) {
        let this_year = self.left.iter().chain(&self.right).map(|figure| figure.year).max();
        let one =
            |figure: &YearFigure| words(figure, figure.at.as_ref().filter(|_| Some(figure.year) < this_year));
        let side = |figures: &[YearFigure], sum: Decimal| {
            let words = figures.iter().map(one).collect::<Vec<_>>().join(" + ");
            if figures.len() > 1 { format!("{words} = {sum}") } else { words }
        };
        (side(&self.left, self.left_sum), side(&self.right, self.right_sum))
    }
}

impl YearFigure {
    fn zh(&self, at: Option<&Locus>) -> String {
        let at = at.map(|at| format!("（{at}）")).unwrap_or_default();
        format!("{} 年“{}” {}{at}", self.year, self.cell, self.value.normalize())
    }

    fn en(&self, at: Option<&Locus>) -> String {
        let at = at.map(|at| format!(" ({at})")).unwrap_or_default();
        format!("`{}` ({}) {}{at}", self.cell, self.year, self.value.normalize())
    }
}
