//! Values: paths, and what is made of them.

use std::borrow::Cow;

use super::arith::{arith, max};
use super::field::{Got, of_entity, step};
use super::pick::{count, gather};
use super::quick::{Stop, stop};
use super::{Cx, DEPTH, Rec, Tri, V, cond};
use crate::expr::ir::{Access, Ir, Lit, POISON, WORLD, X};
use crate::expr::reason::Holder;
use crate::expr::value::{Item, Obj};
use crate::expr::world::Causes;
use crate::model::{Data, EntityId};
use crate::schema::KindId;

/// A value; what it read goes into the trail.
pub(in crate::expr) fn read<'a>(cx: Cx<'_, 'a>, x: &'a X) -> Item<'a> {
    path(cx, x, true)
}

/// A value that is the end of a path, or the beginning of a longer one.
pub(super) fn path<'a>(cx: Cx<'_, 'a>, x: &'a X, end: bool) -> Item<'a> {
    let unplaced = |v| Item { v, place: None };
    match &x.ir {
        Ir::This => unplaced(cx.this.map_or(V::Missing(Causes(x.roots)), |r| V::Rec(r.clone()))),
        Ir::Var(slot, _) => {
            let item = cx.var(*slot).cloned().unwrap_or(Item { v: V::Poisoned, place: None });
            if let Some(trail) = cx.trail
                && (end || leads_on(&item.v))
            {
                trail.push(cx.world, item.place, Holder::Nothing, || x.operand(), false);
            }
            item
        }
        Ir::Field(base, access) => match cx.hoist.filter(|_| access.plain).and_then(|hoist| hoist.keeper(x.roots)) {
            Some(keeper) => keeper.get(x).unwrap_or_else(|| {
                let item = field(cx, x, base, access, end);
                keeper.put(x, item.clone());
                item
            }),
            None => field(cx, x, base, access, end),
        },
        Ir::Today => unplaced(V::Date(cx.world.today)),
        Ir::All(kind) => unplaced(all(cx, *kind)),
        Ir::The(kind) => unplaced(match one(cx, *kind) {
            Ok(Some(entity)) => V::Rec(Rec::Entity(entity)),
            Ok(None) => V::Missing(Causes(WORLD)),
            Err(()) => V::Poisoned,
        }),
        Ir::Count(list) => unplaced(count(cx, list)),
        Ir::Max(args) => max(cx, args, x.roots),
        Ir::Pick(pick) => unplaced(gather(cx, pick)),
        Ir::Lit(lit) => unplaced(literal(lit)),
        Ir::List(literals) => unplaced(V::List(literals.iter().map(|l| Item { v: literal(l), place: None }).collect())),
        Ir::Arith(op, a, b) => {
            let (a, b) = (read(cx, a), read(cx, b));
            unplaced(arith(*op, &a.v, &b.v))
        }
        Ir::Else(a, b) => otherwise(cx, a, b),
        Ir::Cond(c) => unplaced(match cond(cx, c) {
            Tri::T => V::Truth(true),
            Tri::F => V::Truth(false),
            Tri::U(causes) if causes & POISON != 0 => V::Poisoned,
            Tri::U(causes) => V::Missing(Causes(causes)),
        }),
    }
}

fn field<'a>(cx: Cx<'_, 'a>, x: &'a X, base: &'a X, access: &'a Access, end: bool) -> Item<'a> {
    if let Some(entity) = at_hand(cx, base) {
        return of_entity(cx, entity, access, x).item;
    }
    let base = path(cx, base, false);
    let Got { item, owner, here } = step(cx, &base, access, x);
    if let Some(trail) = cx.trail
        && here
        && (end || leads_on(&item.v))
    {
        let holder = if matches!(base.v, V::Rec(Rec::Mention(_))) { Holder::Citation } else { owner.into() };
        trail.push(cx.world, item.place, holder, || x.operand(), given(&item.v) == Tri::F);
    }
    item
}

/// The record that a path stands for which is `this`, a variable, or what a citation leads to, where nobody listens to what is read on the
/// way: most paths begin so.
pub(super) fn at_hand(cx: Cx, x: &X) -> Option<EntityId> {
    if cx.trail.is_some() || !cx.world.shortcuts {
        return None;
    }
    match stop(cx, x)? {
        Stop::Entity(entity) => Some(entity),
        _ => None,
    }
}

