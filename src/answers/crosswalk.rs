//! What of a pack's standard is related to what of other frameworks, read from either end. Nothing here says that one meets the other:
//! each relation is told with how sure it is, and with what its framework wants said beside it.

use std::sync::Arc;

use super::card::{name, text};
use super::facts::{Fact, facts};
use super::support::Support;
use crate::model::{Data, EntityId, Target, Value};
use crate::schema::{Crosswalk, Kind, KindId, Type};
use crate::workspace::Workspace;

/// Relations of one record to one framework.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The framework's id.
    pub framework: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What must be said wherever relations to it are shown.
    pub caution: Option<Arc<str>>,
    /// From the standard to the framework; else from a provision of it to the standard.
    pub outward: bool,
    /// The relations, in the order of the pack's records.
    pub to: Vec<Relation>,
}

/// One relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The record at the other end; none where the framework is said to have no counterpart.
    pub other: Option<EntityId>,
    /// Its id.
    pub id: Option<Arc<str>>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// What is said of the relation, and of the provision that is at its end.
    pub facts: Vec<Fact>,
    /// What there is for the other end, where it is of the standard and that was asked.
    pub support: Option<Support>,
}

/// A record of a kind that leads to other frameworks, with both ends found.
struct Row<'w> {
    entity: EntityId,
    kind: &'w Kind,
    spec: &'w Crosswalk,
    here: Vec<EntityId>,
    there: Vec<EntityId>,
    framework: Option<EntityId>,
}

/// All rows that lead to other frameworks.
pub(super) struct Crosswalks<'w> {
    workspace: &'w Workspace,
    rows: Vec<Row<'w>>,
}

impl<'w> Crosswalks<'w> {
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, rows: rows(workspace).collect() }
    }

    /// The relations of a record of a pack: from the standard to provisions, or from a provision to the standard.
    pub fn related(&self, entity: EntityId) -> Vec<Related> {
        let mut found: Vec<Found<'_>> = Vec::new();
        for row in &self.rows {
            let outward = row.here.contains(&entity);
            if !outward && !row.there.contains(&entity) {
                continue;
            }
            let ends = if outward { &row.there } else { &row.here };
            let ends: Vec<Option<EntityId>> = if ends.is_empty() { vec![None] } else { ends.iter().copied().map(Some).collect() };
            let breadth = row.here.len() * row.there.len();
            for other in ends {
                let provision = if outward { other } else { Some(entity) };
                let framework = provision.and_then(|e| framework_of(self.workspace, e, row.spec)).or(row.framework);
                let at = found.iter().position(|f| f.framework == framework).unwrap_or_else(|| {
                    found.push(Found { framework, spec: row.spec, outward, to: Vec::new() });
                    found.len() - 1
                });
                let known = &mut found[at].to;
                // The narrower row says more exactly how two are related.
                match known.iter_mut().find(|(r, _)| r.other == other) {
                    Some((_, width)) if *width <= breadth => {}
                    Some(kept) => *kept = (relation(self.workspace, row, other, outward), breadth),
                    None => known.push((relation(self.workspace, row, other, outward), breadth)),
                }
            }
        }
        found.sort_by_cached_key(|f| rank(self.workspace, f.framework));
        found.into_iter().map(|found| found.tell(self.workspace)).collect()
    }

    /// The frameworks that rows lead to, and the kinds of their provisions.
    pub fn frameworks(&self) -> Vec<(EntityId, KindId, &'w Crosswalk)> {
        let index = &self.workspace.index;
        let mut found: Vec<(EntityId, KindId, &'w Crosswalk)> = Vec::new();
        for row in &self.rows {
            for provision in &row.there {
                if let Some(framework) = framework_of(self.workspace, *provision, row.spec)
                    && !found.iter().any(|(known, ..)| *known == framework)
                {
                    found.push((framework, index.kind(*provision), row.spec));
                }
            }
        }
        found.sort_by_cached_key(|(framework, ..)| rank(self.workspace, Some(*framework)));
        found
    }
}

