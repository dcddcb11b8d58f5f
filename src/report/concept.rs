//! The name of what a figure is about.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The name of what a figure is about: table, stub path and boxhead path, joined by dots.
///
/// ```
/// use nianbao::report::Concept;
/// let concept = Concept::new("requests.received.natural_person");
/// assert_eq!(concept.as_str(), "requests.received.natural_person");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Concept(Arc<str>);

/// A map by concept, in the order in which it was filled. Concepts are names of our own, so a quick hash that
/// keeps no secret is safe.
pub type ByConcept<V> = IndexMap<Concept, V, FxBuildHasher>;

impl Concept {
    /// The concept of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its name, shared.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl Borrow<str> for Concept {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Concept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
