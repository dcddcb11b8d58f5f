//! `collect`.

use super::args::{CollectArgs, CollectFormat, TableArg};
use super::file_name::ending;
use super::input::Input;
use super::output;
use super::{Opened, Outcome, Session, fail, interrupt, print, say};
use crate::Error;
use crate::collect::{Collection, Known, Member, Row, Sheet, Source};
use crate::migrate::{Policy, migrate};
use crate::write::{CollectionBook, csv_head, csv_line};
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

pub(super) fn run(session: &Session, args: &CollectArgs) -> Outcome {
    let inputs = match session.inputs(&args.inputs, &[]) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    let format = match format(session, args) {
        Ok(format) => format,
        Err(outcome) => return outcome,
    };
    // A folder may hold what was collected from it before.
    let is_output = output::is_file(&args.output);
    let is_named = args.inputs.inputs.iter().any(|path| is_output(path));
    let inputs: Vec<Input> =
        inputs.into_iter().filter(|input| is_named || !is_output(&input.path())).collect();
    let paths: Vec<PathBuf> = inputs.iter().map(Input::path).collect();
    if args.output == Path::new("-") {
        return to_stdout(session, args, &inputs, format);
    }
    let mut output =
        match output::Writer::new(args.overwrite, false).create(&args.output, output::is_one_of(&paths)) {
            Ok(output) => output,
            Err(refusal) => return fail(&refusal.sentence(session, &args.output)),
        };
    let collected = match gather(session, args, &inputs, format, output.file()) {
        Ok(collected) => collected,
        Err(outcome) => return outcome,
    };
    if let Err(refusal) = output.finish() {
        return fail(&refusal.sentence(session, &args.output));
    }
    say(&collected.words(session, &args.output));
    collected.outcome()
}

/// `--to`, else by the name of the output.
fn format(session: &Session, args: &CollectArgs) -> Result<CollectFormat, Outcome> {
    let by_name = match ending(&args.output).as_deref() {
        Some("xlsx") => Some(CollectFormat::Xlsx),
        Some("csv") => Some(CollectFormat::Csv),
        _ => None,
    };
    let usage = |message| {
        say(message);
        Outcome::Usage
    };
    let format = args.to.or(by_name).ok_or_else(|| {
        usage(session.choose(
            "请把输出文件命名为 .xlsx 或 .csv，或用 --to 指明格式",
            "name the output .xlsx or .csv, or add --to",
        ))
    })?;
    if format == CollectFormat::Csv && args.as_filed && args.table == TableArg::Summary {
        return Err(usage(session.choose(
            "--as-filed 的汇总每版一张表，一个 CSV 写不下；请写 .xlsx，或加 --table details",
            "--as-filed has a summary for each edition, too many for one CSV; write .xlsx, or add --table details",
        )));
    }
    Ok(format)
}

/// Gathers in a temporary file, as a workbook is only known once it is complete.
fn to_stdout(session: &Session, args: &CollectArgs, inputs: &[Input], format: CollectFormat) -> Outcome {
    let gathered = || -> Result<(Collected, File), Outcome> {
        let mut file = tempfile::tempfile().map_err(|error| fail(&error.to_string()))?;
        let collected = gather(session, args, inputs, format, &mut file)?;
        file.rewind().map_err(|error| fail(&error.to_string()))?;
        Ok((collected, file))
    };
    let (collected, mut file) = match gathered() {
        Ok(gathered) => gathered,
        Err(outcome) => return outcome,
    };
    match io::copy(&mut file, &mut io::stdout().lock()) {
        Ok(_) => collected.outcome().max(print(b"")),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => collected.outcome(),
        Err(error) => fail(&error.to_string()),
    }
}

/// How many files were collected, and how many could not be.
#[derive(Default)]
struct Collected {
    n_reports: usize,
    n_refused: usize,
}

impl Collected {
    fn words(&self, session: &Session, path: &Path) -> String {
        let Self { n_reports, n_refused } = self;
        let path = path.display();
        let zh = format!("收入 {n_reports} 份报告，未收入 {n_refused} 个文件 → {path}");
        let en = format!("{n_reports} reports collected, {n_refused} files not → {path}");
        session.choose(&zh, &en).to_owned()
    }

    fn outcome(&self) -> Outcome {
        if self.n_refused > 0 { Outcome::Failed } else { Outcome::Done }
    }
}

