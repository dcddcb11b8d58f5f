//! [`paragraph`]: a paragraph of prose with its looks, links and pictures.

use super::markup;
use super::related::Related;
use crate::document::{Look, Picture, Text};
use std::fmt::Write as _;

/// The text area in English metric units: 156 × 225 mm.
const AREA: (u64, u64) = (5_616_000, 8_100_000);

/// The namespaces of a drawing.
const NAMES: &str = concat!(
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
    "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\""
);

/// How large a picture is shown of which nothing is said: a third of the text area.
const UNKNOWN: (u64, u64) = (AREA.0 / 3, AREA.0 / 3);

/// A line with a picture is as high as the picture; one that is nothing else stands in the middle.
const WITH_PICTURE: &str = "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>";
const PICTURE_ALONE: &str = concat!(
    "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
    "<w:jc w:val=\"center\"/>"
);

/// Writes a paragraph of a style; `ending` are the properties of a section that it ends.
pub(super) fn paragraph<'d>(
    out: &mut String,
    style: Option<&str>,
    ending: &str,
    text: &'d Text,
    related: &mut Related<'d>,
) {
    if text.spans().is_empty() {
        return markup::paragraph(out, style, ending, text);
    }
    let properties = match (text.pictures().next().is_some(), text.trim().is_empty()) {
        (false, _) => "",
        (true, false) => WITH_PICTURE,
        (true, true) => PICTURE_ALONE,
    };
    markup::paragraph_of(out, style, [properties, ending], |out| runs(out, text, related));
}

/// Writes each run, and the pictures before it.
fn runs<'d>(out: &mut String, text: &'d Text, related: &mut Related<'d>) {
    for run in text.runs() {
        run.pictures.iter().for_each(|picture| drawing(out, picture, related));
        let link = run.link();
        if let Some(address) = link {
            let _ = write!(out, "<w:hyperlink r:id=\"{}\" w:history=\"1\">", related.link(address));
        }
        markup::run(out, &properties(&run.looks, link.is_some()), run.words);
        if link.is_some() {
            out.push_str("</w:hyperlink>");
        }
    }
}

/// The properties of a run in the order that the schema asks for (17.3.2.28).
fn properties(looks: &[&Look], is_link: bool) -> String {
    let has = |look: &Look| looks.contains(&look);
    let all = [
        (has(&Look::Bold), "<w:b/><w:bCs/>"),
        (has(&Look::Italic), "<w:i/><w:iCs/>"),
        (is_link, "<w:color w:val=\"0563C1\"/>"),
        (is_link || has(&Look::Underlined), "<w:u w:val=\"single\"/>"),
        (has(&Look::Raised), "<w:vertAlign w:val=\"superscript\"/>"),
        (has(&Look::Lowered) && !has(&Look::Raised), "<w:vertAlign w:val=\"subscript\"/>"),
    ];
    all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, markup)| markup).collect()
}

/// Writes a picture in the line, no larger than the page has room for (20.4.2.8).
fn drawing<'d>(out: &mut String, picture: &'d Picture, related: &mut Related<'d>) {
    let (id, number) = related.picture(picture);
    let (width, height) = fitted(picture);
    let mut alt = String::new();
    markup::text(&mut alt, &picture.alt.replace(['\n', '\r', '\t'], " "));
    let _ = write!(
        out,
        "<w:r><w:drawing><wp:inline {NAMES} distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"图片 {number}\" descr=\"{alt}\"/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"图片 {number}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>"
    );
}

fn fitted(picture: &Picture) -> (u64, u64) {
    let (width, height) = match (u64::from(picture.width), u64::from(picture.height)) {
        (0, _) | (_, 0) => UNKNOWN,
        size => size,
    };
    // In thousandths, rounded down, so that nothing is wider or higher than the area.
    let scale = (AREA.0 * 1000 / width).min(AREA.1 * 1000 / height).min(1000);
    ((width * scale / 1000).max(1), (height * scale / 1000).max(1))
}
