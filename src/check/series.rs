//! Checks the reports of one organ over the years: what must follow from one year to the next.

use super::Unassessable;
use crate::document::{Folded, fold};
use crate::finding::{Finding, FindingKind, SeriesKind, YearFigure, YearSums};
use crate::grammar::{Bond, Form, Forms, Table, Year, YearRelation, YearTerm};
use crate::report::{Concept, Fact, Report, sum};
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeMap;

/// A report, and the name of the file that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct FiledReport<'r> {
    /// The name of the file.
    pub file: &'r str,
    /// What was read from it.
    pub report: &'r Report,
}

/// The reports of two neighbouring years.
#[derive(Clone, Copy, Debug)]
pub struct YearPair<'r> {
    /// The later year.
    pub year: u16,
    /// Its report.
    pub this: FiledReport<'r>,
    /// The report of the year before.
    pub last: FiledReport<'r>,
}

/// What a series of reports was found to be.
#[derive(Clone, Debug, Default)]
pub struct Series<'r> {
    /// The pairs that were compared, by organ and year.
    pub pairs: Vec<YearPair<'r>>,
    /// What there is to say about them, and about what was not compared.
    pub findings: Vec<Finding>,
}

/// Checks every relation between the reports of neighbouring years, in whatever order they come.
///
/// A year is what a report says, never the name of its file. Reports of several organs are several series.
/// A relation with an operand that is not a number is not assessable.
///
/// ```
/// use nianbao::check::{FiledReport, series};
/// use nianbao::{grammar::Forms, report::{Concept, Fact, Report}};
/// let report = |year, concept, number: i64| {
///     let mut report = Report { year: Some(year), ..Report::new("2021") };
///     report.facts.insert(Concept::new(concept), Fact::filed(number.into(), "", None));
///     report
/// };
/// let (this, last) = (report(2022, "requests.carried_in.total", 3), report(2021, "requests.carried_out.total", 2));
/// let filed = [FiledReport { file: "b.docx", report: &this }, FiledReport { file: "a.docx", report: &last }];
/// let series = series(&filed, Forms::built_in());
/// assert_eq!((series.pairs[0].year, series.pairs[0].last.file), (2022, "a.docx"));
/// assert_eq!(series.findings[0].code(), "carry-over-differs");
/// ```
#[must_use]
pub fn series<'r>(reports: &[FiledReport<'r>], forms: &Forms) -> Series<'r> {
    let mut issuers: IndexMap<Option<Folded<'r>>, Vec<FiledReport<'r>>> = IndexMap::new();
    for filed in reports {
        issuers.entry(filed.report.issuer.as_deref().map(fold)).or_default().push(*filed);
    }
    let mut series = Series::default();
    if issuers.len() > 1 {
        let issuer = |reports: &Vec<FiledReport<'_>>| (reports[0].report.issuer.clone(), files(reports));
        series.say(SeriesKind::SeveralIssuers(issuers.values().map(issuer).collect()));
    }
    for reports in issuers.values() {
        series.follow(reports, forms);
    }
    series
}

fn files<'r>(reports: impl IntoIterator<Item = &'r FiledReport<'r>>) -> Vec<String> {
    reports.into_iter().map(|filed| filed.file.to_owned()).collect()
}

impl<'r> Series<'r> {
    fn say(&mut self, kind: SeriesKind) {
        self.findings.push(Finding::new(FindingKind::Series(kind), None));
    }

    /// Follows the reports of one organ from year to year.
    fn follow(&mut self, reports: &[FiledReport<'r>], forms: &Forms) {
        let mut years: BTreeMap<u16, Vec<FiledReport<'r>>> = BTreeMap::new();
        for filed in reports {
            match filed.report.year {
                Some(year) => years.entry(year).or_default().push(*filed),
                None => self.say(SeriesKind::YearUnknown(filed.file.to_owned())),
            }
        }
        for (year, reports) in years.iter().filter(|(_, reports)| reports.len() > 1) {
            self.say(SeriesKind::YearTwice { year: *year, files: files(reports) });
        }
        for ((last, old), (this, new)) in years.iter().zip(years.iter().skip(1)) {
            match (&old[..], &new[..]) {
                _ if *this > last + 1 => {
                    let files = files(old.iter().chain(new));
                    self.say(SeriesKind::YearMissing { last: *last, this: *this, files });
                }
                ([last], [new]) => {
                    let pair = YearPair { year: *this, this: *new, last: *last };
                    self.pairs.push(pair);
                    self.findings.extend(pair.check(forms));
                }
                // Which of two reports of one year counts is not for a program to say.
                _ => {}
            }
        }
    }
}

/// A figure that a relation asks for: of which year, and of what.
type Operand<'t> = (Year, &'t Concept);

