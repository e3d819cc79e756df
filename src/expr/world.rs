//! What expressions are evaluated over: the index, the day, and what was found out once and is kept.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::DerivedTable;
use super::cited::Cited;
use super::eval::{Alike, Asked, Column, Dates, Join, Known, Levels, Members, Tri, Words, words};
use super::value::{Item, Rec, V};
use crate::model::index::{MentionId, Revised};
use crate::model::{EntityId, Index, ScaleText};
use crate::schema::{KindId, ScaleSpec};
use crate::source::{FileId, Place, Sources};
use crate::syntax::{Grams, Lazy};

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
    /// False in tests that compare what is at hand or looked up with what is read and looked for.
    pub(super) shortcuts: bool,
    steps: Cell<u64>,
    cut: Cell<u32>,
    limit: u64,
    /// The words of texts that `similar` has compared: each is compared with many.
    words: RefCell<FxHashMap<Box<str>, Words>>,
}

/// What is found out once for one state of the index, one table of derived fields and one day; make a new one when the index changes.
#[derive(Default)]
pub struct Cache {
    /// `the K`, once chosen; `Err` where several claim it.
    pub(super) ones: Kept<KindId, Result<Option<EntityId>, ()>>,
    /// Regular expressions of pack data; none for one that cannot be read (the language layer tells).
    pub(super) patterns: Kept<Box<str>, Option<Arc<Lazy>>>,
    /// Hash indexes for equality parts, by kind and path.
    pub(super) joins: Kept<(KindId, Arc<str>), Arc<Join>>,
    /// Records by date, by kind and path.
    pub(super) dates: Kept<(KindId, Arc<str>), Arc<Dates>>,
    /// Which records quantifiers may pick that ask for one of several words, or ask something of the record alone, by their numbers.
    pub(super) one_of: Kept<u64, Arc<[u32]>>,
    /// The words of the records that quantifiers may pick by likeness, by their numbers.
    pub(super) alike: Kept<u64, Arc<Alike>>,
    /// Levels by kind and field.
    pub(super) levels: Kept<(Arc<str>, Arc<str>), Arc<Levels>>,
    /// What lists hold that no record decides, by their numbers; none where keys do not tell what is equal.
    pub(super) members: Kept<u64, Option<Arc<Members>>>,
    /// What conditions came to that no record decides, by their numbers.
    pub(super) once: Kept<u64, Tri>,
    /// What quantifiers over all citations came to, by their numbers and what they asked.
    pub(super) asked: Kept<(u64, Vec<Asked>), Tri>,
    /// The elements that tell why a condition that no record decides came out as it did, by the numbers of their quantifiers, and whether
    /// they are picked.
    pub(super) telling: Kept<(u64, bool), Arc<[Rec<'static>]>>,
    /// What derived conditions came to.
    pub(super) derived: Known,
    /// The runs of letters of documents whose prose was asked for something, by file.
    pub(super) grams: OnceLock<Box<[OnceLock<Grams>]>>,
    /// Texts of fields that quantifiers look through, by kind and field.
    pub(super) columns: OnceLock<Box<[Columns]>>,
    /// The records that files carry as documents, by file.
    pub(super) documents: OnceLock<Box<[Option<EntityId>]>>,
    /// All citations.
    pub(super) cited: OnceLock<Cited>,
}

/// Those of the fields of one kind, made when one is asked for.
type Columns = OnceLock<Box<[OnceLock<Column>]>>;

impl Cache {
    /// Forgets what an edit may have changed, and keeps the rest. `stands` tells of a numbered part that it comes to what it came to, and
    /// `cites` that it looks at citations.
    pub fn renew(
        &mut self,
        revised: &Revised,
        files: &FxHashSet<FileId>,
        index: &Index,
        stands: &dyn Fn(u64) -> bool,
        cites: &dyn Fn(u64) -> bool,
    ) {
        if revised.fields.is_empty() && revised.recited.is_empty() {
            self.derived.forget(revised.records.iter().copied());
        } else {
            (self.ones, self.derived) = Default::default();
        }
        let recited = revised.shifted || !revised.recited.is_empty();
        let schema = &index.schema;
        let stored = |name: &str| schema.iter().any(|(_, kind)| kind.field(name).is_some());
        let is_changed = |name: &str| revised.fields.iter().any(|(_, changed)| **changed == *name) || !stored(name);
        // Of citations they hold where these are among all.
        let holds = |kind: &KindId, path: &Arc<str>| {
            let unread = revised.fields.is_empty() && !recited || !path.split('.').any(is_changed);
            if revised.sets.iter().any(|changed| schema.is_a(*changed, *kind)) {
                return false;
            }
            if index.is_mention(*kind) { unread && !recited || !revised.shifted && **path == *"field" } else { unread }
        };
        self.joins.retain(|(kind, path)| holds(kind, path));
        self.dates.retain(|(kind, path)| holds(kind, path));
        if !revised.sets.is_empty() {
            self.documents = OnceLock::new();
        }
        if !(revised.sets.is_empty() && revised.changed.is_empty()) {
            self.columns = OnceLock::new();
        }
        let stands_there = |number: &u64| stands(*number) && !(revised.shifted && cites(*number));
        self.one_of.retain(stands_there);
        self.alike.retain(stands_there);
        self.members.retain(|number| stands(*number));
        self.once.retain(|number| stands(*number));
        self.asked.retain(|(number, _)| stands(*number));
        // What nearly meets a condition may be any citation.
        self.telling.retain(|(number, _)| stands(*number) && !(recited && cites(*number)));
        if recited && self.cited.get_mut().is_some_and(|cited| !cited.renew(index, files.iter().copied())) {
            self.cited = OnceLock::new();
        }
        if let Some(grams) = self.grams.get_mut() {
            for file in files {
                if let Some(of_file) = grams.get_mut(file.0 as usize) {
                    *of_file = OnceLock::new();
                }
            }
        }
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cache")
    }
}

/// A map that threads fill as they go. Two may make the same entry; both make it alike.
pub(super) struct Kept<K, T>(RwLock<FxHashMap<K, T>>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: std::hash::Hash + Eq, T: Clone> Kept<K, T> {
    pub fn get<Q>(&self, key: &Q) -> Option<T>
    where
        K: std::borrow::Borrow<Q>,
        Q: std::hash::Hash + Eq + ?Sized,
    {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(key).cloned()
    }

    pub fn retain(&mut self, wanted: impl Fn(&K) -> bool) {
        self.0.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|key, _| wanted(key));
    }

    pub fn put(&self, key: K, value: T) -> T {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key, value.clone());
        value
    }
}

