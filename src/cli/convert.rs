//! `convert` and `migrate`.

use super::args::{ConvertArgs, FormatArg, MigrateArgs};
use super::batch::{self, Target};
use super::conversion::Conversion;
use super::file_name::ending;
use super::{Outcome, Session, say, stderr_colour};
use std::path::Path;

pub(super) fn run(session: &Session, args: &ConvertArgs, migration: Option<&MigrateArgs>) -> Outcome {
    let ledgers = migration.and_then(|args| args.ledger_dir.as_deref());
    let outputs: Vec<&Path> = args.output_dir.as_deref().into_iter().chain(ledgers).collect();
    let inputs = match session.inputs(&args.inputs, &outputs) {
        Ok(inputs) => inputs,
        Err(outcome) => return outcome,
    };
    if let Some(message) = unfit(session, args, migration, inputs.len()) {
        say(message);
        return Outcome::Usage;
    }
    let format = match format(session, args, migration.is_some()) {
        Ok(format) => format,
        Err(outcome) => return outcome,
    };
    let target = match (&args.output, &args.output_dir) {
        (Some(output), _) if output == Path::new("-") => Target::Stdout,
        (Some(output), _) => Target::File(output),
        (None, Some(folder)) => Target::Folder(folder),
        (None, None) => unreachable!("clap requires one of the two"),
    };
    let takes_lines = target == Target::Stdout && format == FormatArg::Json;
    let takes_one = !takes_lines && !matches!(target, Target::Folder(_));
    if takes_one && inputs.len() > 1 {
        say(session.choose(
            "-o 只能写一份报告；多份请用 --output-dir DIR",
            "-o takes one report; use --output-dir DIR for several",
        ));
        return Outcome::Usage;
    }
    let is_line = args.output.as_deref().and_then(ending).as_deref() == Some("ndjson");
    let are_lines = is_line || takes_lines && inputs.len() > 1;
    let colour = stderr_colour();
    let conversion = Conversion { session, args, migration, format, takes_one, are_lines, colour };
    batch::run(&conversion, &inputs, target)
}

/// Why these options do not fit each other or the number of inputs.
fn unfit<'s>(
    session: &'s Session,
    args: &ConvertArgs,
    migration: Option<&MigrateArgs>,
    n_inputs: usize,
) -> Option<&'s str> {
    let ledger = migration.and_then(|args| args.ledger.as_deref());
    if ledger.is_some_and(|path| !matches!(ending(path).as_deref(), Some("json" | "xlsx"))) {
        return Some(session.choose("台账只能写成 .json 或 .xlsx", "a ledger is written as .json or .xlsx"));
    }
    if args.with.is_some() && n_inputs > 1 {
        return Some(session.choose(
            "--with 只用于一份报告：一个输入文件，加上另一个文件",
            "--with is for one report: one input and the other file",
        ));
    }
    (n_inputs > 1 && !args.apply.is_empty()).then(|| {
        session.choose(
            "--apply 的建议只属于一份报告，不能同时转换几份",
            "--apply names suggestions of one report; several cannot be converted with it",
        )
    })
}

/// The format that the name of an output tells; standard output takes JSON.
pub(super) fn format_of(output: &Path) -> Option<FormatArg> {
    if output == Path::new("-") {
        return Some(FormatArg::Json);
    }
    match ending(output)?.as_str() {
        "docx" => Some(FormatArg::Docx),
        "xlsx" => Some(FormatArg::Xlsx),
        "html" | "htm" => Some(FormatArg::Html),
        "json" | "ndjson" => Some(FormatArg::Json),
        _ => None,
    }
}

/// `--to`, else by the name of the output; a migration defaults to DOCX.
fn format(session: &Session, args: &ConvertArgs, is_migration: bool) -> Result<FormatArg, Outcome> {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
    let by_name = args.output.as_deref().and_then(format_of);
    let default = (args.output_dir.is_some() && is_migration).then_some(FormatArg::Docx);
    if let (None, None, Some(ending)) = (args.to, by_name, ending) {
        let message = session.choose(
            "不能按扩展名 `.{}` 输出；请把输出文件命名为 .docx、.xlsx、.html 或 .json，或用 --to 指明格式",
            "`.{}` is no output format; name the output .docx, .xlsx, .html or .json, or add --to",
        );
        say(&message.replace("{}", ending));
        return Err(Outcome::Usage);
    }
    args.to.or(by_name).or(default).ok_or_else(|| {
        say(session.choose(
            "请用 --to 指明输出格式：docx、xlsx、html 或 json",
            "name the format: --to docx, xlsx, html or json",
        ));
        Outcome::Usage
    })
}
