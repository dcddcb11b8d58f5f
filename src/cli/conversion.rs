//! [`Conversion`]: what `convert` and `migrate` make of one input.

use super::args::{ConvertArgs, FormatArg, MigrateArgs};
use super::file::{Filed, Refused, digest};
use super::file_name::{ending, portable};
use super::input::Input;
use super::{Opened, Session, colon, finding_line};
use crate::Error;
use crate::document::{Document, LeftOut, NoteKind};
use crate::finding::{Finding, FindingKind, Severity};
use crate::layout::layout;
use crate::migrate::{Annotation, LedgerEntry, annotate, ledger_table, migrate};
use crate::place::{Places, findings_table};
use crate::read::Limits;
use crate::report::Report;
use crate::write::{Format, leaves_out_pictures, ledger_to_json, to_json, write};
use std::path::{Path, PathBuf};

/// What is asked for, the same for every input.
pub(super) struct Conversion<'a> {
    pub(super) session: &'a Session,
    pub(super) args: &'a ConvertArgs,
    pub(super) migration: Option<&'a MigrateArgs>,
    pub(super) format: FormatArg,
    /// Whether there is room for one report of a file alone.
    pub(super) takes_one: bool,
    /// Whether JSON is a line for each report, not set for people.
    pub(super) are_lines: bool,
    /// Whether what is said is coloured.
    pub(super) colour: bool,
}

/// What was made of an input.
pub(super) struct Made {
    pub(super) edition: String,
    /// What is to be said, a line each.
    pub(super) said: Vec<String>,
    /// How many findings there are of each severity.
    pub(super) counts: [usize; 3],
    /// The output, and what it is called below the folder of outputs.
    pub(super) output: (PathBuf, Vec<u8>),
    /// The same of the ledger, where one is asked for.
    pub(super) ledger: Option<(PathBuf, Vec<u8>)>,
}

/// A report to be written, and what there is to say about it.
struct Ready {
    report: Report,
    findings: Vec<Finding>,
    /// Where the findings stand in what was read.
    places: Places,
    ledger: Option<Vec<LedgerEntry>>,
}

