//! What is written can be read: `read(write(d))` is `d`, places aside, for documents of the kind that a
//! DOCX can hold (no blank paragraphs, no holes in grids, no line break at the end of a cell); how its pages lie
//! and the notes on its cells are not read.

use crate::document::{
    Block, Document, Grid, GridBuilder, Heading, Holds, Locus, Look, Orientation, Paragraph, Picture, Role,
    Text,
};
use crate::read::Limits;
use crate::read::read;
use crate::write::{Format, write};
use proptest::prelude::*;
use std::sync::Arc;

pub(in crate::read) const AT: Locus = Locus::Paragraph(0);

fn prose() -> impl Strategy<Value = String> {
    "[ -~一-龥“”　①<&\n\t]{1,12}".prop_filter("blank paragraphs are dropped", |text| !text.trim().is_empty())
}

/// Prose of which stretches are set otherwise than the rest, links and pictures among them.
fn text() -> impl Strategy<Value = Text> {
    let looks = [Look::Bold, Look::Italic, Look::Raised, Look::Link("https://example.org/?a=1&b=2".into())];
    let picture = Picture {
        ending: "png".into(),
        bytes: vec![137, 80, 78, 71],
        width: 360_000,
        height: 720_000,
        alt: "示意“图”".into(),
    };
    let looks = prop::sample::select([&looks[..], &[Look::Picture(Arc::new(picture))]].concat());
    (prose(), prop::collection::vec((looks, any::<(prop::sample::Index, prop::sample::Index)>()), 0..4))
        .prop_map(|(words, looks)| {
            let places: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
            let mut text = Text::from(words);
            for (look, (from, to)) in looks {
                let [a, b] = [from, to].map(|index| places[index.index(places.len())]);
                let is_set = text.spans().iter().any(|span| span.look == look);
                let range = if matches!(look, Look::Picture(_)) { a..a } else { a.min(b)..a.max(b) };
                if !is_set {
                    text.set(range, &look);
                }
            }
            text
        })
}

fn cell_text() -> impl Strategy<Value = String> {
    "[ -~一-龥—\n\t]{0,6}".prop_map(|text| text.trim_end_matches('\n').to_owned())
}

/// Some of the cells bear a note.
fn noted(mut grid: Grid) -> Grid {
    grid.marks_mut().step_by(3).for_each(|mark| mark.note = Some("两版口径相同 < 照录".into()));
    grid
}

/// A grid without holes: each free place in reading order takes a cell, as large as there is room for.
fn grid() -> impl Strategy<Value = Grid> {
    let cell = (cell_text(), 1..4_u32, 1..4_u32);
    let cells = prop::collection::vec(cell, 36);
    (1..7_usize, 1..7_usize, 0..3_usize, cells).prop_map(|(n_rows, n_columns, n_head_rows, cells)| {
        let mut builder = GridBuilder::new();
        let mut taken = vec![vec![false; n_columns]; n_rows];
        let mut cells = cells.into_iter();
        for row in 0..n_rows {
            builder.row();
            for column in 0..n_columns {
                if taken[row][column] {
                    continue;
                }
                let Some((text, rows, columns)) = cells.next() else { break };
                let rows = (rows as usize).min(n_rows - row);
                let room = taken[row][column..].iter().take_while(|taken| !**taken).count();
                let columns = (columns as usize).min(room);
                for line in &mut taken[row..row + rows] {
                    line[column..column + columns].fill(true);
                }
                let [column, rows, columns] =
                    [column, rows, columns].map(|number| u32::try_from(number).unwrap_or_default());
                builder.cell_at(column, text, rows, columns).mark(Holds::Stray);
            }
            if row + 1 == n_head_rows {
                builder.end_head();
            }
        }
        noted(builder.table(1))
    })
}

pub(in crate::read) fn block() -> impl Strategy<Value = Block> {
    let role = prop::sample::select(vec![Role::Body, Role::Caption, Role::Signature, Role::Remark]);
    prop_oneof![
        (0..4_u8, prose()).prop_map(|(level, text)| Block::Heading(Heading { level, text, at: AT })),
        (role, text()).prop_map(|(role, text)| Block::Paragraph(Paragraph { text, role, at: AT })),
        grid().prop_map(Block::Table),
        prop::sample::select(vec![Orientation::Portrait, Orientation::Landscape]).prop_map(Block::Page),
    ]
}

/// The blocks but for pages, without the places of paragraphs, and the cells of tables without their number.
pub(in crate::read) fn placeless(document: Document) -> Vec<(Block, Option<u32>)> {
    let strip = |block| match block {
        Block::Heading(heading) => (Block::Heading(Heading { at: AT, ..heading }), None),
        Block::Paragraph(line) => (Block::Paragraph(Paragraph { at: AT, ..line }), None),
        Block::Table(grid) => {
            let mut builder = GridBuilder::new();
            builder.at_least(grid.n_columns());
            for row in 0..grid.n_rows() {
                builder.row();
                for cell in grid.row(row) {
                    builder.cell_at(cell.column, &*cell.text, cell.row_span.0, cell.column_span.0);
                }
            }
            (builder.table(1).into(), Some(grid.n_head_rows()))
        }
        other @ (Block::Flat(_) | Block::Page(_)) => (other, None),
    };
    document.blocks.into_iter().filter(|block| !matches!(block, Block::Page(_))).map(strip).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_read(blocks in prop::collection::vec(block(), 0..6)) {
        let document = Document::from_blocks(blocks);
        let bytes = write(&document, Format::Docx).expect("the document fits");
        let back = read(&bytes, &Limits::default()).expect("what we write can be read");
        prop_assert_eq!(&back.notes, &vec![]);
        prop_assert_eq!(placeless(back), placeless(document));
    }

    #[test]
    fn damaged_files_never_panic(at in 0..10_000_usize, byte in any::<u8>(), cut in any::<bool>()) {
        let document = Document::from_blocks([Block::heading(0, "年度报告", AT), Block::paragraph("正文", AT)]);
        let mut bytes = write(&document, Format::Docx).expect("the document fits");
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] ^= byte }
        // Either answer is right; a panic is not.
        let _ = read(&bytes, &Limits::default());
    }
}
