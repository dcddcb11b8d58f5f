//! The sheet of charts (图表), and under them the sums that they show.
//!
//! A sum is a formula over the summaries, so that it follows what is changed there; its value is written with it.
//! Where no report of a year has a number, there is no sum, and nothing is drawn.

use super::super::style;
use super::part::Part;
use crate::collect::{Collection, Sheet, Sum, Tally};
use indexmap::IndexMap;
use rust_xlsxwriter::{
    Chart, ChartLegendPosition, ChartType, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError,
};

/// The size of a chart in pixels, and of the rows and columns that it takes.
const CHART: (u32, u32) = (620, 320);
const CHART_ROWS: u32 = 17;
const CHART_COLUMNS: u16 = 10;

/// How many charts stand beside each other.
const ABREAST: u32 = 3;

/// The columns before the first series: the year, and how many reports there are of it.
const BEFORE: u16 = 2;

type Parts<'f> = IndexMap<Sheet<'f>, Vec<Part>>;

/// Makes the sheet; gives it with the number of its rows.
pub(super) fn sheet<'f>(
    name: &str,
    collection: &Collection<'f>,
    tally: &Tally<'f>,
    parts: &Parts<'f>,
) -> Result<(Worksheet, u64), XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_paper_size(style::A4).set_landscape().set_print_fit_to_pages(1, 1);
    let n_charts = u32::try_from(tally.charts().len()).unwrap_or_default();
    let top = n_charts.div_ceil(ABREAST) * CHART_ROWS;
    // On paper the charts alone; the table under them is for the screen.
    let n_columns = u16::try_from(ABREAST).unwrap_or_default() * CHART_COLUMNS;
    sheet.set_print_area(0, 0, top - 1, n_columns - 1)?;
    let mut page = Page { sheet, collection, tally, parts, top, format: Formats::new() };
    page.heads()?;
    page.years()?;
    page.charts(name)?;
    let n_rows = u64::from(page.below()) + 1 - u64::from(top);
    Ok((page.sheet, n_rows))
}

struct Formats {
    head: Format,
    number: Format,
    remark: Format,
}

impl Formats {
    fn new() -> Self {
        let font = Format::new().set_font_name("宋体").set_font_size(10);
        let cell = font.clone().set_border(FormatBorder::Thin);
        let head = cell
            .clone()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        Self { head, number: cell.set_num_format("0"), remark: font }
    }
}

struct Page<'p, 'f> {
    sheet: Worksheet,
    collection: &'p Collection<'f>,
    tally: &'p Tally<'f>,
    parts: &'p Parts<'f>,
    /// The first row of the table.
    top: u32,
    format: Formats,
}

impl Page<'_, '_> {
    /// The row of the n-th year.
    fn row(&self, nth: usize) -> u32 {
        self.top + 3 + u32::try_from(nth).unwrap_or_default()
    }

    /// The row below the years.
    fn below(&self) -> u32 {
        self.row(self.tally.years().len())
    }

    /// The chart of each series, then its label, each series with its number of addends behind it.
    fn heads(&mut self) -> Result<(), XlsxError> {
        let choose = |zh, en| self.collection.choose(zh, en);
        let title = choose(
            "图表所用的合计（公式，取自“汇总”；“个数”为相加的数的个数，空白和划去的不计）",
            "the sums that the charts show: formulas over the summary; n is how many numbers were added",
        );
        self.sheet.write_string_with_format(self.top, 0, title, &self.format.remark)?;
        let (first, last) = (self.top + 1, self.top + 2);
        for (column, head) in (0..).zip([choose("年度", "year"), choose("报告份数", "reports")]) {
            self.sheet.merge_range(first, column, last, column, head, &self.format.head)?;
        }
        let n = choose("个数", "n");
        let mut column = BEFORE;
        for chart in self.tally.charts() {
            let start = column;
            for series in &chart.series {
                self.sheet.write_string_with_format(last, column, &series.label, &self.format.head)?;
                self.sheet.write_string_with_format(last, column + 1, n, &self.format.head)?;
                column += 2;
            }
            self.sheet.merge_range(first, start, first, column - 1, &chart.title, &self.format.head)?;
        }
        Ok(())
    }

