//! What there is in the repository for a record of a pack: kinds that answer to it, their records, and the state that gives.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::card::name;
use super::coverage::{Row, standing};
use crate::expr::{Cache, World};
use crate::model::EntityId;
use crate::rules::coverage::State;
use crate::workspace::Workspace;

/// What there is for one record of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// How far it is: the least and the most of what lies within it. None where a pack does not ask that of it, or all of it is excluded.
    pub state: Option<(State, State)>,
    /// All that its state rests on is past its interval.
    pub stale: bool,
    /// The organisation has decided that it does not apply.
    pub excluded: bool,
    /// Kinds, and the names of their records that answer; files under none. A kind without records is one that could answer.
    pub by: Vec<OfKind>,
}

impl Support {
    /// How far it is, in words: `excluded`, `evidenced`.
    pub fn extent(&self) -> Option<String> {
        if self.excluded {
            return Some("excluded".to_owned());
        }
        self.state.map(|states| extent(states, self.stale))
    }
}

/// `evidenced`; of several, `absent to evidenced, stale`.
pub fn extent((least, most): (State, State), stale: bool) -> String {
    let stale = if stale { ", stale" } else { "" };
    if least == most { format!("{}{stale}", most.word()) } else { format!("{} to {}{stale}", least.word(), most.word()) }
}

/// A kind, none for files, and the names of records.
pub type OfKind = (Option<Arc<str>>, Vec<Arc<str>>);

/// What there is for records, on a day.
pub(super) struct Here<'w> {
    pub workspace: &'w Workspace,
    as_of: Date,
    noise: Vec<Box<str>>,
    /// What was found out for one record helps with the next.
    cache: Cache,
}

impl<'w> Here<'w> {
    pub fn new(workspace: &'w Workspace, as_of: Date) -> Self {
        Self { workspace, as_of, noise: workspace.base.noise(), cache: Cache::default() }
    }

    /// What there is for a record.
    pub fn of(&self, entity: EntityId) -> Support {
        let id = self.workspace.index.id(entity).cloned().unwrap_or_default();
        let workspace = self.workspace;
        let world =
            World::new(&workspace.index, &workspace.sources, &workspace.base.derived, self.as_of, &self.noise, &self.cache);
        let rows = standing(workspace, &world, &id);
        let kept: Vec<&Row> = rows.iter().filter(|row| !row.excluded).collect();
        let least = kept.iter().map(|row| row.state).min();
        let most = kept.iter().map(|row| row.state).max();
        let kinds = self.kinds(entity);
        let by =
            if rows.is_empty() { kinds.into_iter().map(|(kind, names)| (Some(kind), names)).collect() } else { by(&rows, kinds) };
        Support {
            state: least.zip(most),
            stale: !kept.is_empty() && kept.iter().all(|row| row.stale),
            excluded: !rows.is_empty() && kept.is_empty(),
            by,
        }
    }

    /// Kinds that say of themselves that they answer to a record, and all their records.
    fn kinds(&self, entity: EntityId) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let index = &self.workspace.index;
        let Some(id) = index.id(entity) else { return Vec::new() };
        let kinds = index.schema.iter().filter(|(_, kind)| kind.answers().iter().any(|answer| answer.names(id)));
        let records = |kind| index.all(kind).iter().filter(move |e| index.kind(**e) == kind && !index.in_pack(**e));
        kinds.map(|(kind, spec)| (spec.name.clone(), records(kind).map(|e| name(self.workspace, *e)).collect())).collect()
    }
}

/// What answers to rows, and the kinds that could and do not.
fn by(rows: &[Row], could: Vec<(Arc<str>, Vec<Arc<str>>)>) -> Vec<OfKind> {
    let mut by: Vec<OfKind> = Vec::new();
    let mut told = FxHashSet::default();
    for answer in rows.iter().flat_map(|row| &row.answers).filter(|answer| told.insert((&answer.kind, &answer.name))) {
        match by.iter_mut().find(|(kind, _)| *kind == answer.kind) {
            Some((_, names)) => names.push(answer.name.clone()),
            None => by.push((answer.kind.clone(), vec![answer.name.clone()])),
        }
    }
    for (kind, _) in could {
        if !by.iter().any(|(known, _)| known.as_ref() == Some(&kind)) {
            by.push((Some(kind), Vec::new()));
        }
    }
    by
}
