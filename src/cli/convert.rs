//! `convert` and `migrate`.

use super::args::{ConvertArgs, FormatArg, MigrateArgs};
use super::input::Input;
use super::output;
use super::{
    Opened, Outcome, Session, colon, fail, failure, finding_line, print, say, stderr_colour, unreadable,
};
use crate::Error;
use crate::document::Document;
use crate::error::ErrorKind;
use crate::finding::Finding;
use crate::layout::layout;
use crate::migrate::{Annotation, LedgerEntry, annotate, ledger_table, migrate};
use crate::place::Places;
use crate::read::{Limits, read};
use crate::recognize::reports;
use crate::report::Report;
use crate::write::{Format, ledger_to_json, to_json, write};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why nothing was made of an input.
struct Stop {
    outcome: Outcome,
    message: String,
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self { outcome: Outcome::Failed, message }
    }
}

impl Stop {
    fn said(self) -> Outcome {
        say(&self.message);
        self.outcome
    }
}

/// A report to be written, and what there is to say about it.
struct Ready {
    report: Report,
    findings: Vec<Finding>,
    /// Where the findings stand in what was read.
    places: Places,
    ledger: Option<Vec<LedgerEntry>>,
}

pub(super) fn run(session: &Session, args: &ConvertArgs, migration: Option<&MigrateArgs>) -> Outcome {
    let inputs = match session.inputs(&args.inputs) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let ledger = migration.and_then(|args| args.ledger.as_deref()).and_then(Path::extension);
    if ledger.is_some_and(|ending| !["json", "xlsx"].iter().any(|known| ending.eq_ignore_ascii_case(known))) {
        say(session.choose("台账只能写成 .json 或 .xlsx", "a ledger is written as .json or .xlsx"));
        return Outcome::Usage;
    }
    if args.with.is_some() && inputs.len() > 1 {
        say(session.choose(
            "--with 只用于一份报告：一个输入文件，加上另一个文件",
            "--with is for one report: one input and the other file",
        ));
        return Outcome::Usage;
    }
    if inputs.len() > 1 && !args.apply.is_empty() {
        say(session.choose(
            "--apply 的建议只属于一份报告，不能同时转换几份",
            "--apply names suggestions of one report; several cannot be converted with it",
        ));
        return Outcome::Usage;
    }
    let format = match format(session, args, migration.is_some()) {
        Ok(format) => format,
        Err(outcome) => return outcome,
    };
    match (&args.output, &args.output_dir) {
        (Some(output), _) => to_one(session, args, migration, &inputs, output, format),
        (None, Some(folder)) => to_folder(session, args, migration, &inputs, folder, format),
        (None, None) => unreachable!("clap requires one of the two"),
    }
}

/// The format that the name of an output tells; standard output takes JSON.
pub(super) fn format_of(output: &Path) -> Option<FormatArg> {
    if output == Path::new("-") {
        return Some(FormatArg::Json);
    }
    match output.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "docx" => Some(FormatArg::Docx),
        "xlsx" => Some(FormatArg::Xlsx),
        "json" | "ndjson" => Some(FormatArg::Json),
        _ => None,
    }
}

/// `--to`, else by the name of the output; a migration defaults to DOCX.
fn format(session: &Session, args: &ConvertArgs, is_migration: bool) -> Result<FormatArg, Outcome> {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let by_name = args.output.as_deref().and_then(format_of);
    let default = (args.output_dir.is_some() && is_migration).then_some(FormatArg::Docx);
    if let (None, None, Some(ending)) = (args.to, by_name, ending) {
        let message = session.choose(
            "不能按扩展名 `.{}` 输出；请把输出文件命名为 .docx、.xlsx 或 .json，或用 --to 指明格式",
            "`.{}` is no output format; name the output .docx, .xlsx or .json, or add --to",
        );
        say(&message.replace("{}", ending));
        return Err(Outcome::Usage);
    }
    args.to.or(by_name).or(default).ok_or_else(|| {
        say(session.choose(
            "请用 --to 指明输出格式：docx、xlsx 或 json",
            "name the format: --to docx, xlsx or json",
        ));
        Outcome::Usage
    })
}

