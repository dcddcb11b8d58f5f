//! [`GridBuilder`]: rows of cells as formats describe them, to a [`Grid`].

use super::{Cell, ColumnSpan, Grid, Holds, Mark, Origin, RowSpan};
use std::sync::Arc;

/// Lays cells into a grid the way HTML and OOXML rows describe them: each row lists the cells that
/// begin in it, and columns still covered from above are stepped over.
///
/// ```
/// use nianbao::document::GridBuilder;
/// let mut builder = GridBuilder::new();
/// builder.row().cell("三、本年度办理结果", 2, 1).cell("（一）予以公开", 1, 1).cell("1", 1, 1);
/// builder.row().cell("（二）部分公开", 1, 1).cell("0", 1, 1);
/// let grid = builder.table(1);
/// assert_eq!(grid.row(1)[0].column, 1, "the first column is covered from above");
/// assert_eq!((grid.n_rows(), grid.n_columns()), (2, 3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct GridBuilder {
    cells: Vec<Cell>,
    /// For each column, the first row that nothing from above covers.
    free_from: Vec<u32>,
    n_rows: u32,
    column: u32,
    n_head_rows: u32,
    declared_columns: u32,
}

impl GridBuilder {
    /// An empty grid.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the next row.
    pub fn row(&mut self) -> &mut Self {
        self.n_rows += 1;
        self.column = 0;
        self
    }

    /// Leaves columns out, as `w:gridBefore` and `w:gridAfter` do.
    pub fn skip(&mut self, columns: u32) -> &mut Self {
        self.column += columns;
        self
    }

    /// Puts a cell at the next free column of the current row. A span of 0 counts as 1.
    pub fn cell(&mut self, text: impl Into<String>, rows: u32, columns: u32) -> &mut Self {
        let row = self.current_row();
        while self.free_from.get(self.column as usize).is_some_and(|free| *free > row) {
            self.column += 1;
        }
        let (rows, columns) = (rows.max(1), columns.max(1));
        // A wide cell ends before a column that is still covered from above.
        let columns = (1..columns)
            .find(|offset| {
                let column = (self.column + offset) as usize;
                self.free_from.get(column).is_some_and(|free| *free > row)
            })
            .unwrap_or(columns);
        self.place(text.into(), row, self.column, rows, columns);
        self.column += columns;
        self
    }

    /// Puts in cells of no span, one after the other.
    pub fn cells<T: Into<String>>(&mut self, texts: impl IntoIterator<Item = T>) -> &mut Self {
        for text in texts {
            self.cell(text, 1, 1);
        }
        self
    }

    /// Puts a cell at a column that is known, as sheets do; the caller sees to it that none overlap.
    pub fn cell_at(&mut self, column: u32, text: impl Into<String>, rows: u32, columns: u32) -> &mut Self {
        let row = self.current_row();
        self.place(text.into(), row, column, rows.max(1), columns.max(1));
        self.column = column + columns.max(1);
        self
    }

    /// Says what the cell that was put in last holds.
    pub fn mark(&mut self, holds: Holds) -> &mut Self {
        if let Some(cell) = self.cells.last_mut() {
            cell.mark = Some(Box::new(Mark::new(holds)));
        }
        self
    }

    /// Lets the cell that covers `column` in the row above cover this row too (`w:vMerge`), and says
    /// whether there was one that begins at this column and has this width.
    pub fn extend_above(&mut self, column: u32, columns: u32) -> bool {
        let row = self.current_row();
        let above = self
            .cells
            .iter_mut()
            .rev()
            .find(|cell| cell.column == column && cell.column_span.0 == columns && cell.end_row() == row);
        let Some(cell) = above else { return false };
        cell.row_span.0 += 1;
        for covered in column..column + columns {
            self.free_from[covered as usize] = row + 1;
        }
        self.column = column + columns;
        true
    }

    /// The column at which the next cell would stand if nothing from above were in its way.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// Marks the rows so far as repeated at the head of each page.
    pub fn end_head(&mut self) -> &mut Self {
        self.n_head_rows = self.n_rows;
        self
    }

    /// Says that the grid has at least this many columns.
    pub fn at_least(&mut self, columns: u32) -> &mut Self {
        self.declared_columns = self.declared_columns.max(columns);
        self
    }

    /// Whether no cell was put in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The grid as the `table`-th table of a document, counted from 1.
    #[must_use]
    pub fn table(self, table: u32) -> Grid {
        self.finish(Origin::Table(table))
    }

    /// The grid as a part of a sheet; `row` and `column` are where it begins, counted from 0.
    #[must_use]
    pub fn sheet(self, name: Arc<str>, row: u32, column: u32) -> Grid {
        self.finish(Origin::Sheet { name, row, column })
    }

    fn current_row(&self) -> u32 {
        self.n_rows.saturating_sub(1)
    }

    fn place(&mut self, text: String, row: u32, column: u32, rows: u32, columns: u32) {
        let end = (column + columns) as usize;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        self.free_from[column as usize..end].fill(row + rows);
        let (row_span, column_span) = (RowSpan(rows), ColumnSpan(columns));
        self.cells.push(Cell { row, column, row_span, column_span, text, mark: None });
    }

    fn finish(mut self, origin: Origin) -> Grid {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        // A span that reaches below the last row ends with it.
        for cell in &mut self.cells {
            cell.row_span.0 = cell.row_span.0.min(self.n_rows - cell.row);
        }
        let n_columns = u32::try_from(self.free_from.len()).unwrap_or(u32::MAX);
        let mut starts = Vec::with_capacity(self.n_rows as usize);
        for (at, cell) in self.cells.iter().enumerate() {
            starts.resize(starts.len().max(cell.row as usize + 1), at);
        }
        Grid {
            cells: self.cells,
            starts,
            n_rows: self.n_rows,
            n_columns: n_columns.max(self.declared_columns),
            n_head_rows: self.n_head_rows,
            origin,
            file: None,
            is_prose: false,
        }
    }
}
