//! All citations of the repository, listed once: rules by the dozen ask of them, and each looks at a few.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::model::index::MentionId;
use crate::model::{EntityId, Index, Mention, Target};
use crate::schema::Schema;
use crate::source::FileId;

/// The citations of a record: often one, which then costs no list of its own.
type Few = SmallVec<[MentionId; 1]>;

/// In place of a field: none.
const IN_PROSE: u32 = u32::MAX;

/// What a citation points to, as far as rules tell it apart by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pointed {
    Record(EntityId),
    File,
    Url,
    Words,
    /// To nothing, or to what is told already.
    Nothing,
}

/// The citations, in order of path and place.
#[derive(Debug, Default)]
pub(super) struct Cited {
    all: Vec<MentionId>,
    /// Where the citations of each file begin in `all`.
    starts: Vec<u32>,
    /// Positions in `all` of those that stand in prose.
    prose: Vec<u32>,
    /// Last names of fields, each with the positions in `all` of those that stand in such a field.
    fields: Vec<(Box<str>, Vec<u32>)>,
    /// Of each of `all`, where its field is among `fields`; beyond them for one in prose.
    field: Vec<u32>,
    pointed: OnceLock<Vec<Pointed>>,
    from: OnceLock<Vec<Option<EntityId>>>,
    /// See [`Cited::sorts`].
    sorts: OnceLock<Arc<[u32]>>,
    /// Who cites a record, that record itself aside.
    citing: OnceLock<FxHashMap<EntityId, Few>>,
}

impl Cited {
    /// All of an index.
    pub fn of(index: &Index) -> Self {
        let mut cited = Self { all: index.mentions().collect(), ..Self::default() };
        for (at, id) in (0..).zip(&cited.all) {
            if id.position == 0 {
                let file = id.file.0 as usize;
                cited.starts.resize(cited.starts.len().max(file + 1), 0);
                cited.starts[file] = at;
            }
        }
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        cited.field.reserve_exact(cited.all.len());
        for id in &cited.all {
            let Some(name) = index.mention(*id).and_then(Mention::field_name) else {
                cited.field.push(IN_PROSE);
                continue;
            };
            cited.field.push(*known.entry(name).or_insert_with(|| {
                cited.fields.push((name.into(), Vec::new()));
                cited.fields.len() as u32 - 1
            }));
        }
        cited.list();
        cited
    }

    /// Lists the positions of those in prose and in each field.
    fn list(&mut self) {
        self.prose.clear();
        self.fields.iter_mut().for_each(|(_, these)| these.clear());
        for (at, field) in (0..).zip(&self.field) {
            match self.fields.get_mut(*field as usize) {
                Some((_, these)) => these.push(at),
                None => self.prose.push(at),
            }
        }
    }

    /// The same after some files' citations changed, or what they lead to. False if all is to be listed anew.
    pub fn renew(&mut self, index: &Index, mut files: impl Iterator<Item = FileId>) -> bool {
        files.all(|file| self.renew_file(index, file))
    }

    fn renew_file(&mut self, index: &Index, file: FileId) -> bool {
        self.sorts = OnceLock::new();
        let old = self.range(file);
        let count = index.facts(file).map_or(0, |facts| facts.mentions.len());
        if old.is_empty() || count == 0 || index.is_pack_file(file) {
            return old.is_empty() && count == 0 || index.is_pack_file(file);
        }
        let new: Vec<MentionId> = (0..count as u32).map(|position| MentionId { file, position }).collect();
        let mut field = Vec::with_capacity(count);
        for id in &new {
            let Some(name) = index.mention(*id).and_then(Mention::field_name) else {
                field.push(IN_PROSE);
                continue;
            };
            let known = self.fields.iter().position(|(of, _)| **of == *name).unwrap_or_else(|| {
                self.fields.push((name.into(), Vec::new()));
                self.fields.len() - 1
            });
            field.push(known as u32);
        }
        let pointed: Vec<Pointed> = new.iter().map(|id| point(index, *id)).collect();
        let from = froms(index, &new);
        self.renew_citing(index, file, old.clone(), &new, (&pointed, &from));
        if let Some(all) = self.pointed.get_mut() {
            all.splice(old.clone(), pointed);
        }
        if let Some(all) = self.from.get_mut() {
            all.splice(old.clone(), from);
        }
        let same = self.field[old.clone()] == *field;
        self.field.splice(old.clone(), field);
        self.all.splice(old.clone(), new);
        if !same {
            let (start, before) = (old.start as u32, old.len());
            for later in self.starts.iter_mut().filter(|later| **later > start) {
                *later = (*later as usize + count - before) as u32;
            }
            self.list();
        }
        true
    }

