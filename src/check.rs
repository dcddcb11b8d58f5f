//! Checks the arithmetic of a report: 勾稽关系. A check changes nothing.

mod instance;
mod prose;
mod series;

pub(crate) use instance::{Instance, Verdict};
pub(crate) use prose::{Said, disagreements, said};

use crate::finding::{Finding, FindingKind};
use crate::grammar::{Direction, Forms, Operator, Table};
use crate::report::{Concept, Decimal, Report};

pub use series::{FiledReport, Series, YearPair, series};

/// Checks every relation of every table that the report was filed in.
///
/// A relation with an operand that is not a number is not assessable; it is never passed by taking the
/// operand as 0.
///
/// ```
/// use nianbao::{check::check, grammar::Forms, report::{Concept, Fact, Report}};
/// let mut report = Report::new("2021");
/// for (concept, number) in [("upheld", 1), ("corrected", 0), ("other", 0), ("pending", 0), ("total", 3)] {
///     let fact = Fact::filed(number.into(), "", None);
///     report.facts.insert(Concept::new(&format!("review.{concept}")), fact);
/// }
/// let findings = check(&report, Forms::built_in());
/// assert_eq!(findings[0].code(), "does-not-foot");
/// assert_eq!(findings[0].concepts.len(), 5);
/// ```
#[must_use]
pub fn check(report: &Report, forms: &Forms) -> Vec<Finding> {
    let mut findings = Vec::new();
    let tables = forms.tables_of(report);
    for (_, section, table) in &tables {
        let mut unassessable = Unassessable::default();
        for relation in &table.relations {
            for instance in Instance::of(table, relation) {
                if let Some(sums) = instance.sums(|concept| report.number(concept.as_str())) {
                    findings.extend(compare(&instance, sums, report));
                } else {
                    let figures =
                        instance.concepts().map(|concept| (concept, report.number(concept.as_str())));
                    unassessable.add(&relation.rule, figures);
                }
            }
        }
        findings.extend(unassessable.finding(table.spanner.as_ref().unwrap_or(&section.heading).text()));
    }
    findings.extend(prose::check(report, forms, &tables));
    findings
}

fn compare(instance: &Instance<'_>, (left, right): (Decimal, Decimal), report: &Report) -> Option<Finding> {
    let Instance { table, relation, .. } = instance;
    let rule = relation.rule.clone();
    let words = |side: &[&Concept]| sum_in_words(table, relation.direction, side, report);
    let kind = match relation.operator {
        Operator::Equal if left != right => FindingKind::DoesNotFoot {
            rule,
            left: words(&instance.left),
            left_sum: left.normalize(),
            right: words(&instance.right),
            right_sum: right.normalize(),
        },
        Operator::AtMost if left > right => FindingKind::PartExceedsWhole {
            rule,
            part: words(&instance.left),
            part_sum: left.normalize(),
            whole: words(&instance.right),
            whole_sum: right.normalize(),
        },
        _ => return None,
    };
    // The place is that of the whole, which stands on the right.
    let at = instance.right.iter().find_map(|concept| report.facts.get(*concept)?.at().cloned());
    Some(Finding::new(kind, at).about(instance.concepts().cloned()))
}

/// `自然人：一、… 3 + 二、… 1`; a side of more than three figures is told by its first and last and their number.
fn sum_in_words(table: &Table, direction: Direction, side: &[&Concept], report: &Report) -> String {
    let one = |concept: &Concept| {
        let (row, column) = table.position(concept.as_str()).unwrap_or_default();
        let line = if direction == Direction::Column { row } else { column };
        let label = table.terms_of(direction).label(line).unwrap_or_default();
        let number = report.number(concept.as_str()).map(|number| number.normalize().to_string());
        format!("{label} {}", number.unwrap_or_default())
    };
    let across = side.first().and_then(|concept| {
        let (row, column) = table.position(concept.as_str())?;
        let (outline, line) = match direction {
            Direction::Column => (&table.boxhead, column),
            Direction::Row => (&table.stub, row),
        };
        let label = outline.label(line).filter(|_| outline.lines().len() > 1)?;
        Some(format!("[{label}] "))
    });
    let figures: Vec<String> = match side {
        [first, .., last] if side.len() > 8 => {
            let non_zero = side[1..side.len() - 1]
                .iter()
                .filter(|concept| report.number(concept.as_str()).is_some_and(|number| !number.is_zero()));
            let middle = non_zero.map(|concept| one(concept));
            [one(first)].into_iter().chain(middle).chain([one(last)]).collect()
        }
        side => side.iter().map(|concept| one(concept)).collect(),
    };
    format!("{}{}", across.unwrap_or_default(), figures.join(" + "))
}

/// The relations of a table that cannot be assessed.
#[derive(Default)]
struct Unassessable {
    n: usize,
    rules: Vec<String>,
    concepts: Vec<Concept>,
}

impl Unassessable {
    /// A relation of which no figure is there at all is not worth a word.
    fn add<'c>(&mut self, rule: &str, figures: impl Iterator<Item = (&'c Concept, Option<Decimal>)>) {
        let (there, lacking): (Vec<_>, Vec<_>) = figures.partition(|(_, number)| number.is_some());
        if there.is_empty() {
            return;
        }
        self.n += 1;
        if !self.rules.iter().any(|own| own == rule) {
            self.rules.push(rule.to_owned());
        }
        for (concept, _) in lacking {
            if !self.concepts.contains(concept) {
                self.concepts.push(concept.clone());
            }
        }
    }

    fn finding(self, table: &str) -> Option<Finding> {
        let kind =
            FindingKind::NotAssessable { table: table.to_owned(), relations: self.n, rules: self.rules };
        (self.n > 0).then(|| Finding::new(kind, None).about(self.concepts))
    }
}
