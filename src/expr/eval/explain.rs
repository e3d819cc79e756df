//! Why a condition came out as it did: the same reading again, with a trail, of the parts that decided.

use std::sync::Arc;

use super::pick::{Hit, judge, matching_block, some};
use super::{Cx, Frame, Rec, Tri, cond, read};
use crate::expr::ir::{C, Ir, P, X};
use crate::expr::reason::{Holder, Witness};
use crate::expr::value::{Item, V};
use crate::source::Place;

/// Witnesses and near misses that are shown.
const SHOWN: usize = 3;

/// Fills the trail of `cx` with what made `c` come to `want`.
pub(in crate::expr) fn explain<'a>(cx: Cx<'_, 'a>, c: &'a C, want: bool, witnesses: &mut Vec<Witness<'a>>) {
    let wanted = if want { Tri::T } else { Tri::F };
    match c {
        C::And(parts) if want => parts.iter().for_each(|p| explain(cx, p, true, witnesses)),
        C::And(parts) => {
            // Of a near miss the condition may be unknown: then the part that is not known to hold.
            let is = |wanted: fn(Tri) -> bool| parts.iter().find(|p| wanted(cond(cx.quiet(), p)));
            if let Some(part) = is(|t| t == Tri::F).or_else(|| is(|t| t != Tri::T)) {
                explain(cx, part, false, witnesses);
            }
        }
        C::Or(parts) if want => {
            if let Some(part) = parts.iter().find(|p| cond(cx.quiet(), p) == Tri::T) {
                explain(cx, part, true, witnesses);
            }
        }
        C::Or(parts) => parts.iter().for_each(|p| explain(cx, p, false, witnesses)),
        C::Not(inner) => explain(cx, inner, !want, witnesses),
        C::Once(_, inner) => explain(Cx { closed: true, ..cx }, inner, want, witnesses),
        C::Any(pick) => quantifier(cx, pick, want, witnesses),
        C::None(pick) => quantifier(cx, pick, !want, witnesses),
        C::Compare(_, a, b) | C::Has(a, b, _) | C::Similar(a, b) | C::Pattern(a, b) => {
            value(cx, a, witnesses);
            value(cx, b, witnesses);
            if let C::Pattern(..) = c
                && wanted == Tri::T
            {
                matched(cx, a, b);
            }
        }
        C::Regex(a, regex) => {
            value(cx, a, witnesses);
            if let V::Prose(file) = read(cx.quiet(), a).v
                && let Some(span) = matching_block(cx, file, regex)
                && let Some(trail) = cx.trail
            {
                trail.push(cx.world, Some(Place::new(file, span)), cx.world.index.document(file).into(), || a.operand(), false);
            }
        }
        C::In(a, _) | C::Given(a) | C::Missing(a) | C::Alone(a) => value(cx, a, witnesses),
    }
}

fn matched<'a>(cx: Cx<'_, 'a>, text: &'a X, pattern: &'a X) {
    let (text_v, pattern_v) = (read(cx.quiet(), text).v, read(cx.quiet(), pattern).v);
    if let (V::Prose(file), V::Pattern(p)) = (text_v, pattern_v)
        && let Some(regex) = super::convert::pattern(cx.world, p)
        && let Some(span) = matching_block(cx, file, &regex)
        && let Some(trail) = cx.trail
    {
        trail.push(cx.world, Some(Place::new(file, span)), cx.world.index.document(file).into(), || text.operand(), false);
    }
}

/// Reads a value with the trail on; of a count, what was counted.
fn value<'a>(cx: Cx<'_, 'a>, x: &'a X, witnesses: &mut Vec<Witness<'a>>) {
    match &x.ir {
        Ir::Count(list) => {
            if let Ir::Pick(pick) = &list.ir {
                let counted = telling(cx, pick, SHOWN, true);
                for item in counted {
                    witness(cx, pick, item, witnesses);
                }
            } else {
                read(cx, list);
                if let (V::List(items), Some(trail)) = (read(cx.quiet(), list).v, cx.trail) {
                    for item in items.iter().take(SHOWN) {
                        trail.push(cx.world, item.place, Holder::Nothing, || list.operand(), false);
                    }
                }
            }
        }
        Ir::Arith(_, a, b) | Ir::Else(a, b) if has_count(x) => {
            value(cx, a, witnesses);
            value(cx, b, witnesses);
        }
        // Of all records of a kind none is pointed at.
        Ir::All(_) => {}
        _ => {
            read(cx, x);
        }
    }
}

fn has_count(x: &X) -> bool {
    match &x.ir {
        Ir::Count(_) => true,
        Ir::Arith(_, a, b) | Ir::Else(a, b) => has_count(a) || has_count(b),
        _ => false,
    }
}

/// Some element is picked (`found`): the first. None is: those that nearly were.
fn quantifier<'a>(cx: Cx<'_, 'a>, pick: &'a P, found: bool, witnesses: &mut Vec<Witness<'a>>) {
    if found {
        if let Some(item) = telling(cx, pick, 1, true).into_iter().next() {
            // The references on the way to the list are read, but not what it holds.
            if let Ir::Field(base, _) = &pick.from.ir {
                read(cx, base);
            }
            witness(cx, pick, item, witnesses);
        }
        return;
    }
    for item in telling(cx, pick, SHOWN, false) {
        near_miss(cx, pick, item, witnesses);
    }
}

