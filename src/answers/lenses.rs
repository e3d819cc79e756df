//! What is said above a document and its records.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::answers::naming::{How, namings};
use crate::model::EntityId;
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// The records with an id that a file tells, and where their names stand.
pub fn told_in(workspace: &Workspace, file: FileId) -> Vec<(EntityId, Span)> {
    let Some(facts) = workspace.index.facts(file) else { return Vec::new() };
    let named = facts.records.iter().enumerate().filter(|(_, record)| record.id.is_some());
    named.filter_map(|(i, record)| Some((workspace.index.entity_at(facts, i)?, record.name))).collect()
}

/// The places that refer to a record.
pub fn references_to(workspace: &Workspace, entity: EntityId) -> Vec<Place> {
    let found = namings(workspace, &[entity]);
    found.into_iter().filter(|naming| naming.how != How::Told).map(|naming| naming.place).collect()
}

/// The ids of the packs' records that the document of a file answers to by its kind; empty for one that has no kind or answers to none.
pub fn answered_by(workspace: &Workspace, file: FileId) -> Vec<Arc<str>> {
    let index = &workspace.index;
    let Some(document) = index.document(file) else { return Vec::new() };
    let kind = index.schema.kind(index.kind(document));
    let mut seen = FxHashSet::default();
    let keys = kind.answers().iter().flat_map(crate::schema::Answer::keys);
    let loaded = keys.filter(|key| index.by_id(key).iter().any(|e| index.in_pack(*e)));
    loaded.filter(|key| seen.insert((*key).clone())).cloned().collect()
}

/// The name of the kind of the document that a file is.
pub fn document_kind(workspace: &Workspace, file: FileId) -> Option<Arc<str>> {
    let index = &workspace.index;
    index.document(file).map(|document| index.schema.kind(index.kind(document)).name.clone())
}
