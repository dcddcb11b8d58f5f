//! A table with its spans resolved.

mod builder;

pub use builder::GridBuilder;

use super::text::is_blank;
use super::{Block, Locus};
use std::ops::Range;
use std::sync::Arc;

/// How many rows a cell covers, 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowSpan(pub u32);

impl Default for RowSpan {
    fn default() -> Self {
        Self(1)
    }
}

/// How many columns a cell covers, 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnSpan(pub u32);

impl Default for ColumnSpan {
    fn default() -> Self {
        Self(1)
    }
}

/// A table as a grid of cells, each merged cell once.
///
/// ```text
/// +----------+-------+
/// | 项目     | 金额  |   row 0: cells at (0,0) 1×1 and (0,1) 1×1
/// |          +-------+
/// |          |  12   |   the first cell has `RowSpan(2)`: row 1 holds only (1,1)
/// +----------+-------+
/// ```
///
/// Invariant: cells are in row-major order of their first row and column, and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    cells: Vec<Cell>,
    /// Which of the cells is the first of each row, or of a row after it.
    starts: Vec<usize>,
    n_rows: u32,
    n_columns: u32,
    n_head_rows: u32,
    origin: Origin,
    /// The file that it came from, where that is not the one that the document is of.
    file: Option<Arc<str>>,
    is_prose: bool,
}

/// What the rows and columns of a grid are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Table(u32),
    Sheet { name: Arc<str>, row: u32, column: u32 },
}

/// One cell of a [`Grid`].
///
/// ```
/// use nianbao::document::{Cell, ColumnSpan, RowSpan};
/// let cell = Cell { column: 2, column_span: ColumnSpan(3), text: "12".into(), ..Cell::default() };
/// assert_eq!((cell.row_span, cell.mark), (RowSpan(1), None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First row, counted from 0.
    pub row: u32,
    /// First column, counted from 0.
    pub column: u32,
    /// Rows covered.
    pub row_span: RowSpan,
    /// Columns covered.
    pub column_span: ColumnSpan,
    /// The words; several paragraphs are joined by `\n`.
    pub text: String,
    /// What stands here, where a form says it; readers set none.
    pub mark: Option<Box<Mark>>,
}

/// What a cell that was laid out holds, and a note on it for a person.
///
/// ```
/// use nianbao::document::{Holds, Mark};
/// let mark = Mark::new(Holds::Figure("requests.received.total".into())).with_note("两版口径相同，照录");
/// assert_eq!(mark.note.as_deref(), Some("两版口径相同，照录"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it holds.
    pub holds: Holds,
    /// A note on it, such as a sentence of the ledger.
    pub note: Option<String>,
}

/// What a cell of a form holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The figure of a concept, by its name.
    Figure(Arc<str>),
    /// The figure of a concept in an annex; it is no fact of the report.
    Annexed(Arc<str>),
    /// A text that stood in the table and is no part of the form.
    Stray,
    /// The figure of a concept where two reports differ, beside that of the other.
    Differing(Arc<str>),
    /// Words above figures: a head of columns, or a line across the table.
    Head,
}

impl Mark {
    /// A mark without a note.
    #[must_use]
    pub fn new(holds: Holds) -> Self {
        Self { holds, note: None }
    }

    /// The same mark with a note.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

impl Cell {
    /// The column after the last one covered.
    ///
    /// ```
    /// use nianbao::document::{Cell, ColumnSpan};
    /// let cell = Cell { column: 2, column_span: ColumnSpan(3), ..Cell::default() };
    /// assert_eq!(cell.end_column(), 5);
    /// ```
    #[must_use]
    pub fn end_column(&self) -> u32 {
        self.column + self.column_span.0
    }

    /// The row after the last one covered.
    ///
    /// ```
    /// use nianbao::document::{Cell, RowSpan};
    /// let cell = Cell { row: 1, row_span: RowSpan(2), ..Cell::default() };
    /// assert_eq!(cell.end_row(), 3);
    /// ```
    #[must_use]
    pub fn end_row(&self) -> u32 {
        self.row + self.row_span.0
    }

    /// Whether a form says that a figure stands here.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("总计", 1, 1).cell("", 1, 1).mark(Holds::Figure("review.total".into()));
    /// let holds: Vec<bool> = builder.table(1).cells().iter().map(|cell| cell.holds_figure()).collect();
    /// assert_eq!(holds, [false, true]);
    /// ```
    #[must_use]
    pub fn holds_figure(&self) -> bool {
        let holds = self.mark.as_ref().map(|mark| &mark.holds);
        matches!(holds, Some(Holds::Figure(_) | Holds::Annexed(_)))
    }

    /// Whether nothing but white space stands in it.
    ///
    /// ```
    /// let cell = nianbao::document::Cell { text: "\u{3000}".into(), ..Default::default() };
    /// assert!(cell.is_blank());
    /// ```
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }
}

