//! Records that an edit calls otherwise: the index is brought up to date where they stand, and told is which references lead elsewhere for it.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::build::{each_name, fold_id, folded};
use super::heads::parts;
use super::references::within;
use super::revise::{Recited, Revised};
use super::{EntityId, Index, Target, Telling};
use crate::model::{Facts, Record};
use crate::schema::{KindId, RefSpec, fold_value};
use crate::source::{FileId, Span};

/// The ids and names that records bear now and did not, or the other way round, folded.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: FxHashSet<Box<str>>,
    others: FxHashSet<Box<str>>,
    /// With which bytes they begin, in lower case; all beyond ASCII as one.
    begin: FxHashSet<u8>,
}

/// A reference, or a citation in prose, that may lead elsewhere.
struct Referrer {
    file: FileId,
    by: By,
    leads: Target,
}

enum By {
    /// In a field of the record at a position: the field, the last name of it, the reference's type, words and place.
    Field { record: usize, field: u16, name: Arc<str>, spec: Arc<RefSpec>, text: Box<str>, span: Span },
    /// The citation at a position, and what it cites.
    Prose { position: u32, kinds: Arc<[KindId]>, id: Box<str> },
}

impl Names {
    /// Those of a record that are not alike before and after.
    pub fn note(&mut self, index: &Index, old: &Record, new: &Record) {
        let [before, after] = [old, new].map(|record| index.names(record));
        self.others.extend(before.symmetric_difference(&after).cloned());
        if old.id != new.id {
            self.ids.extend([old, new].into_iter().filter_map(|r| r.id.as_ref()).map(|id| fold_id(id).into()));
        }
        self.begin.extend(self.ids.iter().chain(&self.others).map(|name| begins(name)));
    }

    /// True if nothing is called otherwise.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.others.is_empty()
    }

    /// True for a reference that may be by one of them.
    fn may_mean(&self, text: &str) -> bool {
        let is = |text: &str| {
            !self.ids.is_empty() && self.ids.contains(&*fold_id(text))
                || !self.others.is_empty() && self.others.contains(&fold_value(text))
        };
        // There are some hundred thousand references, and nearly all of them are one word.
        let one = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'/'));
        let begun = !text.is_ascii() || self.begin.contains(&begins(text));
        begun && is(text) || !one && parts(text).is_some_and(|mut parts| parts.any(is))
    }
}

/// What a folded text begins with.
fn begins(text: &str) -> u8 {
    let passed = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'-' | b'_' | 0x0b);
    let first = text.bytes().find(|b| !passed(b)).unwrap_or_default();
    if first.is_ascii() { first.to_ascii_lowercase() } else { u8::MAX }
}

impl Index {
    /// The names by which a record may be referred to, folded.
    fn names(&self, record: &Record) -> FxHashSet<Box<str>> {
        let mut names = FxHashSet::default();
        let fields = &self.schema.kind(record.kind).fields;
        for (field, value) in &record.fields {
            if self.name_fields.contains(&fields[usize::from(*field)].name) {
                each_name(value, &mut |text| _ = names.insert(fold_value(text)));
            }
        }
        names
    }

    /// Whether a record at a position may be called otherwise in place: what it is called decides nothing but who refers to it.
    pub(super) fn may_rename(&self, old: &Facts, new: &Facts, position: usize) -> bool {
        let (a, b) = (&old.records[position], &new.records[position]);
        let spec = self.schema.kind(a.kind);
        let (Some(before), Some(after)) = (&a.id, &b.id) else { return a.id == b.id };
        let plain = |entity: EntityId| {
            let of = &self.entities[entity.0 as usize];
            of.shelved == 0 && !self.is_retired(entity) && of.tellings.iter().all(|t| !self.pack_files.contains(&t.file))
        };
        let is_retired = |file| self.document(file).is_some_and(|document| self.is_retired(document));
        let bearers = [before, after].into_iter().filter_map(|id| self.bearer(a.kind, id));
        let line = |of: &KindId| self.elsewhere.contains(of) || self.schema.kind(*of).one;
        !spec.line.iter().any(line) && !is_retired(old.file) && bearers.into_iter().all(plain)
    }

