//! Lines in which an old report is signed: `单位负责人：… 审核人：… 填报日期：…`.

use super::label::Label;
use crate::document::fold_char;
use nom::branch::alt;
use nom::character::complete::{anychar, one_of, space0, space1};
use nom::combinator::{eof, verify};
use nom::sequence::terminated;
use nom::{IResult, Parser};

/// What a field of a signature line begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sign {
    /// Its words.
    pub label: Label,
    /// Whether a person is named after it, or how to reach one.
    pub is_personal: bool,
}

/// A field of a signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignField<'t> {
    /// What it begins with as written, without the colon; empty for words before the first label.
    pub label: &'t str,
    /// Label and value as written.
    pub text: &'t str,
    /// Whether it names a person, or how to reach one.
    pub is_personal: bool,
}

/// The fields of a line that begins with a sign; none for any other line.
///
/// ```text
/// line = field { space field }
/// field = label ( ":" | space ) value        the characters of a label may be spaced out
/// ```
///
/// ```
/// use nianbao::grammar::{Label, Sign, sign_fields};
/// let sign = |label: &str, is_personal| Sign { label: Label::new([label]), is_personal };
/// let (reviewer, day) = (sign("审核人：", true), sign("填报日期：", false));
/// let fields = sign_fields("审 核 人：某某  填报日期：2020年1月5日", &[&reviewer, &day]);
/// assert_eq!((fields[0].label, fields[0].is_personal), ("审 核 人", true));
/// assert_eq!(fields[1].text, "填报日期：2020年1月5日");
/// assert!(sign_fields("审核人员3名。", &[&reviewer, &day]).is_empty());
/// ```
#[must_use]
pub fn sign_fields<'t>(text: &'t str, signs: &[&Sign]) -> Vec<SignField<'t>> {
    let label_at = |start: usize| {
        let lengths =
            signs.iter().filter_map(|sign| Some((start, label_length(&text[start..], &sign.label)?, *sign)));
        lengths.max_by_key(|(_, length, _)| *length)
    };
    let Some(first) = label_at(text.len() - text.trim_start().len()) else { return Vec::new() };
    let mut labels = vec![first];
    let separators = text.char_indices().filter(|(_, c)| c.is_whitespace() || "，；,;".contains(*c));
    for start in separators.map(|(at, c)| at + c.len_utf8()) {
        // The spaced characters of a label are no labels of their own.
        if labels.last().is_some_and(|(last, length, _)| start >= last + length) {
            labels.extend(label_at(start));
        }
    }
    let ends = labels.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]);
    let field = |((start, length, sign), end): (&(usize, usize, &Sign), usize)| SignField {
        label: text[*start..start + length].trim_end(),
        text: text[*start..end].trim_end_matches(|c: char| c.is_whitespace() || "，；,;".contains(c)),
        is_personal: sign.is_personal,
    };
    labels.iter().zip(ends).map(field).collect()
}

/// How many bytes of a text are one of the wordings of a label that a colon, a space or nothing follows.
fn label_length(text: &str, label: &Label) -> Option<usize> {
    let first = text.chars().next().and_then(fold_char)?;
    let begin_alike = label.keys().filter(|key| key.stem.starts_with(first));
    let lengths = begin_alike.filter_map(|key| {
        let (rest, ()) = spaced(&key.stem, text).ok()?;
        Some(text.len() - rest.len())
    });
    lengths.max()
}

/// The characters of a word, whatever space is between them, and then the end of the word.
fn spaced<'t>(word: &str, text: &'t str) -> IResult<&'t str, ()> {
    let mut rest = text;
    for (nth, wanted) in word.chars().enumerate() {
        let is_same = |c: &char| fold_char(*c) == Some(wanted);
        // Space before the first character is no part of the label.
        let between = if nth == 0 { rest } else { rest.trim_start() };
        (rest, _) = verify(anychar, is_same).parse(between)?;
    }
    let end = alt((terminated(space0, one_of(":：")).map(drop), space1.map(drop), eof.map(drop)));
    nom::combinator::peek(end).map(|()| ()).parse(rest)
}
