//! `inspect`.

use super::args::{InspectArgs, Stage};
use super::input::Input;
use super::{Opened, Outcome, Session, fail, finding_line, print, stdout_colour};
use crate::document::draw;
use crate::lang::Lang;
use crate::write::to_json;
use std::fmt::Write as _;

pub(super) fn run(session: &Session, args: &InspectArgs) -> Outcome {
    let input = Input::of(&args.input);
    if args.stage == Some(Stage::Document) {
        return match session.document(&input) {
            Ok(document) => print(draw(&document).as_bytes()),
            Err(refused) => fail(&refused.line(session.lang)),
        };
    }
    let opened = match session.open(&input) {
        Ok(opened) => session.explained(opened),
        Err(refused) => return fail(&refused.line(session.lang)),
    };
    match args.stage {
        Some(_) => {
            let json = to_json(
                &opened.recognition.report,
                &opened.findings,
                &opened.places,
                None,
                session.lang,
                true,
            );
            print(format!("{json}\n").as_bytes())
        }
        None => print(summary(session, &opened).as_bytes()),
    }
}

/// What it is, edition by table, and what was found where.
fn summary(session: &Session, opened: &Opened) -> String {
    let report = &opened.recognition.report;
    let mut text = String::new();
    let unknown = session.choose("（未找到）", "(not found)");
    let year = report.year.map(|year| year.to_string());
    let rows = [
        (session.choose("标题", "title"), report.title.as_deref()),
        (session.choose("机关", "issuer"), report.issuer.as_deref()),
        (session.choose("年度", "year"), year.as_deref()),
        (session.choose("样式", "edition"), Some(report.edition.as_str())),
    ];
    for (name, value) in rows {
        let _ = writeln!(text, "{name}  {}", value.unwrap_or(unknown));
    }
    for table in &opened.recognition.tables {
        let ((lines, of_lines), (columns, of_columns)) = (table.lines, table.columns);
        let _ = match session.lang {
            Lang::Zh => writeln!(
                text,
                "表  {}：{} 年样式，{lines}/{of_lines} 行，{columns}/{of_columns} 栏",
                table.words, table.edition
            ),
            Lang::En => writeln!(
                text,
                "table  {}: edition {}, {lines}/{of_lines} lines, {columns}/{of_columns} columns",
                table.words, table.edition
            ),
        };
    }
    let n_facts = |kind: &str| report.facts.values().filter(|fact| fact.value.kind() == kind).count();
    let kinds = ["number", "blank", "nil", "text"].map(n_facts);
    let _ = match session.lang {
        Lang::Zh => writeln!(
            text,
            "数据  {} 项：数字 {}，空白 {}，划去 {}，文字 {}",
            report.facts.len(),
            kinds[0],
            kinds[1],
            kinds[2],
            kinds[3]
        ),
        Lang::En => writeln!(
            text,
            "facts  {}: {} numbers, {} blank, {} nil, {} text",
            report.facts.len(),
            kinds[0],
            kinds[1],
            kinds[2],
            kinds[3]
        ),
    };
    for passage in &report.narrative {
        let heading = passage.heading.as_deref().unwrap_or(&passage.section);
        let _ = match session.lang {
            Lang::Zh => writeln!(text, "文字  {heading}：{} 段", passage.paragraphs.len()),
            Lang::En => writeln!(text, "prose  {heading}: {} paragraphs", passage.paragraphs.len()),
        };
    }
    for finding in &opened.findings {
        let _ = writeln!(text, "{}", finding_line(finding, &opened.places, session.lang, stdout_colour()));
    }
    text
}
