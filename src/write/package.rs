//! [`archive`]: parts to the bytes of an OPC package.
//!
//! The bytes depend on nothing but the parts: without the feature `time` every entry is of 1980.

use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A part of fewer bytes is stored as it is: to set up a compressor costs more than the part is worth.
const SMALL: usize = 1024;

/// What is compressed already.
const COMPRESSED: [&str; 4] = [".png", ".jpg", ".jpeg", ".gif"];

/// A part: its name without leading slash, and its bytes.
pub(super) type Part<'a> = (Cow<'static, str>, Cow<'a, [u8]>);

/// Parts that many packages have, deflated once.
pub(super) struct Packed {
    /// Each part, in the order of the entries.
    parts: Vec<Part<'static>>,
    package: ZipArchive<Cursor<Arc<[u8]>>>,
}

impl Packed {
    /// Deflates parts; several may have one name.
    pub(super) fn new(parts: Vec<Part<'static>>) -> ZipResult<Self> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (at, (_, bytes)) in parts.iter().enumerate() {
            writer.start_file(at.to_string(), deflated())?;
            writer.write_all(bytes)?;
        }
        let bytes: Arc<[u8]> = writer.finish()?.into_inner().into();
        Ok(Self { parts, package: ZipArchive::new(Cursor::new(bytes))? })
    }

    /// The entry of a part, if it is one of these.
    fn position(&self, (name, bytes): &Part<'_>) -> Option<usize> {
        self.parts.iter().position(|(own, text)| own == name && text == bytes)
    }
}

/// Packs parts in this order; `[Content_Types].xml` comes first by custom. What lies packed is copied.
pub(super) fn archive<'a>(
    parts: impl IntoIterator<Item = Part<'a>>,
    packed: &Packed,
) -> Result<Vec<u8>, Error> {
    pack(parts, packed).map_err(|error| ErrorKind::Unwritable(error.to_string()).into())
}

fn pack<'a>(parts: impl IntoIterator<Item = Part<'a>>, packed: &Packed) -> ZipResult<Vec<u8>> {
    let mut package = packed.package.clone();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        if let Some(at) = packed.position(&part) {
            writer.raw_copy_file_rename(package.by_index_raw(at)?, part.0)?;
            continue;
        }
        let (name, bytes) = part;
        let is_stored = bytes.len() < SMALL || COMPRESSED.iter().any(|ending| name.ends_with(ending));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, if is_stored { stored } else { deflated() })?;
        writer.write_all(&bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(6))
}
