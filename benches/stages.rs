//! What each stage costs, beside the floor: inflating and tokenising the same bytes and nothing else.
//!
//! `cargo bench` prints microseconds a report and the ratio to the floor of the same run; machines are
//! noisy, so only ratios of one run are worth comparing.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use nianbao::check::check;
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::{Policy, migrate};
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::recognize::recognize;
use nianbao::report::{Fact, Report, Value};
use nianbao::write::{Format, to_json, write};
use quick_xml::events::Event;
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

/// Runs a stage for a quarter of a second; gives the fastest run.
fn time<T>(mut stage: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    let mut best = Duration::MAX;
    while start.elapsed() < Duration::from_millis(250) {
        let run = Instant::now();
        black_box(stage());
        best = best.min(run.elapsed());
    }
    best
}

/// A filled report of an edition with some prose.
fn report(forms: &Forms, edition: &str) -> Report {
    let form = forms.edition(edition).expect("the edition is built in");
    let mut report = nianbao::layout::blank(form);
    report.title = Some("某某县水利局2019年政府信息公开工作年度报告".into());
    for (nth, (_, fact)) in report.facts.iter_mut().enumerate() {
        let number = i64::try_from(nth % 7).unwrap_or_default();
        *fact = Fact::filed(Value::from(number), number.to_string(), None);
    }
    for passage in &mut report.narrative {
        passage.paragraphs.extend(
            (0..8).map(|_| "全年主动公开政府信息，及时回应群众关切，规范办理依申请公开。".repeat(3).into()),
        );
    }
    report
}

/// The floor: every event of the main part, nothing built.
fn floor(docx: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("our own file is whole");
    let mut xml = Vec::new();
    archive
        .by_name("word/document.xml")
        .expect("it has a main part")
        .read_to_end(&mut xml)
        .expect("it inflates");
    let mut reader = quick_xml::Reader::from_reader(xml.as_slice());
    let mut n_events = 0;
    while !matches!(reader.read_event().expect("it is well-formed"), Event::Eof) {
        n_events += 1;
    }
    n_events
}

fn main() {
    let forms = Forms::built_in();
    let limits = Limits::default();
    println!("{:<8} {:<12} {:>9} {:>8}", "edition", "stage", "µs", "× floor");
    for edition in ["2014", "2019", "2021"] {
        let report = report(forms, edition);
        let docx = write(&layout(&report, forms), Format::Docx).expect("it can be written");
        let document = read(&docx, &limits).expect("it can be read");
        let recognition = recognize(&document, forms);
        let migrated = migrate(&report, forms, Policy::Standard).report;
        let laid = layout(&migrated, forms);
        let floor_time = time(|| floor(&docx));
        let stages: [(&str, Duration); 10] = [
            ("floor", floor_time),
            ("read", time(|| read(&docx, &limits))),
            ("recognize", time(|| recognize(&document, forms))),
            ("check", time(|| check(&recognition.report, forms))),
            ("migrate", time(|| migrate(&report, forms, Policy::Standard))),
            ("layout", time(|| layout(&migrated, forms))),
            ("write docx", time(|| write(&laid, Format::Docx))),
            ("write xlsx", time(|| write(&laid, Format::Xlsx))),
            ("write html", time(|| write(&laid, Format::Html))),
            (
                "write json",
                time(|| {
                    to_json(
                        &recognition.report,
                        &[],
                        &Places::default(),
                        None,
                        nianbao::lang::Lang::Zh,
                        false,
                    )
                }),
            ),
        ];
        for (stage, took) in stages {
            let ratio = took.as_secs_f64() / floor_time.as_secs_f64();
            println!("{edition:<8} {stage:<12} {:>9.1} {ratio:>8.2}", took.as_secs_f64() * 1e6);
        }
    }
}
