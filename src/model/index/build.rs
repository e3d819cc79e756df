//! Putting facts in and taking them out. Every map is keyed by what a file itself says, never by what it resolves to, so a replacement
//! touches only the entries of that file. What is known of the other ends of references is found out anew when somebody asks.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::led::Led;
use super::referring::Tables;
use super::{Changed, Entity, EntityId, Few, Folded, Index, Telling};
use crate::model::{Data, Facts, Nth, Record, Value};
use crate::schema::{FieldPath, KindId, RefSpec, RefTo, Schema, Type, fold_value};
use crate::source::FileId;

/// How ids compare: without surrounding blanks and without regard to case.
pub(super) fn fold_id(id: &str) -> Cow<'_, str> {
    // As most ids are written: neither blanks nor small letters.
    if id.bytes().all(|byte| matches!(byte, b'!'..=b'`' | b'{'..=b'~')) {
        return Cow::Borrowed(id);
    }
    let id = id.trim();
    let folded = id.is_ascii() && !id.bytes().any(|byte| byte.is_ascii_lowercase());
    if folded { Cow::Borrowed(id) } else { Cow::Owned(id.to_uppercase()) }
}

/// A folded id to be kept.
pub(super) fn folded(id: &str) -> Folded {
    Folded::from_slice(fold_id(id).as_bytes())
}

impl Index {
    /// An empty index over these kinds.
    pub fn new(schema: Arc<Schema>) -> Self {
        let name_fields = name_fields(&schema);
        let live = vec![Vec::new(); schema.kinds.len()];
        Self {
            mention: schema.find("mention"),
            schema,
            files: Vec::new(),
            paths: FxHashMap::default(),
            order: Vec::new(),
            rank: Vec::new(),
            entities: Vec::new(),
            free: Vec::new(),
            by_id: FxHashMap::default(),
            by_name: FxHashMap::default(),
            documents: FxHashMap::default(),
            nameless: FxHashMap::default(),
            outside: FxHashMap::default(),
            name_fields,
            pack_files: FxHashSet::default(),
            present: FxHashSet::default(),
            elsewhere: FxHashSet::default(),
            retired: FxHashSet::default(),
            live,
            referring: Tables::default(),
            led: Led::default(),
        }
    }

    /// Marks a file as a pack's: its records are never a place for a finding.
    pub fn mark_pack(&mut self, file: FileId) {
        self.pack_files.insert(file);
        self.forget_what_leads_where();
    }

    /// Sets which kinds are kept in another system.
    pub fn set_elsewhere(&mut self, kinds: impl IntoIterator<Item = KindId>) {
        self.elsewhere = kinds.into_iter().collect();
    }

    /// Sets which paths outside the read files exist.
    pub fn set_present(&mut self, paths: impl IntoIterator<Item = Arc<str>>) {
        self.present = paths.into_iter().collect();
        self.referring = Tables::default();
    }

    /// Puts a file's facts in place of what it said before, and says what changed. Call [`Index::settle`] before asking.
    pub fn replace(&mut self, facts: Arc<Facts>) -> Changed {
        self.forget_what_leads_where();
        let slot = facts.file.0 as usize;
        if self.files.len() <= slot {
            self.files.resize(slot + 1, None);
        }
        let old = self.take(facts.file);
        let changed = self.changed(old.as_deref(), Some(&facts));
        let schema = self.schema.clone();
        for (i, record) in facts.records.iter().enumerate() {
            self.insert(&schema, &facts, i as u32, record);
        }
        for id in &facts.outside_ids {
            *self.outside.entry(fold_id(id).into()).or_default() += 1;
        }
        self.paths.insert(facts.path.clone(), facts.file);
        self.files[slot] = Some(facts);
        changed
    }

    /// To be called when anything is told that was not, or no longer.
    fn forget_what_leads_where(&mut self) {
        self.referring = Tables::default();
        self.led = Led::default();
    }

    /// Takes a file out.
    pub fn remove(&mut self, file: FileId) -> Changed {
        self.forget_what_leads_where();
        let old = self.take(file);
        self.changed(old.as_deref(), None)
    }

