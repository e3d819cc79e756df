//! A pattern that is compiled when a text first needs it. Most of a pack's patterns never are: their words stand nowhere in a repository.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use memchr::memchr2_iter;
use regex::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use super::grams::Grams;
use super::literals::{Literals, literals};
use super::narrow::{Narrow, tells_letters_apart};
use super::weight::weight;
use super::{TOO_LARGE, ascii, pattern};

/// A pattern up to this weight is sure to stay below the size limit.
const LIGHT: u64 = 5_000;

/// A pattern that is read when it is first asked for, and compiled when a text holds its words.
#[derive(Clone, Debug, Default)]
pub struct Lazy {
    source: Arc<str>,
    ignore_case: bool,
    literals: OnceLock<Arc<Literals>>,
    read: OnceLock<Arc<Read>>,
    narrow: OnceLock<Option<Arc<Narrow>>>,
    wide: OnceLock<Option<Regex>>,
}

/// What a pattern is made of.
#[derive(Debug, Default)]
struct Read {
    /// For text that was made ASCII; none for a pattern that tells letters beyond ASCII apart.
    ascii: Option<Hir>,
    /// True for one that may be too large to compile.
    heavy: bool,
}

impl Lazy {
    /// A pattern whose syntax and size are checked at once. The error is that of [`pattern`].
    pub fn new(source: &str, ignore_case: bool) -> Result<Self, String> {
        let lazy = Self::tried(source, ignore_case);
        let read = Arc::new(lazy.parse()?);
        if read.heavy && lazy.regex().is_none() {
            return Err(TOO_LARGE.to_owned());
        }
        Ok(Self { read: read.into(), ..lazy })
    }

    /// A pattern that is known to be right, as those that come with the program are: tests have read them. One that is not matches nothing.
    pub fn tried(source: &str, ignore_case: bool) -> Self {
        let (source, ignore_case) = source.strip_prefix("(?i)").map_or((source, ignore_case), |rest| (rest, true));
        Self { source: source.into(), ignore_case, ..Self::default() }
    }

    fn parse(&self) -> Result<Read, String> {
        let wide = tells_letters_apart(&self.source);
        let mut parser = ParserBuilder::new().case_insensitive(self.ignore_case).unicode(wide).utf8(wide).build();
        // Without Unicode, digits, words and their ends are those of ASCII as they stand.
        let source = if wide { ascii(&self.source) } else { Cow::Borrowed(&*self.source) };
        let hir = parser.parse(&source).map_err(|e| reason(&e))?;
        let heavy = weight(&hir, self.ignore_case) > LIGHT;
        Ok(Read { ascii: (!wide).then_some(hir), heavy })
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| Arc::new(self.parse().unwrap_or_default()))
    }

    /// The pattern, to match only where the text begins.
    #[must_use]
    pub fn anchored(&self) -> Self {
        Self::tried(&format!("^(?:{})", self.source), self.ignore_case)
    }

    /// The pattern as written, but for a leading `(?i)`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Lower-case words of three letters or more, of which every match contains one, case aside; empty where there are none.
    pub fn words(&self) -> &[String] {
        &self.literals().words
    }

    fn literals(&self) -> &Literals {
        self.literals.get_or_init(|| literals(&self.source).into())
    }

    /// The regular expression. None only for one that is too large to compile, which [`Lazy::new`] refuses.
    pub fn regex(&self) -> Option<&Regex> {
        self.wide.get_or_init(|| pattern(&self.source, self.ignore_case).ok()).as_ref()
    }

    /// True if the text holds a match.
    pub fn is_match(&self, text: &str) -> bool {
        if self.narrow.get().is_none() && !self.may_match(text) {
            return false;
        }
        match self.narrow.get_or_init(|| Narrow::new(self.read().ascii.as_ref()?).map(Arc::new)) {
            Some(narrow) => narrow.is_match(text),
            None => self.regex().is_some_and(|r| r.is_match(text)),
        }
    }

    /// False where the text whose runs of letters these are is sure to hold no match.
    pub fn may_match_in(&self, grams: &Grams) -> bool {
        self.literals().needs.as_ref().is_none_or(|needs| needs.are_met(&|word, _| grams.may_hold(word)))
    }

    /// False where the words of a match do not stand in the text. To be asked while nothing is compiled: afterwards the pattern is as fast.
    fn may_match(&self, text: &str) -> bool {
        self.literals()
            .needs
            .as_ref()
            .is_none_or(|needs| needs.are_met(&|word, rare| holds(text.as_bytes(), word.as_bytes(), rare)))
    }
}

