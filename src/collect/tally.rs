//! [`Tally`]: the sums that the charts of a collection show.

use super::{Cell, Collection, Row, Sheet};
use crate::grammar::{Chart, charts};
use crate::report::Decimal;
use std::collections::{BTreeMap, HashMap};

/// Sums by year of the figures in the summaries, as the charts ask for them.
#[derive(Debug)]
pub struct Tally<'f> {
    charts: &'static [Chart],
    /// Which columns of a summary a series sums, for the series of all charts in order.
    columns: HashMap<Sheet<'f>, Vec<Vec<usize>>>,
    /// How many reports there are of each year, and a sum for each series.
    years: BTreeMap<u16, (usize, Vec<Sum>)>,
    /// How many reports do not say their year.
    pub n_without_year: usize,
}

/// A sum of the figures of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many numbers it is the sum of; with none there is no sum.
    pub n_addends: usize,
    /// The sum.
    pub total: Decimal,
}

/// Where the year stands in a summary.
const YEAR: usize = 3;

impl<'f> Tally<'f> {
    /// Nothing yet.
    #[must_use]
    pub fn new(collection: &Collection<'f>) -> Self {
        let charts = charts();
        let columns_of = |sheet| {
            let columns = collection.columns(sheet).iter().enumerate();
            let sums = charts.iter().flat_map(|chart| &chart.series).map(|series| {
                let own = columns.clone().filter(|(_, column)| {
                    column.concept.as_ref().is_some_and(|concept| series.figures.have(concept.as_str()))
                });
                own.map(|(at, _)| at).collect()
            });
            sums.collect::<Vec<Vec<usize>>>()
        };
        let sheets = collection.forms.iter().map(|form| Sheet::Summary(form.edition.as_str()));
        let columns = sheets.map(|sheet| (sheet, columns_of(sheet))).collect();
        Self { charts, columns, years: BTreeMap::new(), n_without_year: 0 }
    }

    /// Adds a row of a summary; rows of other sheets are passed over.
    pub fn add(&mut self, sheet: Sheet<'f>, row: &Row<'_>) {
        let Some(columns) = self.columns.get(&sheet) else { return };
        let year = row.get(YEAR).and_then(Cell::as_number).and_then(|year| u16::try_from(year).ok());
        let Some(year) = year else {
            self.n_without_year += 1;
            return;
        };
        let (n_reports, sums) =
            self.years.entry(year).or_insert_with(|| (0, vec![Sum::default(); columns.len()]));
        *n_reports += 1;
        for (sum, columns) in sums.iter_mut().zip(columns) {
            for number in columns.iter().filter_map(|column| row[*column].as_number()) {
                sum.n_addends += 1;
                sum.total = sum.total.saturating_add(number);
            }
        }
    }

    /// The charts.
    #[must_use]
    pub fn charts(&self) -> &'static [Chart] {
        self.charts
    }

    /// The columns of a summary that are summed, for the series of all charts in order.
    #[must_use]
    pub fn columns(&self, sheet: Sheet<'f>) -> &[Vec<usize>] {
        self.columns.get(&sheet).map_or(&[], Vec::as_slice)
    }

    /// The years in order, each with the number of its reports and a sum for each series.
    #[must_use]
    pub fn years(&self) -> impl ExactSizeIterator<Item = (u16, usize, &[Sum])> {
        self.years.iter().map(|(year, (n_reports, sums))| (*year, *n_reports, sums.as_slice()))
    }

    /// The column of the year in a summary.
    #[must_use]
    pub fn year_column(&self) -> usize {
        YEAR
    }
}