fn to_one(
    session: &Session,
    args: &ConvertArgs,
    migration: Option<&MigrateArgs>,
    inputs: &[Input],
    output: &Path,
    format: FormatArg,
) -> Outcome {
    let is_stdout = output == Path::new("-");
    let are_lines = is_stdout && format == FormatArg::Json;
    if inputs.len() > 1 && !are_lines {
        say(session.choose(
            "-o 只能写一份报告；多份请用 --output-dir DIR",
            "-o takes one report; use --output-dir DIR for several",
        ));
        return Outcome::Usage;
    }
    let is_indented = inputs.len() == 1 && output.extension().is_none_or(|ending| ending != "ndjson");
    let mut outcome = Outcome::Done;
    for file in inputs {
        let reports = documents(session, args, file);
        if reports.len() > 1 && !are_lines {
            let sheets = reports.iter().filter_map(|(input, _)| input.sheet.clone());
            let error = Error::from(ErrorKind::SeveralReports(sheets.collect()));
            outcome = outcome.max(fail(&failure(session.lang, &file.name(session.lang), &error)));
            continue;
        }
        let is_indented = is_indented && reports.len() == 1;
        for (input, document) in reports {
            let rendered = document.and_then(|document| {
                rendered(session, args, &input, document, migration, format, is_indented)
            });
            let (bytes, ready) = match rendered {
                Ok(rendered) => rendered,
                Err(stop) => {
                    outcome = outcome.max(stop.said());
                    continue;
                }
            };
            outcome = outcome.max(if is_stdout {
                print(&bytes)
            } else {
                put(session, args, &input, output, &bytes)
            });
            if let Some(path) = migration.and_then(|args| args.ledger.as_deref()) {
                outcome = outcome.max(put_ledger(session, args, &input, &ready, path));
            }
        }
    }
    outcome
}

/// The documents of the reports in a file: of a workbook there may be several, unless it is one half of a report.
fn documents(session: &Session, args: &ConvertArgs, input: &Input) -> Vec<(Input, Result<Document, Stop>)> {
    match document(session, input) {
        Ok(document) if args.with.is_none() => {
            let reports = reports(document, &session.forms).into_iter();
            reports.map(|(sheet, document)| (input.on(sheet.as_deref()), Ok(document))).collect()
        }
        document => vec![(input.clone(), document)],
    }
}

fn document(session: &Session, input: &Input) -> Result<Document, Stop> {
    let name = input.name(session.lang);
    let bytes = input.read().map_err(|error| unreadable(session.lang, &name, &error))?;
    Ok(read(&bytes, &Limits::default()).map_err(|error| failure(session.lang, &name, &error))?)
}

fn to_folder(
    session: &Session,
    args: &ConvertArgs,
    migration: Option<&MigrateArgs>,
    inputs: &[Input],
    folder: &Path,
    format: FormatArg,
) -> Outcome {
    let mut outcome = Outcome::Done;
    let mut made: HashMap<PathBuf, Input> = HashMap::new();
    for (input, document) in inputs.iter().flat_map(|file| documents(session, args, file)) {
        let output = folder.join(named(&input, format));
        // Two inputs must not become one output, also where names differ only in case.
        let key = PathBuf::from(output.to_string_lossy().to_lowercase());
        if let Some(first) = made.get(&key) {
            let message = session.choose(
                "两个输入对应同一个输出，后者未转换",
                "two inputs would become one output; the latter is left",
            );
            outcome = outcome.max(fail(&format!(
                "{} / {}：{message} `{}`",
                first.name(session.lang),
                input.name(session.lang),
                output.display()
            )));
            continue;
        }
        made.insert(key, input.clone());
        let rendered =
            document.and_then(|document| rendered(session, args, &input, document, migration, format, true));
        outcome = outcome.max(match rendered {
            Ok((bytes, ready)) => {
                let put = put(session, args, &input, &output, &bytes);
                let ledger = migration.and_then(|args| args.ledger_dir.as_deref());
                let ledger = ledger.map(|folder| folder.join(named(&input, FormatArg::Xlsx)));
                ledger.map_or(put, |path| put.max(put_ledger(session, args, &input, &ready, &path)))
            }
            Err(stop) => stop.said(),
        });
    }
    outcome
}

/// The name of the source, and of the sheet where it holds several reports, with the ending of the format.
fn named(input: &Input, format: FormatArg) -> PathBuf {
    let ending = match format {
        FormatArg::Docx => "docx",
        FormatArg::Xlsx => "xlsx",
        FormatArg::Json => "json",
    };
    let source = if input.is_stdin() { PathBuf::from("stdin") } else { input.relative.with_extension("") };
    // What a sheet may be called, a file may not.
    let allowed = |c: char| if c.is_control() || r#"<>:"/\|?*"#.contains(c) { '_' } else { c };
    let sheet =
        input.sheet.as_ref().map(|sheet| format!("-{}", sheet.chars().map(allowed).collect::<String>()));
    let stem = source.file_name().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    source.with_file_name(format!("{stem}{}.{ending}", sheet.unwrap_or_default()))
}

