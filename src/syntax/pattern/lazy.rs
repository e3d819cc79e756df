//! A pattern that is compiled when a text first needs it. Most of a pack's patterns never are: their words stand nowhere in a repository.

use std::sync::{Arc, OnceLock};

use regex_syntax::hir::Hir;

use super::captures::{Captures, Names};
use super::grams::Grams;
use super::literals::Literals;
use super::made::{self, Made};
use super::narrow::Narrow;
use super::places::Places;
use super::program::{Text, read, tells_letters_apart};
use super::weight::weight;

/// A pattern up to this weight is sure to stay below the size limit.
const LIGHT: u64 = 5_000;

/// A pattern that is read when it is first asked for, and compiled when a text holds its words.
#[derive(Clone, Debug, Default)]
pub struct Lazy {
    source: Arc<str>,
    ignore_case: bool,
    /// What was made of it with the program; none for a pattern of a user's.
    made: OnceLock<Option<Arc<Made>>>,
    names: OnceLock<Names>,
    literals: OnceLock<Literals>,
    /// As read for ASCII; none for a pattern that tells letters beyond it apart.
    ascii: OnceLock<Option<Arc<Hir>>>,
    narrow: OnceLock<Option<Arc<Narrow>>>,
    places: OnceLock<Option<Arc<Places>>>,
}

impl Lazy {
    /// A pattern whose syntax and size are checked at once. The error is one line, in the words of the pattern language.
    pub fn new(source: &str, ignore_case: bool) -> Result<Self, String> {
        let lazy = Self::tried(source, ignore_case);
        // It was read when the program was built.
        if lazy.made().is_some() {
            return Ok(lazy);
        }
        let text = if tells_letters_apart(&lazy.source) { Text::Any } else { Text::Ascii };
        let pattern = lazy.read(text)?;
        let heavy = weight(&pattern, lazy.ignore_case) > LIGHT;
        let _ = lazy.ascii.set((text == Text::Ascii).then(|| Arc::new(pattern)));
        if heavy && lazy.places().is_none() { Err("it is too large".to_owned()) } else { Ok(lazy) }
    }

    /// A pattern that is known to be right, as those that come with the program are: tests have read them. One that is not matches nothing.
    pub fn tried(source: &str, ignore_case: bool) -> Self {
        let (source, ignore_case) = source.strip_prefix("(?i)").map_or((source, ignore_case), |rest| (rest, true));
        Self { source: source.into(), ignore_case, ..Self::default() }
    }

    fn read(&self, text: Text) -> Result<Hir, String> {
        read(&self.source, self.ignore_case, text)
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

    /// Lower-case words of three letters or more, of which every match contains one, case aside; none where a match may contain none.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.literals().words()
    }

    fn literals(&self) -> &Literals {
        match self.made() {
            Some(made) => &made.literals,
            None => self.literals.get_or_init(|| Literals::of(&self.source)),
        }
    }

    fn made(&self) -> Option<&Made> {
        self.made.get_or_init(|| made::find(&self.source, self.ignore_case).map(Arc::new)).as_deref()
    }

    fn ascii(&self) -> Option<&Hir> {
        let read = || if tells_letters_apart(&self.source) { None } else { self.read(Text::Ascii).ok().map(Arc::new) };
        self.ascii.get_or_init(read).as_deref()
    }

    /// The pattern, to be asked where it matches. None only for one that is too large to compile, which [`Lazy::new`] refuses.
    fn places(&self) -> Option<&Places> {
        let new = || match self.ascii() {
            Some(pattern) => Places::new(pattern, Text::Ascii),
            None => Places::new(&self.read(Text::Any).ok()?, Text::Any),
        };
        self.places.get_or_init(|| new().map(Arc::new)).as_deref()
    }

