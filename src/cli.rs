//! The command: the only place with paths, standard streams and exit codes.

mod args;
mod batch;
mod blank;
mod check;
mod collect;
mod combine;
mod columns;
mod conversion;
mod convert;
mod diff;
mod dropped;
mod explain;
mod external;
mod file;
mod file_name;
mod input;
mod inspect;
mod interrupt;
mod output;
mod progress;
mod record;
mod series;
mod suggestion;
mod summary;

use crate::document::Document;
use crate::error::ErrorKind;
use crate::finding::{Finding, FindingKind, Severity};
use crate::grammar::Forms;
use crate::lang::Lang;
use crate::place::Places;
use crate::recognize::{Recognition, recognize};
use crate::suggest::suggest;
use crate::{Error, read};
use args::{Args, Command, InputArgs};
use clap::{CommandFactory, Parser};
use external::External;
use input::{Input, inputs};
use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// What the command ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// 0
    #[default]
    Done,
    /// 1: an input could not be used, or a check found an error.
    Failed,
    /// 2: wrong usage.
    Usage,
    /// 3: no input matched.
    NoInput,
    /// 130: the user asked to stop.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Usage => 2,
            Outcome::NoInput => 3,
            Outcome::Interrupted => 130,
        })
    }
}

/// Runs the command with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let dropped = dropped::commands(&arguments);
    if dropped.is_empty() {
        return execute(arguments).into();
    }
    let outcome = dropped.into_iter().map(execute).max().unwrap_or_default();
    dropped::wait();
    outcome.into()
}

/// Runs one command.
fn execute(arguments: Vec<OsString>) -> Outcome {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; a closed pipe is nobody's.
            let _ = error.print();
            return if error.use_stderr() { Outcome::Usage } else { Outcome::Done };
        }
    };
    let lang = args.lang.into();
    let (forms, own_forms) = match load_forms(args.forms.as_deref()) {
        Ok(loaded) => loaded,
        Err(message) => {
            say(&message);
            return Outcome::Usage;
        }
    };
    let limits = args.limit.iter().fold(read::Limits::default(), |limits, limit| limit.apply(limits));
    let external = External {
        is_allowed: !args.no_external,
        pdftotext: args.pdftotext,
        soffice: args.soffice,
        timeout: Duration::from_secs(args.timeout.into()),
    };
    let session = Session { forms, own_forms, lang, limits, external };
    match args.command {
        Command::Convert(args) => convert::run(&session, &args, None),
        Command::Migrate(args) => convert::run(&session, &args.convert, Some(&args)),
        Command::Check(check) => check::run(&session, &check),
        Command::Diff(diff) => diff::run(&session, &diff),
        Command::Collect(collect) => collect::run(&session, &collect),
        Command::Combine(combine) => combine::run(&session, &combine),
        Command::Inspect(inspect) => inspect::run(&session, &inspect),
        Command::Explain(explain) => explain::run(&session, &explain),
        Command::Forms(blank) => blank::run(&session, &blank),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "nianbao", &mut script);
            print(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            match clap_mangen::Man::new(Args::command()).render(&mut page) {
                Ok(()) => print(&page),
                Err(error) => fail(&error.to_string()),
            }
        }
    }
}

/// What all commands share.
struct Session {
    forms: Cow<'static, Forms>,
    /// The texts of the forms that are not built in.
    own_forms: String,
    lang: Lang,
    limits: read::Limits,
    external: External,
}

/// A report that was read: what it was read from, itself, and all there is to say about it.
struct Opened {
    document: Document,
    recognition: Recognition,
    findings: Vec<Finding>,
    places: Places,
}

impl Session {
    /// Recognises and checks a report that was filed in two files; the second has a name.
    fn joined(
        &self,
        document: Document,
        other: Document,
        name: &str,
        limits: &read::Limits,
    ) -> Result<Opened, Error> {
        let [first, second] =
            [&document, &other].map(|document| recognize(document, &self.forms).report.year);
        let differs = |(first, second)| FindingKind::YearsDiffer { first, second, file: name.to_owned() };
        let differing = first.zip(second).filter(|(first, second)| first != second).map(differs);
        self.recognized(document.joined(other, name), differing, limits)
    }

