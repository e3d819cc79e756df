//! Regular expressions from packs and schemas, compiled one way: linear time, bounded size, and with `\d`, `\w`, `\b`, and
//! `\D`, `\W`, which are all else, read as ASCII.
//!
//! Ids, clause numbers and words of rules are ASCII; the tables that Unicode's digits and words would need make a pattern ten times as
//! slow to compile. Built-in patterns are not compiled: what is asked of them was made with the program.

mod captures;
mod grams;
mod lazy;
mod letters;
mod literal;
mod literals;
mod made;
mod narrow;
#[cfg(test)]
mod narrowed;
mod places;
mod plain;
mod program;
mod search;
mod steps;
mod table;
mod weight;
#[cfg(test)]
mod widened;
mod words;

pub use captures::Captures;
pub use grams::Grams;
pub use lazy::Lazy;
pub(crate) use literal::{literal, literal_length};
pub use search::Search;
pub use words::WordSearch;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::meta;
    use regex_automata::util::syntax;

    use super::program::ascii;
    use super::*;

    /// The pattern as the library alone makes it.
    pub(super) fn whole(source: &str, ignore_case: bool) -> meta::Regex {
        let syntax = syntax::Config::new().case_insensitive(ignore_case);
        meta::Regex::builder().syntax(syntax).build(&ascii(source)).unwrap()
    }

    /// Patterns as rules write them.
    pub(super) fn patterns() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z]{1,6}",
            Just(r"\d".to_owned()),
            Just(r"\.".to_owned()),
            Just("[Ss]".to_owned()),
            Just("[^ab]".to_owned()),
            Just("[a-c-]".to_owned()),
            Just(".".to_owned()),
            Just(" ".to_owned()),
            Just("[äÜ–]".to_owned()),
            Just("é".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join("|"))),
                (inner, prop_oneof![Just("?"), Just("*"), Just("+"), Just("{2}"), Just("{0,2}"), Just("{1,}"), Just("+?")])
                    .prop_map(|(part, times)| format!("(?:{part}){times}")),
            ]
        })
    }

    #[test]
    fn patterns_mean_what_they_meant() {
        let matches = |source: &str, text: &str| Lazy::new(source, false).unwrap().is_match(text);
        assert!(matches(r"^RSK-[A-Z0-9.-]*\d+$", "RSK-2026-01"));
        assert!(matches(r"^[\d.]+$", "6.1.3"));
        assert!(matches(r"\bclause\b", "see clause 4"));
        assert!(!matches(r"\bclause\b", "clauses"));
        assert!(matches(r"\\d", r"\d"));
        assert!(matches(r"^a\W\D[\W\D]b$", "aé–—b"));
        assert!(!matches(r"\W", "b_1"));
    }
}
