//! An OLE compound file, as far as finding a stream in it needs it.

/// From here on a sector number is a mark.
const MARK: u32 = 0xFFFF_FFFA;

/// A compound file: sectors, of which a table says how they follow each other.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
    directory: Vec<u8>,
    small: Small,
}

/// Streams below a certain size are kept in small blocks, within a stream of their own.
#[derive(Default)]
struct Small {
    bytes: Vec<u8>,
    block: usize,
    next: Vec<u32>,
    /// Streams smaller than this are kept here.
    below: u32,
}

impl<'a> Compound<'a> {
    /// Opens a compound file; none if its header is damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let power = |at: usize| 1_usize.checked_shl(u32::from(u16_at(bytes, at)?));
        let sector = power(30).filter(|size| (128..=4096).contains(size))?;
        let mut compound =
            Self { bytes, sector, next: Vec::new(), directory: Vec::new(), small: Small::default() };
        for index in compound.table_sectors() {
            compound.next.extend(words(compound.sector(index).unwrap_or_default()));
        }
        compound.directory = compound.chain(u32_at(bytes, 48).unwrap_or(MARK));
        // The first entry is the root; its own content is the stream of small blocks.
        let first = u32_at(&compound.directory, 116).unwrap_or(MARK);
        compound.small = Small {
            bytes: compound.chain(first),
            block: power(32).filter(|size| (16..=4096).contains(size))?,
            next: words(&compound.chain(u32_at(bytes, 60).unwrap_or(MARK))).collect(),
            below: u32_at(bytes, 56)?,
        };
        Some(compound)
    }

    /// The content of the stream of this name: the first of that name, as other programs take it.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let is_named = |entry: &&[u8]| entry_name(entry).eq_ignore_ascii_case(name);
        let entry = self.directory.chunks_exact(128).find(is_named)?;
        let (start, size) = (u32_at(entry, 116)?, u32_at(entry, 120)?);
        let mut content = if size < self.small.below { self.small.chain(start) } else { self.chain(start) };
        content.truncate(size as usize);
        Some(content)
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
}

impl Small {
    fn chain(&self, mut index: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() <= self.bytes.len() {
            let start = (index as usize).saturating_mul(self.block);
            let Some(block) = self.bytes.get(start..start.saturating_add(self.block)) else { break };
            bytes.extend_from_slice(block);
            index = self.next.get(index as usize).copied().unwrap_or(MARK);
        }
        bytes
    }
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
