//! Pictures that lie in the page itself, as `data:image/png;base64,…` (RFC 2397).

use crate::document::Picture;
use crate::read::base64::base64;
use scraper::node::Element;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;

/// What stands before the letters of a picture.
const MARK: &str = ";base64,";

/// More letters than this are taken out of the page before it is parsed.
const LONG: usize = 1024;

/// A picture of fewer bytes whose size the page does not tell only takes room until a script has run.
const SPACER: usize = 200;

/// The kinds of pictures as the web names them, and the ending of each.
const KINDS: [(&str, &str); 6] =
    [("png", "png"), ("jpeg", "jpg"), ("jpg", "jpg"), ("gif", "gif"), ("bmp", "bmp"), ("svg+xml", "svg")];

/// English metric units of a pixel: 96 of them are an inch.
const PIXEL: u32 = 9525;

/// The page with a number in the place of each long row of letters, and these letters: the parser looks at
/// every byte, and takes them for as many attributes as there may be. Each row is there to be taken once, as a page
/// could write its number itself, and often.
pub(super) fn taken_out(page: &str) -> (Cow<'_, str>, Vec<Cell<&str>>) {
    let mut pictures = Vec::new();
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(MARK) {
        let (before, letters) = rest.split_at(at + MARK.len());
        let end = letters.bytes().position(|byte| !is_letter(byte)).unwrap_or(letters.len());
        out.push_str(before);
        if end > LONG {
            // No letter of base64, so that it cannot be taken for a picture of its own.
            let _ = write!(out, "*{}", pictures.len());
            pictures.push(Cell::new(&letters[..end]));
        } else {
            out.push_str(&letters[..end]);
        }
        rest = &letters[end..];
    }
    if pictures.is_empty() {
        return (page.into(), pictures);
    }
    out.push_str(rest);
    (out.into(), pictures)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// The picture that an `img` shows, if it lies in the page and shows something.
pub(super) fn picture(image: &Element, taken_out: &[Cell<&str>]) -> Option<Picture> {
    let (kind, letters) = image.attr("src")?.trim().strip_prefix("data:image/")?.split_once(MARK)?;
    let (_, ending) = KINDS.iter().find(|(own, _)| kind.eq_ignore_ascii_case(own))?;
    let letters = match letters.strip_prefix('*') {
        Some(number) => taken_out.get(number.parse::<usize>().ok()?)?.take(),
        None => letters,
    };
    let bytes = base64(letters.as_bytes())?;
    let pixels = |name| image.attr(name)?.trim().trim_end_matches("px").parse::<u32>().ok();
    let (width, height) = (pixels("width"), pixels("height"));
    let is_seen = match (width, height) {
        (None, None) => bytes.len() >= SPACER,
        sizes => ![sizes.0, sizes.1].iter().flatten().any(|pixels| *pixels < 2),
    };
    let length = |pixels: Option<u32>| pixels.unwrap_or_default().saturating_mul(PIXEL);
    is_seen.then(|| Picture {
        ending: (*ending).to_owned(),
        bytes,
        width: length(width),
        height: length(height),
        alt: image.attr("alt").unwrap_or_default().to_owned(),
    })
}
