//! The notation of what must follow from one year to the next.

use super::{Expected, Lines, Parsed, Words, direction, keyword, line, opt_source, term, word};
use crate::grammar::year_relation::{Bond, Year, YearRelation, YearTerm};
use nom::Parser;
use nom::branch::alt;
use nom::character::complete::{char, space0, space1};
use nom::combinator::{opt, value, verify};
use nom::error::context;
use nom::multi::separated_list1;
use nom::sequence::delimited;

/// `C5 column carried_in = last carried_out`, and its source.
pub(super) fn year_relation(input: Lines<'_>) -> Parsed<'_, YearRelation> {
    let bond = context("`=` or `~`", alt((value(Bond::Carried, char('=')), value(Bond::Running, char('~')))));
    let bond = delimited(space0, bond, space0);
    let relation = (context("a rule", word), space1, direction(), sum(), bond, sum()).map(
        |(rule, _, direction, left, bond, right)| YearRelation {
            rule: rule.to_owned(),
            direction,
            left,
            bond,
            right,
            source: None,
        },
    );
    let mut words = context("a figure of `last` year beside one of this", verify(relation, joins_years));
    let (input, relation) = line(3, |text| words.parse(text))(input)?;
    opt_source(input).map(|(input, source)| (input, YearRelation { source, ..relation }))
}

fn joins_years(relation: &YearRelation) -> bool {
    let has = |year| relation.left.iter().chain(&relation.right).any(|term| term.year == year);
    has(Year::This) && has(Year::Last)
}

fn sum<'a>() -> impl Parser<&'a str, Output = Vec<YearTerm>, Error = Expected<'a>> {
    separated_list1(delimited(space0, char('+'), space0), year_term)
}

fn year_term(input: &str) -> Words<'_, YearTerm> {
    let year = opt(keyword("last")).map(|last| if last.is_some() { Year::Last } else { Year::This });
    (year, term).map(|(year, term)| YearTerm { year, term }).parse(input)
}
