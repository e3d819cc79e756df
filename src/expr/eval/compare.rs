//! Order of known values; a count may be a range.

use std::cmp::Ordering;

use super::scale::{Order, compare_scale};
use super::{Cx, Tri, V};
use crate::expr::ast::Compare;

/// Whether `a op b` holds of two known values.
pub(super) fn order(cx: Cx, op: Compare, a: &V, b: &V) -> Tri {
    let ordering = match (a, b) {
        (V::Number(_) | V::Range(..), V::Number(_) | V::Range(..)) => return ranges(op, a, b),
        (V::Date(a), V::Date(b)) => Some(a.cmp(b)),
        (V::Duration(a), V::Duration(b)) => a.length().partial_cmp(&b.length()),
        (V::Scale(..) | V::Number(_), V::Scale(..) | V::Number(_)) => return scales(cx, op, a, b),
        (V::Word(v, i), V::Word(_, j)) => v.ordered.then(|| i.cmp(j)),
        (V::Word(v, i), V::Text(t)) => v.words.iter().position(|w| **w == **t).map(|j| (*i as usize).cmp(&j)),
        _ => None,
    };
    ordering.map_or(Tri::POISON, |o| Tri::known(holds(op, o)))
}

fn holds(op: Compare, ordering: Ordering) -> bool {
    match op {
        Compare::Eq => ordering.is_eq(),
        Compare::Ne => ordering.is_ne(),
        Compare::Lt => ordering.is_lt(),
        Compare::Le => ordering.is_le(),
        Compare::Gt => ordering.is_gt(),
        Compare::Ge => ordering.is_ge(),
    }
}

fn bounds(v: &V) -> (f64, f64, u32) {
    match v {
        V::Number(n) => (*n, *n, 0),
        V::Range(low, high, causes) => (*low, *high, causes.0),
        _ => (f64::NAN, f64::NAN, 0),
    }
}

/// Over ranges a comparison holds or fails if it does so for all pairs.
fn ranges(op: Compare, a: &V, b: &V) -> Tri {
    let ((al, ah, ca), (bl, bh, cb)) = (bounds(a), bounds(b));
    let holds = |x: f64, y: f64| x.partial_cmp(&y).is_some_and(|o| holds(op, o));
    let corners = [holds(al, bl), holds(al, bh), holds(ah, bl), holds(ah, bh)];
    let apart = ah < bl || bh < al;
    let points = al >= ah && bl >= bh;
    match op {
        Compare::Eq | Compare::Ne if !points && !apart => Tri::U(ca | cb),
        _ if corners.iter().all(|c| *c) => Tri::T,
        _ if corners.iter().all(|c| !*c) => Tri::F,
        _ => Tri::U(ca | cb),
    }
}

fn scales(cx: Cx, op: Compare, a: &V, b: &V) -> Tri {
    let Some(order) = compare_scale(cx, a, b) else { return Tri::POISON };
    // What is known where the two overlap: the end of one may still lie within the other.
    match (op, order) {
        (Compare::Gt | Compare::Ge, Order::Above) | (Compare::Lt | Compare::Le, Order::Below) => Tri::T,
        (Compare::Gt | Compare::Ge, Order::Below) | (Compare::Lt | Compare::Le, Order::Above) => Tri::F,
        (Compare::Ge | Compare::Le, Order::Same) => Tri::T,
        (Compare::Gt | Compare::Lt, Order::Same) => Tri::F,
        (Compare::Gt, Order::Overlap { ends_within: true, .. }) | (Compare::Lt, Order::Overlap { starts_within: true, .. }) => {
            Tri::F
        }
        (Compare::Le, Order::Overlap { ends_within: true, .. }) | (Compare::Ge, Order::Overlap { starts_within: true, .. }) => {
            Tri::T
        }
        _ => Tri::POISON,
    }
}