    /// Recognises and checks; there may be a remark on the document that it cannot know itself.
    fn recognized(
        &self,
        document: Document,
        remark: Option<FindingKind>,
        limits: &read::Limits,
    ) -> Result<Opened, Error> {
        let mut recognition = recognize(&document, &self.forms);
        limits.check_time()?;
        recognition.findings.splice(..0, remark.map(|kind| Finding::new(kind, None)));
        if !recognition.is_report {
            return Err(ErrorKind::NotAReport.into());
        }
        Ok(self.reviewed(document, recognition))
    }

    /// A report with all there is to say about it.
    fn reviewed(&self, document: Document, recognition: Recognition) -> Opened {
        let mut findings = recognition.findings.clone();
        findings.extend(crate::check::check(&recognition.report, &self.forms));
        let places = match findings.iter().any(|finding| finding.at.is_some()) {
            true => Places::new(&recognition.report, &self.forms),
            false => Places::default(),
        };
        Opened { document, recognition, findings, places }
    }

    /// The same with the explanations of its faults, which not everyone asks for.
    fn explained(&self, opened: Opened) -> Opened {
        let findings = suggest(&opened.recognition.report, &self.forms, opened.findings);
        Opened { findings, ..opened }
    }

    /// The files that the arguments name, but those in the folders of outputs; without any the command ends.
    fn inputs(&self, args: &InputArgs, outputs: &[&Path]) -> Result<Vec<Input>, Outcome> {
        match inputs(args, outputs) {
            Ok(inputs) if inputs.is_empty() => {
                say(self.choose("没有找到可读取的文件", "no input matched"));
                Err(Outcome::NoInput)
            }
            Ok(inputs) => Ok(inputs),
            Err(error) => Err(fail(&error.to_string())),
        }
    }

    fn choose<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.choose(zh, en)
    }
}

/// The built-in forms and those of a folder, and the texts of the latter.
fn load_forms(folder: Option<&Path>) -> Result<(Cow<'static, Forms>, String), String> {
    let Some(folder) = folder else { return Ok((Cow::Borrowed(Forms::built_in()), String::new())) };
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut texts: [Vec<(String, String)>; 2] = [Vec::new(), Vec::new()];
    for path in paths {
        let slot = match file_name::ending(&path).as_deref() {
            Some("form") => 0,
            Some("crosswalk") => 1,
            _ => continue,
        };
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        texts[slot].push((path.display().to_string(), text));
    }
    let [forms, crosswalks] =
        texts.each_ref().map(|texts| texts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>());
    let own: String = texts.iter().flatten().map(|(_, text)| text.as_str()).collect();
    let all = Forms::built_in().clone().with(&forms, &crosswalks);
    all.map(|forms| (Cow::Owned(forms), own)).map_err(|error| error.to_string())
}

/// Says something on standard error.
fn say(message: &str) {
    // Nothing can be said about a closed standard error.
    let _ = writeln!(io::stderr(), "{message}");
}

fn fail(message: &str) -> Outcome {
    say(message);
    Outcome::Failed
}

/// Writes to standard output; a reader that has gone away is no failure.
fn print(bytes: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Outcome::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => fail(&error.to_string()),
    }
}

/// `错误 [does-not-foot] 表 2 第 4 行第 10 列“总计”：…`, coloured on a terminal.
fn finding_line(finding: &Finding, places: &Places, lang: Lang, colour: bool) -> String {
    let severity = finding.severity();
    let word = painted(severity.word(lang), severity_colour(severity), colour);
    let place = places.of(finding, lang).map(|place| format!(" {place}")).unwrap_or_default();
    let said = format!("[{}]{place}{}{}", finding.code(), colon(lang), finding.sentence(lang));
    format!("{word} {}", harmless(&said))
}

/// A text in one line without control characters, which would steer the terminal.
fn harmless(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// The colour of a severity, as terminals number them.
fn severity_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Notice => "36",
    }
}

/// A text in a colour, where colours are wanted.
fn painted(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The colon of a language.
fn colon(lang: Lang) -> &'static str {
    lang.choose("：", ": ")
}

/// Whether a stream is a terminal that wants colours (`NO_COLOR`, no-color.org).
fn wants_colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn stderr_colour() -> bool {
    wants_colour(io::stderr().is_terminal())
}

fn stdout_colour() -> bool {
    wants_colour(io::stdout().is_terminal())
}
