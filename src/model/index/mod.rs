//! All records of the repository and of the packs: by key, by name, by who refers to whom. Replacing a file's facts touches only
//! what that file tells; the index says what changed.

mod build;
mod changed;
mod fields;
mod heads;
mod led;
mod mentions;
mod near;
mod references;
mod referring;
mod rename;
mod resolve;
mod retire;
mod revise;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{Facts, Record, Value, Whose};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Place};

pub use changed::Changed;
pub use mentions::MentionId;
pub use references::Reference;
pub use resolve::{join, looks_like_path};
pub use revise::Revised;

/// All records, and how to get from one to the other.
#[derive(Clone, Debug)]
pub struct Index {
    /// The kinds.
    pub schema: Arc<Schema>,
    /// The kind of citations, if there is one.
    mention: Option<KindId>,
    files: Vec<Option<Arc<Facts>>>,
    /// The files that there are, by path.
    paths: FxHashMap<Arc<str>, FileId>,
    /// The files in order of their paths, and of each file its place among them; as of [`Index::settle`].
    order: Vec<FileId>,
    rank: Vec<u32>,
    entities: Vec<Entity>,
    /// Slots of `entities` whose record is gone.
    free: Vec<EntityId>,
    /// Folded id, over all kinds; at most one of a kind.
    by_id: FxHashMap<Folded, Few>,
    /// Field name, and folded text, for references by title or holder.
    by_name: FxHashMap<Arc<str>, FxHashMap<Box<str>, Few>>,
    /// Paths of files that carry a document record.
    documents: FxHashMap<Arc<str>, EntityId>,
    /// Records without an id that are no document, by their one telling.
    nameless: FxHashMap<Telling, EntityId>,
    /// Folded ids of what is outside the index, and in how many files.
    outside: FxHashMap<Box<str>, u32>,
    /// Fields by which some reference may name its target.
    name_fields: FxHashSet<Arc<str>>,
    pack_files: FxHashSet<FileId>,
    /// Existing files and folders that links and evidence lead to, besides those in `files`.
    present: FxHashSet<Arc<str>>,
    /// Kinds that are kept in another system.
    elsewhere: FxHashSet<KindId>,
    retired: FxHashSet<EntityId>,
    live: Vec<Vec<EntityId>>,
    /// Who refers to whom; forgotten when anything changes.
    referring: referring::Tables,
    /// What references in fields lead to; forgotten when anything is called otherwise.
    led: led::Led,
}

/// The records that bear an id or a name, or that refer to another: nearly always one, which then costs no list of its own.
type Few = SmallVec<[EntityId; 2]>;

/// A folded id, nearly always short enough to stand in the map itself: ids are looked up by the hundred thousand.
type Folded = SmallVec<[u8; 22]>;

/// Names a record in the index: one key, however often it is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct EntityId(pub u32);

/// One place where a record is told: its file and its position in that file's facts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Telling {
    /// The file.
    pub file: FileId,
    /// Index in [`Facts::records`].
    pub record: u32,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A record.
    Record(EntityId),
    /// A file of the repository, by path, that carries no document record.
    File(Arc<str>),
    /// A web address.
    Url,
    /// Free text where the field allows it, or a kind that is kept elsewhere.
    Text,
    /// Shaped like an id, but of no record: reported, so it poisons.
    Dangling,
    /// A record of another kind than the field wants: reported, so it poisons.
    WrongKind(EntityId),
}

/// One key of one kind.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its kind.
    pub kind: KindId,
    /// Where it is told, in order of path and place, those of retired documents last; empty for a slot whose record is gone.
    pub tellings: SmallVec<[Telling; 1]>,
    /// How many of the last are in retired documents; never all.
    pub(super) shelved: u32,
    /// Of one that is told once: which of its first 64 fields are written, a bit each, as of [`Index::settle`]. Rules by the hundred ask of
    /// each record for fields that few have.
    pub(super) written: u64,
}

