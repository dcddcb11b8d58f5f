//! The old tables at the end of a migrated report.

use nianbao::document::{Block, Grid, Orientation};
use nianbao::grammar::{Forms, is_annex_title};
use nianbao::layout::layout;
use nianbao::migrate::{Policy, migrate};
use nianbao::report::{Fact, Report};

/// What follows the first new page of a migrated report of zeros.
fn annex(edition: &str) -> Vec<Block> {
    let forms = Forms::built_in();
    let form = forms.edition(edition).expect("the edition is built in");
    let mut old = Report::new(edition);
    old.facts = form.concepts().map(|concept| (concept.clone(), Fact::filed(0.into(), "0", None))).collect();
    let blocks = layout(&migrate(&old, forms, Policy::Standard).report, forms).blocks;
    let first = blocks.iter().position(|block| matches!(block, Block::Page(_)));
    blocks[first.expect("an annex begins on a new page")..].to_vec()
}

fn grids(blocks: &[Block]) -> Vec<&Grid> {
    let grids = blocks.iter().filter_map(|block| match block {
        Block::Table(grid) => Some(grid),
        _ => None,
    });
    grids.collect()
}

fn check_pages(edition: &str, orientation: Orientation, n_tables: usize) {
    let blocks = annex(edition);
    let [page, heading, tables @ ..] = &blocks[..] else { panic!("there is an annex") };
    assert_eq!(page, &Block::Page(orientation));
    assert!(heading.text().is_some_and(is_annex_title), "{heading:?}");
    for (nth, block) in tables.iter().enumerate() {
        match block {
            Block::Table(grid) => assert!(nth % 2 == 0 && is_annex_title(&grid.cells()[0].text)),
            other => assert!(nth % 2 == 1 && *other == Block::Page(orientation), "{other:?}"),
        }
    }
    assert_eq!(grids(&blocks).len(), n_tables);
}

#[test]
fn a_narrow_annex_stands_upright() {
    check_pages("2014", Orientation::Portrait, 1);
}

#[test]
fn a_wide_annex_lies_across_and_each_table_begins_a_page() {
    check_pages("2019", Orientation::Landscape, 3);
}

/// The title is repeated on each page, and with it the head of a table that stands alone; where tables are
/// stacked, the head of one would be wrong above another.
#[test]
fn only_heads_that_are_right_for_every_row_are_repeated() {
    let heads =
        |edition: &str| grids(&annex(edition)).iter().map(|grid| grid.n_head_rows()).collect::<Vec<_>>();
    assert_eq!(heads("2014"), [2]);
    assert_eq!(heads("2019"), [1, 4, 4]);
}

#[test]
fn fates_that_differ_along_a_row_name_their_columns() {
    let blocks = annex("2019");
    let fates =
        |grid: &Grid, row: u32| grid.row(row).last().map(|cell| cell.text.clone()).unwrap_or_default();
    let disclosure = grids(&blocks)[0];
    assert_eq!(
        fates(disclosure, 3),
        "本年新制作数量：转入“规章·本年制发件数”（口径相近，照录供参考）；本年新公开数量：保留在附表（新表不统计本年新公开数量）；对外公开总数量：保留在附表（对外公开总数量是历年累计数，不是现行有效件数）"
    );
    assert_eq!(fates(grids(&blocks)[1], 4), "照录");
}
