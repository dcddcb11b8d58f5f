//! [`write`]: a [`Document`] to a DOCX laid out after GB/T 9704-2012.
//!
//! - [x] headings, paragraphs and their roles; tables with merged cells and repeated head rows
//! - [x] A4 with the margins, the 22 × 28 grid, the typefaces and the page number of the standard
//! - [ ] the masthead, the seal and the imprint of an official letter: a report has none
//! - [ ] embedded fonts; landscape pages

mod markup;
mod parts;
mod prose;
mod related;
mod table;
#[cfg(test)]
mod tests;

use super::package::archive;
use crate::document::{Block, Document, Role};
use crate::error::Error;
use markup::paragraph;
use related::Related;

/// Writes a document; the same document gives the same bytes.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let mut related = Related::default();
    let body = body(&document.blocks, &mut related)?;
    let main = format!(
        "{}<w:document {}><w:body>{body}{}</w:body></w:document>",
        parts::XML,
        parts::NAMES,
        parts::SECTION
    );
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.level == 0 => Some(heading.text.as_str()),
        _ => None,
    });
    let core = parts::core(title.unwrap_or_default());
    let styles = parts::styles();
    let [footer1, footer2] = [parts::footer("right"), parts::footer("left")];
    let (content_types, relationships) = (related.content_types(), related.relationships());
    let texts: [(&str, &str); 12] = [
        ("[Content_Types].xml", &content_types),
        ("_rels/.rels", parts::PACKAGE_RELATIONSHIPS),
        ("word/document.xml", &main),
        ("word/_rels/document.xml.rels", &relationships),
        ("word/styles.xml", &styles),
        ("word/settings.xml", parts::SETTINGS),
        ("word/fontTable.xml", parts::FONTS),
        ("word/theme/theme1.xml", &parts::theme()),
        ("word/footer1.xml", &footer1),
        ("word/footer2.xml", &footer2),
        ("docProps/core.xml", &core),
        ("docProps/app.xml", parts::APP),
    ];
    let texts = texts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes()));
    archive(texts.chain(related.media()))
}

fn body<'d>(blocks: &'d [Block], related: &mut Related<'d>) -> Result<String, Error> {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => {
                paragraph(&mut out, Some(heading_style(heading.level)), "", &heading.text);
            }
            Block::Paragraph(line) => {
                prose::paragraph(&mut out, role_style(line.role), &line.text, related);
            }
            Block::Table(grid) => {
                table::table(&mut out, grid)?;
                // Two tables without a paragraph between them are one, and a body ends with a paragraph.
                if !matches!(
                    blocks.get(index + 1),
                    Some(Block::Heading(_) | Block::Paragraph(_) | Block::Flat(_))
                ) {
                    out.push_str(parts::SEPARATOR);
                }
            }
            Block::Flat(flat) => {
                let cells: Vec<&str> = flat.cells.iter().map(|cell| cell.text.as_str()).collect();
                paragraph(&mut out, None, "", &cells.join(" | "));
            }
        }
    }
    Ok(out)
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
        Role::Body => None,
        Role::Caption => Some("Caption"),
        Role::Signature => Some("Signature"),
        Role::Remark => Some("Remark"),
    }
}
