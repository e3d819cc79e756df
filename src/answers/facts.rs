//! What a record says of itself, whole and in words: for pages about one record, where a card's one line a field is too little.

use std::sync::Arc;

use super::card::text;
use crate::finding::one_line;
use crate::model::{Data, EntityId, Target, Value};
use crate::schema::Type;
use crate::source::FileId;
use crate::workspace::Workspace;

/// A field and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The field's name.
    pub name: Arc<str>,
    /// What it says.
    pub value: FactValue,
}

impl Fact {
    /// The field's name as people write it.
    pub fn label(&self) -> String {
        self.name.replace('_', " ")
    }

    /// What it says, if that is a text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            FactValue::Text(text) => Some(text),
            FactValue::Items(_) => None,
        }
    }
}

/// What a field says.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// A text; several, and names of records with their titles, joined by commas.
    Text(String),
    /// Items that have fields of their own.
    Items(Vec<Vec<(Arc<str>, String)>>),
}

/// The facts of a record that its kind wants told (`x-tell`), in that order; of a kind that does not say, all but id and title.
pub fn facts(workspace: &Workspace, entity: EntityId) -> Vec<Fact> {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let mut found: Vec<(usize, Fact)> = Vec::new();
    let told = index.tellings(entity).iter().flat_map(|t| index.record(*t).fields.iter().map(|(i, value)| (t.file, i, value)));
    for (file, i, value) in told {
        let field = &kind.fields[*i as usize];
        if found.iter().any(|(_, fact)| fact.name == field.name) {
            continue;
        }
        let rank = if kind.tell.is_empty() { Some(usize::from(*i)) } else { kind.tell.iter().position(|f| f == i) };
        let Some(rank) = rank.filter(|_| !value.is_missing() && !matches!(&*field.name, "id" | "title")) else {
            continue;
        };
        found.push((rank, Fact { name: field.name.clone(), value: fact(workspace, value, &field.ty, file) }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, fact)| fact).collect()
}

fn fact(workspace: &Workspace, value: &Value, ty: &Type, file: FileId) -> FactValue {
    let (Data::List(items), Type::Group(group)) = (&value.data, ty.element()) else {
        return FactValue::Text(words(workspace, value, ty, file));
    };
    let item = |item: &Value| match &item.data {
        Data::Group(fields) => fields
            .iter()
            .map(|(i, value)| {
                let field = &group.fields[*i as usize];
                (field.name.clone(), words(workspace, value, &field.ty, file))
            })
            .collect(),
        _ => Vec::new(),
    };
    FactValue::Items(items.iter().map(item).collect())
}

/// A value on one line, without a limit of length.
fn words(workspace: &Workspace, value: &Value, ty: &Type, file: FileId) -> String {
    match (&value.data, ty) {
        (Data::Text(text), _) => one_line(text, usize::MAX),
        (Data::Word(i), Type::Word(vocabulary)) => {
            vocabulary.words.get(*i as usize).map_or_else(String::new, ToString::to_string)
        }
        (Data::Ref(name, nth), Type::Ref(spec)) => {
            let title = match workspace.index.target((name, *nth), spec, file) {
                Target::Record(entity) => text(workspace, entity, "title").filter(|title| **title != **name),
                _ => None,
            };
            title.map_or_else(|| name.to_string(), |title| format!("{name} ({title})"))
        }
        (Data::List(items), Type::List(item)) => {
            let all: Vec<String> = items.iter().map(|v| words(workspace, v, item, file)).collect();
            all.join(", ")
        }
        _ => one_line(workspace.sources.get(file).slice(value.span), usize::MAX),
    }
}
