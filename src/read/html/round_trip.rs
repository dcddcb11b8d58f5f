//! What is written can be read: `read(write(d))` is `d`, but for what HTML does not have, which stands at the
//! head of the writer.

use crate::document::{
    Block, Cell, Document, Grid, GridBuilder, Heading, Look, Paragraph, Picture, Role, Text, is_blank,
};
use crate::read::docx::round_trip::{AT, block, placeless};
use crate::read::{Limits, read};
use crate::write::{Format, write};
use proptest::prelude::*;
use std::sync::Arc;

/// The lines of a text, each trimmed, that show something.
fn lines(text: &Text) -> Vec<Text> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let mut own = text.slice(start..start + line.len());
        own.trim_since(0, is_blank);
        lines.extend(Some(pixels(&own)).filter(|line| !line.is_blank()));
        start += line.len() + 1;
    }
    lines
}

/// The text with sizes of pictures in whole pixels.
fn pixels(text: &Text) -> Text {
    let mut whole = Text::from(&**text);
    for span in text.spans() {
        let look = match &span.look {
            Look::Picture(picture) => {
                let [width, height] =
                    [picture.width, picture.height].map(|length| (length + 9525 / 2) / 9525 * 9525);
                Look::Picture(Arc::new(Picture { width, height, ..(**picture).clone() }))
            }
            other => other.clone(),
        };
        whole.set(span.range.clone(), &look);
    }
    whole
}

fn joined(text: &str) -> String {
    let lines: Vec<String> = lines(&text.into()).iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn normal(document: &Document) -> Document {
    let line = |text: Text| Block::Paragraph(Paragraph { text, role: Role::Body, at: AT });
    let blocks = document.blocks.iter().flat_map(|block| match block {
        Block::Heading(Heading { level, text, .. }) => {
            lines(&text.into()).iter().map(|line| Block::heading(*level, &**line, AT)).collect()
        }
        Block::Paragraph(paragraph) => lines(&paragraph.text).into_iter().map(line).collect(),
        Block::Table(grid) if (0..grid.n_rows()).all(|row| grid.row(row).len() < 2) => {
            grid.cells().iter().flat_map(|cell| lines(&(&*cell.text).into())).map(line).collect()
        }
        Block::Table(grid) => vec![table(grid).into()],
        Block::Flat(_) | Block::Page(_) => Vec::new(),
    });
    Document::from_blocks(blocks)
}

/// A grid whose head is one only if nothing reaches out of it.
fn table(grid: &Grid) -> Grid {
    let mut builder = GridBuilder::new();
    builder.at_least(grid.n_columns());
    let in_head = grid.cells().iter().filter(|cell| cell.row < grid.n_head_rows());
    let reaches_out = in_head.map(Cell::end_row).any(|end| end > grid.n_head_rows());
    for row in 0..grid.n_rows() {
        builder.row();
        for cell in grid.row(row) {
            builder.cell_at(cell.column, joined(&cell.text), cell.row_span.0, cell.column_span.0);
        }
        if row + 1 == grid.n_head_rows() && !reaches_out {
            builder.end_head();
        }
    }
    builder.table(1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_read(blocks in prop::collection::vec(block(), 0..6)) {
        let document = Document::from_blocks(blocks);
        let bytes = write(&document, Format::Html).expect("every document is a page");
        let back = read(&bytes, &Limits::default()).expect("what we write can be read");
        prop_assert_eq!(&back.notes, &vec![]);
        prop_assert_eq!(placeless(back), placeless(normal(&document)), "{}", String::from_utf8_lossy(&bytes));
    }
}

/// Many times the size of what the parser is given at once.
#[test]
fn a_large_picture_is_read_as_it_was() {
    let bytes: Vec<u8> = (0..3_000_000_u32)
        .flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 24).to_le_bytes())
        .step_by(4)
        .collect();
    let picture = Picture { ending: "png".into(), bytes, width: 0, height: 0, alt: "图".into() };
    let mut text = Text::from("见图");
    text.set(6..6, &Look::Picture(Arc::new(picture)));
    let document = Document::from_blocks([Block::paragraph(text, AT)]);
    let page = write(&document, Format::Html).expect("every document is a page");
    let back = read(&page, &Limits::default()).expect("what we write can be read");
    assert!(placeless(back) == placeless(document), "the picture differs");
}
