//! One step of a path: a field, derived field, inverse or built-in of a record, or a field of a group.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::convert::{absent, convert};
use super::join::key;
use super::mention::stand_in;
use super::{Cx, DEPTH, Rec, Tri, V, cond, explain, read};
use crate::expr::derived::Body;
use crate::expr::ir::{Access, POISON, Slot, X};
use crate::expr::value::{Item, Obj};
use crate::expr::world::Causes;
use crate::model::index::Told;
use crate::model::{Carrier, EntityId};
use crate::schema::{Inverse, KindId};
use crate::source::Place;

/// A value that was read, the record that holds it, and whether its place is a step of the trail.
pub(super) struct Got<'a> {
    pub item: Item<'a>,
    pub owner: Option<EntityId>,
    pub here: bool,
}

/// `base.name`; over a list, of each element.
pub(super) fn step<'a>(cx: Cx<'_, 'a>, base: &Item<'a>, access: &Access, x: &X) -> Got<'a> {
    let unplaced = |v| Got { item: Item { v, place: None }, owner: None, here: false };
    match &base.v {
        V::Poisoned => unplaced(V::Poisoned),
        V::List(items) => {
            let mut found = Vec::with_capacity(items.len());
            for item in items {
                if !cx.world.step() {
                    return unplaced(V::Poisoned);
                }
                let got = step(cx, item, access, x).item;
                match got.v {
                    V::Missing(_) => {}
                    V::List(inner) => found.extend(inner),
                    _ => found.push(got),
                }
            }
            unrepeated(&mut found);
            unplaced(V::List(found))
        }
        V::Rec(rec) => of_record(cx, rec, access, x),
        V::Object(obj) => of_object(cx, *obj, access, base.place, x),
        _ => unplaced(V::Missing(Causes(x.roots))),
    }
}

/// Leaves out what was there before. Groups are never the same.
fn unrepeated(items: &mut Vec<Item>) {
    if items.len() > 1 {
        let mut seen = FxHashSet::default();
        items.retain(|i| key(&i.v).is_none_or(|k| seen.insert(k)));
    }
}

fn nothing<'a>(x: &X) -> V<'a> {
    if x.list { V::List(Vec::new()) } else { V::Missing(Causes(x.roots)) }
}

fn of_record<'a>(cx: Cx<'_, 'a>, rec: &Rec<'a>, access: &Access, x: &X) -> Got<'a> {
    let Rec::Entity(entity) = *rec else {
        let place = || match rec {
            Rec::Mention(id) => cx.world.index.mention(*id).map(|m| Place::new(id.file, m.span)),
            _ => None,
        };
        let item = stand_in(cx, rec, access).unwrap_or_else(|| Item { v: nothing(x), place: place() });
        return Got { here: item.place.is_some(), item, owner: None };
    };
    of_entity(cx, entity, access, x)
}

