//! Conditions: Kleene's logic.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::compare::order;
use super::equal::equal;
use super::holds::holds;
use super::join::{Key, key};
use super::pick::{any, text_matches};
use super::quick::Quick;
use super::similar::similar;
use super::{Cx, Tri, V, read};
use crate::expr::ast::Compare;
use crate::expr::ir::{C, Ir, Lit, X};
use crate::expr::value::text_of;

/// What a condition comes to.
pub(in crate::expr) fn cond<'a>(cx: Cx<'_, 'a>, c: &'a C) -> Tri {
    let cx = Cx { placeless: cx.trail.is_none(), ..cx };
    match c {
        C::And(parts) => {
            let mut unknown = None;
            for part in parts {
                match cond(cx, part) {
                    Tri::T => {}
                    Tri::F => return Tri::F,
                    Tri::U(causes) => *unknown.get_or_insert(0) |= causes,
                }
            }
            unknown.map_or(Tri::T, Tri::U)
        }
        C::Or(parts) => {
            let mut unknown = None;
            for part in parts {
                match cond(cx, part) {
                    Tri::F => {}
                    Tri::T => return Tri::T,
                    Tri::U(causes) => *unknown.get_or_insert(0) |= causes,
                }
            }
            unknown.map_or(Tri::F, Tri::U)
        }
        C::Not(inner) => cond(cx, inner).not(),
        C::Any(pick) => any(cx, pick),
        C::None(pick) => any(cx, pick).not(),
        C::Compare(op, a, b) => compare(cx, *op, a, b),
        C::In(x, literals) => within(cx, x, literals),
        C::Has(list, x, number) => has(cx, list, x, *number),
        C::Similar(a, b) => {
            let (a, b) = (read(cx, a), read(cx, b));
            if let Some(causes) = either(&a.v, &b.v) {
                return Tri::U(causes);
            }
            match (text_of(cx.world, &a.v), text_of(cx.world, &b.v)) {
                (Some(a), Some(b)) => Tri::known(similar(&cx.world.words(a), &cx.world.words(b))),
                _ => Tri::POISON,
            }
        }
        C::Regex(x, regex) => match Quick::at(cx, x) {
            Some(text) => Tri::known(regex.is_match(text.text(cx))),
            None => text_matches(cx, &read(cx, x).v, regex),
        },
        C::Pattern(x, pattern) => {
            let (text, pattern) = (read(cx, x), read(cx, pattern));
            if let Some(causes) = either(&text.v, &pattern.v) {
                return Tri::U(causes);
            }
            match pattern.v {
                V::Pattern(p) => match super::convert::pattern(cx.world, p) {
                    Some(regex) => text_matches(cx, &text.v, &regex),
                    None => Tri::POISON,
                },
                _ => Tri::POISON,
            }
        }
        C::Given(x) => is_given(cx, x),
        C::Missing(x) => is_given(cx, x).not(),
        C::Once(number, inner) => once(cx, *number, inner),
        C::Alone(x) => match read(cx, x).v {
            V::Truth(b) => Tri::known(b),
            other => Tri::U(other.unknown().unwrap_or(crate::expr::ir::POISON)),
        },
    }
}

/// What no record decides. What came of it while the budget ran out is not kept.
fn once<'a>(cx: Cx<'_, 'a>, number: u64, c: &'a C) -> Tri {
    if let Some(known) = cx.world.cache.once.get(&number) {
        return known;
    }
    let truth = cond(cx.quiet(), c);
    if cx.world.exceeded() { truth } else { cx.world.cache.once.put(number, truth) }
}

/// What a list holds that no record decides.
#[derive(Debug)]
pub(in crate::expr) struct Members {
    /// The keys of what is known of it.
    keys: FxHashSet<Key>,
    /// Why other elements are unknown, if some are.
    open: Option<u32>,
}

