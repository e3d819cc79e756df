//! A pattern that is compiled when a text first needs it. Most of a pack's patterns never are: their words stand nowhere in a repository.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_automata::meta;
use regex_automata::util::syntax;
use regex_syntax::hir::Hir;

use super::literals::{literals, weight};
use super::{SIZE, TOO_LARGE, ascii, pattern};

/// A pattern up to this weight is sure to stay below the size limit.
const LIGHT: u64 = 5_000;

/// A pattern whose syntax and size have been checked, and which is compiled at first use.
#[derive(Clone, Debug)]
pub struct Lazy {
    source: Arc<str>,
    ignore_case: bool,
    /// Lower-case words of which every match contains one; empty where there are none.
    words: Vec<String>,
    /// For text made ASCII, to which no wide character class need be spelt out: far smaller. None for a pattern that tells letters beyond
    /// ASCII apart.
    narrow: OnceLock<Option<meta::Regex>>,
    wide: OnceLock<Option<Regex>>,
}

impl Lazy {
    /// Reads a pattern. The error is that of [`pattern`].
    pub fn new(source: &str, ignore_case: bool) -> Result<Self, String> {
        let (source, ignore_case) = source.strip_prefix("(?i)").map_or((source, ignore_case), |rest| (rest, true));
        let hir = regex_syntax::parse(&ascii(source)).map_err(|e| reason(&e))?;
        let lazy = Self {
            source: source.into(),
            ignore_case,
            words: literals(&hir).unwrap_or_default(),
            narrow: OnceLock::new(),
            wide: OnceLock::new(),
        };
        lazy.checked(&hir)
    }

    fn checked(self, hir: &Hir) -> Result<Self, String> {
        if weight(hir, self.ignore_case) > LIGHT && self.regex().is_none() { Err(TOO_LARGE.to_owned()) } else { Ok(self) }
    }

    /// The pattern, to match only where the text begins.
    pub fn anchored(&self) -> Result<Self, String> {
        Self::new(&format!("^(?:{})", self.source), self.ignore_case)
    }

    /// The pattern as written, but for a leading `(?i)`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Lower-case words of three letters or more, of which every match contains one, case aside; empty where there are none.
    pub fn words(&self) -> &[String] {
        &self.words
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
        match self.narrow.get_or_init(|| self.build_narrow()) {
            Some(narrow) => narrow.is_match(plain(text).as_bytes()),
            None => self.regex().is_some_and(|r| r.is_match(text)),
        }
    }

    fn build_narrow(&self) -> Option<meta::Regex> {
        if tells_letters_apart(&self.source) {
            return None;
        }
        let source: Cow<'_, str> = ascii(&self.source);
        let syntax = syntax::Config::new().unicode(false).utf8(false).case_insensitive(self.ignore_case);
        // A search for the pattern's literals takes longer to make than the pattern itself, and its words have been found already.
        let config = meta::Config::new().utf8_empty(false).auto_prefilter(false).onepass(false).nfa_size_limit(Some(SIZE));
        meta::Builder::new().syntax(syntax).configure(config).build(&source).ok()
    }

    /// False where none of the words stands in the text. To be asked while nothing is compiled: afterwards the pattern is as fast.
    fn may_match(&self, text: &str) -> bool {
        let holds = |word: &String| text.as_bytes().windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
        self.words.is_empty() || self.words.iter().any(holds)
    }
}

/// True for a pattern that may take one letter beyond ASCII and not another; blanks aside.
fn tells_letters_apart(source: &str) -> bool {
    let mut escaped = source.split('\\').skip(1);
    !source.is_ascii() || escaped.any(|rest| rest.starts_with(['p', 'P', 'x', 'u', 'U', 'B']))
}

/// The text with each character beyond ASCII as one that is in no word and no pattern, a blank as a blank that no pattern names.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        c if c.is_ascii() => c,
        c if c.is_whitespace() => '\u{b}',
        _ => '\u{7f}',
    };
    Cow::Owned(text.chars().map(plain).collect())
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
    fn what_cannot_be_compiled_is_refused_at_once() {
        assert_eq!(Lazy::new("(", true).unwrap_err(), pattern("(", true).unwrap_err());
        assert_eq!(Lazy::new(r"(\w{100}){1000}", true).unwrap_err(), TOO_LARGE);
        assert_eq!(Lazy::new(r"(late(\pL{99}){99})", true).unwrap_err(), TOO_LARGE);
    }
}
