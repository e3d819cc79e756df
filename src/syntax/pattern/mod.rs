//! Regular expressions from packs and schemas, compiled one way: linear time, bounded size, and with `\d`, `\w`, `\b`, and
//! `\D`, `\W`, which are all else, read as ASCII.
//!
//! Ids, clause numbers and words of rules are ASCII; the tables that Unicode's digits and words would need make a pattern ten times as
//! slow to compile, and a run compiles some hundred.

mod grams;
mod lazy;
mod literals;
mod narrow;
mod node;
mod places;
mod program;
mod read;
mod search;
mod set;

use std::borrow::Cow;

use regex_automata::meta::{self, BuildError};
use regex_automata::util::syntax;

pub use grams::Grams;
pub use lazy::Lazy;
pub use places::Captures;
pub use search::Search;

/// Largest compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

/// Reads and compiles a pattern by the library. The error is one line, in the words of the pattern language.
fn whole(source: &str, ignore_case: bool) -> Result<meta::Regex, String> {
    let mut builder = meta::Regex::builder();
    builder.syntax(syntax::Config::new().case_insensitive(ignore_case));
    builder.configure(meta::Config::new().nfa_size_limit(Some(SIZE)));
    builder.build(&ascii(source)).map_err(|error| reason(&error))
}

fn reason(error: &BuildError) -> String {
    match error.syntax_error() {
        None => "it is too large".to_owned(),
        Some(error) => error.to_string().lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned(),
    }
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
        let matches = |source: &str, text: &str| whole(source, false).is_ok_and(|p| p.is_match(text));
        assert!(matches(r"^RSK-[A-Z0-9.-]*\d+$", "RSK-2026-01"));
        assert!(matches(r"^[\d.]+$", "6.1.3"));
        assert!(matches(r"\bclause\b", "see clause 4"));
        assert!(!matches(r"\bclause\b", "clauses"));
        assert!(matches(r"\\d", r"\d"));
        assert!(matches(r"^a\W\D[\W\D]b$", "aé–—b"));
        assert!(!matches(r"\W", "b_1"));
        assert!(whole("(", false).is_err_and(|e| !e.contains('\n')));
        assert!(whole(r"(\w{100}){1000}", false).is_err());
    }
}
