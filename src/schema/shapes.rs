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
    /// Which of them may match a text that does not end in a digit. Nearly all ids do, and nearly no name.
    unnumbered: Vec<u32>,
}

impl Shapes {
    /// Of all kinds.
    pub fn of(schema: &Schema) -> Self {
        let prefixed =
            schema.iter().filter_map(|(kind, spec)| Some((kind, spec.id.as_ref().filter(|id| !id.prefix.is_empty())?)));
        Self::new(prefixed.filter_map(|(kind, id)| Some((kind, id.pattern.clone()?))).collect())
    }

    fn new(patterns: Vec<(KindId, Arc<Lazy>)>) -> Self {
        let unnumbered = (0..).zip(&patterns).filter(|(_, (_, p))| !is_numbered(p.source())).map(|(i, _)| i).collect();
        Self { search: Search::new(patterns.iter().map(|(_, p)| p.words())).into(), patterns, unnumbered }
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
        if text.ends_with(char::is_numeric) {
            self.search.candidates(text, &mut candidates);
        } else {
            candidates.clone_from(&self.unnumbered);
        }
        candidates.into_iter().map(|i| &self.patterns[i as usize]).filter(|(_, p)| p.is_match(text)).map(|(kind, _)| *kind)
    }
}

/// True for a pattern of which every match is the end of a text and ends in a digit: `^(AB|C)-.*\d+$`, with nothing to choose outside of
/// brackets. One that is not understood is none.
fn is_numbered(pattern: &str) -> bool {
    let Some(head) = pattern.strip_suffix(r"\d+$").filter(|head| !head.contains("(?")) else { return false };
    let (mut depth, mut in_class, mut bytes) = (0_u32, false, head.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.next().is_none() => return false,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => depth += 1,
            b')' if !in_class => depth = depth.saturating_sub(1),
            b'|' if !in_class && depth == 0 => return false,
            _ => {}
        }
    }
    depth == 0 && !in_class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_which_every_match_ends_in_a_digit() {
        for yes in [r"^RSK-\d+$", r"^(A|B)-[A-Z0-9.-]*\d+$", r"^[|(]\d+$", r"^\(\d+$"] {
            assert!(is_numbered(yes), "{yes}");
        }
        for no in [r"^A|B\d+$", r"^(A\d+|B)$", r"^(?m)A\d+$", r"^A\\d+$", r"^A-\d*$", r"^A\d+", r"^(A|B\d+$"] {
            assert!(!is_numbered(no), "{no}");
        }
    }

    #[test]
    fn a_text_has_a_shape_if_one_of_the_patterns_matches() {
        let patterns: Vec<Arc<Lazy>> = [r"^RSK-\d+$", r"^(AI|AIS)-[A-Z]*\d+$", r"^X\d$", r"^y|z\d+$"]
            .iter()
            .map(|p| Lazy::new(p, true).unwrap().into())
            .collect();
        let shapes = Shapes::new((0..).map(KindId).zip(patterns.iter().cloned()).collect());
        for text in ["RSK-1", "rsk-12", "RSK-", "Head of AI", "ais-x3", "x7", "x77", "yes", ""] {
            let fitting = (0..).map(KindId).zip(&patterns).filter(|(_, p)| p.is_match(text)).map(|(kind, _)| kind);
            assert_eq!(shapes.kinds(text), fitting.collect::<Vec<_>>(), "{text}");
            assert_eq!(shapes.fit(text), !shapes.kinds(text).is_empty(), "{text}");
        }
    }
}
