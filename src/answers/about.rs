//! What is known of what stands somewhere, in a few lines: for whoever points at it.

use std::sync::Arc;

use jiff::civil::Date;

use super::at::What;
use super::card::{Card, card};
use super::explain::{Keyed, Subject, explain};
use crate::finding::one_line;
use crate::model::{EntityId, Target};
use crate::schema::{Kind, KindId, RefTo, Schema, Type};
use crate::workspace::Workspace;

/// At most this many names of a kind, and this many lines of one record.
const MOST: usize = 8;
const LINES: usize = 14;
/// Most characters of a line.
const WIDTH: usize = 160;

/// What is known of one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// What it is called: its title, or the kind of thing that it is.
    pub title: String,
    /// What it is, in a sentence or two.
    pub says: Option<String>,
    /// What there is to say: label and words.
    pub rows: Vec<(String, String)>,
    /// What must be said beside it.
    pub cautions: Vec<Arc<str>>,
}

/// What is known of what stands somewhere, as of a day: the general before the particular. Nothing for what explains itself.
pub fn about(workspace: &Workspace, what: &What, today: Date) -> Vec<Told> {
    let schema = &workspace.index.schema;
    let field = |kind: KindId, path: &[u16]| named(schema, schema.kind(kind), path);
    match what {
        What::Record(entity) | What::Reference { target: Target::Record(entity) | Target::WrongKind(entity), .. } => {
            record(workspace, *entity, today)
        }
        What::Reference { .. } => Vec::new(),
        What::Name { kind, path } => field(*kind, path).into_iter().collect(),
        What::Value { kind, path, days } => {
            let typed = schema.kind(*kind).at(path).is_some_and(|field| !matches!(field.ty.element(), Type::Text));
            let mut told: Vec<Told> = field(*kind, path).filter(|_| typed).into_iter().collect();
            if let (Some(first), Some((from, to))) = (told.first_mut(), days) {
                first.rows.insert(0, ("day".to_owned(), off(*from, *to, today)));
            }
            told
        }
        What::Days(from, to) => {
            let name = if from == to { from.to_string() } else { format!("{from} to {to}") };
            vec![Told { name, title: off(*from, *to, today), ..Told::default() }]
        }
    }
}

/// A record; of one of a pack, what it asks for, and what the repository says of it.
fn record(workspace: &Workspace, entity: EntityId, today: Date) -> Vec<Told> {
    let index = &workspace.index;
    let Some(id) = index.id(entity).filter(|_| index.in_pack(entity)) else {
        return vec![carded(workspace, &card(workspace, entity))];
    };
    let subjects = explain(workspace, id, today).subjects.into_iter();
    let told = subjects.filter_map(|subject| match subject {
        Subject::Keyed(told) => Some(keyed(&told)),
        Subject::Record(card) => Some(carded(workspace, &card)),
        _ => None,
    });
    told.collect()
}

fn carded(workspace: &Workspace, card: &Card) -> Told {
    let id = card.id.as_deref();
    let title = card.fields.iter().find(|field| &*field.name == "title").map(|field| one_line(&field.value, WIDTH));
    let name = id.map_or_else(|| title.clone().unwrap_or_default(), ToOwned::to_owned);
    let title = title
        .filter(|title| *title != name)
        .map_or_else(|| card.kind_title.to_string(), |t| format!("{t} ({})", card.kind_title));
    let said = card.fields.iter().filter(|field| !matches!(&*field.name, "id" | "title"));
    let mut rows: Vec<(String, String)> =
        said.map(|field| (words(&field.name), one_line(&field.value, WIDTH))).filter(|(_, value)| Some(&**value) != id).collect();
    if rows.len() > LINES {
        rows.truncate(LINES - 1);
        rows.push(("more".to_owned(), format!("{} fields", card.fields.len() + 1 - LINES)));
    }
    rows.extend(card.cited_by.iter().map(|(name, ids)| (words(name), some(ids))));
    rows.extend(card.told.iter().map(|place| {
        let file = workspace.sources.get(place.file);
        ("told in".to_owned(), format!("{}:{}", file.path, file.position(place.span.start).line))
    }));
    Told { name, title, rows, ..Told::default() }
}

