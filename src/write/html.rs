//! [`write`]: a [`Document`] to a page fit for a site of the government; and the page of findings.
//!
//! - [x] one file: no script, no request, a policy that forbids both; pictures are in it
//! - [x] heads of tables that say what they are the heads of, captions, notes on cells below the table
//! - [x] on a telephone tables are moved sideways, on paper they have A4, repeated heads and turned pages
//! - [ ] pictures that no browser shows (EMF, WMF, TIFF): their words stand in their place
//! - [ ] links to what is neither a page nor a mailbox: their words alone
//!
//! What is read back is what was written, but for what HTML does not have:
//!
//! * lines of a paragraph are paragraphs, and those at the ends of which there was white space have none there;
//!   the role of a paragraph is lost;
//! * flat tables are a paragraph, their cells joined by ` | `;
//! * blank paragraphs, blank lines of cells and grids without a cell are dropped; a table without two cells in
//!   a row is paragraphs;
//! * a place of a grid that no cell covers holds a blank cell;
//! * sizes of pictures are whole pixels; characters that HTML cannot hold are dropped;
//! * how pages lie and the marks of cells are lost. The notes stand in an `aside`, which is no part of the text,
//!   and their numbers are drawn by the style, so that no reader takes them for digits of a figure.

mod findings;
mod markup;
mod notes;
mod prose;
mod table;
#[cfg(test)]
mod tests;

pub use findings::{Checked, FindingsPage};

use super::labels::Labels;
use super::pages::pages;
use crate::document::{Block, Document, Flat, Grid, Orientation, Paragraph, Role};
use markup::Page;
use notes::Notes;
use std::fmt::Write as _;
use table::Content;

pub(super) use prose::is_shown;

/// Writes a document; the same document gives the same bytes.
pub(super) fn write(document: &Document) -> Vec<u8> {
    let mut body = Body::default();
    let pages = pages(&document.blocks);
    body.out.push_str("<main>\n");
    for (nth, (orientation, blocks)) in pages.iter().enumerate() {
        match (nth, orientation) {
            (0, Orientation::Portrait) => body.blocks(blocks),
            (_, orientation) => {
                let class = if *orientation == Orientation::Landscape { "page across" } else { "page" };
                let _ = writeln!(body.out, "<div class=\"{class}\">");
                body.blocks(blocks);
                body.out.push_str("</div>\n");
            }
        }
    }
    body.out.push_str("</main>\n");
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading.text.as_str()),
        _ => None,
    });
    let (title, style) = (title.unwrap_or("政府信息公开工作年度报告"), include_str!("html/style.css"));
    let page = Page { lang: "zh-CN", title, lets_in: "img-src data:", style, body: &body.out };
    page.html().into_bytes()
}

/// The body of a page as it grows.
#[derive(Default)]
struct Body {
    out: String,
    n_headings: usize,
    n_notes: usize,
}

impl Body {
    fn blocks(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while !rest.is_empty() {
            // Lines right above a table are its caption.
            let captions: Vec<&Paragraph> = rest.iter().map_while(caption).collect();
            if let Some(Block::Table(grid)) = rest.get(captions.len()) {
                let caption = captions.iter().map(|line| prose::paragraphs(&line.text, "")).collect();
                self.table(grid, caption);
                rest = &rest[captions.len() + 1..];
            } else {
                let n_lines = captions.len().max(1);
                rest[..n_lines].iter().for_each(|block| self.line(block));
                rest = &rest[n_lines..];
            }
        }
    }

    fn line(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let level = heading.level.min(3) + 1;
                for line in prose::plain_lines(&heading.text) {
                    self.n_headings += 1;
                    let _ =
                        writeln!(self.out, "<h{level} id=\"heading-{}\">{line}</h{level}>", self.n_headings);
                }
            }
            // What a blank form asks for is no text of it.
            Block::Paragraph(line) if matches!(line.role, Role::Prompt | Role::TitlePrompt) => {}
            Block::Paragraph(line) => self.out.push_str(&prose::paragraphs(&line.text, class(line.role))),
            Block::Flat(Flat { cells }) => {
                let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                self.out.push_str(&prose::paragraphs(&cells.join(" | ").into(), ""));
            }
            Block::Table(_) | Block::Page(_) => {
                unreachable!("tables come with their captions, and pages are parted before")
            }
        }
    }

    /// A table, and below it the notes on its cells; without a caption it is named by the heading above.
    fn table(&mut self, grid: &Grid, caption: String) {
        if grid.cells().is_empty() {
            self.out.push_str(&caption);
            return;
        }
        let (attributes, caption) = match (caption.is_empty(), self.n_headings) {
            (false, _) => (String::new(), format!("<caption>\n{caption}</caption>\n")),
            (true, 0) => (String::new(), caption),
            (true, heading) => (format!(" aria-labelledby=\"heading-{heading}\""), caption),
        };
        let (labels, mut notes) = (Labels::of(grid), Notes { n_before: self.n_notes, items: Vec::new() });
        let table = table::table(grid, &attributes, &caption, |cell| {
            let attributes = if labels.is_left(cell) { " class=\"left\"" } else { "" }.to_owned();
            let words = prose::plain_lines(&cell.text).join("<br>") + &notes.anchor(grid, cell);
            Content { attributes, words }
        });
        let _ = write!(self.out, "<div class=\"table\">\n{table}</div>\n{}", notes.list());
        self.n_notes += notes.items.len();
    }
}

fn caption(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) if paragraph.role == Role::Caption => Some(paragraph),
        _ => None,
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Body | Role::Prompt | Role::TitlePrompt => "",
        Role::Caption => "caption",
        Role::Signature => "signature",
        Role::Remark => "remark",
    }
}
