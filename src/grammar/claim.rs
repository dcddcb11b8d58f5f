//! What sentences state that a table states too; the words are in `grammars/claims.phrases`.

mod phrase;
mod sentence;
mod vocabulary;
mod wordlist;

use super::notation::{
    self, Lines, NotationError, Parsed, Words, block, is_name, keyword, line, lines, name, word,
};
use super::tokens::Tokens;
use crate::document::fold;
use crate::report::Decimal;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::character::complete::{char, digit1, space0, space1};
use nom::combinator::{map, map_opt, rest, verify};
use nom::error::context;
use nom::multi::separated_list1;
use nom::sequence::{delimited, preceded};
use phrase::{Hit, Phrase};
use sentence::{Sentence, Text};
use std::sync::OnceLock;
use vocabulary::Vocabulary;
use wordlist::Wordlist;

/// The claims that are looked for, and what a section must say.
#[derive(Debug)]
pub(crate) struct Claims {
    lists: Vec<(List, Vec<String>)>,
    known: Vec<Claim>,
    vocabulary: Vocabulary,
    /// The set phrases that are passed over.
    ignored: Wordlist,
    /// What a section must say.
    pub(crate) rules: Vec<SectionRule>,
}

/// What the words of a list do; the head of `grammars/claims.phrases` says it in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Onward,
    Beside,
    Negation,
    Before,
    After,
    Body,
    Own,
    Territory,
    Seat,
}

/// A count that sentences state, and the figures it may mean.
#[derive(Debug, Default)]
struct Claim {
    name: String,
    says: Vec<Phrase>,
    zeros: Vec<Phrase>,
    but: Vec<String>,
    sentence: Vec<String>,
    paragraph: Vec<String>,
    equals: Vec<Vec<Sum>>,
}

/// A sum of concepts; a `*` stands for every name in its place.
pub(crate) type Sum = Vec<String>;

/// What a section of an edition must say.
#[derive(Debug)]
pub(crate) struct SectionRule {
    /// The edition that says so.
    pub(crate) edition: String,
    /// The name of the section.
    pub(crate) section: String,
    /// What is asked of it.
    pub(crate) rule: Rule,
}

/// What is asked of a section.
#[derive(Debug)]
pub(crate) enum Rule {
    /// It mentions one of these words.
    Mentions(Vec<String>),
    /// It has no more characters than this.
    Longest(usize),
    /// It is not left empty.
    Filled,
}

/// Who speaks, and of which year.
#[derive(Debug)]
pub(crate) struct Speaker {
    issuer: String,
    year: Option<u16>,
}

impl Speaker {
    /// The organ that reports, and the year it reports on.
    pub(crate) fn new(issuer: Option<&str>, year: Option<u16>) -> Self {
        Self { issuer: issuer.map(fold).unwrap_or_default().into_owned(), year }
    }
}

/// A count that a sentence states.
#[derive(Debug)]
pub(crate) struct Statement<'c> {
    /// The name of the claim.
    pub(crate) claim: &'c str,
    /// The clause as filed.
    pub(crate) text: String,
    /// The count.
    pub(crate) stated: Decimal,
    /// The unit, when it is money.
    pub(crate) unit: Option<&'static str>,
    /// The sums it may mean, an alternative of several sums for each edition.
    pub(crate) equals: &'c [Vec<Sum>],
}