fn keyed(keyed: &Keyed<'_>) -> Told {
    let name = keyed.card.id.as_deref().unwrap_or_default().to_owned();
    let title = keyed.title.as_ref().unwrap_or(&keyed.card.kind_title).to_string();
    let mut rows: Vec<(String, String)> =
        keyed.facts.iter().filter_map(|fact| Some((fact.label(), one_line(fact.text()?, 2 * WIDTH)))).collect();
    if let Some(extent) = keyed.support.extent() {
        rows.push(("here".to_owned(), extent));
    }
    rows.extend(keyed.support.by.iter().map(|(kind, names)| {
        let kind = kind.as_deref().unwrap_or("files").to_owned();
        (kind, if names.is_empty() { "none here".to_owned() } else { some(names) })
    }));
    for related in &keyed.related {
        let ids: Vec<Arc<str>> = related.to.iter().filter_map(|relation| relation.id.clone()).collect();
        if !ids.is_empty() {
            rows.push((format!("related, {}", related.title), some(&ids)));
        }
    }
    let shown = |label: &str| rows.iter().any(|(row, _)| row == label);
    let told = keyed.related.iter().filter(|related| shown(&format!("related, {}", related.title)));
    let mut cautions: Vec<Arc<str>> = told.filter_map(|related| related.caution.clone()).collect();
    cautions.dedup();
    Told { name, title, says: None, rows, cautions }
}

/// What a schema says of a field.
fn named(schema: &Schema, kind: &Kind, path: &[u16]) -> Option<Told> {
    let field = kind.at(path)?;
    let mut rows = vec![("takes".to_owned(), noun(&field.ty, schema))];
    let aliases: Vec<&str> = field.aliases().iter().take(MOST).map(|alias| &**alias).collect();
    if !aliases.is_empty() {
        rows.push(("also written".to_owned(), aliases.join(", ")));
    }
    let says = Some(field.description.to_string()).filter(|text| !text.is_empty());
    Some(Told { name: field.name.to_string(), title: format!("field of {}", kind.title), says, rows, cautions: Vec::new() })
}

/// How far off a day is: "in 40 days", "12 days ago".
fn off(from: Date, to: Date, today: Date) -> String {
    let days = |day: Date| today.until(day).map_or(0, |span| span.get_days());
    match (days(from), days(to)) {
        (0, 0) => "today".to_owned(),
        (first, last) if first == last => far(first),
        (first, _) if first > 0 => format!("begins {}", far(first)),
        (_, last) if last < 0 => format!("ended {}", far(last)),
        (_, 0) => "ends today".to_owned(),
        (_, last) => format!("ends {}", far(last)),
    }
}

fn far(days: i32) -> String {
    match days {
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", days.unsigned_abs()),
    }
}

/// A field's name as people write it.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// Names, and how many more there are.
fn some(names: &[Arc<str>]) -> String {
    match names.get(MOST..).filter(|rest| rest.len() > 1) {
        Some(rest) => format!("{} and {} more", names[..MOST].join(", "), rest.len()),
        None => names.join(", "),
    }
}

/// The type in words; a reference with the kinds that it may lead to.
pub fn noun(ty: &Type, schema: &Schema) -> String {
    match ty {
        Type::Ref(spec) => {
            let kinds = match &spec.to {
                RefTo::Any => "any record".to_owned(),
                RefTo::Kinds(kinds) => {
                    let names: Vec<&str> = kinds.iter().map(|kind| &*schema.kind(*kind).name).collect();
                    names.join(" or ")
                }
            };
            format!("{kinds}{}", if spec.open { " or text" } else { "" })
        }
        Type::List(item) => format!("list: {}", noun(item, schema)),
        Type::Map(_) => "mapping".to_owned(),
        Type::Group(group) => {
            let names: Vec<&str> = group.fields.iter().map(|field| &*field.name).collect();
            format!("{{ {} }}", names.join(", "))
        }
        other => other.noun(),
    }
}
