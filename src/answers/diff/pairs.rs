//! Which record of one state is which of the other: by kind and id, documents without an id by path, others by title; one whose id is another
//! by its title.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::card::{name, text};
use crate::model::EntityId;
use crate::schema::fold_value;
use crate::workspace::Workspace;

/// A record as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its kind's name.
    pub kind: Arc<str>,
    /// Its id, else its title, else its path or its kind.
    pub name: Arc<str>,
    /// Its title, where that is not its name.
    pub title: Option<Arc<str>>,
    /// Its kind's title, for sentences.
    pub noun: Arc<str>,
    /// It is elided from what leaves the machine.
    pub sensitive: bool,
}

/// Records of two states, brought together.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub both: Vec<(EntityId, EntityId)>,
    pub added: Vec<EntityId>,
    pub removed: Vec<EntityId>,
    pub renamed: Vec<(EntityId, EntityId)>,
}

/// What a record is found by.
type Key = (Arc<str>, &'static str, Box<str>);

pub(super) fn pairs(old: &Workspace, new: &Workspace, renamed: &BTreeMap<String, String>) -> Pairs {
    let path = |path: &str| renamed.get(path).map_or(path, String::as_str).to_owned();
    let before = keyed(old, &path);
    let after = keyed(new, &|path| path.to_owned());
    let mut pairs = Pairs::default();
    for (key, entity) in &before {
        match after.get(key) {
            Some(now) => pairs.both.push((*entity, *now)),
            None => pairs.removed.push(*entity),
        }
    }
    pairs.added = after.iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, entity)| *entity).collect();
    let title = |workspace: &Workspace, entity: EntityId| {
        let kind = workspace.index.schema.kind(workspace.index.kind(entity)).name.clone();
        text(workspace, entity, "title").map(|title| (kind, fold_value(&title)))
    };
    let mut titled: FxHashMap<(Arc<str>, Box<str>), Vec<EntityId>> = FxHashMap::default();
    for entity in &pairs.added {
        if let Some(title) = title(new, *entity) {
            titled.entry(title).or_default().push(*entity);
        }
    }
    let was = std::mem::take(&mut pairs.removed);
    for entity in was {
        match title(old, entity).and_then(|title| titled.get(&title)).map(Vec::as_slice) {
            Some([only]) if !pairs.renamed.iter().any(|(_, now)| now == only) => pairs.renamed.push((entity, *only)),
            _ => pairs.removed.push(entity),
        }
    }
    pairs.added.retain(|entity| !pairs.renamed.iter().any(|(_, now)| now == entity));
    pairs.both.extend(&pairs.renamed);
    pairs
}

/// The records of the repository that can be told from others; of those with one key, the first.
fn keyed(workspace: &Workspace, path: &dyn Fn(&str) -> String) -> FxHashMap<Key, EntityId> {
    let index = &workspace.index;
    let mut keyed: FxHashMap<Key, EntityId> = FxHashMap::default();
    let Some(top) = index.schema.find("record") else { return keyed };
    let mut all: Vec<EntityId> = index.every(top).filter(|e| !index.in_pack(*e) && !index.is_mention(index.kind(*e))).collect();
    all.sort_unstable();
    for entity in all {
        let kind = index.schema.kind(index.kind(entity)).name.clone();
        let (file, _) = index.first(entity);
        let key = match (index.id(entity), text(workspace, entity, "title")) {
            (Some(id), _) => ("id", fold_value(id)),
            (None, _) if index.document(file) == Some(entity) => ("path", path(&workspace.sources.get(file).path).into()),
            (None, Some(title)) => ("title", fold_value(&title)),
            (None, None) => continue,
        };
        keyed.entry((kind, key.0, key.1)).or_insert(entity);
    }
    keyed
}

pub(super) fn named(workspace: &Workspace, entity: EntityId) -> Named {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let name = name(workspace, entity);
    let title = text(workspace, entity, "title").filter(|title| *title != name);
    Named { kind: kind.name.clone(), name, title, noun: kind.title.clone(), sensitive: kind.sensitive }
}

/// True for a document that says something else below its front matter, and carries no other records that would tell.
pub(super) fn is_rewritten(old: &Workspace, a: EntityId, new: &Workspace, b: EntityId) -> bool {
    let prose = |workspace: &Workspace, entity: EntityId| -> Option<Box<str>> {
        let (file, _) = workspace.index.first(entity);
        let facts = workspace.index.facts(file)?;
        let alone = workspace.index.document(file) == Some(entity) && facts.records.len() == 1;
        let text = &*workspace.sources.get(file).text;
        // Fields told in the text are told as fields.
        let blocks = facts.document.blocks.iter().filter_map(|block| text.get(block.span.range()));
        alone.then(|| blocks.map(fold_value).collect::<Vec<_>>().join("\n").into())
    };
    matches!((prose(old, a), prose(new, b)), (Some(before), Some(after)) if before != after)
}
