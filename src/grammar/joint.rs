//! Figures that may count one thing several times in a sum over organs: `grammars/combination.notes`, read by nom.

use super::figures::{Figures, figures};
use super::notation::{Lines, NotationError, Parsed, block, explain, keyword, line, lines};
use super::tokens::Tokens;
use crate::lang::Bilingual;
use nom::Parser;
use nom::bytes::complete::is_not;
use nom::character::complete::char;
use nom::combinator::rest;
use nom::error::context;
use nom::sequence::{preceded, separated_pair};
use std::sync::OnceLock;

/// What is said of figures that may count one thing several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointNote {
    /// The remark.
    pub words: Bilingual,
    /// Of which figures.
    pub figures: Figures,
}

/// All such remarks.
///
/// # Panics
///
/// Never: a test reads the file.
///
/// ```
/// use nianbao::grammar::joint_notes;
/// assert!(joint_notes()[0].figures.have("disclosure.normative_documents.issued"));
/// ```
#[must_use]
pub fn joint_notes() -> &'static [JointNote] {
    static NOTES: OnceLock<Vec<JointNote>> = OnceLock::new();
    NOTES.get_or_init(|| {
        read("combination.notes", include_str!("../../grammars/combination.notes"))
            .expect("a test reads the file")
    })
}

fn read(file: &str, text: &str) -> Result<Vec<JointNote>, NotationError> {
    let lines = lines(text);
    let parsed = block(0, note)(Tokens::new(&lines));
    parsed.map(|(_, notes)| notes).map_err(|error| explain(file, &lines, error))
}

/// `note 中文 | English`, and `cells = …` under it.
fn note(input: Lines<'_>) -> Parsed<'_, JointNote> {
    let trimmed = |text: &str| text.trim().to_owned();
    let words = separated_pair(is_not("|"), char('|'), rest);
    let words = context("the remark in Chinese, `|`, and in English", words);
    let mut head =
        preceded(keyword("note"), words).map(|(zh, en)| Bilingual { zh: trimmed(zh), en: trimmed(en) });
    let (input, words) = line(0, |text| head.parse(text))(input)?;
    let mut cells = preceded((keyword("cells"), keyword("=")), figures);
    let (input, figures) = line(1, |text| cells.parse(text))(input)?;
    Ok((input, JointNote { words, figures }))
}
