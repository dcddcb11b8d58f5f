//! What the charts of a collection show: `grammars/collection.charts`, read by nom.

use super::figures::{Figures, figures};
use super::notation::{Lines, NotationError, Parsed, block, explain, keyword, line, lines, phrase};
use super::tokens::Tokens;
use nom::Parser;
use nom::bytes::complete::is_not;
use nom::character::complete::{char, space0};
use nom::combinator::map;
use nom::error::context;
use nom::sequence::terminated;
use std::sync::OnceLock;

/// A chart of figures by year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, with the unit.
    pub title: String,
    /// What is drawn for each year, one above the other.
    pub series: Vec<ChartSeries>,
}

/// A sum of figures, followed over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartSeries {
    /// What it is called.
    pub label: String,
    /// What is added up.
    pub figures: Figures,
}

/// The charts of a collection.
///
/// # Panics
///
/// Never: a test reads the file.
///
/// ```
/// assert_eq!(nianbao::grammar::charts()[0].title, "历年新收政府信息公开申请（件）");
/// ```
#[must_use]
pub fn charts() -> &'static [Chart] {
    static CHARTS: OnceLock<Vec<Chart>> = OnceLock::new();
    CHARTS.get_or_init(|| {
        read("collection.charts", include_str!("../../grammars/collection.charts"))
            .expect("a test reads the file")
    })
}

fn read(file: &str, text: &str) -> Result<Vec<Chart>, NotationError> {
    let lines = lines(text);
    let parsed = block(0, chart)(Tokens::new(&lines));
    parsed.map(|(_, charts)| charts).map_err(|error| explain(file, &lines, error))
}

/// `chart 历年行政复议结果（件）`, and its series.
fn chart(input: Lines<'_>) -> Parsed<'_, Chart> {
    let mut head = (keyword("chart"), phrase);
    let (input, ((), title)) = line(0, |text| head.parse(text))(input)?;
    let (input, series) = block(1, series)(input)?;
    Ok((input, Chart { title, series }))
}

/// `结果维持 = litigation.*.upheld + statistics.litigation.upheld`
fn series(input: Lines<'_>) -> Parsed<'_, ChartSeries> {
    let label = terminated(is_not("="), char('=')).map(|label: &str| label.trim().to_owned());
    let words = (context("a label and `=`", label), space0, figures);
    let mut words = map(words, |(label, _, figures)| ChartSeries { label, figures });
    line(1, |text| words.parse(text))(input)
}

#[cfg(test)]
mod tests {
    use super::charts;
    use crate::grammar::{Form, Forms};

    /// No figure is drawn twice in a chart.
    #[test]
    fn the_file_is_read() {
        let concepts: Vec<_> = Forms::built_in().iter().flat_map(Form::concepts).collect();
        for (chart, concept) in
            charts().iter().flat_map(|chart| concepts.iter().map(move |concept| (chart, concept)))
        {
            let drawn = chart.series.iter().filter(|series| series.figures.have(concept.as_str())).count();
            assert!(drawn <= 1, "{concept} is drawn {drawn} times in {}", chart.title);
        }
    }
}
