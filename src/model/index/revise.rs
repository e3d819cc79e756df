//! Facts that tell as many records as before, elsewhere in the file, in other words or under other names: what an edit mostly comes to. They take
//! the place of the old ones, and nothing is put in order anew but what is called otherwise.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::references::{Reference, within};
use super::rename::Names;
use super::resolve::looks_like_path;
use super::{EntityId, Index, Target, Telling};
use crate::model::{Data, Facts, Mention, MentionBy, Record, Value, Whose};
use crate::schema::KindId;
use crate::source::{FileId, SourceFile, Span};

/// What is another in files that tell as many records as before.
#[derive(Clone, Debug, Default)]
pub struct Revised {
    /// The records that they tell: each may stand elsewhere.
    pub records: FxHashSet<EntityId>,
    /// Those of them that say something else.
    pub changed: FxHashSet<EntityId>,
    /// Fields that say something else, by kind and name.
    pub fields: FxHashSet<(KindId, Arc<str>)>,
    /// What is another in citations: references in fields, and what prose cites.
    pub recited: FxHashSet<Recited>,
    /// Citations came or went: they stand at other positions in their files.
    pub shifted: bool,
    /// What these lead to, or led to before.
    pub led: FxHashSet<EntityId>,
    /// Citations in files that did not change that lead elsewhere now, by their positions.
    pub elsewhere: FxHashMap<FileId, Vec<u32>>,
    /// Records that are told nowhere any more.
    pub gone: FxHashSet<EntityId>,
    /// Kinds of which other records are there than before, or in another order.
    pub sets: FxHashSet<KindId>,
    /// Kinds of which a record is called otherwise.
    pub called: FxHashSet<KindId>,
    /// Ids that records bear and did not, or the other way round.
    pub ids: FxHashSet<Arc<str>>,
    /// What links may lead to within the files may be another.
    pub anchors: bool,
}

/// Citations of which something is another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Recited {
    /// The last name of the field in which they stand; none for prose.
    pub field: Option<Arc<str>>,
    /// They lead to a record of another kind than before, or to none; or more of them is another than what they lead to and their words.
    pub elsewhere: bool,
}

impl Revised {
    /// Both as one.
    pub fn add(&mut self, other: Self) {
        self.gone.retain(|entity| !other.records.contains(entity));
        self.records.retain(|entity| !other.gone.contains(entity));
        self.gone.extend(other.gone);
        self.records.extend(other.records);
        self.changed.extend(other.changed);
        self.sets.extend(other.sets);
        self.called.extend(other.called);
        self.ids.extend(other.ids);
        for (file, mut mentions) in other.elsewhere {
            self.elsewhere.entry(file).or_default().append(&mut mentions);
        }
        self.fields.extend(other.fields);
        self.recited.extend(other.recited);
        self.led.extend(other.led);
        self.shifted |= other.shifted;
        self.anchors |= other.anchors;
    }
}

impl Index {
    /// Puts facts in the place of those of the same file, if they tell as many records of the same kinds and lead to the same files; gives
    /// them back otherwise. `was` and `is` are the text of before and that of now.
    pub fn revise(&mut self, facts: Arc<Facts>, was: &SourceFile, is: &SourceFile) -> Result<Revised, Arc<Facts>> {
        let Some(old) = self.facts(facts.file).cloned() else { return Err(facts) };
        let Some((mut revised, renamed, names)) = self.revised(&old, &facts, was, is) else { return Err(facts) };
        if names.is_empty() && renamed.is_empty() {
            self.files[facts.file.0 as usize] = Some(facts.clone());
        } else {
            self.rename(&old, &facts, &renamed, &names, &mut revised);
            self.led.forget();
        }
        self.led.renew(facts.file, facts.references);
        revised.records.extend((0..facts.records.len()).filter_map(|position| self.entity_at(&facts, position)));
        let kinds: Vec<(KindId, Arc<str>)> = revised.fields.iter().cloned().collect();
        let schema = self.schema.clone();
        self.referring.forget(|from, field| {
            let name = &schema.kind(from).fields[usize::from(field)].name;
            kinds.iter().any(|(kind, changed)| changed == name && (schema.is_a(*kind, from) || schema.is_a(from, *kind)))
        });
        for entity in &revised.records {
            self.mark_written(*entity);
        }
        Ok(revised)
    }

