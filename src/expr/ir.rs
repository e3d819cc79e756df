//! Expressions with every name resolved: what evaluation runs over.

use std::sync::Arc;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::ast::{Arith, Compare};
use crate::model::Duration;
use crate::schema::{KindId, Schema};
use crate::syntax::Lazy;

/// A condition.
#[derive(Debug)]
pub(super) enum C {
    And(Vec<C>),
    Or(Vec<C>),
    Not(Box<C>),
    Any(Box<P>),
    None(Box<P>),
    Compare(Compare, X, X),
    In(X, Vec<Lit>),
    /// Whether a list holds a value. With a number where no record decides the list: what it holds is found out once a run.
    Has(X, X, Option<u64>),
    Similar(X, X),
    Regex(X, Box<Lazy>),
    Pattern(X, X),
    Given(X),
    Missing(X),
    /// A truth read alone.
    Alone(X),
    /// One that no record decides: it is found out once a run. The number tells it from all others of the process.
    Once(u64, Box<C>),
}

impl C {
    /// What it says, whether or not it is found out once a run.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Once(_, inner) => inner,
            other => other,
        }
    }
}

/// A value, with the names at the root of its paths: what is to blame when it is missing.
#[derive(Debug)]
pub(super) struct X {
    pub ir: Ir,
    pub roots: u32,
    /// Its type is a list: a missing field of what exists is empty.
    pub list: bool,
}

/// What a value is made of.
#[derive(Debug)]
pub(super) enum Ir {
    This,
    /// A variable's slot, and the path of the list that it runs over, for operands.
    Var(u8, Arc<str>),
    Today,
    All(KindId),
    The(KindId),
    Field(Box<X>, Access),
    Count(Box<X>),
    Max(Vec<X>),
    Pick(Box<P>),
    Lit(Lit),
    List(Vec<Lit>),
    Arith(Arith, Box<X>, Box<X>),
    Else(Box<X>, Box<X>),
    Cond(Box<C>),
}

/// A literal.
#[derive(Clone, Debug)]
pub(super) enum Lit {
    Text(Arc<str>),
    Number(f64),
    Date(Date),
    Duration(Duration),
}

/// `n in xs where c`.
#[derive(Debug)]
pub(super) struct P {
    /// Tells it from all others of the process.
    pub number: u64,
    pub slot: u8,
    pub name: Arc<str>,
    pub from: X,
    pub cond: Option<C>,
    pub join: Option<Join>,
    pub alike: Option<Alike>,
    pub either: Option<Either>,
    /// Where no other look-up helps.
    pub ordered: Option<Ordered>,
    /// Of a pick over all records of a kind that no index helps: the parts that nothing but the record decides, where there are others.
    pub own: Vec<usize>,
    /// Of citations it asks no more than the field, and of which kind the record is that they stand in or lead to.
    pub by_kinds: bool,
    /// False if it never picks a file that is no record.
    pub of_files: bool,
}

/// A part `n.path == other` of a pick over all records of a kind, where `other` does not read `n`, or `n.path in [literals]`: a hash look-up.
#[derive(Debug)]
pub(super) struct Join {
    pub kind: KindId,
    /// `n.path`; also the cache's key, by its operand.
    pub side: Arc<str>,
    /// Index of the part in the condition's `and` (0 if it is the condition).
    pub part: usize,
    /// True where `n` is on the left, as it is in `in`.
    pub left: bool,
}

/// A part of such a pick that says which of `n.path` and `other` is the earlier: a look-up by date.
#[derive(Debug)]
pub(super) struct Ordered {
    /// As in [`Join`].
    pub kind: KindId,
    pub side: Arc<str>,
    pub part: usize,
    pub left: bool,
}

/// A part `n.path similar other` of such a pick that no single value narrows: a look-up by words.
#[derive(Debug)]
pub(super) struct Alike {
    /// Index of the part, as in [`Join`].
    pub part: usize,
    /// True where `n` is on the left.
    pub left: bool,
}

/// A part of such a pick that is an `or` of look-ups, where no other part is one: what any of them may pick.
#[derive(Debug)]
pub(super) struct Either {
    pub kind: KindId,
    /// Index of the part, as in [`Join`].
    pub part: usize,
    /// How each of its alternatives is looked up.
    pub by: Vec<By>,
}

/// A look-up that is one of several.
#[derive(Debug)]
pub(super) enum By {
    /// `n.path similar other`.
    Words {
        /// Tells it from all others of the process.
        number: u64,
        /// True where `n` is on the left.
        left: bool,
    },
    /// `any c in n.path where other has c`, by the cache's key.
    Shared(Arc<str>),
}

/// `.name`.
#[derive(Debug)]
pub(super) struct Access {
    pub name: Arc<str>,
    /// For records: what the name is in each static kind, the most general first.
    pub slots: SmallVec<[(KindId, Slot); 2]>,
    /// Kinds of the record that is read; if they are kept elsewhere, a text in its stead says nothing.
    pub kinds: SmallVec<[KindId; 8]>,
    /// It is a step of a path that begins at `this`, a variable or `the K`: nothing else decides what it comes to.
    pub plain: bool,
}

impl Access {
    /// What the name is on records of a kind, and the static kind that says so; none where they have no such name.
    pub fn slot(&self, schema: &Schema, kind: KindId) -> Option<(KindId, Slot)> {
        self.slots.iter().find(|(base, _)| schema.is_a(kind, *base)).copied()
    }
}

/// What a name is on a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Field(u16),
    Derived(u16),
    Inverse(u16),
    /// A field and an inverse that are one relation, written at either end.
    Both(u16, u16),
    Id,
    Kind,
    Document,
    Mentions,
    Path,
    Prose,
}

/// Bit of poison among the causes.
pub(super) const POISON: u32 = 1;
/// Bit of `this`.
pub(super) const THIS: u32 = 1 << 1;
/// Bit of `the K`, `all K` and the day.
pub(super) const WORLD: u32 = 1 << 2;
/// How many variables there may be at once.
pub(super) const SLOTS: usize = 24;

/// The bit of a variable.
pub(super) fn var_bit(slot: u8) -> u32 {
    1 << (3 + u32::from(slot))
}

impl X {
    /// True for a path that begins at `this`, a variable or `the K`: what these are decides what it comes to.
    pub fn is_plain(&self) -> bool {
        match &self.ir {
            Ir::This | Ir::Var(..) | Ir::The(_) => true,
            Ir::Field(_, access) => access.plain,
            _ => false,
        }
    }

    /// The dotted path of fields that it reads, without `this`; empty for what is no path.
    pub fn operand(&self) -> String {
        match &self.ir {
            Ir::Var(_, source) => source.to_string(),
            Ir::Field(base, access) => {
                let mut path = base.operand();
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&access.name);
                path
            }
            _ => String::new(),
        }
    }
}