impl Claims {
    /// The built-in claims.
    pub(crate) fn built_in() -> &'static Self {
        static CLAIMS: OnceLock<Claims> = OnceLock::new();
        CLAIMS.get_or_init(|| {
            let text = include_str!("../../grammars/claims.phrases");
            Self::parse("claims.phrases", text).expect("a test reads the built-in file")
        })
    }

    /// Reads claims from their notation.
    fn parse(file: &str, text: &str) -> Result<Self, NotationError> {
        let lines = lines(text);
        let (_, entries) =
            block(0, entry)(Tokens::new(&lines)).map_err(|error| notation::explain(file, &lines, error))?;
        let (mut lists, mut known, mut rules) = (Vec::new(), Vec::new(), Vec::new());
        let mut ignored = Wordlist::default();
        for entry in entries {
            match entry {
                Entry::Ignored(words) => ignored.extend(words),
                Entry::Words(list, words) => lists.push((list, words)),
                Entry::Claim(claim) => known.push(claim),
                Entry::Rule(rule) => rules.push(rule),
            }
        }
        Ok(Self { lists, vocabulary: Vocabulary::new(&known), known, ignored, rules })
    }

    fn rows(&self, list: List) -> impl Iterator<Item = &[String]> {
        self.lists.iter().filter(move |(own, _)| *own == list).map(|(_, words)| words.as_slice())
    }

    fn words(&self, list: List) -> impl Iterator<Item = &str> {
        self.rows(list).flatten().map(String::as_str)
    }

    /// A folded text without the set phrases that are passed over.
    pub(crate) fn without_ignored(&self, folded: &str) -> String {
        self.ignored.replaced(folded, |_| String::new())
    }

    /// What a paragraph states, under the heading of its section.
    pub(crate) fn statements(&self, paragraph: &str, heading: &str, speaker: &Speaker) -> Vec<Statement<'_>> {
        let mut statements: Vec<Statement<'_>> = Vec::new();
        let text = Text::new(paragraph);
        let claims = self.vocabulary.claims_in(text.words());
        if claims.is_empty() {
            return statements;
        }
        let text = text.without(&self.ignored);
        let (around, whole) = (fold(heading), fold(paragraph));
        for sentence in text.sentences() {
            for claim in claims.iter().map(|claim| &self.known[*claim]) {
                if !holds_one(&claim.sentence, &[sentence.text(), &around])
                    || !holds_one(&claim.paragraph, &[&whole, &around])
                {
                    continue;
                }
                self.read(claim, &sentence, speaker, &mut statements);
            }
        }
        statements
    }

    /// What a sentence states of one claim.
    fn read<'c>(
        &'c self,
        claim: &'c Claim,
        sentence: &Sentence<'_>,
        speaker: &Speaker,
        to: &mut Vec<Statement<'c>>,
    ) {
        let mut at = Vec::new();
        for clause in sentence.clauses() {
            let zeros = claim.zeros.iter().flat_map(|phrase| phrase.hits(sentence.text(), clause.clone()));
            let zeros = zeros.filter(|hit| self.is_zero(claim, sentence, hit));
            let says = claim.says.iter().flat_map(|phrase| phrase.hits(sentence.text(), clause.clone()));
            let says = says.filter(|hit| self.is_count(claim, sentence, hit));
            for hit in zeros.chain(says).filter(|hit| self.is_own(sentence, hit, speaker)) {
                if at.contains(&hit.number_at) {
                    continue;
                }
                at.push(hit.number_at);
                let text = sentence.filed(&clause).to_owned();
                to.push(Statement {
                    claim: &claim.name,
                    text,
                    stated: hit.stated,
                    unit: hit.unit,
                    equals: &claim.equals,
                });
            }
        }
    }

    fn is_zero(&self, claim: &Claim, sentence: &Sentence<'_>, hit: &Hit) -> bool {
        let clause = sentence.clause_at(hit.start);
        let has_digit = sentence.text()[clause.clone()].contains(|c: char| c.is_ascii_digit());
        !has_digit && self.is_plain(claim, &sentence.masked(&clause, &hit.own))
    }

    fn is_count(&self, claim: &Claim, sentence: &Sentence<'_>, hit: &Hit) -> bool {
        let (text, item) = (sentence.text(), sentence.item(hit.start, hit.end));
        let is_reversed = self.words(List::Negation).any(|word| text[..hit.start].ends_with(word));
        let is_inexact = self.words(List::Before).any(|word| text[..hit.number_at].ends_with(word))
            || self.words(List::After).any(|word| text[hit.unit_end..].starts_with(word));
        !is_reversed && !is_inexact && self.is_plain(claim, &sentence.masked(&item, &hit.own))
    }

    /// Whether a text holds no word that makes a claim doubtful.
    fn is_plain(&self, claim: &Claim, text: &str) -> bool {
        !self.words(List::Beside).chain(claim.but.iter().map(String::as_str)).any(|word| text.contains(word))
    }

    /// Whether the sentence, so far, speaks of the whole year and of the whole of the speaker.
    fn is_own(&self, sentence: &Sentence<'_>, hit: &Hit, speaker: &Speaker) -> bool {
        let before = &sentence.text()[..hit.end];
        let is_part =
            self.words(List::Onward).any(|word| before.contains(word)) || sentence::names_month(before);
        let is_year = sentence.year(hit.end).is_none_or(|year| Some(year) == speaker.year);
        let ends = |row: &[String]| row[1..].iter().any(|end| speaker.issuer.ends_with(end.as_str()));
        let is_other = self.words(List::Body).any(|word| self.names_other(before, word, speaker))
            || self.rows(List::Territory).any(|row| before.contains(row[0].as_str()) && !ends(row))
            || self.rows(List::Seat).any(|row| before.contains(row[0].as_str()) && ends(row));
        !is_part && is_year && !is_other
    }

    /// Whether a text names a body other than the speaker, whose name would end with this word.
    fn names_other(&self, text: &str, word: &str, speaker: &Speaker) -> bool {
        let is_own = |at: usize| {
            let name = text[..at].char_indices().rev().take(2).take_while(|(_, c)| c.is_alphabetic()).last();
            let name = &text[name.map_or(at, |(start, _)| start)..at + word.len()];
            self.words(List::Own).any(|own| text[..at].ends_with(own)) || speaker.issuer.contains(name)
        };
        text.match_indices(word).any(|(at, _)| !is_own(at))
    }
}

