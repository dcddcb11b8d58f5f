//! Many reports as the tables of one workbook: which sheets there are, what heads them, and the rows that a
//! report adds to each.
//!
//! A report adds one row to a summary (汇总), one to the details (明细) for each figure, one
//! to the findings (核对) for each finding, and one to the sources (来源). So a collection can be written while
//! it is read, one report at a time.

mod columns;
mod known;
mod rows;
mod tally;

pub use columns::Column;
pub use known::Known;
pub use rows::{Cell, Member, Row, Source};
pub use tally::{Sum, Tally};

use crate::grammar::{Form, Forms};
use crate::lang::Lang;
use crate::report::{Concept, Report};
use columns::Summary;
use indexmap::IndexMap;

/// A sheet of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sheet<'f> {
    /// 汇总: a row for each report, a column for each figure of an edition.
    Summary(&'f str),
    /// 明细: a row for each figure.
    Details,
    /// 核对: a row for each finding.
    Findings,
    /// 来源: a row for each file, also for those that could not be read.
    Sources,
}

/// The heads of a collection, and what the figures of its forms are called.
///
/// ```
/// use nianbao::{collect::{Collection, Sheet}, grammar::Forms, lang::Lang};
/// let collection = Collection::new(Forms::built_in(), Lang::Zh, false);
/// assert_eq!(collection.name(Sheet::Summary("2021")), "汇总");
/// let columns = collection.columns(Sheet::Summary("2021"));
/// assert_eq!(columns[3].name, "年度");
/// let received = columns.iter().find(|column| column.name.starts_with("一、本年新收")).expect("there is such a column");
/// assert_eq!(received.heads, ["三、收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量", "自然人（件）"]);
/// ```
#[derive(Debug)]
pub struct Collection<'f> {
    forms: &'f Forms,
    lang: Lang,
    /// Whether reports stay in the editions that they were filed in.
    as_filed: bool,
    /// The summary of each edition.
    summaries: IndexMap<&'f str, Summary<'f>>,
    details: Vec<Column>,
    findings: Vec<Column>,
    sources: Vec<Column>,
}

impl<'f> Collection<'f> {
    /// A collection of reports that are migrated to the form in force, or of reports as filed.
    #[must_use]
    pub fn new(forms: &'f Forms, lang: Lang, as_filed: bool) -> Self {
        let summary = |form: &'f Form| (form.edition.as_str(), Summary::new(form, lang));
        Self {
            forms,
            lang,
            as_filed,
            summaries: forms.iter().map(summary).collect(),
            details: columns::details(lang),
            findings: columns::findings(lang),
            sources: columns::sources(lang),
        }
    }

    /// The name of a sheet.
    #[must_use]
    pub fn name(&self, sheet: Sheet<'_>) -> String {
        let (zh, en) = match sheet {
            Sheet::Summary(_) => ("汇总", "Summary"),
            Sheet::Details => ("明细", "Details"),
            Sheet::Findings => ("核对", "Findings"),
            Sheet::Sources => ("来源", "Sources"),
        };
        let name = self.lang.choose(zh, en);
        match sheet {
            Sheet::Summary(edition) if self.as_filed => format!("{name} {edition}"),
            _ => name.to_owned(),
        }
    }

    /// Words in the language of the collection, for what is no sheet of rows.
    #[must_use]
    pub fn choose<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.choose(zh, en)
    }

    /// The summary that there always is: that of the form in force, unless reports stay as filed.
    #[must_use]
    pub fn main_summary(&self) -> Option<Sheet<'f>> {
        self.current().filter(|_| !self.as_filed).map(Sheet::Summary)
    }

    /// The edition in force.
    fn current(&self) -> Option<&'f str> {
        self.forms.current().map(|form| form.edition.as_str())
    }

    /// The columns of a sheet.
    #[must_use]
    pub fn columns(&self, sheet: Sheet<'_>) -> &[Column] {
        match sheet {
            Sheet::Summary(edition) => self.summaries.get(edition).map_or(&[], |summary| &summary.columns),
            Sheet::Details => &self.details,
            Sheet::Findings => &self.findings,
            Sheet::Sources => &self.sources,
        }
    }

    /// The summary that a report stands in: that of the form in force; of reports as filed that of their edition,
    /// where it is known.
    fn summary_of(&self, report: &Report) -> Option<(&'f str, &Summary<'f>)> {
        let own = self.summaries.get_key_value(report.edition.as_str()).filter(|_| self.as_filed);
        let summary = own.or_else(|| self.summaries.get_key_value(self.current()?));
        summary.map(|(edition, summary)| (*edition, summary))
    }

    /// What a figure is called and its unit, in the edition of its report or in any that has it.
    fn words(&self, edition: &str, concept: &Concept) -> Option<(&str, &str)> {
        let own = self.summaries.get(edition).and_then(|summary| summary.words(concept));
        own.or_else(|| self.summaries.values().find_map(|summary| summary.words(concept)))
    }
}