    /// The first match that begins at a position or after it.
    pub fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        if let Some(made) = self.made() {
            let to = if from == 0 { self.last_beginning(made, text)? } else { text.len() };
            if let Ok(found) = made.steps.find(text, from, to) {
                return Some(Captures::new(text, found?, self.all_names().clone()));
            }
        } else if from == 0 && !self.is_match(text) {
            // Whether it matches at all is found out by a far smaller program.
            return None;
        }
        self.places()?.captures_at(text, from)
    }

    /// All matches, one after the other.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'t> {
        self.all_captures(text).into_iter()
    }

    fn all_captures<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        if let Some(made) = self.made() {
            let Some(to) = self.last_beginning(made, text) else { return Vec::new() };
            if let Ok(all) = made.steps.find_all(text, to) {
                return all.into_iter().map(|found| Captures::new(text, found, self.all_names().clone())).collect();
            }
        } else if !self.is_match(text) {
            return Vec::new();
        }
        self.places().map(|places| places.captures_iter(text)).unwrap_or_default()
    }

    /// Where the first match begins, or further on; none where the text is known to hold none.
    fn last_beginning(&self, made: &Made, text: &str) -> Option<usize> {
        match &made.table {
            Some(table) if table.sure => table.end_of_match(text),
            Some(table) => table.is_match(text).then_some(text.len()),
            None => self.may_match(text).then_some(text.len()),
        }
    }

    fn all_names(&self) -> &Names {
        let names = || match self.made() {
            Some(made) => made.steps.names(),
            None => self.places().map(|places| places.names().clone()).unwrap_or_default(),
        };
        self.names.get_or_init(names)
    }

    /// Names of the groups that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all_names().iter().map(|name| &**name).filter(|name| !name.is_empty())
    }

    /// True if the text holds a match.
    pub fn is_match(&self, text: &str) -> bool {
        if let Some(made) = self.made() {
            let Some(to) = self.last_beginning(made, text) else { return false };
            if made.table.is_some_and(|table| table.sure) {
                return true;
            }
            if let Ok(found) = made.steps.is_match(text, to) {
                return found;
            }
        }
        if self.narrow.get().is_none() && !self.may_match(text) {
            return false;
        }
        match self.narrow.get_or_init(|| Narrow::new(self.ascii()?).map(Arc::new)) {
            Some(narrow) => narrow.is_match(text),
            None => self.places().is_some_and(|places| places.is_match(text)),
        }
    }

    /// False where the text whose runs of letters these are is sure to hold no match.
    pub fn may_match_in(&self, grams: &Grams) -> bool {
        self.literals().are_met(&|word| grams.may_hold(word.text))
    }

    /// False where the words of a match do not stand in the text. To be asked while nothing is compiled: afterwards the pattern is as fast.
    fn may_match(&self, text: &str) -> bool {
        self.literals().are_met(&|word| word.is_in(text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::Input;

    use super::super::tests::{patterns, whole};
    use super::*;

    type Found = Vec<Vec<Option<std::ops::Range<usize>>>>;

    /// Where a pattern and its groups match: as it is read when it is first asked for, as the build script makes it, and as the library
    /// reads and compiles it.
    fn ways(source: &str, ignore_case: bool, text: &str) -> [Found; 3] {
        let whole = whole(source, ignore_case);
        let groups = 0..whole.captures_len();
        // Anew each time: what is compiled already changes the way taken.
        let here = |made: Option<Made>| {
            let lazy = Lazy { made: OnceLock::from(made.map(Arc::new)), ..Lazy::tried(source, ignore_case) };
            assert_eq!(lazy.is_match(text), whole.is_match(text), "{source} {text}");
            let all = lazy.captures_iter(text);
            let all = all.map(|found| groups.clone().map(|i| found.get(i).map(|m| m.range())).collect()).collect::<Found>();
            for (from, _) in text.char_indices() {
                let next = lazy.captures_at(text, from).and_then(|found| Some(found.get(0)?.range()));
                let library = whole.find(Input::new(text).range(from..)).map(|found| found.range());
                assert_eq!(next, library, "{source} {text} {from}");
            }
            all
        };
        let (source, ignores) = source.strip_prefix("(?i)").map_or((source, ignore_case), |rest| (rest, true));
        let made = made::write::made(source, ignores).expect("a pattern that is not too large");
        let there =
            whole.captures_iter(text).map(|found| groups.clone().map(|i| found.get_group(i).map(|m| m.range())).collect());
        [here(None), here(Made::read(made.leak())), there.collect()]
    }

    /// Whatever way is taken, the same is found.
    fn agree(source: &str, ignore_case: bool, text: &str) {
        let [read, made, there] = ways(source, ignore_case, text);
        assert_eq!(read, there, "{source} {text}");
        assert_eq!(made, there, "{source} {text}");
    }

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
            r"(?P<who>\w+?)\s+(?:(risk)|plan)?",
            r"[^–—a]{2,}?|(x*)*",
            r"(?i:größe)\W|[–—]\s*(n[^e]w)?",
            r"(a|risk|new)[^.]{0,9}\b(plan|new)|iec.{1,9}",
            r"(?P<what>\w+)[^é]{0,99}?(–|…|é)",
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
            for text in texts {
                agree(source, ignore_case, text);
            }
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_at_once() {
        assert_eq!(Lazy::new("(", true).unwrap_err(), "unclosed group");
        assert_eq!(Lazy::new(r"(\w{100}){1000}", true).unwrap_err(), "it is too large");
        assert_eq!(Lazy::new(r"(late(\pL{99}){99})", true).unwrap_err(), "it is too large");
    }

    proptest! {
        #[test]
        fn a_pattern_matches_where_the_library_says((pattern, text) in patterns().prop_flat_map(|p| {
            let texts = ("[ a-z.–0-9]{0,9}", proptest::string::string_regex(&p).unwrap(), "[ a-z.–0-9]{0,9}");
            (Just(p), texts.prop_map(|(before, found, after)| before + &found + &after))
        })) {
            for ignore_case in [false, true] {
                agree(&pattern, ignore_case, &text);
            }
        }
    }
}
