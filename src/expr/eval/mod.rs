//! Evaluation: three-valued, over borrowed values. The same code runs with a trail (to explain) and without (to judge); without, nothing is
//! allocated but lists.

mod alike;
mod arith;
mod column;
mod compare;
mod cond;
mod convert;
mod dates;
mod equal;
mod explain;
mod field;
mod hoist;
mod holds;
mod join;
mod known;
mod memo;
mod mention;
mod pick;
mod print;
mod quick;
mod read;
mod scale;
mod similar;
mod stated;
mod trail;

use super::ir::POISON;
use super::value::{Item, Rec, V};
use super::world::{Causes, Env, World};

pub(super) use alike::Alike;
pub(super) use column::{Column, each};
pub(super) use cond::{Members, cond};
pub(super) use dates::Dates;
pub(super) use explain::{explain, failing, own_place};
use hoist::Hoist;
pub(super) use join::Join;
pub(super) use known::Known;
pub(super) use memo::Asked;
pub(super) use mention::mentions;
pub use pick::block_matches;
pub(super) use pick::elements;
pub use print::NOT_GIVEN;
pub(super) use print::{plain, print, print_item};
pub(super) use read::{given, one, read};
pub(super) use scale::{Levels, on_levels};
pub(super) use similar::{Words, words};
pub(super) use trail::Trail;

/// True, false, or unknown for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tri {
    T,
    F,
    U(u32),
}

impl Tri {
    pub fn known(b: bool) -> Self {
        if b { Self::T } else { Self::F }
    }

    pub fn not(self) -> Self {
        match self {
            Self::T => Self::F,
            Self::F => Self::T,
            Self::U(causes) => Self::U(causes),
        }
    }

    pub const POISON: Self = Self::U(POISON);
}

/// Where evaluation stands: what `this` and the variables are, and who listens.
#[derive(Clone, Copy)]
pub(super) struct Cx<'c, 'a> {
    pub world: &'a World<'a>,
    pub this: Option<&'c Rec<'a>>,
    pub vars: &'c [Item<'a>],
    pub top: Option<&'c Frame<'c, 'a>>,
    pub trail: Option<&'c Trail>,
    /// True where only what is said counts, and not where it is written.
    pub placeless: bool,
    /// True where no record decides what is explained: which elements a quantifier names as its reasons is found out once a run.
    pub closed: bool,
    /// What was read once for all elements of the quantifiers that we are within.
    pub hoist: Option<&'c Hoist<'c, 'a>>,
    /// How many derived fields and singletons we are within.
    pub depth: u8,
}

/// Derived fields may follow references, and so meet each other; a chain is cut here.
const DEPTH: u8 = 24;

/// A quantifier's variable.
pub(super) struct Frame<'c, 'a> {
    pub slot: u8,
    pub item: &'c Item<'a>,
    pub up: Option<&'c Frame<'c, 'a>>,
}

impl<'c, 'a> Cx<'c, 'a> {
    pub fn new(env: &'c Env<'a>) -> Self {
        Self {
            world: env.world,
            this: env.this.as_ref(),
            vars: &env.vars,
            top: None,
            trail: None,
            placeless: false,
            closed: false,
            hoist: None,
            depth: 0,
        }
    }

    /// Without listening.
    pub fn quiet(self) -> Self {
        Self { trail: None, ..self }
    }

    fn var(&self, slot: u8) -> Option<&'c Item<'a>> {
        let mut frame = self.top;
        while let Some(f) = frame {
            if f.slot == slot {
                return Some(f.item);
            }
            frame = f.up;
        }
        self.vars.get(slot as usize)
    }
}

impl V<'_> {
    /// Why a value is unknown; none for a known one.
    pub(super) fn unknown(&self) -> Option<u32> {
        match self {
            V::Missing(Causes(causes)) => Some(*causes),
            V::Poisoned => Some(POISON),
            _ => None,
        }
    }
}
