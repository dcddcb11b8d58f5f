//! The figures of a row were written without anything between them.

mod cut;

use super::Candidate;
use super::case::{Case, line_words};
use crate::finding::{Cause, Change, Finding, FindingKind, GluedRow, Printed};
use crate::grammar::Table;
use crate::report::{Concept, Decimal, Fact, Value};
use cut::{RowSum, cuts};

/// How many ways to cut a row, or the rows of a table, are judged; more are not told apart anyway.
const MOST_WAYS: usize = 64;

/// For each row whose values do not fit, and for the rows of each table that have all their digits in one
/// cell: the ways to cut the digits into as many figures as there are columns.
pub(super) fn candidates(case: &Case<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (at, finding, stray) in case.strays() {
        let printed = Printed { text: stray.text.as_str().into(), at: stray.at.clone() };
        let row = Row { cells: stray.cells.iter().collect(), printed, finding: Some(finding) };
        let ways = row.ways(case).into_iter();
        let cut = |figures| Candidate { stray: Some(at), ..candidate(case, &[(&row, figures)]) };
        candidates.extend(ways.map(cut));
    }
    candidates.extend(case.tables.iter().flat_map(|table| in_one_cell(case, table)));
    candidates
}

/// Rows of a table that were written alike are taken together: their columns do not foot until all are cut.
fn in_one_cell(case: &Case<'_>, table: &Table) -> Vec<Candidate> {
    let rows: Vec<Row<'_>> =
        (0..table.n_rows()).filter_map(|row| Row::in_one_cell(case, table.row(row))).collect();
    let mut chosen: Vec<Vec<(&Row<'_>, Vec<u64>)>> = vec![Vec::new()];
    for row in &rows {
        let ways = row.ways(case);
        if ways.is_empty() {
            continue;
        }
        if ways.len() * chosen.len() > MOST_WAYS {
            return Vec::new();
        }
        let with = |before: &Vec<_>, way: &Vec<u64>| [before.as_slice(), &[(row, way.clone())]].concat();
        chosen = chosen.iter().flat_map(|before| ways.iter().map(|way| with(before, way))).collect();
    }
    chosen.iter().filter(|rows| !rows.is_empty()).map(|rows| candidate(case, rows)).collect()
}

/// The figures of a row, and the text that should hold them all.
struct Row<'c> {
    /// In the order of the page.
    cells: Vec<&'c Concept>,
    printed: Printed,
    /// What recognition said of it.
    finding: Option<usize>,
}

impl<'c> Row<'c> {
    /// A row of which one cell says something and all others are blank.
    fn in_one_cell(case: &Case<'_>, concepts: &'c [Concept]) -> Option<Self> {
        let facts = concepts.iter().map(|concept| Some((concept, case.fact(concept)?)));
        let mut facts: Vec<(&Concept, &Fact)> = facts.collect::<Option<_>>()?;
        let filed: Vec<&Concept> = facts
            .iter()
            .filter(|(_, fact)| fact.value != Value::Blank)
            .map(|(concept, _)| *concept)
            .collect();
        let [filed] = filed[..] else { return None };
        facts.sort_by_key(|(_, fact)| fact.at());
        // Where the places are not told apart, nobody knows which column came first.
        let is_told_apart = facts.windows(2).all(|pair| pair[0].1.at() != pair[1].1.at());
        let cells = facts.into_iter().map(|(concept, _)| concept).collect();
        let is_about = |finding: &Finding| {
            matches!(finding.kind, FindingKind::NotANumber { .. }) && finding.concepts.contains(filed)
        };
        let finding = case.findings.iter().position(is_about);
        is_told_apart.then(|| Self { cells, printed: case.printed(filed), finding })
    }

    /// The ways to cut the text in which the sums of the row hold; none where there are too many of them.
    fn ways(&self, case: &Case<'_>) -> Vec<Vec<u64>> {
        if self.cells.len() < 2 {
            return Vec::new();
        }
        let place = |concept: &&Concept| self.cells.iter().position(|own| own == concept);
        let mut of_row: Vec<usize> =
            self.cells.iter().flat_map(|concept| case.instances_of(concept)).copied().collect();
        of_row.sort_unstable();
        of_row.dedup();
        let sums = of_row.iter().filter_map(|at| {
            let (instance, _) = &case.instances[*at];
            let side = |side: &[&Concept]| side.iter().map(place).collect::<Option<Vec<usize>>>();
            RowSum::new(instance.relation.operator, side(&instance.left)?, side(&instance.right)?)
        });
        let ways = cuts(&self.printed.text, self.cells.len(), &sums.collect::<Vec<_>>());
        if ways.len() > MOST_WAYS { Vec::new() } else { ways }
    }

    fn changes(&self, case: &Case<'_>, figures: &[u64]) -> impl Iterator<Item = Change> {
        self.cells.iter().zip(figures).map(|(concept, figure)| {
            let becomes = Printed { text: figure.to_string().into(), at: self.printed.at.clone() };
            let change = case.change(concept, Decimal::from(*figure), becomes);
            // A row of which nothing was read said all of this.
            let was = if case.fact(concept).is_some() { change.was } else { self.printed.clone() };
            Change { was, ..change }
        })
    }
}

fn candidate(case: &Case<'_>, rows: &[(&Row<'_>, Vec<u64>)]) -> Candidate {
    let glued = |(row, figures): &(&Row<'_>, Vec<u64>)| GluedRow {
        line: case.cell(row.cells[0]).map(|(table, at, _)| line_words(&table.stub, at)).unwrap_or_default(),
        text: row.printed.text.to_string(),
        figures: figures.iter().map(ToString::to_string).collect(),
    };
    let changes = rows.iter().flat_map(|(row, figures)| row.changes(case, figures)).collect();
    let settles = rows.iter().filter_map(|(row, _)| row.finding).collect();
    let cause = Cause::Glued(rows.iter().map(glued).collect());
    Candidate { settles, ..Candidate::new(Some(cause), changes) }
}
