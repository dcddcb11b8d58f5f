//! `combine`.

use super::args::{CombineArgs, FormatArg};
use super::convert::format_of;
use super::file_name::ending;
use super::input::Input;
use super::{Outcome, Session, fail, finding_line, output, print, say, stderr_colour};
use crate::check::check;
use crate::collect::Cell;
use crate::combine::{Combined, Options, Part, combine, contributions_table, contributions_to_rows};
use crate::document::Block;
use crate::finding::Finding;
use crate::layout::layout;
use crate::place::{Places, findings_table};
use crate::report::Report;
use crate::write::{CSV_START, Format, contributions_to_json, csv_line, to_json, write};
use std::path::{Path, PathBuf};

pub(super) fn run(session: &Session, args: &CombineArgs) -> Outcome {
    let usage = |zh, en| {
        say(session.choose(zh, en));
        Outcome::Usage
    };
    let Some(format) = args.to.or(format_of(&args.output)) else {
        return usage(
            "请把输出文件命名为 .docx、.xlsx 或 .json，或用 --to 指明格式",
            "name the output .docx, .xlsx or .json, or add --to",
        );
    };
    let shape = args.contributions.as_deref().map(Shape::of);
    if shape == Some(None) {
        return usage(
            "各格的来源只能写成 .xlsx、.csv 或 .json",
            "contributions are written as .xlsx, .csv or .json",
        );
    }
    let expected = match args.list.as_deref().map(|path| list(session, path)).transpose() {
        Ok(expected) => expected,
        Err(message) => return fail(&message),
    };
    let inputs = match session.inputs(&args.inputs, &[]) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let files = match files(session, &inputs) {
        Ok(files) => files,
        Err(outcome) => return outcome,
    };
    // No output may be what was read.
    let read: Vec<PathBuf> = inputs.iter().map(Input::path).chain(args.list.clone()).collect();
    let options = Options { issuer: args.issuer.clone(), expected, partial: args.partial };
    let parts: Vec<Part<'_>> = files.iter().map(File::part).collect();
    let combined = combine(&parts, &options, &session.forms);
    let Combined { report, contributions, findings } = &combined;
    findings.iter().for_each(|finding| tell(session, finding));
    let Some(report) = report else { return Outcome::Failed };
    let arithmetic = check(report, &session.forms);
    arithmetic.iter().for_each(|finding| tell(session, finding));
    let all: Vec<Finding> = findings.iter().chain(&arithmetic).cloned().collect();
    let bytes = rendered(session, report, &all, format);
    let mut outcome = put(session, args, &read, bytes, &args.output);
    if let (Some(path), Some(Some(shape))) = (&args.contributions, shape) {
        let names: Vec<&str> = parts.iter().map(|part| part.file).collect();
        let bytes = match shape {
            Shape::Xlsx => write(&contributions_table(contributions, &names), Format::Xlsx),
            Shape::Json => Ok(contributions_to_json(contributions, &names).into_bytes()),
            Shape::Csv => {
                let rows = contributions_to_rows(contributions, &names);
                let line = |row: Vec<String>| {
                    csv_line(&row.into_iter().map(|text| Cell::Text(text.into())).collect(), true)
                };
                Ok(format!("{CSV_START}{}", rows.into_iter().map(line).collect::<String>()).into_bytes())
            }
        };
        outcome = outcome.max(put(session, args, &read, bytes, path));
    }
    outcome
}

/// What contributions are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Xlsx,
    Csv,
    Json,
}

impl Shape {
    fn of(path: &Path) -> Option<Self> {
        match ending(path)?.as_str() {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A report with the name of its file.
struct File {
    name: String,
    digest: String,
    report: Report,
    findings: Vec<Finding>,
}

impl File {
    fn part(&self) -> Part<'_> {
        Part { file: &self.name, digest: &self.digest, report: &self.report, findings: &self.findings }
    }
}

/// Reads all reports; a sum without one of them would be another sum, so one that fails is the end.
fn files(session: &Session, inputs: &[Input]) -> Result<Vec<File>, Outcome> {
    let mut outcome = Outcome::Done;
    let mut files = Vec::new();
    for input in inputs {
        let file = session.open_all(input);
        let digest = file.digest();
        for (input, opened) in file.reports {
            match opened {
                Ok(opened) => files.push(File {
                    name: input.file_name(session.lang),
                    digest: input.key(&digest),
                    report: opened.recognition.report,
                    findings: opened.findings,
                }),
                Err(refused) => outcome = outcome.max(fail(&refused.line(session.lang))),
            }
        }
    }
    if outcome == Outcome::Done {
        return Ok(files);
    }
    say(session.choose("有文件不能读取，没有相加", "a file could not be read, so nothing was added up"));
    Err(outcome)
}

/// The organs that a file lists: a paragraph or a cell each.
fn list(session: &Session, path: &Path) -> Result<Vec<String>, String> {
    let document = session.document(&Input::of(path)).map_err(|refused| refused.line(session.lang))?;
    let texts = |block: &Block| match block {
        Block::Table(grid) => grid.cells().iter().map(|cell| cell.text.clone()).collect(),
        Block::Flat(flat) => flat.cells.iter().map(|cell| cell.text.clone()).collect(),
        block => block.text().map(str::to_owned).into_iter().collect::<Vec<String>>(),
    };
    let names = document.blocks.iter().flat_map(texts).map(|text| text.trim().to_owned());
    Ok(names.filter(|name| !name.is_empty()).collect())
}

fn tell(session: &Session, finding: &Finding) {
    say(&finding_line(finding, &Places::default(), session.lang, stderr_colour()));
}

fn rendered(
    session: &Session,
    report: &Report,
    findings: &[Finding],
    format: FormatArg,
) -> Result<Vec<u8>, crate::Error> {
    let Some(format) = format.of_documents() else {
        let json = to_json(report, findings, &Places::default(), None, session.lang, true);
        return Ok(format!("{json}\n").into_bytes());
    };
    let mut document = layout(report, &session.forms);
    if format == Format::Xlsx {
        document.findings = findings_table(findings, &Places::default(), session.lang);
    }
    write(&document, format)
}

fn put(
    session: &Session,
    args: &CombineArgs,
    read: &[PathBuf],
    bytes: Result<Vec<u8>, crate::Error>,
    path: &Path,
) -> Outcome {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return fail(&error.sentence(session.lang)),
    };
    if path == Path::new("-") {
        return print(&bytes);
    }
    match output::write(session, path, &bytes, read, args.overwrite) {
        Ok(put) => {
            say(&format!("→ {}{}", path.display(), put.remark(session.lang)));
            Outcome::Done
        }
        Err(outcome) => outcome,
    }
}
