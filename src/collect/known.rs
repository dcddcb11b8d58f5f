//! [`Known`]: what a collection holds already.

use crate::document::fold;
use crate::finding::{CollectionKind, Finding, FindingKind};
use crate::report::Report;
use std::collections::HashMap;

/// The files and reports that were collected so far.
#[derive(Debug, Default)]
pub struct Known {
    files: HashMap<String, String>,
    /// By the organ, folded, and the year.
    reports: HashMap<(String, u16), String>,
}

impl Known {
    /// Takes in a report with the digest of its file; says so where the same is there already. A file of the same
    /// bytes is the same report; else it is a second report of its organ and year.
    ///
    /// ```
    /// use nianbao::{collect::Known, report::Report};
    /// let mut known = Known::default();
    /// assert!(known.take("a.docx", "2fd4…", &Report::new("2021")).is_none());
    /// let finding = known.take("b.docx", "2fd4…", &Report::new("2021"));
    /// assert_eq!(finding.map(|finding| finding.code()), Some("same-content"));
    /// ```
    pub fn take(&mut self, file: &str, digest: &str, report: &Report) -> Option<Finding> {
        let same_file = self.files.get(digest).cloned();
        self.files.entry(digest.to_owned()).or_insert_with(|| file.to_owned());
        let key = report.issuer.as_deref().map(|issuer| fold(issuer).into_owned()).zip(report.year);
        let same_report = key.as_ref().and_then(|key| self.reports.get(key).cloned());
        if let Some(key) = key {
            self.reports.entry(key).or_insert_with(|| file.to_owned());
        }
        let kind = match (same_file, same_report) {
            (Some(first), _) => CollectionKind::SameContent { first },
            (None, Some(first)) => CollectionKind::SameReport { first },
            (None, None) => return None,
        };
        Some(Finding::new(FindingKind::Collection(kind), None))
    }
}
