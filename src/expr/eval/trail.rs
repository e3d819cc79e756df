//! What is listened for while an expression is evaluated to explain it.

use std::cell::RefCell;
use std::sync::Arc;

use super::{Rec, World};
use crate::expr::reason::{Holder, Step};
use crate::expr::world::Env;
use crate::model::EntityId;
use crate::model::index::MentionId;
use crate::source::Place;

/// More steps than any finding shows.
const LIMIT: usize = 24;

/// Collects steps. `this` and the element are those of the rule, also while a derived field of another record is read.
pub(in crate::expr) struct Trail {
    steps: RefCell<Vec<Step>>,
    this: Option<EntityId>,
    mention: Option<MentionId>,
    element: Option<(Option<Place>, Option<EntityId>)>,
    /// The variable of the quantifier whose witness is being read.
    witness: RefCell<Option<Arc<str>>>,
}

impl Trail {
    pub fn new(env: &Env) -> Self {
        let entity = |rec: &Rec| match rec {
            Rec::Entity(e) => Some(*e),
            _ => None,
        };
        Self {
            steps: RefCell::default(),
            this: env.this.as_ref().and_then(entity),
            mention: match env.this {
                Some(Rec::Mention(id)) => Some(id),
                _ => None,
            },
            element: env.vars.first().map(|item| {
                let record = match &item.v {
                    super::V::Rec(rec) => entity(rec),
                    _ => None,
                };
                (item.place, record)
            }),
            witness: RefCell::default(),
        }
    }

    pub fn into_steps(self) -> Vec<Step> {
        self.steps.into_inner()
    }

    /// Reads something on behalf of a witness of `var`.
    pub fn witnessing<T>(&self, var: &Arc<str>, read: impl FnOnce() -> T) -> T {
        let before = self.witness.replace(Some(var.clone()));
        let result = read();
        self.witness.replace(before);
        result
    }

    /// Notes that `place` was read. Places in packs leave no trail.
    pub fn push(&self, world: &World, place: Option<Place>, holder: Holder, operand: impl FnOnce() -> String, missing: bool) {
        let Some(place) = place else { return };
        let owner = holder.record();
        let mut steps = self.steps.borrow_mut();
        if steps.len() >= LIMIT || world.index.is_pack_file(place.file) || steps.iter().any(|s| s.place == place) {
            return;
        }
        let operand = operand();
        // Nobody fills in what is found out of a citation.
        let unstated = missing && holder != Holder::Citation;
        let note = if unstated { format!("{} not given", operand.rsplit('.').next().unwrap_or_default()) } else { String::new() };
        steps.push(Step {
            place,
            holder,
            in_record: self.in_record(world, place, owner),
            in_element: self.in_element(world, place, owner),
            operand: operand.into(),
            missing,
            note,
            witness: self.witness.borrow().clone(),
        });
    }

    fn in_record(&self, world: &World, place: Place, owner: Option<EntityId>) -> bool {
        if let Some(id) = self.mention {
            return world.index.mention(id).is_some_and(|m| id.file == place.file && m.span == place.span);
        }
        match (self.this, owner) {
            (None, _) => false,
            (Some(this), Some(owner)) => this == owner,
            (Some(this), None) => spans(world, this, place),
        }
    }

    fn in_element(&self, world: &World, place: Place, owner: Option<EntityId>) -> bool {
        let Some((at, record)) = &self.element else { return false };
        at.is_some_and(|at| at.file == place.file && at.span.contains(place.span))
            || record.is_some_and(|r| owner.map_or_else(|| spans(world, r, place), |o| o == r))
    }
}

/// True when a place lies in what tells a record.
fn spans(world: &World, record: EntityId, place: Place) -> bool {
    world.index.tellings(record).iter().any(|t| t.file == place.file && world.index.record(*t).span.contains(place.span))
}
