//! [`Records`]: what became of each input, a line of JSON each, so that a run can go on where one ended.

use super::file::short_digest;
use super::input::Input;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// What became of an input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    input: String,
    /// The digest of its bytes; none where they could not be read.
    sha256: Option<String>,
    /// The version and the options of the run.
    run: String,
    edition: Option<String>,
    outcome: RecordOutcome,
    /// Why it failed.
    code: Option<String>,
    findings: Counts,
    outputs: Vec<String>,
    /// Milliseconds from opening the input to the bytes of the output.
    ms: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RecordOutcome {
    #[default]
    Ok,
    OkWithFindings,
    Failed,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Counts {
    error: usize,
    warning: usize,
    notice: usize,
}

impl Record {
    pub(super) fn new(input: &Input, sha256: Option<String>, took: Duration) -> Self {
        Self {
            input: input.recorded(),
            sha256,
            run: String::new(),
            edition: None,
            outcome: RecordOutcome::Ok,
            code: None,
            findings: Counts::default(),
            outputs: Vec::new(),
            ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }

    pub(super) fn failed(&mut self, code: &str) {
        self.outcome = RecordOutcome::Failed;
        self.code = Some(code.to_owned());
    }

    pub(super) fn made<'p>(
        &mut self,
        edition: &str,
        counts: [usize; 3],
        outputs: impl Iterator<Item = &'p Path>,
    ) {
        self.edition = Some(edition.to_owned());
        let [error, warning, notice] = counts;
        self.findings = Counts { error, warning, notice };
        if error + warning + notice > 0 {
            self.outcome = RecordOutcome::OkWithFindings;
        }
        self.outputs = outputs.map(|path| path.to_string_lossy().into_owned()).collect();
    }
}

/// The inputs that runs before this one are done with, and what they made of each.
#[derive(Debug, Default)]
pub(super) struct Done(HashMap<[u8; 16], Vec<Box<str>>>);

impl Done {
    /// Whether an input with these bytes was converted in the same way, and its outputs are still there.
    pub(super) fn has(&self, input: &Input, sha256: &str) -> bool {
        let outputs = self.0.get(&key(&input.recorded(), sha256));
        outputs.is_some_and(|outputs| outputs.iter().all(|path| Path::new(&**path).is_file()))
    }
}

/// An input and its bytes in a few bytes, as there may be a hundred thousand.
fn key(input: &str, sha256: &str) -> [u8; 16] {
    short_digest(format!("{sha256} {input}"))
}

/// The report of a run as it is written.
pub(super) struct Records {
    run: String,
    out: Out,
}

enum Out {
    File(BufWriter<File>),
    Stdout,
}

impl Records {
    /// A new report; one that is there is replaced only where that is wanted.
    pub(super) fn begin(path: &Path, run: String, overwrite: bool) -> io::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self { run, out: Out::Stdout });
        }
        let mut options = OpenOptions::new();
        options.write(true);
        let file = match overwrite {
            true => options.create(true).truncate(true).open(path)?,
            false => options.create_new(true).open(path)?,
        };
        Ok(Self { run, out: Out::File(BufWriter::new(file)) })
    }

    /// The report of a run that ended early, to be gone on with: what is done, and where to write on. A last
    /// line that was cut is taken away. A report that is not there yet is begun.
    pub(super) fn resume(path: &Path, run: String) -> io::Result<(Done, Self)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let (mut lines, mut line) = (BufReader::new(&file), Vec::new());
        let (mut whole, mut done) = (0, Done::default());
        while lines.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            whole += line.len() as u64;
            let record: Record = serde_json::from_slice(&std::mem::take(&mut line))
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
            let is_done = record.run == run && record.outcome != RecordOutcome::Failed;
            if let (true, Some(sha256)) = (is_done, &record.sha256) {
                let outputs = record.outputs.into_iter().map(String::into_boxed_str).collect();
                done.0.insert(key(&record.input, sha256), outputs);
            }
        }
        file.set_len(whole)?;
        file.seek(io::SeekFrom::End(0))?;
        Ok((done, Self { run, out: Out::File(BufWriter::new(file)) }))
    }

    pub(super) fn add(&mut self, record: Record) -> io::Result<()> {
        let record = Record { run: self.run.clone(), ..record };
        let line = serde_json::to_string(&record).map_err(io::Error::other)?;
        match &mut self.out {
            // A line is out before the next input is told of, so that a run that is killed leaves no more
            // than the last line cut.
            Out::File(file) => writeln!(file, "{line}").and_then(|()| file.flush()),
            Out::Stdout => writeln!(io::stdout(), "{line}"),
        }
    }
}
