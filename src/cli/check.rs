//! `check`.

use super::args::{CheckArgs, CheckFormat};
use super::file::Refused;
use super::file_name::ending;
use super::input::Input;
use super::{
    Opened, Outcome, Session, colon, finding_line, harmless, painted, print, say, severity_colour,
    stdout_colour,
};
use super::{output, series};
use crate::check::{FiledReport, series as check_series};
use crate::document::{Emphasis, Locus, excerpt};
use crate::finding::{Finding, Severity};
use crate::layout::layout;
use crate::report::Report;
use crate::write::{Checked, FindingsPage, findings_to_json};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How findings are told to people.
struct Telling {
    /// Whether the rows and lines around each place are drawn.
    draws: bool,
    /// Whether the explanation of a finding is shown under it.
    suggests: bool,
    colour: bool,
}

pub(super) fn run(session: &Session, args: &CheckArgs) -> Outcome {
    let inputs = match session.inputs(&args.inputs, &[]) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let mut told = Told::new(args);
    let telling = Telling {
        draws: !args.brief,
        suggests: args.suggest,
        colour: told.file.is_none() && stdout_colour(),
    };
    let mut page = FindingsPage::new(session.lang);
    let format = format(args);
    let mut outcome = Outcome::Done;
    let mut reports: Vec<(String, Report)> = Vec::new();
    for (input, opened) in inputs.iter().flat_map(|input| session.open_all(input).reports) {
        let opened = opened.map(|opened| session.explained(opened));
        let name = input.name(session.lang);
        outcome = outcome.max(outcome_of(&opened));
        if let (CheckFormat::Human | CheckFormat::Html, Err(refused)) = (format, &opened) {
            say(&refused.line(session.lang));
        }
        match (format, &opened) {
            (CheckFormat::Human, Ok(opened)) => told.put(&human(session, &name, opened, &telling)),
            (CheckFormat::Human, Err(_)) => {}
            (CheckFormat::Json, opened) => told.put(&as_json(session, &name, opened)),
            (CheckFormat::Html, opened) => add(session, &mut page, &name, opened),
        }
        reports.extend(opened.ok().filter(|_| args.series).map(|opened| (name, opened.recognition.report)));
    }
    if args.series {
        let filed = reports.iter().map(|(file, report)| FiledReport { file, report });
        let series = check_series(&filed.collect::<Vec<_>>(), &session.forms);
        outcome = outcome.max(outcome_of_findings(&series.findings));
        match format {
            CheckFormat::Human => told.put(&series::for_people(session, &series, telling.colour)),
            CheckFormat::Json => told.put(&series::as_json(session, &series)),
            CheckFormat::Html => page.series(&series.findings),
        }
    }
    if format == CheckFormat::Html {
        told.put(&page.finish());
    }
    outcome.max(told.finish(session, args, &inputs))
}

/// `--format`, else by the name of the output, else for people.
fn format(args: &CheckArgs) -> CheckFormat {
    let by_name = match args.output.as_deref().and_then(ending).as_deref() {
        Some("html" | "htm") => CheckFormat::Html,
        Some("json" | "ndjson") => CheckFormat::Json,
        _ => CheckFormat::Human,
    };
    args.format.unwrap_or(by_name)
}

/// What is told: at once to standard output, or at the end to a file.
struct Told<'a> {
    file: Option<&'a Path>,
    text: String,
    outcome: Outcome,
}

impl<'a> Told<'a> {
    fn new(args: &'a CheckArgs) -> Self {
        let file = args.output.as_deref().filter(|path| *path != Path::new("-"));
        Self { file, text: String::new(), outcome: Outcome::Done }
    }

    fn put(&mut self, text: &str) {
        if self.file.is_some() {
            self.text.push_str(text);
        } else {
            self.outcome = self.outcome.max(print(text.as_bytes()));
        }
    }

