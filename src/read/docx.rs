//! [`read`]: a text of Word to a [`Document`].
//!
//! - [x] DOCX, DOCM, DOTX and DOTM, transitional and strict, in any encoding; flat OPC; Word 2003 XML
//! - [x] tracked changes as if accepted; fields by their results; content controls; text boxes
//! - [x] numbering, merged cells, nested tables
//! - [ ] headers, footers, footnotes, endnotes and comments: none of them is part of the text
//! - [x] bold, italic, underline, raised and lowered text; links to the web; pictures, as they are
//! - [x] `w:altChunk`: the document that it holds, of any kind, is read in its place
//! - [ ] embedded objects, charts and diagrams: they become a note
//! - [ ] fields without a result, such as `EQ` for a circled character: they become a note

mod body;
mod chunk;
mod flat;
mod look;
mod numbering;
mod numeral;
mod related;
mod repeats;
#[cfg(test)]
pub(super) mod round_trip;
mod styles;
#[cfg(test)]
mod tests;

use super::Limits;
use super::package::{MainKind, MainPart, Package, Relationship, decode};
use super::xml::Xml;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use body::Body;
use chunk::Chunks;
use numbering::Numbering;
use related::{NoneRelated, PartRelated, Related};
use styles::Styles;

/// Reads the text of a package.
pub(super) fn read_package(
    package: &mut Package<'_>,
    main: &MainPart,
    limits: &Limits,
    nesting: usize,
) -> Result<Document, Error> {
    let relationships = package.relationships(&main.name)?;
    let chunks = Chunks::read(package, &relationships.parts, limits, nesting)?;
    let mut related = [None, None];
    for Relationship { kind, target, .. } in &relationships.parts {
        if let Some(slot) = ["styles", "numbering"].iter().position(|own| own == kind) {
            related[slot] = package.part(target)?.map(|bytes| (target.clone(), bytes));
        }
    }
    let Some(bytes) = package.part(&main.name)? else {
        return Err(super::package::malformed(&main.name, "the part is missing"));
    };
    let main_text = decode(&main.name, &bytes)?;
    let mut texts = [None, None];
    for (text, part) in texts.iter_mut().zip(&related) {
        if let Some((name, bytes)) = part {
            *text = Some((name.as_str(), decode(name, bytes)?));
        }
    }
    let [styles, numbering] =
        texts.each_ref().map(|part| part.as_ref().map(|(name, text)| (*name, text.as_ref())));
    let mut related = PartRelated::new(package, relationships);
    read_parts((&main.name, &main_text), styles, numbering, &mut related, &chunks, limits)
}

/// Reads the one XML file of a flat package or of Word 2003.
pub(super) fn read_xml(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let text = decode("XML", bytes)?;
    let Some(parts) = flat::parts(&text, limits.depth)? else {
        return read_parts(("XML", &text), None, None, &mut NoneRelated, &Chunks::default(), limits);
    };
    let find = |kind: &str| {
        let part = parts.iter().find(|part| part.content_type.ends_with(kind));
        part.map(|part| ("pkg:package", part.text))
    };
    let main = parts.iter().find(|part| {
        MainKind::of(&part.content_type) == MainKind::Word && part.content_type.ends_with(".main+xml")
    });
    let main = main.ok_or(ErrorKind::UnknownContainer)?;
    let (styles, numbering) = (find(".styles+xml"), find(".numbering+xml"));
    read_parts(("pkg:package", main.text), styles, numbering, &mut NoneRelated, &Chunks::default(), limits)
}

/// A part: its name and its text.
type Part<'a> = (&'a str, &'a str);

fn read_parts(
    main: Part<'_>,
    styles: Option<Part<'_>>,
    numbering: Option<Part<'_>>,
    related: &mut dyn Related,
    chunks: &Chunks,
    limits: &Limits,
) -> Result<Document, Error> {
    let depth = limits.depth;
    let styles = match styles {
        Some((name, text)) => Styles::read(name, text, depth)?,
        None => Styles::default(),
    };
    let numbering = match numbering {
        Some((name, text)) => Numbering::read(name, text, &styles, depth)?,
        None => Numbering::default(),
    };
    Body::new(Xml::new(main.0, main.1, depth).timed(limits), &styles, numbering, related, chunks, limits)
        .read()
}
