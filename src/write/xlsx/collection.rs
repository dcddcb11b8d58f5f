//! A collection as a workbook, written while it is gathered: rows go to temporary files, so that memory does not
//! grow with their number.
//!
//! A sheet that is full is continued on a further one. Rows are counted when they are handed over and again in the
//! finished file, for the library drops a row that comes late without an error.
//!
//! Not supported: cell texts of more than 32,767 UTF-16 units, which are cut with a remark in the cell.

mod charts;
mod part;
#[cfg(test)]
mod tests;

use super::sheet_name::SheetNames;
use crate::collect::{Collection, Row, Sheet, Tally};
use crate::error::Error;
use indexmap::IndexMap;
use part::{Formats, Part};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io::{BufRead, BufReader, Read, Seek, Write};

/// The rows of a sheet of Excel.
const ROWS: u32 = 1_048_576;

/// A workbook that grows.
pub struct CollectionBook<'c, 'f> {
    collection: &'c Collection<'f>,
    workbook: Workbook,
    formats: Formats,
    /// The sheets, each with those that continue it.
    parts: IndexMap<Sheet<'f>, Vec<Part>>,
    tally: Tally<'f>,
    /// How many rows a sheet takes.
    limit: u32,
}

impl<'c, 'f> CollectionBook<'c, 'f> {
    /// A workbook without rows.
    ///
    /// # Errors
    ///
    /// There is no room for temporary files.
    pub fn new(collection: &'c Collection<'f>) -> Result<Self, Error> {
        Self::with_limit(collection, ROWS)
    }

    /// The same with sheets of fewer rows, as tests need them.
    fn with_limit(collection: &'c Collection<'f>, limit: u32) -> Result<Self, Error> {
        let (workbook, parts) = (Workbook::new(), IndexMap::new());
        let tally = Tally::new(collection);
        let mut book = Self { collection, workbook, formats: Formats::new(), parts, tally, limit };
        // What holds nothing has its heads all the same.
        let always = [Sheet::Details, Sheet::Findings, Sheet::Sources];
        for sheet in collection.main_summary().into_iter().chain(always) {
            book.open(sheet).map_err(Error::unwritable)?;
        }
        Ok(book)
    }

    /// Writes a row below those of its sheet.
    ///
    /// # Errors
    ///
    /// A temporary file cannot be made or written.
    ///
    /// # Panics
    ///
    /// Never: a sheet is opened before it is written to.
    pub fn put(&mut self, sheet: Sheet<'f>, row: &Row<'_>) -> Result<(), Error> {
        let is_open =
            self.parts.get(&sheet).and_then(|parts| parts.last()).is_some_and(|part| part.end < self.limit);
        if !is_open {
            self.open(sheet).map_err(Error::unwritable)?;
        }
        let part = self.parts.get_mut(&sheet).and_then(|parts| parts.last_mut()).expect("it was just opened");
        part.put(row, &self.formats).map_err(Error::unwritable)?;
        self.tally.add(sheet, row);
        Ok(())
    }

    /// Begins a sheet, or one that continues it.
    fn open(&mut self, sheet: Sheet<'f>) -> Result<(), XlsxError> {
        let worksheet = self.workbook.new_worksheet_with_constant_memory()?;
        let part = Part::new(worksheet, self.collection.columns(sheet), &self.formats)?;
        self.parts.entry(sheet).or_default().push(part);
        Ok(())
    }

    /// Writes the workbook to a file that is empty, and counts its rows there.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or does not hold every row.
    pub fn finish(self, file: &mut (impl Read + Write + Seek + Send)) -> Result<(), Error> {
        let n_rows = self.save(file).map_err(Error::unwritable)?;
        file.rewind().map_err(Error::unwritable)?;
        let counted = n_rows_written(file, n_rows.len()).map_err(Error::unwritable)?;
        if counted == n_rows {
            return Ok(());
        }
        let reason = format!("{n_rows:?} rows were handed over, and {counted:?} are in the file");
        Err(Error::unwritable(reason))
    }

    /// Writes the workbook; gives the number of rows of each sheet.
    fn save(mut self, file: &mut (impl Write + Seek + Send)) -> Result<Vec<u64>, XlsxError> {
        // The clock would make each file differ from the last.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        self.workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let is_summary = |sheet: &Sheet<'_>| matches!(sheet, Sheet::Summary(_));
        self.parts.sort_by(|a, _, b, _| is_summary(b).cmp(&is_summary(a)));
        let mut names = SheetNames::default();
        let charts = self.collection.choose("图表", "Charts");
        names.next(charts, 0);
        for (sheet, parts) in &mut self.parts {
            let name = self.collection.name(*sheet);
            for (nth, part) in (1..).zip(parts) {
                part.name(&names.next(&if nth == 1 { name.clone() } else { format!("{name}{nth}") }, nth))?;
            }
        }
        let (charts, n_chart_rows) = charts::sheet(charts, self.collection, &self.tally, &self.parts)?;
        let mut charts = Some(charts);
        let mut n_rows = Vec::new();
        for (sheet, parts) in self.parts {
            if !is_summary(&sheet)
                && let Some(charts) = charts.take()
            {
                self.workbook.push_worksheet(charts);
                n_rows.push(n_chart_rows);
            }
            for part in parts {
                n_rows.push(u64::from(part.end));
                self.workbook.push_worksheet(part.finish()?);
            }
        }
        self.workbook.save_to_writer(file)?;
        Ok(n_rows)
    }
}

/// How many rows each sheet of a written workbook has.
fn n_rows_written(file: &mut (impl Read + Seek), n_sheets: usize) -> std::io::Result<Vec<u64>> {
    let mut package = zip::ZipArchive::new(file)?;
    let mut count = |number: usize| {
        let mut part =
            BufReader::with_capacity(1 << 16, package.by_name(&format!("xl/worksheets/sheet{number}.xml"))?);
        let mut n_rows = 0;
        let mut tag = Vec::new();
        // Text is escaped, so that every `<` begins a tag.
        while part.skip_until(b'<')? > 0 {
            tag.clear();
            part.by_ref().take(4).read_to_end(&mut tag)?;
            n_rows += u64::from(tag == b"row ");
        }
        Ok(n_rows)
    };
    (1..=n_sheets).map(&mut count).collect()
}