fn put(session: &Session, args: &ConvertArgs, input: &Input, output: &Path, bytes: &[u8]) -> Outcome {
    let inputs: Vec<&Path> = [input.path.as_path()].into_iter().chain(args.with.as_deref()).collect();
    match output::write(output, bytes, &inputs, args.overwrite) {
        Ok(()) => {
            say(&format!("{} → {}", input.name(session.lang), output.display()));
            Outcome::Done
        }
        Err(refusal) => fail(&format!(
            "{}{}{}",
            input.name(session.lang),
            colon(session.lang),
            refusal.sentence(session, output)
        )),
    }
}

/// Writes the ledger of a migration: JSON where the name says so, else a workbook.
fn put_ledger(session: &Session, args: &ConvertArgs, input: &Input, ready: &Ready, path: &Path) -> Outcome {
    let ledger = ready.ledger.as_deref().unwrap_or_default();
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let bytes = match is_json {
        true => Ok(ledger_to_json(ledger).into_bytes()),
        false => write(&ledger_table(ledger, &ready.report, &session.forms), Format::Xlsx),
    };
    match bytes {
        Ok(bytes) => put(session, args, input, path, &bytes),
        Err(error) => fail(&failure(session.lang, &input.name(session.lang), &error)),
    }
}

/// Reads a report, takes the suggestions that are named, migrates it where that is asked for, and says what was
/// found.
fn ready(
    session: &Session,
    args: &ConvertArgs,
    input: &Input,
    document: Document,
    migration: Option<&MigrateArgs>,
) -> Result<Ready, Stop> {
    let name = input.name(session.lang);
    let opened = match args.with.as_deref().map(Input::of) {
        None => session.opened(document, None),
        Some(other) => {
            session.joined(document, self::document(session, &other)?, &other.file_name(session.lang))
        }
    };
    let mut opened = opened.map_err(|error| failure(session.lang, &name, &error))?;
    if !args.apply.is_empty() {
        let usage = |message| Stop {
            outcome: Outcome::Usage,
            message: format!("{name}{}{message}", colon(session.lang)),
        };
        opened = session.take(opened, &args.apply).map_err(usage)?;
    }
    let Opened { recognition, mut findings, places, .. } = opened;
    let (report, ledger) = match migration {
        None => (recognition.report, None),
        Some(args) => {
            let migration = migrate(&recognition.report, &session.forms, args);
            findings.extend(migration.findings);
            (migration.report, Some(migration.ledger))
        }
    };
    for finding in &findings {
        say(&format!(
            "{name}{}{}",
            colon(session.lang),
            finding_line(finding, &places, session.lang, stderr_colour())
        ));
    }
    Ok(Ready { report, findings, places, ledger })
}

/// A report in the format asked for, and what it was made of.
fn rendered(
    session: &Session,
    args: &ConvertArgs,
    input: &Input,
    document: Document,
    migration: Option<&MigrateArgs>,
    format: FormatArg,
    indent: bool,
) -> Result<(Vec<u8>, Ready), Stop> {
    let ready = ready(session, args, input, document, migration)?;
    let annotation = migration.map_or(Annotation::None, |args| args.annotate.into());
    let bytes = render(session, &ready, annotation, format, indent);
    Ok((bytes.map_err(|error| failure(session.lang, &input.name(session.lang), &error))?, ready))
}

/// A report in the format asked for.
fn render(
    session: &Session,
    ready: &Ready,
    annotation: Annotation,
    format: FormatArg,
    indent: bool,
) -> Result<Vec<u8>, Error> {
    let Ready { report, findings, places, ledger } = ready;
    let format = match format {
        FormatArg::Docx => Format::Docx,
        FormatArg::Xlsx => Format::Xlsx,
        FormatArg::Json => {
            let json = to_json(report, findings, places, ledger.as_deref(), session.lang, indent);
            return Ok(format!("{json}\n").into_bytes());
        }
    };
    let ledger = ledger.as_deref().unwrap_or_default();
    let document = layout(report, &session.forms);
    write(&annotate(document, annotation, ledger, report, &session.forms), format)
}
