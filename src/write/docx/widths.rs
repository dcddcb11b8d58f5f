//! [`widths`]: how wide the columns of a table are.

use crate::document::{Cell, Grid};

/// Widths that fill the width of the text: what each column cannot do without, and of the rest as much as its
/// cells ask for.
pub(super) fn widths(grid: &Grid, text_width: u32, half_points: u32, margin: u32) -> Vec<u32> {
    // A full-width character of n half-points is 10 n twentieths of a point wide, and its tenth part n.
    let margins = (2 * margin).div_ceil(half_points);
    let [least, wanted] = needs(grid, margins);
    let more: Vec<u32> =
        least.iter().zip(&wanted).map(|(least, wanted)| wanted.saturating_sub(*least)).collect();
    let sum = |widths: &[u32]| widths.iter().sum::<u32>();
    let rest = text_width.saturating_sub(sum(&least) * half_points);
    let mut widths: Vec<u32> = match sum(&more) {
        total if rest > 0 && total > 0 => {
            least.iter().zip(&more).map(|(least, more)| least * half_points + rest * more / total).collect()
        }
        _ => least.iter().map(|own| text_width * own / sum(&least)).collect(),
    };
    let rest = text_width - sum(&widths);
    if let Some(widest) = widths.iter_mut().max() {
        *widest += rest;
    }
    widths
}

/// What the cells of each column cannot do without, and what they ask for.
fn needs(grid: &Grid, margins: u32) -> [Vec<u32>; 2] {
    let mut needs = [LEAST, LEAST].map(|need| vec![need + margins; grid.n_columns() as usize]);
    let mut cells: Vec<&Cell> = grid.cells().iter().collect();
    // Wide cells come last: they ask only for what their columns do not have yet.
    cells.sort_by_key(|cell| cell.column_span);
    for cell in cells {
        for (needs, need) in needs.iter_mut().zip(need(&cell.text)) {
            let columns = &mut needs[cell.column as usize..cell.end_column() as usize];
            let lacking = (need + margins).saturating_sub(columns.iter().sum());
            let share = lacking / cell.column_span.0.max(1);
            columns.iter_mut().for_each(|need| *need += share);
        }
    }
    needs
}

/// Room for four digits.
const LEAST: u32 = 20;

/// Nothing asks for more than twelve full-width characters.
const MOST: u32 = 120;

/// What a text cannot do without and what it would like, in tenths of a full-width character: a figure is never
/// broken, nor is a word of up to three characters; a short text would stand on one line, a long one on as many as
/// look well.
fn need(text: &str) -> [u32; 2] {
    let (mut longest, mut widest_figure) = (0, 0);
    for line in text.lines() {
        let (width, figure) = widths_of(line);
        longest = longest.max(width);
        widest_figure = widest_figure.max(figure);
    }
    let wanted = match longest {
        0..=40 => longest.max(LEAST),
        41..=100 => 40 + (longest - 40) / 2,
        101..=300 => 70 + (longest - 100) / 4,
        _ => MOST,
    };
    [longest.min(30).max(widest_figure.min(MOST)).max(LEAST), wanted]
}

/// How wide a line is, and how wide what stands together in it that is not Chinese, such as a figure.
fn widths_of(line: &str) -> (u32, u32) {
    let (mut width, mut figure, mut widest_figure) = (0, 0, 0);
    for c in line.chars() {
        let own = if c.is_ascii() { 5 } else { 10 };
        width += own;
        figure = if c.is_ascii() && !c.is_whitespace() { figure + own } else { 0 };
        widest_figure = widest_figure.max(figure);
    }
    (width, widest_figure)
}
