//! `explain NAME`: a rule, a built-in code, a record of the packs (a clause, a control), a record of the repository, a kind.

use std::sync::Arc;

use super::card::{Card, card, ids, text};
use crate::finding::{BuiltIn, codes};
use crate::model::EntityId;
use crate::rules::Rule;
use crate::schema::KindId;
use crate::workspace::Workspace;

/// What a name means. One name may mean several things.
#[derive(Debug)]
pub struct Explained<'w> {
    /// What was asked for.
    pub name: String,
    /// Its meanings, the most general first.
    pub subjects: Vec<Subject<'w>>,
    /// Names that may have been meant, where there is no meaning.
    pub near: Vec<String>,
}

/// One meaning of a name.
#[derive(Debug)]
pub enum Subject<'w> {
    /// A rule of a pack.
    Rule(&'w Rule),
    /// A built-in code.
    Code(&'static BuiltIn),
    /// A record of a pack: a clause, a control.
    Keyed(Keyed<'w>),
    /// A record of the repository.
    Record(Card),
    /// A kind of record.
    Kind(KindId),
}

/// A record of a pack, and what there is about it.
#[derive(Debug)]
pub struct Keyed<'w> {
    /// The record itself.
    pub card: Card,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// Records of the packs that lie within it.
    pub below: Vec<Arc<str>>,
    /// Rules keyed to it, by name.
    pub rules: Vec<&'w Rule>,
    /// Kinds that answer to it, and the ids of their records here.
    pub answers: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// Explains a name.
pub fn explain<'w>(workspace: &'w Workspace, name: &str) -> Explained<'w> {
    let name = name.trim();
    let mut subjects = Vec::new();
    subjects.extend(workspace.base.rules.all().iter().filter(|r| &*r.name == name).map(Subject::Rule));
    subjects.extend(codes::find(name).map(Subject::Code));
    let bare = workspace.vocabulary.citations.without_namespace(name);
    // What the standard says comes before what this repository says of it.
    let (known, own): (Vec<EntityId>, Vec<EntityId>) =
        workspace.index.by_id(bare).iter().partition(|e| workspace.index.in_pack(**e));
    subjects.extend(known.into_iter().map(|e| Subject::Keyed(keyed(workspace, e))));
    subjects.extend(own.into_iter().map(|e| Subject::Record(card(workspace, e))));
    subjects.extend(workspace.index.schema.find(name).map(Subject::Kind));
    let near = if subjects.is_empty() { near(workspace, name) } else { Vec::new() };
    Explained { name: name.to_owned(), subjects, near }
}

fn keyed(workspace: &Workspace, entity: EntityId) -> Keyed<'_> {
    let index = &workspace.index;
    let card = card(workspace, entity);
    let id = card.id.clone().unwrap_or_default();
    let mut rules: Vec<&Rule> = workspace.base.rules.all().iter().filter(|r| r.keys.contains(&id)).collect();
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    let below =
        index.all(index.kind(entity)).iter().filter_map(|e| index.id(*e)).filter(|other| is_below(other, &id)).cloned().collect();
    let answers = index
        .schema
        .iter()
        .filter(|(_, kind)| kind.answers.iter().any(|answer| answer.names(&id)))
        .map(|(kind, spec)| {
            let here = index.all(kind).iter().filter(|e| index.kind(**e) == kind);
            (spec.name.clone(), here.map(|e| super::card::name(workspace, *e)).collect())
        })
        .collect();
    Keyed { title: text(workspace, entity, "title"), below, rules, answers, card }
}

fn is_below(id: &str, parent: &str) -> bool {
    id.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

/// At most five names near the one asked for.
fn near(workspace: &Workspace, name: &str) -> Vec<String> {
    let mut known: Vec<Arc<str>> = workspace.base.rules.all().iter().map(|r| r.name.clone()).collect();
    known.extend(codes::CODES.iter().map(|c| Arc::from(c.code)));
    for (kind, spec) in workspace.index.schema.iter() {
        known.push(spec.name.clone());
        known.extend(ids(workspace, kind));
    }
    let wanted = name.to_lowercase();
    let mut scored: Vec<(usize, &Arc<str>)> = known
        .iter()
        .map(|k| (strsim::osa_distance(&wanted, &k.to_lowercase()), k))
        .filter(|(d, _)| *d <= 1 + name.len() / 4)
        .collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(5).map(|(_, k)| k.to_string()).collect()
}
