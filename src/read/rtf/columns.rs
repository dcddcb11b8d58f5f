//! [`lay`]: the columns of a table, from the places where its cells end.
//!
//! ```text
//! 0         2000      4000      6000      Word counts as columns all places where a cell
//! |  甲               |  乙     |         of any row ends. Places that differ by the width
//! |  1      |  2      |  3      |         of a line are one: 甲 spans two columns here.
//! 0         1998      4003      6000
//! ```

use super::table::Row;

/// Edges that are no farther apart are one: 2 points, in twentieths.
const TOLERANCE: i64 = 40;

/// The columns of a table and of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many there are.
    pub(super) n_columns: u32,
    /// Those of each row.
    pub(super) rows: Vec<Laid>,
}

/// The columns of a row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Laid {
    /// How many are left out before its first cell.
    pub(super) before: u32,
    /// How many each cell covers.
    pub(super) columns: Vec<u32>,
}

/// Finds the columns: by edges that are nearly the same, else by those that are, else by counting cells.
pub(super) fn lay(rows: &[Row]) -> Columns {
    let edges: Option<Vec<Vec<i64>>> = rows.iter().map(edges).collect();
    let laid = |tolerance| edges.as_ref().and_then(|edges| by_edges(edges, tolerance));
    laid(TOLERANCE).or_else(|| laid(0)).unwrap_or_else(|| by_count(rows))
}

/// Where a row begins, and where each of its cells ends; none if that is not from left to right.
fn edges(row: &Row) -> Option<Vec<i64>> {
    let definition = &row.definition;
    let ends = definition.cells.get(..row.cells.len())?.iter().map(|(right, _)| i64::from(*right));
    let edges: Vec<i64> = std::iter::once(i64::from(definition.left)).chain(ends).collect();
    edges.is_sorted_by(|one, next| one < next).then_some(edges)
}

fn by_edges(rows: &[Vec<i64>], tolerance: i64) -> Option<Columns> {
    let mut places: Vec<i64> = rows.iter().flatten().copied().collect();
    places.sort_unstable();
    // Of places that are one the first is kept.
    places.dedup_by(|next, first| *next - *first <= tolerance);
    let number = |edge: &i64| places.partition_point(|place| place <= edge).saturating_sub(1);
    let count = |n: usize| u32::try_from(n).ok();
    let row = |edges: &Vec<i64>| {
        let numbers: Vec<usize> = edges.iter().map(number).collect();
        let widths = numbers.windows(2).map(|pair| count(pair[1] - pair[0]).filter(|width| *width > 0));
        Some(Laid { before: count(*numbers.first()?)?, columns: widths.collect::<Option<_>>()? })
    };
    let n_columns = count(places.len().saturating_sub(1))?;
    Some(Columns { n_columns, rows: rows.iter().map(row).collect::<Option<_>>()? })
}

fn by_count(rows: &[Row]) -> Columns {
    let laid = rows.iter().map(|row| Laid { before: 0, columns: vec![1; row.cells.len()] });
    let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    Columns { n_columns: u32::try_from(widest).unwrap_or(u32::MAX), rows: laid.collect() }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Laid, by_edges};

    /// How many columns there are, and for each row how many are left out and what its cells cover.
    type Expected<'a> = (u32, &'a [(u32, &'a [u32])]);

    #[track_caller]
    fn check(rows: &[&[i64]], tolerance: i64, expected: Option<Expected<'_>>) {
        let rows: Vec<Vec<i64>> = rows.iter().map(|row| row.to_vec()).collect();
        let laid = |(before, columns): &(u32, &[u32])| Laid { before: *before, columns: columns.to_vec() };
        let expected =
            expected.map(|(n_columns, rows)| Columns { n_columns, rows: rows.iter().map(laid).collect() });
        assert_eq!(by_edges(&rows, tolerance), expected);
    }

    #[test]
    fn edges_that_are_nearly_the_same_are_one() {
        let rows: [&[i64]; 2] = [&[0, 4_000, 6_000], &[0, 1_998, 4_003, 6_000]];
        check(&rows, 40, Some((3, &[(0, &[2, 1]), (0, &[1, 1, 1])])));
        check(&rows, 0, Some((4, &[(0, &[2, 2]), (0, &[1, 2, 1])])));
    }

    #[test]
    fn a_row_may_begin_farther_right() {
        check(&[&[0, 10, 20, 30], &[10, 20]], 0, Some((3, &[(0, &[1, 1, 1]), (1, &[1])])));
    }

    #[test]
    fn columns_narrower_than_the_tolerance_are_none() {
        check(&[&[0, 1, 2]], 40, None);
        check(&[&[0, 1, 2]], 0, Some((2, &[(0, &[1, 1])])));
    }
}
