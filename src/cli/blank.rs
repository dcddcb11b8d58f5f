//! `forms`.

use super::args::FormsArgs;
use super::file_name::ending;
use super::{Outcome, Session, fail, output, print, say};
use crate::document::draw;
use crate::grammar::Form;
use crate::layout::{blank, layout, to_fill};
use crate::write::{Format, write};
use std::fmt::Write as _;

pub(super) fn run(session: &Session, args: &FormsArgs) -> Outcome {
    let Some(edition) = &args.edition else { return list(session) };
    let Some(form) = session.forms.edition(edition) else {
        let known: Vec<&str> = session.forms.iter().map(|form| form.edition.as_str()).collect();
        let message = session.choose("没有这一版样式，已知的有", "no such edition; there are");
        say(&format!("{edition}：{message} {}", known.join(" ")));
        return Outcome::Usage;
    };
    let Some(path) = &args.output else {
        return print(draw(&layout(&blank(form), &session.forms)).as_bytes());
    };
    let format = match ending(path).as_deref() {
        Some("docx") => Format::Docx,
        Some("xlsx") => Format::Xlsx,
        _ => {
            say(session.choose("空白表只能写成 .docx 或 .xlsx", "a blank form is written as .docx or .xlsx"));
            return Outcome::Usage;
        }
    };
    match write(&to_fill(form, &session.forms), format) {
        Ok(bytes) => output::write(session, path, &bytes, &[], args.overwrite)
            .map_or_else(|outcome| outcome, |_| Outcome::Done),
        Err(error) => fail(&error.sentence(session.lang)),
    }
}

fn list(session: &Session) -> Outcome {
    let mut text = String::new();
    for form in session.forms.iter() {
        let Form { edition, title, issued, .. } = form;
        let n_concepts = form.concepts().count();
        let figures = session.choose("项数据", "figures");
        let _ = writeln!(text, "{edition}  {title}  {issued}  {n_concepts} {figures}");
    }
    print(text.as_bytes())
}
