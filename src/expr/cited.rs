//! All citations of the repository, listed once: rules by the dozen ask of them, and each looks at a few.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::index::MentionId;
use crate::model::{EntityId, Index, Mention, Target};
use crate::schema::Schema;

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
#[derive(Debug)]
pub(super) struct Cited {
    all: Box<[MentionId]>,
    /// Where the citations of each file begin in `all`.
    starts: Box<[u32]>,
    /// Positions in `all` of those that stand in prose.
    prose: Box<[u32]>,
    /// Last names of fields, each with the positions in `all` of those that stand in such a field.
    fields: Box<[(Box<str>, Vec<u32>)]>,
    /// Of each of `all`, where its field is among `fields`; beyond them for one in prose.
    field: Box<[u32]>,
    pointed: OnceLock<Box<[Pointed]>>,
    from: OnceLock<Box<[Option<EntityId>]>>,
}

impl Cited {
    /// All of an index.
    pub fn of(index: &Index) -> Self {
        let all: Box<[MentionId]> = index.mentions().collect();
        let mut starts = Vec::new();
        let mut prose = Vec::new();
        let mut fields: Vec<(Box<str>, Vec<u32>)> = Vec::new();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut field = Vec::with_capacity(all.len());
        for (at, id) in (0..).zip(&all) {
            if id.position == 0 {
                let file = id.file.0 as usize;
                starts.resize(starts.len().max(file + 1), 0);
                starts[file] = at;
            }
            let Some(name) = index.mention(*id).and_then(Mention::field_name) else {
                prose.push(at);
                field.push(u32::MAX);
                continue;
            };
            let of = *known.entry(name).or_insert_with(|| {
                fields.push((name.into(), Vec::new()));
                fields.len() as u32 - 1
            });
            fields[of as usize].1.push(at);
            field.push(of);
        }
        let (pointed, from) = Default::default();
        Self { all, starts: starts.into(), prose: prose.into(), fields: fields.into(), field: field.into(), pointed, from }
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
        let pointed = |id: &MentionId| match index.mention_target(*id) {
            Target::Record(entity) => Pointed::Record(entity),
            Target::File(_) => Pointed::File,
            Target::Url => Pointed::Url,
            Target::Text if index.mention(*id).is_some_and(|m| m.field().is_some()) => Pointed::Words,
            Target::Text | Target::Dangling | Target::WrongKind(_) => Pointed::Nothing,
        };
        self.pointed.get_or_init(|| self.all.iter().map(pointed).collect())
    }

    /// The last name of the field that cites, if one does.
    pub fn field<'a>(&'a self, index: &'a Index, id: MentionId) -> Option<&'a str> {
        match self.position(id) {
            Some(at) => self.fields.get(self.field[at] as usize).map(|(name, _)| &**name),
            None => index.mention(id)?.field_name(),
        }
    }

    /// The record whose field holds a citation, or the document that carries its prose.
    pub fn from(&self, index: &Index, id: MentionId) -> Option<EntityId> {
        match self.position(id) {
            Some(at) => self.from.get_or_init(|| self.all_from(index))[at],
            None => index.mention_from(id),
        }
    }

    /// Where each of [`Cited::all`] stands. Those of one record follow one another: it is looked up once for them.
    fn all_from(&self, index: &Index) -> Box<[Option<EntityId>]> {
        let mut last = None;
        let mut from = None;
        let of = |id: &MentionId| {
            let here = (id.file, index.mention(*id).map(|m| m.field().map(|(record, _)| record)));
            if last != Some(here) {
                (last, from) = (Some(here), index.mention_from(*id));
            }
            from
        };
        self.all.iter().map(of).collect()
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
            None if prose => self.prose.to_vec(),
            None => every(),
        };
        if let Some(kinds) = kinds {
            let pointed = self.all_pointed(index);
            these.retain(|at| kind(&index.schema, index, pointed[*at as usize]).is_none_or(|kind| kinds.contains(&kind)));
        }
        these.into_iter().map(|at| self.all[at as usize]).collect()
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
