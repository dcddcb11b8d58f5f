//! [`Notes`]: the notes on the cells of a table, in a list below it.
//!
//! The number of a note is drawn by the style and is no text of the cell, so that no reader, copy or voice takes
//! it for digits of the figure. The list stands in an `aside`: it is about the table and no part of it. Where
//! the style is lost, the words of each note still name its cell.

use super::markup::escaped;
use crate::document::{Cell, Grid};

/// The notes of a table as they are met.
pub(super) struct Notes {
    /// How many notes stand above the table.
    pub(super) n_before: usize,
    pub(super) items: Vec<String>,
}

impl Notes {
    /// What leads from a cell to its note, if it has one.
    pub(super) fn anchor(&mut self, grid: &Grid, cell: &Cell) -> String {
        let Some(note) = cell.mark.as_ref().and_then(|mark| mark.note.as_deref()) else {
            return String::new();
        };
        let number = self.n_before + self.items.len() + 1;
        let (at, note) = (grid.locus(cell), escaped(note));
        self.items.push(format!(
            "<li id=\"note-{number}\" value=\"{number}\"><a href=\"#cell-{number}\">{at}</a>：{note}</li>\n"
        ));
        format!(
            "<a class=\"note\" id=\"cell-{number}\" href=\"#note-{number}\" aria-label=\"注 {number}\" \
             data-number=\"{number}\" title=\"{note}\"></a>"
        )
    }

    /// The list, if there is a note.
    pub(super) fn list(&self) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let (first, last) = (self.n_before + 1, self.n_before + self.items.len());
        // No two parts of a page that one may jump to have the same name.
        let name = if first == last { format!("注 {first}") } else { format!("注 {first} 至 {last}") };
        format!(
            "<aside class=\"notes\" aria-label=\"{name}\">\n<ol>\n{}</ol>\n</aside>\n",
            self.items.concat()
        )
    }
}