    /// Puts facts in the place of others, of which some records are called otherwise, and tells what that changes.
    pub(super) fn rename(
        &mut self,
        old: &Arc<Facts>,
        new: &Arc<Facts>,
        positions: &[usize],
        names: &Names,
        revised: &mut Revised,
    ) {
        let file = new.file;
        let mut referrers = self.referrers(names, new);
        for referrer in &mut referrers {
            referrer.leads = self.lead(referrer);
        }
        // Whom it refers to is referred to by another record, if it is told by another.
        let renumbered = |position: &&usize| old.records[**position].id != new.records[**position].id;
        let told: Vec<&Record> = positions.iter().filter(renumbered).map(|position| &new.records[*position]).collect();
        for record in &told {
            self.lead_to(file, record, revised);
        }
        let mut touched: Vec<EntityId> = Vec::new();
        self.files[file.0 as usize] = Some(new.clone());
        for position in positions {
            self.rename_one(old, new, *position, &mut touched, revised);
        }
        touched.sort_unstable();
        touched.dedup();
        for entity in &touched {
            self.relist(*entity);
            revised.changed.insert(*entity);
            revised.led.insert(*entity);
            if self.entities[entity.0 as usize].tellings.is_empty() {
                revised.gone.insert(*entity);
            } else {
                // What it says may be told by it under another name: all that it says counts as said anew.
                self.mark_written(*entity);
                for telling in &self.entities[entity.0 as usize].tellings {
                    revised.fields.extend(self.written(self.record(*telling)));
                }
            }
        }
        for record in &told {
            self.lead_to(file, record, revised);
        }
        for position in positions {
            let (before, after) = (&old.records[*position], &new.records[*position]);
            if before.id != after.id {
                revised.ids.extend([before, after].into_iter().filter_map(|record| record.id.clone()));
                revised.fields.extend(self.written(before));
                revised.fields.extend(self.written(after));
            }
        }
        for referrer in &referrers {
            let leads = self.lead(referrer);
            if leads != referrer.leads {
                self.note(referrer, &leads, revised);
            }
        }
    }

    fn written(&self, record: &Record) -> Vec<(KindId, Arc<str>)> {
        let spec = self.schema.kind(record.kind);
        let numbers = record.fields.iter().map(|(field, _)| *field).chain(spec.id.as_ref().map(|id| id.field));
        numbers.map(|field| (record.kind, spec.fields[usize::from(field)].name.clone())).collect()
    }

    fn rename_one(&mut self, old: &Facts, new: &Facts, position: usize, touched: &mut Vec<EntityId>, revised: &mut Revised) {
        let telling = Telling { file: new.file, record: position as u32 };
        let (before, after) = (&old.records[position], &new.records[position]);
        let Some(entity) = self.entity_at(old, position) else { return };
        self.forget_names(entity, before);
        let mut now = entity;
        if let (Some(was), Some(is)) = (&before.id, &after.id)
            && fold_id(was) != fold_id(is)
        {
            let alone = self.entities[entity.0 as usize].tellings.len() == 1;
            match self.bearer(after.kind, is) {
                Some(other) => now = other,
                None if alone => {}
                None => now = self.slot(after.kind),
            }
            if alone {
                self.forget_id(was, entity);
            }
            if self.bearer(after.kind, is).is_none() {
                self.by_id.entry(folded(is)).or_default().push(now);
            }
            if now != entity {
                let slot = &mut self.entities[entity.0 as usize];
                slot.tellings.retain(|t| *t != telling);
                if slot.tellings.is_empty() {
                    self.free.push(entity);
                }
                self.entities[now.0 as usize].tellings.push(telling);
                revised.sets.insert(before.kind);
                if new.document.record == Some(position) {
                    self.documents.insert(new.path.clone(), now);
                }
            }
        }
        let schema = self.schema.clone();
        self.learn_names(&schema, now, after);
        if before.id != after.id {
            touched.extend([entity, now]);
            for id in [&before.id, &after.id].into_iter().flatten() {
                self.order_bearers(id);
            }
        }
    }

    pub(super) fn forget_id(&mut self, id: &str, entity: EntityId) {
        let key = fold_id(id);
        if let Some(bearers) = self.by_id.get_mut(key.as_bytes()) {
            bearers.retain(|e| *e != entity);
            if bearers.is_empty() {
                self.by_id.remove(key.as_bytes());
            }
        }
    }

    /// Puts the tellings of those that bear an id in order, and them among each other.
    fn order_bearers(&mut self, id: &str) {
        let bearers: SmallVec<[EntityId; 2]> = self.by_id(id).into();
        for entity in &bearers {
            let ranks = &self.rank;
            let tellings = &mut self.entities[entity.0 as usize].tellings;
            tellings.sort_unstable_by_key(|t| (ranks[t.file.0 as usize], t.record));
        }
        if bearers.len() > 1 {
            let mut ordered = bearers;
            ordered.sort_by_key(|e| self.first_place(*e));
            self.by_id.insert(folded(id), ordered);
        }
    }

    /// The first place at which a record is told, be it by a document that counts no more.
    fn first_place(&self, entity: EntityId) -> Option<(u32, u32)> {
        let tellings = &self.entities[entity.0 as usize].tellings;
        tellings.iter().map(|t| (self.rank[t.file.0 as usize], t.record)).min()
    }