    fn take(&mut self, file: FileId) -> Option<Arc<Facts>> {
        let facts = self.files.get_mut(file.0 as usize)?.take()?;
        self.paths.remove(&facts.path);
        for id in &facts.outside_ids {
            if let Some(count) = self.outside.get_mut(&*fold_id(id)) {
                *count = count.saturating_sub(1);
            }
        }
        let (mut gone, mut order) = (FxHashSet::default(), Vec::new());
        for (i, record) in facts.records.iter().enumerate() {
            let telling = Telling { file, record: i as u32 };
            let Some(entity) = self.entity_of(&facts, record, telling) else { continue };
            self.forget_names(entity, record);
            let slot = &mut self.entities[entity.0 as usize];
            slot.tellings.retain(|t| *t != telling);
            if slot.tellings.is_empty() {
                gone.insert(entity);
            }
            order.push(entity);
        }
        for (i, record) in facts.records.iter().enumerate() {
            if facts.document.record == Some(i) {
                self.documents.remove(&facts.path);
            }
            self.nameless.remove(&Telling { file, record: i as u32 });
            if let Some(id) = &record.id
                && let Some(entity) = self.bearer(record.kind, id)
                && gone.contains(&entity)
            {
                self.forget_id(id, entity);
            }
        }
        // The same records, put in again, get the numbers that they had: verdicts that are kept name them by these.
        let mut freed: Vec<EntityId> = order.into_iter().filter(|entity| gone.remove(entity)).collect();
        freed.reverse();
        self.free.extend(freed);
        Some(facts)
    }

    fn entity_of(&self, facts: &Facts, record: &Record, telling: Telling) -> Option<EntityId> {
        if let Some(id) = &record.id {
            return self.bearer(record.kind, id);
        }
        if facts.document.record == Some(telling.record as usize) {
            return self.documents.get(&facts.path).copied();
        }
        self.nameless.get(&telling).copied()
    }

    fn insert(&mut self, schema: &Schema, facts: &Facts, position: u32, record: &Record) {
        let telling = Telling { file: facts.file, record: position };
        let known = record.id.as_ref().and_then(|id| self.bearer(record.kind, id));
        let entity = known.unwrap_or_else(|| self.slot(record.kind));
        let is_document = facts.document.record == Some(position as usize);
        match &record.id {
            Some(_) if known.is_some() => {}
            Some(id) => self.by_id.entry(folded(id)).or_default().push(entity),
            None if is_document => {}
            None => _ = self.nameless.insert(telling, entity),
        }
        self.entities[entity.0 as usize].tellings.push(telling);
        if is_document {
            self.documents.insert(facts.path.clone(), entity);
        }
        self.learn_names(schema, entity, record);
    }

    pub(super) fn learn_names(&mut self, schema: &Schema, entity: EntityId, record: &Record) {
        for (field, value) in &record.fields {
            let spec = &schema.kind(record.kind).fields[*field as usize];
            if self.name_fields.contains(&spec.name) {
                let names = self.by_name.entry(spec.name.clone()).or_default();
                each_name(value, &mut |text| names.entry(fold_value(text)).or_default().push(entity));
            }
        }
    }

    pub(super) fn forget_names(&mut self, entity: EntityId, record: &Record) {
        let schema = self.schema.clone();
        for (field, value) in &record.fields {
            let spec = &schema.kind(record.kind).fields[*field as usize];
            if self.name_fields.contains(&spec.name) {
                let Some(names) = self.by_name.get_mut(&spec.name) else { continue };
                each_name(value, &mut |text| remove_one(names, &fold_value(text), |e| *e == entity));
            }
        }
    }

    pub(super) fn slot(&mut self, kind: KindId) -> EntityId {
        let entity = Entity { kind, tellings: SmallVec::new(), shelved: 0, written: 0 };
        if let Some(id) = self.free.pop() {
            self.entities[id.0 as usize] = entity;
            return id;
        }
        self.entities.push(entity);
        EntityId(self.entities.len() as u32 - 1)
    }

