//! [`Comments`]: notes on cells as comments of Word.

use super::markup::{run, text};
use super::part::{Part, XML};
use super::parts::NAMES;
use crate::write::AUTHOR;
use std::fmt::Write as _;

/// Not every program takes the size of a comment from its style.
const SIZE: &str = "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>";

/// The comments so far, in the order of the text; the number of each is its place in it.
#[derive(Debug, Default)]
pub(super) struct Comments<'d>(Vec<&'d str>);

impl<'d> Comments<'d> {
    /// Takes a note in, and gives what stands before and after the words that it is on.
    pub(super) fn anchor(&mut self, note: &'d str) -> [String; 2] {
        let id = self.0.len();
        self.0.push(note);
        let start = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        let end = format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
             <w:commentReference w:id=\"{id}\"/></w:r>"
        );
        [start, end]
    }

    /// The part that holds them, where there are any. A date would make each file differ from the last.
    pub(super) fn part(&self) -> Option<Part> {
        if self.0.is_empty() {
            return None;
        }
        let mut out = format!("{XML}<w:comments {NAMES}>");
        for (id, note) in self.0.iter().enumerate() {
            let _ = write!(out, "<w:comment w:id=\"{id}\" w:author=\"");
            text(&mut out, AUTHOR);
            out.push_str(
                "\" w:initials=\"nb\"><w:p><w:pPr><w:pStyle w:val=\"CommentText\"/></w:pPr>\
                 <w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>",
            );
            run(&mut out, SIZE, note);
            out.push_str("</w:p></w:comment>");
        }
        out.push_str("</w:comments>");
        Some(part(out))
    }
}

/// The part of the comments, when this is what it says.
pub(super) fn part(text: String) -> Part {
    Part {
        name: "word/comments.xml",
        content_type: "officedocument.wordprocessingml.comments",
        id: Some("rId9"),
        text: text.into(),
    }
}
