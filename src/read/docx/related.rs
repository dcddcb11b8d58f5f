//! What the main part is related to besides its text: pictures, and the addresses of links.

use crate::error::Error;
use crate::read::package::Package;

/// Looks up a relationship of the main part by its id.
pub(super) trait Related {
    /// A picture: the ending of its part and its bytes. Nothing outside the package is ever fetched.
    fn picture(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, Error>;
    /// The address of a link.
    fn link(&mut self, id: &str) -> Result<Option<String>, Error>;
}

/// The relationships of a part of a package.
pub(super) struct PartRelated<'p, 'b> {
    pub(super) package: &'p mut Package<'b>,
    pub(super) part: &'p str,
}

impl Related for PartRelated<'_, '_> {
    fn picture(&mut self, id: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let relationships = self.package.relationships(self.part)?;
        let Some(found) = relationships.into_iter().find(|own| own.id == id && own.kind == "image") else {
            return Ok(None);
        };
        let ending = found.target.rsplit('.').next().unwrap_or_default().to_owned();
        Ok(self.package.part(&found.target)?.map(|bytes| (ending, bytes)))
    }

    fn link(&mut self, id: &str) -> Result<Option<String>, Error> {
        let links = self.package.links(self.part)?;
        Ok(links.into_iter().find(|(own, _)| own == id).map(|(_, address)| address))
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