/// Relations to one framework, each with how many pairs its row spans.
struct Found<'w> {
    framework: Option<EntityId>,
    spec: &'w Crosswalk,
    outward: bool,
    to: Vec<(Relation, usize)>,
}

impl Found<'_> {
    fn tell(mut self, workspace: &Workspace) -> Related {
        self.to.sort_by_cached_key(|(r, _)| rank(workspace, r.other));
        let said = |field: &str| self.framework.and_then(|f| text(workspace, f, field));
        let id: Arc<str> = self.framework.map(|f| name(workspace, f)).unwrap_or_default();
        Related {
            title: said("title").unwrap_or_else(|| id.clone()),
            caution: said(&self.spec.caution),
            framework: id,
            outward: self.outward,
            to: self.to.into_iter().map(|(relation, _)| relation).collect(),
        }
    }
}

/// A place in the order of the pack's records, kind by kind.
fn rank(workspace: &Workspace, entity: Option<EntityId>) -> Option<(KindId, usize)> {
    let kind = workspace.index.kind(entity?);
    Some((kind, workspace.index.all(kind).iter().position(|e| Some(*e) == entity)?))
}

fn relation(workspace: &Workspace, row: &Row<'_>, other: Option<EntityId>, outward: bool) -> Relation {
    let ends: Vec<&str> = row.spec.here.iter().chain([&row.spec.there]).map(|i| &*row.kind.fields[*i as usize].name).collect();
    let mut said = facts(workspace, row.entity);
    said.retain(|fact| !ends.contains(&&*fact.name) && fact.name != row.spec.framework);
    if let Some(provision) = other.filter(|_| outward) {
        said.extend(facts(workspace, provision).into_iter().filter(|fact| row.spec.tell.contains(&fact.name)));
    }
    let id = other.and_then(|e| workspace.index.id(e).cloned());
    Relation { title: other.and_then(|e| text(workspace, e, "title")), support: None, other, id, facts: said }
}

/// All rows of all kinds that lead to other frameworks, in order.
fn rows(workspace: &Workspace) -> impl Iterator<Item = Row<'_>> {
    let index = &workspace.index;
    let kinds = index.schema.iter().filter_map(|(id, kind)| Some((id, kind, kind.crosswalk.as_ref()?)));
    kinds.flat_map(move |(id, kind, spec)| {
        index.all(id).iter().filter(|e| index.in_pack(**e)).map(move |entity| Row {
            entity: *entity,
            kind,
            spec,
            here: spec.here.iter().flat_map(|field| ends(workspace, *entity, *field)).collect(),
            there: ends(workspace, *entity, spec.there),
            framework: framework_of(workspace, *entity, spec),
        })
    })
}

pub(super) fn framework_of(workspace: &Workspace, entity: EntityId, spec: &Crosswalk) -> Option<EntityId> {
    let (field, _) = workspace.index.schema.kind(workspace.index.kind(entity)).field(&spec.framework)?;
    ends(workspace, entity, field).first().copied()
}

/// What a field of a record refers to.
fn ends(workspace: &Workspace, entity: EntityId, field: u16) -> Vec<EntityId> {
    let index = &workspace.index;
    let mut found = Vec::new();
    for telling in index.tellings(entity) {
        let record = index.record(*telling);
        let (Some(value), Type::Ref(spec)) =
            (record.get(field), index.schema.kind(record.kind).fields[field as usize].ty.element())
        else {
            continue;
        };
        let one = |value: &Value| match &value.data {
            Data::Ref(text, nth) => match index.target((text, *nth), spec, telling.file) {
                Target::Record(entity) => Some(entity),
                _ => None,
            },
            _ => None,
        };
        match &value.data {
            Data::List(items) => found.extend(items.iter().filter_map(one)),
            _ => found.extend(one(value)),
        }
    }
    found
}
