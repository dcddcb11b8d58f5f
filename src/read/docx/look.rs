//! How the properties of a run set it.

use crate::document::Look;
use crate::read::xml::Tag;

/// How an element of `w:rPr` sets its run, and whether it is on.
pub(super) fn look(tag: &Tag<'_>) -> Option<(Look, bool)> {
    match tag.name() {
        "b" => Some((Look::Bold, tag.is_on())),
        "i" => Some((Look::Italic, tag.is_on())),
        "u" => Some((Look::Underlined, tag.val().is_some_and(|value| value != "none"))),
        "vertAlign" => match tag.val().as_deref() {
            Some("superscript") => Some((Look::Raised, true)),
            Some("subscript") => Some((Look::Lowered, true)),
            _ => None,
        },
        _ => None,
    }
}
