//! [`write`]: a [`Document`] to a DOCX laid out after GB/T 9704-2012.
//!
//! - [x] headings, paragraphs and their roles; tables with merged cells and repeated head rows
//! - [x] A4 with the margins, the 22 × 28 grid, the typefaces and the page number of the standard
//! - [x] sections of pages that stand upright or lie across; notes on cells as comments
//! - [x] a blank form has a content control in each cell and section that is to be filled in
//! - [ ] the masthead, the seal and the imprint of an official letter: a report has none
//! - [ ] embedded fonts

mod comments;
mod controls;
mod markup;
mod page;
mod part;
mod parts;
mod prose;
mod related;
mod table;
#[cfg(test)]
mod tests;
mod widths;

use super::package::{Content, Packed, archive};
use super::pages::pages;
use crate::document::{Block, Document, Orientation, Role};
use crate::error::Error;
use comments::Comments;
use controls::Controls;
use markup::paragraph;
use part::Part;
use related::Related;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Writes a document; the same document gives the same bytes.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let mut attached = Attached::default();
    attached.controls.fields = Some(&document.fields);
    let parts = parts(document, &mut attached)?;
    let types = part::content_types(&parts, attached.related.endings());
    let relationships = part::relationships(&parts, &attached.related.relationships());
    let lists = [
        ("[Content_Types].xml", Content::Plain(types.as_bytes())),
        (PACKAGE_RELATIONSHIPS, Content::Packed(&FIXED)),
        ("word/_rels/document.xml.rels", Content::Plain(relationships.as_bytes())),
    ];
    let own = parts.iter().map(|part| match &part.text {
        Cow::Borrowed(_) => (part.name, Content::Packed(&FIXED)),
        Cow::Owned(text) => (part.name, Content::Plain(text.as_bytes())),
    });
    let texts = lists.into_iter().chain(own);
    let texts = texts.map(|(name, content)| (name.to_owned(), content));
    let media = attached.related.media().map(|(name, bytes)| (name, Content::Plain(bytes)));
    archive(texts.chain(media))
}

const PACKAGE_RELATIONSHIPS: &str = "_rels/.rels";

/// The parts that are the same in every document.
static FIXED: LazyLock<Packed> = LazyLock::new(|| {
    let footers = [Orientation::Portrait, Orientation::Landscape].into_iter().flat_map(page::footers);
    let parts: Vec<Part> = parts::common("").into_iter().chain(footers).collect();
    let fixed = parts.iter().filter(|part| matches!(part.text, Cow::Borrowed(_)));
    let fixed = fixed.map(|part| (part.name, &*part.text));
    let relationships = (PACKAGE_RELATIONSHIPS, parts::PACKAGE_RELATIONSHIPS);
    Packed::new(fixed.chain([relationships])).expect("memory takes a dozen parts")
});

/// What the text refers to in other parts, comments, links and pictures, and the controls in it.
#[derive(Default)]
struct Attached<'d> {
    comments: Comments<'d>,
    related: Related<'d>,
    controls: Controls<'d>,
}

/// The parts that are text, the main one first.
fn parts<'d>(document: &'d Document, attached: &mut Attached<'d>) -> Result<Vec<Part>, Error> {
    let body = body(&document.blocks, attached)?;
    let main = Part {
        name: "word/document.xml",
        content_type: "officedocument.wordprocessingml.document.main",
        id: None,
        text: format!("{}<w:document {}><w:body>{body}</w:body></w:document>", part::XML, parts::NAMES)
            .into(),
    };
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.level == 0 => Some(heading.text.as_str()),
        _ => None,
    });
    let mut parts = vec![main];
    parts.extend(parts::common(title.unwrap_or_default()));
    parts.extend(page::footers(Orientation::Portrait));
    if document.blocks.contains(&Block::Page(Orientation::Landscape)) {
        parts.extend(page::footers(Orientation::Landscape));
    }
    parts.extend(attached.comments.part());
    Ok(parts)
}

fn body<'d>(blocks: &'d [Block], attached: &mut Attached<'d>) -> Result<String, Error> {
    let mut out = String::new();
    let sections = pages(blocks);
    let (last, others) = sections.split_last().unwrap_or((&(Orientation::Portrait, &[]), &[]));
    for (orientation, blocks) in others {
        section(&mut out, *orientation, blocks, &page::section(*orientation), attached)?;
    }
    let (orientation, blocks) = last;
    section(&mut out, *orientation, blocks, "", attached)?;
    out.push_str(&page::section(*orientation));
    Ok(out)
}

/// Writes a section; its last paragraph has `ending` among its properties.
fn section<'d>(
    out: &mut String,
    orientation: Orientation,
    blocks: &'d [Block],
    ending: &str,
    attached: &mut Attached<'d>,
) -> Result<(), Error> {
    for (index, block) in blocks.iter().enumerate() {
        let next = blocks.get(index + 1);
        let ending = if next.is_none() { ending } else { "" };
        match block {
            Block::Heading(heading) => {
                paragraph(out, Some(heading_style(heading.level)), ending, &heading.text);
            }
            Block::Paragraph(line) if matches!(line.role, Role::Prompt | Role::TitlePrompt) => {
                attached.controls.prompt(out, role_style(line.role), ending, &line.text);
            }
            Block::Paragraph(line) => {
                prose::paragraph(out, role_style(line.role), ending, &line.text, &mut attached.related);
            }
            Block::Table(grid) => {
                table::table(out, grid, page::text_width(orientation), attached)?;
                // Two tables without a paragraph between them are one, and a section ends with a paragraph.
                if matches!(next, None | Some(Block::Table(_))) {
                    out.push_str(&parts::separator(ending));
                }
            }
            Block::Flat(flat) => {
                let cells: Vec<&str> = flat.cells.iter().map(|cell| cell.text.as_str()).collect();
                paragraph(out, None, ending, &cells.join(" | "));
            }
            Block::Page(_) => unreachable!("a new page begins a section and is no part of it"),
        }
    }
    Ok(())
}

fn heading_style(level: u8) -> &'static str {
    match level {
        0 => "Title",
        1 => "Heading1",
        2 => "Heading2",
        _ => "Heading3",
    }
}

fn role_style(role: Role) -> Option<&'static str> {
    match role {
        Role::Body | Role::Prompt => None,
        Role::TitlePrompt => Some(heading_style(0)),
        Role::Caption => Some("Caption"),
        Role::Signature => Some("Signature"),
        Role::Remark => Some("Remark"),
    }
}