/// Both sides of each instance of a relation.
fn instances<'t>(
    table: &'t Table,
    relation: &'t YearRelation,
) -> impl Iterator<Item = [Vec<Operand<'t>>; 2]> {
    let direction = relation.direction;
    let side = move |terms: &'t [YearTerm], instance: usize| {
        let covered = |of: &'t YearTerm| {
            table
                .covered(direction, |line| of.term.covers(line), instance)
                .map(move |concept| (of.year, concept))
        };
        terms.iter().flat_map(covered).collect()
    };
    (0..table.n_instances(direction))
        .map(move |instance| [side(&relation.left, instance), side(&relation.right, instance)])
}

impl YearPair<'_> {
    fn check(&self, forms: &Forms) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut unassessable = Unassessable::default();
        for (form, _, table) in forms.tables_of(self.this.report) {
            for relation in &table.year_relations {
                for sides in instances(table, relation) {
                    match sides.each_ref().map(|side| self.figures(form, side)) {
                        [Some(left), Some(right)] => {
                            findings.extend(self.compare(relation, &sides, left, right));
                        }
                        _ => self.leave(&mut unassessable, relation, &sides),
                    }
                }
            }
        }
        findings.extend(unassessable.finding(&format!("{} → {}", self.year - 1, self.year)));
        findings
    }

    fn filed(&self, (year, _): Operand<'_>) -> FiledReport<'_> {
        match year {
            Year::This => self.this,
            Year::Last => self.last,
        }
    }

    fn fact(&self, operand: Operand<'_>) -> Option<&Fact> {
        self.filed(operand).report.facts.get(operand.1)
    }

    /// The figures of one side, if all of them are numbers.
    fn figures(&self, form: &Form, side: &[Operand<'_>]) -> Option<Vec<YearFigure>> {
        let figure = |operand: &Operand<'_>| {
            let fact = self.fact(*operand)?;
            Some(YearFigure {
                year: if operand.0 == Year::This { self.year } else { self.year - 1 },
                cell: form.words(operand.1.as_str()),
                value: fact.value.number()?,
                at: fact.at().map(|at| at.clone().in_file(&self.filed(*operand).file.into())),
            })
        };
        side.iter().map(figure).collect()
    }

    fn compare(
        &self,
        relation: &YearRelation,
        sides: &[Vec<Operand<'_>>; 2],
        left: Vec<YearFigure>,
        right: Vec<YearFigure>,
    ) -> Option<Finding> {
        let sum = |side: &[YearFigure]| sum(side.iter().map(|figure| Some(figure.value)));
        let (left_sum, right_sum) = (sum(&left)?.normalize(), sum(&right)?.normalize());
        if left_sum == right_sum {
            return None;
        }
        let at = left.iter().chain(&right).find(|figure| figure.year == self.year)?.at.clone();
        let sums = YearSums { rule: relation.rule.clone(), left, left_sum, right, right_sum };
        let kind = match relation.bond {
            Bond::Carried => SeriesKind::CarryOverDiffers(sums),
            Bond::Running => SeriesKind::RunningTotalDiffers(sums),
        };
        let concepts: IndexSet<&Concept> = sides.iter().flatten().map(|(_, concept)| *concept).collect();
        Some(Finding::new(FindingKind::Series(kind), at).about(concepts.into_iter().cloned()))
    }

    /// A line that a report does not have is no matter of the other: its form has none, or its own
    /// findings say that it is missing.
    fn leave(&self, unassessable: &mut Unassessable, relation: &YearRelation, sides: &[Vec<Operand<'_>>; 2]) {
        let facts = sides.iter().flatten().map(|operand| Some((operand.1, self.fact(*operand)?)));
        if let Some(facts) = facts.collect::<Option<Vec<_>>>() {
            unassessable
                .add(&relation.rule, facts.iter().map(|(concept, fact)| (*concept, fact.value.number())));
        }
    }
}
