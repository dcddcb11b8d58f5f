//! The words of a form, and when a filed text is the same words.

use crate::document::{fold, folded_chars};
use nom::IResult;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{map_opt, opt};
use nom::sequence::{delimited, preceded, terminated};

/// The words of a line, a head or a section: the official wording first, others as seen in the wild.
///
/// ```
/// use nianbao::grammar::Label;
/// let label = Label::new(["（三）接受培训人员数"]);
/// assert_eq!(label.text(), "（三）接受培训人员数");
/// assert!(label.accepts("(三) 接受培训\n人员数"));
/// assert!(!label.accepts("（三）举办培训班数"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    wordings: Vec<Wording>,
}

/// One wording of a label, and its comparison key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    text: String,
    key: Key,
}

impl Label {
    /// A label of these wordings; the first is printed.
    pub fn new<S: Into<String>>(wordings: impl IntoIterator<Item = S>) -> Self {
        let wordings = wordings.into_iter().map(Into::into);
        Self { wordings: wordings.map(|text| Wording { key: Key::of(&text), text }).collect() }
    }

    /// The official wording.
    #[must_use]
    pub fn text(&self) -> &str {
        self.wordings.first().map_or("", |wording| &wording.text)
    }

    /// Whether a filed text is one of the wordings, but for width, spaces, punctuation and ordinals.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        let key = Key::of(text);
        self.keys().any(|own| own.stem == key.stem)
    }

    /// The comparison keys of all wordings.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.wordings.iter().map(|wording| &wording.key)
    }
}

/// What is compared of a text: its ordinal, its words without punctuation, and the note in brackets
/// at its end.
///
/// ```
/// use nianbao::grammar::Key;
/// let key = Key::of("（二）部分公开（区分处理的，只计这一情形，不计其他情形）");
/// assert_eq!(key.stem, "部分公开");
/// assert_eq!(key.ordinal.map(|ordinal| ordinal.number), Some(2));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The number it begins with.
    pub ordinal: Option<Ordinal>,
    /// Its words, folded, without punctuation, without ordinal and note.
    pub stem: String,
    /// What stands in brackets at its end, folded.
    pub note: Option<String>,
}

/// The number a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// How it is written.
    pub style: OrdinalStyle,
    /// The number itself, from 1.
    pub number: u32,
}

/// The four levels of numbers in official documents (GB/T 9704-2012, 7.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrdinalStyle {
    /// `一、`
    First,
    /// `（一）`
    Second,
    /// `1.`
    Third,
    /// `（1）`
    Fourth,
}

impl Ordinal {
    /// The number that a text begins with.
    ///
    /// ```
    /// use nianbao::grammar::{Ordinal, OrdinalStyle};
    /// let ordinal = Ordinal::of("（ 二 ）申请情况").expect("it begins with one");
    /// assert_eq!((ordinal.style, ordinal.number), (OrdinalStyle::Second, 2));
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut folded = folded_chars(text).peekable();
        folded.peek().copied().filter(|first| may_be_numbered(*first))?;
        // None is longer than this.
        let start: String = folded.take(16).collect();
        numbered(&start).1
    }
}

impl Key {
    /// The key of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::of_folded(&fold(text))
    }

    /// The key of a text that is folded already.
    pub(crate) fn of_folded(folded: &str) -> Self {
        let (words, ordinal) = numbered(folded);
        let (words, note) = split_note(words);
        let mut stem = String::with_capacity(words.len());
        words.split(is_punctuation).for_each(|piece| stem.push_str(piece));
        Self { ordinal, stem, note }
    }
}

/// The first character of the stem of a text; none where it may begin with a number, which is no part of it.
pub(crate) fn stem_start(text: &str) -> Option<char> {
    let mut chars = folded_chars(text).peekable();
    if may_be_numbered(*chars.peek()?) { None } else { chars.find(|c| !is_punctuation(*c)) }
}

/// The words after the number that a folded text begins with, and the number. A 其中 may stand on either side of it.
fn numbered(folded: &str) -> (&str, Option<Ordinal>) {
    let after = |text| among(text).map_or(text, |(rest, ())| rest);
    let (words, ordinal) = opt(ordinal).parse(after(folded)).unwrap_or((folded, None));
    (after(words), ordinal)
}

/// Whether a text that is numbered may begin with a character: with what `ordinal` begins with, or 其中 before it.
fn may_be_numbered(first: char) -> bool {
    first == '('
        || first == '其'
        || first.is_ascii_digit()
        || is_chinese_digit(first)
        || circled(first).is_some()
}

/// How well the ordinal of a filed text fits the one of the form; less is better.
pub(crate) fn ordinal_distance(filed: Option<Ordinal>, form: Option<Ordinal>) -> u8 {
    match (filed, form) {
        (filed, form) if filed == form => 0,
        (Some(filed), Some(form)) if filed.number == form.number => 1,
        (None, _) => 1,
        (Some(_), None) => 2,
        (Some(_), Some(_)) => 3,
    }
}

