//! [`to_fill`]: a blank form with what a clerk needs to fill it in.

use super::{blank, layout};
use crate::document::{Block, Document, Field, Locus, Paragraph, Role, Takes};
use crate::grammar::{Form, Forms, Section, Table};
use std::sync::Arc;

/// What stands in the title of a report before the name of the form.
const ISSUER_AND_YEAR: &str = "（机关名称）    年";

/// What is asked for under a heading without a table.
const PROSE: &str = "请在此填写本部分文字，一段一行";

/// A blank form to be filled in: what each cell takes, what must foot, and where prose is to be written. Until
/// then it is read as [`blank`] is.
///
/// ```
/// use nianbao::{document::Takes, grammar::Forms, layout::to_fill};
/// let forms = Forms::built_in();
/// let form = forms.edition("2021").expect("it is built in");
/// let document = to_fill(form, forms);
/// assert_eq!(document.fields.len(), form.concepts().count());
/// assert_eq!(document.fields["disclosure.fees.amount"].takes, Takes::Amount);
/// assert!(document.rules.iter().any(|rule| rule.total().is_some()));
/// ```
#[must_use]
pub fn to_fill(form: &Form, forms: &Forms) -> Document {
    let mut document = layout(&blank(form), forms);
    document.fields = form.tables().flat_map(|(_, table)| fields(table)).collect();
    let mut blocks = vec![prompt(&format!("{ISSUER_AND_YEAR}{}", form.title), Role::TitlePrompt)];
    for block in document.blocks {
        let is_prose = |section: &Section| {
            section.tables.is_empty() && block.text().is_some_and(|text| section.heading.accepts(text))
        };
        let prose = matches!(block, Block::Heading(_)) && form.sections.iter().any(is_prose);
        blocks.push(block);
        blocks.extend(prose.then(|| prompt(PROSE, Role::Prompt)));
    }
    Document { blocks, ..document }
}

fn prompt(words: &str, role: Role) -> Block {
    Block::Paragraph(Paragraph { text: words.into(), role, at: Locus::Paragraph(0) })
}

fn fields(table: &Table) -> impl Iterator<Item = (Arc<str>, Field)> {
    table.cells().map(|(row, column, concept)| {
        let takes = match table.unit(row, column) {
            unit if unit.ends_with('元') => Takes::Amount,
            _ if table.is_signed(row, column) => Takes::Change,
            _ => Takes::Count,
        };
        (concept.shared(), Field { label: table.label(row, column), takes })
    })
}
