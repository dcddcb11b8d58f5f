//! What a document is once it has been a workbook.
//!
//! Not supported: places; every block keeps the one it had, or that of a table of a document.

use super::prose;
use super::table;
use crate::document::{Block, Document, Grid, GridBuilder, Locus};

/// The document that reading gives after writing, up to places and notes. It is idempotent:
/// `normal(normal(d))` is `normal(d)`.
pub(crate) fn normal(document: &Document) -> Document {
    let lines = prose::lines(document).into_iter().filter(|line| !line.is_prompt());
    let prose = (1..)
        .zip(lines)
        .map(|(number, line)| Block::paragraph(line.text.into_owned(), Locus::Paragraph(number)));
    let tables = super::tables(document);
    let tables = (1..).zip(tables).map(|(number, table)| filled(table.grid, number).into());
    Document::from_blocks(prose.chain(tables))
}

/// The grid with a blank cell at every place that no cell covers.
fn filled(grid: &Grid, number: u32) -> Grid {
    let mut builder = GridBuilder::new();
    builder.at_least(grid.n_columns());
    for (row, uncovered) in (0..).zip(table::uncovered(grid)) {
        builder.row();
        for column in uncovered {
            builder.cell_at(column, "", 1, 1);
        }
        for cell in grid.row(row) {
            builder.cell_at(cell.column, prose::clean(&cell.text), cell.row_span.0, cell.column_span.0);
        }
        if row + 1 == grid.n_head_rows() {
            builder.end_head();
        }
    }
    builder.table(number)
}
