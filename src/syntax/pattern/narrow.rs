//! Whether a text holds a match, and not where: a program for text that was made ASCII, which no wide class of characters makes large, and
//! which reads forward only. It takes a tenth of the time to make that the whole pattern would.

use std::borrow::Cow;

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_syntax::hir::Hir;

use super::SIZE;

/// A pattern, to be asked whether it matches.
#[derive(Debug)]
pub(super) struct Narrow {
    dfa: DFA,
    caches: Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync>>,
}

impl Narrow {
    /// A pattern as read for bytes. None for one that is too large.
    pub(super) fn new(hir: &Hir) -> Option<Self> {
        let program = NFA::config().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(SIZE));
        let program = NFA::compiler().configure(program).build_from_hir(hir).ok()?;
        let config = DFA::config().skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(program).ok()?;
        let of = dfa.clone();
        Some(Self { dfa, caches: Pool::new(Box::new(move || of.create_cache())) })
    }

    /// True if the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let text = plain(text);
        let input = Input::new(text.as_bytes()).earliest(true);
        // It fails only on bytes that it was told to stop at, or once it may not clear its cache any more: it was told neither.
        self.dfa.try_search_fwd(&mut self.caches.get(), &input).is_ok_and(|found| found.is_some())
    }
}

/// True for a pattern that may take one letter beyond ASCII and not another; blanks aside.
pub(super) fn tells_letters_apart(source: &str) -> bool {
    let mut escaped = source.split('\\').skip(1);
    !source.is_ascii() || escaped.any(|rest| rest.starts_with(['p', 'P', 'x', 'u', 'U', 'B'])) || sets_unicode(source)
}

/// True for a pattern that switches Unicode on or off.
fn sets_unicode(source: &str) -> bool {
    let flags = |group: &str| group.split([':', ')']).next().is_some_and(|f| !f.contains(['<', '(']) && f.contains('u'));
    source.split("(?").skip(1).any(flags)
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
