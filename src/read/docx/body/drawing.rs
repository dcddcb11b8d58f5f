//! Links and pictures.

use super::{Body, Frame};
use crate::document::{LeftOut, Look, NoteKind, Picture, Text};
use crate::error::Error;
use crate::read::xml::Tag;
use std::sync::Arc;

/// The endings of pictures that office programs show.
const PICTURES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"];

/// How an address may begin; another is not carried on, for a click on it might do anything.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "ftp://"];

/// English metric units of a point.
const POINT: f64 = 12_700.0;

/// A drawing that is open.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    width: u32,
    height: u32,
    alt: String,
}

impl Body<'_> {
    /// Opens a `w:hyperlink`, or in Word 2003 a `w:hlink`.
    pub(super) fn begin_link(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        let address = match (tag.get("id"), tag.get("dest")) {
            (Some(id), _) => self.related.link(&id)?,
            (None, dest) => dest.map(std::borrow::Cow::into_owned),
        };
        let outer = self.link.take();
        self.link = address.and_then(|address| self.safe_link(&address)).or_else(|| outer.clone());
        self.frames.push(Frame::Link { outer });
        Ok(())
    }

    /// The link of an instruction such as `HYPERLINK "https://…"` (17.16.5.25).
    pub(super) fn field_link(&mut self, instruction: &str) -> Option<Arc<str>> {
        let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
        let address = rest.trim_start().strip_prefix('"')?.split('"').next()?;
        self.safe_link(address)
    }

    fn safe_link(&mut self, address: &str) -> Option<Arc<str>> {
        let lower = address.trim().to_ascii_lowercase();
        if SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) {
            return Some(address.trim().into());
        }
        self.note(NoteKind::LeftOut(LeftOut::Link));
        None
    }

    /// What an element within a drawing says of the picture in it.
    pub(super) fn drawing_part(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        let Some(drawing) = &mut self.drawing else { return Ok(()) };
        let number =
            |name: &str| tag.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or_default();
        match tag.name() {
            "extent" => (drawing.width, drawing.height) = (number("cx"), number("cy")),
            "docPr" => {
                drawing.alt = tag.get("descr").or_else(|| tag.get("title")).unwrap_or_default().into_owned();
            }
            "shape" => {
                let style = tag.get("style").unwrap_or_default();
                (drawing.width, drawing.height) = (length(&style, "width"), length(&style, "height"));
                drawing.alt = tag.get("alt").unwrap_or_default().into_owned();
            }
            "blip" => return self.picture(tag.get("embed").as_deref()),
            "imagedata" => return self.picture(tag.get("id").as_deref()),
            "chart" | "relIds" => self.note(NoteKind::LeftOut(LeftOut::Chart)),
            "OLEObject" => self.note(NoteKind::LeftOut(LeftOut::Object)),
            _ => {}
        }
        Ok(())
    }

    fn picture(&mut self, id: Option<&str>) -> Result<(), Error> {
        if self.is_hidden || !self.is_shown() {
            return Ok(());
        }
        let found = match id {
            Some(id) => self.related.picture(id)?,
            None => None,
        };
        let found = found.filter(|(ending, _)| PICTURES.contains(&ending.as_str()));
        match (found, &self.drawing, self.paragraphs.last_mut()) {
            (Some((ending, bytes)), Some(drawing), Some(paragraph)) => {
                let Drawing { width, height, alt } = drawing;
                let picture = Picture { ending, bytes, width: *width, height: *height, alt: alt.clone() };
                let here = paragraph.text.len();
                paragraph.text.set(here..here, &Look::Picture(Arc::new(picture)));
            }
            _ => self.note(NoteKind::LeftOut(LeftOut::Picture)),
        }
        Ok(())
    }
}

/// The pictures of a text without its words.
pub(super) fn pictures(text: &Text) -> Text {
    let mut alone = Text::default();
    for picture in text.pictures() {
        alone.set(0..0, &Look::Picture(Arc::clone(picture)));
    }
    alone
}

/// A length in the style of a VML shape, `width:120pt`, in English metric units.
fn length(style: &str, name: &str) -> u32 {
    let value =
        style.split(';').find_map(|part| part.trim().strip_prefix(name)?.trim_start().strip_prefix(':'));
    let Some(value) = value.map(str::trim) else { return 0 };
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: f64 = value[..value.len() - unit.len()].parse().unwrap_or_default();
    let points = match unit {
        "in" => number * 72.0,
        "cm" => number * 72.0 / 2.54,
        "mm" => number * 72.0 / 25.4,
        "px" => number * 0.75,
        _ => number,
    };
    // The conversion of a float to a whole number saturates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    {
        (points * POINT) as u32
    }
}
