//! [`widths`]: how wide the columns of a table are.

use crate::document::{Cell, Grid};

/// Widths that fill the width of the text: what each column cannot do without, and of the rest as much as its
/// cells ask for.
pub(super) fn widths(grid: &Grid, text_width: u32, half_points: u32, margin: u32) -> Vec<u32> {
    // A full-width character of n half-points is 10 n twentieths of a point wide, and its tenth part n.
    let margins = (2 * margin).div_ceil(half_points);
    let least = needs(grid, |text| least(text) + margins);
    let wanted = needs(grid, |text| wanted(text) + margins);
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

/// What the cells of each column need, in tenths of a full-width character.
fn needs(grid: &Grid, need: impl Fn(&str) -> u32) -> Vec<u32> {
    let mut needs = vec![need(""); grid.n_columns() as usize];
    let mut cells: Vec<&Cell> = grid.cells().iter().collect();
    // Wide cells come last: they ask only for what their columns do not have yet.
    cells.sort_by_key(|cell| cell.column_span);
    for cell in cells {
        let columns = &mut needs[cell.column as usize..cell.end_column() as usize];
        let lacking = need(&cell.text).saturating_sub(columns.iter().sum());
        let share = lacking / cell.column_span.0.max(1);
        for need in columns {
            *need += share;
        }
    }
    needs
}

/// Room for four digits.
const LEAST: u32 = 20;

/// Nothing asks for more than twelve full-width characters.
const MOST: u32 = 120;

/// What a text cannot do without: a figure is never broken, nor is a word of up to three characters.
fn least(text: &str) -> u32 {
    let words = text.lines().map(width).max().unwrap_or_default().min(30);
    let figure = text.split(|c: char| !c.is_ascii()).flat_map(str::split_whitespace).map(width).max();
    words.max(figure.unwrap_or_default().min(MOST)).max(LEAST)
}

/// How wide a text would like to be: a short one on one line, a long one on as many lines as look well.
fn wanted(text: &str) -> u32 {
    let longest = text.lines().map(width).max().unwrap_or_default();
    match longest {
        0..=40 => longest.max(LEAST),
        41..=100 => 40 + (longest - 40) / 2,
        101..=300 => 70 + (longest - 100) / 4,
        _ => MOST,
    }
}

fn width(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 5 } else { 10 }).sum()
}
