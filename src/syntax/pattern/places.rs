//! Where in a text a pattern matches, and what its groups hold.

use std::sync::OnceLock;

use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::util::captures;
use regex_automata::util::iter::Searcher;
use regex_automata::util::pool::Pool;
use regex_automata::util::prefilter::Prefilter;
use regex_automata::{Input, MatchKind, PatternID};
use regex_syntax::hir::Hir;

use super::captures::{Captures, Names, Slots};
use super::plain::Plain;
use super::program::{Text, program};

/// A pattern, to be asked where it matches in texts of one sort: made in no time, and quick in a text that is known to hold a match.
#[derive(Debug)]
pub(super) struct Places {
    text: Text,
    names: Names,
    short: BoundedBacktracker,
    caches: Caches<backtrack::Cache>,
    /// For texts that are too long for that way.
    long: OnceLock<Option<Long>>,
}

type Caches<C> = Pool<C, Box<dyn Fn() -> C + Send + Sync>>;
type Long = Box<(PikeVM, Caches<pikevm::Cache>)>;

impl Places {
    /// A pattern as read for such texts. None for one that is too large.
    pub(super) fn new(pattern: &Hir, text: Text) -> Option<Self> {
        let program = program(pattern, text, true)?;
        let before = Prefilter::from_hir_prefix(MatchKind::LeftmostFirst, pattern);
        let config = BoundedBacktracker::config().prefilter(before);
        let short = BoundedBacktracker::builder().configure(config).build_from_nfa(program).ok()?;
        let names = short.get_nfa().group_info().pattern_names(PatternID::ZERO);
        let names = names.map(|name| name.unwrap_or_default().into()).collect();
        let of = short.clone();
        Some(Self { text, names, short, caches: Pool::new(Box::new(move || of.create_cache())), long: OnceLock::new() })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.captures_at(text, 0).is_some()
    }

    pub(super) fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        let plain = self.plain(text);
        let (bytes, from) = plain.as_ref().map_or((text.as_bytes(), from), |plain| (&plain.bytes, plain.here(from)));
        let mut groups = self.short.create_captures();
        self.search(&Input::new(bytes).range(from..), &mut groups);
        groups.is_match().then(|| Captures::new(text, placed(&groups, plain.as_ref()), self.names.clone()))
    }

    pub(super) fn captures_iter<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        let search = |input: &Input<'_>, groups: &mut captures::Captures| {
            self.search(input, groups);
            Ok(())
        };
        let plain = self.plain(text);
        let bytes = plain.as_ref().map_or(text.as_bytes(), |plain| &plain.bytes);
        let all = Searcher::new(Input::new(bytes)).into_captures_iter(self.short.create_captures(), search).infallible();
        all.map(|groups| Captures::new(text, placed(&groups, plain.as_ref()), self.names.clone())).collect()
    }

    /// The text made plain, if it has to be.
    fn plain(&self, text: &str) -> Option<Plain> {
        (self.text == Text::Ascii && !text.is_ascii()).then(|| Plain::of(text))
    }

    /// The names of its groups.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    fn search(&self, input: &Input<'_>, groups: &mut captures::Captures) {
        if self.short.try_captures(&mut self.caches.get(), input.clone(), groups).is_ok() {
            return;
        }
        let long = self.long.get_or_init(|| {
            let long = PikeVM::new_from_nfa(self.short.get_nfa().clone()).ok()?;
            let of = long.clone();
            Some(Box::new((long, Pool::new(Box::new(move || of.create_cache()) as Box<_>))))
        });
        match long.as_deref() {
            Some((long, caches)) => long.captures(&mut caches.get(), input.clone(), groups),
            None => groups.clear(),
        }
    }
}

/// Groups that were found in a text made plain, as they stand in the text.
fn placed(groups: &captures::Captures, plain: Option<&Plain>) -> Slots {
    let there = |here: usize| plain.map_or(here, |plain| plain.there(here));
    groups.slots().iter().map(|slot| slot.map(|here| there(here.get()))).collect()
}
