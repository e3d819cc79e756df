//! Wording that must not stand in a text: patterns, what must or must not stand beside them, and the one search over all
//! texts that tells which patterns are worth running where.

mod flat;
mod literals;
mod search;
mod sentence;

use std::sync::{Arc, OnceLock};

use regex::Regex;

pub use flat::Flat;
pub use literals::literals;
pub use search::Search;

use crate::source::Place;

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
    /// Lower-case words of which every match contains one.
    pub literals: Vec<String>,
    /// The entry in the rule file.
    pub place: Place,
}

/// A regular expression that is compiled when a text first needs it: most never are. Case is ignored.
#[derive(Debug)]
pub struct Lazy {
    source: Arc<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl Lazy {
    /// A pattern whose syntax has been checked.
    pub fn new(source: Arc<str>) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The regular expression. None only for one that is too large to compile, which loading refuses.
    pub fn regex(&self) -> Option<&Regex> {
        let compile = || crate::syntax::pattern(&self.source, true).ok();
        self.compiled.get_or_init(compile).as_ref()
    }

    fn is_in(&self, text: &str) -> bool {
        self.regex().is_some_and(|r| r.is_match(text))
    }
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
        let Some(regex) = self.matches.regex() else { return Vec::new() };
        let mut hits = Vec::new();
        for captures in regex.captures_iter(text) {
            let Some(whole) = captures.get(0).filter(|m| !m.is_empty()) else { continue };
            let sentence = sentence::around(text, whole.range());
            let near = self.near.as_ref().is_none_or(|n| n.is_in(sentence));
            let unless = self.unless.as_ref().is_some_and(|u| u.is_in(sentence));
            if near && !unless {
                let named = regex.capture_names().flatten();
                let named = named.filter_map(|n| Some((n.to_owned(), captures.name(n)?.as_str().to_owned())));
                hits.push(Hit { range: whole.range(), captures: named.collect() });
            }
        }
        hits
    }
}
