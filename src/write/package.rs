//! [`archive`]: parts to the bytes of an OPC package.
//!
//! The bytes depend on nothing but the parts: without the feature `time` every entry is of 1980.

use crate::error::{Error, ErrorKind};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A part: its name without leading slash, and its bytes.
pub(super) type Part<'a> = (String, &'a [u8]);

/// Packs parts in this order; `[Content_Types].xml` comes first by custom.
pub(super) fn archive<'a>(parts: impl IntoIterator<Item = Part<'a>>) -> Result<Vec<u8>, Error> {
    pack(parts).map_err(|error| ErrorKind::Unwritable(error.to_string()).into())
}

fn pack<'a>(parts: impl IntoIterator<Item = Part<'a>>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_level(Some(6));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