impl Grid {
    /// The cells in row-major order.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 3);
    /// let grid = builder.table(1);
    /// assert_eq!(grid.cells()[1].column, 1);
    /// ```
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells whose first row is `row`.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 1);
    /// builder.row().cell("行政规范性文件", 1, 1);
    /// assert_eq!(builder.table(1).row(1).len(), 1);
    /// ```
    #[must_use]
    pub fn row(&self, row: u32) -> &[Cell] {
        &self.cells[self.cells_of(row)]
    }

    /// Which of the cells begin in a row.
    pub(crate) fn cells_of(&self, row: u32) -> Range<usize> {
        let start = |row: usize| self.starts.get(row).copied().unwrap_or(self.cells.len());
        let row = row as usize;
        start(row)..start(row + 1)
    }

    /// The words of each row that has any, its cells parted by strokes.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("网站", 1, 1).cell("", 1, 1).cell("12", 1, 1);
    /// assert_eq!(builder.table(1).lines().next().as_deref(), Some("网站 | 12"));
    /// ```
    pub fn lines(&self) -> impl Iterator<Item = String> {
        (0..self.n_rows).map(|row| self.line(row)).filter(|line| !line.is_empty())
    }

    /// The words of a row, its cells parted by strokes.
    pub(crate) fn line(&self, row: u32) -> String {
        let cells = self.row(row).iter().filter(|cell| !cell.is_blank());
        cells.map(|cell| cell.text.trim()).collect::<Vec<_>>().join(" | ")
    }

    /// Whether it stands among the prose, and is no table of a form.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        self.is_prose
    }

    /// The same grid, standing among the prose as the `table`-th table of a document.
    #[must_use]
    pub fn in_prose(self, table: u32) -> Self {
        Self { is_prose: true, origin: Origin::Table(table), file: None, ..self }
    }

    /// How many rows the grid has.
    #[must_use]
    pub fn n_rows(&self) -> u32 {
        self.n_rows
    }

    /// How many columns the grid has.
    #[must_use]
    pub fn n_columns(&self) -> u32 {
        self.n_columns
    }

    /// How many of the first rows are repeated at the head of each page.
    #[must_use]
    pub fn n_head_rows(&self) -> u32 {
        self.n_head_rows
    }

    /// Whether a cell is a head: it stands in a repeated row, or is marked as one.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("信息内容", 1, 1).end_head();
    /// builder.row().cell("规章", 1, 1);
    /// builder.row().cell("第二十条第（五）项", 1, 1).mark(Holds::Head);
    /// let grid = builder.table(1);
    /// let heads: Vec<bool> = grid.cells().iter().map(|cell| grid.is_head(cell)).collect();
    /// assert_eq!(heads, [true, false, true]);
    /// ```
    #[must_use]
    pub fn is_head(&self, cell: &Cell) -> bool {
        cell.row < self.n_head_rows || cell.mark.as_ref().is_some_and(|mark| mark.holds == Holds::Head)
    }

    /// Where a cell of this grid stands.
    ///
    /// ```
    /// use nianbao::document::GridBuilder;
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("规章", 1, 1).cell("0", 1, 1);
    /// let grid = builder.table(2);
    /// assert_eq!(grid.locus(&grid.cells()[1]).to_string(), "表 2 第 1 行第 2 列");
    /// ```
    #[must_use]
    pub fn locus(&self, cell: &Cell) -> Locus {
        let at = match &self.origin {
            Origin::Table(table) => Locus::Cell { table: *table, row: cell.row + 1, column: cell.column + 1 },
            Origin::Sheet { name, row, column } => Locus::Sheet {
                name: Arc::clone(name),
                row: row + cell.row + 1,
                column: column + cell.column + 1,
            },
        };
        match &self.file {
            Some(file) => at.in_file(file),
            None => at,
        }
    }

    /// Says that it stands in another file than the one that the document is of.
    pub(super) fn set_file(&mut self, file: &Arc<str>) {
        self.file = Some(Arc::clone(file));
    }

    /// The cells, so that they can be marked; where they stand does not change.
    ///
    /// ```
    /// use nianbao::document::{GridBuilder, Holds};
    /// let mut builder = GridBuilder::new();
    /// builder.row().cell("0", 1, 1).mark(Holds::Stray);
    /// let mut grid = builder.table(1);
    /// grid.marks_mut().for_each(|mark| mark.note = Some("请核对".into()));
    /// assert!(grid.cells()[0].mark.as_ref().is_some_and(|mark| mark.note.is_some()));
    /// ```
    pub fn marks_mut(&mut self) -> impl Iterator<Item = &mut Mark> {
        self.cells.iter_mut().filter_map(|cell| cell.mark.as_deref_mut())
    }
}

impl From<Grid> for Block {
    fn from(grid: Grid) -> Self {
        Self::Table(grid)
    }
}
