//! The literals of a pattern: words of which at least one stands in whatever the pattern matches. One pass over a text
//! for all literals of all rules replaces hundreds of passes, one a pattern.
//!
//! Those of the built-in packs' patterns were read when the program was built; others are read when they are first asked for. Their form is
//! told in `read.rs`.

mod form;
pub(super) mod read;

use std::borrow::Cow;

use memchr::memchr2_iter;

use form::{ALL, WORD};

/// What is known of every match of a pattern, case aside.
#[derive(Clone, Debug)]
pub(super) struct Literals(Cow<'static, [u8]>);

/// A lower-case word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub text: &'a [u8],
    /// Where the byte in it is by which it is looked for.
    rare: usize,
}

impl Literals {
    /// Reads them from a pattern as written.
    pub(super) fn of(source: &str) -> Self {
        Self(read::literals(source).into())
    }

    /// As they were packed.
    pub(super) fn packed(packed: &'static [u8]) -> Self {
        Self(packed.into())
    }

    /// Words (lower-case ASCII) of three letters or more, of which each match contains one; none where a match may contain none of them.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let (count, mut rest) = self.split();
        (0..count).map_while(move |_| {
            let (word, after) = prefixed(rest)?;
            rest = after;
            std::str::from_utf8(word).ok()
        })
    }

    /// False for a text that cannot hold a match, by the words that it holds.
    pub(super) fn are_met(&self, holds: &impl Fn(Word<'_>) -> bool) -> bool {
        let (count, mut rest) = self.split();
        for _ in 0..count {
            rest = prefixed(rest).map_or(&[], |(_, after)| after);
        }
        need(rest, holds).is_none_or(|(met, _)| met)
    }

    /// How many words there are, and the rest.
    fn split(&self) -> (u16, &[u8]) {
        self.0.split_first_chunk().map_or((0, &[]), |(count, rest)| (u16::from_le_bytes(*count), rest))
    }
}

/// Whether the first of some needs is met, and the others. None where there are none.
fn need<'a>(needs: &'a [u8], holds: &impl Fn(Word<'_>) -> bool) -> Option<(bool, &'a [u8])> {
    let (what, rest) = needs.split_first()?;
    if *what == WORD {
        let ([length, rare], rest) = rest.split_first_chunk()?;
        let (text, others) = rest.split_at_checked(usize::from(*length))?;
        return Some((holds(Word { text, rare: usize::from(*rare) }), others));
    }
    let (length, rest) = rest.split_first_chunk()?;
    let (mut parts, others) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let all = *what == ALL;
    while let Some((met, more)) = need(parts, holds) {
        if met != all {
            return Some((met, others));
        }
        parts = more;
    }
    Some((all, others))
}

/// What stands after its length, and the rest.
fn prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

impl Word<'_> {
    /// Whether it stands in a text, case aside.
    pub(super) fn is_in(self, text: &[u8]) -> bool {
        let Some(rare) = self.text.get(self.rare) else { return true };
        let fits = |found: usize| {
            let here = found.checked_sub(self.rare).and_then(|start| text.get(start..start + self.text.len()));
            here.is_some_and(|here| here.eq_ignore_ascii_case(self.text))
        };
        memchr2_iter(*rare, rare.to_ascii_uppercase(), text).any(fits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::patterns;
    use super::*;

    #[test]
    fn the_longest_certain_word_is_found() {
        for (pattern, words) in [
            (r"\bnever late\b", &["never late"][..]),
            ("(loan|book)s? (is|are) lost", &[" lost"]),
            (r"\b(ensure|promote)\w*", &["ensure", "promote"]),
            ("[Tt]bd", &["tbd"]),
            (r"kill[- ]?switch", &["switch"]),
            (r"(?:the )?(?P<name>shelf|room){2} x?", &["room", "shelf"]),
            (r"A\.5", &["a.5"]),
            (r"[^]a]late[)|(]shelf", &["shelf"]),
            ("(?i:Late)", &["late"]),
        ] {
            assert_eq!(Literals::of(pattern).words().collect::<Vec<_>>(), words, "{pattern}");
        }
        for pattern in [r"\d+", "(late)?", "(late){0,3}", "ab|xyz", "late|", "(?x) l a t e", "late)"] {
            assert_eq!(Literals::of(pattern).words().next(), None, "{pattern}");
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for (text, found) in
            [("Risk", true), ("a risk", true), ("RISKS", true), ("ris", false), ("", false), ("r isk rris", false)]
        {
            assert_eq!(Literals::of("risk").are_met(&|word| word.is_in(text.as_bytes())), found, "{text}");
        }
    }

    #[test]
    fn all_words_of_a_sequence_are_needed() {
        let met = |pattern: &str, text: &str| Literals::of(pattern).are_met(&|word| word.is_in(text.as_bytes()));
        let pattern = r"\b(lend|loan)\w*[^.]{0,9}\b(shelf|room)\b|catalogue";
        for (text, want) in [("loan of a room", true), ("loan of a book", false), ("a room", false), ("the catalogue", true)] {
            assert_eq!(met(pattern, text), want, "{text}");
        }
        assert!(met(r"late(r)? (today)?", "later") && met("ab|xyz", "") && met("(late)*", ""));
        assert!(!met("late.+today", "late"));
    }

    proptest! {
        #[test]
        fn each_match_holds_a_word((pattern, text) in patterns().prop_flat_map(|p| {
            let texts = proptest::string::string_regex(&p).unwrap();
            (Just(p), texts)
        })) {
            let lower = text.to_lowercase();
            let literals = Literals::of(&pattern);
            let words: Vec<&str> = literals.words().collect();
            prop_assert!(words.is_empty() || words.iter().any(|w| lower.contains(w)), "{pattern} {words:?} {text}");
            prop_assert!(literals.are_met(&|word| word.is_in(lower.as_bytes())), "{pattern} {text}");
        }
    }
}
