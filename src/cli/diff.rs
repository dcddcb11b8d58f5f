//! `diff`.

use super::args::{DiffArgs, DiffFormat};
use super::columns::columns;
use super::file_name::ending;
use super::input::Input;
use super::{
    Opened, Outcome, Session, colon, fail, finding_line, output, print, say, stderr_colour, stdout_colour,
};
use crate::diff::{Comparison, comparison_table, diff};
use crate::finding::{Finding, Severity};
use crate::place::Places;
use crate::report::Report;
use crate::write::{Format, comparison_to_json, write};

/// What a comparison is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Columns,
    Json,
    Xlsx,
}

pub(super) fn run(session: &Session, args: &DiffArgs) -> Outcome {
    let Some(shape) = shape(args) else {
        say(session.choose("对照表只能写成 .xlsx 或 .json", "a comparison is written as .xlsx or .json"));
        return Outcome::Usage;
    };
    let inputs = [&args.a, &args.b].map(|path| Input::of(path));
    // Both are read, so that one run tells what is wrong with either.
    let [Some(a), Some(b)] = inputs.each_ref().map(|input| report(session, input)) else {
        return Outcome::Failed;
    };
    let comparison = diff(&a, &b, &session.forms, args.policy.into());
    for finding in &comparison.findings {
        say(&finding_line(finding, &Places::default(), session.lang, stderr_colour()));
    }
    let outcome = if comparison.findings.is_empty() { Outcome::Done } else { Outcome::Failed };
    outcome.max(put(session, args, shape, &inputs, &comparison))
}

/// By the name of the output, else by `--format`; `None` for a name that says neither.
fn shape(args: &DiffArgs) -> Option<Shape> {
    let Some(path) = &args.output else {
        return Some(if args.format == DiffFormat::Json { Shape::Json } else { Shape::Columns });
    };
    match ending(path)?.as_str() {
        "json" => Some(Shape::Json),
        "xlsx" => Some(Shape::Xlsx),
        _ => None,
    }
}

/// Reads a report, and says what is doubtful about the reading; its arithmetic is no matter here.
fn report(session: &Session, input: &Input) -> Option<Report> {
    let name = input.name(session.lang);
    let opened = session.open(input).map_err(|refused| say(&refused.line(session.lang)));
    let Opened { recognition, places, .. } = opened.ok()?;
    let is_doubt = |finding: &&Finding| finding.severity() > Severity::Notice;
    for finding in recognition.findings.iter().filter(is_doubt) {
        say(&format!(
            "{name}{}{}",
            colon(session.lang),
            finding_line(finding, &places, session.lang, stderr_colour())
        ));
    }
    Some(recognition.report)
}

fn put(
    session: &Session,
    args: &DiffArgs,
    shape: Shape,
    inputs: &[Input; 2],
    comparison: &Comparison,
) -> Outcome {
    let names = inputs.each_ref().map(|input| input.name(session.lang));
    let names = names.each_ref().map(String::as_str);
    let document = || comparison_table(comparison, names, session.lang, args.all);
    let bytes = match shape {
        Shape::Columns => Ok(columns(&document(), stdout_colour()).into_bytes()),
        Shape::Json => {
            Ok(format!("{}\n", comparison_to_json(comparison, names, args.all, args.output.is_some()))
                .into_bytes())
        }
        Shape::Xlsx => write(&document(), Format::Xlsx),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return fail(&error.sentence(session.lang)),
    };
    let Some(path) = &args.output else { return print(&bytes) };
    let paths = inputs.each_ref().map(Input::path);
    match output::write(session, path, &bytes, &paths, args.overwrite) {
        Ok(_) => {
            say(&format!("{} / {} → {}", names[0], names[1], path.display()));
            Outcome::Done
        }
        Err(outcome) => outcome,
    }
}
