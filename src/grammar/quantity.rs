//! What a cell of the body says.

use crate::document::{fold, folded_chars};
use crate::report::{Decimal, Value};
use nom::IResult;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{all_consuming, map_opt, opt, recognize, value};
use nom::multi::many1_count;
use nom::sequence::preceded;

/// A value and the unit written beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What the cell says, in the unit that it names.
    pub value: Value,
    /// The unit written in the cell, folded.
    pub unit: Option<String>,
}

/// Reads a cell of the body.
///
/// ```text
/// cell     = nothing | nil | quantity
/// nil      = "/" | "\" | "-"… | "无" | "不适用"
/// quantity = [ "+" | "-" ] digits [ "." digits ] [ unit ]        ; "1,234,567" in groups of three
/// ```
///
/// ```
/// use nianbao::grammar::quantity;
/// use nianbao::report::Value;
/// assert_eq!(quantity("１,０２４").value, Value::from(1024));
/// assert_eq!(quantity("251000元").unit.as_deref(), Some("元"));
/// assert_eq!(quantity("——").value, Value::Nil);
/// assert_eq!(quantity("\u{a0}").value, Value::Blank);
/// assert_eq!(quantity("约10").value, Value::Text("约10".into()));
/// ```
#[must_use]
pub fn quantity(text: &str) -> Quantity {
    // Most cells are digits, which folding leaves as they are.
    let is_words = || folded_chars(text).next().is_some_and(|first| !begins_value(first));
    let read = if plain_digits(text).is_some() {
        quantity_of_folded(text, text)
    } else if is_words() {
        None
    } else {
        quantity_of_folded(text, &fold(text))
    };
    read.unwrap_or_else(|| Quantity { value: Value::Text(text.trim().to_owned()), unit: None })
}

/// Whether a cell of the body names a unit.
///
/// ```
/// use nianbao::grammar::names_unit;
/// assert!(names_unit("251000元") && !names_unit("251000") && !names_unit("约10元"));
/// ```
#[must_use]
pub fn names_unit(text: &str) -> bool {
    // A unit stands behind the digits.
    !text.ends_with(|c: char| c.is_ascii_digit()) && quantity(text).unit.is_some()
}

/// The same of a text that is folded already; `None` of words.
pub(crate) fn quantity_of_folded(text: &str, folded: &str) -> Option<Quantity> {
    if let Some(small) = plain_digits(text) {
        return Some(Quantity { value: Value::from(small), unit: None });
    }
    match folded.chars().next() {
        None => return Some(Quantity { value: Value::Blank, unit: None }),
        Some(first) if !begins_value(first) => return None,
        Some(_) => {}
    }
    // A number broken by white space might be two numbers; only a space beside it is harmless.
    let (_, quantity) = all_consuming(cell).parse(folded).ok()?;
    (!splits_digits(text)).then_some(quantity)
}

/// Most cells are a few ASCII digits: this is the short way for them.
fn plain_digits(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() < 18 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.bytes().fold(0, |number, b| number * 10 + i64::from(b - b'0')))
}

/// Whether a cell may begin with a character, folded, and be no mere words: with what `cell` begins with.
fn begins_value(first: char) -> bool {
    first.is_ascii_digit() || "+-,/\\无不".contains(first)
}

/// Whether white space stands between two digits.
fn splits_digits(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut words = text.split_whitespace();
    let Some(mut before) = words.next() else { return false };
    words.any(|word| {
        let split = before.ends_with(is_digit) && word.starts_with(is_digit);
        before = word;
        split
    })
}

fn cell(input: &str) -> IResult<&str, Quantity> {
    alt((nil.map(|value| Quantity { value, unit: None }), number_with_unit)).parse(input)
}

fn nil(input: &str) -> IResult<&str, Value> {
    let strokes = alt((recognize(many1_count(char('-'))), recognize(many1_count(one_of("/\\")))));
    value(Value::Nil, all_consuming(alt((strokes, tag("无"), tag("不适用"))))).parse(input)
}

fn number_with_unit(input: &str) -> IResult<&str, Quantity> {
    (number, opt(unit))
        .map(|(number, unit)| Quantity { value: Value::Number(number), unit: unit.map(str::to_owned) })
        .parse(input)
}

