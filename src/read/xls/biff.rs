//! A look at an XLS before calamine opens it.
//!
//! When calamine opens an XLS it reserves what each sheet says of its own size, and builds each as one
//! dense block: two cells in opposite corners cost half a gigabyte, and a hundred sheets may share
//! them. Failing to allocate ends the process. So the records of each sheet are walked here first, and
//! the box around its cells is measured.

use crate::error::Error;
use crate::read::compound::{Compound, u16_at, u32_at};
use crate::read::package::malformed;
use crate::read::workbook::{Spans, check_sheets};
use crate::read::{Limits, check_limit};

/// The record that ends a sheet.
const END_OF_SHEET: u16 = 0x000A;

/// Refuses an XLS whose sheets span more cells than the limits allow; gives for each sheet which rows
/// and columns are hidden.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Vec<(Spans, Spans)>, Error> {
    let compound = Compound::open(bytes).ok_or_else(|| malformed("OLE", "its header is damaged"))?;
    // calamine would follow such a chain until there is no memory left.
    if compound.has_circle() {
        return Err(malformed("OLE", "its sectors follow each other in a circle"));
    }
    let mut of_sheets = Vec::new();
    // Older files call it `Book`.
    for stream in ["Workbook", "Book"].into_iter().filter_map(|name| compound.stream(name)) {
        // BOUNDSHEET names the place at which a sheet begins.
        let sheets = records(&stream).filter(|(kind, _)| *kind == 0x0085);
        let offsets: Vec<u32> = sheets.filter_map(|(_, data)| u32_at(data, 0)).collect();
        check_sheets(offsets.len())?;
        let sheet = |offset: &u32| stream.get(*offset as usize..).unwrap_or_default();
        if of_sheets.is_empty() {
            of_sheets = offsets.iter().map(|offset| hidden(sheet(offset))).collect();
        }
        let mut area = 0;
        for offset in &offsets {
            area += extent(sheet(offset))?.area();
            check_limit("cells", area, limits.cells)?;
        }
    }
    Ok(of_sheets)
}

/// The rows and columns of a sheet that are hidden, or have no size.
fn hidden(sheet: &[u8]) -> (Spans, Spans) {
    let (mut rows, mut columns) = (Spans::default(), Spans::default());
    for (kind, data) in records(sheet).take_while(|(kind, _)| *kind != END_OF_SHEET) {
        let word = |at| u16_at(data, at).unwrap_or_default();
        match kind {
            // ROW: its number, its height, and among its flags `fDyZero`.
            0x0208 if word(12) & 0x20 > 0 || data.len() > 6 && matches!(word(6), 0 | 0x8000) => {
                rows.add(word(0).into(), word(0).into());
            }
            // COLINFO: the first and the last column, the width, and among the flags `fHidden`.
            0x007D if word(8) & 1 > 0 || data.len() > 4 && word(4) == 0 => {
                columns.add(word(0).into(), word(2).into());
            }
            _ => {}
        }
    }
    (rows, columns)
}

/// The box around the cells of a sheet.
fn extent(sheet: &[u8]) -> Result<Extent, Error> {
    let mut extent = Extent::default();
    for (kind, data) in records(sheet) {
        if kind == 0x0200 && !is_plausible(data) {
            return Err(malformed("DIMENSIONS", "it is larger than a sheet can be"));
        }
        extent.include(kind, data);
    }
    Ok(extent)
}

/// Whether DIMENSIONS, of BIFF8 or older, lies within a sheet: first row, end row, first column, end column.
fn is_plausible(data: &[u8]) -> bool {
    let older = data.len() < 14;
    let row = |i: usize| if older { u16_at(data, 2 * i).map(u32::from) } else { u32_at(data, 4 * i) };
    let column = |i: usize| u16_at(data, if older { 4 } else { 8 } + 2 * i).map(u32::from);
    let within = |first: Option<u32>, end: Option<u32>, most: u32| {
        first.zip(end).is_some_and(|(first, end)| end <= most && (end == 0 || first < end))
    };
    within(row(0), row(1), 65_536) && within(column(0), column(1), 256)
}

/// First row and column, last row and column.
#[derive(Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn include(&mut self, kind: u16, data: &[u8]) {
        let Some((row, first)) = u16_at(data, 0).zip(u16_at(data, 2)) else { return };
        let last = match kind {
            // FORMULA, LABELSST, NUMBER, LABEL, BOOLERR, RK and RSTRING.
            0x0006 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00D6 => first,
            // MULRK names its last column at the end.
            0x00BD => u16_at(data, data.len().saturating_sub(2)).unwrap_or(first),
            _ => return,
        };
        let [top, left, bottom, right] = self.0.unwrap_or([row, first, row, last]);
        self.0 = Some([top.min(row), left.min(first), bottom.max(row), right.max(last)]);
    }

    fn area(&self) -> u64 {
        let Some([top, left, bottom, right]) = self.0 else { return 0 };
        (u64::from(bottom - top) + 1) * (u64::from(right.saturating_sub(left)) + 1)
    }
}

/// The records of a workbook stream: kind, length, data.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, u16_at(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        at += 4 + usize::from(length);
        Some((kind, data))
    })
}
