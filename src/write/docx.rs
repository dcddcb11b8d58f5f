use crate::document::Document;
use crate::error::Error;

pub(super) fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let _ = document;
    Ok(Vec::new())
}