    /// Sorts what may have lost its order, and forgets who is retired; [`Index::retire`] says it anew.
    pub fn settle(&mut self) {
        self.referring = Tables::default();
        self.led = Led::over(self.files.iter().map(|facts| facts.as_ref().map_or(0, |facts| facts.references)));
        self.retired.clear();
        self.rank_files();
        (0..self.entities.len() as u32).for_each(|at| self.mark_written(EntityId(at)));
        let ranks = &self.rank;
        let rank = |t: &Telling| (ranks[t.file.0 as usize], t.record);
        for entity in self.entities.iter_mut().filter(|e| e.tellings.len() > 1) {
            entity.shelved = 0;
            entity.tellings.sort_unstable_by_key(rank);
        }
        let mut order: Vec<((u32, u32), EntityId)> = self
            .entities
            .iter()
            .enumerate()
            .filter_map(|(i, e)| e.tellings.first().map(|t| (rank(t), EntityId(i as u32))))
            .collect();
        order.sort_unstable();
        self.live.iter_mut().for_each(Vec::clear);
        let mut rank = vec![0; self.entities.len()];
        for (i, (_, entity)) in order.iter().enumerate() {
            rank[entity.0 as usize] = i;
        }
        // Which of several kinds' records with one id is meant must not depend on which file was read last.
        self.by_id.values_mut().filter(|e| e.len() > 1).for_each(|e| e.sort_unstable_by_key(|e| rank[e.0 as usize]));
        for (_, entity) in order {
            let kind = self.entities[entity.0 as usize].kind;
            for base in &self.schema.kind(kind).line {
                self.live[base.0 as usize].push(entity);
            }
        }
    }

    /// Notes which fields of a record are written.
    pub(super) fn mark_written(&mut self, entity: EntityId) {
        if let [only] = *self.entities[entity.0 as usize].tellings {
            let fields = self.record(only).fields.iter().map(|(field, _)| *field);
            let written = fields.take_while(|field| *field < 64).fold(0, |bits, field| bits | 1 << field);
            self.entities[entity.0 as usize].written = written;
        }
    }

    fn rank_files(&mut self) {
        let mut order: Vec<&Arc<Facts>> = self.files.iter().flatten().collect();
        order.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.order = order.into_iter().map(|f| f.file).collect();
        self.rank = vec![u32::MAX; self.files.len()];
        for (i, file) in self.order.iter().enumerate() {
            self.rank[file.0 as usize] = i as u32;
        }
    }
}

fn name_fields(schema: &Schema) -> FxHashSet<Arc<str>> {
    fn of(ty: &Type, into: &mut FxHashSet<Arc<str>>) {
        match ty {
            Type::Ref(spec) => into.extend(spec.by.iter().cloned()),
            Type::List(item) => of(item, into),
            Type::Group(group) => group.fields.iter().for_each(|f| of(&f.ty, into)),
            Type::Map(map) => of(&map.entry, into),
            _ => {}
        }
    }
    let mut names = FxHashSet::default();
    for (_, kind) in schema.iter() {
        kind.fields.iter().for_each(|f| of(&f.ty, &mut names));
    }
    names
}

fn remove_one(map: &mut FxHashMap<Box<str>, Few>, key: &str, gone: impl Fn(&EntityId) -> bool) {
    if let Some(list) = map.get_mut(key) {
        if let Some(i) = list.iter().position(gone) {
            list.swap_remove(i);
        }
        if list.is_empty() {
            map.remove(key);
        }
    }
}

/// Calls `found` for the text of a value, or of each item of a list: the names that a field gives.
pub(super) fn each_name(value: &Value, found: &mut impl FnMut(&str)) {
    match &value.data {
        Data::Text(text) | Data::Ref(text, _) => found(text),
        Data::List(items) => items.iter().for_each(|v| each_name(v, found)),
        _ => {}
    }
}

/// Calls `found` for each reference within a value, with the path of its field.
pub(super) fn each_ref(value: &Value, ty: &Type, path: &mut FieldPath, found: &mut dyn FnMut(&[u16], &RefSpec, (&str, Nth))) {
    match (&value.data, ty) {
        (Data::Ref(text, nth), Type::Ref(spec)) => found(path, spec, (text, *nth)),
        (Data::List(items), Type::List(item)) => items.iter().for_each(|v| each_ref(v, item, path, found)),
        (Data::Group(fields), Type::Group(group)) => {
            for (i, v) in fields {
                path.push(*i);
                each_ref(v, &group.fields[*i as usize].ty, path, found);
                path.pop();
            }
        }
        (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|e| each_ref(&e.value, &map.entry, path, found)),
        _ => {}
    }
}

/// Kinds that a reference may lead to; none means any.
pub(super) fn targets(to: &RefTo) -> Option<&[KindId]> {
    match to {
        RefTo::Any => None,
        RefTo::Kinds(kinds) => Some(kinds),
    }
}
