//! What expressions are evaluated over: the index, the day, and what was found out once and is kept.

use std::cell::Cell;

use jiff::civil::Date;

use super::value::{Item, Rec};
use super::{DerivedTable, V};
use crate::model::Index;
use crate::source::Sources;

/// The names at whose paths something was missing, as bits; bit 0 is poison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Causes(pub(super) u32);

/// Everything that expressions may read. One a thread; what is found out once is shared by way of [`Cache`].
pub struct World<'a> {
    /// All records.
    pub index: &'a Index,
    /// All texts.
    pub sources: &'a Sources,
    /// Derived fields.
    pub derived: &'a DerivedTable,
    /// The day.
    pub today: Date,
    /// Words that `similar` passes over, folded.
    pub noise: &'a [Box<str>],
    /// What was found out once. Valid for one state of the index.
    pub cache: &'a Cache,
    steps: Cell<u64>,
    limit: u64,
}

/// What is found out once for one state of the index; make a new one when the index changes.
#[derive(Default)]
pub struct Cache {}

impl<'a> World<'a> {
    /// A world with a step budget; see [`World::exceeded`].
    pub fn new(
        index: &'a Index,
        sources: &'a Sources,
        derived: &'a DerivedTable,
        today: Date,
        noise: &'a [Box<str>],
        cache: &'a Cache,
    ) -> Self {
        Self { index, sources, derived, today, noise, cache, steps: Cell::new(0), limit: u64::MAX }
    }

    /// Starts counting steps anew, up to `limit`: call before each rule.
    pub fn start(&mut self, limit: u64) {
        self.steps.set(0);
        self.limit = limit;
    }

    /// True when the budget is spent: what was evaluated since is unknown.
    pub fn exceeded(&self) -> bool {
        self.steps.get() > self.limit
    }
}

/// What names stand for while an expression is evaluated.
#[derive(Clone)]
pub struct Env<'a> {
    /// The world.
    pub world: &'a World<'a>,
    /// The record of `for`.
    pub this: Option<Rec<'a>>,
    /// Variables, in the order of [`super::Scope::vars`].
    pub vars: Vec<Item<'a>>,
}

impl<'a> Env<'a> {
    /// No variables.
    pub fn new(world: &'a World<'a>, this: Option<Rec<'a>>) -> Self {
        Self { world, this, vars: Vec::new() }
    }

    /// With one more variable.
    #[must_use]
    pub fn with(&self, v: V<'a>, place: Option<crate::source::Place>) -> Self {
        let mut env = self.clone();
        env.vars.push(Item { v, place });
        env
    }
}
