//! [`run`]: any number of inputs to their outputs, several at once, each told of in the order of the inputs.
//!
//! Inputs are taken in portions. Those of one are converted side by side; then it is settled in order which of
//! them may have which output; then these are written side by side, and last each is told of in order. So what
//! is written and said is the same for any number of jobs, and no more than one portion is held in memory.

use super::conversion::{Conversion, Made};
use super::file::{Refused, digest, short_digest};
use super::input::Input;
use super::output::{Put, Writer};
use super::progress::Progress;
use super::record::{Done, Record, Records};
use super::summary::Summary;
use super::{Outcome, Session, fail, harmless, interrupt, print, say};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Where outputs go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    Stdout,
    File(&'a Path),
    Folder(&'a Path),
}

/// How many inputs a portion has at most, and how many bytes before it is full.
const PORTION: usize = 128;
const PORTION_BYTES: u64 = 16 << 20;

thread_local! {
    /// Where the last panic of a thread was, and why.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What became of an input.
enum State {
    /// The run ended before its turn.
    Left,
    /// A run before this one made its output.
    Skipped,
    Refused(Refused),
    Made(Made),
}

/// What was tried on a report of an input.
struct Attempt {
    input: Input,
    /// Which of the inputs it is.
    at: usize,
    /// Whether it is the first of its input, and so counts as that.
    is_first: bool,
    sha256: Option<String>,
    state: State,
    took: Duration,
    /// The outputs that are there now, and how each came to be.
    outputs: Vec<(PathBuf, Put)>,
    /// No other output can be written either.
    is_final: bool,
}

/// A run over all inputs.
struct Run<'a> {
    conversion: &'a Conversion<'a>,
    inputs: &'a [Input],
    target: Target<'a>,
    writer: Writer,
    ledgers: Writer,
    /// What a run before this one did.
    done: Done,
    records: Option<Records>,
    summary: Summary,
    progress: Progress,
    /// Which input has which output, by the digest of its path in small letters.
    claimed: HashMap<[u8; 16], usize>,
    /// What is read, by the digest of its path; known once an output is there already, as it may be one of these.
    read: OnceLock<HashSet<[u8; 16]>>,
    n_taken: usize,
    n_told: usize,
    outcome: Outcome,
}

/// Converts all inputs.
pub(super) fn run(conversion: &Conversion<'_>, inputs: &[Input], target: Target<'_>) -> Outcome {
    let mut run = match Run::begin(conversion, inputs, target) {
        Ok(run) => run,
        Err(message) => return fail(&message),
    };
    // One input keeps one thread busy.
    let jobs = if inputs.len() == 1 { 1 } else { conversion.args.batch.jobs };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = match pool {
        Ok(pool) => pool,
        Err(error) => return fail(&error.to_string()),
    };
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| PANIC.set(panic.to_string())));
    let mut rest = inputs;
    while !rest.is_empty() && !interrupt::is_asked() {
        let (portion, after) = rest.split_at(portion(rest));
        rest = after;
        if pool.install(|| run.portion(portion)).is_break() {
            break;
        }
    }
    panic::set_hook(hook);
    run.finish()
}

/// How many of the first inputs are taken at once.
fn portion(inputs: &[Input]) -> usize {
    let mut bytes = 0;
    let fits = |input: &&Input| {
        let has_room = bytes < PORTION_BYTES;
        bytes += input.size();
        has_room
    };
    inputs.iter().take(PORTION).take_while(fits).count()
}