/// At most `limit` elements that tell why: those that are picked, or those that nearly are. Of all records of a kind, where no record decides
/// which, they are found out once a run: hundreds of findings of a rule may have one such reason.
fn telling<'a>(cx: Cx<'_, 'a>, pick: &'a P, limit: usize, picked: bool) -> Vec<Item<'a>> {
    if !picked && parts_near(pick).is_none() {
        return Vec::new();
    }
    let tells = |within: Cx<'_, 'a>, item: &Item<'a>| {
        if picked { judge(within, pick, item) == Hit::Picked } else { near_part(within, pick, item).is_some() }
    };
    let find = || some(cx, pick, limit, tells);
    if !cx.closed || !matches!(pick.from.ir, Ir::All(_)) {
        return find();
    }
    let kept = &cx.world.cache.telling;
    let question = (pick.number, picked);
    let item = |rec: &Rec<'static>| Item { v: V::Rec(rec.clone()), place: None };
    if let Some(known) = kept.get(&question) {
        return known.iter().map(item).collect();
    }
    let found = find();
    let records: Option<Arc<[Rec<'static>]>> = found.iter().map(of_index).collect();
    match records {
        Some(records) if !cx.world.exceeded() => _ = kept.put(question, records),
        _ => {}
    }
    found
}

/// A record of the index as what outlives the world that read it.
fn of_index(item: &Item) -> Option<Rec<'static>> {
    match item.v {
        V::Rec(Rec::Entity(entity)) => Some(Rec::Entity(entity)),
        V::Rec(Rec::Mention(id)) => Some(Rec::Mention(id)),
        _ => None,
    }
}

fn witness<'a>(cx: Cx<'_, 'a>, pick: &'a P, item: Item<'a>, witnesses: &mut Vec<Witness<'a>>) {
    if let Some(trail) = cx.trail {
        trail.witnessing(&pick.name, || {
            let frame = Frame { slot: pick.slot, item: &item, up: cx.top };
            let inner = Cx { top: Some(&frame), closed: false, ..cx };
            match &pick.cond {
                Some(c) => explain(inner, c, true, witnesses),
                None => {
                    let holder = if matches!(item.v, V::Rec(Rec::Mention(_))) { Holder::Citation } else { Holder::Nothing };
                    let place = item.place.or_else(|| own_place(cx, &item));
                    trail.push(cx.world, place, holder, || pick.from.operand(), false);
                }
            }
        });
    }
    witnesses.push(Witness { var: pick.name.clone(), item, near: false });
}

fn near_miss<'a>(cx: Cx<'_, 'a>, pick: &'a P, item: Item<'a>, witnesses: &mut Vec<Witness<'a>>) {
    if let Some(part) = near_part(cx, pick, &item)
        && let Some(trail) = cx.trail
    {
        trail.witnessing(&pick.name, || {
            let frame = Frame { slot: pick.slot, item: &item, up: cx.top };
            explain(Cx { top: Some(&frame), closed: false, ..cx }, part, false, witnesses);
        });
    }
    witnesses.push(Witness { var: pick.name.clone(), item, near: true });
}

/// The only part of a condition of two or more that does not hold of an element.
fn near_part<'a>(cx: Cx<'_, 'a>, pick: &'a P, item: &Item<'a>) -> Option<&'a C> {
    let frame = Frame { slot: pick.slot, item, up: cx.top };
    failing(Cx { top: Some(&frame), ..cx }, parts_near(pick)?)
}

/// The parts of a condition all but one of which hold of what is near. None where nothing is.
fn parts_near(pick: &P) -> Option<&[C]> {
    match (pick.cond.as_ref()?, &pick.from.ir) {
        (C::And(parts), _) => Some(parts),
        // Of all records of a kind, those that fail a single condition are just the others.
        (_, Ir::All(_)) => None,
        (one, _) => Some(std::slice::from_ref(one)),
    }
}

/// The only part that is not true, if there is just one.
pub(in crate::expr) fn failing<'a>(cx: Cx<'_, 'a>, parts: &'a [C]) -> Option<&'a C> {
    let mut failing = parts.iter().filter(|p| cond(cx.quiet(), p) != Tri::T);
    let first = failing.next()?;
    failing.next().is_none().then_some(first)
}

/// What to point at when an element as a whole is meant.
pub(in crate::expr) fn own_place(cx: Cx, item: &Item) -> Option<Place> {
    let place = match &item.v {
        V::Rec(Rec::Entity(entity)) => Some(cx.world.index.name_place(*entity)),
        V::Rec(Rec::Mention(id)) => cx.world.index.mention(*id).map(|m| Place::new(id.file, m.span)),
        _ => None,
    };
    place.filter(|p| !cx.world.index.is_pack_file(p.file))
}
