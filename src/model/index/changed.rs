//! What a replacement of files changed: what rules may read otherwise than before.

use rustc_hash::FxHashMap;

use super::build::{each_name, fold_id};
use super::{Index, Telling};
use crate::model::{Facts, Record, Whose};
use crate::schema::{KindId, Type, fold_value};

/// What is no longer the same. Rules read only some kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Kinds of records that are told otherwise, or elsewhere in their file.
    pub kinds: Vec<KindId>,
    /// Kinds of which a record came, went, or is called otherwise: what refers to it may lead elsewhere.
    pub names: Vec<KindId>,
    /// Prose, mentions, links, headings or the document itself may have changed.
    pub text: bool,
    /// Something that anything may depend on: ids that are kept elsewhere, documents that could not be read.
    pub all: bool,
}

impl Changed {
    /// True when nothing that a rule reads is another.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Both changes as one.
    pub fn add(&mut self, other: Self) {
        self.kinds.extend(other.kinds);
        self.names.extend(other.names);
        self.text |= other.text;
        self.all |= other.all;
        self.tidy();
    }

    fn tidy(&mut self) {
        for kinds in [&mut self.kinds, &mut self.names] {
            kinds.sort_unstable();
            kinds.dedup();
        }
    }
}

impl Index {
    pub(super) fn changed(&self, old: Option<&Facts>, new: Option<&Facts>) -> Changed {
        fn records(facts: Option<&Facts>) -> &[Record] {
            facts.map_or(&[], |f| &f.records)
        }
        let (before, after) = (records(old), records(new));
        let mut changed = Changed::default();
        if before.is_empty() {
            // All of it came: as each file does that is read for the first time.
            changed.kinds = after.iter().map(|r| r.kind).collect();
            changed.tidy();
            changed.names.clone_from(&changed.kinds);
        } else if before != after {
            changed.kinds = before.iter().chain(after).map(|r| r.kind).collect();
            let (called, anew) = (self.called(old), self.called(new));
            changed.names = called.keys().chain(anew.keys()).filter(|k| called.get(k) != anew.get(k)).copied().collect();
        }
        // Facts hold where prose stands, not what it says: a file that has any may say something else.
        let has_prose = |f: &Facts| !f.document.blocks.is_empty() || !f.document.headings.is_empty();
        changed.text = match (old, new) {
            (Some(a), Some(b)) => {
                has_prose(a)
                    || has_prose(b)
                    || a.document != b.document
                    || a.mentions != b.mentions
                    || a.links != b.links
                    || a.whose != b.whose
            }
            _ => true,
        };
        let outside = |f: Option<&Facts>| f.map(|f| f.outside_ids.clone()).unwrap_or_default();
        let unread = |f: Option<&Facts>| f.is_some_and(|f| f.whose == Whose::NotOurs && f.document.title.is_some());
        changed.all = outside(old) != outside(new) || unread(old) != unread(new);
        changed.tidy();
        changed
    }

    /// How a file's records may be referred to, by kind.
    fn called(&self, facts: Option<&Facts>) -> FxHashMap<KindId, Vec<Box<str>>> {
        let mut called: FxHashMap<KindId, Vec<Box<str>>> = FxHashMap::default();
        let Some(facts) = facts else { return called };
        for (i, record) in facts.records.iter().enumerate() {
            let names = called.entry(record.kind).or_default();
            names.extend(record.id.as_ref().map(|id| fold_id(id).into()));
            if facts.document.record == Some(i) {
                names.push((&*facts.path).into());
            }
            let fields = &self.schema.kind(record.kind).fields;
            for (field, value) in &record.fields {
                if fields.get(*field as usize).is_some_and(|spec| self.name_fields.contains(&spec.name)) {
                    each_name(value, &mut |text| names.push(fold_value(text)));
                }
            }
        }
        for names in called.values_mut() {
            names.sort_unstable();
        }
        called
    }

    /// Kinds with a field that may lead to one of these kinds.
    pub fn kinds_referring(&self, kinds: &[KindId]) -> Vec<KindId> {
        if kinds.is_empty() {
            return Vec::new();
        }
        let leads = |ty: &Type| leads(self, ty, kinds);
        let refers = self.schema.iter().filter(|(_, kind)| kind.fields.iter().any(|field| leads(&field.ty)));
        refers.map(|(id, _)| id).collect()
    }

    /// Where records are told that do not count: retired ones, and what retired documents say of others.
    pub fn aside(&self) -> impl Iterator<Item = Telling> + '_ {
        let told = self.entities.iter().enumerate().filter(|(_, e)| !e.tellings.is_empty());
        told.flat_map(|(i, e)| {
            let retired = self.retired.contains(&super::EntityId(i as u32));
            let from = if retired { 0 } else { e.tellings.len() - e.shelved as usize };
            e.tellings[from..].iter().copied()
        })
    }
}

fn leads(index: &Index, ty: &Type, kinds: &[KindId]) -> bool {
    match ty {
        Type::Ref(spec) => super::build::targets(&spec.to)
            .is_none_or(|to| kinds.iter().any(|k| to.iter().any(|t| index.schema.is_a(*k, *t) || index.schema.is_a(*t, *k)))),
        Type::List(item) => leads(index, item, kinds),
        Type::Group(group) => group.fields.iter().any(|f| leads(index, &f.ty, kinds)),
        Type::Map(map) => leads(index, &map.entry, kinds),
        _ => false,
    }
}
