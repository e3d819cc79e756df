//! Whether a text is shaped like an id of some kind. Owners and suppliers are often names, by the ten thousand, and kinds are a hundred.

use std::sync::Arc;

use crate::schema::Schema;
use crate::syntax::{Lazy, Search};

/// The shapes of ids that begin with a prefix: only those are told from text.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    search: Arc<Search>,
    patterns: Vec<Arc<Lazy>>,
}

impl Shapes {
    /// Of all kinds.
    pub fn of(schema: &Schema) -> Self {
        let ids = schema.kinds.iter().filter_map(|kind| kind.id.as_ref()).filter(|id| !id.prefix.is_empty());
        let patterns: Vec<Arc<Lazy>> = ids.filter_map(|id| id.pattern.clone()).collect();
        Self { search: Search::new(patterns.iter().map(|p| p.words())).into(), patterns }
    }

    /// True for a text that has one of the shapes.
    pub fn fit(&self, text: &str) -> bool {
        let mut candidates = Vec::new();
        self.search.candidates(text, &mut candidates);
        candidates.into_iter().any(|i| self.patterns[i as usize].is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_a_shape_if_one_of_the_patterns_matches() {
        let patterns: Vec<Arc<Lazy>> =
            [r"^RSK-\d+$", r"^(AI|AIS)-[A-Z]*\d+$", r"^X\d$"].iter().map(|p| Lazy::new(p, true).unwrap().into()).collect();
        let shapes = Shapes { search: Search::new(patterns.iter().map(|p| p.words())).into(), patterns: patterns.clone() };
        for text in ["RSK-1", "rsk-12", "RSK-", "Head of AI", "ais-x3", "x7", "x77", ""] {
            assert_eq!(shapes.fit(text), patterns.iter().any(|p| p.is_match(text)), "{text}");
        }
    }
}
