//! A phrase of a claim: words, gaps and a hole for the count.

use super::super::label::{chinese_number, is_chinese_digit};
use super::super::notation::{Expected, Words};
use super::super::quantity::quantity;
use crate::document::fold;
use crate::report::Decimal;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space1};
use nom::combinator::{cut, map_opt, value};
use nom::error::context;
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};
use std::ops::Range;

/// Words, gaps and a hole, in order.
#[derive(Debug)]
pub(super) struct Phrase(Vec<Element>);

#[derive(Clone, Debug)]
enum Element {
    Words(Vec<String>),
    Maybe(Vec<String>),
    /// Anything but digits and `、`.
    Gap,
    /// Anything but digits.
    Stretch,
    Count,
    Amount,
}

/// Where a phrase was found, and what stands in its hole.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the number begins; the end of a phrase without a hole.
    pub(super) number_at: usize,
    /// Where the unit of the number ends.
    pub(super) unit_end: usize,
    /// The count; 0 without a hole.
    pub(super) stated: Decimal,
    /// The unit of money.
    pub(super) unit: Option<&'static str>,
    /// The words of the phrase.
    pub(super) own: Vec<Range<usize>>,
}

/// `收到|受理 … 申请 [共] {count} 件`
pub(super) fn phrase(input: &str) -> Words<'_, Phrase> {
    // Once a phrase has begun, what is no element is told as such.
    let elements = (element, many0(preceded(space1, cut(element))));
    let phrase =
        |(first, others): (Element, Vec<Element>)| Phrase([first].into_iter().chain(others).collect());
    elements.map(phrase).parse(input)
}

fn element(input: &str) -> Words<'_, Element> {
    let is_sign = |c: char| matches!(c, '|' | '[' | ']' | '{' | '}' | '…');
    let word = || take_while1(move |c: char| !c.is_whitespace() && !is_sign(c));
    let word = || word().map(|word| fold(word).into_owned());
    let words = || separated_list1(char::<&str, Expected<'_>>('|'), word());
    let element = alt((
        words().map(Element::Words),
        value(Element::Stretch, tag("……")),
        value(Element::Gap, tag("…")),
        value(Element::Count, tag("{count}")),
        value(Element::Amount, tag("{amount}")),
        delimited(char('['), words(), char(']')).map(Element::Maybe),
    ));
    context("a word, `…`, `……`, `{count}` or `{amount}`", element).parse(input)
}

impl Phrase {
    /// The words of which it needs one, for each of its places.
    pub(super) fn needed(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().filter_map(|element| match element {
            Element::Words(words) => Some(words.as_slice()),
            _ => None,
        })
    }

    /// Where the phrase stands in a clause of a text.
    pub(super) fn hits(&self, text: &str, clause: Range<usize>) -> Vec<Hit> {
        let text = &text[..clause.end];
        let own = &text[clause.start..];
        let mut hits: Vec<Hit> = Vec::new();
        // Most clauses lack a number or a word that the phrase cannot do without, and looking for these is quick.
        let has_number = |element: &Element| match element {
            Element::Count => own.contains(|c: char| c.is_ascii_digit() || is_chinese_digit(c)),
            Element::Amount => own.contains(|c: char| c.is_ascii_digit()),
            _ => true,
        };
        let has_words = |words: &[String]| words.iter().any(|word| own.contains(word.as_str()));
        if !self.0.iter().all(has_number) || !self.needed().all(has_words) {
            return hits;
        }
        for (at, _) in text[clause.start..].char_indices() {
            let start = clause.start + at;
            if hits.last().is_none_or(|last| last.end <= start) {
                hits.extend(self.hit(text, start));
            }
        }
        hits
    }

