//! All places that name records.

use super::{definition::link_target, words};
use crate::model::index::MentionId;
use crate::model::{EntityId, Facts, Target};
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// A place that names a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The words: the id where it is written, else all that stands for the record.
    pub place: Place,
    /// Which record.
    pub entity: EntityId,
    /// How it is named.
    pub how: How,
}

/// How a place names a record, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is told there.
    Told,
    /// A field refers to it.
    Field,
    /// Prose cites it.
    Cited,
    /// Its id is a word of the text.
    Word,
    /// A link leads to it.
    Link,
}

/// The places that name one of these records, in order of path and place; those of packs left out.
pub fn namings(workspace: &Workspace, entities: &[EntityId]) -> Vec<Naming> {
    let own = workspace.index.files().filter(|facts| !workspace.is_pack(facts.file));
    own.flat_map(|facts| in_file(workspace, facts, entities)).collect()
}

/// The places of one file.
pub fn namings_in(workspace: &Workspace, file: FileId, entities: &[EntityId]) -> Vec<Naming> {
    workspace.index.facts(file).map(|facts| in_file(workspace, facts, entities)).unwrap_or_default()
}

fn in_file(workspace: &Workspace, facts: &Facts, entities: &[EntityId]) -> Vec<Naming> {
    let index = &workspace.index;
    let text = &workspace.sources.get(facts.file).text;
    let mut found = known(workspace, facts, &|entity| entities.contains(&entity));
    for entity in entities {
        let id = index.id(*entity).filter(|id| !index.in_pack(*entity) && words::is_telling(workspace, id));
        let spans = id.into_iter().flat_map(|id| words::all(workspace, text, id));
        found.extend(spans.map(|span| Naming { place: Place::new(facts.file, span), entity: *entity, how: How::Word }));
    }
    each_once(facts, found)
}

/// The places where a record is told, referred to, cited or linked to, of those that are wanted.
pub(super) fn known(workspace: &Workspace, facts: &Facts, wanted: &dyn Fn(EntityId) -> bool) -> Vec<Naming> {
    let index = &workspace.index;
    let text = &workspace.sources.get(facts.file).text;
    let mut found: Vec<Naming> = Vec::new();
    let named = |span: Span, entity: EntityId, how: How| {
        let id = index.id(entity).and_then(|id| words::written(text, span, id));
        Naming { place: Place::new(facts.file, id.unwrap_or(span)), entity, how }
    };
    for (i, record) in facts.records.iter().enumerate() {
        let entity = index.entity_at(facts, i).filter(|entity| wanted(*entity));
        found.extend(entity.map(|entity| named(record.name, entity, How::Told)));
    }
    index.references(facts, &mut |reference| {
        if let Target::Record(entity) = index.leads_to(&reference, facts)
            && wanted(entity)
        {
            found.push(named(reference.value.span, entity, How::Field));
        }
    });
    for (i, mention) in facts.mentions.iter().enumerate().filter(|(_, m)| m.cited().is_some()) {
        if let Target::Record(entity) = index.mention_target(MentionId { file: facts.file, position: i as u32 })
            && wanted(entity)
        {
            found.push(named(mention.span, entity, How::Cited));
        }
    }
    for link in &facts.links {
        if let Some(entity) = link_target(workspace, facts, link).and_then(|target| target.entity)
            && wanted(entity)
        {
            found.push(Naming { place: Place::new(facts.file, link.span), entity, how: How::Link });
        }
    }
    found
}

/// One place is named once, in the surest way; words within a link's destination are the link's.
pub(super) fn each_once(facts: &Facts, mut found: Vec<Naming>) -> Vec<Naming> {
    let is_linked = |naming: &Naming| facts.links.iter().any(|link| link.span.contains(naming.place.span));
    found.retain(|naming| naming.how != How::Word || !is_linked(naming));
    found.sort_by_key(|naming| (naming.place.span.start, naming.how, naming.place.span.len()));
    found.dedup_by(|next, kept| next.place.span.start < kept.place.span.end || next.place == kept.place);
    found
}
