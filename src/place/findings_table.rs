//! What was found in a report as a table, for a sheet beside it.

use super::Places;
use crate::document::{Grid, GridBuilder};
use crate::finding::Finding;
use crate::grammar::Explanations;
use crate::lang::Lang;

/// The findings of a report, each with its place and what to do; none if nothing was found.
///
/// ```
/// use nianbao::{finding::{Finding, FindingKind}, lang::Lang, place::{Places, findings_table}};
/// let findings = [Finding::new(FindingKind::UnplacedValue("3".into()), None)];
/// let table = findings_table(&findings, &Places::default(), Lang::Zh).expect("there is a finding");
/// assert_eq!(table.row(2)[1].text, "unplaced-value");
/// assert!(findings_table(&[], &Places::default(), Lang::Zh).is_none());
/// ```
#[must_use]
pub fn findings_table(findings: &[Finding], places: &Places, lang: Lang) -> Option<Grid> {
    let (title, heads) = match lang {
        Lang::Zh => ("核对结果（位置按读入的文件）", ["程度", "代码", "位置", "说明", "办法"]),
        Lang::En => (
            "Findings (places are those of the file that was read)",
            ["severity", "code", "place", "finding", "what to do"],
        ),
    };
    let mut builder = GridBuilder::new();
    builder.row().cell(title, 1, 5).row().cells(heads).end_head();
    for finding in findings {
        let explained = Explanations::built_in().of(finding.code());
        let remedy = explained.map(|explanation| explanation.text(lang).remedy.as_str());
        builder.row().cell(finding.severity().word(lang), 1, 1).cell(finding.code(), 1, 1);
        builder.cell(places.of(finding, lang).unwrap_or_default(), 1, 1);
        builder.cell(finding.sentence(lang), 1, 1).cell(remedy.unwrap_or_default(), 1, 1);
    }
    (!findings.is_empty()).then(|| builder.table(1))
}
