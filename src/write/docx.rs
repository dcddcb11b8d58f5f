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

use super::package::{self, Packed, archive};
use super::pages::pages;
use crate::document::{Block, Document, Orientation, Role};
use crate::error::Error;
use comments::Comments;
use controls::Controls;
use indexmap::IndexSet;
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
    let Attached { related, .. } = &attached;
    let media = related.media().map(|(name, bytes)| (name.into(), bytes.into()));
    archive(lists(&parts, related).into_iter().chain(own(parts)).chain(media), &FIXED)
}

/// What each package has to tell of its parts.
fn lists<'a>(parts: &[Part], related: &Related<'_>) -> [package::Part<'a>; 3] {
    [
        ("[Content_Types].xml", part::content_types(parts, related.endings()).into()),
        ("_rels/.rels", parts::PACKAGE_RELATIONSHIPS.into()),
        ("word/_rels/document.xml.rels", part::relationships(parts, &related.relationships()).into()),
    ]
    .map(in_package)
}

fn own<'a>(parts: Vec<Part>) -> impl Iterator<Item = package::Part<'a>> {
    parts.into_iter().map(|part| in_package((part.name, part.text)))
}

fn in_package<'a>((name, text): (&'static str, Cow<'static, str>)) -> package::Part<'a> {
    let bytes = match text {
        Cow::Borrowed(text) => text.as_bytes().into(),
        Cow::Owned(text) => text.into_bytes().into(),
    };
    (name.into(), bytes)
}

/// The parts that are the same in every document, and the lists of those without links and pictures.
static FIXED: LazyLock<Packed> = LazyLock::new(|| {
    let documents = [(false, false), (false, true), (true, false), (true, true)];
    let parts = documents.into_iter().flat_map(|(is_turned, has_comments)| {
        let comments = has_comments.then(|| comments::part(String::new()));
        let parts = parts_of(String::new(), "", is_turned, comments);
        let lists = lists(&parts, &Related::default());
        lists.into_iter().chain(own(parts).filter(|(_, bytes)| matches!(bytes, Cow::Borrowed(_))))
    });
    let each: IndexSet<package::Part> = parts.collect();
    Packed::new(each.into_iter().collect()).expect("memory takes some small parts")
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
    let main = main_part(&document.blocks, attached)?;
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.level == 0 => Some(heading.text.as_str()),
        _ => None,
    });
    let is_turned = document.blocks.contains(&Block::Page(Orientation::Landscape));
    Ok(parts_of(main, title.unwrap_or_default(), is_turned, attached.comments.part()))
}

fn parts_of(main: String, title: &str, is_turned: bool, comments: Option<Part>) -> Vec<Part> {
    let mut parts = vec![Part {
        name: "word/document.xml",
        content_type: "officedocument.wordprocessingml.document.main",
        id: None,
        text: main.into(),
    }];
    parts.extend(parts::common(title));
    parts.extend(page::footers(Orientation::Portrait));
    if is_turned {
        parts.extend(page::footers(Orientation::Landscape));
    }
    parts.extend(comments);
    parts
}

fn main_part<'d>(blocks: &'d [Block], attached: &mut Attached<'d>) -> Result<String, Error> {
    let mut out = format!("{}<w:document {}><w:body>", part::XML, parts::NAMES);
    let sections = pages(blocks);
    let (last, others) = sections.split_last().unwrap_or((&(Orientation::Portrait, &[]), &[]));
    for (orientation, blocks) in others {
        section(&mut out, *orientation, blocks, &page::section(*orientation), attached)?;
    }
    let (orientation, blocks) = last;
    section(&mut out, *orientation, blocks, "", attached)?;
    out.push_str(&page::section(*orientation));
    out.push_str("</w:body></w:document>");
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
