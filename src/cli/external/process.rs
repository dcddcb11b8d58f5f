//! A program that is started with limits on its time and output, and ended with all that it started.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait before looking again whether a program that has closed its streams has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// What a program says on standard error is no longer than this, or cut.
const MOST_WORDS: u64 = 4096;

/// A program to be run.
pub(super) struct Process<'a> {
    pub(super) path: &'a Path,
    pub(super) arguments: &'a [OsString],
    /// What it reads on standard input.
    pub(super) input: &'a [u8],
    pub(super) timeout: Duration,
    /// How many bytes it may write to standard output.
    pub(super) most_output: u64,
}

/// Why a program gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It took too long.
    TimedOut,
    /// It wrote too much.
    TooLong,
    /// It could not be started, or failed; what the system or it said.
    Failed(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Process<'_> {
    /// Runs the program to its end; what it wrote to standard output.
    pub(super) fn run(&self) -> Result<Vec<u8>, Failure> {
        let mut command = Command::new(self.path);
        command.args(self.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        group::lead(&mut command);
        let failed = |error: io::Error| Failure::Failed(format!("{}: {error}", self.path.display()));
        let mut child = command.spawn().map_err(failed)?;
        let outcome = self.follow(&mut child);
        if outcome.is_err() {
            group::end(&mut child);
        }
        // Whoever ended it, it is to leave no entry in the table of processes.
        let _ = child.wait();
        let (status, output, said) = outcome?;
        match status.success() {
            true => Ok(output),
            false => Err(Failure::Failed(String::from_utf8_lossy(&said).trim().to_owned())),
        }
    }

    /// Feeds a child, and collects what it writes until it ends.
    fn follow(&self, child: &mut Child) -> Result<(ExitStatus, Vec<u8>, Vec<u8>), Failure> {
        let end = Instant::now() + self.timeout;
        let input = self.input.to_vec();
        if let Some(mut stdin) = child.stdin.take() {
            // A program that has read enough closes its end; that is no failure of ours.
            thread::spawn(move || drop(stdin.write_all(&input)));
        }
        let output = collect(child.stdout.take(), self.most_output + 1);
        let said = collect(child.stderr.take(), MOST_WORDS);
        let output = wait(&output, end)?;
        if output.len() as u64 > self.most_output {
            return Err(Failure::TooLong);
        }
        let said = wait(&said, end)?;
        loop {
            match child.try_wait()? {
                Some(status) => return Ok((status, output, said)),
                None if Instant::now() >= end => return Err(Failure::TimedOut),
                None => thread::sleep(PAUSE),
            }
        }
    }
}

/// Collects the first bytes of a stream in a thread of its own.
fn collect(stream: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a stream broke is all there is.
        let _ = stream.map(|stream| stream.take(most).read_to_end(&mut bytes));
        let _ = sender.send(bytes);
    });
    receiver
}

/// Waits for what a thread collects.
fn wait(receiver: &Receiver<Vec<u8>>, end: Instant) -> Result<Vec<u8>, Failure> {
    match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
        Ok(bytes) => Ok(bytes),
        Err(RecvTimeoutError::Disconnected) => Ok(Vec::new()),
        Err(RecvTimeoutError::Timeout) => Err(Failure::TimedOut),
    }
}

/// A program and all that it starts are a group, and are ended as one: LibreOffice is a launcher that leaves its
/// work to another process.
#[cfg(unix)]
mod group {
    use rustix::process::{Pid, Signal, kill_process_group};
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    /// Lets a command lead a group of its own.
    pub(super) fn lead(command: &mut Command) {
        command.process_group(0);
    }

    /// Ends a child and its group.
    pub(super) fn end(child: &mut Child) {
        // It may have ended by itself in the meantime.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
}

#[cfg(not(unix))]
mod group {
    use std::process::{Child, Command, Stdio};

    pub(super) fn lead(_: &mut Command) {}

    /// Ends a child and what it started; `taskkill` is a part of Windows.
    pub(super) fn end(child: &mut Child) {
        let id = child.id().to_string();
        let mut command = Command::new("taskkill");
        command
            .args(["/F", "/T", "/PID", &id])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let _ = command.status();
        let _ = child.kill();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Failure, Process};
    use std::path::Path;
    use std::time::{Duration, Instant};

    fn run(script: &str, input: &[u8], timeout: u64, most_output: u64) -> Result<Vec<u8>, Failure> {
        let arguments = ["-c".into(), script.into()];
        let timeout = Duration::from_millis(timeout);
        Process { path: Path::new("/bin/sh"), arguments: &arguments, input, timeout, most_output }.run()
    }

    #[test]
    fn what_goes_in_comes_out() {
        let input = vec![b'x'; 1 << 20];
        assert_eq!(run("cat", &input, 60_000, 1 << 20).expect("it ends by itself"), input);
        // Whether the program reads its input or not.
        assert_eq!(run("echo y", &input, 60_000, 100), Ok(b"y\n".to_vec()));
    }

    #[test]
    fn what_it_says_is_the_reason() {
        assert_eq!(run("echo no >&2; exit 3", b"", 60_000, 100), Err(Failure::Failed("no".into())));
        let missing = Path::new("/nowhere/pdftotext");
        let process = Process {
            path: missing,
            arguments: &[],
            input: b"",
            timeout: Duration::from_secs(1),
            most_output: 1,
        };
        assert!(matches!(process.run(), Err(Failure::Failed(_))));
    }

    #[test]
    fn too_long_is_ended() {
        assert_eq!(run("while :; do echo xxxxxxxxxxxxxxxx; done", b"", 60_000, 1000), Err(Failure::TooLong));
    }

    /// What a launcher has started is ended with it, also when it holds none of the streams any more.
    #[test]
    fn a_launcher_is_ended_with_what_it_started() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mark = folder.path().join("mark");
        let script = format!("(sleep 1; echo late > '{}') & sleep 30", mark.display());
        let start = Instant::now();
        assert_eq!(run(&script, b"", 200, 100), Err(Failure::TimedOut));
        assert!(start.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(1500));
        assert!(!mark.exists(), "what it started went on");
    }
}