    fn revised(&self, old: &Facts, new: &Facts, was: &SourceFile, is: &SourceFile) -> Option<(Revised, Vec<usize>, Names)> {
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
            && (title(old) == title(new) || old.document.record.is_some())
            && paths(old) == paths(new);
        if !alike {
            return None;
        }
        let cites_alike = old.mentions.len() == new.mentions.len()
            && old.mentions.iter().zip(&new.mentions).all(|(a, b)| is_same_mention(a, b, was, is));
        let mut revised = Revised {
            shifted: !cites_alike,
            anchors: old.document.anchors != new.document.anchors
                || !old.document.headings.iter().map(|h| &h.anchor).eq(new.document.headings.iter().map(|h| &h.anchor)),
            ..Revised::default()
        };
        let (mut renamed, mut names) = (Vec::new(), Names::default());
        for (position, (a, b)) in old.records.iter().zip(&new.records).enumerate() {
            let telling = Telling { file: new.file, record: position as u32 };
            let entity = self.entity_at(old, position).filter(|e| self.entities[e.0 as usize].tellings.contains(&telling))?;
            let mut is_renamed = a.id != b.id;
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
                // What a path leads to is looked up on the disk.
                if is_path(before) || is_path(after) {
                    return None;
                }
                is_renamed |= self.name_fields.contains(&field.name);
                revised.changed.insert(entity);
                let (mut old, mut now) = (Vec::new(), Vec::new());
                for (value, found) in [(before, &mut old), (after, &mut now)] {
                    if let Some(value) = value {
                        within(value, &field.ty, &field.name, &mut |reference| found.push(reference));
                    }
                }
                self.recite(new.file, &old, &now, &mut revised);
                revised.fields.insert((b.kind, field.name.clone()));
            }
            if is_renamed {
                if !self.may_rename(old, new, position) {
                    return None;
                }
                names.note(self, a, b);
                revised.called.insert(b.kind);
                renamed.push(position);
            }
        }
        let [before, after] = [old, new].map(|facts| facts.mentions.iter().filter(|m| m.cited().is_some()).collect::<Vec<_>>());
        let alike = || before.iter().zip(&after).all(|(a, b)| is_same_mention(a, b, was, is));
        if !cites_alike && (before.len() != after.len() || !alike()) {
            self.cite(old, new, &mut revised);
        }
        Some((revised, renamed, names))
    }

    /// Notes what references of a field lead to that were not there before, or are not any more.
    fn recite(&self, file: FileId, old: &[Reference<'_>], now: &[Reference<'_>], revised: &mut Revised) {
        let same = |a: &Reference<'_>, b: &Reference<'_>| a.name == b.name && a.text == b.text;
        if old.len() == now.len() && old.iter().zip(now).all(|(a, b)| same(a, b)) {
            return;
        }
        let target = |reference: &Reference<'_>| self.resolve(reference.text, reference.spec, file);
        let kind = |target: &Target| match target {
            Target::Record(entity) => Ok(self.kind(*entity)),
            other => Err(std::mem::discriminant(other)),
        };
        let paired = old.len() == now.len();
        for (i, (one, others)) in old.iter().map(|one| (one, now)).enumerate().chain(now.iter().map(|one| (one, old)).enumerate())
        {
            if others.iter().any(|other| same(one, other)) && (!paired || same(one, &others[i])) {
                continue;
            }
            let leads = target(one);
            let other = others.get(i).filter(|other| paired && other.name == one.name).map(target);
            let elsewhere = other.is_none_or(|other| kind(&other) != kind(&leads));
            revised.recited.insert(Recited { field: Some(one.name.clone()), elsewhere });
            if let Target::Record(entity) = leads {
                revised.led.insert(entity);
            }
        }
    }

    /// Notes what prose cites, or cited; where citations came or went, those of fields too.
    fn cite(&self, old: &Facts, new: &Facts, revised: &mut Revised) {
        revised.recited.insert(Recited { field: None, elsewhere: true });
        for cited in old.mentions.iter().chain(&new.mentions).filter_map(Mention::cited) {
            let fitting = |e: &&EntityId| cited.kinds.iter().any(|k| self.schema.is_a(self.kind(**e), *k));
            revised.led.extend(self.by_id(&cited.id).iter().find(fitting));
        }
        // The document that the prose is of.
        revised.led.extend(new.document.record.and_then(|record| self.entity_at(new, record)));
    }
}

fn is_same(a: &Record, b: &Record) -> bool {
    a.kind == b.kind && std::mem::discriminant(&a.carrier) == std::mem::discriminant(&b.carrier)
}

fn is_same_mention(a: &Mention, b: &Mention, was: &SourceFile, is: &SourceFile) -> bool {
    match (&a.by, &b.by) {
        (MentionBy::Field(a, x, _), MentionBy::Field(b, y, _)) => a == b && x == y,
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

/// What stands before a citation in its sentence, its cell and its line.
fn lead(span: Span, source: &SourceFile) -> &str {
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '|']).next().unwrap_or_default();
    line.rsplit(". ").next().unwrap_or_default()
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
        Data::Ref(text, _) => looks_like_path(text),
        Data::List(items) => items.iter().any(names_path),
        Data::Group(fields) => fields.iter().any(|(_, v)| names_path(v)),
        Data::Map(entries) => entries.iter().any(|e| names_path(&e.value)),
        _ => false,
    }
}
