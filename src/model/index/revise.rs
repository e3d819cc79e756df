//! Facts that tell the same records as before, elsewhere in the file or in other words: what an edit mostly comes to. They take the place of the
//! old ones, and nothing is put in order anew.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::resolve::looks_like_path;
use super::{EntityId, Index, Telling};
use crate::model::{Data, Facts, Mention, MentionBy, Record, Value, Whose};
use crate::schema::{KindId, Type};
use crate::source::{SourceFile, Span};

/// What is another in files that tell the same records as before.
#[derive(Clone, Debug, Default)]
pub struct Revised {
    /// The records that they tell: each may stand elsewhere.
    pub records: FxHashSet<EntityId>,
    /// Those of them that say something else.
    pub changed: FxHashSet<EntityId>,
    /// Fields that say something else, by kind and name.
    pub fields: FxHashSet<(KindId, Arc<str>)>,
    /// Citations may be others, or lead elsewhere.
    pub mentions: bool,
    /// If all of those are references in fields: the last names of these. None: any may be.
    pub references: Option<FxHashSet<Arc<str>>>,
    /// What links may lead to within the files may be another.
    pub anchors: bool,
}

impl Revised {
    /// Both as one.
    pub fn add(&mut self, other: Self) {
        self.records.extend(other.records);
        self.changed.extend(other.changed);
        self.fields.extend(other.fields);
        self.references = match (self.references.take(), other.references) {
            (Some(mut all), Some(others)) => {
                all.extend(others);
                Some(all)
            }
            _ => None,
        };
        self.mentions |= other.mentions;
        self.anchors |= other.anchors;
    }
}

impl Index {
    /// Puts facts in the place of those of the same file, if they tell the same records under the same names and lead to the same files; gives
    /// them back otherwise. `was` and `is` are the text of before and that of now.
    pub fn revise(&mut self, facts: Arc<Facts>, was: &SourceFile, is: &SourceFile) -> Result<Revised, Arc<Facts>> {
        let revised = self.facts(facts.file).and_then(|old| self.revised(old, &facts, was, is));
        let Some(revised) = revised else { return Err(facts) };
        let slot = facts.file.0 as usize;
        let kinds: Vec<(KindId, Arc<str>)> = revised.fields.iter().cloned().collect();
        let schema = self.schema.clone();
        self.referring.forget(|from, field| {
            let name = &schema.kind(from).fields[usize::from(field)].name;
            kinds.iter().any(|(kind, changed)| changed == name && (schema.is_a(*kind, from) || schema.is_a(from, *kind)))
        });
        self.files[slot] = Some(facts);
        for entity in &revised.records {
            self.mark_written(*entity);
        }
        Ok(revised)
    }

