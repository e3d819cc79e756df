//! Citations as records: every reference in a field, link or prose.

use super::build::fold_id;
use super::{EntityId, Index, Target, Telling};
use crate::model::{Data, Facts, Mention, MentionBy, Nth, Record, Spot, Value};
use crate::schema::Type;
use crate::source::{FileId, Span};

/// Names a mention: its file and its position in that file's facts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct MentionId {
    /// The file.
    pub file: FileId,
    /// Index in [`Facts::mentions`].
    pub position: u32,
}

impl Index {
    /// All mentions in files that are not a pack's, in order of path and place.
    pub fn mentions(&self) -> impl Iterator<Item = MentionId> + '_ {
        let files = self.files().filter(|f| !self.pack_files.contains(&f.file));
        files.flat_map(|f| (0..f.mentions.len()).map(|i| MentionId { file: f.file, position: i as u32 }))
    }

    /// The mentions of [`Index::mentions`] that stand in prose.
    pub fn citations(&self) -> impl Iterator<Item = MentionId> + '_ {
        self.mentions().filter(|id| self.mention(*id).is_some_and(|m| m.cited().is_some()))
    }

    /// A mention's facts.
    pub fn mention(&self, id: MentionId) -> Option<&Mention> {
        self.facts(id.file)?.mentions.get(id.position as usize)
    }

    /// What a mention points to.
    pub fn mention_target(&self, id: MentionId) -> Target {
        let Some(mention) = self.mention(id) else { return Target::Text };
        match &mention.by {
            MentionBy::Prose(cited) => {
                let fitting = |e: &&EntityId| cited.kinds.iter().any(|k| self.schema.is_a(self.kind(**e), *k));
                let found = self.by_id(&cited.id).iter().find(fitting);
                found.map_or(Target::Dangling, |e| Target::Record(*e))
            }
            MentionBy::Field(_, _, spot) => match self.led.get(id.file, spot.nth) {
                Some(Some(entity)) => Target::Record(entity),
                _ => self.field_target(id, mention, spot.nth).unwrap_or(Target::Text),
            },
        }
    }

    /// The words of a reference in a field as they were read, quotes and markup off, a path from the root; none for a citation in prose.
    pub fn mention_words(&self, id: MentionId) -> Option<&str> {
        self.field_reference(id, self.mention(id)?).map(|(text, _)| text.trim_start_matches('/'))
    }

    fn field_target(&self, id: MentionId, mention: &Mention, nth: Nth) -> Option<Target> {
        match self.field_reference(id, mention)? {
            (text, Type::Ref(spec)) => Some(self.target((text, nth), spec, id.file)),
            _ => None,
        }
    }

    /// The text of a reference in a field, and its type.
    fn field_reference(&self, id: MentionId, mention: &Mention) -> Option<(&str, &Type)> {
        let MentionBy::Field(record, name, spot) = &mention.by else { return None };
        let record = self.facts(id.file)?.records.get(*record as usize)?;
        if let Some(known) = self.at_spot(record, *spot, mention.span) {
            return Some(known);
        }
        let first = name.split('.').next().unwrap_or(name);
        let (field, spec) = self.schema.kind(record.kind).field(first)?;
        locate(record.get(field)?, &spec.ty, mention.span)
    }

    /// The text and the type of the reference at a spot of a record, if it bears this place.
    fn at_spot<'f>(&'f self, record: &'f Record, spot: Spot, span: Span) -> Option<(&'f str, &'f Type)> {
        let (field, value) = record.fields.get(spot.field as usize)?;
        let value = if let Data::List(items) = &value.data { items.get(spot.item as usize)? } else { value };
        let ty = self.schema.kind(record.kind).fields.get(*field as usize)?.ty.element();
        match (&value.data, ty) {
            (Data::Ref(text, _), Type::Ref(_)) if value.span == span => Some((text, ty)),
            _ => None,
        }
    }

    /// The record whose field holds a mention, or the document that carries its prose.
    pub fn mention_from(&self, id: MentionId) -> Option<EntityId> {
        self.entity_at(self.facts(id.file)?, self.standing_in(id)?)
    }

    /// The position in its file of the record whose field holds a mention, or that carries its prose.
    pub fn standing_in(&self, id: MentionId) -> Option<usize> {
        let facts = self.facts(id.file)?;
        match facts.mentions.get(id.position as usize)?.field() {
            Some((record, _)) => Some(record),
            None => facts.document.record,
        }
    }

    /// The record told at a position of a file.
    pub fn entity_at(&self, facts: &Facts, record: usize) -> Option<EntityId> {
        let told = facts.records.get(record)?;
        match &told.id {
            Some(id) => self.bearer(told.kind, id),
            None if facts.document.record == Some(record) => self.documents.get(&facts.path).copied(),
            None => self.nameless.get(&Telling { file: facts.file, record: record as u32 }).copied(),
        }
    }

    /// The document record that a file is, if it has a kind.
    pub fn document(&self, file: FileId) -> Option<EntityId> {
        self.documents.get(&self.facts(file)?.path).copied()
    }

    /// The records of any kind that bear an id, in order of path and place.
    pub fn by_id(&self, id: &str) -> &[EntityId] {
        self.by_id.get(fold_id(id).as_bytes()).map_or(&[][..], |bearers| bearers)
    }

    /// The record of this very kind that bears an id.
    pub(super) fn bearer(&self, kind: crate::schema::KindId, id: &str) -> Option<EntityId> {
        self.by_id(id).iter().copied().find(|e| self.kind(*e) == kind)
    }

    /// The record of a kind (or of kinds that extend it) that bears an id.
    pub fn by_key(&self, kind: crate::schema::KindId, id: &str) -> Option<EntityId> {
        self.by_id(id).iter().copied().find(|e| self.schema.is_a(self.kind(*e), kind))
    }
}

fn locate<'v>(value: &'v Value, ty: &'v Type, span: Span) -> Option<(&'v str, &'v Type)> {
    match (&value.data, ty) {
        (Data::Ref(text, _), Type::Ref(_)) if value.span == span => Some((text, ty)),
        (Data::List(items), Type::List(item)) => {
            // Items stand in order: a list of thousands is asked for each of them.
            let near = items.partition_point(|v| v.span.end < span.end);
            let (before, after) = items.split_at(near);
            after.iter().chain(before).find_map(|v| locate(v, item, span))
        }
        (Data::Group(fields), Type::Group(group)) => {
            fields.iter().find_map(|(i, v)| locate(v, &group.fields[*i as usize].ty, span))
        }
        (Data::Map(entries), Type::Map(map)) => entries.iter().find_map(|e| locate(&e.value, &map.entry, span)),
        _ => None,
    }
}
