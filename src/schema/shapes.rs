//! Whether a text is shaped like an id of some kind. Owners, suppliers and headings are often names, by the ten thousand, and kinds are a
//! hundred.

use std::sync::Arc;

use super::{KindId, Schema};
use crate::syntax::{Lazy, Search};

/// The shapes of ids that begin with a prefix: only those are told from text.
#[derive(Clone, Debug)]
pub struct Shapes {
    search: Arc<Search>,
    patterns: Vec<(KindId, Arc<Lazy>)>,
}

impl Shapes {
    /// Of all kinds.
    pub fn of(schema: &Schema) -> Self {
        let prefixed =
            schema.iter().filter_map(|(kind, spec)| Some((kind, spec.id.as_ref().filter(|id| !id.prefix.is_empty())?)));
        Self::new(prefixed.filter_map(|(kind, id)| Some((kind, id.pattern.clone()?))).collect())
    }

    fn new(patterns: Vec<(KindId, Arc<Lazy>)>) -> Self {
        Self { search: Search::new(patterns.iter().map(|(_, p)| p.words())).into(), patterns }
    }

    /// The kinds one of whose ids a text is shaped like, in order.
    pub fn kinds(&self, text: &str) -> Vec<KindId> {
        self.fitting(text).collect()
    }

    /// True for a text that has one of the shapes.
    pub fn fit(&self, text: &str) -> bool {
        self.fitting(text).next().is_some()
    }

    fn fitting(&self, text: &str) -> impl Iterator<Item = KindId> {
        let mut candidates = Vec::new();
        self.search.candidates(text, &mut candidates);
        candidates.into_iter().map(|i| &self.patterns[i as usize]).filter(|(_, p)| p.is_match(text)).map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_a_shape_if_one_of_the_patterns_matches() {
        let patterns: Vec<Arc<Lazy>> =
            [r"^RSK-\d+$", r"^(AI|AIS)-[A-Z]*\d+$", r"^X\d$"].iter().map(|p| Lazy::new(p, true).unwrap().into()).collect();
        let shapes = Shapes::new((0..).map(KindId).zip(patterns.iter().cloned()).collect());
        for text in ["RSK-1", "rsk-12", "RSK-", "Head of AI", "ais-x3", "x7", "x77", ""] {
            let fitting = (0..).map(KindId).zip(&patterns).filter(|(_, p)| p.is_match(text)).map(|(kind, _)| kind);
            assert_eq!(shapes.kinds(text), fitting.collect::<Vec<_>>(), "{text}");
            assert_eq!(shapes.fit(text), !shapes.kinds(text).is_empty(), "{text}");
        }
    }
}
