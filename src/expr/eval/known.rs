//! What derived fields of records came to, once found out: dozens of rules ask of each document whether it is in force, and of each risk
//! what its score is.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Tri, V};
use crate::expr::ir::POISON;
use crate::expr::world::{Causes, World};
use crate::model::EntityId;

/// What derived fields of records came to, on one day over one state of the index.
#[derive(Debug, Default)]
pub(in crate::expr) struct Known {
    /// Conditions that took no steps of the budget.
    plain: OnceLock<Table>,
    /// Whatever took some.
    looped: RwLock<FxHashMap<(EntityId, u16), Looped>>,
}

#[derive(Debug)]
struct Table {
    /// Most derived fields that a kind has.
    width: usize,
    /// By record and field: 0 is not known yet.
    found: Box<[AtomicU8]>,
}

/// What a derived field came to that looks at many elements, and the steps that this took: a rule must spend as many whether or not another
/// has asked before.
#[derive(Clone, Copy, Debug)]
struct Looped {
    came_to: CameTo,
    steps: u64,
}

/// A value that is kept: neither a text nor a list. Why it is missing is told by who asks.
#[derive(Clone, Copy, Debug)]
enum CameTo {
    Missing,
    Poisoned,
    Truth(bool),
    Number(f64),
    Date(Date),
}

impl CameTo {
    fn value<'a>(self, roots: u32) -> V<'a> {
        match self {
            Self::Missing => V::Missing(Causes(roots)),
            Self::Poisoned => V::Poisoned,
            Self::Truth(truth) => V::Truth(truth),
            Self::Number(number) => V::Number(number),
            Self::Date(date) => V::Date(date),
        }
    }
}

impl Known {
    /// What a derived condition comes to, found out if need be. Causes are told as poison or nothing.
    pub(super) fn of(&self, world: &World, entity: EntityId, field: u16, find: impl FnOnce() -> Tri) -> Tri {
        let table = self.plain.get_or_init(|| Table::new(world));
        let Some(found) = table.found.get(entity.0 as usize * table.width + field as usize) else { return find() };
        match found.load(Ordering::Relaxed) {
            1 => return Tri::T,
            2 => return Tri::F,
            3 => return Tri::POISON,
            4 => return Tri::U(0),
            LOOPED => match self.looped(world, entity, field) {
                Some(CameTo::Truth(truth)) => return Tri::known(truth),
                Some(CameTo::Poisoned) => return Tri::POISON,
                Some(_) => return Tri::U(0),
                None => {}
            },
            _ => {}
        }
        let (before, cut) = (world.steps(), world.cut());
        let truth = find();
        if world.cut() != cut {
            return truth;
        }
        let code = match truth {
            Tri::T => 1,
            Tri::F => 2,
            Tri::U(causes) if causes & POISON != 0 => 3,
            Tri::U(_) => 4,
        };
        if world.steps() == before {
            found.store(code, Ordering::Relaxed);
        } else {
            let came_to = match truth {
                Tri::T | Tri::F => CameTo::Truth(truth == Tri::T),
                Tri::U(causes) if causes & POISON != 0 => CameTo::Poisoned,
                Tri::U(_) => CameTo::Missing,
            };
            self.keep(world, entity, field, came_to, before);
            found.store(LOOPED, Ordering::Relaxed);
        }
        truth
    }

    /// What a derived value comes to, found out if need be: without its place, and missing for the reason of who asks.
    pub(super) fn value<'a>(
        &self,
        world: &World<'a>,
        entity: EntityId,
        field: u16,
        roots: u32,
        find: impl FnOnce() -> V<'a>,
    ) -> V<'a> {
        let (before, cut) = (world.steps(), world.cut());
        if let Some(known) = self.looped(world, entity, field) {
            return known.value(roots);
        }
        let v = find();
        let came_to = match v {
            V::Missing(_) => CameTo::Missing,
            V::Poisoned => CameTo::Poisoned,
            V::Truth(truth) => CameTo::Truth(truth),
            V::Number(number) => CameTo::Number(number),
            V::Date(date) => CameTo::Date(date),
            _ => return v,
        };
        if world.steps() != before && world.cut() == cut {
            self.keep(world, entity, field, came_to, before);
        }
        came_to.value(roots)
    }

    fn looped(&self, world: &World, entity: EntityId, field: u16) -> Option<CameTo> {
        let known = *self.looped.read().unwrap_or_else(PoisonError::into_inner).get(&(entity, field))?;
        world.spend(known.steps).then_some(known.came_to)
    }

    /// Keeps what came of it, unless the budget ran out on the way.
    fn keep(&self, world: &World, entity: EntityId, field: u16, came_to: CameTo, before: u64) {
        if !world.exceeded() {
            let looped = Looped { came_to, steps: world.steps() - before };
            self.looped.write().unwrap_or_else(PoisonError::into_inner).insert((entity, field), looped);
        }
    }

    /// Forgets what the fields of some records came to.
    pub(in crate::expr) fn forget(&mut self, entities: impl Iterator<Item = EntityId>) {
        let entities: FxHashSet<EntityId> = entities.collect();
        self.looped.get_mut().unwrap_or_else(PoisonError::into_inner).retain(|(of, _), _| !entities.contains(of));
        let Some(table) = self.plain.get_mut() else { return };
        for entity in entities {
            let at = entity.0 as usize * table.width;
            table.found.iter_mut().skip(at).take(table.width).for_each(|found| *found.get_mut() = 0);
        }
    }
}

/// Among the codes of the table: what it came to is kept with the steps that it took.
const LOOPED: u8 = 5;

impl Table {
    fn new(world: &World) -> Self {
        let width = world.index.schema.kinds.iter().map(|kind| kind.derived.len()).max().unwrap_or(0);
        let mut found = Vec::new();
        found.resize_with(world.index.slots() * width, AtomicU8::default);
        Self { width, found: found.into() }
    }
}