fn otherwise<'a>(cx: Cx<'_, 'a>, a: &'a X, b: &'a X) -> Item<'a> {
    // An alternative that is not taken leaves no trail.
    let first = read(cx.quiet(), a);
    let take = is_taken(&first.v);
    let chosen = if take { a } else { b };
    match cx.trail {
        None if take => first,
        _ => read(cx, chosen),
    }
}

/// Whether the first of two alternatives is taken that comes to this.
pub(super) fn is_taken(first: &V) -> bool {
    match first {
        V::Missing(_) => false,
        V::List(items) => !items.is_empty(),
        _ => true,
    }
}

/// References leave their place in the trail on the way; groups do not.
fn leads_on(v: &V) -> bool {
    match v {
        V::Rec(_) => true,
        V::List(items) => items.iter().any(|i| matches!(i.v, V::Rec(_))),
        _ => false,
    }
}

pub(super) fn literal(lit: &Lit) -> V<'_> {
    match lit {
        Lit::Text(text) => V::Text(Cow::Borrowed(text)),
        Lit::Number(n) => V::Number(*n),
        Lit::Date(d) => V::Date(*d),
        Lit::Duration(d) => V::Duration(*d),
    }
}

/// All records of a kind that count; unknown where they are kept elsewhere.
fn all<'a>(cx: Cx<'_, 'a>, kind: KindId) -> V<'a> {
    let index = cx.world.index;
    if index.is_elsewhere(kind) {
        return V::Poisoned;
    }
    let records: Vec<Rec> = if index.is_mention(kind) {
        cx.world.citations().iter().copied().map(Rec::Mention).collect()
    } else {
        index.all(kind).iter().map(|e| Rec::Entity(*e)).collect()
    };
    V::List(records.into_iter().map(|r| Item { v: V::Rec(r), place: None }).collect())
}

/// Whether a kind has records that count, without listing them. None for mentions, which are not listed by kind.
pub(super) fn some_of(cx: Cx, kind: KindId) -> Option<Tri> {
    let index = cx.world.index;
    if index.is_elsewhere(kind) {
        return Some(Tri::POISON);
    }
    (!index.is_mention(kind)).then(|| Tri::known(!index.all(kind).is_empty()))
}

/// The one record of a kind that counts: of several, the one in force. `Err` where that is not known.
pub(in crate::expr) fn one(cx: Cx, kind: KindId) -> Result<Option<EntityId>, ()> {
    let index = cx.world.index;
    if index.is_elsewhere(kind) {
        return Err(());
    }
    match index.all(kind) {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => {
            if let Some(known) = cx.world.cache.ones.get(&kind) {
                return known;
            }
            if cx.depth >= DEPTH {
                cx.world.cuts();
                return Err(());
            }
            let in_force = |e: &&EntityId| {
                let Some(i) = index.schema.kind(index.kind(**e)).derived.iter().position(|d| &*d.name == "in_force") else {
                    return false;
                };
                matches!(super::field::derived(cx.quiet(), **e, i as u16, 0).v, V::Truth(true))
            };
            let mut chosen = several.iter().filter(in_force);
            let result = match (chosen.next(), chosen.next()) {
                (Some(one), None) => Ok(Some(*one)),
                _ => Err(()),
            };
            // Within a derived field the answer may be one of a cut chain: only the outermost is kept.
            if cx.depth == 0 { cx.world.cache.ones.put(kind, result) } else { result }
        }
    }
}

/// Whether a value is given.
pub(in crate::expr) fn given(v: &V) -> Tri {
    match v {
        V::Missing(_) => Tri::F,
        V::Poisoned => Tri::POISON,
        V::List(items) => Tri::known(!items.is_empty()),
        V::Object(obj) => object_given(obj),
        _ => Tri::T,
    }
}

fn object_given(obj: &Obj) -> Tri {
    fn stated(data: &Data) -> bool {
        match data {
            Data::Missing => false,
            Data::Group(fields) => fields.iter().any(|(_, v)| stated(&v.data)),
            Data::Map(entries) => entries.iter().any(|e| stated(&e.value.data)),
            Data::List(items) => items.iter().any(|v| stated(&v.data)),
            _ => true,
        }
    }
    Tri::known(stated(&obj.value.data))
}
