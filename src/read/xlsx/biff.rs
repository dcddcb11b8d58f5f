//! A look at an XLS before calamine opens it.
//!
//! calamine builds every sheet of an XLS as one dense block when it opens the file, so that two cells
//! in opposite corners of each of a hundred sheets would ask for tens of gigabytes. Here the records
//! of the workbook stream are walked and the box around the cells of each sheet is measured.
//!
//! Not supported: streams kept in the small-block area. A workbook of less than 4096 bytes, padded as
//! it is by every program known, is not kept there; one that is anyway is left to calamine, as it is
//! too small to hold many sheets.

use super::malformed;
use crate::error::{Error, ErrorKind};
use crate::read::Limits;

const FREE: u32 = 0xFFFF_FFFA;
const BOUND: u16 = 0x0809;

/// Refuses an XLS whose sheets span more cells than the limits allow.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let container = Container::open(bytes).ok_or_else(|| malformed("OLE", "its header is damaged"))?;
    let Some(stream) = container.workbook() else { return Ok(()) };
    let mut total = 0_u64;
    let mut sheet = Extent::default();
    for (kind, data) in records(&stream) {
        if kind == BOUND {
            total += std::mem::take(&mut sheet).area();
        }
        sheet.include(kind, data);
    }
    if total + sheet.area() > limits.cells {
        return Err(ErrorKind::Limit { what: "工作表范围内的单元格数", limit: limits.cells }.into());
    }
    Ok(())
}

/// The box around the cells of a sheet.
#[derive(Default)]
struct Extent(Option<[u16; 4]>);

impl Extent {
    fn include(&mut self, kind: u16, data: &[u8]) {
        let Some((row, first)) = u16_at(data, 0).zip(u16_at(data, 2)) else { return };
        let last = match kind {
            // FORMULA, LABELSST, NUMBER, LABEL, BOOLERR, RK, RSTRING and the blank cell.
            0x0006 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00D6 | 0x0201 => first,
            // MULRK and MULBLANK name their last column at the end.
            0x00BD | 0x00BE => u16_at(data, data.len().saturating_sub(2)).unwrap_or(first),
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
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        let sector = 1_usize.checked_shl(shift).filter(|size| (128..=4096).contains(size))?;
        let mut container = Self { bytes, sector, next: Vec::new() };
        for index in container.table_sectors() {
            let words = container.sector(index).unwrap_or_default().chunks_exact(4);
            container.next.extend(words.filter_map(|word| u32_at(word, 0)));
        }
        Some(container)
    }

    /// The sectors that hold the allocation table: 109 in the header, the others in a chain.
    fn table_sectors(&self) -> Vec<u32> {
        let mut sectors: Vec<u32> = (0..109).filter_map(|i| u32_at(self.bytes, 76 + 4 * i)).collect();
        let mut chained = u32_at(self.bytes, 68).unwrap_or(FREE);
        // No chain is longer than the file has sectors.
        for _ in 0..self.bytes.len() / self.sector {
            let Some(words) = self.sector(chained).filter(|_| chained < FREE) else { break };
            let last = words.len() - 4;
            sectors.extend(words[..last].chunks_exact(4).filter_map(|word| u32_at(word, 0)));
            chained = u32_at(words, last).unwrap_or(FREE);
        }
        sectors.retain(|sector| *sector < FREE);
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
            index = self.next.get(index as usize).copied().unwrap_or(FREE);
        }
        bytes
    }

    /// The stream `Workbook`, or `Book` of older files.
    fn workbook(&self) -> Option<Vec<u8>> {
        let directory = self.chain(u32_at(self.bytes, 48)?);
        let entry = directory.chunks_exact(128).find(|entry| {
            let name = entry[..64].chunks_exact(2).map(|unit| char::from(unit[0]));
            let name: String = name.take_while(|c| *c != '\0').collect();
            name.eq_ignore_ascii_case("Workbook") || name.eq_ignore_ascii_case("Book")
        })?;
        let (start, size) = (u32_at(entry, 116)?, u32_at(entry, 120)?);
        (size >= 4096).then(|| self.chain(start))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}
