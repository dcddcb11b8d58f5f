//! [`archive`]: parts to the bytes of an OPC package.
//!
//! The bytes depend on nothing but the parts: without the feature `time` every entry is of 1980.

use crate::error::{Error, ErrorKind};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A part: its name without leading slash, and its text.
pub(super) type Part<'a> = (&'static str, &'a str);

/// Packs parts in this order; `[Content_Types].xml` comes first by custom.
pub(super) fn archive(parts: &[Part<'_>]) -> Result<Vec<u8>, Error> {
    pack(parts).map_err(|error| ErrorKind::Unwritable(error.to_string()).into())
}

fn pack(parts: &[Part<'_>]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_level(Some(6));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
