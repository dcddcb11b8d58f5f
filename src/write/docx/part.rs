//! [`Part`]: a part of the package, and the two lists that follow from the parts.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The declaration that each part begins with.
pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part, what it is, and how the main part refers to it.
pub(super) struct Part {
    /// Its name, without leading slash.
    pub(super) name: &'static str,
    /// Its content type, after `application/vnd.openxmlformats-`. Its last word is the type of the
    /// relationship too.
    pub(super) content_type: &'static str,
    /// The id by which the main part refers to it, where it does.
    pub(super) id: Option<&'static str>,
    /// What it says; what is borrowed is the same in every document.
    pub(super) text: Cow<'static, str>,
}

/// `[Content_Types].xml`
///
/// Pictures are told by the endings of their parts, with the subtype of each.
pub(super) fn content_types<'e>(
    parts: &[Part],
    pictures: impl Iterator<Item = (&'e str, &'e str)>,
) -> String {
    let mut out = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for (ending, subtype) in pictures {
        let _ = write!(out, "<Default Extension=\"{ending}\" ContentType=\"image/{subtype}\"/>");
    }
    for Part { name, content_type, .. } in parts {
        let _ = write!(
            out,
            "<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-{content_type}+xml\"/>"
        );
    }
    out.push_str("</Types>");
    out
}

/// `word/_rels/document.xml.rels`, with those of links and pictures.
pub(super) fn relationships(parts: &[Part], others: &str) -> String {
    let mut out = format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for Part { name, content_type, id, .. } in parts {
        let Some(id) = id else { continue };
        let kind = content_type.rsplit('.').next().unwrap_or_default();
        let target = name.trim_start_matches("word/");
        let _ = write!(
            out,
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\"/>"
        );
    }
    out.push_str(others);
    out.push_str("</Relationships>");
    out
}
