//! A match, and what its groups hold.

use std::ops::Range;
use std::sync::Arc;

use regex_automata::util::interpolate;

/// Where the groups of a match begin and end, the whole match first.
pub(super) type Slots = Vec<Option<usize>>;

/// The names of a pattern's groups by number, empty for those that have none.
pub(super) type Names = Arc<[Box<str>]>;

/// A match and its groups.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    slots: Slots,
    names: Names,
}

/// A part of a text that a group matched.
#[derive(Clone, Copy, Debug)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Captures<'t> {
    pub(super) fn new(text: &'t str, slots: Slots, names: Names) -> Self {
        Self { text, slots, names }
    }

    /// What a group matched, by number; 0 is the whole match.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        let slot = |at: usize| self.slots.get(at).copied().flatten();
        Some(Match { text: self.text, start: slot(2 * group)?, end: slot(2 * group + 1)? })
    }

    /// What a group matched, by name.
    pub fn name(&self, group: &str) -> Option<Match<'t>> {
        self.get(self.number(group)?)
    }

    fn number(&self, group: &str) -> Option<usize> {
        self.names.iter().position(|name| !name.is_empty() && **name == *group)
    }

    /// A text in which `$name` stands for what the group of that name matched, added to another.
    pub fn expand(&self, template: &str, into: &mut String) {
        let append = |group: usize, into: &mut String| into.extend(self.get(group).map(|found| found.as_str()));
        interpolate::string(template, append, |name| self.number(name), into);
    }
}

impl<'t> Match<'t> {
    /// Where it begins.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.end
    }

    /// From where to where.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// True for nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The text.
    pub fn as_str(&self) -> &'t str {
        &self.text[self.range()]
    }
}
