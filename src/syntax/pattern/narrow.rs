//! Whether a text holds a match, and not where: a program for text that was made ASCII, which no wide class of characters makes large, and
//! which reads forward only. It takes a tenth of the time to make that the whole pattern would.

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;

use super::node::Node;
use super::program::{For, program};

/// A pattern, to be asked whether it matches.
#[derive(Debug)]
pub(super) struct Narrow {
    dfa: DFA,
    caches: Pool<(Cache, Vec<u8>), Caches>,
    text: Text,
}

type Caches = Box<dyn Fn() -> (Cache, Vec<u8>) + Send + Sync>;

/// What is made of a text before it is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    /// Nothing.
    AsIs,
    Ascii,
    /// ASCII without capitals.
    Small,
}

impl Narrow {
    /// A pattern, and what was read of it. None for one that is too large.
    pub(super) fn new(source: &str, ignore_case: bool, pattern: &Node) -> Option<Self> {
        let (text, purpose) = if !source.is_ascii() {
            (Text::AsIs, For::Text)
        } else if ignore_case && !source.contains("(?-i") {
            (Text::Small, For::Small)
        } else {
            (Text::Ascii, For::Ascii)
        };
        let program = program(pattern, purpose)?;
        let config = DFA::config().skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(program).ok()?;
        let of = dfa.clone();
        Some(Self { dfa, caches: Pool::new(Box::new(move || (of.create_cache(), Vec::new()))), text })
    }

    /// True if the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let mut guard = self.caches.get();
        let (cache, own) = &mut *guard;
        let bytes = if self.text == Text::AsIs || self.text == Text::Ascii && text.is_ascii() {
            text.as_bytes()
        } else {
            own.clear();
            plain(text, own);
            if self.text == Text::Small {
                own.make_ascii_lowercase();
            }
            own
        };
        // It fails only on bytes that it was told to stop at, or once it may not clear its cache any more: it was told neither.
        let found = self.dfa.try_search_fwd(cache, &Input::new(bytes).earliest(true));
        found.is_ok_and(|found| found.is_some())
    }
}

/// The text with each character beyond ASCII as one that is in no word and no pattern, a blank as a blank that no pattern names.
fn plain(text: &str, into: &mut Vec<u8>) {
    if text.is_ascii() {
        into.extend_from_slice(text.as_bytes());
        return;
    }
    into.extend(text.chars().map(|c| match c {
        c if c.is_ascii() => c as u8,
        c if c.is_whitespace() => 0x0b,
        _ => 0x7f,
    }));
}
