//! [`Chunks`]: the documents that a text imports whole, by `w:altChunk` (ECMA-376 part 1, 17.17.2).
//!
//! - [x] HTML, MHTML, RTF, DOCX and text, told by content as any other file
//! - [ ] chunks outside of the package: they are not followed, and become a note; so do those of a flat file

use crate::document::Document;
use crate::error::Error;
use crate::read::package::{Package, Relationship};
use crate::read::{Limits, read_nested};
use std::collections::HashMap;

/// The documents by the id that the text imports them by.
#[derive(Debug, Default)]
pub(super) struct Chunks(HashMap<String, Document>);

impl Chunks {
    /// Reads the chunks of a part.
    pub(super) fn read(
        package: &mut Package<'_>,
        relationships: &[Relationship],
        limits: &Limits,
        nesting: usize,
    ) -> Result<Self, Error> {
        let chunks: Vec<_> = relationships.iter().filter(|target| target.kind == "aFChunk").collect();
        // All chunks together may take what one file may.
        let limits = limits.shared_by(chunks.len());
        let mut documents = HashMap::new();
        for chunk in chunks {
            let Some(bytes) = package.part(&chunk.target)? else { continue };
            let document = read_nested(&bytes, &limits, nesting + 1)?;
            let name = chunk.target.rsplit('/').next().unwrap_or_default();
            documents.insert(chunk.id.clone(), Document::default().joined(document, name));
        }
        Ok(Self(documents))
    }

    /// The chunk of this id.
    pub(super) fn get(&self, id: &str) -> Option<&Document> {
        self.0.get(id)
    }
}