/// Whether a list that no record decides holds a value, by the keys of what it holds; none where they do not settle it.
fn membership<'a>(cx: Cx<'_, 'a>, list: &'a X, x: &'a X, number: u64) -> Option<Tri> {
    let kept = &cx.world.cache.members;
    let members = match kept.get(&number) {
        Some(known) => known,
        None => {
            let made = members(&read(cx, list).v).map(Arc::new);
            if cx.world.exceeded() { made } else { kept.put(number, made) }
        }
    }?;
    let wanted = key(&read(cx, x).v)?;
    match (members.keys.contains(&wanted), wanted) {
        (false, _) => Some(members.open.map_or(Tri::F, Tri::U)),
        // Texts that are told apart elsewhere may have one key.
        (true, Key::Entity(_) | Key::Mention(_)) => Some(Tri::T),
        (true, _) => None,
    }
}

/// None for what is no list, or holds what has no key.
fn members(list: &V) -> Option<Members> {
    let V::List(items) = list else { return None };
    let mut members = Members { keys: FxHashSet::default(), open: None };
    for item in items {
        match item.v.unknown() {
            Some(causes) => *members.open.get_or_insert(0) |= causes,
            None => _ = members.keys.insert(key(&item.v)?),
        }
    }
    Some(members)
}

/// Whether a value is given. Of all records of a kind, one is enough to know: rules ask that once a record.
fn is_given<'a>(cx: Cx<'_, 'a>, x: &'a X) -> Tri {
    if let Ir::All(kind) = &x.ir
        && let Some(some) = super::read::some_of(cx, *kind)
    {
        return some;
    }
    super::stated::is_given(cx, x)
}

/// The causes of both where one is unknown.
pub(super) fn either(a: &V, b: &V) -> Option<u32> {
    match (a.unknown(), b.unknown()) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(0) | b.unwrap_or(0)),
    }
}

fn compare<'a>(cx: Cx<'_, 'a>, op: Compare, a: &'a X, b: &'a X) -> Tri {
    if matches!(op, Compare::Eq | Compare::Ne)
        && let Some(b) = Quick::at(cx, b) // mostly a literal
        && let Some(a) = Quick::at(cx, a)
        && let Some(same) = a.is(cx, b)
    {
        return Tri::known(same == (op == Compare::Eq));
    }
    let (a, b) = (read(cx, a), read(cx, b));
    if let Some(causes) = either(&a.v, &b.v) {
        return Tri::U(causes);
    }
    match op {
        Compare::Eq => equal(cx, &a.v, &b.v),
        Compare::Ne => equal(cx, &a.v, &b.v).not(),
        other => order(cx, other, &a.v, &b.v),
    }
}

fn within<'a>(cx: Cx<'_, 'a>, x: &'a X, literals: &'a [Lit]) -> Tri {
    if let Some(known) = Quick::at(cx, x).and_then(|text| text.is_one_of(cx, literals)) {
        return Tri::known(known);
    }
    let item = read(cx, x);
    if let Some(causes) = item.v.unknown() {
        return Tri::U(causes);
    }
    let mut result = Tri::F;
    for literal in literals {
        match equal(cx, &item.v, &super::read::literal(literal)) {
            Tri::T => return Tri::T,
            Tri::F => {}
            unknown @ Tri::U(_) => result = unknown,
        }
    }
    result
}

fn has<'a>(cx: Cx<'_, 'a>, list: &'a X, x: &'a X, number: Option<u64>) -> Tri {
    if let Some(number) = number
        && cx.trail.is_none()
        && cx.world.shortcuts
        && let Some(known) = membership(cx, list, x, number)
    {
        return known;
    }
    if cx.placeless
        && let Some(known) = holds(cx, list, x)
    {
        return known;
    }
    let list = read(cx, list);
    if let Some(causes) = list.v.unknown() {
        return Tri::U(causes);
    }
    let x = read(cx, x);
    if let Some(causes) = x.v.unknown() {
        return Tri::U(causes);
    }
    let items = if let V::List(items) = &list.v { items.as_slice() } else { std::slice::from_ref(&list) };
    let mut unknown = None;
    for item in items {
        match item.v.unknown().map_or_else(|| equal(cx, &item.v, &x.v), Tri::U) {
            Tri::T => return Tri::T,
            Tri::F => {}
            Tri::U(causes) => *unknown.get_or_insert(0) |= causes,
        }
    }
    unknown.map_or(Tri::F, Tri::U)
}
