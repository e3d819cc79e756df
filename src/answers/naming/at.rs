//! What record is meant at a place of a text.

use super::{alike, words};
use crate::model::index::MentionId;
use crate::model::{EntityId, Target};
use crate::source::{FileId, Span};
use crate::workspace::Workspace;

/// A place that means records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The words that mean them: the id where one is written.
    pub span: Span,
    /// The records; several where a record of a pack and what the repository says of it bear one id.
    pub entities: Vec<EntityId>,
}

/// The records that are meant at an offset; none where nothing of the kind stands there.
pub fn meant(workspace: &Workspace, file: FileId, offset: usize) -> Option<Meant> {
    let index = &workspace.index;
    let facts = index.facts(file)?;
    let text = &workspace.sources.get(file).text;
    let mut found: Vec<(Span, EntityId)> = Vec::new();
    let here = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    let narrow = |span: Span, entity: EntityId| {
        let written = index.id(entity).and_then(|id| words::written(text, span, id));
        written.filter(|written| here(*written)).unwrap_or(span)
    };
    for (i, record) in facts.records.iter().enumerate().filter(|(_, record)| here(record.name)) {
        // A record without an id is not named by its first key.
        let named = record.id.as_ref().and_then(|id| words::written(text, record.name, id));
        found.extend(named.filter(|span| here(*span)).zip(index.entity_at(facts, i)));
    }
    index.references(facts, &mut |reference| {
        if here(reference.value.span)
            && let Target::Record(entity) = index.leads_to(&reference, facts)
        {
            found.push((narrow(reference.value.span, entity), entity));
        }
    });
    for (i, mention) in facts.mentions.iter().enumerate().filter(|(_, m)| here(m.span) && m.cited().is_some()) {
        if let Target::Record(entity) = index.mention_target(MentionId { file, position: i as u32 }) {
            found.push((narrow(mention.span, entity), entity));
        }
    }
    // The nearest: within a range of ids its ends have places of their own.
    let nearest = found.into_iter().min_by_key(|(span, _)| span.len());
    match nearest {
        Some((span, entity)) => Some(Meant { span, entities: alike(workspace, entity) }),
        None => words::at(workspace, text, offset).map(|(span, entities)| Meant { span, entities: entities.to_vec() }),
    }
}
