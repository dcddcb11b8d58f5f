//! `check`.

use super::args::{CheckArgs, CheckFormat};
use super::input::Input;
use super::{Opened, Outcome, Session, colon, fail, failure, finding_line, print, stdout_colour, unreadable};
use crate::Error;
use crate::finding::{Finding, Severity};
use crate::write::findings_to_json;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn run(session: &Session, args: &CheckArgs) -> Outcome {
    let inputs = match session.inputs(&args.inputs) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let mut outcome = Outcome::Done;
    for input in &inputs {
        let opened = match input.read() {
            Ok(bytes) => session.open(&bytes),
            Err(error) => {
                outcome = outcome.max(fail(&unreadable(session.lang, &input.name(session.lang), &error)));
                continue;
            }
        };
        outcome = outcome.max(match args.format {
            CheckFormat::Human => human(session, input, opened, args.suggest),
            CheckFormat::Json => as_json(session, input, opened),
        });
    }
    outcome
}

fn outcome_of(findings: &[Finding]) -> Outcome {
    let has_error = findings.iter().any(|finding| finding.severity() == Severity::Error);
    if has_error { Outcome::Failed } else { Outcome::Done }
}

fn human(session: &Session, input: &Input, opened: Result<Opened, Error>, suggest: bool) -> Outcome {
    let Opened { recognition, findings, .. } = match opened {
        Ok(opened) => opened,
        Err(error) => {
            return fail(&failure(session.lang, &input.name(session.lang), &error));
        }
    };
    let report = &recognition.report;
    let title = report.title.as_deref().unwrap_or(session.choose("（没有标题）", "(no title)"));
    let mut text =
        format!("{}{}{title} ({})\n", input.name(session.lang), colon(session.lang), report.edition);
    for finding in &findings {
        let _ = writeln!(text, "  {}", finding_line(finding, session.lang, stdout_colour()));
        if suggest {
            text.push_str(&session.suggestion_lines(finding));
        }
    }
    if !suggest {
        text.push_str(&session.suggestion_count(&findings));
    }
    if findings.is_empty() {
        text.push_str(session.choose("  没有发现问题\n", "  nothing to report\n"));
    }
    print(text.as_bytes()).max(outcome_of(&findings))
}

fn as_json(session: &Session, input: &Input, opened: Result<Opened, Error>) -> Outcome {
    let (line, outcome) = match opened {
        Ok(Opened { recognition, findings, .. }) => {
            let array: Value =
                serde_json::from_str(&findings_to_json(&findings, session.lang)).unwrap_or_default();
            let line = json!({ "input": input.name(session.lang), "edition": recognition.report.edition, "findings": array });
            (line, outcome_of(&findings))
        }
        Err(error) => {
            let error = json!({ "code": error.code(), "message": error.sentence(session.lang) });
            (json!({ "input": input.name(session.lang), "error": error }), Outcome::Failed)
        }
    };
    print(format!("{line}\n").as_bytes()).max(outcome)
}
