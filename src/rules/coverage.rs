//! How far a repository has come, as a pack defines it: which of its records are rows, when what answers to a row is approved, evidence or
//! stale, what each level of maturity and each band asks for, in which order gaps are closed.
//!
//! Architecture invariant: all words are the pack's. The engine knows states, owners, errors and conditions.

use std::sync::Arc;

use crate::expr::{Cond, Env, Rec, Truth, ValueExpr, World};
use crate::finding::Stage;
use crate::model::EntityId;
use crate::schema::{AnswerTo, KindId, Schema};

/// What there is for a row, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Nothing answers to it.
    Absent,
    /// It is asserted, and nothing that resolves stands behind it. Ranks with documented.
    Claimed,
    /// A record or document is there.
    Documented,
    /// One is approved.
    Approved,
    /// A record or file shows that it is done.
    Evidenced,
}

impl State {
    /// All, the least first.
    pub const ALL: [Self; 5] = [Self::Absent, Self::Claimed, Self::Documented, Self::Approved, Self::Evidenced];

    /// The word users write and read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Claimed => "claimed",
            Self::Documented => "documented",
            Self::Approved => "approved",
            Self::Evidenced => "evidenced",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// True when it is at least as far as another; claimed is as far as documented.
    pub fn reaches(self, other: Self) -> bool {
        let rank = |state| if state == Self::Claimed { Self::Documented } else { state };
        rank(self) >= rank(other)
    }
}

/// What a pack says of coverage, compiled.
#[derive(Debug, Default)]
pub struct Plan {
    /// The rows, in groups; none where no pack says anything of coverage.
    pub views: Vec<View>,
    /// `x-answers` of all kinds.
    pub answers: Vec<Answering>,
    /// When what answers is approved.
    pub approved: ByKind,
    /// When what answers shows that something is done.
    pub evidenced: ByKind,
    /// When what answers is past its interval.
    pub stale: ByKind,
    /// Who owns a record, by kind: the first that is given, of the nearest kind first.
    pub owners: Vec<(KindId, ValueExpr)>,
    /// Levels of maturity, from 0.
    pub levels: Vec<Level>,
    /// Bands that the repository as a whole may be in, from the lowest.
    pub bands: Vec<Level>,
    /// What must be said beside level and band.
    pub caution: Arc<str>,
    /// The level wanted of a row at each stage.
    pub wanted: Vec<usize>,
    /// The order in which gaps are closed.
    pub phases: Vec<Phase>,
}

/// Rows of one kind.
#[derive(Debug)]
pub struct View {
    /// For people: what these rows are together.
    pub title: Arc<str>,
    /// What one row, and several, are called.
    pub nouns: [Arc<str>; 2],
    /// The kind.
    pub kind: KindId,
    /// Which records of it are rows; all without.
    pub condition: Option<Cond>,
    /// The record under which a row is grouped; of a list the first.
    pub group: Option<ValueExpr>,
    /// What rows are together that no record groups.
    pub others: Option<Arc<str>>,
    /// Who usually owns a row, in words.
    pub usual_owner: Option<ValueExpr>,
}

/// One entry of a kind's `x-answers`, compiled.
#[derive(Debug)]
pub struct Answering {
    /// The kind that declares it.
    pub kind: KindId,
    /// See [`crate::schema::Answer`], whose keys these are.
    pub to: AnswerTo,
    /// Of which records it speaks.
    pub condition: Option<Cond>,
    /// When one is evidence.
    pub evidence: Evidence,
    /// When it is past its interval.
    pub stale: Option<Cond>,
    /// The field whose targets count in its place.
    pub through: Option<u16>,
    /// When one asserts.
    pub claims: Option<Cond>,
}

/// When a record is evidence: see [`crate::schema::Showing`].
#[derive(Debug)]
pub enum Evidence {
    /// As the pack says for its kind.
    Usual,
    /// Never.
    Never,
    /// If a condition holds.
    When(Box<Cond>),
}

/// Conditions by kind; that of the nearest kind in a record's line decides.
#[derive(Debug, Default)]
pub struct ByKind(pub Vec<(KindId, Option<Cond>)>);

/// A level or a band: a name, and what it asks for beyond the one before.
#[derive(Debug)]
pub struct Level {
    /// Its name.
    pub name: Arc<str>,
    /// What it asks for.
    pub needs: Vec<Need>,
}

/// Something that a level or band asks for.
#[derive(Debug)]
pub enum Need {
    /// The row, or each of these rows, has come as far.
    State(State, Vec<Arc<str>>),
    /// Somebody owns the row.
    Owner,
    /// What the row's state rests on is inside its interval.
    Current,
    /// No error up to a stage.
    NoErrors(Stage),
    /// A condition, of rows of a kind or of the repository; and what is lacking where it does not hold.
    When(Option<KindId>, Box<Cond>, Arc<str>),
}

/// A phase of the roadmap.
#[derive(Debug)]
pub struct Phase {
    /// When: "days 0 to 30".
    pub title: Arc<str>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// A step of the roadmap.
#[derive(Debug)]
pub struct Step {
    /// What it is about.
    pub title: Arc<str>,
    /// Ids of rows, or of what rows lie below.
    pub keys: Vec<Arc<str>>,
}

impl ByKind {
    /// Whether the condition of the nearest kind is known to hold; false where none is for the record.
    pub fn holds(&self, world: &World<'_>, entity: EntityId) -> bool {
        let nearest = self.nearest(&world.index.schema, world.index.kind(entity));
        nearest.is_some_and(|condition| holds(condition, world, entity))
    }

    fn nearest(&self, schema: &Schema, kind: KindId) -> Option<&Cond> {
        let line = &schema.kind(kind).line;
        let (_, condition) = line.iter().find_map(|kind| self.0.iter().find(|(of, _)| of == kind))?;
        condition.as_ref()
    }
}

/// Whether a condition is known to hold of a record.
pub fn holds(condition: &Cond, world: &World<'_>, entity: EntityId) -> bool {
    condition.eval(&Env::new(world, Some(Rec::Entity(entity)))) == Truth::True
}

/// True when `id` is `key` or lies below it: `A.7.4` below `A.7`.
pub fn lies_within(id: &str, key: &str) -> bool {
    id.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
