//! [`Figures`]: a sum of figures by their names, in which `*` stands for one segment.

use super::claim::covers;
use super::notation::{Words, is_name};
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space0};
use nom::combinator::{map, recognize};
use nom::error::context;
use nom::multi::separated_list1;
use nom::sequence::delimited;

/// Figures by the patterns of their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures(pub(super) Vec<String>);

impl Figures {
    /// Whether a figure is one of them.
    ///
    /// ```
    /// use nianbao::grammar::charts;
    /// let refused = &charts()[2].series[2].figures;
    /// assert!(refused.have("requests.refused.state_secret.total"));
    /// assert!(!refused.have("requests.refused.state_secret.business"));
    /// ```
    #[must_use]
    pub fn have(&self, concept: &str) -> bool {
        self.0.iter().any(|pattern| covers(pattern, concept))
    }
}

/// `litigation.*.upheld + statistics.litigation.upheld`
pub(super) fn figures(input: &str) -> Words<'_, Figures> {
    let segment = alt((tag("*"), take_while1(is_name)));
    let pattern = map(recognize(separated_list1(char('.'), segment)), str::to_owned);
    let sum = separated_list1(delimited(space0, char('+'), space0), context("the name of a figure", pattern));
    map(sum, Figures).parse(input)
}

#[cfg(test)]
mod tests {
    use crate::grammar::{Form, Forms, charts, joint_notes};

    /// Every name in the files of this notation is one of a built-in form.
    #[test]
    fn every_name_is_known() {
        let concepts: Vec<_> = Forms::built_in().iter().flat_map(Form::concepts).collect();
        let drawn = charts().iter().flat_map(|chart| &chart.series).map(|series| &series.figures);
        for pattern in
            drawn.chain(joint_notes().iter().map(|note| &note.figures)).flat_map(|figures| &figures.0)
        {
            let one = super::Figures(vec![pattern.clone()]);
            assert!(concepts.iter().any(|concept| one.have(concept.as_str())), "{pattern} is no figure");
        }
    }
}
