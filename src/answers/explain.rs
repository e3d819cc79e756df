//! `explain NAME`: a rule, a built-in code, a record of the packs (a clause, a control), a record of the repository, a kind.

use std::sync::Arc;

use jiff::civil::Date;

use super::card::{Card, card, ids as ids_of, text};
use super::crosswalk::{Crosswalks, Related};
use super::facts::{Fact, facts};
use super::support::{Here, Support};
use crate::finding::{BuiltIn, Finding, codes};
use crate::model::EntityId;
use crate::rules::{Rule, examples};
use crate::schema::KindId;
use crate::workspace::{ExampleEngine, Workspace};

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
    Rule(RuleCard<'w>),
    /// A built-in code.
    Code(&'static BuiltIn),
    /// A record of a pack: a clause, a control.
    Keyed(Keyed<'w>),
    /// A record of the repository.
    Record(Card),
    /// A kind of record.
    Kind(KindId),
}

/// A rule, and what it says where it fires.
#[derive(Debug)]
pub struct RuleCard<'w> {
    /// The rule.
    pub rule: &'w Rule,
    /// What it is keyed to: ids and titles.
    pub keys: Vec<(Arc<str>, Option<Arc<str>>)>,
    /// The kinds whose records it judges: names and titles; none where it judges the repository as a whole.
    pub kinds: Vec<(Arc<str>, Arc<str>)>,
    /// What it says of its own bad example.
    pub says: Option<Finding>,
}

/// A record of a pack, and what there is about it.
#[derive(Debug)]
pub struct Keyed<'w> {
    /// The record itself.
    pub card: Card,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// What it says of itself.
    pub facts: Vec<Fact>,
    /// Records of the packs that lie within it.
    pub below: Vec<Arc<str>>,
    /// Rules keyed to it, by name.
    pub rules: Vec<&'w Rule>,
    /// What there is for it here.
    pub support: Support,
    /// What is related to it in other frameworks; of a provision, what of the standard is related to it.
    pub related: Vec<Related>,
}

/// Explains a name; what there is for it in the repository as of a day.
pub fn explain<'w>(workspace: &'w Workspace, name: &str, as_of: Date) -> Explained<'w> {
    let name = name.trim();
    let mut subjects = Vec::new();
    let rules = workspace.base.rules.all().iter().filter(|r| &*r.name == name);
    subjects.extend(rules.map(|rule| Subject::Rule(rule_card(workspace, rule))));
    subjects.extend(codes::find(name).map(Subject::Code));
    // What the standard says comes before what this repository says of it.
    let (known, own): (Vec<EntityId>, Vec<EntityId>) =
        named(workspace, name).into_iter().partition(|e| workspace.index.in_pack(*e));
    if !known.is_empty() {
        let here = Here::new(workspace, as_of);
        subjects.extend(known.into_iter().map(|e| Subject::Keyed(keyed(&here, e))));
    }
    subjects.extend(own.into_iter().map(|e| Subject::Record(card(workspace, e))));
    subjects.extend(workspace.index.schema.find(name).map(Subject::Kind));
    let near = if subjects.is_empty() { near(workspace, name) } else { Vec::new() };
    Explained { name: name.to_owned(), subjects, near }
}

/// The records that a person means by an id, however a kind lets it be spelt.
fn named(workspace: &Workspace, name: &str) -> Vec<EntityId> {
    let index = &workspace.index;
    let found = index.by_id(name);
    if !found.is_empty() {
        return found.to_vec();
    }
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let spelt = index.schema.iter().flat_map(|(kind, spec)| spec.spellings.iter().map(move |spelling| (kind, spelling)));
    let mut meant: Vec<EntityId> = spelt.filter_map(|(kind, spelling)| index.by_key(kind, &spelling.read(&tidy)?)).collect();
    meant.dedup();
    if meant.is_empty() { index.by_id(workspace.vocabulary.citations.without_namespace(name)).to_vec() } else { meant }
}

/// Ids of the records that a person means by a name; see [`explain`].
pub fn ids(workspace: &Workspace, name: &str) -> Vec<Arc<str>> {
    named(workspace, name.trim()).into_iter().filter_map(|e| workspace.index.id(e).cloned()).collect()
}

fn rule_card<'w>(workspace: &'w Workspace, rule: &'w Rule) -> RuleCard<'w> {
    let index = &workspace.index;
    let title = |id: &Arc<str>| index.by_id(id).iter().find(|e| index.in_pack(**e)).and_then(|e| text(workspace, *e, "title"));
    let kinds = rule.kinds.iter().map(|kind| index.schema.kind(*kind));
    RuleCard {
        rule,
        keys: rule.keys.iter().map(|id| (id.clone(), title(id))).collect(),
        kinds: kinds.map(|kind| (kind.name.clone(), kind.title.clone())).collect(),
        says: examples::said(rule, &ExampleEngine { base: workspace.base.clone() }),
    }
}

fn keyed<'w>(here: &Here<'w>, entity: EntityId) -> Keyed<'w> {
    let workspace = here.workspace;
    let index = &workspace.index;
    let card = card(workspace, entity);
    let id = card.id.clone().unwrap_or_default();
    let mut rules: Vec<&Rule> = workspace.base.rules.all().iter().filter(|r| r.keys.contains(&id)).collect();
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    let below =
        index.all(index.kind(entity)).iter().filter_map(|e| index.id(*e)).filter(|other| is_below(other, &id)).cloned().collect();
    let mut related = Crosswalks::new(workspace).related(entity);
    for relation in related.iter_mut().filter(|r| !r.outward).flat_map(|r| &mut r.to) {
        relation.support = relation.other.map(|other| here.of(other));
    }
    Keyed {
        title: text(workspace, entity, "title"),
        facts: facts(workspace, entity),
        below,
        rules,
        support: here.of(entity),
        related,
        card,
    }
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
        known.extend(ids_of(workspace, kind));
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
