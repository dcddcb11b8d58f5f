//! [`parts`]: the parts of a flat package, one XML file that holds them all (`pkg:package`).
//!
//! A part must bind its own namespaces, as every producer known does.

use crate::error::Error;
use crate::read::xml::{Space, Token, Xml};

/// One part of a flat package.
pub(super) struct FlatPart<'i> {
    /// Its content type.
    pub(super) content_type: String,
    /// Its text.
    pub(super) text: &'i str,
}

/// The XML parts of a flat package; `None` when the file is none.
pub(super) fn parts(text: &str, max_depth: usize) -> Result<Option<Vec<FlatPart<'_>>>, Error> {
    let mut xml = Xml::new("pkg:package", text, max_depth);
    match xml.child(0)? {
        Some(root) if root.space == Space::Package => {}
        _ => return Ok(None),
    }
    let mut parts = Vec::new();
    while let Some(part) = xml.child(1)? {
        let content_type = part.get("contentType").unwrap_or_default().into_owned();
        while let Some(data) = xml.child(2)? {
            if data.name() == "xmlData" {
                parts.push(FlatPart { content_type: content_type.clone(), text: inner(&mut xml, text)? });
            }
        }
    }
    Ok(Some(parts))
}

/// The text between the start that was read last and its end.
fn inner<'i>(xml: &mut Xml<'i>, text: &'i str) -> Result<&'i str, Error> {
    let (depth, start) = (xml.depth(), xml.position());
    let mut end = start;
    while xml.depth() >= depth {
        end = xml.position();
        if !matches!(xml.next()?, Some(Token::Start(_) | Token::End | Token::Text(_))) {
            break;
        }
    }
    Ok(text.get(start..end).unwrap_or_default())
}
