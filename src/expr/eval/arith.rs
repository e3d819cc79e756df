//! `+`, `-`, `*` and `max`.

use super::{Cx, V, read};
use crate::expr::ast::Arith;
use crate::expr::ir::X;
use crate::expr::reason::Holder;
use crate::expr::value::Item;
use crate::expr::world::Causes;
use crate::model::Duration;

/// `a op b`; poison wins over missing, and what leaves the calendar is poisoned.
pub(super) fn arith<'a>(op: Arith, a: &V, b: &V) -> V<'a> {
    match (a, b) {
        (V::Poisoned, _) | (_, V::Poisoned) => V::Poisoned,
        (V::Missing(Causes(a)), V::Missing(Causes(b))) => V::Missing(Causes(a | b)),
        (V::Missing(causes), _) | (_, V::Missing(causes)) => V::Missing(*causes),
        (V::Number(a), V::Number(b)) => number(match op {
            Arith::Add => a + b,
            Arith::Sub => a - b,
            Arith::Mul => a * b,
        }),
        (V::Date(date), V::Duration(d)) => {
            let result = if op == Arith::Add { d.after(*date) } else { d.before(*date) };
            result.map_or(V::Poisoned, V::Date)
        }
        (V::Date(a), V::Date(b)) => match a.since(*b) {
            Ok(span) => V::Duration(Duration { months: 0, days: span.get_days() }),
            Err(_) => V::Poisoned,
        },
        (V::Duration(a), V::Duration(b)) => {
            let pair =
                |f: fn(i32, i32) -> Option<i32>| Some(Duration { months: f(a.months, b.months)?, days: f(a.days, b.days)? });
            let result = if op == Arith::Add { pair(i32::checked_add) } else { pair(i32::checked_sub) };
            result.map_or(V::Poisoned, V::Duration)
        }
        _ => V::Poisoned,
    }
}

fn number<'a>(n: f64) -> V<'a> {
    if n.is_finite() { V::Number(n) } else { V::Poisoned }
}

/// The largest of all arguments and their elements; missing ones are left out, a poisoned one poisons.
pub(super) fn max<'a>(cx: Cx<'_, 'a>, args: &'a [X], roots: u32) -> Item<'a> {
    let mut best: Option<Item<'a>> = None;
    let mut poisoned = false;
    let mut take = |item: Item<'a>| match item.v {
        V::Missing(_) => {}
        V::Poisoned => poisoned = true,
        _ => {
            if best.as_ref().is_none_or(|b| larger(&item.v, &b.v)) {
                best = Some(item);
            }
        }
    };
    for arg in args {
        // Only the largest leaves a trail, not all that it was compared with.
        let item = read(cx.quiet(), arg);
        match item.v {
            V::List(items) => items.into_iter().for_each(&mut take),
            _ => take(item),
        }
    }
    if poisoned {
        return Item { v: V::Poisoned, place: None };
    }
    let Some(best) = best else { return Item { v: V::Missing(Causes(roots)), place: None } };
    if let Some(trail) = cx.trail {
        let operand = || args.iter().map(X::operand).find(|o| !o.is_empty()).unwrap_or_default();
        trail.push(cx.world, best.place, Holder::Nothing, operand, false);
    }
    best
}

fn larger(a: &V, b: &V) -> bool {
    match (a, b) {
        (V::Number(a), V::Number(b)) => a > b,
        (V::Date(a), V::Date(b)) => a > b,
        (V::Duration(a), V::Duration(b)) => a.length() > b.length(),
        _ => false,
    }
}