impl<'a> Run<'a> {
    fn begin(
        conversion: &'a Conversion<'a>,
        inputs: &'a [Input],
        target: Target<'a>,
    ) -> Result<Self, String> {
        let n_inputs = inputs.len();
        let Conversion { session, args, migration, .. } = conversion;
        let shard = args.inputs.shard.map(|shard| format!("{shard}-")).unwrap_or_default();
        let writer = |folder: Option<&Path>| {
            let single = Writer::new(args.overwrite, args.batch.dry_run);
            match folder {
                Some(folder) => single.below(folder, &shard),
                None => single,
            }
        };
        let folder = match target {
            Target::Folder(folder) => Some(folder),
            Target::File(_) | Target::Stdout => None,
        };
        let ledgers = writer(migration.and_then(|args| args.ledger_dir.as_deref()));
        let writer = writer(folder);
        let key = conversion.key();
        let (done, records) = match (&args.batch.resume, &args.batch.report) {
            (Some(path), _) => {
                for writer in [&writer, &ledgers] {
                    writer.clean().map_err(|error| error.to_string())?;
                }
                let (done, records) = Records::resume(path, key).map_err(|error| in_report(path, &error))?;
                (done, Some(records))
            }
            (None, Some(path)) => {
                let records = Records::begin(path, key, args.overwrite).map_err(|error| {
                    let there = session.choose(
                        "已存在；接着处理请用 --resume，重新开始请加 --overwrite",
                        "exists; --resume goes on with it, --overwrite begins anew",
                    );
                    match error.kind() {
                        std::io::ErrorKind::AlreadyExists => format!("`{}` {there}", path.display()),
                        _ => in_report(path, &error),
                    }
                });
                (Done::default(), Some(records?))
            }
            (None, None) => (Done::default(), None),
        };
        if n_inputs > 1 {
            interrupt::listen();
        }
        Ok(Self {
            conversion,
            inputs,
            target,
            writer,
            ledgers,
            done,
            records,
            summary: Summary::default(),
            progress: Progress::new(n_inputs, args.batch.quiet, session.lang),
            claimed: HashMap::new(),
            read: OnceLock::new(),
            n_taken: 0,
            n_told: 0,
            outcome: Outcome::Done,
        })
    }

