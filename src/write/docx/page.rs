//! How pages lie: their margins, and where their number stands.
//!
//! Measures are those of GB/T 9704-2012, in twentieths of a point. A page that lies across is a page turned
//! by a quarter, its left edge up: each margin keeps its width and the number its place on the sheet, which
//! is then to the left of the table.

use super::part::{Part, XML};
use super::parts::NAMES;
use crate::document::Orientation;
use std::sync::LazyLock;

/// A kind of page.
struct Page {
    text_width: u32,
    size: &'static str,
    margins: &'static str,
    /// The names and ids of the footers of odd and of even pages.
    footers: [(&'static str, &'static str); 2],
    /// What sets the number apart from the lines at the foot of the page.
    frame: Option<&'static str>,
}

/// A4, margins of 37, 26, 35 and 28 mm around a text area of 156 × 225 mm.
const PORTRAIT: Page = Page {
    text_width: 8845,
    size: "w:w=\"11906\" w:h=\"16838\"",
    margins: "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" w:header=\"851\" w:footer=\"1304\"",
    footers: [("word/footer1.xml", "rId4"), ("word/footer2.xml", "rId5")],
    frame: None,
};

/// The frame of the number is as high as the text, and as far from the edge as the number of an upright page.
const LANDSCAPE: Page = Page {
    text_width: 12756,
    size: "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"",
    margins: "w:top=\"1587\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\" w:header=\"851\" w:footer=\"851\"",
    footers: [("word/footer3.xml", "rId7"), ("word/footer4.xml", "rId8")],
    frame: Some(
        "<w:framePr w:w=\"400\" w:h=\"8845\" w:hRule=\"exact\" w:wrap=\"around\" w:vAnchor=\"page\" \
         w:hAnchor=\"page\" w:x=\"1268\" w:y=\"1587\"/>",
    ),
};

fn page(orientation: Orientation) -> &'static Page {
    match orientation {
        Orientation::Portrait => &PORTRAIT,
        Orientation::Landscape => &LANDSCAPE,
    }
}

/// How wide the text may be.
pub(super) fn text_width(orientation: Orientation) -> u32 {
    page(orientation).text_width
}

/// What a section ends with: how its pages are.
pub(super) fn section(orientation: Orientation) -> String {
    let Page { size, margins, footers: [(_, odd), (_, even)], .. } = page(orientation);
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{odd}\"/><w:footerReference w:type=\"even\" r:id=\"{even}\"/>\
         <w:pgSz {size}/><w:pgMar {margins} w:gutter=\"0\"/><w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>"
    )
}

/// The footers: the number stands 7 mm off the text, on odd pages at its end and on even ones at its
/// beginning, one character inside.
pub(super) fn footers(orientation: Orientation) -> [Part; 2] {
    static TEXTS: LazyLock<[[String; 2]; 2]> = LazyLock::new(|| {
        [PORTRAIT, LANDSCAPE].map(|page| ["right", "left"].map(|side| footer(side, page.frame)))
    });
    let [upright, across] = &*TEXTS;
    let [odd, even] = if orientation == Orientation::Portrait { upright } else { across };
    let [(odd_name, odd_id), (even_name, even_id)] = page(orientation).footers;
    [(odd_name, odd_id, odd), (even_name, even_id, even)].map(|(name, id, text)| Part {
        name,
        content_type: "officedocument.wordprocessingml.footer",
        id: Some(id),
        text: text.as_str().into(),
    })
}

/// `— 1 —`; in a frame it is read from top to bottom, and something must follow the frame.
fn footer(side: &str, frame: Option<&str>) -> String {
    let field = |kind| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let (direction, after) = match frame {
        Some(_) => {
            ("<w:textDirection w:val=\"tbRl\"/>", "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr></w:p>")
        }
        None => ("", ""),
    };
    format!(
        "{XML}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>{}<w:ind w:{side}Chars=\"100\" w:{side}=\"280\"/>\
         <w:jc w:val=\"{side}\"/>{direction}</w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>{}\
         <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>{}<w:r><w:t>1</w:t></w:r>{}\
         <w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p>{after}</w:ftr>",
        frame.unwrap_or_default(),
        field("begin"),
        field("separate"),
        field("end"),
    )
}
