//! [`paragraph`] and [`text`]: text as `WordprocessingML`.

/// Writes a paragraph of a style, with further properties that come after `w:pStyle`.
pub(super) fn paragraph(out: &mut String, style: Option<&str>, properties: &str, content: &str) {
    paragraph_of(out, style, properties, |out| run(out, "", content));
}

/// Writes a paragraph whose runs are written by `content`.
pub(super) fn paragraph_of(
    out: &mut String,
    style: Option<&str>,
    properties: &str,
    content: impl FnOnce(&mut String),
) {
    begin_paragraph(out, style, properties);
    content(out);
    out.push_str("</w:p>");
}

/// Opens a paragraph; its runs follow, and the end of the element.
pub(super) fn begin_paragraph(out: &mut String, style: Option<&str>, properties: &str) {
    out.push_str("<w:p>");
    if style.is_some() || !properties.is_empty() {
        out.push_str("<w:pPr>");
        if let Some(style) = style {
            out.push_str("<w:pStyle w:val=\"");
            out.push_str(style);
            out.push_str("\"/>");
        }
        out.push_str(properties);
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
    let content = content.replace("\r\n", "\n");
    let mut rest = content.as_str();
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r', '\t']).unwrap_or(rest.len());
        if end > 0 {
            out.push_str("<w:t xml:space=\"preserve\">");
            text(out, &rest[..end]);
            out.push_str("</w:t>");
        }
        let mut after = rest[end..].chars();
        match after.next() {
            Some('\t') => out.push_str("<w:tab/>"),
            Some(_) => out.push_str("<w:br/>"),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str("</w:r>");
}

/// Writes text or an attribute value. What XML 1.0 cannot hold (section 2.2) becomes `�`: if it were left out, a
/// cell that is no number could become one.
pub(super) fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                out.push('\u{FFFD}');
            }
            c => out.push(c),
        }
    }
}
