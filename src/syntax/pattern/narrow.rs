//! Whether a text holds a match, and not where: a program for text that was made ASCII, which no wide class of characters makes large, and
//! which reads forward only. It takes a tenth of the time to make that the whole pattern would.

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;
use regex_syntax::hir::Hir;

use super::plain::Plain;
use super::program::{Text, program};

/// A pattern, to be asked whether it matches.
#[derive(Debug)]
pub(super) struct Narrow {
    dfa: DFA,
    caches: Pool<Cache, Caches>,
}

type Caches = Box<dyn Fn() -> Cache + Send + Sync>;

impl Narrow {
    /// A pattern as read for ASCII. None for one that is too large.
    pub(super) fn new(pattern: &Hir) -> Option<Self> {
        let program = program(pattern, Text::Ascii, false)?;
        let config = DFA::config().skip_cache_capacity_check(true);
        let dfa = DFA::builder().configure(config).build_from_nfa(program).ok()?;
        let of = dfa.clone();
        Some(Self { dfa, caches: Pool::new(Box::new(move || of.create_cache())) })
    }

    /// True if the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let plain = (!text.is_ascii()).then(|| Plain::of(text));
        let bytes = plain.as_ref().map_or(text.as_bytes(), |plain| &plain.bytes);
        // It fails only on bytes that it was told to stop at, or once it may not clear its cache any more: it was told neither.
        let found = self.dfa.try_search_fwd(&mut self.caches.get(), &Input::new(bytes).earliest(true));
        found.is_ok_and(|found| found.is_some())
    }
}