/// Letters, the most frequent first.
const FREQUENT: &[u8; 27] = b" etaoinsrhldcumfpgwybvkxjqz";

/// How rare each byte is, as a table: it is asked of each letter of thousands of words.
const RARITY: [u8; 256] = {
    let mut rarity = [FREQUENT.len() as u8; 256];
    let mut i = 0;
    while i < FREQUENT.len() {
        rarity[FREQUENT[i] as usize] = i as u8;
        i += 1;
    }
    rarity
};

/// Where the rarest letter of a lower-case word stands.
pub(super) fn rarest(word: &str) -> usize {
    word.bytes().enumerate().max_by_key(|(_, byte)| RARITY[*byte as usize]).map_or(0, |(at, _)| at)
}

/// Whether a lower-case word stands in a text, case aside. Looks for its rarest letter, which stands at `at`.
fn holds(text: &[u8], word: &[u8], at: usize) -> bool {
    let Some(&rare) = word.get(at) else { return true };
    let fits = |found: usize| {
        let here = found.checked_sub(at).and_then(|start| text.get(start..start + word.len()));
        here.is_some_and(|here| here.eq_ignore_ascii_case(word))
    };
    memchr2_iter(rare, rare.to_ascii_uppercase(), text).any(fits)
}

fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(e) => e.kind().to_string(),
        regex_syntax::Error::Translate(e) => e.kind().to_string(),
        _ => "it cannot be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_pattern_matches_does_not_depend_on_how_it_was_compiled() {
        let patterns = [
            r"\bAI.{0,9}policy\b",
            r"(?i)ISO\s?/\s?IEC",
            r"[^.]{0,8}risk [^.]{0,8}plan",
            r"größe|\p{L}{3}x",
            r"^A\.\d+(\.\d+){1,2}$",
            r"(open|close)d?\W+loop",
            r"\bnew\b.{3}plan$",
            r"a\s+risk|\S+yz",
            r"^\W*(none|nil)[\W\D]*$",
            r"kiss|(?-i:Ask)|(?x) r i s k",
            r"(?-u:\bnew)|\S{2}iec$",
        ];
        let texts = [
            "our AI – policy",
            "the ai policy.",
            "iso /\u{a0}iec",
            "iso/iec",
            "a risk – new – plan",
            "GRÖSSE größe",
            "abcx",
            "A.5.2",
            "Closed: LOOP",
            "– none…",
            "énil é",
        ];
        for (source, ignore_case) in patterns.iter().flat_map(|p| [(p, false), (p, true)]) {
            let whole = pattern(source, ignore_case).unwrap();
            for text in texts {
                // Anew each time: what is compiled already changes the way taken.
                let lazy = Lazy::new(source, ignore_case).unwrap();
                assert_eq!(lazy.is_match(text), whole.is_match(text), "{source} {text}");
            }
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for (text, found) in
            [("Risk", true), ("a risk", true), ("RISKS", true), ("ris", false), ("", false), ("r isk rris", false)]
        {
            assert_eq!(holds(text.as_bytes(), b"risk", rarest("risk")), found, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_at_once() {
        assert_eq!(Lazy::new("(", true).unwrap_err(), pattern("(", true).unwrap_err());
        assert_eq!(Lazy::new(r"(\w{100}){1000}", true).unwrap_err(), TOO_LARGE);
        assert_eq!(Lazy::new(r"(late(\pL{99}){99})", true).unwrap_err(), TOO_LARGE);
    }
}
