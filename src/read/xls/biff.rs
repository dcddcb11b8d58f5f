//! A look at an XLS before calamine opens it.
//!
//! When calamine opens an XLS it reserves what each sheet says of its own size, and builds each as one
//! dense block: two cells in opposite corners cost half a gigabyte, and a hundred sheets may share
//! them. Failing to allocate ends the process. So the records of each sheet are walked here first, and
//! the box around its cells is measured.

use crate::error::{Error, ErrorKind};
use crate::read::Limits;
use crate::read::package::malformed;
use crate::read::workbook::{Spans, check_sheets};

/// From here on a sector number is a mark.
const MARK: u32 = 0xFFFF_FFFA;

/// The record that ends a sheet.
const END_OF_SHEET: u16 = 0x000A;

/// Streams of fewer bytes are kept in small sectors, within a stream of their own.
const SMALL: u32 = 4096;

/// Refuses an XLS whose sheets span more cells than the limits allow; gives for each sheet which rows
/// and columns are hidden.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Vec<(Spans, Spans)>, Error> {
    let container = Container::open(bytes).ok_or_else(|| malformed("OLE", "its header is damaged"))?;
    // calamine would follow such a chain until there is no memory left.
    if has_circle(&container.next) || has_circle(&container.next_small) {
        return Err(malformed("OLE", "its sectors follow each other in a circle"));
    }
    let mut of_sheets = Vec::new();
    for (start, size) in container.workbooks() {
        let stream = if size < SMALL { container.small_chain(start) } else { container.chain(start) };
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
            if area > limits.cells {
                return Err(ErrorKind::Limit { what: "cells", limit: limits.cells }.into());
            }
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

/// An OLE compound file, as far as finding one stream needs it.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
    /// The next small sector of each small sector.
    next_small: Vec<u32>,
}

/// Whether one of the chains comes back to itself.
fn has_circle(next: &[u32]) -> bool {
    // For each sector the number of the chain that it was first met in.
    let mut met = vec![usize::MAX; next.len()];
    (0..next.len()).any(|chain| {
        let mut at = chain;
        while let Some(seen) = met.get_mut(at).filter(|seen| **seen == usize::MAX) {
            *seen = chain;
            at = next[at] as usize;
        }
        // A chain that has run into an older one ends where that ended.
        met.get(at) == Some(&chain)
    })
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        let sector = 1_usize.checked_shl(shift).filter(|size| (128..=4096).contains(size))?;
        let mut container = Self { bytes, sector, next: Vec::new(), next_small: Vec::new() };
        for index in container.table_sectors() {
            let words = container.sector(index).unwrap_or_default().chunks_exact(4);
            container.next.extend(words.filter_map(|word| u32_at(word, 0)));
        }
        let small = container.chain(u32_at(bytes, 60).unwrap_or(MARK));
        container.next_small = small.chunks_exact(4).filter_map(|word| u32_at(word, 0)).collect();
        Some(container)
    }

    /// The sectors that hold the allocation table: 109 in the header, the others in a chain.
    fn table_sectors(&self) -> Vec<u32> {
        let mut sectors: Vec<u32> = (0..109).filter_map(|i| u32_at(self.bytes, 76 + 4 * i)).collect();
        let mut chained = u32_at(self.bytes, 68).unwrap_or(MARK);
        // No chain is longer than the file has sectors.
        for _ in 0..self.bytes.len() / self.sector {
            let Some(words) = self.sector(chained).filter(|_| chained < MARK) else { break };
            let last = words.len() - 4;
            sectors.extend(words[..last].chunks_exact(4).filter_map(|word| u32_at(word, 0)));
            chained = u32_at(words, last).unwrap_or(MARK);
        }
        sectors.retain(|sector| *sector < MARK);
        sectors.truncate(self.bytes.len() / self.sector);
        sectors
    }

    fn sector(&self, index: u32) -> Option<&'a [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| sector.len() >= 4)
    }

    /// The bytes of a chain of sectors; a chain that runs in a circle ends with the file's size.
    fn chain(&self, mut index: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() <= self.bytes.len() {
            let Some(sector) = self.sector(index) else { break };
            bytes.extend_from_slice(sector);
            index = self.next.get(index as usize).copied().unwrap_or(MARK);
        }
        bytes
    }

    /// The bytes of a chain of small sectors. They lie in the stream of the first entry of the directory.
    fn small_chain(&self, mut index: u32) -> Vec<u8> {
        let directory = self.chain(u32_at(self.bytes, 48).unwrap_or(MARK));
        let within = self.chain(u32_at(&directory, 116).unwrap_or(MARK));
        let shift = u16_at(self.bytes, 32).unwrap_or_default();
        let size = 1_usize.checked_shl(shift.into()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        while bytes.len() <= within.len() {
            let start = (index as usize).checked_mul(size);
            let sector =
                start.and_then(|start| within.get(start..start.checked_add(size)?.min(within.len())));
            let Some(sector) = sector.filter(|sector| !sector.is_empty()) else { break };
            bytes.extend_from_slice(sector);
            index = self.next_small.get(index as usize).copied().unwrap_or(MARK);
        }
        bytes
    }

    /// First sector and size of the stream `Workbook`, and of `Book`, as older files call it.
    fn workbooks(&self) -> Vec<(u32, u32)> {
        let directory = self.chain(u32_at(self.bytes, 48).unwrap_or(MARK));
        let named = |name: &str| {
            // The first of a name is the one that calamine takes.
            let entry =
                directory.chunks_exact(128).find(|entry| entry_name(entry).eq_ignore_ascii_case(name))?;
            u32_at(entry, 116).zip(u32_at(entry, 120))
        };
        ["Workbook", "Book"].into_iter().filter_map(named).collect()
    }
}

fn entry_name(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    String::from_utf16_lossy(&units.take_while(|unit| *unit != 0).collect::<Vec<_>>())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}