impl<'a> World<'a> {
    /// A world without a step budget; see [`World::start`].
    pub fn new(
        index: &'a Index,
        sources: &'a Sources,
        derived: &'a DerivedTable,
        today: Date,
        noise: &'a [Box<str>],
        cache: &'a Cache,
    ) -> Self {
        Self {
            index,
            sources,
            derived,
            today,
            noise,
            cache,
            shortcuts: true,
            steps: Cell::new(0),
            cut: Cell::new(0),
            limit: u64::MAX,
            words: RefCell::default(),
        }
    }

    /// The one record of a kind that counts, as `the K` reads it: of several, the one in force. None where there is none, or where it is
    /// not known which one counts.
    pub fn one(&self, kind: KindId) -> Option<EntityId> {
        super::eval::one(super::eval::Cx::new(&Env::new(self, None)), kind).ok().flatten()
    }

    /// From where to where a word or number reaches on the levels that it is told on. None off them, or without them.
    pub fn on_levels(&self, text: &ScaleText, spec: &ScaleSpec) -> Option<(f64, f64)> {
        super::eval::on_levels(super::eval::Cx::new(&Env::new(self, None)), text, spec)
    }

    /// All citations.
    pub(super) fn cited(&self) -> &'a Cited {
        self.cache.cited.get_or_init(|| Cited::of(self.index))
    }

    /// All citations, in order of path and place.
    pub fn citations(&self) -> &'a [MentionId] {
        self.cited().all()
    }

    /// The runs of letters of a file's text.
    pub(super) fn grams(&self, file: FileId) -> Option<&'a Grams> {
        let make = || (0..self.sources.len()).map(|_| OnceLock::new()).collect();
        let grams = self.cache.grams.get_or_init(make).get(file.0 as usize)?;
        Some(grams.get_or_init(|| Grams::of(&self.sources.get(file).text)))
    }

    /// The texts of a field of all records of a kind.
    pub(super) fn column(&self, kind: KindId, field: u16) -> Option<&'a Column> {
        let empty = |_: &_| OnceLock::new();
        let schema = &self.index.schema;
        let kinds = self.cache.columns.get_or_init(|| schema.kinds.iter().map(|_| OnceLock::new()).collect());
        let fields = kinds.get(kind.0 as usize)?.get_or_init(|| schema.kind(kind).fields.iter().map(empty).collect());
        Some(fields.get(field as usize)?.get_or_init(|| Column::of(self.index, kind, field)))
    }

    /// The record that a file carries as a document. Rules ask it of each citation.
    pub(super) fn document(&self, file: FileId) -> Option<EntityId> {
        let all = || (0..self.sources.len()).map(|file| self.index.document(FileId(file as u32))).collect();
        self.cache.documents.get_or_init(all).get(file.0 as usize).copied().flatten()
    }

    /// The words of a text by which `similar` compares it.
    pub(super) fn words(&self, text: &str) -> Words {
        if let Some(known) = self.words.borrow().get(text) {
            return known.clone();
        }
        let words = words(text, self.noise);
        self.words.borrow_mut().insert(text.into(), words.clone());
        words
    }

    /// Starts counting steps anew, up to `limit` (a step is one element looked at by a quantifier): call before each rule.
    pub fn start(&mut self, limit: u64) {
        self.steps.set(0);
        self.limit = limit;
    }

    /// True when the budget is spent: whatever was evaluated since is unknown.
    pub fn exceeded(&self) -> bool {
        self.steps.get() > self.limit
    }

    /// Counts steps that were taken when something was found out which is known by now; false when the budget is spent.
    pub(super) fn spend(&self, steps: u64) -> bool {
        self.steps.set(self.steps.get().saturating_add(steps));
        !self.exceeded()
    }

    /// How often a chain of derived fields was cut so far: what came of it is not what it would come to by itself.
    pub(super) fn cut(&self) -> u32 {
        self.cut.get()
    }

    /// To be called where a chain is cut.
    pub(super) fn cuts(&self) {
        self.cut.set(self.cut.get() + 1);
    }

    /// Steps taken so far.
    pub(super) fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Counts a step; false when the budget is spent.
    pub(super) fn step(&self) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        !self.exceeded()
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
    pub fn with(&self, v: V<'a>, place: Option<Place>) -> Self {
        let mut env = self.clone();
        env.vars.push(Item { v, place });
        env
    }
}