    fn finish(self, session: &Session, args: &CheckArgs, inputs: &[Input]) -> Outcome {
        let Some(path) = self.file else { return self.outcome };
        let inputs: Vec<PathBuf> = inputs.iter().map(Input::path).collect();
        let put = output::write(session, path, self.text.as_bytes(), &inputs, args.overwrite);
        put.map_or_else(|outcome| outcome, |_| self.outcome)
    }
}

fn outcome_of(opened: &Result<Opened, Refused>) -> Outcome {
    opened.as_ref().map_or(Outcome::Failed, |opened| outcome_of_findings(&opened.findings))
}

fn outcome_of_findings(findings: &[Finding]) -> Outcome {
    let has_error = findings.iter().any(|finding| finding.severity() == Severity::Error);
    if has_error { Outcome::Failed } else { Outcome::Done }
}

/// The findings of a report, each with what stands around its place.
fn human(session: &Session, name: &str, opened: &Opened, telling: &Telling) -> String {
    let Opened { recognition, findings, places, .. } = opened;
    let report = &recognition.report;
    let title = report.title.as_deref().unwrap_or(session.choose("（没有标题）", "(no title)"));
    let mut text = format!("{name}{}{} ({})\n", colon(session.lang), harmless(title), report.edition);
    let mut last = None;
    for finding in findings {
        let _ = writeln!(text, "  {}", finding_line(finding, places, session.lang, telling.colour));
        let drawn = drawn(opened, finding, telling);
        // What was just drawn need not be drawn again.
        if drawn != last {
            text.extend(drawn.iter().flat_map(|drawn| drawn.lines()).map(|line| format!("    {line}\n")));
            last = drawn;
        }
        if telling.suggests {
            text.push_str(&session.suggestion_lines(finding));
        }
    }
    if !telling.suggests {
        text.push_str(&session.suggestion_count(findings));
    }
    if findings.is_empty() {
        text.push_str(session.choose("  没有发现问题\n", "  nothing to report\n"));
    }
    text
}

/// The rows or lines around a finding, with the figures that it speaks of; those that are not 0 weigh more.
fn drawn(opened: &Opened, finding: &Finding, telling: &Telling) -> Option<String> {
    let at = finding.at.as_ref().filter(|_| telling.draws)?;
    let facts = &opened.recognition.report.facts;
    let others = finding.concepts.iter().filter_map(|concept| facts.get(concept));
    let others = others.filter_map(|fact| Some((fact.value.number(), fact.at()?)));
    let mut others: Vec<(bool, &Locus)> = others
        .filter(|(_, own)| *own != at)
        .map(|(number, own)| (number.is_none_or(|number| number.is_zero()), own))
        .collect();
    others.sort_by_key(|(is_zero, _)| *is_zero);
    let others: Vec<&Locus> = others.into_iter().map(|(_, own)| own).collect();
    let paint = |emphasis: Emphasis, text: &str| match emphasis {
        Emphasis::Culprit => painted(text, severity_colour(finding.severity()), telling.colour),
        Emphasis::Operand => painted(text, "1", telling.colour),
    };
    excerpt(&opened.document, at, &others, |at| opened.places.name(at), paint)
}

fn as_json(session: &Session, name: &str, opened: &Result<Opened, Refused>) -> String {
    let line = match opened {
        Ok(Opened { recognition, findings, places, .. }) => {
            let array = findings_to_json(findings, places, session.lang);
            let array: Value = serde_json::from_str(&array).unwrap_or_default();
            json!({ "input": name, "edition": recognition.report.edition, "findings": array })
        }
        Err(Refused { code, sentence, .. }) => {
            json!({ "input": name, "error": { "code": code, "message": sentence } })
        }
    };
    format!("{line}\n")
}

/// Adds a report, or why there is none, to the page.
fn add(session: &Session, page: &mut FindingsPage, name: &str, opened: &Result<Opened, Refused>) {
    match opened {
        Ok(Opened { recognition, findings, places, .. }) => {
            let report = &recognition.report;
            let document = layout(report, &session.forms);
            page.report(Checked { name, report, document: &document, findings, places });
        }
        Err(Refused { code, sentence, .. }) => page.refused(name, code, sentence),
    }
}