    /// Puts a record where it belongs among those of its kinds.
    fn relist(&mut self, entity: EntityId) {
        if self.is_retired(entity) {
            return;
        }
        let at = self.first_place(entity);
        let kind = self.entities[entity.0 as usize].kind;
        let schema = self.schema.clone();
        for base in &schema.kind(kind).line {
            let mut live = std::mem::take(&mut self.live[usize::from(base.0)]);
            live.retain(|e| *e != entity);
            if at.is_some() {
                let place = live.partition_point(|e| self.first_place(*e) < at);
                live.insert(place, entity);
            }
            self.live[usize::from(base.0)] = live;
        }
    }

    /// What may be by one of the names, in all files; `edited` takes the place of one.
    fn referrers(&self, names: &Names, edited: &Facts) -> Vec<Referrer> {
        let others = self.files.iter().flatten().map(|facts| &**facts).filter(|facts| facts.file != edited.file);
        let files: Vec<&Facts> = others.chain([edited]).collect();
        files.par_iter().flat_map_iter(|facts| self.referrers_in(facts, names)).collect()
    }

    fn referrers_in(&self, facts: &Facts, names: &Names) -> Vec<Referrer> {
        let mut found = Vec::new();
        for (position, record) in facts.records.iter().enumerate() {
            let fields = &self.schema.kind(record.kind).fields;
            for (field, value) in &record.fields {
                let spec = &fields[usize::from(*field)];
                within(value, &spec.ty, &spec.name, &mut |reference| {
                    if names.may_mean(reference.text) {
                        let (name, spec, text) = (reference.name.clone(), reference.spec.clone(), reference.text.into());
                        let by = By::Field { record: position, field: *field, name, spec, text, span: reference.value.span };
                        found.push(Referrer { file: facts.file, by, leads: Target::Text });
                    }
                });
            }
        }
        for (position, mention) in (0..).zip(&facts.mentions) {
            if let Some(cited) = mention.cited().filter(|cited| names.ids.contains(&*fold_id(&cited.id))) {
                let by = By::Prose { position, kinds: cited.kinds.clone(), id: cited.id.clone() };
                found.push(Referrer { file: facts.file, by, leads: Target::Text });
            }
        }
        found
    }

    fn lead(&self, referrer: &Referrer) -> Target {
        match &referrer.by {
            By::Field { spec, text, .. } => self.resolve(text, spec, referrer.file),
            By::Prose { kinds, id, .. } => {
                let fitting = |e: &&EntityId| kinds.iter().any(|k| self.schema.is_a(self.kind(**e), *k));
                self.by_id(id).iter().find(fitting).map_or(Target::Dangling, |e| Target::Record(*e))
            }
        }
    }

    /// Notes what a record refers to.
    fn lead_to(&self, file: FileId, record: &Record, revised: &mut Revised) {
        let fields = &self.schema.kind(record.kind).fields;
        for (field, value) in &record.fields {
            let spec = &fields[usize::from(*field)];
            within(value, &spec.ty, &spec.name, &mut |reference| {
                if let Target::Record(entity) = self.resolve(reference.text, reference.spec, file) {
                    revised.led.insert(entity);
                }
            });
        }
    }

    /// Notes that a reference leads elsewhere.
    fn note(&self, referrer: &Referrer, leads: &Target, revised: &mut Revised) {
        let Some(facts) = self.facts(referrer.file) else { return };
        let kind = |target: &Target| match target {
            Target::Record(entity) => Ok(self.kind(*entity)),
            other => Err(std::mem::discriminant(other)),
        };
        for target in [leads, &referrer.leads] {
            if let Target::Record(entity) = target {
                revised.led.insert(*entity);
            }
        }
        let elsewhere = kind(leads) != kind(&referrer.leads);
        let mentions = revised.elsewhere.entry(referrer.file).or_default();
        match &referrer.by {
            By::Field { record, field, name, span, .. } => {
                let entity = self.entity_at(facts, *record);
                revised.changed.extend(entity);
                let told = &facts.records[*record];
                revised.fields.insert((told.kind, self.schema.kind(told.kind).fields[usize::from(*field)].name.clone()));
                revised.recited.insert(Recited { field: Some(name.clone()), elsewhere });
                let is_it = |m: &crate::model::Mention| m.span == *span && m.field().is_some_and(|(of, _)| of == *record);
                mentions.extend((0..).zip(&facts.mentions).filter(|(_, m)| is_it(m)).map(|(position, _)| position));
            }
            By::Prose { position, .. } => {
                revised.led.extend(facts.document.record.and_then(|record| self.entity_at(facts, record)));
                revised.recited.insert(Recited { field: None, elsewhere: true });
                mentions.push(*position);
            }
        }
    }
}