fn unit(input: &str) -> IResult<&str, &str> {
    let word = ["万元", "亿元", "元", "人次", "件", "条", "次", "篇", "个", "项", "人", "期", "宗", "份"];
    let mut words = word.map(tag);
    alt(&mut words[..]).parse(input)
}

/// `-1,234.50`, exact; more than 28 digits are no number.
fn number(input: &str) -> IResult<&str, Decimal> {
    let fraction = preceded(char('.'), digit1);
    map_opt((opt(one_of("+-")), whole, opt(fraction)), |(sign, whole, fraction)| {
        let minus = if sign == Some('-') { "-" } else { "" };
        let point = if fraction.is_some() { "." } else { "" };
        let text = format!("{minus}{whole}{point}{}", fraction.unwrap_or_default());
        Decimal::from_str_exact(&text).ok().map(|number| number.normalize())
    })
    .parse(input)
}

/// Digits, or digits in groups of three.
fn whole(input: &str) -> IResult<&str, String> {
    map_opt(take_while1(|c: char| c.is_ascii_digit() || c == ','), |text: &str| {
        let mut groups = text.split(',');
        let first = groups.next()?;
        let grouped = !first.is_empty() && groups.clone().all(|group| group.len() == 3);
        let short = first.len() <= 3 || groups.next().is_none();
        (grouped && short).then(|| text.replace(',', ""))
    })
    .parse(input)
}

/// A number in another unit of money, shifted exactly; `None` when the two units do not measure the same.
///
/// ```
/// use nianbao::{grammar::shift, report::Decimal};
/// assert_eq!(shift(Decimal::new(251, 2), "万元", "元"), Some(25100.into()));
/// assert_eq!(shift(5.into(), "件", "元"), None);
/// ```
#[must_use]
pub fn shift(number: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let factor = |unit| match unit {
        "元" => Some(1i64),
        "万元" => Some(10_000),
        "亿元" => Some(100_000_000),
        _ => None,
    };
    let (from, to) = (factor(from)?, factor(to)?);
    let shifted = number.checked_mul(from.into())?.checked_div(to.into())?;
    // Division by a power of ten is exact unless digits ran out; then multiplying back differs.
    let exact = shifted.checked_mul(to.into())? == number.checked_mul(from.into())?;
    exact.then(|| shifted.normalize())
}

#[cfg(test)]
mod tests {
    use super::quantity;

    #[test]
    fn cells_of_real_reports() {
        let cases = [
            (" 0", "number 0", ""),
            ("0 ", "number 0", ""),
            ("", "blank ", ""),
            ("\u{3000}", "blank ", ""),
            ("/", "nil /", ""),
            ("／", "nil /", ""),
            ("-", "nil /", ""),
            ("——", "nil /", ""),
            ("无", "nil /", ""),
            ("不适用", "nil /", ""),
            ("+1036", "number 1036", ""),
            ("-18", "number -18", ""),
            ("－18", "number -18", ""),
            ("59237.2449", "number 59237.2449", ""),
            ("16.00", "number 16", ""),
            ("75394432.52元", "number 75394432.52", "元"),
            ("1,234,567", "number 1234567", ""),
            ("１２３", "number 123", ""),
            ("3件", "number 3", "件"),
            ("5人次", "number 5", "人次"),
            ("1,23", "text 1,23", ""),
            ("12 34", "text 12 34", ""),
            ("1.2.3", "text 1.2.3", ""),
            ("12月", "text 12月", ""),
            ("0.10", "number 0.1", ""),
            (".5", "text .5", ""),
            ("00123", "number 123", ""),
            ("100", "number 100", ""),
            ("100.0", "number 100", ""),
            ("1000000", "number 1000000", ""),
            ("79228162514264337593543950336", "text 79228162514264337593543950336", ""),
        ];
        for (text, expected, unit) in cases {
            let read = quantity(text);
            assert_eq!(format!("{} {}", read.value.kind(), read.value), expected, "{text}");
            assert_eq!(read.unit.unwrap_or_default(), unit, "{text}");
        }
    }
}
