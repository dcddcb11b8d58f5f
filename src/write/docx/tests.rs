use super::write;
use crate::document::{Block, Document, Flat, FlatCell, Grid, GridBuilder, Heading, Locus, Paragraph, Role};
use crate::read::Limits;
use proptest::prelude::*;

/// Reads what was written, through the reader that all users have.
fn read_back(document: &Document) -> Document {
    let bytes = write(document).expect("the document fits");
    crate::read::docx_for_tests(&bytes, &Limits::default()).expect("what we write can be read")
}
