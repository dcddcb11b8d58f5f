//! What the main part is related to besides the parts that every document has: links and pictures.

use super::markup::text;
use crate::document::Picture;
use indexmap::IndexSet;
use std::fmt::Write as _;

/// Links and pictures in the order in which they were met, each once.
#[derive(Default)]
pub(super) struct Related<'d> {
    links: IndexSet<&'d str>,
    pictures: IndexSet<&'d Picture>,
    /// How many drawings there are; each has a number of its own.
    n_drawings: usize,
}

impl<'d> Related<'d> {
    /// The id of the relationship to an address.
    pub(super) fn link(&mut self, address: &'d str) -> String {
        format!("link{}", self.links.insert_full(address).0 + 1)
    }

    /// The id of the relationship to a picture, and the number of this drawing of it.
    pub(super) fn picture(&mut self, picture: &'d Picture) -> (String, usize) {
        self.n_drawings += 1;
        (format!("picture{}", self.pictures.insert_full(picture).0 + 1), self.n_drawings)
    }

    /// The parts of the pictures: names and bytes.
    pub(super) fn media(&self) -> impl Iterator<Item = (String, &'d [u8])> {
        (1..).zip(&self.pictures).map(|(number, picture)| {
            (format!("word/media/image{number}.{}", picture.ending), picture.bytes.as_slice())
        })
    }

    /// The relationships of the main part to them.
    pub(super) fn relationships(&self) -> String {
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut out = String::new();
        for (number, address) in (1..).zip(&self.links) {
            let _ = write!(out, "<Relationship Id=\"link{number}\" Type=\"{KIND}/hyperlink\" Target=\"");
            text(&mut out, address);
            out.push_str("\" TargetMode=\"External\"/>");
        }
        for (number, picture) in (1..).zip(&self.pictures) {
            let ending = &picture.ending;
            let _ = write!(
                out,
                "<Relationship Id=\"picture{number}\" Type=\"{KIND}/image\" Target=\"media/image{number}.{ending}\"/>"
            );
        }
        out
    }

    /// The endings of the pictures, each once, with the subtype of `image/…`.
    pub(super) fn endings(&self) -> impl Iterator<Item = (&'d str, &'d str)> {
        let mut endings: Vec<&str> = self.pictures.iter().map(|picture| picture.ending.as_str()).collect();
        endings.sort_unstable();
        endings.dedup();
        endings.into_iter().map(|ending| (ending, Picture::subtype(ending)))
    }
}
