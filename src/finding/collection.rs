//! What can be said of reports that are collected or added up, and its sentences.

use super::Severity;
use crate::lang::Bilingual;

/// What can be said of a report beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// The file holds the same bytes as one before it.
    SameContent {
        /// The name of that one.
        first: String,
    },
    /// It is another report of the same organ and year as one before it.
    SameReport {
        /// The file of that one.
        first: String,
    },
    /// The reports are of several editions and cannot be added up; the files of each.
    EditionsDiffer(Vec<(String, Vec<String>)>),
    /// Organs of which there is no report.
    IssuerMissing(Vec<String>),
    /// A report of an organ that is not on the list.
    IssuerUnexpected {
        /// Its file.
        file: String,
        /// The organ, if it is named.
        issuer: Option<String>,
    },
    /// A report of another year than most.
    OtherYear {
        /// Its file.
        file: String,
        /// Its year, if it says so.
        year: Option<u16>,
        /// The year of most.
        common: u16,
    },
    /// A report of which sums do not hold; they are wrong in the total too.
    PartDoesNotFoot {
        /// Its file.
        file: String,
        /// The rules.
        rules: Vec<String>,
    },
    /// Cells of a report that hold no number, so that nothing was added up there.
    AddendUnknown {
        /// Its file.
        file: String,
        /// The words of the cells.
        cells: Vec<String>,
        /// Whether the numbers of the others were added up all the same.
        is_partial: bool,
    },
    /// Cells that a report has struck out; they add nothing.
    NilPassedOver {
        /// Its file.
        file: String,
        /// The words of the cells.
        cells: Vec<String>,
    },
    /// Cells that may count one thing several times.
    MayCountTwice {
        /// What is said of them.
        note: Bilingual,
        /// The words of the cells.
        cells: Vec<String>,
    },
}

impl CollectionKind {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::SameContent { .. } => "same-content",
            Self::SameReport { .. } => "same-report",
            Self::EditionsDiffer(_) => "editions-differ",
            Self::IssuerMissing(_) => "issuer-missing",
            Self::IssuerUnexpected { .. } => "issuer-unexpected",
            Self::OtherYear { .. } => "other-year",
            Self::PartDoesNotFoot { .. } => "part-does-not-foot",
            Self::AddendUnknown { .. } => "addend-unknown",
            Self::NilPassedOver { .. } => "nil-passed-over",
            Self::MayCountTwice { .. } => "may-count-twice",
        }
    }

    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::EditionsDiffer(_) => Severity::Error,
            Self::SameContent { .. }
            | Self::SameReport { .. }
            | Self::IssuerMissing(_)
            | Self::IssuerUnexpected { .. }
            | Self::OtherYear { .. }
            | Self::PartDoesNotFoot { .. }
            | Self::AddendUnknown { .. } => Severity::Warning,
            Self::NilPassedOver { .. } | Self::MayCountTwice { .. } => Severity::Notice,
        }
    }

    pub(super) fn zh(&self) -> String {
        match self {
            Self::SameContent { first } => {
                format!("文件内容与 `{first}` 完全相同；两份都已列入，合计时会计算两次")
            }
            Self::SameReport { first } => {
                format!("与 `{first}` 是同一机关同一年度的报告；两份都已列入，合计时会计算两次")
            }
            Self::EditionsDiffer(editions) => {
                let one =
                    |(edition, files): &(String, Vec<String>)| format!("{edition}（{}）", files.join("、"));
                let all: Vec<String> = editions.iter().map(one).collect();
                format!("各报告的样式不同，不能相加；请先用 migrate 转换为同一样式：{}", all.join("；"))
            }
            Self::IssuerMissing(issuers) => format!("名单上的机关没有报告：{}", issuers.join("、")),
            Self::IssuerUnexpected { file, issuer } => {
                let issuer = issuer
                    .as_deref()
                    .map_or_else(|| "没有写明机关".into(), |issuer| format!("“{issuer}”不在名单上"));
                format!("`{file}` {issuer}；已计入合计")
            }
            Self::OtherYear { file, year, common } => {
                let year = year.map_or_else(|| "没有写明年度".into(), |year| format!("是 {year} 年的报告"));
                format!("`{file}` {year}，其他报告是 {common} 年的；已计入合计")
            }
            Self::PartDoesNotFoot { file, rules } => {
                format!("`{file}` 的勾稽关系 {} 不成立；已照录计入合计，合计也会不平", rules.join("、"))
            }
            Self::AddendUnknown { file, cells, is_partial } => {
                let (n, cells) = (cells.len(), cells.join("；"));
                match is_partial {
                    false => format!("`{file}` 有 {n} 格空白、缺少或不是数字，这些格不能相加，留空：{cells}"),
                    true => {
                        format!("`{file}` 有 {n} 格空白、缺少或不是数字，这些格只是其余报告之和：{cells}")
                    }
                }
            }
            Self::NilPassedOver { file, cells } => {
                format!("`{file}` 划去了 {} 格，视为不适用，不参加相加：{}", cells.len(), cells.join("；"))
            }
            Self::MayCountTwice { note, cells } => format!("{}：{}", note.zh, cells.join("；")),
        }
    }

    pub(super) fn en(&self) -> String {
        match self {
            Self::SameContent { first } => {
                format!(
                    "the file holds the same bytes as `{first}`; both are listed, and sums count them twice"
                )
            }
            Self::SameReport { first } => format!(
                "`{first}` is a report of the same organ and year; both are listed, and sums count them twice"
            ),
            Self::EditionsDiffer(editions) => {
                let one =
                    |(edition, files): &(String, Vec<String>)| format!("{edition} ({})", files.join(", "));
                let all: Vec<String> = editions.iter().map(one).collect();
                format!(
                    "the reports are of several editions and cannot be added up; migrate them first: {}",
                    all.join("; ")
                )
            }
            Self::IssuerMissing(issuers) => format!("there is no report of: {}", issuers.join(", ")),
            Self::IssuerUnexpected { file, issuer } => {
                let issuer = issuer.as_deref().map_or_else(
                    || "names no organ".into(),
                    |issuer| format!("is of `{issuer}`, which is not on the list"),
                );
                format!("`{file}` {issuer}; it was added")
            }
            Self::OtherYear { file, year, common } => {
                let year =
                    year.map_or_else(|| "does not say its year".into(), |year| format!("is of {year}"));
                format!("`{file}` {year}, the others are of {common}; it was added")
            }
            Self::PartDoesNotFoot { file, rules } => {
                format!(
                    "{} of `{file}` does not hold; it was added as printed, so the sum will not foot either",
                    rules.join(", ")
                )
            }
            Self::AddendUnknown { file, cells, is_partial } => {
                let (n, cells) = (cells.len(), cells.join("; "));
                match is_partial {
                    false => {
                        format!("`{file}` has no number in {n} cells, which stay blank in the sum: {cells}")
                    }
                    true => format!(
                        "`{file}` has no number in {n} cells, which are sums of the other reports alone: {cells}"
                    ),
                }
            }
            Self::NilPassedOver { file, cells } => {
                format!(
                    "`{file}` has struck out {} cells, which add nothing: {}",
                    cells.len(),
                    cells.join("; ")
                )
            }
            Self::MayCountTwice { note, cells } => format!("{}: {}", note.en, cells.join("; ")),
        }
    }
}
