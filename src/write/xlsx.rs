//! [`Document`] to XLSX: the prose on a sheet of its own, then each table on one.
//!
//! What is read back is [`normal`] of what was written:
//!
//! * tables stand after all prose, for they are on sheets of their own;
//! * headings are paragraphs, and the role of a paragraph is lost;
//! * flat tables are a paragraph, their cells joined by ` | `;
//! * blank paragraphs and grids without a cell are dropped;
//! * prose of more than 32,000 UTF-16 units stands in several rows, each a paragraph;
//! * line breaks are `\n`, and characters that XML cannot hold are dropped;
//! * a place of a grid that no cell covers holds a blank cell;
//! * how pages lie and the marks of cells are lost.
//!
//! A text that is the plain decimal of a number is stored as one, so that an office program can sum
//! it; everything else is stored as text. Each table is named `nianbao_table_1` and so on, so that its blank
//! rows and columns are known when it is read again, and the sheet of what was found `nianbao_findings`, so that
//! it is not read. Each figure has the name of its concept, for the formulas of others. A relation that does not
//! hold colours the cell of its whole, by a formula, so that the colour goes when the figure is mended.
//!
//! In a blank form the cells to fill in are open and all others locked (without a password), what is typed is
//! looked at, and totals are formulas, the only ones that are written; until all of their parts are numbers they
//! are empty. Their cells are open too, as an organ may know a total and not its parts, or strike a part out; but
//! typing over one is asked about.
//!
//! Not supported: cell texts of more than 32,767 UTF-16 units and tables larger than a sheet, which
//! are refused; pictures, which are left out, as the command says (`leaves_out_pictures`).

mod collection;
mod figures;
mod fill;
#[cfg(test)]
mod normal;
mod note;
mod prose;
mod rules;
mod sheet_name;
mod style;
mod table;
#[cfg(test)]
mod tests;

use crate::document::{Block, Document, Grid, Orientation};
use crate::error::{Error, ErrorKind};
pub use collection::CollectionBook;
use figures::DefinedNames;
#[cfg(test)]
pub(crate) use normal::normal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet_name::SheetNames;

/// The sheet of the prose.
const PROSE: &str = "正文";

/// The sheet of what was found.
const FINDINGS: &str = "核对";

/// Writes a document as a workbook. The same document gives the same bytes.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, Error> {
    workbook(document).map_err(|error| ErrorKind::Unwritable(error.to_string()).into())
}

fn workbook(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The clock would make each file differ from the last.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let prose = prose::lines(document);
    let tables = tables(document);
    // A workbook must have a sheet.
    if !prose.is_empty() || tables.is_empty() {
        prose::write(&prose, workbook.add_worksheet().set_name(PROSE)?)?;
    }
    let (mut names, mut defined) = (SheetNames::default(), DefinedNames::default());
    for (number, table) in (1_u32..).zip(&tables) {
        let name = names.next(table.heading, number);
        let sheet = workbook.add_worksheet().set_name(&name)?;
        let range = table::write(table, sheet)?;
        let quoted = name.replace('\'', "''");
        defined.define(format!("nianbao_table_{number}"), &quoted, &range);
        defined.define_figures(table.grid, &quoted);
    }
    if let Some(grid) = document.findings.as_ref().filter(|grid| !grid.cells().is_empty()) {
        let heading = names.next(FINDINGS, 0);
        let sheet = workbook.add_worksheet().set_name(&heading)?;
        let table = Sheet { heading: FINDINGS, orientation: Orientation::Landscape, grid, document };
        let range = table::write(&table, sheet)?;
        defined.define("nianbao_findings".to_owned(), &heading, &range);
    }
    defined.write(&mut workbook)?;
    workbook.save_to_buffer()
}

/// A table with a sheet of its own.
struct Sheet<'d> {
    /// The nearest heading above it, or else the line across its top.
    heading: &'d str,
    /// How the pages lie at its place.
    orientation: Orientation,
    grid: &'d Grid,
    /// What must hold between its figures, and which are to be filled in.
    document: &'d Document,
}

/// The tables that have a cell.
fn tables(document: &Document) -> Vec<Sheet<'_>> {
    let (mut heading, mut orientation) = ("", Orientation::default());
    let mut tables = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(above) => heading = &above.text,
            Block::Page(turned) => orientation = *turned,
            Block::Table(grid) if !grid.cells().is_empty() && !grid.is_prose() => {
                let heading = if heading.is_empty() { line_across(grid) } else { heading };
                tables.push(Sheet { heading, orientation, grid, document });
            }
            Block::Paragraph(_) | Block::Flat(_) | Block::Table(_) => {}
        }
    }
    tables
}

/// The words of the first row, if it is one cell.
fn line_across(grid: &Grid) -> &str {
    match grid.row(0) {
        [cell] if cell.column_span.0 == grid.n_columns() && grid.n_columns() > 1 => &cell.text,
        _ => "",
    }
}
