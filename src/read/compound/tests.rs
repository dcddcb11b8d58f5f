use super::{Compound, SMALL};

/// What ends a chain of sectors.
const END: u32 = 0xFFFF_FFFE;

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).expect("a test is small")
}

/// Adds bytes as a chain of pieces of this size; the first of them.
fn chain(bytes: &[u8], piece: usize, content: &mut Vec<u8>, next: &mut Vec<u32>) -> u32 {
    let first = next.len();
    let n_pieces = bytes.len().div_ceil(piece);
    next.extend((first + 1..first + n_pieces).map(u32_of));
    next.extend((n_pieces > 0).then_some(END));
    content.extend_from_slice(bytes);
    content.resize(next.len() * piece, 0);
    if n_pieces > 0 { u32_of(first) } else { END }
}

/// An entry of the directory: its name, its first sector, its size.
fn entry(name: &str, first: u32, size: usize) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    entry[116..120].copy_from_slice(&first.to_le_bytes());
    entry[120..124].copy_from_slice(&u32_of(size).to_le_bytes());
    entry
}

fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A compound file of these streams.
pub(in crate::read) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut content, mut next, mut small, mut next_small) = (vec![], vec![], vec![], vec![]);
    let mut entries = Vec::new();
    for (name, stream) in streams {
        let first = if stream.len() < SMALL as usize {
            chain(stream, 64, &mut small, &mut next_small)
        } else {
            chain(stream, 512, &mut content, &mut next)
        };
        entries.push(entry(name, first, stream.len()));
    }
    let root = chain(&small, 512, &mut content, &mut next);
    entries.insert(0, entry("Root Entry", root, small.len()));
    let directory = chain(&entries.concat(), 512, &mut content, &mut next);
    let of_small = chain(&bytes(&next_small), 512, &mut content, &mut next);
    // The table of sectors is the last one, and tells of itself.
    let table = u32_of(next.len());
    next.push(0xFFFF_FFFD);
    next.resize(128, 0xFFFF_FFFF);
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(512, 0xFF);
    header[30..34].copy_from_slice(&[9, 0, 6, 0]);
    header[48..52].copy_from_slice(&directory.to_le_bytes());
    header[56..60].copy_from_slice(&SMALL.to_le_bytes());
    header[60..64].copy_from_slice(&of_small.to_le_bytes());
    header[76..80].copy_from_slice(&table.to_le_bytes());
    [header, content, bytes(&next)].concat()
}

#[test]
fn streams_are_found_by_name() {
    let (short, long) = (vec![7; 100], vec![8; 5000]);
    let file = compound(&[("Short", &short), ("Long", &long), ("Empty", b"")]);
    let compound = Compound::open(&file).expect("it is a compound file");
    let start = |name: &str, size: usize| Some(compound.stream(name)?[..size].to_vec());
    assert_eq!(start("short", 100), Some(short));
    assert_eq!(start("Long", 5000), Some(long));
    assert_eq!(start("Empty", 0), Some(Vec::new()));
    assert_eq!(compound.stream("Other"), None);
    assert!(!compound.has_circle());
}

#[test]
fn a_circle_ends() {
    let mut file = compound(&[("Long", &[8; 5000])]);
    // The second sector is followed by the first.
    let table = file.len() - 512;
    file[table + 4..table + 8].fill(0);
    let compound = Compound::open(&file).expect("it is a compound file");
    assert!(compound.has_circle());
    assert!(compound.stream("Long").expect("it is there").len() < 2 * file.len());
}