/// Reads the inputs one by one and writes the rows of each before the next is read. A collection without some of them
/// would be another one, so nothing is made of it when the user asks to stop.
fn gather(
    session: &Session,
    args: &CollectArgs,
    inputs: &[Input],
    format: CollectFormat,
    file: &mut File,
) -> Result<Collected, Outcome> {
    let said = |error: Error| fail(&error.sentence(session.lang));
    let collection = Collection::new(&session.forms, session.lang, args.as_filed);
    let mut writer = Writer::new(&collection, args, format, file).map_err(said)?;
    let (mut known, mut collected) = (Known::default(), Collected::default());
    interrupt::listen();
    for input in inputs {
        if interrupt::is_asked() {
            say(session.choose("已中止，没有写出", "stopped; nothing was written"));
            return Err(Outcome::Interrupted);
        }
        let file = session.open_all(input);
        let digest = file.digest();
        for (input, opened) in file.reports {
            let (name, path) = (input.file_name(session.lang), input.name(session.lang));
            let number = collected.n_reports + collected.n_refused + 1;
            let source = Source { number, name: &name, path: &path, digest: &digest };
            match opened.map(|opened| session.explained(opened)) {
                Ok(mut opened) => {
                    collected.n_reports += 1;
                    let report = &opened.recognition.report;
                    opened.findings.extend(known.take(&name, &input.key(&digest), report));
                    let policy = (!args.as_filed).then(|| args.policy.into());
                    put(session, &collection, &mut writer, source, opened, policy).map_err(said)?;
                }
                Err(refused) => {
                    collected.n_refused += 1;
                    say(&refused.line(session.lang));
                    let (sheet, row) = collection.refused(&source, refused.code, &refused.sentence);
                    writer.put(sheet, &row).map_err(said)?;
                }
            }
        }
    }
    writer.finish().map_err(said)?;
    Ok(collected)
}

/// Writes the rows of a report, migrated where there is a policy.
fn put<'f>(
    session: &Session,
    collection: &Collection<'f>,
    writer: &mut Writer<'_, 'f>,
    source: Source<'_>,
    opened: Opened,
    policy: Option<Policy>,
) -> Result<(), Error> {
    let Opened { recognition, mut findings, places, .. } = opened;
    let filed = recognition.report;
    let filed_in = filed.edition.clone();
    let (report, ledger) = match policy {
        None => (filed, Vec::new()),
        Some(policy) => {
            let migration = migrate(&filed, &session.forms, policy);
            findings.extend(migration.findings);
            (migration.report, migration.ledger)
        }
    };
    let member = Member {
        source,
        filed_in: &filed_in,
        report: &report,
        findings: &findings,
        places: &places,
        ledger: &ledger,
    };
    collection.rows(&member).iter().try_for_each(|(sheet, row)| writer.put(*sheet, row))
}

/// Where the rows go.
enum Writer<'w, 'f> {
    Book(Box<CollectionBook<'w, 'f>>, &'w mut File),
    Csv { table: TableArg, is_guarded: bool, lines: BufWriter<&'w mut File> },
}

impl<'w, 'f> Writer<'w, 'f> {
    fn new(
        collection: &'w Collection<'f>,
        args: &CollectArgs,
        format: CollectFormat,
        file: &'w mut File,
    ) -> Result<Self, Error> {
        if format == CollectFormat::Xlsx {
            return Ok(Self::Book(Box::new(CollectionBook::new(collection)?), file));
        }
        let sheet = match args.table {
            TableArg::Summary => collection.main_summary(),
            TableArg::Details => Some(Sheet::Details),
            TableArg::Findings => Some(Sheet::Findings),
            TableArg::Sources => Some(Sheet::Sources),
        };
        let mut lines = BufWriter::new(file);
        if let Some(sheet) = sheet {
            lines.write_all(csv_head(collection, sheet).as_bytes()).map_err(Error::unwritable)?;
        }
        Ok(Self::Csv { table: args.table, is_guarded: !args.unguarded, lines })
    }

    fn put(&mut self, sheet: Sheet<'f>, row: &Row<'_>) -> Result<(), Error> {
        match self {
            Self::Book(book, _) => book.put(sheet, row),
            Self::Csv { table, is_guarded, lines } if table.is(sheet) => {
                lines.write_all(csv_line(row, *is_guarded).as_bytes()).map_err(Error::unwritable)
            }
            Self::Csv { .. } => Ok(()),
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Self::Book(book, file) => book.finish(file),
            Self::Csv { mut lines, .. } => lines.flush().map_err(Error::unwritable),
        }
    }
}

impl TableArg {
    fn is(self, sheet: Sheet<'_>) -> bool {
        matches!(
            (self, sheet),
            (Self::Summary, Sheet::Summary(_))
                | (Self::Details, Sheet::Details)
                | (Self::Findings, Sheet::Findings)
                | (Self::Sources, Sheet::Sources)
        )
    }
}
