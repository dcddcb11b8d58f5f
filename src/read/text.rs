use super::Limits;
use crate::document::Document;
use crate::error::{Error, ErrorKind};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let _ = (bytes, limits);
    Err(ErrorKind::UnknownContainer.into())
}
