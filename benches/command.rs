//! What the command costs as a whole: how long it takes to start, and batches on one thread and on two.
//!
//! `cargo bench --bench command` prints microseconds a report, the ratio to the floor of the same run, and the
//! goal. Each batch is a process of its own and reads and writes files, which the floor does not.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

#[expect(dead_code, reason = "the other bench needs all of it")]
mod floor;
mod filed;

use filed::{Cells, filed};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::write::{Format, write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many reports a batch has.
const COUNT: u32 = 600;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir(&input)?;
    let (mut reading, mut writing) = (Duration::ZERO, Duration::ZERO);
    for nth in 0..COUNT {
        let docx = docx(nth)?;
        let main_part = floor::main_part(&docx);
        reading += fastest(|| floor::read(&docx));
        writing += fastest(|| floor::write(&docx, &main_part));
        std::fs::write(input.join(format!("{nth:06}.docx")), &docx)?;
    }
    let one = input.join("000000.docx");
    println!("{:<8} {:<28} {:>9} {:>8}  goal", "", "work", "µs", "×");
    let print = |work: &str, took, floor, goal| println!("{}", floor::row("", work, took, floor, goal));
    let version = fastest(|| run(&["--version"], &[]));
    print("start: --version", version, version, "5000 µs");
    print("start: check one report", fastest(|| run(&["check"], &[&one])), version, "5000 µs");
    let (reading, writing) = (reading / COUNT, writing / COUNT);
    print("floor of reading", reading, reading, "");
    print("floor of reading and writing", reading + writing, reading, "");
    for (work, options, floor, goal) in [
        ("convert --to json", &["convert", "--to", "json"], reading, "1.3"),
        ("migrate --to docx", &["migrate", "--to", "docx"], reading + writing, "1.3"),
        ("migrate --to xlsx", &["migrate", "--to", "xlsx"], reading + writing, ""),
    ] {
        let batch = |jobs| {
            let options = [&options[..], &["--quiet", "--overwrite", "--jobs", jobs]].concat();
            fastest(|| run(&options, &[&input, Path::new("--output-dir"), &output])) / COUNT
        };
        let (one, two) = (batch("1"), batch("2"));
        print(work, one, floor, goal);
        println!("{}", floor::row("", "  one thread against two", one, two, "1.8"));
    }
    Ok(())
}

/// A report of which every sum is right, but for one of seven.
fn docx(nth: u32) -> Result<Vec<u8>, nianbao::Error> {
    let cells = if nth % 7 == 6 { Cells::Filled } else { Cells::Footing };
    write(&layout(&filed(nth, cells), Forms::built_in()), Format::Docx)
}

/// The fastest of three runs.
fn fastest<T>(mut run: impl FnMut() -> T) -> Duration {
    let timed = |_| {
        let begun = Instant::now();
        std::hint::black_box(run());
        begun.elapsed()
    };
    (0..3).map(timed).min().unwrap_or_default()
}

/// Runs the command; a check that finds errors is a run like any other.
fn run(options: &[&str], paths: &[&Path]) -> std::process::ExitStatus {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(options).args(paths).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the command can be run")
}