/// A field, derived field, inverse or built-in of a record of the index.
pub(super) fn of_entity<'a>(cx: Cx<'_, 'a>, entity: EntityId, access: &Access, x: &X) -> Got<'a> {
    let index = cx.world.index;
    let kind = index.kind(entity);
    let Some((base, slot)) = access.slot(&index.schema, kind) else {
        return Got { item: Item { v: nothing(x), place: None }, owner: None, here: false };
    };
    let unplaced = |v| Got { item: Item { v, place: None }, owner: None, here: false };
    match slot {
        Slot::Field(i) => {
            let item = both_ends(cx, entity, kind, i, stored(cx, entity, kind, i, x.roots));
            Got { item, owner: Some(entity), here: true }
        }
        Slot::Both(i, inverse) => {
            let item = stored(cx, entity, kind, i, x.roots);
            let item = united(cx, entity, item, &index.schema.kind(base).inverses[inverse as usize]);
            Got { item, owner: Some(entity), here: true }
        }
        Slot::Derived(i) => {
            let mut got = unplaced(V::Poisoned);
            got.item = derived(cx, entity, i, x.roots);
            got
        }
        Slot::Inverse(i) => {
            let inverse = &index.schema.kind(base).inverses[i as usize];
            if index.is_elsewhere(inverse.from) {
                return unplaced(V::Poisoned);
            }
            let holders = index.inverse(entity, inverse);
            unplaced(V::List(holders.into_iter().map(|e| Item { v: V::Rec(Rec::Entity(e)), place: None }).collect()))
        }
        Slot::Id => {
            let place = Some(index.name_place(entity));
            let v = index.id(entity).map_or(V::Missing(Causes(x.roots)), |id| V::Text(Cow::Borrowed(id)));
            Got { item: Item { v, place }, owner: Some(entity), here: true }
        }
        Slot::Kind => unplaced(V::Kind(kind)),
        Slot::Document => {
            let file = index.first(entity).0;
            unplaced(super::mention::document(cx, file, x.roots))
        }
        Slot::Mentions => unplaced(super::mention::mentions(cx, entity)),
        Slot::Path => unplaced(match own_file(cx, entity).and_then(|f| index.facts(f)) {
            Some(facts) => V::Text(Cow::Borrowed(&facts.path)),
            None => V::Missing(Causes(x.roots)),
        }),
        Slot::Prose => unplaced(own_file(cx, entity).map_or(V::Missing(Causes(x.roots)), V::Prose)),
    }
}

/// The file that is the record's own document.
fn own_file(cx: Cx, entity: EntityId) -> Option<crate::source::FileId> {
    let index = cx.world.index;
    let own = |t: &&crate::model::Telling| index.facts(t.file).is_some_and(|f| f.document.record == Some(t.record as usize));
    index.tellings(entity).iter().find(own).map(|t| t.file)
}

/// A relation may be written at either end: what the field stores, with its places, and then whoever refers here by the relation.
fn both_ends<'a>(cx: Cx<'_, 'a>, entity: EntityId, kind: KindId, field: u16, mut item: Item<'a>) -> Item<'a> {
    let index = cx.world.index;
    if let V::List(items) = &mut item.v
        && let Some(inverse) = index.schema.kind(kind).inverses.iter().find(|inverse| inverse.stored == Some(field))
    {
        let record = |i: &Item<'_>| if let V::Rec(Rec::Entity(e)) = i.v { Some(e) } else { None };
        let known: FxHashSet<EntityId> = items.iter().filter_map(record).collect();
        let others = index.inverse(entity, inverse).into_iter().filter(|holder| !known.contains(holder));
        items.extend(others.map(|holder| Item { v: V::Rec(Rec::Entity(holder)), place: None }));
    }
    item
}

fn stored<'a>(cx: Cx<'_, 'a>, entity: EntityId, kind: KindId, field: u16, roots: u32) -> Item<'a> {
    let index = cx.world.index;
    let Some(spec) = index.schema.kind(kind).fields.get(field as usize) else {
        return Item { v: V::Poisoned, place: None };
    };
    let mut item = match index.told(entity, field) {
        Told::Absent => Item { v: absent(cx, &spec.ty, roots), place: (!cx.placeless).then(|| absent_place(cx, entity)) },
        Told::One(file, value) => convert(cx, file, value, &spec.ty, entity, roots),
        Told::Joined(lists) => {
            let mut items = Vec::new();
            let mut place = None;
            for (file, value) in lists {
                let part = convert(cx, file, value, &spec.ty, entity, roots);
                place = place.or(part.place);
                if let V::List(part) = part.v {
                    items.extend(part);
                } else {
                    items.push(part);
                }
            }
            unrepeated(&mut items);
            Item { v: V::List(items), place }
        }
        Told::Conflict(file, value) => Item { v: V::Poisoned, place: Some(Place::new(file, value.span)) },
    };
    if let (V::Missing(_), Some(default)) = (&item.v, spec.default) {
        item.v = V::Truth(default);
    }
    item
}

