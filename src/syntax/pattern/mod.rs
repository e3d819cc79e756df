//! Regular expressions from packs and schemas, compiled one way: linear time, bounded size, and with `\d`, `\w`, `\b`, and
//! `\D`, `\W`, which are all else, read as ASCII.
//!
//! Ids, clause numbers and words of rules are ASCII; the tables that Unicode's digits and words would need make a pattern ten times as
//! slow to compile, and a run compiles some hundred.

mod grams;
mod lazy;
mod literals;
mod narrow;
mod search;
mod weight;

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};

pub use grams::Grams;
pub use lazy::Lazy;
pub use search::Search;

/// Largest compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

const TOO_LARGE: &str = "it is too large";

/// Compiles a pattern. The error is one line, in the words of the pattern language.
pub fn pattern(source: &str, ignore_case: bool) -> Result<Regex, String> {
    let built = RegexBuilder::new(&ascii(source)).case_insensitive(ignore_case).size_limit(SIZE).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => TOO_LARGE.to_owned(),
        other => other.to_string().lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned(),
    })
}

/// The pattern with `\d`, `\w`, `\D`, `\W` and `\b` spelt out as ASCII.
fn ascii(source: &str) -> Cow<'_, str> {
    if !source.contains('\\') {
        return Cow::Borrowed(source);
    }
    let mut spelt = String::with_capacity(source.len() + 32);
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            spelt.push(c);
            continue;
        }
        match chars.next() {
            Some('d') => spelt.push_str("[0-9]"),
            Some('D') => spelt.push_str("[^0-9]"),
            Some('w') => spelt.push_str("[0-9A-Za-z_]"),
            Some('W') => spelt.push_str("[^0-9A-Za-z_]"),
            Some('b') => spelt.push_str(r"(?-u:\b)"),
            Some(other) => spelt.extend(['\\', other]),
            None => spelt.push('\\'),
        }
    }
    Cow::Owned(spelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_they_meant() {
        let matches = |source: &str, text: &str| pattern(source, false).is_ok_and(|p| p.is_match(text));
        assert!(matches(r"^RSK-[A-Z0-9.-]*\d+$", "RSK-2026-01"));
        assert!(matches(r"^[\d.]+$", "6.1.3"));
        assert!(matches(r"\bclause\b", "see clause 4"));
        assert!(!matches(r"\bclause\b", "clauses"));
        assert!(matches(r"\\d", r"\d"));
        assert!(matches(r"^a\W\D[\W\D]b$", "aé–—b"));
        assert!(!matches(r"\W", "b_1"));
        assert!(pattern("(", false).is_err_and(|e| !e.contains('\n')));
        assert!(pattern(r"(\w{100}){1000}", false).is_err());
    }
}