    fn hit(&self, text: &str, start: usize) -> Option<Hit> {
        let stated = Decimal::ZERO;
        let hit = Hit { start, end: start, number_at: 0, unit_end: 0, stated, unit: None, own: Vec::new() };
        let hit = follow(&self.0, text, hit)?;
        let has_hole = self.0.iter().any(|element| matches!(element, Element::Count | Element::Amount));
        Some(if has_hole { hit } else { Hit { number_at: hit.end, unit_end: hit.end, ..hit } })
    }
}

/// Reads what is left of a phrase; a shorter gap is tried before a longer one.
fn follow(elements: &[Element], text: &str, hit: Hit) -> Option<Hit> {
    let Some((element, rest)) = elements.split_first() else { return Some(hit) };
    match element {
        Element::Words(words) => after_words(words, rest, text, &hit),
        Element::Maybe(words) => after_words(words, rest, text, &hit).or_else(|| follow(rest, text, hit)),
        Element::Gap => after_gap(|c| !c.is_ascii_digit() && c != '、', rest, text, &hit),
        Element::Stretch => after_gap(|c| !c.is_ascii_digit(), rest, text, &hit),
        Element::Count => {
            let (count, end) = hole(count, text, hit.end)?;
            follow(rest, text, Hit { end, number_at: hit.end, unit_end: end, stated: count, ..hit })
        }
        Element::Amount => {
            let ((amount, unit), end) = hole(amount, text, hit.end)?;
            follow(
                rest,
                text,
                Hit { end, number_at: hit.end, unit_end: end, stated: amount, unit: Some(unit), ..hit },
            )
        }
    }
}

fn after_words(words: &[String], rest: &[Element], text: &str, hit: &Hit) -> Option<Hit> {
    words.iter().find_map(|word| {
        let (_, found) = tag::<_, _, nom::error::Error<&str>>(word.as_str()).parse(&text[hit.end..]).ok()?;
        let own = hit.end..hit.end + found.len();
        // What follows the number at once is its unit.
        let unit_end = if hit.unit_end == own.start { own.end } else { hit.unit_end };
        let own = hit.own.iter().cloned().chain([own]).collect();
        follow(rest, text, Hit { end: hit.end + found.len(), unit_end, own, ..hit.clone() })
    })
}

fn after_gap(may_hold: impl Fn(char) -> bool, rest: &[Element], text: &str, hit: &Hit) -> Option<Hit> {
    let left = &text[hit.end..];
    let n_passed = left.find(|c| !may_hold(c)).unwrap_or(left.len());
    let ends = left.char_indices().map(|(at, _)| at).chain([left.len()]).take_while(|at| *at <= n_passed);
    let mut hits = ends.filter_map(|at| follow(rest, text, Hit { end: hit.end + at, ..hit.clone() }));
    hits.next()
}

/// Reads a number that begins here, and where it ends.
fn hole<'t, T>(
    number: impl Fn(&'t str) -> IResult<&'t str, T>,
    text: &'t str,
    at: usize,
) -> Option<(T, usize)> {
    let is_numeral = |c: char| {
        c.is_ascii_digit() || ".,#".contains(c) || "〇零一二三四五六七八九十百千万两几数".contains(c)
    };
    let (before, left) = text.split_at(at);
    let begins = !before.ends_with(is_numeral);
    let (rest, number) = number(left).ok().filter(|_| begins)?;
    Some((number, text.len() - rest.len()))
}

/// `1,234` or `十五`
fn count(input: &str) -> IResult<&str, Decimal> {
    let whole = map_opt(decimal, |number: Decimal| number.fract().is_zero().then_some(number));
    alt((whole, chinese_number.map(Decimal::from))).parse(input)
}

/// `0.25万元`
fn amount(input: &str) -> IResult<&str, (Decimal, &'static str)> {
    let unit = alt((value("万元", tag("万元")), value("亿元", tag("亿元")), value("元", tag("元"))));
    (decimal, unit).parse(input)
}

fn decimal(input: &str) -> IResult<&str, Decimal> {
    let digits = take_while1(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    map_opt(digits, |digits: &str| quantity(digits).value.number()).parse(input)
}
