//! `check --series`: what is said of reports of neighbouring years.

use super::{Session, finding_line, harmless};
use crate::check::{FiledReport, Series};
use crate::finding::Finding;
use crate::place::Places;
use crate::write::findings_to_json;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Which years were compared, then what was found between them.
pub(super) fn for_people(session: &Session, series: &Series<'_>, colour: bool) -> String {
    let mut text = String::from(session.choose("历年核对\n", "from year to year\n"));
    for pair in &series.pairs {
        let [last, this] = [pair.last, pair.this].map(|filed| harmless(filed.file));
        let _ = writeln!(text, "  {} {last} → {} {this}", pair.year - 1, pair.year);
    }
    if series.pairs.is_empty() {
        text.push_str(session.choose("  没有相邻年度的报告\n", "  no reports of neighbouring years\n"));
    }
    let line = |finding: &Finding| {
        format!("  {}\n", finding_line(finding, &Places::default(), session.lang, colour))
    };
    text.extend(series.findings.iter().map(line));
    // Where nothing was compared, nothing was found to be right.
    if !series.pairs.is_empty() && series.findings.is_empty() {
        text.push_str(session.choose("  没有发现问题\n", "  nothing to report\n"));
    }
    text
}

/// `{"series":[{"last":{"input":…,"year":2019},"this":{…}}],"findings":[…]}`
pub(super) fn as_json(session: &Session, series: &Series<'_>) -> String {
    let report = |filed: FiledReport<'_>, year: u16| json!({ "input": filed.file, "year": year });
    let pairs = series.pairs.iter().map(
        |pair| json!({ "last": report(pair.last, pair.year - 1), "this": report(pair.this, pair.year) }),
    );
    let pairs: Vec<Value> = pairs.collect();
    let findings = findings_to_json(&series.findings, &Places::default(), session.lang);
    let findings: Value = serde_json::from_str(&findings).unwrap_or_default();
    format!("{}\n", json!({ "series": pairs, "findings": findings }))
}
