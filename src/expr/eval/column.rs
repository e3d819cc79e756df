//! The texts of one field of all records of a kind, side by side: dozens of rules look through the titles of all documents, and what a title
//! is lies elsewhere for each.

use crate::expr::ir::{Access, C, Ir, Slot, X};
use crate::model::{EntityId, Index};
use crate::schema::{KindId, Type};

use super::hoist::{Hoist, THIS_SLOT};
use super::quick::Quick;
use super::{Cx, Env, Rec, Tri, World, cond};

/// So many records are worth a column.
pub(super) const MANY: usize = 32;

/// Texts in the order of [`Index::all`]; none of a record that tells no text, or in several ways.
#[derive(Debug)]
pub(in crate::expr) struct Column {
    texts: String,
    at: Vec<Option<(u32, u32)>>,
}

impl Column {
    /// Of a field of all records of a kind.
    pub fn of(index: &Index, kind: KindId, field: u16) -> Self {
        let mut texts = String::new();
        let mut place = |text: &str| {
            let start = texts.len() as u32;
            texts.push_str(text);
            (start, texts.len() as u32)
        };
        let text = |entity: &EntityId| match Quick::stored(index, *entity, field) {
            Some(Quick::Text(text)) => Some(place(text)),
            _ => None,
        };
        let at = index.all(kind).iter().map(text).collect();
        Self { texts, at }
    }

    fn get(&self, position: usize) -> Option<&str> {
        let (start, end) = (*self.at.get(position)?)?;
        self.texts.get(start as usize..end as usize)
    }
}

/// What a field of text says of the record that a path stands for, where all records of a kind are gone through. None where it has to be read.
pub(super) fn passing<'a>(cx: Cx<'_, 'a>, base: &X, entity: EntityId, access: &Access) -> Option<&'a str> {
    let slot = match base.ir {
        Ir::Var(slot, _) => slot,
        Ir::This => THIS_SLOT,
        _ => return None,
    };
    let (kind, position) = cx.hoist?.passing(slot)?;
    let [(_, Slot::Field(field))] = access.slots[..] else { return None };
    let index = cx.world.index;
    let at_hand = index.all(kind).get(position) == Some(&entity)
        && matches!(index.schema.kind(kind).fields.get(field as usize)?.ty, Type::Text);
    if at_hand { cx.world.column(kind, field)?.get(position) } else { None }
}

/// Judges all records of a kind, in order, each as `this`, until `found` says to stop. False if the budget was spent before.
pub(in crate::expr) fn each<'a>(world: &'a World<'a>, kind: KindId, c: &'a C, found: &mut dyn FnMut(Tri) -> bool) -> bool {
    let all = world.index.all(kind);
    let hoist = Hoist::of_this();
    if all.len() >= MANY {
        hoist.goes_through(kind);
    }
    for entity in all {
        if !world.step() {
            return false;
        }
        let env = Env::new(world, Some(Rec::Entity(*entity)));
        if !found(cond(Cx { hoist: Some(&hoist), ..Cx::new(&env) }, c)) {
            break;
        }
        hoist.next();
    }
    true
}
