//! What can be said of reports that are collected or added up, and its sentences.

use super::Severity;

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
}

impl CollectionKind {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::SameContent { .. } => "same-content",
            Self::SameReport { .. } => "same-report",
        }
    }

    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::SameContent { .. } | Self::SameReport { .. } => Severity::Warning,
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
        }
    }
}
