//! A record's card: what it says, where, and who refers to it.

use std::sync::Arc;

use crate::finding::one_line;
use crate::model::{Data, EntityId, Target, Value};
use crate::schema::{Inverse, KindId, Type};
use crate::source::{FileId, Place};
use crate::workspace::Workspace;

/// Most characters of a value on a card.
const WIDTH: usize = 100;

/// A record as told, with its relations.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its kind.
    pub kind: Arc<str>,
    /// Its kind's title.
    pub kind_title: Arc<str>,
    /// Its id.
    pub id: Option<Arc<str>>,
    /// Where it is told; empty for a record of a pack.
    pub told: Vec<Place>,
    /// Its fields, in the kind's order.
    pub fields: Vec<CardField>,
    /// Relations read from their other end: name, and the ids that refer here.
    pub cited_by: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// One field of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct CardField {
    /// Its name.
    pub name: Arc<str>,
    /// Its value as written, on one line; for a reference that resolves, with the target's title.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// The card of a record.
pub fn card(workspace: &Workspace, entity: EntityId) -> Card {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let mut fields: Vec<CardField> = Vec::new();
    for telling in index.tellings(entity) {
        let record = index.record(*telling);
        for (i, value) in &record.fields {
            let field = &kind.fields[*i as usize];
            if !value.is_missing() && !fields.iter().any(|f| f.name == field.name) {
                let place = Place::new(telling.file, value.span);
                fields.push(CardField {
                    name: field.name.clone(),
                    value: shown(workspace, value, &field.ty, telling.file),
                    place,
                });
            }
        }
    }
    // A row that leads to other frameworks is no reference; see `crosswalk`.
    let refers = |inverse: &&Inverse| index.schema.kind(inverse.from).crosswalk.is_none();
    let cited_by = kind.inverses.iter().filter(refers).filter_map(|inverse| {
        let ids: Vec<Arc<str>> = index.inverse(entity, inverse).into_iter().map(|e| name(workspace, e)).collect();
        (!ids.is_empty()).then(|| (inverse.name.clone(), ids))
    });
    let told = if index.in_pack(entity) {
        Vec::new()
    } else {
        index.tellings(entity).iter().map(|t| Place::new(t.file, index.record(*t).name)).collect()
    };
    Card {
        kind: kind.name.clone(),
        kind_title: kind.title.clone(),
        id: index.id(entity).cloned(),
        told,
        fields,
        cited_by: cited_by.collect(),
    }
}

/// A record's id, else its title, else its kind.
pub(super) fn name(workspace: &Workspace, entity: EntityId) -> Arc<str> {
    let index = &workspace.index;
    index
        .id(entity)
        .cloned()
        .or_else(|| text(workspace, entity, "title"))
        .unwrap_or_else(|| index.schema.kind(index.kind(entity)).name.clone())
}

/// The text of a record's field, if it has one.
pub(super) fn text(workspace: &Workspace, entity: EntityId, field: &str) -> Option<Arc<str>> {
    let index = &workspace.index;
    let (i, _) = index.schema.kind(index.kind(entity)).field(field)?;
    index.tellings(entity).iter().find_map(|t| match &index.record(*t).get(i)?.data {
        Data::Text(text) => Some((&**text).into()),
        _ => None,
    })
}

fn shown(workspace: &Workspace, value: &Value, ty: &Type, file: FileId) -> String {
    let written = || one_line(workspace.sources.get(file).slice(value.span), WIDTH);
    match (&value.data, ty) {
        (Data::Ref(text, nth), Type::Ref(spec)) => match workspace.index.target((text, *nth), spec, file) {
            Target::Record(entity) => {
                let title = self::text(workspace, entity, "title").filter(|t| **t != **text);
                title.map_or_else(|| text.to_string(), |t| format!("{text} ({})", one_line(&t, WIDTH)))
            }
            _ => one_line(text, WIDTH),
        },
        (Data::List(items), Type::List(item)) => {
            let all: Vec<String> = items.iter().map(|v| shown(workspace, v, item, file)).collect();
            all.join(", ")
        }
        (Data::Text(text), _) => one_line(text, WIDTH),
        _ => written(),
    }
}

/// Records of a kind, by id: for lists of names.
pub(super) fn ids(workspace: &Workspace, kind: KindId) -> Vec<Arc<str>> {
    workspace.index.all(kind).iter().filter_map(|e| workspace.index.id(*e).cloned()).collect()
}
