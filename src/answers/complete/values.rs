//! What a field takes: ids of records with their titles, words of a vocabulary or of a scale, yes or no, a day.

use super::{Choice, Choices, Here, Sort};
use crate::answers::add::next_id;
use crate::answers::card::text;
use crate::finding::one_line;
use crate::lint;
use crate::model::{Data, EntityId};
use crate::schema::{Field, KindId, RefTo, ScaleSpec, Type};

/// Intervals that are planned most.
const INTERVALS: [(&str, &str); 5] = [
    ("P1M", "each month"),
    ("P3M", "each quarter"),
    ("P6M", "twice a year"),
    ("P12M", "each year"),
    ("P24M", "every other year"),
];
/// Most words of other records that are shown where no scale is told.
const FEW: usize = 12;
/// Most characters of what a field takes.
const NOUN: usize = 60;
/// Most characters of a word of another record.
const WIDTH: usize = 40;

/// What may be written as the value of the field at a path of a kind, where `value` stands of it before the cursor.
pub(super) fn choices(here: &Here<'_>, kind: KindId, path: &[u16], value: &str) -> Option<Choices> {
    let field = here.workspace.index.schema.kind(kind).at(path)?;
    let all = of(here, kind, path, field);
    let first = Choices::of(here, here.offset - begun(field, value).len(), all.clone());
    // More than one word of what stands there may be none of ours.
    let word = value.rsplit([' ', ',', '[', '{', '|', '/', '"', '\'', '`', '*']).next().unwrap_or_default();
    Some(if first.all.is_empty() { Choices::of(here, here.offset - word.len(), all) } else { first })
}

/// What of a value is being written: of a list the last item, without what sets it off.
fn begun<'v>(field: &Field, value: &'v str) -> &'v str {
    let is_list = matches!(field.ty, Type::List(_));
    let item = if is_list { value.rsplit([',', ';', '[']).next().unwrap_or_default() } else { value };
    item.trim_start_matches([' ', '\t', '[', '"', '\'', '`', '*'])
}

/// What may be written as a field's value.
fn of(here: &Here<'_>, kind: KindId, path: &[u16], field: &Field) -> Vec<Choice> {
    let index = &here.workspace.index;
    let word = |words: &str| Choice::new(Sort::Word, words, "");
    let is_id = path.len() == 1 && index.schema.kind(kind).id.as_ref().is_some_and(|id| id.field == path[0]);
    match field.ty.element() {
        _ if is_id && !matches!(field.ty, Type::Ref(_)) => {
            let next = next_id(here.workspace, kind, here.file);
            next.map(|id| Choice::new(Sort::Record, &id, "the next id")).into_iter().collect()
        }
        Type::Word(vocabulary) => vocabulary.words.iter().map(|words| word(words)).collect(),
        Type::Truth(_) => vec![word("yes"), word("no")],
        Type::Date => vec![Choice::new(Sort::Word, &here.today.to_string(), "today")],
        Type::Duration => INTERVALS.iter().map(|(words, means)| Choice::new(Sort::Word, words, *means)).collect(),
        Type::Scale(spec) => on_scale(here, kind, path, spec),
        Type::Ref(spec) => match &spec.to {
            RefTo::Any => Vec::new(),
            RefTo::Kinds(kinds) => {
                let mut all: Vec<EntityId> = kinds.iter().flat_map(|kind| index.all(*kind)).copied().collect();
                index.sort(&mut all);
                // A record that bears the id of what it is about is told once.
                let is_told = |id: &str| is_id && index.by_id(id).iter().any(|e| index.kind(*e) == kind);
                all.retain(|entity| !index.id(*entity).is_some_and(|id| is_told(id)));
                all.into_iter().filter_map(|entity| record(here, entity)).collect()
            }
        },
        _ => Vec::new(),
    }
}

/// The words of a scale, lowest first; where the repository tells none, those that other records have.
fn on_scale(here: &Here<'_>, kind: KindId, path: &[u16], spec: &ScaleSpec) -> Vec<Choice> {
    let index = &here.workspace.index;
    let word = |words: &str, detail: String| Choice::new(Sort::Word, words, detail);
    if let Some((levels, _)) = lint::levels(index, spec).filter(|(levels, _)| !levels.is_empty()) {
        let of = format!("of {}", levels.len());
        return levels.into_iter().enumerate().map(|(i, level)| word(level, format!("{} {of}", i + 1))).collect();
    }
    let mut used: Vec<String> = Vec::new();
    for telling in index.all(kind).iter().flat_map(|entity| index.tellings(*entity)).filter(|_| path.len() == 1) {
        let value = index.record(*telling).get(path[0]).filter(|value| matches!(value.data, Data::Scale(_)));
        let Some(value) = value.filter(|_| used.len() < FEW) else { continue };
        let said = one_line(here.workspace.sources.get(telling.file).slice(value.span), WIDTH);
        if !used.contains(&said) {
            used.push(said);
        }
    }
    used.iter().map(|words| word(words, String::new())).collect()
}

/// What a field takes, in a few words.
pub(super) fn noun(field: &Field) -> String {
    one_line(&field.ty.noun(), NOUN)
}

/// A record by its id.
pub(super) fn record(here: &Here<'_>, entity: EntityId) -> Option<Choice> {
    let index = &here.workspace.index;
    let id = index.id(entity)?;
    let title = text(here.workspace, entity, "title").filter(|title| title != id);
    let kind = &index.schema.kind(index.kind(entity)).title;
    let detail = title.map_or_else(|| kind.to_string(), |title| title.to_string());
    Some(Choice::new(Sort::Record, id, detail).saying(kind))
}
