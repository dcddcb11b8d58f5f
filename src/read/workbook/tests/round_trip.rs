//! What is written is read back: `read(write(d))` is `normal(d)`, but for places.

use super::drawn;
use crate::document::{
    Block, Document, Flat, FlatCell, Grid, GridBuilder, Holds, Locus, Orientation, Place, Role,
};
use crate::read::{Limits, read};
use crate::write::{Format, write, xlsx_normal};
use proptest::prelude::*;

/// Texts that a workbook could turn into something else.
fn text() -> impl Strategy<Value = String> {
    let odd = [
        "",
        "0",
        "12",
        "-3",
        "12.5",
        "59237.2449",
        "00123",
        "1.50",
        "-0",
        "0.1",
        "１２",
        "/",
        "—",
        "=1+1",
        "@甲",
        "甲\n乙",
        "  前后  ",
        "\n",
        "TRUE",
        "#DIV/0!",
        "2025-01-01",
        "_x0041_",
        "1e3",
        "+1",
        ".5",
        "5.",
        "123456789012345",
        "1234567890123456",
        "0.000000000000001",
        "0.1234567890123456",
        "12%",
        "'甲",
        "&<>\"",
        "\u{3000}",
        "甲\tb",
        "第二十条第（一）项",
        "略。",
        "1,234",
        "\u{1F600}",
    ];
    prop_oneof![3 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned), 1 => "[ -~一-七\n]{0,80}",
        1 => any::<i32>().prop_map(|n| n.to_string()), 1 => (any::<i32>(), 0..100_u32).prop_map(|(a, b)| format!("{a}.{b}"))]
}

/// A grid whose cells are merged where the choices allow it; some rows and columns are blank.
fn grid() -> impl Strategy<Value = Grid> {
    let cell = (text(), 1..4_u32, 1..4_u32, prop::bool::weighted(0.8));
    let rows = (1..7_u32, 1..6_u32);
    let blanks = (prop::bool::ANY, 0..7_u32, 0..6_u32);
    (rows, prop::collection::vec(cell, 42), blanks, 0..3_u32).prop_map(
        |((n_rows, n_columns), cells, blanks, head)| {
            let mut taken = vec![vec![false; 6]; 7];
            let mut builder = GridBuilder::new();
            builder.at_least(n_columns);
            for row in 0..n_rows {
                builder.row();
                for column in 0..n_columns {
                    let (text, rows, columns, present) = &cells[(row * 6 + column) as usize];
                    if taken[row as usize][column as usize] || !present && column + 1 < n_columns {
                        continue;
                    }
                    let rows = (*rows).min(n_rows - row);
                    let free = (column..n_columns).take_while(|c| !taken[row as usize][*c as usize]).count();
                    let columns = (*columns).min(u32::try_from(free).unwrap_or(1));
                    for r in row..row + rows {
                        taken[r as usize][column as usize..(column + columns) as usize].fill(true);
                    }
                    let blank = blanks.0 || blanks.1 == row || blanks.2 == column;
                    builder.cell_at(column, if blank { "" } else { text }, rows, columns).mark(Holds::Stray);
                }
                if row < head {
                    builder.end_head();
                }
            }
            let mut grid = builder.table(1);
            grid.marks_mut().step_by(3).for_each(|mark| mark.note = Some("两版口径相同 < 照录".into()));
            grid
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    let at = Locus::Paragraph(1);
    let heading = at.clone();
    prop_oneof![
        2 => text().prop_map(move |text| Block::paragraph(text, at.clone())),
        1 => (0..4_u8, text()).prop_map(move |(level, text)| Block::heading(level, text, heading.clone())),
        1 => prop::collection::vec(text(), 0..4).prop_map(|texts| {
            let cell = |text| FlatCell { text, place: Place::Unknown, at: Locus::Line(1) };
            Block::Flat(Flat { cells: texts.into_iter().map(cell).collect() })
        }),
        2 => grid().prop_map(Block::Table),
        1 => Just(Block::Page(Orientation::Landscape)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_gives_the_normal_form(blocks in prop::collection::vec(block(), 0..6)) {
        let document = Document::from_blocks(blocks);
        let normal = xlsx_normal(&document);
        prop_assert_eq!(drawn(&xlsx_normal(&normal)), drawn(&normal), "normal is idempotent");
        let bytes = write(&document, Format::Xlsx)?;
        let read = read(&bytes, &Limits::default())?;
        prop_assert_eq!(drawn(&read), drawn(&normal));
        prop_assert!(read.blocks.iter().all(|block| !matches!(block, Block::Heading(_))));
    }
}

#[test]
fn role_is_lost_and_long_prose_is_cut() -> Result<(), crate::Error> {
    let mut long = Block::paragraph("甲".repeat(40_000), Locus::Paragraph(1));
    if let Block::Paragraph(paragraph) = &mut long {
        paragraph.role = Role::Signature;
    }
    let read = read(&write(&Document::from_blocks([long]), Format::Xlsx)?, &Limits::default())?;
    let lengths: Vec<usize> =
        read.blocks.iter().filter_map(Block::text).map(|text| text.chars().count()).collect();
    assert_eq!(lengths, [32_000, 8_000]);
    Ok(())
}
