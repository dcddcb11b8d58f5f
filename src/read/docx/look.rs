//! How the properties of a run set it.

use crate::document::Look;
use crate::read::xml::Tag;

/// How an element of `w:rPr` sets its run, and whether it is on.
pub(super) fn look(tag: &Tag<'_>) -> Option<(Look, bool)> {
    match (tag.name(), tag.val().as_deref()) {
        ("b", _) => Some((Look::Bold, tag.is_on())),
        ("i", _) => Some((Look::Italic, tag.is_on())),
        ("u", value) => Some((Look::Underlined, value.is_some_and(|value| value != "none"))),
        ("vertAlign", Some("superscript")) => Some((Look::Raised, true)),
        ("vertAlign", Some("subscript")) => Some((Look::Lowered, true)),
        _ => None,
    }
}
