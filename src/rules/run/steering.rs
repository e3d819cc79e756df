//! What the organisation has decided not to apply: a rule all of whose keys are steering records that are excluded is silent.

use super::super::{Rule, Rules};
use crate::expr::{Cond, Env, Item, Rec, Truth, V, World};
use crate::model::EntityId;
use crate::schema::KindId;

/// How a rule is steered.
pub(super) struct Steering<'a> {
    /// The steering kind and its condition, if all keys of the rule are records of it.
    by: Option<(KindId, &'a Cond)>,
    all_excluded: bool,
}

impl<'a> Steering<'a> {
    /// Only a decided "no" excludes: what is unknown is on.
    pub(super) fn of(set: &'a Rules, rule: &Rule, world: &World<'_>) -> Self {
        let none = Self { by: None, all_excluded: false };
        let keys =
            |kind: KindId| -> Option<Vec<EntityId>> { rule.keys.iter().map(|key| world.index.by_key(kind, key)).collect() };
        // A house rule is steered by the pack whose controls it is keyed to.
        if rule.keys.is_empty() {
            return none;
        }
        let mut packs: Vec<_> = set.steering.iter().collect();
        packs.sort_by_key(|(pack, _)| (**pack != rule.pack.name, *pack));
        let found = packs.into_iter().find_map(|(_, (kind, excluded))| Some((kind, excluded, keys(*kind)?)));
        match found {
            Some((kind, excluded, keys)) if !keys.is_empty() => {
                let all_excluded = keys.iter().all(|key| is_excluded(excluded, *key, world));
                Self { by: Some((*kind, excluded)), all_excluded: all_excluded && !Self::per_element(rule, *kind, world) }
            }
            _ => none,
        }
    }

    /// True when the elements of the rule's `each` are steering records: then each decides for itself.
    fn per_element(rule: &Rule, kind: KindId, world: &World<'_>) -> bool {
        rule.body().each.as_ref().is_some_and(|each| match &each.ty {
            crate::expr::Ty::Record(kinds) => kinds.of.iter().any(|k| world.index.schema.is_a(*k, kind)),
            _ => false,
        })
    }

    /// True when the rule as a whole is silent.
    pub(super) fn silent(&self) -> bool {
        self.all_excluded
    }

    /// True when an element of `each` is a steering record that is excluded.
    pub(super) fn excludes(&self, element: &Item<'_>, world: &World<'_>) -> bool {
        let (Some((kind, excluded)), V::Rec(Rec::Entity(entity))) = (self.by, &element.v) else { return false };
        world.index.schema.is_a(world.index.kind(*entity), kind) && is_excluded(excluded, *entity, world)
    }
}

fn is_excluded(excluded: &Cond, entity: EntityId, world: &World<'_>) -> bool {
    excluded.eval(&Env::new(world, Some(Rec::Entity(entity)))) == Truth::True
}
