//! [`Contribution`]: what each report adds to a cell.

use super::{Options, Part};
use crate::document::{Block, Document, GridBuilder, Orientation};
use crate::grammar::Form;
use crate::report::{Concept, Decimal, Value, sum};

/// A cell of the sum, and what each report adds to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The cell.
    pub concept: Concept,
    /// Its words in the form.
    pub words: String,
    /// What is the sum.
    pub total: Value,
    /// What each report says, in their order; nothing where it has no such line.
    pub parts: Vec<Option<Value>>,
}

/// Every cell that some report has, in the order of the form.
pub(super) fn all(parts: &[Part<'_>], options: &Options, form: &Form) -> Vec<Contribution> {
    let contribution = |concept: &Concept| {
        let values = parts.iter().map(|part| part.report.facts.get(concept).map(|fact| fact.value.clone()));
        let values: Vec<Option<Value>> = values.collect();
        values.iter().any(Option::is_some).then(|| Contribution {
            concept: concept.clone(),
            words: form.words(concept.as_str()),
            total: total(&values, options.partial),
            parts: values,
        })
    };
    form.concepts().filter_map(contribution).collect()
}

/// The sum of what reports say: unknown where one of them is, and nil where all are.
fn total(values: &[Option<Value>], is_partial: bool) -> Value {
    let numbers = || values.iter().flatten().filter_map(Value::number);
    if values.iter().all(|value| *value == Some(Value::Nil)) {
        return Value::Nil;
    }
    let has_unknown = values.iter().any(|value| is_unknown(value.as_ref()));
    if numbers().next().is_none() || (has_unknown && !is_partial) {
        return Value::Blank;
    }
    sum(numbers().map(Some)).map_or(Value::Blank, Value::Number)
}

/// Whether what a report says can neither be added nor passed over.
pub(super) fn is_unknown(value: Option<&Value>) -> bool {
    !matches!(value, Some(Value::Number(_) | Value::Nil))
}

impl Contribution {
    /// `3 份报告之和：a.docx 3，b.docx 2，1 份为 0`
    pub(super) fn words(&self, parts: &[Part<'_>]) -> String {
        let numbers = parts.iter().zip(&self.parts);
        let numbers = numbers.filter_map(|(part, value)| Some((part.file, value.as_ref()?.number()?)));
        let numbers: Vec<(&str, Decimal)> = numbers.collect();
        let others = numbers.iter().filter(|(_, number)| !number.is_zero());
        let mut named: Vec<String> =
            others.map(|(file, number)| format!("{file} {}", number.normalize())).collect();
        let n_zeros = numbers.len() - named.len();
        if n_zeros > 0 {
            named.push(format!("{n_zeros} 份为 0"));
        }
        format!("{} 份报告之和：{}", numbers.len(), named.join("，"))
    }

    /// How many reports add something to it.
    pub(super) fn n_addends(&self) -> usize {
        let numbers = self.parts.iter().flatten().filter_map(Value::number);
        numbers.filter(|number| !number.is_zero()).count()
    }
}

/// The heads and the rows of a table of contributions: a row a cell, a column a report.
///
/// ```
/// use nianbao::combine::{Contribution, contributions_to_rows};
/// use nianbao::report::{Concept, Value};
/// let cell = Contribution {
///     concept: Concept::new("review.total"),
///     words: "行政复议 / 总计".into(),
///     total: 3.into(),
///     parts: vec![Some(3.into()), Some(Value::Nil), None],
/// };
/// let rows = contributions_to_rows(&[cell], &["a.docx", "b.docx", "c.docx"]);
/// assert_eq!(rows[0], ["代码", "项目", "合计", "a.docx", "b.docx", "c.docx"]);
/// assert_eq!(rows[1], ["review.total", "行政复议 / 总计", "3", "3", "/", "（无此行）"]);
/// ```
#[must_use]
pub fn contributions_to_rows(contributions: &[Contribution], files: &[&str]) -> Vec<Vec<String>> {
    let heads = ["代码", "项目", "合计"].iter().chain(files).map(ToString::to_string).collect();
    let row = |contribution: &Contribution| {
        let said =
            |value: &Option<Value>| value.as_ref().map_or_else(|| "（无此行）".to_owned(), Value::to_string);
        let cells =
            [contribution.concept.to_string(), contribution.words.clone(), contribution.total.to_string()];
        cells.into_iter().chain(contribution.parts.iter().map(said)).collect()
    };
    [heads].into_iter().chain(contributions.iter().map(row)).collect()
}

/// The same as a document, to be written as a workbook.
#[must_use]
pub fn contributions_table(contributions: &[Contribution], files: &[&str]) -> Document {
    let mut builder = GridBuilder::new();
    for (nth, row) in contributions_to_rows(contributions, files).into_iter().enumerate() {
        builder.row().cells(row);
        if nth == 0 {
            builder.end_head();
        }
    }
    Document::from_blocks([Block::Page(Orientation::Landscape), builder.table(1).into()])
}
