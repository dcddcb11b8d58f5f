//! What the main part is related to besides its text: pictures, and the addresses of links.

use crate::error::Error;
use crate::read::package::{Package, Relationships};
use std::collections::HashMap;

/// Looks up a relationship of the main part by its id.
pub(super) trait Related {
    /// A picture: the ending of its part and its bytes. Nothing outside the package is ever fetched.
    fn picture(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, Error>;
    /// The address of a link.
    fn link(&mut self, id: &str) -> Result<Option<String>, Error>;
}

/// The relationships of a part of a package.
pub(super) struct PartRelated<'p, 'b> {
    package: &'p mut Package<'b>,
    /// The parts of pictures by the ids of their relationships.
    pictures: HashMap<String, String>,
    links: HashMap<String, String>,
}

impl<'p, 'b> PartRelated<'p, 'b> {
    pub(super) fn new(package: &'p mut Package<'b>, relationships: Relationships) -> Self {
        let pictures = relationships.parts.into_iter().filter(|own| own.kind == "image");
        let pictures = pictures.map(|own| (own.id, own.target)).collect();
        Self { package, pictures, links: relationships.links }
    }
}

impl Related for PartRelated<'_, '_> {
    fn picture(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let Some(target) = self.pictures.get(id) else { return Ok(None) };
        let ending = target.rsplit('.').next().unwrap_or_default().to_owned();
        Ok(self.package.part(target)?.map(|bytes| (ending, bytes)))
    }

    fn link(&mut self, id: &str) -> Result<Option<String>, Error> {
        Ok(self.links.get(id).cloned())
    }
}

/// One XML file has no other parts that are read.
pub(super) struct NoneRelated;

impl Related for NoneRelated {
    fn picture(&mut self, _: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        Ok(None)
    }

    fn link(&mut self, _: &str) -> Result<Option<String>, Error> {
        Ok(None)
    }
}
