//! The notation of a crosswalk.

use super::{
    Lines, NotationError, Parsed, Words, block, explain, is_name, keyword, line, lines, name, path, phrase,
    word,
};
use crate::grammar::crosswalk::{self, Crosswalk, Kind, Pattern, Remark, Rule};
use crate::grammar::tokens::Tokens;
use crate::grammar::{Forms, Side};
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space0, space1};
use nom::combinator::{opt, value, verify};
use nom::error::context;
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded};

/// Reads a crosswalk between two forms that are known.
pub(in crate::grammar) fn crosswalk(
    file: &str,
    text: &str,
    forms: &Forms,
) -> Result<Crosswalk, NotationError> {
    let lines = lines(text);
    let parsed = (crosswalk_head, block(0, association)).parse_complete(Tokens::new(&lines));
    let (_, ((from, to), rules)) = parsed.map_err(|error| explain(file, &lines, error))?;
    let at = |number: usize, expected: String| NotationError {
        file: file.to_owned(),
        number,
        column: 0,
        expected,
        line: text.lines().nth(number - 1).unwrap_or_default().to_owned(),
    };
    let form = |edition: &str| {
        forms
            .edition(edition)
            .ok_or_else(|| at(lines[0].number, format!("a known edition, found `{edition}`")))
    };
    crosswalk::expand(form(from)?, form(to)?, &rules).map_err(|(number, expected)| at(number, expected))
}

/// `crosswalk 2014 -> 2021`
fn crosswalk_head(input: Lines<'_>) -> Parsed<'_, (&str, &str)> {
    let edition = || context("an edition", word);
    let mut words = (keyword("crosswalk"), edition(), arrow, edition()).map(|((), from, (), to)| (from, to));
    line(0, |text| words.parse(text))(input)
}

/// `a + b -> c sum` or `zero source a -> b + c`, with remarks below it.
fn association(input: Lines<'_>) -> Parsed<'_, Rule> {
    let number = input.peek().map_or(0, |line| line.number);
    let patterns = || separated_list1(delimited(space0, char('+'), space0), pattern);
    let target = || alt((value(None, char('-')), pattern.map(Some)));
    let side = alt((value(Side::Source, keyword("source")), value(Side::Target, keyword("target"))));
    let zero = (keyword("zero"), context("`source` or `target`", side), pattern, arrow, patterns())
        .map(|((), side, when, (), targets)| Rule::Zero { number, side, when, targets, note: String::new() });
    let plain = (patterns(), arrow, target(), space1, kind).map(|(sources, (), target, _, kind)| {
        Rule::Line { number, sources, target, kind, note: String::new(), why: String::new() }
    });
    let told = delimited(char('{'), path, char('}'));
    let text = || take_while1(|c| c != '{').map(str::to_owned);
    let tell = (keyword("tell"), name, space1, text(), many0((told, text()))).map(
        |((), section, _, first, rest)| {
            let (figures, after): (Vec<&str>, Vec<String>) = rest.into_iter().unzip();
            let words = [first].into_iter().chain(after).collect();
            Rule::Tell { number, section, words, figures: figures.into_iter().map(str::to_owned).collect() }
        },
    );
    let heading_words =
        separated_list1(char('|'), take_while1(|c| c != '|').map(|text: &str| text.trim().to_owned()));
    let place = (keyword("place"), name, opt(preceded(space1, heading_words)))
        .map(|((), section, words)| Rule::Place { number, section, words: words.unwrap_or_default() });
    let mut words = alt((zero, tell, place, plain));
    let (input, mut rule) = line(0, |text| words.parse(text))(input)?;
    let note = preceded(keyword("note"), phrase).map(Remark::Note);
    let why = preceded(keyword("why"), phrase).map(Remark::Why);
    let mut remark = context("`note` or `why`", alt((note, why)));
    let (input, remarks) = block(1, line(1, |text| remark.parse(text)))(input)?;
    remarks.into_iter().for_each(|remark| rule.set(remark));
    Ok((input, rule))
}

fn kind(input: &str) -> Words<'_, Kind> {
    let known = Kind::ALL.map(|kind| value(kind, tag(kind.as_str())));
    let mut known = known;
    context("`exact`, `sum`, `close`, `broader`, `balanced` or `none`", |input| {
        alt(&mut known[..]).parse(input)
    })
    .parse(input)
}

/// `requests.{line}.total`
fn pattern(input: &str) -> Words<'_, Pattern> {
    let is_pattern = |c: char| is_name(c) || c == '.' || c == '{' || c == '}';
    context("a concept", verify(take_while1(is_pattern), |text: &str| text != "."))
        .map(|text: &str| Pattern::new(text))
        .parse(input)
}

fn arrow(input: &str) -> Words<'_, ()> {
    context("`->`", value((), delimited(space0, tag("->"), space0))).parse(input)
}