/// A field of a record, over all its tellings.
#[derive(Clone, Debug)]
pub enum Told<'a> {
    /// No telling writes it.
    Absent,
    /// One value; tellings that agree count once, and a telling that leaves it empty does not count beside one that fills it.
    One(FileId, &'a Value),
    /// Lists of several tellings, to be joined.
    Joined(Vec<(FileId, &'a Value)>),
    /// Tellings disagree: reported, so it poisons. The first one.
    Conflict(FileId, &'a Value),
}

impl Index {
    /// Records of `kind` and of kinds that extend it that count (not retired), in order of path and place.
    pub fn all(&self, kind: KindId) -> &[EntityId] {
        self.live.get(kind.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Records of `kind` and of kinds that extend it, retired ones too, in no order.
    pub fn every(&self, kind: KindId) -> impl Iterator<Item = EntityId> + '_ {
        let told = self.entities.iter().enumerate().filter(|(_, e)| !e.tellings.is_empty());
        told.filter(move |(_, e)| self.schema.is_a(e.kind, kind)).map(|(i, _)| EntityId(i as u32))
    }

    /// Records that are told more than once, retired ones too, in no order.
    pub fn retold(&self) -> impl Iterator<Item = EntityId> + '_ {
        (0..self.entities.len() as u32).map(EntityId).filter(|e| self.tellings(*e).len() > 1)
    }

    /// The records that are told at each position of each file: none for a position that tells none.
    pub fn told_at(&self) -> Vec<Vec<Option<EntityId>>> {
        let records = |facts: &Option<Arc<Facts>>| facts.as_ref().map_or(0, |facts| facts.records.len());
        let mut at: Vec<Vec<Option<EntityId>>> = self.files.iter().map(|facts| vec![None; records(facts)]).collect();
        for (i, entity) in self.entities.iter().enumerate() {
            for telling in &entity.tellings {
                if let Some(told) = at.get_mut(telling.file.0 as usize).and_then(|file| file.get_mut(telling.record as usize)) {
                    *told = Some(EntityId(i as u32));
                }
            }
        }
        at
    }

    /// True for the kind of citations, which are not listed by kind.
    pub fn is_mention(&self, kind: KindId) -> bool {
        self.mention == Some(kind)
    }

    /// How many records there may be: every id is below this.
    pub fn slots(&self) -> usize {
        self.entities.len()
    }

    /// The kind of a record.
    pub fn kind(&self, entity: EntityId) -> KindId {
        self.entities[entity.0 as usize].kind
    }

    /// Where a record is told, in order of path and place; at least one for any id that [`Index::all`] gives. What a retired document
    /// says of a record that another tells as well does not count.
    pub fn tellings(&self, entity: EntityId) -> &[Telling] {
        let Entity { tellings, shelved, .. } = &self.entities[entity.0 as usize];
        &tellings[..tellings.len() - *shelved as usize]
    }

    /// The facts of a file.
    pub fn facts(&self, file: FileId) -> Option<&Arc<Facts>> {
        self.files.get(file.0 as usize).and_then(Option::as_ref)
    }

    /// The facts of the file at a path.
    pub fn at_path(&self, path: &str) -> Option<&Arc<Facts>> {
        self.facts(*self.paths.get(path)?)
    }

    /// All files' facts, by path.
    pub fn files(&self) -> impl Iterator<Item = &Arc<Facts>> {
        self.order.iter().filter_map(|file| self.facts(*file))
    }

    /// Paths of files that have a title and are no record of ours, though they may hold some: no kind of document was recognised, and nobody
    /// has named one. In no particular order.
    pub fn unread(&self) -> impl Iterator<Item = &Arc<str>> {
        let unnamed = |f: &&Arc<Facts>| f.document.record.is_none() && !matches!(f.whose, Whose::Template { .. });
        self.files.iter().flatten().filter(unnamed).filter(|f| f.document.title.is_some()).map(|f| &f.path)
    }

    /// The place of a file among all, in order of path.
    pub fn rank(&self, file: FileId) -> Option<u32> {
        self.rank.get(file.0 as usize).copied()
    }

    /// One telling of a record.
    ///
    /// # Panics
    /// On a telling that this index did not give.
    pub fn record(&self, telling: Telling) -> &Record {
        let facts = self.files[telling.file.0 as usize].as_ref();
        &facts.unwrap_or_else(|| unreachable!("internal error: a telling outlived its file")).records[telling.record as usize]
    }

    /// The first telling.
    pub fn first(&self, entity: EntityId) -> (FileId, &Record) {
        let telling = self.tellings(entity)[0];
        (telling.file, self.record(telling))
    }

    /// The id as first written; none for a record that nothing can refer to.
    pub fn id(&self, entity: EntityId) -> Option<&Arc<str>> {
        self.first(entity).1.id.as_ref()
    }

    /// What to point at when the record as a whole is meant.
    pub fn name_place(&self, entity: EntityId) -> Place {
        let (file, record) = self.first(entity);
        Place::new(file, record.name)
    }

    /// True when all tellings are in a pack: never a place for a finding.
    pub fn in_pack(&self, entity: EntityId) -> bool {
        self.tellings(entity).iter().all(|t| self.pack_files.contains(&t.file))
    }

    /// True for a file of a pack: never a place for a finding.
    pub fn is_pack_file(&self, file: FileId) -> bool {
        self.pack_files.contains(&file)
    }

    /// Existing files and folders that links and evidence lead to, besides those that are read.
    pub fn present(&self) -> &FxHashSet<Arc<str>> {
        &self.present
    }

    /// True when the record does not count any more.
    pub fn is_retired(&self, entity: EntityId) -> bool {
        self.retired.contains(&entity)
    }
}
