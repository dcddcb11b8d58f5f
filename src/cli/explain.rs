//! `explain`.

use super::args::ExplainArgs;
use super::{Outcome, Session, print, say};
use crate::finding::Severity;
use crate::grammar::{Bond, Direction, Explanation, Explanations, Form, Operator, Section, Table};
use crate::lang::{Bilingual, Lang};
use crate::recognize::similarity;
use std::collections::HashSet;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

pub(super) fn run(session: &Session, args: &ExplainArgs) -> Outcome {
    let Some(code) = args.code.as_deref() else { return print(list(session).as_bytes()) };
    if let Some(explanation) = Explanations::built_in().of(&code.to_ascii_lowercase()) {
        return print(explained(session, explanation).as_bytes());
    }
    let told = rules(session).into_iter().find(|told| told.rule.eq_ignore_ascii_case(code));
    match told {
        Some(told) => print(rule_in_words(session, told.rule).as_bytes()),
        None => unknown(session, code),
    }
}

/// A code that there is not, and those that are like it.
fn unknown(session: &Session, code: &str) -> Outcome {
    let codes = Explanations::built_in().iter().map(|explanation| explanation.code.as_str());
    let asked = code.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = codes
        .chain(rules(session).into_iter().map(|told| told.rule))
        .map(|known| (similarity(&asked, &known.to_ascii_lowercase()), known))
        .filter(|(likeness, known)| *likeness >= 60 || known.split('-').any(|word| word == asked))
        .collect();
    near.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    near.truncate(3);
    let near: Vec<&str> = near.into_iter().map(|(_, known)| known).collect();
    let message = session.choose("没有这个代码", "no such code");
    let like = match near[..] {
        [] => String::new(),
        _ => format!("{}{}", session.choose("；相近的有 ", "; near ones are "), near.join(" ")),
    };
    let all = session.choose("；nianbao explain 列出全部", "; `nianbao explain` lists all");
    say(&format!("{code}{}{message}{like}{all}", super::colon(session.lang)));
    Outcome::Usage
}

/// The words of a severity of the file of explanations.
fn severity_word(session: &Session, severity: &str) -> &'static str {
    let known = Severity::ALL.into_iter().find(|known| known.as_str() == severity);
    known.map_or(session.choose("不能使用", "unusable"), |severity| severity.word(session.lang))
}

fn explained(session: &Session, explanation: &Explanation) -> String {
    let text = explanation.text(session.lang);
    let parts = [
        (session.choose("依据", "rule"), &text.rule),
        (session.choose("例", "example"), &text.example),
        (session.choose("办法", "what to do"), &text.remedy),
    ];
    let word = severity_word(session, &explanation.severity);
    let mut words = format!("{}  {word}\n{}\n", explanation.code, text.means);
    for (name, part) in parts {
        let _ = writeln!(words, "{name}{}{part}", super::colon(session.lang));
    }
    words
}

/// Every code and every rule of a relation, a line each.
fn list(session: &Session) -> String {
    let mut text = String::new();
    let mut line = |code: &str, kind: &str, words: &str| {
        let gap = " ".repeat(10usize.saturating_sub(kind.width()));
        let _ = writeln!(text, "{code:24}{kind}{gap}{words}");
    };
    for explanation in Explanations::built_in().iter() {
        let words = explanation.text(session.lang).in_short();
        line(&explanation.code, severity_word(session, &explanation.severity), words);
    }
    for told in rules(session) {
        line(told.rule, session.choose("勾稽关系", "relation"), &told.words);
    }
    text
}

/// A relation of a form, within a report or between years, as it is told.
struct Told<'s> {
    form: &'s Form,
    section: &'s Section,
    table: &'s Table,
    rule: &'s str,
    direction: Direction,
    words: String,
    source: Option<&'s Bilingual>,
    /// The code of the finding where it does not hold.
    broken: &'static str,
}

/// The relations of all editions.
fn relations(session: &Session) -> Vec<Told<'_>> {
    let tables = session.forms.tables();
    tables
        .flat_map(|(form, section, table)| {
            let within = table.relations.iter().map(move |own| Told {
                form,
                section,
                table,
                rule: &own.rule,
                direction: own.direction,
                words: table.relation_in_words(own, session.lang),
                source: own.source.as_ref(),
                broken: match own.operator {
                    Operator::Equal => "does-not-foot",
                    Operator::AtMost => "part-exceeds-whole",
                },
            });
            let between = table.year_relations.iter().map(move |own| Told {
                form,
                section,
                table,
                rule: &own.rule,
                direction: own.direction,
                words: table.year_relation_in_words(own, session.lang),
                source: own.source.as_ref(),
                broken: match own.bond {
                    Bond::Carried => "carry-over-differs",
                    Bond::Running => "running-total-differs",
                },
            });
            within.chain(between)
        })
        .collect()
}

/// The first relation of each rule.
fn rules(session: &Session) -> Vec<Told<'_>> {
    let mut met = HashSet::new();
    relations(session).into_iter().filter(|told| met.insert(told.rule)).collect()
}

/// What a rule says in each edition that has it, with its source, and what is said where it does not hold.
fn rule_in_words(session: &Session, rule: &str) -> String {
    let mut text = format!("{rule}  {}\n", session.choose("勾稽关系", "relation"));
    let own: Vec<Told<'_>> = relations(session).into_iter().filter(|told| told.rule == rule).collect();
    let mut last = None;
    for told in &own {
        let Form { edition, issued, .. } = told.form;
        if last != Some(edition) {
            let _ = match session.lang {
                Lang::Zh => writeln!(text, "{edition} 年样式（{issued}）"),
                Lang::En => writeln!(text, "edition {edition} ({issued})"),
            };
            last = Some(edition);
        }
        text.push_str(&in_words(session, told));
    }
    let is_said = |code: &str| own.iter().any(|told| told.broken == code);
    for explanation in Explanations::built_in().iter().filter(|own| is_said(&own.code)) {
        let word = severity_word(session, &explanation.severity);
        let _ = writeln!(
            text,
            "{}{word} {}",
            session.choose("不成立时：", "if it does not hold: "),
            explanation.code
        );
    }
    text
}

/// `  表：A + B = C`, and its source.
fn in_words(session: &Session, told: &Told<'_>) -> String {
    let Told { section, table, direction, words, source, .. } = told;
    let colon = super::colon(session.lang);
    let place = table.spanner.as_ref().unwrap_or(&section.heading).text();
    let each = match direction {
        Direction::Column if table.n_columns() > 1 => session.choose("，每一栏", ", in every column"),
        Direction::Row if table.n_rows() > 1 => session.choose("，每一行", ", in every row"),
        _ => "",
    };
    let mut text = format!("  {place}{each}{colon}{words}\n");
    if let Some(source) = source {
        let _ = writeln!(text, "    {}{colon}{}", session.choose("出处", "source"), source.get(session.lang));
    }
    text
}
