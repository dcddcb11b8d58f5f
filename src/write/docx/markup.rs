//! [`paragraph`] and [`text`]: text as `WordprocessingML`.

use crate::write::{UNHELD, is_held};

/// Writes a paragraph of a style, with further properties that come after `w:pStyle`.
pub(super) fn paragraph(out: &mut String, style: Option<&str>, properties: &str, content: &str) {
    paragraph_of(out, style, [properties], |out| run(out, "", content));
}

/// Writes a paragraph whose runs are written by `content`.
pub(super) fn paragraph_of<const N: usize>(
    out: &mut String,
    style: Option<&str>,
    properties: [&str; N],
    content: impl FnOnce(&mut String),
) {
    begin_paragraph(out, style, properties);
    content(out);
    out.push_str("</w:p>");
}

/// Opens a paragraph; its runs follow, and the end of the element.
pub(super) fn begin_paragraph<const N: usize>(out: &mut String, style: Option<&str>, properties: [&str; N]) {
    out.push_str("<w:p>");
    if style.is_some() || properties.iter().any(|own| !own.is_empty()) {
        out.push_str("<w:pPr>");
        if let Some(style) = style {
            out.push_str("<w:pStyle w:val=\"");
            out.push_str(style);
            out.push_str("\"/>");
        }
        properties.into_iter().for_each(|own| out.push_str(own));
        out.push_str("</w:pPr>");
    }
}

/// Writes a run with further properties, unless there is nothing in it.
///
/// The hint makes marks that both scripts have, such as “ and ”, take the East Asian face (17.3.2.26).
pub(super) fn run(out: &mut String, properties: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    out.push_str("<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>");
    out.push_str(properties);
    out.push_str("</w:rPr>");
    let mut rest = content;
    while !rest.is_empty() {
        let is_break = |byte: u8| matches!(byte, b'\n' | b'\r' | b'\t');
        let end = rest.bytes().position(is_break).unwrap_or(rest.len());
        if end > 0 {
            out.push_str("<w:t xml:space=\"preserve\">");
            text(out, &rest[..end]);
            out.push_str("</w:t>");
        }
        let mut after = rest[end..].chars();
        match after.next() {
            Some('\t') => out.push_str("<w:tab/>"),
            // `\r\n` is one break.
            Some('\r') if after.as_str().starts_with('\n') => {}
            Some(_) => out.push_str("<w:br/>"),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str("</w:r>");
}

/// Writes text or an attribute value.
pub(super) fn text(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, c) in text.char_indices() {
        let Some(replacement) = replacement(c) else { continue };
        out.push_str(&text[written..at]);
        out.push_str(replacement);
        written = at + c.len_utf8();
    }
    out.push_str(&text[written..]);
}

/// What stands for a character that may not stand there itself.
fn replacement(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        c if !is_held(c) => Some(UNHELD),
        _ => None,
    }
}