    fn session(&self) -> &'a Session {
        self.conversion.session
    }

    /// Converts a portion, writes it and tells of it; breaks off where nothing after it can go well.
    fn portion(&mut self, inputs: &'a [Input]) -> ControlFlow<()> {
        let at = self.n_taken;
        self.n_taken += inputs.len();
        let attempts =
            inputs.par_iter().enumerate().flat_map_iter(|(nth, input)| self.attempts(input, at + nth));
        let mut attempts: Vec<Attempt> = attempts.collect();
        self.claim(&mut attempts);
        if self.conversion.args.batch.fail_fast {
            let failed = attempts.iter().position(|attempt| matches!(attempt.state, State::Refused(_)));
            attempts.truncate(failed.map_or(attempts.len(), |failed| failed + 1));
        }
        attempts.par_iter_mut().for_each(|attempt| self.put(attempt));
        for attempt in attempts {
            let ends = attempt.is_final
                || self.conversion.args.batch.fail_fast && matches!(attempt.state, State::Refused(_));
            self.tell(attempt)?;
            if ends {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// Reads and converts an input, of a workbook each report. A defect of this program costs one input, and the
    /// others go on.
    fn attempts(&self, input: &Input, at: usize) -> Vec<Attempt> {
        let begun = Instant::now();
        let (sha256, states) = if interrupt::is_asked() {
            (None, vec![(input.clone(), State::Left)])
        } else {
            catch_unwind(AssertUnwindSafe(|| self.states(input)))
                .unwrap_or_else(|_| (None, vec![(input.clone(), State::Refused(self.defect(input)))]))
        };
        let took = begun.elapsed();
        let attempt = |(nth, (input, state))| Attempt {
            input,
            at,
            is_first: nth == 0,
            sha256: sha256.clone(),
            state,
            took,
            outputs: Vec::new(),
            is_final: false,
        };
        states.into_iter().enumerate().map(attempt).collect()
    }

    fn states(&self, input: &Input) -> (Option<String>, Vec<(Input, State)>) {
        let refused = |refused| vec![(input.clone(), State::Refused(refused))];
        let bytes = match self.session().bytes(input) {
            Ok(bytes) => bytes,
            Err(why) => return (None, refused(why)),
        };
        let sha256 = self.records.is_some().then(|| digest(&bytes));
        if sha256.as_ref().is_some_and(|sha256| self.done.has(input, sha256)) {
            return (sha256, vec![(input.clone(), State::Skipped)]);
        }
        let documents = match self.conversion.documents(input, &bytes) {
            Ok(documents) => documents,
            Err(why) => return (sha256, refused(why)),
        };
        let is_indented =
            !self.conversion.are_lines && (documents.len() == 1 || self.target != Target::Stdout);
        let states = documents.into_iter().map(|filed| {
            let input = filed.input.clone();
            if sha256.as_ref().is_some_and(|sha256| self.done.has(&input, sha256)) {
                return (input, State::Skipped);
            }
            let made = self.conversion.made(filed, is_indented);
            (input, made.map_or_else(State::Refused, State::Made))
        });
        let states = states.collect();
        (sha256, states)
    }

    fn defect(&self, input: &Input) -> Refused {
        let said = self.session().choose(
            "程序出错，此文件未处理；这是 nianbao 的缺陷，请把文件和这一行报告给我们",
            "the program failed on this file; this is a defect of nianbao, please report the file and this line",
        );
        let sentence = format!("{said} ({})", harmless(&PANIC.take()));
        Refused::new(self.session().lang, input, "defect", sentence)
    }

    /// Two inputs must not become one output, also where names differ only in case.
    fn claim(&mut self, attempts: &mut [Attempt]) {
        if !matches!(self.target, Target::Folder(_)) {
            return;
        }
        for attempt in attempts {
            let State::Made(made) = &attempt.state else { continue };
            let paths: Vec<PathBuf> = self.outputs(made).into_iter().map(|(path, ..)| path).collect();
            let taken = paths.iter().find_map(|path| Some((path, *self.claimed.get(&claim(path))?)));
            if let Some((path, first)) = taken {
                let why = same_output(self.session(), &attempt.input, &self.inputs[first], path);
                attempt.state = State::Refused(why);
            } else {
                self.claimed.extend(paths.iter().map(|path| (claim(path), attempt.at)));
            }
        }
    }

    /// Where the outputs of a report go, who writes them, and their bytes.
    fn outputs<'m>(&'m self, made: &'m Made) -> Vec<(PathBuf, &'m Writer, &'m [u8])> {
        let (name, bytes) = &made.output;
        let path = match self.target {
            Target::Stdout => None,
            Target::File(path) => Some(path.to_owned()),
            Target::Folder(folder) => Some(folder.join(name)),
        };
        let ledger = made.ledger.as_ref().zip(self.conversion.migration).and_then(|((name, bytes), args)| {
            let below = args.ledger_dir.as_ref().map(|folder| folder.join(name));
            Some((args.ledger.clone().or(below)?, &self.ledgers, bytes.as_slice()))
        });
        path.map(|path| (path, &self.writer, bytes.as_slice())).into_iter().chain(ledger).collect()
    }

    /// Whether a file is an input, of this report or of any other.
    fn is_read(&self, path: &Path) -> bool {
        let digest =
            |path: PathBuf| Some(short_digest(path.canonicalize().ok()?.as_os_str().as_encoded_bytes()));
        let other = self.conversion.args.with.clone();
        let read = || self.inputs.iter().map(Input::path).chain(other).filter_map(digest).collect();
        digest(path.to_owned()).is_some_and(|path| self.read.get_or_init(read).contains(&path))
    }

    /// Writes what was made of an input.
    fn put(&self, attempt: &mut Attempt) {
        let State::Made(made) = &attempt.state else { return };
        let session = self.session();
        for (path, writer, bytes) in self.outputs(made) {
            match writer.write(&path, bytes, |path| self.is_read(path)) {
                Ok(put) => attempt.outputs.push((path, put)),
                Err(refusal) => {
                    let sentence = refusal.sentence(session, &path);
                    let why = Refused::new(session.lang, &attempt.input, refusal.code(), sentence);
                    attempt.is_final = refusal.is_final();
                    attempt.state = State::Refused(why);
                    return;
                }
            }
        }
    }

    /// Says what became of an input, and records it.
    fn tell(&mut self, attempt: Attempt) -> ControlFlow<()> {
        let Attempt { input, is_first, sha256, state, took, outputs, .. } = attempt;
        let lang = self.session().lang;
        let name = input.name(lang);
        let is_quiet = self.conversion.args.batch.quiet;
        let mut record = Record::new(&input, sha256, took);
        self.n_told += usize::from(is_first && !matches!(state, State::Left));
        match state {
            // Others of the portion may have been made before the signal came.
            State::Left => return ControlFlow::Continue(()),
            State::Skipped => {
                self.summary.skipped();
                self.progress.step(is_first, false);
                return ControlFlow::Continue(());
            }
            State::Refused(why) => {
                self.progress.say(&why.line(lang));
                self.outcome = self.outcome.max(why.outcome);
                self.summary.failed();
                record.failed(why.code);
                self.progress.step(is_first, true);
            }
            State::Made(made) => {
                if !is_quiet {
                    let put = |(path, put): &(PathBuf, Put)| {
                        format!("{name} → {}{}", path.display(), put.remark(lang))
                    };
                    let lines: Vec<String> = made.said.into_iter().chain(outputs.iter().map(put)).collect();
                    if !lines.is_empty() {
                        self.progress.say(&lines.join("\n"));
                    }
                }
                if self.target == Target::Stdout && !self.conversion.args.batch.dry_run {
                    self.outcome = self.outcome.max(print(&made.output.1));
                }
                self.summary.made(&made.edition, made.counts.iter().sum::<usize>() > 0);
                record.made(&made.edition, made.counts, outputs.iter().map(|(path, _)| path.as_path()));
                self.progress.step(is_first, false);
            }
        }
        if let Some(Err(error)) = self.records.as_mut().map(|records| records.add(record)) {
            self.outcome = self.outcome.max(fail(&error.to_string()));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Tells how the run went as a whole.
    fn finish(self) -> Outcome {
        self.progress.finish();
        let session = self.conversion.session;
        let n_left = self.inputs.len() - self.n_told;
        if self.inputs.len() > 1 && !self.conversion.args.batch.quiet {
            say(self.summary.table(session.lang).trim_end());
        }
        if n_left > 0 {
            let batch = &self.conversion.args.batch;
            let report = batch.resume.as_deref().or(batch.report.as_deref());
            let remedy = match report.filter(|path| *path != Path::new("-")) {
                Some(path) => {
                    format!("--resume {}{}", path.display(), session.choose(" 可以继续", " goes on"))
                }
                None => session
                    .choose(
                        "用 --report FILE 记录的运行可以继续",
                        "a run with --report FILE can be gone on with",
                    )
                    .to_owned(),
            };
            let message = session.choose("提前结束，{} 个文件没有处理；", "ended early, {} files are left; ");
            say(&format!("{}{remedy}", message.replace("{}", &n_left.to_string())));
        }
        if interrupt::is_asked() { Outcome::Interrupted } else { self.outcome }
    }
}

/// The digest of a path in small letters, as many systems know no others.
fn claim(path: &Path) -> [u8; 16] {
    short_digest(path.to_string_lossy().to_lowercase())
}

/// Why an input is left whose output another has.
fn same_output(session: &Session, input: &Input, first: &Input, path: &Path) -> Refused {
    let message = session.choose(
        "与 {} 对应同一个输出，此文件未转换",
        "it would become the same output as {}; this one is left",
    );
    let message = message.replace("{}", &first.name(session.lang));
    Refused::new(session.lang, input, "same-output", format!("{message} `{}`", path.display()))
}

fn in_report(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`：{error}", path.display())
}