/// A stored value with those records added that state the relation from their end.
fn united<'a>(cx: Cx<'_, 'a>, entity: EntityId, mut item: Item<'a>, inverse: &Inverse) -> Item<'a> {
    let index = cx.world.index;
    if index.is_elsewhere(inverse.from) {
        return item;
    }
    let others = index.inverse(entity, inverse).into_iter().map(|e| Item { v: V::Rec(Rec::Entity(e)), place: None });
    match &mut item.v {
        V::List(items) => {
            let stated = !items.is_empty();
            items.extend(others);
            unrepeated(items);
            // What only the other end says stands nowhere here.
            item.place = item.place.filter(|_| stated || items.is_empty());
        }
        V::Missing(_) => {
            let mut others: Vec<Item> = others.collect();
            match others.pop() {
                Some(only) if others.is_empty() => item = only,
                // Several say so from their end, and there is room for one: which, is not known.
                Some(_) => item.v = V::Poisoned,
                None => {}
            }
        }
        _ => {}
    }
    item
}

/// What to point at for a field that a record does not have: the header row where the table has no such column, else its name.
fn absent_place(cx: Cx, entity: EntityId) -> Place {
    let (file, record) = cx.world.index.first(entity);
    match record.carrier {
        Carrier::Row(header) => Place::new(file, header),
        _ => Place::new(file, record.name),
    }
}

fn of_object<'a>(cx: Cx<'_, 'a>, obj: Obj<'a>, access: &Access, place: Option<Place>, x: &X) -> Got<'a> {
    let got = |v, place| Got { item: Item { v, place }, owner: Some(obj.owner), here: true };
    if let Some(entry) = obj.entry {
        match &*access.name {
            "key" => return got(V::Text(Cow::Borrowed(&entry.key)), Some(Place::new(obj.file, entry.span))),
            "value" if !matches!(obj.ty, crate::schema::Type::Group(_)) => {
                return Got {
                    item: convert(cx, obj.file, obj.value, obj.ty, obj.owner, x.roots),
                    owner: Some(obj.owner),
                    here: true,
                };
            }
            _ => {}
        }
    }
    if obj.value.data == crate::model::Data::Poisoned {
        return got(V::Poisoned, place);
    }
    let mut item = match obj.get(&access.name) {
        Some((value, ty)) => convert(cx, obj.file, value, ty, obj.owner, x.roots),
        // The parent stands for what it lacks.
        None => Item { v: nothing(x), place: place.or(Some(Place::new(obj.file, obj.value.span))) },
    };
    if let (V::Missing(_), Some(default)) = (&item.v, obj.default(&access.name)) {
        item.v = V::Truth(default);
    }
    Got { item, owner: Some(obj.owner), here: true }
}

/// A derived field. What it lacks is missing at the path that reads it.
pub(super) fn derived<'a>(cx: Cx<'_, 'a>, entity: EntityId, index: u16, roots: u32) -> Item<'a> {
    let poisoned = Item { v: V::Poisoned, place: None };
    let kind = cx.world.index.kind(entity);
    let Some(field) = cx.world.derived.field(kind, index) else { return poisoned };
    if cx.depth >= DEPTH {
        cx.world.cuts();
        return poisoned;
    }
    let this = Rec::Entity(entity);
    let inner = Cx { this: Some(&this), vars: &[], top: None, hoist: None, closed: false, depth: cx.depth + 1, ..cx };
    match &field.body {
        Body::Value(x, true) if cx.placeless => {
            Item { v: cx.world.cache.derived.value(cx.world, entity, index, roots, || read(inner, x).v), place: None }
        }
        Body::Value(x, _) => {
            let mut item = read(inner, x);
            if let V::Missing(_) = item.v {
                item.v = V::Missing(Causes(roots));
            }
            item
        }
        Body::Cond(c) => {
            let truth = cx.world.cache.derived.of(cx.world, entity, index, || cond(inner.quiet(), c));
            if cx.trail.is_some() {
                explain(inner, c, truth == Tri::T, &mut Vec::new());
            }
            let v = match truth {
                Tri::T => V::Truth(true),
                Tri::F => V::Truth(false),
                Tri::U(causes) if causes & POISON != 0 => V::Poisoned,
                Tri::U(_) => V::Missing(Causes(roots)),
            };
            Item { v, place: None }
        }
    }
}
