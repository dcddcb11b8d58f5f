//! A document as a drawing in text: a golden file, and what `inspect` shows.

use super::{Block, Document, Grid, Orientation};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Draws a document: headings with `#`, paragraphs as they are, tables with their merged cells.
///
/// ```
/// use nianbao::document::{Block, Document, GridBuilder, Locus, draw};
/// let mut builder = GridBuilder::new();
/// builder.row().cell("规章", 1, 1).cell("0", 1, 2);
/// builder.row().cell("合计", 1, 1).cell("1", 1, 1).cell("2", 1, 1);
/// let document = Document::from_blocks([Block::heading(1, "一、甲", Locus::Paragraph(1)), builder.table(1).into()]);
/// assert_eq!(draw(&document), "\
/// ## 一、甲
/// +------+-------+
/// | 规章 | 0     |
/// +------+---+---+
/// | 合计 | 1 | 2 |
/// +------+---+---+
/// ");
/// ```
#[must_use]
pub fn draw(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(text, "{} {}", "#".repeat(usize::from(heading.level.max(1))), heading.text);
            }
            Block::Paragraph(paragraph) => {
                let _ = writeln!(text, "{}", paragraph.text);
            }
            Block::Table(grid) => text.push_str(&draw_grid(grid)),
            Block::Flat(flat) => flat.cells.iter().for_each(|cell| {
                let _ = writeln!(text, "| {}", cell.text.replace('\n', " "));
            }),
            Block::Page(Orientation::Portrait) => text.push_str("（另页）\n"),
            Block::Page(Orientation::Landscape) => text.push_str("（另页，横排）\n"),
        }
    }
    text
}

/// Which cell covers each place of a grid.
fn owners(grid: &Grid) -> Vec<Vec<Option<usize>>> {
    let mut owners = vec![vec![None; grid.n_columns() as usize]; grid.n_rows() as usize];
    for (at, cell) in grid.cells().iter().enumerate() {
        for row in cell.row..cell.end_row() {
            for column in cell.column..cell.end_column() {
                owners[row as usize][column as usize] = Some(at);
            }
        }
    }
    owners
}

fn text_of(grid: &Grid, cell: usize) -> String {
    grid.cells()[cell].text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The width of each column: that of its widest text, wide cells sharing theirs among their columns.
fn widths(grid: &Grid) -> Vec<usize> {
    let mut widths = vec![1; grid.n_columns() as usize];
    let mut cells: Vec<usize> = (0..grid.cells().len()).collect();
    cells.sort_by_key(|cell| grid.cells()[*cell].column_span);
    for at in cells {
        let cell = &grid.cells()[at];
        let (start, end) = (cell.column as usize, cell.end_column() as usize);
        let has: usize = widths[start..end].iter().sum::<usize>() + 3 * (end - start - 1);
        widths[end - 1] += text_of(grid, at).width().saturating_sub(has);
    }
    widths
}

fn draw_grid(grid: &Grid) -> String {
    let (owners, widths) = (owners(grid), widths(grid));
    let mut text = String::new();
    for row in 0..=owners.len() {
        text.push_str(&rule(&owners, &widths, row));
        if let Some(places) = owners.get(row) {
            text.push_str(&line(grid, places, &widths, row));
        }
    }
    text
}

/// The line above a row, open where a cell goes through it.
fn rule(owners: &[Vec<Option<usize>>], widths: &[usize], row: usize) -> String {
    let at = |row: Option<usize>, column: usize| {
        row.and_then(|row| owners.get(row)).and_then(|places| places.get(column).copied().flatten())
    };
    let above = row.checked_sub(1);
    let goes_through = |column: usize| {
        let here = at(Some(row), column);
        row < owners.len() && here.is_some() && here == at(above, column)
    };
    let mut text = String::new();
    for (column, width) in widths.iter().enumerate() {
        let left = column.checked_sub(1);
        let joined = goes_through(column)
            && left.is_some_and(|left| goes_through(left) && at(Some(row), left) == at(Some(row), column));
        let plain = !goes_through(column)
            && left.is_some_and(|left| {
                !goes_through(left)
                    && (row == owners.len()
                        || at(Some(row), left).is_some_and(|cell| Some(cell) == at(Some(row), column)))
                    && (above.is_none()
                        || at(above, left).is_some_and(|cell| Some(cell) == at(above, column)))
            });
        text.push(if joined {
            ' '
        } else if plain {
            '-'
        } else if goes_through(column) && left.is_none_or(goes_through) {
            '|'
        } else {
            '+'
        });
        text.push_str(&if goes_through(column) { " " } else { "-" }.repeat(width + 2));
    }
    text.push(if goes_through(widths.len() - 1) { '|' } else { '+' });
    text.push('\n');
    text
}

/// The texts of the cells that begin in a row.
fn line(grid: &Grid, places: &[Option<usize>], widths: &[usize], row: usize) -> String {
    let mut text = String::from("|");
    let mut column = 0;
    while column < places.len() {
        let end = match places[column] {
            Some(cell) => grid.cells()[cell].end_column() as usize,
            None => column + 1,
        };
        let room: usize = widths[column..end].iter().sum::<usize>() + 3 * (end - column - 1);
        let words = match places[column] {
            Some(cell) if grid.cells()[cell].row as usize == row => text_of(grid, cell),
            _ => String::new(),
        };
        let _ = write!(text, " {words}{} |", " ".repeat(room.saturating_sub(words.width())));
        column = end;
    }
    text.push('\n');
    text
}
