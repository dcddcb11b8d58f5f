//! The notation of `grammars/`, read by nom; its EBNF is in `grammars/README.md`.
//!
//! A file is a run of lines, and a line's indentation says what it belongs to. So there are two small
//! grammars: one over lines ([`Tokens`] of [`Line`]) and one within a line (`&str`).

mod crosswalk;
mod years;

use super::label::Label;
use super::mismatch::Mismatch;
use super::outline::Outline;
use super::relation::{Direction, Operator, Relation, Term};
use super::tokens::Tokens;
use super::year_relation::YearRelation;
use super::{Form, Section, Sign, Table};
use crate::lang::Bilingual;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space0, space1};
use nom::combinator::{all_consuming, cond, cut, fail, map, opt, rest, value, verify};
use nom::error::{ContextError, ErrorKind, ParseError, context};
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, IResult, Input, Parser};
use std::fmt;
use unicode_width::UnicodeWidthStr;

pub(super) use crosswalk::crosswalk;

/// Why a form or a crosswalk could not be read: where, and what was expected.
///
/// ```
/// let error = nianbao::grammar::Form::parse("my.form", "form 2099 某报告\n\nsection\n").expect_err("the section has no heading");
/// assert_eq!(
///     error.to_string(),
///     "my.form:3:8: expected a name in lower case\n  |\n3 | section\n  |        ^"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationError {
    file: String,
    number: usize,
    column: usize,
    expected: String,
    line: String,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, number, column, expected, line } = self;
        let gutter = " ".repeat(number.to_string().len());
        // The caret stands under the character, and a Chinese one is two cells wide.
        let before: String = line.chars().take(*column).collect();
        let indent = " ".repeat(before.width());
        writeln!(f, "{file}:{number}:{}: expected {expected}", column + 1)?;
        write!(f, "{gutter} |\n{number} | {line}\n{gutter} | {indent}^")
    }
}

impl std::error::Error for NotationError {}

/// Reads a form.
pub(super) fn form(file: &str, text: &str) -> Result<Form, NotationError> {
    let lines = lines(text);
    let parsed = (form_head, block(1, attribute), block(0, section)).parse_complete(Tokens::new(&lines));
    let (_, (mut form, attributes, sections)) = parsed.map_err(|error| explain(file, &lines, error))?;
    for attribute in attributes {
        match attribute {
            Attribute::Issued(issued) => form.issued = issued,
            Attribute::Passages => form.passages = true,
        }
    }
    form.sections = sections;
    Ok(form)
}

/// One line of a file that is neither blank nor a remark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    number: usize,
    /// Levels of two spaces.
    indent: usize,
    /// Characters before the text.
    margin: usize,
    pub(super) text: &'a str,
    whole: &'a str,
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let numbered = text.lines().enumerate().map(|(at, whole)| {
        let whole = whole.trim_end();
        let text = whole.trim_start();
        let margin = &whole[..whole.len() - text.len()];
        // A tab or an odd number of spaces is no level, and so is found wherever a line is expected.
        let is_level = margin.len() % 2 == 0 && margin.bytes().all(|b| b == b' ');
        let indent = if is_level { margin.len() / 2 } else { usize::MAX };
        Line { number: at + 1, indent, margin: margin.chars().count(), text, whole }
    });
    numbered.filter(|line| !line.text.is_empty() && !line.text.starts_with('#')).collect()
}

pub(super) type Lines<'a> = Tokens<'a, Line<'a>>;
pub(super) type Parsed<'a, T> = IResult<Lines<'a>, T, Mismatch>;
pub(super) type Words<'a, T> = IResult<&'a str, T, Expected<'a>>;

/// Where a parser within a line stopped, and what it was looking for.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    rest: &'a str,
    what: Option<&'static str>,
}

impl<'a> ParseError<&'a str> for Expected<'a> {
    fn from_error_kind(rest: &'a str, kind: ErrorKind) -> Self {
        Self { rest, what: (kind == ErrorKind::Eof).then_some("the end of the line") }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }

    fn or(self, other: Self) -> Self {
        // Of two that came equally far, the one that knows what it was looking for.
        let is_better = other.rest.len() == self.rest.len() && self.what.is_none();
        if other.rest.len() < self.rest.len() || is_better { other } else { self }
    }
}

impl<'a> ContextError<&'a str> for Expected<'a> {
    fn add_context(_: &'a str, what: &'static str, other: Self) -> Self {
        Self { what: other.what.or(Some(what)), ..other }
    }
}

