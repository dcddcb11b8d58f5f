//! [`Spans`]: rows or columns of a sheet that are hidden.

use crate::read::xml::Tag;

/// Rows or columns, each span with its first and last one, counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct Spans(Vec<(u32, u32)>);

/// Whether a row or a column says that it is hidden, or that it has no size.
pub(in crate::read) fn hides(tag: &Tag<'_>, hidden: &str, size: &str) -> bool {
    let size = tag.get(size).and_then(|size| size.trim().parse::<f64>().ok());
    tag.says(hidden) || size.is_some_and(|size| size <= 0.0)
}

impl Spans {
    /// Adds a span; one that follows the last is joined to it.
    pub(in crate::read) fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some(span) if first == span.1.saturating_add(1) => span.1 = last.max(span.1),
            _ => self.0.push((first, last)),
        }
    }

    /// The spans that hold one of these numbers, which are sorted.
    pub(super) fn holding(&self, numbers: &[u32]) -> Vec<(u32, u32)> {
        let holds = |(first, last): &&(u32, u32)| {
            let at = numbers.partition_point(|number| number < first);
            numbers.get(at).is_some_and(|number| number <= last)
        };
        self.0.iter().filter(holds).copied().collect()
    }
}
