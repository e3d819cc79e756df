//! What stands at a byte of a file: an id, the name of a field, a value, a date. Whoever hovers, jumps or renames asks here.

mod names;
mod word;

use jiff::civil::Date;

use super::naming;
use crate::model::index::MentionId;
use crate::model::{Data, EntityId, Facts, Period, Target, Value};
use crate::schema::{FieldPath, KindId, Type};
use crate::source::{FileId, Place, SourceFile, Span};
use crate::workspace::Workspace;

pub(super) use names::path;
pub use word::around;

/// What stands somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// The words.
    pub place: Place,
    /// What they are.
    pub what: What,
}

/// What words are.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The id of a record, where it is told.
    Record(EntityId),
    /// A reference in a field, a citation, or the id of a record of the repository in prose, which is no mention.
    Reference {
        /// Where it leads.
        target: Target,
        /// The mention that it is.
        mention: Option<MentionId>,
    },
    /// The name of a field: a key, a column, a heading, a label.
    Name {
        /// The kind whose field it is.
        kind: KindId,
        /// The field.
        path: FieldPath,
    },
    /// The value of a field, other than a reference.
    Value {
        /// The kind of its record.
        kind: KindId,
        /// The field.
        path: FieldPath,
        /// The day that it is, or the first and the last.
        days: Option<(Date, Date)>,
    },
    /// A date in prose, the first day and the last.
    Days(Date, Date),
}

impl At {
    /// The record that the words name, where they name one.
    pub fn record(&self) -> Option<EntityId> {
        match self.what {
            What::Record(entity) | What::Reference { target: Target::Record(entity), .. } => Some(entity),
            _ => None,
        }
    }
}

/// What stands at an offset of a file, the smallest that does. The byte after a word counts to it, as a cursor there does.
pub fn at(workspace: &Workspace, file: FileId, offset: usize) -> Option<At> {
    let facts = workspace.index.facts(file)?;
    let source = workspace.sources.get(file);
    let here = |span: Span, what| At { place: Place::new(file, span), what };
    if let Some((span, what)) = mentioned(workspace, facts, offset) {
        return Some(here(span, what));
    }
    if let Some((span, entity)) = told(workspace, facts, source, offset) {
        return Some(here(span, What::Record(entity)));
    }
    if let Some((span, [entity, ..])) = naming::word_at(workspace, &source.text, offset) {
        return Some(here(span, What::Reference { target: Target::Record(*entity), mention: None }));
    }
    let value = valued(workspace, facts, offset);
    if let Some((span, what, true)) = &value {
        return Some(here(*span, what.clone()));
    }
    if let Some((span, day)) = word::day(source, offset) {
        return Some(here(span, What::Days(day, day)));
    }
    if let Some((span, kind, path)) = names::name(workspace, facts, source, offset) {
        return Some(here(span, What::Name { kind, path }));
    }
    value.map(|(span, what, _)| here(span, what))
}

/// True for a byte within a span or right after it.
fn touches(span: Span, offset: usize) -> bool {
    span.start as usize <= offset && offset <= span.end as usize
}

/// The smallest mention at an offset.
fn mentioned(workspace: &Workspace, facts: &Facts, offset: usize) -> Option<(Span, What)> {
    let here = facts.mentions.iter().enumerate().filter(|(_, mention)| touches(mention.span, offset));
    let (position, mention) = here.min_by_key(|(_, mention)| (mention.span.len(), mention.span.start))?;
    let id = MentionId { file: facts.file, position: position as u32 };
    let target = workspace.index.mention_target(id);
    // Free text where the field allows it is a value like any other.
    (target != Target::Text).then_some((mention.span, What::Reference { target, mention: Some(id) }))
}

/// The record whose id is told at an offset: the id alone, without markup around it or a title beside it.
fn told(workspace: &Workspace, facts: &Facts, source: &SourceFile, offset: usize) -> Option<(Span, EntityId)> {
    facts.records.iter().enumerate().find_map(|(i, record)| {
        let span = naming::written(&source.text, record.name, record.id.as_ref()?).filter(|span| touches(*span, offset))?;
        Some((span, workspace.index.entity_at(facts, i)?))
    })
}

/// The smallest value at an offset, and whether it is more than text.
fn valued(workspace: &Workspace, facts: &Facts, offset: usize) -> Option<(Span, What, bool)> {
    let mut best: Option<(Span, What, bool)> = None;
    for record in &facts.records {
        let kind = workspace.index.schema.kind(record.kind);
        for (field, value) in record.fields.iter().filter(|(_, value)| touches(value.span, offset)) {
            let (path, value) = innermost(vec![*field], value, &kind.fields[usize::from(*field)].ty, offset);
            if best.as_ref().is_none_or(|(span, ..)| value.span.len() < span.len()) {
                let typed = !matches!(value.data, Data::Text(_) | Data::Missing | Data::List(_) | Data::Group(_) | Data::Map(_));
                let days = match value.data {
                    Data::Date(day) => Some((day, day)),
                    Data::Period(Period { first, last, .. }) => Some((first, last)),
                    _ => None,
                };
                best = Some((value.span, What::Value { kind: record.kind, path, days }, typed));
            }
        }
    }
    best
}

/// The value within a value that stands at an offset, and the path that leads to it.
fn innermost<'v>(path: FieldPath, value: &'v Value, ty: &Type, offset: usize) -> (FieldPath, &'v Value) {
    match (&value.data, ty) {
        (Data::List(items), Type::List(item)) => match items.iter().find(|item| touches(item.span, offset)) {
            Some(inner) => innermost(path, inner, item, offset),
            None => (path, value),
        },
        (Data::Group(fields), Type::Group(group)) => match fields.iter().find(|(_, inner)| touches(inner.span, offset)) {
            Some((i, inner)) => innermost([path, vec![*i]].concat(), inner, &group.fields[usize::from(*i)].ty, offset),
            None => (path, value),
        },
        _ => (path, value),
    }
}