impl Conversion<'_> {
    /// The reports of a file as documents; of a workbook there may be several, unless it is one half of a report.
    pub(super) fn documents(&self, input: &Input, bytes: &[u8]) -> Result<Vec<Filed>, Refused> {
        match self.args.with {
            Some(_) => Ok(vec![self.session.read(input, bytes)?]),
            None => self.session.documents(input, bytes, self.takes_one),
        }
    }

    /// Recognises a report, takes the suggestions that are named, migrates it where that is asked for, and renders it.
    /// JSON is set for people, over several lines, where that is wanted.
    pub(super) fn made(&self, filed: Filed, is_indented: bool) -> Result<Made, Refused> {
        let Filed { input, document, limits } = filed;
        let input = &input;
        let stop = |error| Refused::of(self.session.lang, input, &error);
        let opened = self.opened(input, document, &limits)?;
        let edition = opened.recognition.report.edition.clone();
        limits.check_time().map_err(stop)?;
        let mut ready = self.ready(opened);
        limits.check_time().map_err(stop)?;
        let output = self.rendered(&mut ready, is_indented).map_err(stop)?;
        let ledger = self.ledger_format().map(|format| {
            self.ledger(&ready, format).map(|bytes| (name(input, format), bytes)).map_err(stop)
        });
        let counts = Severity::counts(&ready.findings);
        let told = ready.findings.iter().filter(|_| !self.args.batch.quiet);
        let mut said = told.map(|finding| self.line(input, finding, &ready)).collect();
        let path = self.path(input, &ready.report, &mut said);
        Ok(Made { edition, said, counts, output: (path, output), ledger: ledger.transpose()? })
    }

    /// What the output is called below its folder: as `--name` says, else after the source.
    fn path(&self, input: &Input, report: &Report, said: &mut Vec<String>) -> PathBuf {
        let path = name(input, self.format);
        let Some(pattern) = &self.args.batch.name else { return path };
        if let Some(name) = pattern.name(report, &input.relative) {
            return path.with_file_name(format!("{name}.{}", self.format.ending()));
        }
        let message = self.session.choose(
            "报告中没有 --name 要用的内容，输出沿用原文件名",
            "the report does not say what --name asks for; the output is named after the file",
        );
        let lang = self.session.lang;
        said.push(format!("{}{}{message}", input.name(lang), colon(lang)));
        path
    }

    fn line(&self, input: &Input, finding: &Finding, ready: &Ready) -> String {
        let lang = self.session.lang;
        let line = finding_line(finding, &ready.places, lang, self.colour);
        format!("{}{}{line}", input.name(lang), colon(lang))
    }

    fn opened(&self, input: &Input, document: Document, limits: &Limits) -> Result<Opened, Refused> {
        let session = self.session;
        let opened = match self.args.with.as_deref().map(Input::of) {
            None => session.recognized(document, None, limits),
            Some(other) => {
                let second = session.document(&other)?;
                session.joined(document, second, &other.file_name(session.lang), limits)
            }
        };
        let mut opened = opened.map_err(|error| Refused::of(session.lang, input, &error))?;
        if !self.args.apply.is_empty() {
            opened = session
                .take(opened, &self.args.apply)
                .map_err(|sentence| Refused::usage(session.lang, input, sentence))?;
        }
        // Of the formats JSON alone has room for explanations.
        Ok(if self.format == FormatArg::Json { session.explained(opened) } else { opened })
    }

    fn ready(&self, opened: Opened) -> Ready {
        let Opened { recognition, mut findings, places, .. } = opened;
        let (report, ledger) = match self.migration {
            None => (recognition.report, None),
            Some(args) => {
                let migration = migrate(&recognition.report, &self.session.forms, args);
                findings.extend(migration.findings);
                (migration.report, Some(migration.ledger))
            }
        };
        Ready { report, findings, places, ledger }
    }

    /// A report in the format asked for; what that cannot show is a finding more.
    fn rendered(&self, ready: &mut Ready, is_indented: bool) -> Result<Vec<u8>, Error> {
        let Ready { report, findings, places, ledger } = ready;
        let Session { forms, lang, .. } = self.session;
        let Some(format) = self.format.of_documents() else {
            let mut json = to_json(report, findings, places, ledger.as_deref(), *lang, is_indented);
            json.push('\n');
            return Ok(json.into_bytes());
        };
        let ledger = ledger.as_deref().unwrap_or_default();
        let annotation = self.migration.map_or(Annotation::None, |args| args.annotate.into());
        let mut document = annotate(layout(report, forms), annotation, ledger, report, forms);
        // Only a workbook shows them.
        if format == Format::Xlsx {
            document.findings = findings_table(findings, places, *lang);
        }
        if leaves_out_pictures(&document, format) {
            findings.push(Finding::new(FindingKind::Note(NoteKind::LeftOut(LeftOut::Unshown)), None));
        }
        write(&document, format)
    }

    /// What a ledger is written as, where one is asked for: JSON where its name says so, else a workbook.
    fn ledger_format(&self) -> Option<FormatArg> {
        let args = self.migration?;
        let path = args.ledger.as_deref().or(args.ledger_dir.as_deref())?;
        let is_json = args.ledger.is_some() && ending(path).as_deref() == Some("json");
        Some(if is_json { FormatArg::Json } else { FormatArg::Xlsx })
    }

    fn ledger(&self, ready: &Ready, format: FormatArg) -> Result<Vec<u8>, Error> {
        let ledger = ready.ledger.as_deref().unwrap_or_default();
        match format {
            FormatArg::Json => Ok(ledger_to_json(ledger).into_bytes()),
            _ => write(&ledger_table(ledger, &ready.report, &self.session.forms), Format::Xlsx),
        }
    }

    /// What tells this run from one that would make other outputs of the same inputs: the version and the options.
    pub(super) fn key(&self) -> String {
        let migration = self.migration.map(|args| {
            (
                args.policy,
                args.annotate,
                args.no_generated_prose,
                args.keep_signatures,
                args.ledger_dir.is_some(),
            )
        });
        let ConvertArgs { with, apply, batch, .. } = self.args;
        let Session { own_forms, lang, limits, .. } = self.session;
        let options =
            (self.format, migration, with, apply, &batch.name, batch.dry_run, lang, limits, own_forms);
        let options = format!("{options:?}");
        format!("{}+{}", env!("CARGO_PKG_VERSION"), &digest(options)[..12])
    }
}

/// The name of the source, and of the sheet where it holds several reports, with the ending of a format.
fn name(input: &Input, format: FormatArg) -> PathBuf {
    let source = if input.is_stdin() { Path::new("stdin") } else { &*input.relative };
    let Some(sheet) = &input.sheet else { return source.with_extension(format.ending()) };
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    source.with_file_name(format!("{stem}-{}.{}", portable(sheet), format.ending()))
}