/// The note in brackets at the end of a text, unless the text is nothing else.
fn split_note(text: &str) -> (&str, Option<String>) {
    let Some(inner) = text.strip_suffix(')') else { return (text, None) };
    match inner.rfind('(') {
        Some(0) | None => (text, None),
        Some(at) => (&text[..at], Some(inner[at + 1..].to_owned())),
    }
}

fn is_punctuation(c: char) -> bool {
    let is_wide =
        || matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '·' | '￥' | '％' | '～');
    if c.is_ascii() { c.is_ascii_punctuation() } else { is_wide() }
}

fn among(input: &str) -> IResult<&str, ()> {
    (tag("其中"), one_of(":,、")).map(|_| ()).parse(input)
}

/// `一、`, `（一）`, `1.` or `（1）`, folded.
///
/// ```text
/// ordinal = chinese ("、" | "." | ",") | "(" chinese ")" | digits ("." | "、" | ",") | "(" digits ")" | "①"…"⑳"
/// ```
pub(crate) fn ordinal(input: &str) -> IResult<&str, Ordinal> {
    let of = |style| move |number| Ordinal { style, number };
    alt((
        delimited(char('('), chinese_number, (char(')'), opt(char('、')))).map(of(OrdinalStyle::Second)),
        delimited(char('('), arabic_number, char(')')).map(of(OrdinalStyle::Fourth)),
        terminated(chinese_number, one_of("、.,")).map(of(OrdinalStyle::First)),
        terminated(arabic_number, one_of(".、,")).map(of(OrdinalStyle::Third)),
        map_opt(nom::character::complete::anychar, circled).map(of(OrdinalStyle::Third)),
    ))
    .parse(input)
}

fn circled(c: char) -> Option<u32> {
    ('①'..='⑳').contains(&c).then(|| u32::from(c) - u32::from('①') + 1)
}

fn arabic_number(input: &str) -> IResult<&str, u32> {
    map_opt(digit1, |digits: &str| digits.parse().ok().filter(|number| *number <= 99)).parse(input)
}

/// `一` to `九十九`.
pub(crate) fn chinese_number(input: &str) -> IResult<&str, u32> {
    map_opt(take_while1(is_chinese_digit), chinese_to_number).parse(input)
}

/// Whether a character is what the numbers of [`chinese_number`] are made of.
pub(crate) fn is_chinese_digit(c: char) -> bool {
    c == '十' || single_digit(c).is_some()
}

fn chinese_to_number(text: &str) -> Option<u32> {
    let digit = |text: &str| {
        let mut chars = text.chars();
        chars.next().and_then(single_digit).filter(|_| chars.next().is_none())
    };
    match text.split_once('十') {
        None => digit(text),
        Some(("", "")) => Some(10),
        Some(("", ones)) => Some(10 + digit(ones)?),
        Some((tens, "")) => Some(10 * digit(tens)?),
        Some((tens, ones)) => Some(10 * digit(tens)? + digit(ones)?),
    }
}

/// `一` to `九`.
pub(crate) fn single_digit(c: char) -> Option<u32> {
    let digit = match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(digit)
}

/// The unit that a note such as `单位:万元` names, folded.
pub(crate) fn unit_of_note(note: &str) -> Option<&str> {
    let unit =
        preceded((tag("单位"), opt(char(':'))), nom::combinator::rest::<&str, nom::error::Error<&str>>);
    let mut unit = unit;
    unit.parse(note).ok().map(|(_, unit)| unit).filter(|unit| !unit.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Key, Ordinal, OrdinalStyle};

    fn check(text: &str, ordinal: Option<(OrdinalStyle, u32)>, stem: &str, note: Option<&str>) {
        let ordinal = ordinal.map(|(style, number)| Ordinal { style, number });
        let note = note.map(str::to_owned);
        assert_eq!(Key::of(text), Key { ordinal, stem: stem.into(), note }, "{text}");
    }

    #[test]
    fn ordinals_of_all_levels() {
        check("十二、其他", Some((OrdinalStyle::First, 12)), "其他", None);
        check("（ 一 ）予以公开", Some((OrdinalStyle::Second, 1)), "予以公开", None);
        check("２．重复申请", Some((OrdinalStyle::Third, 2)), "重复申请", None);
        check("2、 主动公开", Some((OrdinalStyle::Third, 2)), "主动公开", None);
        check("（3）其他", Some((OrdinalStyle::Fourth, 3)), "其他", None);
        check("③其他", Some((OrdinalStyle::Third, 3)), "其他", None);
        check("总计", None, "总计", None);
        check("其中：1、当面申请数", Some((OrdinalStyle::Third, 1)), "当面申请数", None);
        check("其中：涉及国家秘密", None, "涉及国家秘密", None);
    }

    #[test]
    fn a_number_in_the_words_is_no_ordinal() {
        check("第二十条第(五) 项", None, "第二十条第五项", None);
        check("2021年度", None, "2021年度", None);
    }

    #[test]
    fn notes_are_set_apart() {
        check("本年收费金额（单位：万元）", None, "本年收费金额", Some("单位:万元"));
        check("（勾稽关系为：一，二）", None, "勾稽关系为一二", None);
    }
}