pub(super) fn explain(file: &str, lines: &[Line<'_>], error: Err<Mismatch>) -> NotationError {
    let mismatch = match error {
        Err::Error(mismatch) | Err::Failure(mismatch) => mismatch,
        Err::Incomplete(_) => Mismatch::expected(lines.len(), 0, "more lines"),
    };
    let line = lines.get(mismatch.at).or(lines.last());
    let expected: Vec<&str> = mismatch.expected.iter().map(String::as_str).collect();
    NotationError {
        file: file.to_owned(),
        number: line.map_or(1, |line| line.number),
        column: line.map_or(0, |line| line.margin) + mismatch.column,
        expected: expected.join(" or "),
        line: line.map_or("", |line| line.whole).to_owned(),
    }
}

/// The next line, when it stands at this indentation, read by `words` to its end.
pub(super) fn line<'a, T>(
    indent: usize,
    mut words: impl FnMut(&'a str) -> Words<'a, T>,
) -> impl FnMut(Lines<'a>) -> Parsed<'a, T> {
    move |input| {
        let Some(line) = input.peek() else {
            return Err(Err::Error(Mismatch::expected(input.start(), 0, "another line")));
        };
        if line.indent != indent {
            let what = format!("an indentation of {} spaces", indent * 2);
            return Err(Err::Error(Mismatch::expected(input.start(), 0, &what)));
        }
        let mismatch = |error: Expected<'_>| {
            let read = &line.text[..line.text.len() - error.rest.len()];
            let what = error.what.unwrap_or("something else");
            Mismatch::expected(input.start(), read.chars().count(), what)
        };
        match all_consuming(&mut words).parse(line.text) {
            Ok((_, read)) => Ok((input.take_from(1), read)),
            Err(Err::Error(error)) => Err(Err::Error(mismatch(error))),
            Err(Err::Failure(error)) => Err(Err::Failure(mismatch(error))),
            Err(Err::Incomplete(needed)) => Err(Err::Incomplete(needed)),
        }
    }
}

/// Items at this indentation, up to a line that stands further left.
pub(super) fn block<'a, T>(
    indent: usize,
    item: impl FnMut(Lines<'a>) -> Parsed<'a, T>,
) -> impl FnMut(Lines<'a>) -> Parsed<'a, Vec<T>> {
    let mut item = cut(item);
    let mut items = many0(move |input: Lines<'a>| match input.peek() {
        Some(line) if line.indent >= indent => item.parse_complete(input),
        _ => fail().parse_complete(input),
    });
    move |input| items.parse_complete(input)
}

/// `form 2021 政府信息公开工作年度报告`
fn form_head(input: Lines<'_>) -> Parsed<'_, Form> {
    let words = (keyword("form"), context("an edition", word), space1, phrase);
    let mut words =
        words.map(|((), edition, _, title)| Form { edition: edition.to_owned(), title, ..Form::default() });
    line(0, |text| words.parse(text))(input)
}

enum Attribute {
    Issued(String),
    Passages,
}

/// `issued 2021-09-26 国办公开办函〔2021〕30号` or `passages`
fn attribute(input: Lines<'_>) -> Parsed<'_, Attribute> {
    let mut words = alt((
        preceded(keyword("issued"), phrase).map(Attribute::Issued),
        context("`issued` or `passages`", tag("passages").map(|_| Attribute::Passages)),
    ));
    line(1, |text| words.parse(text))(input)
}

enum SectionPart {
    Prose,
    Caption(Label),
    Sign(Sign),
    Topic(Label),
    Table(Box<Table>),
}

/// `section requests 三、收到和处理政府信息公开申请情况`, and what belongs to it.
fn section(input: Lines<'_>) -> Parsed<'_, Section> {
    let mut words = (keyword("section"), name, space1, label).map(|((), name, _, heading)| (name, heading));
    let (input, (name, heading)) = line(0, |text| words.parse(text))(input)?;
    let (input, parts) = block(1, section_part)(input)?;
    let mut section = Section { name, heading, ..Section::default() };
    for part in parts {
        match part {
            SectionPart::Prose => {}
            SectionPart::Caption(label) => section.captions.push(label),
            SectionPart::Sign(sign) => section.signs.push(sign),
            SectionPart::Topic(label) => section.topics.push(label),
            SectionPart::Table(table) => section.tables.push(*table),
        }
    }
    Ok((input, section))
}

fn section_part(input: Lines<'_>) -> Parsed<'_, SectionPart> {
    let mut words = alt((
        preceded(keyword("caption"), label).map(SectionPart::Caption),
        preceded(keyword("sign"), label).map(|label| SectionPart::Sign(Sign { label, is_personal: false })),
        preceded(keyword("person"), label).map(|label| SectionPart::Sign(Sign { label, is_personal: true })),
        preceded(keyword("topic"), label).map(SectionPart::Topic),
        context(
            "`prose`, `caption`, `sign`, `person`, `topic` or `table`",
            tag("prose").map(|_| SectionPart::Prose),
        ),
    ));
    let mut table = map(table, |table| SectionPart::Table(Box::new(table)));
    // The branch is settled by its first word, so that an error inside a table is told as such.
    match input.peek() {
        Some(first) if first.text.starts_with("table") => table.parse_complete(input),
        _ => line(1, |text| words.parse(text))(input),
    }
}

enum TablePart {
    Spanner(Label),
    Corner(Label),
    Units(Label),
    Unit(String),
    Boxhead(Outline),
    Stub(Outline),
    Foot(Vec<Relation>),
    Years(Vec<YearRelation>),
}

/// `table requests`, and its parts.
fn table(input: Lines<'_>) -> Parsed<'_, Table> {
    let mut words = preceded(keyword("table"), alt((value(String::new(), tag("-")), name)));
    let start = input.start();
    let (input, name) = line(1, |text| words.parse(text))(input)?;
    let (input, parts) = block(2, table_part)(input)?;
    let mut table = Table { name, ..Table::default() };
    for part in parts {
        match part {
            TablePart::Spanner(label) => table.spanner = Some(label),
            TablePart::Corner(label) => table.corner = Some(label),
            TablePart::Units(label) => table.units = Some(label),
            TablePart::Unit(unit) => table.unit = unit,
            TablePart::Boxhead(outline) => table.boxhead = outline,
            TablePart::Stub(outline) => table.stub = outline,
            TablePart::Foot(relations) => table.relations = relations,
            TablePart::Years(relations) => table.year_relations = relations,
        }
    }
    table.name_concepts();
    // The lines of a relation can be known only now that stub and boxhead are.
    if let Some(term) = table.unknown_term() {
        let what = format!("relations between lines of this table; `{term}` is none");
        return Err(Err::Failure(Mismatch::expected(start, 0, &what)));
    }
    Ok((input, table))
}

fn table_part(input: Lines<'_>) -> Parsed<'_, TablePart> {
    let bare = |word: &'static str, input| line(2, |text| value((), tag(word)).parse(text))(input);
    match input.peek().map(|line| line.text) {
        Some("boxhead") => {
            let (input, ()) = bare("boxhead", input)?;
            outline(input).map(|(input, outline)| (input, TablePart::Boxhead(outline)))
        }
        Some("stub") => {
            let (input, ()) = bare("stub", input)?;
            outline(input).map(|(input, outline)| (input, TablePart::Stub(outline)))
        }
        Some("foot") => {
            let (input, ()) = bare("foot", input)?;
            block(3, relation)(input).map(|(input, relations)| (input, TablePart::Foot(relations)))
        }
        Some("years") => {
            let (input, ()) = bare("years", input)?;
            block(3, years::year_relation)(input)
                .map(|(input, relations)| (input, TablePart::Years(relations)))
        }
        _ => {
            let mut words = alt((
                preceded(keyword("spanner"), label).map(TablePart::Spanner),
                preceded(keyword("corner"), label).map(TablePart::Corner),
                preceded(keyword("units"), label).map(TablePart::Units),
                context(
                    "`spanner`, `corner`, `units`, `unit`, `boxhead`, `stub`, `foot` or `years`",
                    preceded(keyword("unit"), phrase).map(TablePart::Unit),
                ),
            ));
            line(2, |text| words.parse(text))(input)
        }
    }
}

/// What a node of an outline adds to the names of the lines under it, and the line of its own.
struct NodeName<'a> {
    group: Option<&'a str>,
    own: Option<&'a str>,
}

/// Nodes at indentation 3 and deeper, in pre-order.
fn outline(input: Lines<'_>) -> Parsed<'_, Outline> {
    let (rest, nodes) = many0(outline_node).parse_complete(input)?;
    // A line of the outline's indentation that is no node must be told, not passed over.
    if let Some(line) = rest.peek().filter(|line| line.indent >= 3) {
        let indent = line.indent;
        return node_at(indent)(rest).map(|(rest, _)| (rest, Outline::default()));
    }
    let mut groups: Vec<Option<&str>> = Vec::new();
    let mut named = Vec::with_capacity(nodes.len());
    let mut nodes = nodes.into_iter().peekable();
    while let Some((depth, (name, label, unit))) = nodes.next() {
        groups.truncate(depth);
        let has_children = nodes.peek().is_some_and(|(next, _)| *next > depth);
        let (group, own) = match (name.own, has_children) {
            (Some(own), _) => (name.group, Some(own)),
            (None, true) => (name.group, None),
            (None, false) => (None, name.group),
        };
        groups.push(group);
        // A leaf named `-` is the one line of its table, and adds nothing to the name.
        let names = || groups.iter().copied().chain([own]).flatten().collect::<Vec<_>>();
        let line = (own.is_some() || !has_children).then(|| names().join("."));
        named.push((depth, label, line, unit));
    }
    Ok((rest, Outline::new(named)))
}

type OutlineNode<'a> = (NodeName<'a>, Label, Option<String>);

fn outline_node(input: Lines<'_>) -> Parsed<'_, (usize, OutlineNode<'_>)> {
    match input.peek() {
        Some(line) if line.indent >= 3 => {
            let depth = line.indent - 3;
            node_at(line.indent)(input).map(|(rest, node)| (rest, (depth, node)))
        }
        _ => Err(Err::Error(Mismatch::expected(input.start(), 0, "a label"))),
    }
}

/// `refused/total 4.不同意公开答复数 | 4.不同意公开数 [件]`
fn node_at<'a>(indent: usize) -> impl FnMut(Lines<'a>) -> Parsed<'a, OutlineNode<'a>> {
    let group = || alt((value(None, char('-')), name_part.map(Some)));
    let mut words = (group(), opt(preceded(char('/'), name_part)), space1, label, opt(unit))
        .map(|(group, own, _, label, unit)| (NodeName { group, own }, label, unit));
    line(indent, move |text| words.parse(text))
}

/// `C1 column received + carried_in = handled_total + carried_out`, and the source below it.
fn relation(input: Lines<'_>) -> Parsed<'_, Relation> {
    let operator =
        context("`=` or `<=`", alt((value(Operator::AtMost, tag("<=")), value(Operator::Equal, tag("=")))));
    let sum = || separated_list1(delimited(space0, char('+'), space0), term);
    let operator = delimited(space0, operator, space0);
    let mut words = (context("a rule", word), space1, direction(), sum(), operator, sum()).map(
        |(rule, _, direction, left, operator, right)| Relation {
            rule: rule.to_owned(),
            direction,
            left,
            operator,
            right,
            source: None,
        },
    );
    let (input, relation) = line(3, |text| words.parse(text))(input)?;
    opt_source(input).map(|(input, source)| (input, Relation { source, ..relation }))
}

fn opt_source(input: Lines<'_>) -> Parsed<'_, Option<Bilingual>> {
    let has_source = input.peek().is_some_and(|line| line.indent > 3);
    cond(has_source, cut(source)).parse(input)
}

/// `source 表头原文 | the words of the head`; without English words the Chinese ones serve for both.
fn source(input: Lines<'_>) -> Parsed<'_, Bilingual> {
    let zh = take_while1(|c| c != '|').map(str::trim);
    let en = opt(preceded((char('|'), space0), phrase));
    let mut words = preceded(context("`source`", keyword("source")), (context("some words", zh), en));
    let (input, (zh, en)) = line(4, |text| words.parse(text))(input)?;
    Ok((input, Bilingual { zh: zh.to_owned(), en: en.unwrap_or_else(|| zh.to_owned()) }))
}

fn direction<'a>() -> impl Parser<&'a str, Output = Direction, Error = Expected<'a>> {
    let words = (value(Direction::Column, keyword("column")), value(Direction::Row, keyword("row")));
    context("`column` or `row`", alt(words))
}

fn term(input: &str) -> Words<'_, Term> {
    // The name takes the dot before the star along.
    let all = verify((path, char('*')), |(name, _): &(&str, char)| name.ends_with('.'));
    let all = all.map(|(name, _)| Term { name: name.trim_end_matches('.').to_owned(), all: true });
    alt((all, path.map(|name| Term { name: name.to_owned(), all: false }))).parse(input)
}

/// `第一个写法 | 另一个写法`, up to a unit or the end of the line.
fn label(input: &str) -> Words<'_, Label> {
    let wording = take_while1(|c| c != '|' && c != '[').map(str::trim);
    let wording = verify(wording, |text: &str| !text.is_empty());
    context("a label", separated_list1(char('|'), wording)).map(Label::new).parse(input)
}

fn unit(input: &str) -> Words<'_, String> {
    delimited(char('['), take_while1(|c| c != ']'), char(']')).map(str::to_owned).parse(input)
}

pub(super) fn keyword<'a>(word: &'static str) -> impl Parser<&'a str, Output = (), Error = Expected<'a>> {
    // A keyword that ends the line still lets the parser after it say what is missing.
    value((), terminated(tag(word), alt((space1, nom::combinator::eof))))
}

pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

pub(super) fn name(input: &str) -> Words<'_, String> {
    name_part.map(str::to_owned).parse(input)
}

fn name_part(input: &str) -> Words<'_, &str> {
    context("a name in lower case", take_while1(is_name)).parse(input)
}

fn path(input: &str) -> Words<'_, &str> {
    context("the name of a line", take_while1(|c| is_name(c) || c == '.')).parse(input)
}

pub(super) fn word(input: &str) -> Words<'_, &str> {
    take_while1(|c: char| !c.is_whitespace()).parse(input)
}

pub(super) fn phrase(input: &str) -> Words<'_, String> {
    context("some words", verify(rest, |text: &str| !text.is_empty())).map(str::to_owned).parse(input)
}
