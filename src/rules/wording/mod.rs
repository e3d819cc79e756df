//! Wording that must not stand in a text: patterns, what must or must not stand beside them, and the one search over all
//! texts that tells which patterns are worth running where.

mod flat;
mod sentence;

use std::sync::Arc;

pub use flat::Flat;

use crate::source::Place;
use crate::syntax::Lazy;

/// One entry of `forbid`.
#[derive(Debug)]
pub struct Pattern {
    /// What must not stand there.
    pub matches: Lazy,
    /// What must stand in the same sentence for the match to count.
    pub near: Option<Lazy>,
    /// What must not stand in the same sentence for the match to count.
    pub unless: Option<Lazy>,
    /// What the message says for `{say}`.
    pub say: Option<Arc<str>>,
    /// The entry in the rule file.
    pub place: Place,
}

/// A match of a pattern, as ranges of the flat text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The whole match.
    pub range: std::ops::Range<usize>,
    /// Named captures that took part.
    pub captures: Vec<(String, String)>,
}

impl Pattern {
    /// All matches in a flat text that count.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for captures in self.matches.captures_iter(text) {
            let Some(whole) = captures.get(0).filter(|m| !m.is_empty()) else { continue };
            let sentence = sentence::around(text, whole.range());
            let near = self.near.as_ref().is_none_or(|n| n.is_match(sentence));
            let unless = self.unless.as_ref().is_some_and(|u| u.is_match(sentence));
            if near && !unless {
                let named = self.matches.names();
                let named = named.filter_map(|n| Some((n.to_owned(), captures.name(n)?.as_str().to_owned())));
                hits.push(Hit { range: whole.range(), captures: named.collect() });
            }
        }
        hits
    }
}
