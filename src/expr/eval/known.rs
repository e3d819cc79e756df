//! Truths of derived fields, once found out: dozens of rules ask of each document whether it is in force.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use super::Tri;
use crate::expr::ir::POISON;
use crate::expr::world::World;
use crate::model::EntityId;

/// What derived conditions of records came to, on one day over one state of the index.
#[derive(Debug, Default)]
pub(in crate::expr) struct Known(OnceLock<Table>);

#[derive(Debug)]
struct Table {
    /// Most derived fields that a kind has.
    width: usize,
    /// By record and field: 0 is not known yet.
    found: Box<[AtomicU8]>,
}

impl Known {
    /// What a derived condition comes to, found out if need be. Causes are told as poison or nothing.
    ///
    /// One that took steps of the budget is not kept: a rule must spend as much whether or not another has asked before.
    pub(super) fn of(&self, world: &World, entity: EntityId, field: u16, find: impl FnOnce() -> Tri) -> Tri {
        let table = self.0.get_or_init(|| Table::new(world));
        let Some(found) = table.found.get(entity.0 as usize * table.width + field as usize) else { return find() };
        match found.load(Ordering::Relaxed) {
            1 => return Tri::T,
            2 => return Tri::F,
            3 => return Tri::POISON,
            4 => return Tri::U(0),
            _ => {}
        }
        let before = world.steps();
        let truth = find();
        if world.steps() == before {
            let code = match truth {
                Tri::T => 1,
                Tri::F => 2,
                Tri::U(causes) if causes & POISON != 0 => 3,
                Tri::U(_) => 4,
            };
            found.store(code, Ordering::Relaxed);
        }
        truth
    }
}

impl Known {
    /// Forgets what the conditions of some records came to.
    pub(in crate::expr) fn forget(&mut self, entities: impl Iterator<Item = EntityId>) {
        let Some(table) = self.0.get_mut() else { return };
        for entity in entities {
            let at = entity.0 as usize * table.width;
            table.found.iter_mut().skip(at).take(table.width).for_each(|found| *found.get_mut() = 0);
        }
    }
}

impl Table {
    fn new(world: &World) -> Self {
        let width = world.index.schema.kinds.iter().map(|kind| kind.derived.len()).max().unwrap_or(0);
        let mut found = Vec::new();
        found.resize_with(world.index.slots() * width, AtomicU8::default);
        Self { width, found: found.into() }
    }
}
