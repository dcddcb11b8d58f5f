//! [`run`]: any number of inputs to their outputs, several at once, each told of in the order of the inputs.
//!
//! Inputs are taken in portions. Those of one are converted side by side; then it is settled in order which of
//! them may have which output; then these are written side by side, and last each is told of in order. So what
//! is written and said is the same for any number of jobs, and no more than one portion is held in memory.

use super::conversion::{Conversion, Made, Stop};
use super::file::{digest, short_digest};
use super::input::Input;
use super::output::{Put, Writer};
use super::progress::Progress;
use super::record::{Done, Record, Records};
use super::summary::Summary;
use super::{Outcome, Session, UNREADABLE, colon, fail, print, say, unreadable};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
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

/// Whether the user asked to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

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
    Stopped(Stop),
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(conversion.args.batch.jobs).build();
    let pool = match pool {
        Ok(pool) => pool,
        Err(error) => return fail(&error.to_string()),
    };
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| PANIC.set(panic.to_string())));
    let mut rest = inputs;
    while !rest.is_empty() && !INTERRUPTED.load(Ordering::Relaxed) {
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
            // A second signal ends the program at once.
            let _ = ctrlc::set_handler(|| {
                if INTERRUPTED.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            });
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
            let failed = attempts.iter().position(|attempt| matches!(attempt.state, State::Stopped(_)));
            attempts.truncate(failed.map_or(attempts.len(), |failed| failed + 1));
        }
        attempts.par_iter_mut().for_each(|attempt| self.put(attempt));
        for attempt in attempts {
            let ends = attempt.is_final
                || self.conversion.args.batch.fail_fast && matches!(attempt.state, State::Stopped(_));
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
        let (sha256, states) = if INTERRUPTED.load(Ordering::Relaxed) {
            (None, vec![(input.clone(), State::Left)])
        } else {
            catch_unwind(AssertUnwindSafe(|| self.states(input)))
                .unwrap_or_else(|_| (None, vec![(input.clone(), State::Stopped(self.defect(input)))]))
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
        let lang = self.session().lang;
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = unreadable(lang, &input.name(lang), &error);
                let stop = Stop { outcome: Outcome::Failed, code: UNREADABLE, message };
                return (None, vec![(input.clone(), State::Stopped(stop))]);
            }
        };
        let sha256 = self.records.is_some().then(|| digest(&bytes));
        if sha256.as_ref().is_some_and(|sha256| self.done.has(input, sha256)) {
            return (sha256, vec![(input.clone(), State::Skipped)]);
        }
        let documents = match self.conversion.documents(input, &bytes) {
            Ok(documents) => documents,
            Err(stop) => return (sha256, vec![(input.clone(), State::Stopped(stop))]),
        };
        let is_indented =
            !self.conversion.are_lines && (documents.len() == 1 || self.target != Target::Stdout);
        let states = documents.into_iter().map(|(input, document)| {
            if sha256.as_ref().is_some_and(|sha256| self.done.has(&input, sha256)) {
                return (input, State::Skipped);
            }
            let made = self.conversion.made(&input, document, is_indented);
            (input, made.map_or_else(State::Stopped, State::Made))
        });
        let states = states.collect();
        (sha256, states)
    }

    fn defect(&self, input: &Input) -> Stop {
        let said = self.session().choose(
            "程序出错，此文件未处理；这是 nianbao 的缺陷，请把文件和这一行报告给我们",
            "the program failed on this file; this is a defect of nianbao, please report the file and this line",
        );
        let lang = self.session().lang;
        let cause = super::harmless(&PANIC.take());
        let message = format!("{}{}{said} ({cause}) [defect]", input.name(lang), colon(lang));
        Stop { outcome: Outcome::Failed, code: "defect", message }
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
                let stop = same_output(self.session(), &attempt.input, &self.inputs[first], path);
                attempt.state = State::Stopped(stop);
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

    /// Writes what was made of an input.
    fn put(&self, attempt: &mut Attempt) {
        let State::Made(made) = &attempt.state else { return };
        let inputs: Vec<PathBuf> =
            [attempt.input.path()].into_iter().chain(self.conversion.args.with.clone()).collect();
        let session = self.session();
        for (path, writer, bytes) in self.outputs(made) {
            match writer.write(&path, bytes, &inputs) {
                Ok(put) => attempt.outputs.push((path, put)),
                Err(refusal) => {
                    let name = attempt.input.name(session.lang);
                    let sentence = refusal.sentence(session, &path);
                    let message = format!("{name}{}{sentence} [{}]", colon(session.lang), refusal.code());
                    attempt.is_final = refusal.is_final();
                    attempt.state =
                        State::Stopped(Stop { outcome: Outcome::Failed, code: refusal.code(), message });
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
            State::Stopped(stop) => {
                self.progress.say(&stop.message);
                self.outcome = self.outcome.max(stop.outcome);
                self.summary.failed();
                record.failed(stop.code);
                self.progress.step(is_first, true);
            }
            State::Made(made) => {
                if !is_quiet {
                    made.said.iter().for_each(|line| self.progress.say(line));
                    for (path, put) in &outputs {
                        self.progress.say(&format!("{name} → {}{}", path.display(), put.remark(lang)));
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
        if INTERRUPTED.load(Ordering::Relaxed) { Outcome::Interrupted } else { self.outcome }
    }
}

/// The digest of a path in small letters, as many systems know no others.
fn claim(path: &Path) -> [u8; 16] {
    short_digest(path.to_string_lossy().to_lowercase())
}

/// Why an input is left whose output another has.
fn same_output(session: &Session, input: &Input, first: &Input, path: &Path) -> Stop {
    let message = session.choose(
        "与 {} 对应同一个输出，此文件未转换",
        "it would become the same output as {}; this one is left",
    );
    let message = message.replace("{}", &first.name(session.lang));
    let (name, colon) = (input.name(session.lang), colon(session.lang));
    let message = format!("{name}{colon}{message} `{}` [same-output]", path.display());
    Stop { outcome: Outcome::Failed, code: "same-output", message }
}

fn in_report(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`：{error}", path.display())
}