/// Whether a concept of a sum, with its stars, stands for a concept.
pub(crate) fn covers(pattern: &str, concept: &str) -> bool {
    let (mut own, mut names) = (pattern.split('.'), concept.split('.'));
    loop {
        match (own.next(), names.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(own), Some(name)) if own == name => {}
            _ => return false,
        }
    }
}

/// Whether one of the texts holds one of the words, when there are words at all.
fn holds_one(words: &[String], texts: &[&str]) -> bool {
    words.is_empty() || words.iter().any(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

enum Entry {
    Ignored(Vec<String>),
    Words(List, Vec<String>),
    Claim(Claim),
    Rule(SectionRule),
}

fn entry(input: Lines<'_>) -> Parsed<'_, Entry> {
    if input.peek().is_some_and(|line| line.text.starts_with("claim")) {
        return claim(input).map(|(rest, claim)| (rest, Entry::Claim(claim)));
    }
    let list = |keyword_: &'static str, list| {
        preceded(keyword(keyword_), words).map(move |words| Entry::Words(list, words))
    };
    let lists = alt((
        preceded(keyword("ignore"), words).map(Entry::Ignored),
        list("onward", List::Onward),
        list("beside", List::Beside),
        list("negation", List::Negation),
        list("before", List::Before),
        list("after", List::After),
        list("body", List::Body),
        list("own", List::Own),
        list("territory", List::Territory),
        list("seat", List::Seat),
    ));
    let mut words = context("a list, a rule or `claim`", alt((lists, map(rule, Entry::Rule))));
    line(0, |text| words.parse(text))(input)
}

/// `requires 2021 other 信息处理费 处理费`, `longest 2021 overview 1000` or `filled 2021 problems`
fn rule(input: &str) -> Words<'_, SectionRule> {
    let place = || (context("an edition", word), preceded(space1, name));
    let number = context("a number", map_opt(digit1, |digits: &str| digits.parse().ok()));
    alt((
        (preceded(keyword("requires"), place()), preceded(space1, words))
            .map(|(place, words)| (place, Rule::Mentions(words))),
        (preceded(keyword("longest"), place()), preceded(space1, number))
            .map(|(place, most)| (place, Rule::Longest(most))),
        preceded(keyword("filled"), place()).map(|place| (place, Rule::Filled)),
    ))
    .map(|((edition, section), rule)| SectionRule { edition: edition.to_owned(), section, rule })
    .parse(input)
}

enum Part {
    Says(Phrase),
    Zero(Phrase),
    But(Vec<String>),
    Sentence(Vec<String>),
    Paragraph(Vec<String>),
    Equals(Vec<Sum>),
}

/// `claim received`, and its parts.
fn claim(input: Lines<'_>) -> Parsed<'_, Claim> {
    let mut head = preceded(keyword("claim"), name);
    let (input, name) = line(0, |text| head.parse(text))(input)?;
    let (input, parts) = block(1, part)(input)?;
    let mut claim = Claim { name, ..Claim::default() };
    for part in parts {
        match part {
            Part::Says(phrase) => claim.says.push(phrase),
            Part::Zero(phrase) => claim.zeros.push(phrase),
            Part::But(words) => claim.but.extend(words),
            Part::Sentence(words) => claim.sentence.extend(words),
            Part::Paragraph(words) => claim.paragraph.extend(words),
            Part::Equals(sums) => claim.equals.push(sums),
        }
    }
    Ok((input, claim))
}

fn part(input: Lines<'_>) -> Parsed<'_, Part> {
    let parts = alt((
        preceded(keyword("says"), phrase::phrase).map(Part::Says),
        preceded(keyword("zero"), phrase::phrase).map(Part::Zero),
        preceded(keyword("but"), words).map(Part::But),
        preceded(keyword("sentence"), words).map(Part::Sentence),
        preceded(keyword("paragraph"), words).map(Part::Paragraph),
        preceded(keyword("equals"), sums).map(Part::Equals),
    ));
    let mut words = context("`says`, `zero`, `but`, `sentence`, `paragraph` or `equals`", parts);
    line(1, |text| words.parse(text))(input)
}

fn words(input: &str) -> Words<'_, Vec<String>> {
    let words = |text: &str| text.split_whitespace().map(|word| fold(word).into_owned()).collect();
    context("some words", verify(rest, |text: &str| !text.is_empty())).map(words).parse(input)
}

/// `requests.received.total | requests.received.total + requests.carried_in.total`
fn sums(input: &str) -> Words<'_, Vec<Sum>> {
    let concept = take_while1(|c| is_name(c) || c == '.' || c == '*');
    let concept = context("a concept", concept).map(str::to_owned);
    let sum = separated_list1(delimited(space0, char('+'), space0), concept);
    separated_list1(delimited(space0, char('|'), space0), sum).parse(input)
}

#[cfg(test)]
mod tests {
    use super::Claims;
    use crate::grammar::{Form, Forms};

    #[test]
    fn the_built_in_file_is_read() {
        if let Err(error) = Claims::parse("claims.phrases", include_str!("../../grammars/claims.phrases")) {
            panic!("{error}");
        }
    }

    #[test]
    fn every_concept_is_one_of_a_form() {
        let sums = Claims::built_in().known.iter().flat_map(|claim| &claim.equals).flatten().flatten();
        for pattern in sums {
            let mut concepts = Forms::built_in().iter().flat_map(Form::concepts);
            assert!(concepts.any(|concept| super::covers(pattern, concept.as_str())), "{pattern}");
        }
    }

    /// By their words they are found.
    #[test]
    fn every_phrase_has_words() {
        for claim in &Claims::built_in().known {
            let mut phrases = claim.says.iter().chain(&claim.zeros);
            assert!(phrases.all(|phrase| phrase.needed().next().is_some()), "{}", claim.name);
        }
    }

    #[test]
    fn errors_name_line_and_column() {
        let error =
            |text: &str| Claims::parse("my.phrases", text).map(|_| ()).map_err(|error| error.to_string());
        let expected = |text: &str, words: &str| assert_eq!(error(text).err().as_deref(), Some(words));
        expected(
            "claim received\n  say 收到\n",
            "my.phrases:2:3: expected `says`, `zero`, `but`, `sentence`, `paragraph` or `equals`\n  |\n2 |   say 收到\n  |   ^",
        );
        expected(
            "claim received\n  says 收到 {number} 件\n",
            "my.phrases:2:11: expected a word, `…`, `……`, `{count}` or `{amount}`\n  |\n2 |   says 收到 {number} 件\n  |             ^",
        );
    }
}