    fn renew_citing(
        &mut self,
        index: &Index,
        file: FileId,
        old: std::ops::Range<usize>,
        new: &[MentionId],
        (pointed, from): (&[Pointed], &[Option<EntityId>]),
    ) {
        let Some(citing) = self.citing.get_mut() else { return };
        // Who cites was found out from what is pointed to.
        let were: FxHashSet<EntityId> =
            self.pointed.get().map_or(&[][..], |all| &all[old]).iter().copied().filter_map(Pointed::record).collect();
        for target in were {
            if let Some(all) = citing.get_mut(&target) {
                all.retain(|id| id.file != file);
            }
        }
        let rank = |id: &MentionId| (index.rank(id.file), id.position);
        for ((id, pointed), from) in new.iter().zip(pointed).zip(from) {
            if let Some(target) = pointed.record().filter(|target| *from != Some(*target)) {
                let all = citing.entry(target).or_default();
                let at = all.partition_point(|other| rank(other) < rank(id));
                all.insert(at, *id);
            }
        }
    }

    /// Where a file's are in `all`.
    fn range(&self, file: FileId) -> std::ops::Range<usize> {
        let Some(start) = self.position(MentionId { file, position: 0 }) else { return 0..0 };
        let count = self.all[start..].iter().take_while(|id| id.file == file).count();
        start..start + count
    }

    /// Positions in [`Cited::all`] of the first of each sort: those in one field, in records of one kind, that lead to one kind. What leads
    /// nowhere is of no sort, and is here.
    pub fn sorts(&self, index: &Index) -> Arc<[u32]> {
        let new = || {
            let (pointed, from) = (self.all_pointed(index), self.all_from(index));
            let kind = |entity: Option<EntityId>| entity.map(|entity| index.kind(entity));
            let mut seen = FxHashSet::default();
            let mut is_first = |at: &u32| {
                let i = *at as usize;
                let leads = (std::mem::discriminant(&pointed[i]), kind(pointed[i].record()));
                pointed[i] == Pointed::Nothing || seen.insert((self.field[i], kind(from[i]), leads))
            };
            (0..self.all.len() as u32).filter(|at| is_first(at)).collect()
        };
        self.sorts.get_or_init(new).clone()
    }

    /// Who cites each record, that record itself aside.
    pub fn citing(&self, index: &Index) -> &FxHashMap<EntityId, Few> {
        self.citing.get_or_init(|| {
            let mut citing: FxHashMap<EntityId, Few> = FxHashMap::default();
            let from = self.all_from(index);
            for ((id, pointed), from) in self.all.iter().zip(self.all_pointed(index)).zip(from) {
                if let Some(target) = pointed.record().filter(|target| *from != Some(*target)) {
                    citing.entry(target).or_default().push(*id);
                }
            }
            citing
        })
    }

    /// All.
    pub fn all(&self) -> &[MentionId] {
        &self.all
    }

    /// What one points to; none for one of a pack.
    pub fn pointed(&self, index: &Index, id: MentionId) -> Option<Pointed> {
        self.position(id).map(|at| self.all_pointed(index)[at])
    }

    /// What each of [`Cited::all`] points to. Most rules on citations ask, so records are looked up once for all.
    fn all_pointed(&self, index: &Index) -> &[Pointed] {
        self.pointed.get_or_init(|| self.all.iter().map(|id| point(index, *id)).collect())
    }

    /// The last name of the field that cites, if one does.
    pub fn field<'a>(&'a self, index: &'a Index, id: MentionId) -> Option<&'a str> {
        match self.position(id) {
            Some(at) => self.fields.get(self.field[at] as usize).map(|(name, _)| &**name),
            None => index.mention(id)?.field_name(),
        }
    }

