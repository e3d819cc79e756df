//! Where in a text a pattern matches, and what its groups hold.

use std::sync::OnceLock;

use regex_automata::meta;
use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::util::captures;
use regex_automata::util::iter::Searcher;
use regex_automata::util::pool::Pool;
use regex_automata::util::prefilter::Prefilter;
use regex_automata::{Input, MatchKind, Span};

use super::node::Node;
use super::program::{For, program};

/// A pattern, to be asked where it matches.
#[derive(Debug)]
pub(super) struct Places(Way);

#[derive(Debug)]
enum Way {
    /// Of a pattern that was read here: made in no time, and quick in a text that is known to hold a match.
    Short { short: Box<BoundedBacktracker>, caches: Caches<backtrack::Cache>, long: OnceLock<Option<Long>> },
    /// Of any other.
    Whole(meta::Regex),
}

type Caches<C> = Pool<C, Box<dyn Fn() -> C + Send + Sync>>;

/// For texts that are too long for the short way.
type Long = Box<(PikeVM, Caches<pikevm::Cache>)>;

/// A match and its groups.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    groups: captures::Captures,
}

/// A part of a text that a group matched.
#[derive(Clone, Copy, Debug)]
pub struct Match<'t> {
    text: &'t str,
    span: Span,
}

impl Places {
    /// A pattern that was read. None for one that is too large.
    pub(super) fn read(pattern: &Node) -> Option<Self> {
        let program = program(pattern, For::Places)?;
        let before = pattern.first().and_then(|first| Prefilter::new(MatchKind::LeftmostFirst, &first));
        let config = BoundedBacktracker::config().prefilter(before);
        let short = Box::new(BoundedBacktracker::builder().configure(config).build_from_nfa(program).ok()?);
        let of = short.clone();
        let caches: Caches<backtrack::Cache> = Pool::new(Box::new(move || of.create_cache()));
        Some(Self(Way::Short { short, caches, long: OnceLock::new() }))
    }

    /// A pattern that the library read.
    pub(super) fn whole(regex: meta::Regex) -> Self {
        Self(Way::Whole(regex))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match &self.0 {
            Way::Whole(regex) => regex.is_match(text),
            Way::Short { .. } => self.captures_at(text, 0).is_some(),
        }
    }

    pub(super) fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        let mut groups = self.groups();
        self.search(&Input::new(text).range(from..), &mut groups);
        groups.is_match().then_some(Captures { text, groups })
    }

    pub(super) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let search = |input: &Input<'_>, groups: &mut captures::Captures| {
            self.search(input, groups);
            Ok(())
        };
        let all = Searcher::new(Input::new(text)).into_captures_iter(self.groups(), search).infallible();
        all.map(move |groups| Captures { text, groups })
    }

    /// Names of the groups that have one.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let info = match &self.0 {
            Way::Short { short, .. } => short.get_nfa().group_info(),
            Way::Whole(regex) => regex.group_info(),
        };
        info.pattern_names(regex_automata::PatternID::ZERO).flatten()
    }

    fn groups(&self) -> captures::Captures {
        match &self.0 {
            Way::Short { short, .. } => short.create_captures(),
            Way::Whole(regex) => regex.create_captures(),
        }
    }

    fn search(&self, input: &Input<'_>, groups: &mut captures::Captures) {
        match &self.0 {
            Way::Short { short, caches, long } => {
                if short.try_captures(&mut caches.get(), input.clone(), groups).is_ok() {
                    return;
                }
                // The text is too long for that way.
                let long = long.get_or_init(|| {
                    let long = PikeVM::new_from_nfa(short.get_nfa().clone()).ok()?;
                    let of = long.clone();
                    Some(Box::new((long, Pool::new(Box::new(move || of.create_cache()) as Box<_>))))
                });
                match long.as_deref() {
                    Some((long, caches)) => long.captures(&mut caches.get(), input.clone(), groups),
                    None => groups.clear(),
                }
            }
            Way::Whole(regex) => regex.search_captures(input, groups),
        }
    }
}

impl<'t> Captures<'t> {
    /// What a group matched, by number; 0 is the whole match.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        self.groups.get_group(group).map(|span| Match { text: self.text, span })
    }

    /// What a group matched, by name.
    pub fn name(&self, group: &str) -> Option<Match<'t>> {
        self.groups.get_group_by_name(group).map(|span| Match { text: self.text, span })
    }

    /// A text in which `$name` stands for what the group of that name matched, added to another.
    pub fn expand(&self, template: &str, into: &mut String) {
        self.groups.interpolate_string_into(self.text, template, into);
    }
}

impl<'t> Match<'t> {
    /// Where it begins.
    pub fn start(&self) -> usize {
        self.span.start
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.span.end
    }

    /// From where to where.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.span.range()
    }

    /// True for nothing.
    pub fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &'t str {
        &self.text[self.span.range()]
    }
}
