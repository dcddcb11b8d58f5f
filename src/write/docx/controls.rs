//! [`Controls`]: the content controls of a blank form (ECMA-376 part 1, 17.5.2).
//!
//! A control shows nothing until it is filled in: two blanks as its placeholder, so that a form that is printed
//! is blank and one that is read is too. Its tag is the name of the concept, unless that is too long for Word, its alias what Word shows of it. The
//! control cannot be deleted, what stands in it can be written. The tabulator goes from cell to cell.

use super::markup::{begin_paragraph, run, text};
use crate::document::{Cell, Field, Holds};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// What stands in an empty control. A space of HTML would be dropped by some programs.
const EMPTY: &str = "\u{2003}\u{2003}";

/// Word takes no more characters of a tag or an alias.
const LONGEST: usize = 64;

/// The words of a prompt are grey.
const GREY: &str = "<w:color w:val=\"767676\"/>";

/// The controls so far; each has a number of its own.
#[derive(Debug, Default)]
pub(super) struct Controls<'d> {
    pub(super) fields: Option<&'d BTreeMap<Arc<str>, Field>>,
    n: u32,
}

impl Controls<'_> {
    /// Writes the control of a cell that is to be filled in; says whether it is one.
    pub(super) fn cell(&mut self, out: &mut String, cell: &Cell) -> bool {
        let holds = cell.mark.as_ref().map(|mark| &mark.holds);
        let Some(Holds::Figure(concept)) = holds.filter(|_| cell.is_blank()) else { return false };
        let Some(field) = self.fields.and_then(|fields| fields.get(concept)) else { return false };
        self.begin(out, &field.label, Some(concept), "<w:text/>");
        run(out, "", EMPTY);
        out.push_str("</w:sdtContent></w:sdt>");
        true
    }

    /// Writes a paragraph that asks for others, or for the title.
    pub(super) fn prompt(&mut self, out: &mut String, style: Option<&str>, ending: &str, words: &str) {
        let (alias, kind) = if style.is_some() { ("标题", "<w:text/>") } else { ("正文", "") };
        self.begin(out, alias, None, kind);
        begin_paragraph(out, style, [ending]);
        run(out, GREY, words);
        out.push_str("</w:p></w:sdtContent></w:sdt>");
    }

    fn begin(&mut self, out: &mut String, alias: &str, tag: Option<&str>, kind: &str) {
        self.n += 1;
        out.push_str("<w:sdt><w:sdtPr>");
        let alias: String = alias.chars().take(LONGEST).collect();
        // A name that is cut would be the name of nothing.
        let tag = tag.filter(|tag| tag.chars().count() <= LONGEST);
        for (name, words) in [("alias", Some(&*alias)), ("tag", tag)] {
            let Some(words) = words else { continue };
            let _ = write!(out, "<w:{name} w:val=\"");
            text(out, words);
            out.push_str("\"/>");
        }
        let _ = write!(
            out,
            "<w:id w:val=\"{}\"/><w:lock w:val=\"sdtLocked\"/><w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent>",
            self.n
        );
    }
}
