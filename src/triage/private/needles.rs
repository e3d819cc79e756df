//! Texts to be found in messages, whole or cut short.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use memchr::memchr2_iter;

use super::STAND_IN;

/// Characters by which a text is found; what follows is compared where they occur.
const HEAD: usize = 12;

/// Up to so many texts are looked for one after the other: that takes less time than to prepare to look for all at once.
const FEW: usize = 32;

/// A set of texts.
#[derive(Debug, Default)]
pub(super) struct Needles {
    texts: Vec<String>,
    /// What finds their heads; none for few.
    heads: Option<AhoCorasick>,
}

impl Needles {
    /// A set; texts of one character are left out, as they tell nothing.
    pub(super) fn new(mut texts: Vec<String>) -> Self {
        texts.retain(|text| text.chars().nth(1).is_some());
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        if texts.len() <= FEW {
            return Self { texts, heads: None };
        }
        let mut builder = AhoCorasickBuilder::new();
        // What is looked through is short: the quickest search would take longer to make than it spares.
        let builder =
            builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::ContiguousNFA));
        let heads = builder.build(texts.iter().map(|text| head(text))).ok();
        Self { texts, heads }
    }

    /// The text with a stand-in for each of the set that occurs in it as words of their own. One that a message cut short, and ended with
    /// `…`, counts as well.
    pub(super) fn without(&self, text: &str) -> String {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let mut found = |start: usize, needle: &str| {
            let common = common(&text[start..], needle);
            let end = start + common;
            let whole = common == needle.len() || common >= head(needle).len() && text[end..].starts_with('…');
            if whole && is_apart(text, start, end) {
                ranges.push((start, end));
            }
        };
        match &self.heads {
            Some(heads) => {
                heads.find_overlapping_iter(text).for_each(|at| found(at.start(), &self.texts[at.pattern().as_usize()]));
            }
            None => {
                for needle in &self.texts {
                    let first = needle.as_bytes()[0];
                    let starts = memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text.as_bytes());
                    starts.for_each(|start| found(start, needle));
                }
            }
        }
        if ranges.is_empty() {
            return text.to_owned();
        }
        ranges.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in ranges {
            if start >= at {
                out.push_str(&text[at..start]);
                out.push_str(STAND_IN);
            }
            at = at.max(end);
        }
        out.push_str(&text[at..]);
        out
    }
}

/// What a text is found by.
fn head(text: &str) -> &str {
    text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end])
}

/// How many bytes at the beginning are the same, case aside.
fn common(text: &str, needle: &str) -> usize {
    let pairs = text.chars().zip(needle.chars()).take_while(|(a, b)| a == b || a.eq_ignore_ascii_case(b));
    pairs.map(|(a, _)| a.len_utf8()).sum()
}

/// True where neither end lies within a word.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let inside = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let (before, from) = (text[..start].chars().next_back(), text[start..].chars().next());
    let (to, after) = (text[..end].chars().next_back(), text[end..].chars().next());
    !inside(before, from) && !inside(to, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(texts: &[&str], text: &str) -> String {
        Needles::new(texts.iter().map(|t| (*t).to_owned()).collect()).without(text)
    }

    #[test]
    fn whole_words_go_in_any_case_and_the_longest_first() {
        assert_eq!(without(&["Jane Doe", "Jane"], "`jane doe` told Jane"), "`(private)` told (private)");
        assert_eq!(without(&["Ann"], "Annex A"), "Annex A");
        assert_eq!(without(&[], "as it is"), "as it is");
    }

    #[test]
    fn what_was_cut_short_goes_too() {
        let long = "Zoltán said that the model refused his claim twice";
        assert_eq!(without(&[long], "about `Zoltán said that the mo…` and so on"), "about `(private)…` and so on");
        assert_eq!(without(&[long], "Zoltán said this"), "Zoltán said this");
    }
}
