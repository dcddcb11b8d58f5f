//! [`pages`]: the blocks of a document by the pages that they begin.

use crate::document::{Block, Orientation};

/// What stands between two new pages, and how these pages lie; pages without a block are left out.
pub(super) fn pages(blocks: &[Block]) -> Vec<(Orientation, &[Block])> {
    let mut orientation = Orientation::default();
    let pages = blocks.chunk_by(|_, next| !matches!(next, Block::Page(_))).map(|page| match page {
        [Block::Page(turned), blocks @ ..] => {
            orientation = *turned;
            (orientation, blocks)
        }
        blocks => (orientation, blocks),
    });
    pages.filter(|(_, blocks)| !blocks.is_empty()).collect()
}
