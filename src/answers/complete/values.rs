//! What a field takes: ids of records with their titles, words of a vocabulary, yes or no, a day.

use super::{Choice, Here, Sort};
use crate::answers::card::text;
use crate::model::EntityId;
use crate::schema::{Field, RefTo, Type};

/// What may be written as a field's value.
pub(super) fn of(here: &Here<'_>, field: &Field) -> Vec<Choice> {
    let word = |words: &str| Choice { words: words.to_owned(), after: "", detail: String::new(), says: None, sort: Sort::Word };
    match field.ty.element() {
        Type::Word(vocabulary) => vocabulary.words.iter().map(|words| word(words)).collect(),
        Type::Truth(_) => vec![word("yes"), word("no")],
        Type::Date => {
            vec![Choice { detail: "today".to_owned(), ..word(&here.today.to_string()) }]
        }
        Type::Ref(spec) => match &spec.to {
            RefTo::Any => Vec::new(),
            RefTo::Kinds(kinds) => {
                let index = &here.workspace.index;
                let mut all: Vec<EntityId> = kinds.iter().flat_map(|kind| index.all(*kind)).copied().collect();
                index.sort(&mut all);
                all.into_iter().filter_map(|entity| record(here, entity)).collect()
            }
        },
        _ => Vec::new(),
    }
}

/// A record by its id.
pub(super) fn record(here: &Here<'_>, entity: EntityId) -> Option<Choice> {
    let index = &here.workspace.index;
    let id = index.id(entity)?;
    let title = text(here.workspace, entity, "title").filter(|title| title != id);
    let kind = &index.schema.kind(index.kind(entity)).title;
    Some(Choice {
        words: id.to_string(),
        after: "",
        detail: title.map_or_else(|| kind.to_string(), |title| title.to_string()),
        says: Some(kind.to_string()),
        sort: Sort::Record,
    })
}
