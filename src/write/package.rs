//! [`archive`]: parts to the bytes of an OPC package.
//!
//! The bytes depend on nothing but the parts: without the feature `time` every entry is of 1980.

use crate::error::{Error, ErrorKind};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A part: its name without leading slash, and its bytes.
pub(super) type Part<'a> = (String, Content<'a>);

/// The bytes of a part.
pub(super) enum Content<'a> {
    /// As they are to be read.
    Plain(&'a [u8]),
    /// They lie deflated in another package, under the same name.
    Packed(&'a Packed),
}

/// Parts that many packages have, deflated once.
pub(super) struct Packed(ZipArchive<Cursor<Arc<[u8]>>>);

impl Packed {
    /// Deflates parts, each a name and a text.
    pub(super) fn new<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> ZipResult<Self> {
        let plain = |(name, text): (&str, &'a str)| (name.to_owned(), Content::Plain(text.as_bytes()));
        let bytes = pack(parts.into_iter().map(plain))?;
        ZipArchive::new(Cursor::new(bytes.into())).map(Self)
    }
}

/// Packs parts in this order; `[Content_Types].xml` comes first by custom.
pub(super) fn archive<'a>(parts: impl IntoIterator<Item = Part<'a>>) -> Result<Vec<u8>, Error> {
    pack(parts).map_err(|error| ErrorKind::Unwritable(error.to_string()).into())
}

fn pack<'a>(parts: impl IntoIterator<Item = Part<'a>>) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_level(Some(6));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        match content {
            Content::Plain(bytes) => {
                writer.start_file(name, options)?;
                writer.write_all(bytes)?;
            }
            Content::Packed(Packed(package)) => {
                let mut package = package.clone();
                let index = package.index_for_name(&name).ok_or(ZipError::FileNotFound)?;
                writer.raw_copy_file(package.by_index_raw(index)?)?;
            }
        }
    }
    Ok(writer.finish()?.into_inner())
}