    /// Positions in [`Cited::all`]: by the last names of fields, and of those that stand in prose.
    pub fn by_field(&self) -> (impl Iterator<Item = (&str, &[u32])>, &[u32]) {
        (self.fields.iter().map(|(name, these)| (&**name, &**these)), &self.prose)
    }

    /// The record whose field holds a citation, or the document that carries its prose.
    pub fn from(&self, index: &Index, id: MentionId) -> Option<EntityId> {
        match self.position(id) {
            Some(at) => self.all_from(index)[at],
            None => index.mention_from(id),
        }
    }

    /// Where each of [`Cited::all`] stands.
    fn all_from(&self, index: &Index) -> &[Option<EntityId>] {
        self.from.get_or_init(|| {
            // Rather than to look up each record by its id.
            let told = index.told_at();
            let from = |id: &MentionId| *told.get(id.file.0 as usize)?.get(index.standing_in(*id)?)?;
            self.all.iter().map(from).collect()
        })
    }

    fn position(&self, id: MentionId) -> Option<usize> {
        let at = (*self.starts.get(id.file.0 as usize)? + id.position) as usize;
        // A file that has none begins where the first does.
        self.all.get(at).is_some_and(|found| *found == id).then_some(at)
    }

    /// Those that may be picked, in order: in prose only, in fields of certain names, and leading to certain kinds, as far as each is asked.
    pub fn narrowed(&self, index: &Index, prose: bool, fields: Option<&[&str]>, kinds: Option<&[&str]>) -> Vec<MentionId> {
        let every = || (0..self.all.len() as u32).collect();
        let mut these: Vec<u32> = match fields {
            Some(_) if prose => Vec::new(),
            Some(names) => {
                let wanted = |field: &str| names.iter().any(|n| n.eq_ignore_ascii_case(field));
                let lists = self.fields.iter().filter(|(field, _)| wanted(field));
                let mut these: Vec<u32> = lists.flat_map(|(_, these)| these).copied().collect();
                these.sort_unstable();
                these
            }
            None if prose => self.prose.clone(),
            None => every(),
        };
        if let Some(kinds) = kinds {
            let pointed = self.all_pointed(index);
            these.retain(|at| kind(&index.schema, index, pointed[*at as usize]).is_none_or(|kind| kinds.contains(&kind)));
        }
        these.into_iter().map(|at| self.all[at as usize]).collect()
    }
}

/// What a citation points to.
fn point(index: &Index, id: MentionId) -> Pointed {
    match index.mention_target(id) {
        Target::Record(entity) => Pointed::Record(entity),
        Target::File(_) => Pointed::File,
        Target::Url => Pointed::Url,
        Target::Text if index.mention(id).is_some_and(|m| m.field().is_some()) => Pointed::Words,
        Target::Text | Target::Dangling | Target::WrongKind(_) => Pointed::Nothing,
    }
}

/// Where each citation of a file stands. Those of one record follow one another: it is looked up once for them.
fn froms(index: &Index, all: &[MentionId]) -> Vec<Option<EntityId>> {
    let mut last = None;
    let mut from = None;
    let of = |id: &MentionId| {
        let here = (id.file, index.mention(*id).map(|m| m.field().map(|(record, _)| record)));
        if last != Some(here) {
            (last, from) = (Some(here), index.mention_from(*id));
        }
        from
    };
    all.iter().map(of).collect()
}

impl Pointed {
    fn record(self) -> Option<EntityId> {
        if let Self::Record(entity) = self { Some(entity) } else { None }
    }
}

/// The name of the kind that is pointed to; none where that is not known.
fn kind<'s>(schema: &'s Schema, index: &Index, pointed: Pointed) -> Option<&'s str> {
    match pointed {
        Pointed::Record(entity) => Some(&schema.kind(index.kind(entity)).name),
        Pointed::File => Some("file"),
        Pointed::Url => Some("url"),
        Pointed::Words => Some("text"),
        Pointed::Nothing => None,
    }
}
