//! An OLE compound file ([MS-CFB]), as far as finding a stream in it needs it: what XLS and DOC are kept in.

/// From here on a sector number is a mark.
const MARK: u32 = 0xFFFF_FFFA;

/// Streams of fewer bytes are kept in small sectors, within a stream of their own.
const SMALL: u32 = 4096;

/// A compound file: sectors, of which a table says how they follow each other.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
    /// The next small sector of each small sector.
    next_small: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Opens a compound file; none if its header is damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        let sector = 1_usize.checked_shl(shift).filter(|size| (128..=4096).contains(size))?;
        let (next, next_small, directory) = Default::default();
        let mut compound = Self { bytes, sector, next, next_small, directory };
        for index in compound.table_sectors() {
            compound.next.extend(words(compound.sector(index).unwrap_or_default()));
        }
        compound.next_small = words(&compound.chain(u32_at(bytes, 60).unwrap_or(MARK))).collect();
        compound.directory = compound.chain(u32_at(bytes, 48).unwrap_or(MARK));
        Some(compound)
    }

    /// Whether the sectors of a stream follow each other in a circle.
    pub(super) fn has_circle(&self) -> bool {
        has_circle(&self.next) || has_circle(&self.next_small)
    }

    /// The sectors of a stream, the last of which may go on after its end. The first stream of a name is the
    /// one that other programs take.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let is_named = |entry: &&[u8]| entry_name(entry).eq_ignore_ascii_case(name);
        let entry = self.directory.chunks_exact(128).find(is_named)?;
        let (start, size) = (u32_at(entry, 116)?, u32_at(entry, 120)?);
        Some(if size < SMALL { self.small_chain(start) } else { self.chain(start) })
    }

    /// The sectors that hold the allocation table: 109 in the header, the others in a chain.
    fn table_sectors(&self) -> Vec<u32> {
        let mut sectors: Vec<u32> = (0..109).filter_map(|i| u32_at(self.bytes, 76 + 4 * i)).collect();
        let mut chained = u32_at(self.bytes, 68).unwrap_or(MARK);
        // No chain is longer than the file has sectors.
        for _ in 0..self.bytes.len() / self.sector {
            let Some(sector) = self.sector(chained).filter(|_| chained < MARK) else { break };
            let last = sector.len() - 4;
            sectors.extend(words(&sector[..last]));
            chained = u32_at(sector, last).unwrap_or(MARK);
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
        let within = self.chain(u32_at(&self.directory, 116).unwrap_or(MARK));
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

fn entry_name(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    String::from_utf16_lossy(&units.take_while(|unit| *unit != 0).collect::<Vec<_>>())
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|word| u32_at(word, 0))
}

/// The 16-bit number that stands at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

/// The 32-bit number that stands at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

#[cfg(test)]
pub(super) mod tests;