    fn years(&mut self) -> Result<(), XlsxError> {
        let years = self.ranges(self.tally.year_column());
        for (nth, (year, n_reports, sums)) in self.tally.years().enumerate() {
            let row = self.row(nth);
            self.sheet.write_number_with_format(row, 0, year, &self.format.number)?;
            let counts: Vec<String> =
                years.iter().map(|range| format!("COUNTIF({range},$A{})", row + 1)).collect();
            self.formula(row, 1, &counts, &n_reports.to_string())?;
            for (series, sum) in sums.iter().enumerate() {
                self.sum(row, series, sum)?;
            }
        }
        let n_without_year = self.tally.n_without_year;
        let remark = self
            .collection
            .choose("没有写明年度、未列入图表的报告份数：", "reports that do not say their year: ");
        self.sheet.write_string_with_format(
            self.below(),
            0,
            format!("{remark}{n_without_year}"),
            &self.format.remark,
        )?;
        Ok(())
    }

    /// A sum of a year and how many numbers it has; without any it stays blank.
    fn sum(&mut self, row: u32, series: usize, sum: &Sum) -> Result<(), XlsxError> {
        let column = BEFORE + 2 * u16::try_from(series).unwrap_or_default();
        for column in [column, column + 1] {
            self.sheet.write_blank(row, column, &self.format.number)?;
        }
        if sum.n_addends == 0 {
            return Ok(());
        }
        let year = self.tally.year_column();
        let (mut sums, mut counts) = (Vec::new(), Vec::new());
        for (sheet, parts) in self.parts {
            for at in self.tally.columns(*sheet).get(series).into_iter().flatten() {
                for (years, figures) in parts.iter().filter_map(|part| part.range(year).zip(part.range(*at)))
                {
                    sums.push(format!("SUMIFS({figures},{years},$A{})", row + 1));
                    counts.push(format!("SUMPRODUCT(({years}=$A{})*ISNUMBER({figures}))", row + 1));
                }
            }
        }
        self.formula(row, column, &sums, &sum.total.normalize().to_string())?;
        self.formula(row, column + 1, &counts, &sum.n_addends.to_string())
    }

    /// The ranges of a column in every summary.
    fn ranges(&self, column: usize) -> Vec<String> {
        let summaries = self.parts.iter().filter(|(sheet, _)| matches!(sheet, Sheet::Summary(_)));
        summaries.flat_map(|(_, parts)| parts).filter_map(|part| part.range(column)).collect()
    }

    /// A sum of terms, with its value.
    fn formula(&mut self, row: u32, column: u16, terms: &[String], value: &str) -> Result<(), XlsxError> {
        let formula = Formula::new(format!("={}", terms.join("+"))).set_result(value);
        self.sheet.write_formula_with_format(row, column, formula, &self.format.number).map(drop)
    }

    /// A chart of each group of series, the series of a year one above the other.
    fn charts(&mut self, name: &str) -> Result<(), XlsxError> {
        let (first, last) = (self.row(0), self.below().max(self.row(1)) - 1);
        let mut column = BEFORE;
        for (nth, chart) in (0_u32..).zip(self.tally.charts()) {
            let mut drawn = Chart::new(ChartType::ColumnStacked);
            for _ in &chart.series {
                let series = drawn.add_series();
                series.set_name((name, self.top + 2, column));
                series
                    .set_categories((name, first, 0, last, 0))
                    .set_values((name, first, column, last, column));
                series.set_gap(60);
                column += 2;
            }
            drawn.title().set_name(&chart.title);
            drawn.legend().set_position(ChartLegendPosition::Bottom);
            drawn.set_width(CHART.0).set_height(CHART.1);
            if chart.series.len() == 1 {
                drawn.legend().set_hidden();
            }
            let left = u16::try_from(nth % ABREAST).unwrap_or_default() * CHART_COLUMNS;
            self.sheet.insert_chart(nth / ABREAST * CHART_ROWS, left, &drawn)?;
        }
        Ok(())
    }
}