    fn revised(&self, old: &Facts, new: &Facts, was: &SourceFile, is: &SourceFile) -> Option<Revised> {
        let title = |f: &Facts| f.document.title.as_ref().map(|(title, _)| title.clone());
        let paths = |f: &Facts| f.links.iter().map(|l| l.path.clone()).collect::<Vec<_>>();
        let alike = old.path == new.path
            && old.records.len() == new.records.len()
            && old.records.iter().zip(&new.records).all(|(a, b)| is_same(a, b))
            && old.document.record == new.document.record
            && old.outside_ids == new.outside_ids
            && old.ground == new.ground
            && std::mem::discriminant(&old.whose) == std::mem::discriminant(&new.whose)
            && (matches!(old.whose, Whose::Ours(_)) || old.whose == new.whose)
            && title(old) == title(new)
            && paths(old) == paths(new);
        if !alike {
            return None;
        }
        let cites_alike = old.mentions.len() == new.mentions.len()
            && old.mentions.iter().zip(&new.mentions).all(|(a, b)| is_same_mention(a, b, was, is));
        let mut references: FxHashSet<Arc<str>> = FxHashSet::default();
        let mut revised = Revised {
            mentions: !cites_alike,
            anchors: old.document.anchors != new.document.anchors
                || !old.document.headings.iter().map(|h| &h.anchor).eq(new.document.headings.iter().map(|h| &h.anchor)),
            ..Revised::default()
        };
        for (position, (a, b)) in old.records.iter().zip(&new.records).enumerate() {
            let telling = Telling { file: new.file, record: position as u32 };
            let entity = self.entity_at(new, position).filter(|e| self.entities[e.0 as usize].tellings.contains(&telling))?;
            revised.records.insert(entity);
            let spec = self.schema.kind(b.kind);
            let numbers: FxHashSet<u16> = a.fields.iter().chain(&b.fields).map(|(field, _)| *field).collect();
            for number in numbers {
                let (before, after) = (a.get(number), b.get(number));
                let same = match (before, after) {
                    (Some(a), Some(b)) => is_same_value(a, b) && was.slice(a.span) == is.slice(b.span),
                    _ => false,
                };
                if same {
                    continue;
                }
                let field = &spec.fields[usize::from(number)];
                let is_path = |v: Option<&Value>| v.is_some_and(names_path);
                // By its name a record may be referred to; and what a path leads to is looked up on the disk.
                if self.name_fields.contains(&field.name) || is_path(before) || is_path(after) {
                    return None;
                }
                revised.changed.insert(entity);
                let (mut old, mut now) = (Vec::new(), Vec::new());
                for (value, found) in [(before, &mut old), (after, &mut now)] {
                    if let Some(value) = value {
                        named(value, &field.ty, &field.name, found);
                    }
                }
                if old != now {
                    references.extend(old.into_iter().chain(now).map(|(name, _)| name.clone()));
                }
                revised.fields.insert((b.kind, field.name.clone()));
            }
        }
        revised.mentions |= !references.is_empty();
        revised.references = cites_alike.then_some(references);
        Some(revised)
    }
}

fn is_same(a: &Record, b: &Record) -> bool {
    a.kind == b.kind && a.id == b.id && std::mem::discriminant(&a.carrier) == std::mem::discriminant(&b.carrier)
}

fn is_same_mention(a: &Mention, b: &Mention, was: &SourceFile, is: &SourceFile) -> bool {
    match (&a.by, &b.by) {
        (MentionBy::Field(a, x), MentionBy::Field(b, y)) => a == b && x == y,
        (MentionBy::Prose(x), MentionBy::Prose(y)) => {
            let beside = x.beside.map(|s| was.slice(s)) == y.beside.map(|s| is.slice(s));
            let title = x.title.map(|s| was.slice(s)) == y.title.map(|s| is.slice(s));
            let mut moved = y.clone();
            (moved.beside, moved.title) = (x.beside, x.title);
            beside && title && *x == moved && was.slice(a.span) == is.slice(b.span) && lead(a.span, was) == lead(b.span, is)
        }
        _ => false,
    }
}

/// What stands before a citation on its line.
fn lead(span: Span, source: &SourceFile) -> &str {
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// The same value, places aside.
fn is_same_value(a: &Value, b: &Value) -> bool {
    match (&a.data, &b.data) {
        (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_value(a, b)),
        (Data::Group(a), Data::Group(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((i, a), (j, b))| i == j && is_same_value(a, b))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && is_same_value(&a.value, &b.value))
        }
        (a, b) => a == b,
    }
}

fn names_path(value: &Value) -> bool {
    match &value.data {
        Data::Ref(text) => looks_like_path(text),
        Data::List(items) => items.iter().any(names_path),
        Data::Group(fields) => fields.iter().any(|(_, v)| names_path(v)),
        Data::Map(entries) => entries.iter().any(|e| names_path(&e.value)),
        _ => false,
    }
}

/// The references within a value, each with the last name of its field.
fn named<'v>(value: &'v Value, ty: &'v Type, name: &'v Arc<str>, found: &mut Vec<(&'v Arc<str>, &'v str)>) {
    match (&value.data, ty) {
        (Data::Ref(text), _) => found.push((name, text)),
        (Data::List(items), Type::List(item)) => items.iter().for_each(|v| named(v, item, name, found)),
        (Data::Group(fields), Type::Group(group)) => {
            for (i, v) in fields {
                let field = &group.fields[usize::from(*i)];
                named(v, &field.ty, &field.name, found);
            }
        }
        (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|e| named(&e.value, &map.entry, &e.key, found)),
        _ => {}
    }
}
