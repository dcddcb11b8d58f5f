//! `check`.

use super::args::{CheckArgs, CheckFormat};
use super::input::Input;
use super::{Opened, Outcome, Session, colon, fail, failure, finding_line, print, stdout_colour, unreadable};
use crate::Error;
use crate::check::{FiledReport, Series, series};
use crate::finding::{Finding, Severity};
use crate::report::Report;
use crate::write::findings_to_json;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn run(session: &Session, args: &CheckArgs) -> Outcome {
    let inputs = match session.inputs(&args.inputs) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let mut outcome = Outcome::Done;
    let mut reports: Vec<(String, Report)> = Vec::new();
    for input in &inputs {
        let opened = match input.read() {
            Ok(bytes) => session.open(&bytes),
            Err(error) => {
                outcome = outcome.max(fail(&unreadable(session.lang, &input.name(session.lang), &error)));
                continue;
            }
        };
        outcome = outcome.max(match args.format {
            CheckFormat::Human => human(session, input, &opened),
            CheckFormat::Json => as_json(session, input, &opened),
        });
        if let Ok(opened) = opened
            && args.series
        {
            reports.push((input.name(session.lang), opened.recognition.report));
        }
    }
    if !args.series {
        return outcome;
    }
    let filed: Vec<FiledReport<'_>> =
        reports.iter().map(|(file, report)| FiledReport { file, report }).collect();
    let series = series(&filed, &session.forms);
    let text = match args.format {
        CheckFormat::Human => series_for_people(session, &series),
        CheckFormat::Json => series_as_json(session, &series),
    };
    outcome.max(print(text.as_bytes())).max(outcome_of(&series.findings))
}

fn outcome_of(findings: &[Finding]) -> Outcome {
    let has_error = findings.iter().any(|finding| finding.severity() == Severity::Error);
    if has_error { Outcome::Failed } else { Outcome::Done }
}

fn human(session: &Session, input: &Input, opened: &Result<Opened, Error>) -> Outcome {
    let Opened { recognition, findings, .. } = match opened {
        Ok(opened) => opened,
        Err(error) => {
            return fail(&failure(session.lang, &input.name(session.lang), error));
        }
    };
    let report = &recognition.report;
    let title = report.title.as_deref().unwrap_or(session.choose("（没有标题）", "(no title)"));
    let mut text =
        format!("{}{}{title} ({})\n", input.name(session.lang), colon(session.lang), report.edition);
    text.push_str(&finding_lines(session, findings));
    print(text.as_bytes()).max(outcome_of(findings))
}

/// Each finding on a line of its own, under the line of what it speaks of.
fn finding_lines(session: &Session, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ = writeln!(text, "  {}", finding_line(finding, session.lang, stdout_colour()));
    }
    if findings.is_empty() {
        text.push_str(session.choose("  没有发现问题\n", "  nothing to report\n"));
    }
    text
}

fn as_json(session: &Session, input: &Input, opened: &Result<Opened, Error>) -> Outcome {
    let (line, outcome) = match opened {
        Ok(Opened { recognition, findings, .. }) => {
            let array = findings_value(session, findings);
            let line = json!({ "input": input.name(session.lang), "edition": recognition.report.edition, "findings": array });
            (line, outcome_of(findings))
        }
        Err(error) => {
            let error = json!({ "code": error.code(), "message": error.sentence(session.lang) });
            (json!({ "input": input.name(session.lang), "error": error }), Outcome::Failed)
        }
    };
    print(format!("{line}\n").as_bytes()).max(outcome)
}

fn findings_value(session: &Session, findings: &[Finding]) -> Value {
    serde_json::from_str(&findings_to_json(findings, session.lang)).unwrap_or_default()
}

/// Which years were compared, then what was found between them.
fn series_for_people(session: &Session, series: &Series<'_>) -> String {
    let mut text = String::from(session.choose("历年核对\n", "from year to year\n"));
    for pair in &series.pairs {
        let _ = writeln!(text, "  {} {} → {} {}", pair.year - 1, pair.last.file, pair.year, pair.this.file);
    }
    if series.pairs.is_empty() {
        text.push_str(session.choose("  没有相邻年度的报告\n", "  no reports of neighbouring years\n"));
    }
    // Where nothing was compared, nothing was found to be right.
    if !series.pairs.is_empty() || !series.findings.is_empty() {
        text.push_str(&finding_lines(session, &series.findings));
    }
    text
}

/// `{"series":[{"last":{"input":…,"year":2019},"this":{…}}],"findings":[…]}`
fn series_as_json(session: &Session, series: &Series<'_>) -> String {
    let report = |filed: FiledReport<'_>, year: u16| json!({ "input": filed.file, "year": year });
    let pairs = series.pairs.iter().map(
        |pair| json!({ "last": report(pair.last, pair.year - 1), "this": report(pair.this, pair.year) }),
    );
    let pairs: Vec<Value> = pairs.collect();
    format!("{}\n", json!({ "series": pairs, "findings": findings_value(session, &series.findings) }))
}
