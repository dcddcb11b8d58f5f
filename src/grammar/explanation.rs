//! What each code means, which rule it rests on and what to do: `grammars/codes.explained`, read by nom.

use super::notation::{
    Lines, NotationError, Parsed, Words, block, explain, keyword, line, lines, phrase, word,
};
use super::tokens::Tokens;
use crate::lang::Lang;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::space1;
use nom::combinator::value;
use nom::error::context;
use nom::sequence::preceded;
use std::sync::OnceLock;

/// All codes, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanations {
    all: Vec<Explanation>,
}

/// One code of a finding or of an error, explained in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: String,
    /// `error`, `warning` or `notice`; `unusable` where no report could be read or written at all.
    pub severity: String,
    zh: Text,
    en: Text,
}

/// An explanation in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What it means; the first sentence says it in short.
    pub means: String,
    /// The rule that it rests on, and where that is written.
    pub rule: String,
    /// A case of it.
    pub example: String,
    /// What to do.
    pub remedy: String,
}

impl Text {
    /// The first sentence of what it means, without its full stop.
    ///
    /// ```
    /// use nianbao::{grammar::Explanations, lang::Lang};
    /// let text = Explanations::built_in().of("empty-input").expect("every code is explained").text(Lang::En);
    /// assert_eq!(text.in_short(), "The file holds no bytes, or nothing but white space");
    /// ```
    #[must_use]
    pub fn in_short(&self) -> &str {
        let first = self.means.split_once('。').or(self.means.split_once(". ")).map(|(first, _)| first);
        first.unwrap_or(self.means.trim_end_matches('.'))
    }
}

impl Explanation {
    /// What it says in one of the languages.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &Text {
        lang.choose(&self.zh, &self.en)
    }
}

impl Explanations {
    /// Those of this program.
    ///
    /// # Panics
    ///
    /// Never: a test reads the file.
    ///
    /// ```
    /// use nianbao::grammar::Explanations;
    /// assert_eq!(Explanations::built_in().of("does-not-foot").map(|own| own.severity.as_str()), Some("error"));
    /// ```
    #[must_use]
    pub fn built_in() -> &'static Self {
        static EXPLANATIONS: OnceLock<Explanations> = OnceLock::new();
        EXPLANATIONS.get_or_init(|| {
            read("codes.explained", include_str!("../../grammars/codes.explained"))
                .expect("a test reads the file")
        })
    }

    /// The explanation of a code.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&Explanation> {
        self.all.iter().find(|explanation| explanation.code == code)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Explanation> {
        self.all.iter()
    }
}

fn read(file: &str, text: &str) -> Result<Explanations, NotationError> {
    let lines = lines(text);
    let parsed = block(0, explanation)(Tokens::new(&lines));
    let (_, all) = parsed.map_err(|error| explain(file, &lines, error))?;
    Ok(Explanations { all })
}

/// `code does-not-foot error`, and its texts.
fn explanation(input: Lines<'_>) -> Parsed<'_, Explanation> {
    let mut words = (keyword("code"), context("a code", word), space1, severity);
    let (input, ((), code, _, severity)) = line(0, |text| words.parse(text))(input)?;
    let (input, zh) = text_in("zh", input)?;
    let (input, en) = text_in("en", input)?;
    Ok((input, Explanation { code: code.to_owned(), severity: severity.to_owned(), zh, en }))
}

fn severity(input: &str) -> Words<'_, &str> {
    let known = alt((tag("error"), tag("warning"), tag("notice"), tag("unusable")));
    context("`error`, `warning`, `notice` or `unusable`", known).parse(input)
}

/// The four parts of a text, under the name of its language.
fn text_in<'a>(lang: &'static str, input: Lines<'a>) -> Parsed<'a, Text> {
    let (input, ()) = line(1, |text| value((), context("`zh` or `en`", tag(lang))).parse(text))(input)?;
    let part = |name: &'static str| {
        let mut words =
            preceded(context("`means`, `rule`, `example`, `remedy` in this order", keyword(name)), phrase);
        move |input: Lines<'a>| line(2, |text| words.parse(text))(input)
    };
    let mut parts = (part("means"), part("rule"), part("example"), part("remedy"))
        .map(|(means, rule, example, remedy)| Text { means, rule, example, remedy });
    parts.parse(input)
}

#[cfg(test)]
mod tests {
    use super::Explanations;
    use crate::lang::Lang;

    /// The file is read, no code is explained twice, and what is said in short is a sentence.
    #[test]
    fn the_file_is_read() {
        let all: Vec<_> = Explanations::built_in().iter().collect();
        for (nth, explanation) in all.iter().enumerate() {
            let code = &explanation.code;
            assert!(all[..nth].iter().all(|other| other.code != *code), "{code} is explained twice");
            for lang in [Lang::Zh, Lang::En] {
                let short = explanation.text(lang).in_short();
                assert!(!short.is_empty() && !short.ends_with(['。', '.']), "{code}: {short}");
            }
        }
    }
}
