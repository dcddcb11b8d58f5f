//! What the main part is related to besides its text: pictures, and the addresses of links.

use crate::error::Error;
use crate::read::package::{Package, Relationship};
use std::collections::HashMap;

/// Looks up a relationship of the main part by its id.
pub(super) trait Related {
    /// A picture: the ending of its part and its bytes. Nothing outside the package is ever fetched.
    fn picture(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, Error>;
    /// The address of a link.
    fn link(&mut self, id: &str) -> Result<Option<String>, Error>;
}

/// The relationships of a part of a package, read once.
pub(super) struct PartRelated<'p, 'b> {
    package: &'p mut Package<'b>,
    /// The parts of pictures by the ids of their relationships.
    pictures: HashMap<String, String>,
    links: HashMap<String, String>,
}

impl<'p, 'b> PartRelated<'p, 'b> {
    pub(super) fn of(package: &'p mut Package<'b>, part: &str) -> Result<Self, Error> {
        let is_picture = |own: &Relationship| own.kind == "image";
        let pictures = package.relationships(part)?.into_iter().filter(is_picture);
        let pictures = pictures.map(|own| (own.id, own.target)).collect();
        let links = package.links(part)?.into_iter().collect();
        Ok(Self { package, pictures, links })
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
