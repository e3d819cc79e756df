//! Parts of a condition that speak of no record in particular, such as `any s in all ai_systems where s.oversight given`: they come to
//! the same for each of ten thousand records, and are found out once.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::expr::ir::{C, Ir, X};
use crate::expr::without::{in_value, paths};

/// A number that nothing else of the process has.
pub(super) fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The condition, marked to be found out once if it loops and neither `this` nor a variable from without decides it.
pub(super) fn once(c: C) -> C {
    if loops(&c) && is_closed(&c) { C::Once(number(), Box::new(c)) } else { c }
}

/// True if a quantifier, a choice or a list stands in it; all else costs no more than looking up what it came to.
fn loops(c: &C) -> bool {
    match c {
        C::And(parts) | C::Or(parts) => parts.iter().any(loops),
        C::Not(inner) => loops(inner),
        C::Any(_) | C::None(_) => true,
        C::Compare(_, a, b) | C::Has(a, b, _) | C::Similar(a, b) | C::Pattern(a, b) => holds_many(a) || holds_many(b),
        C::In(x, _) | C::Regex(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => holds_many(x),
        // What is marked already costs nothing any more.
        C::Once(..) => false,
    }
}

/// True if reading a value looks at many elements.
pub(in crate::expr) fn holds_many(x: &X) -> bool {
    match &x.ir {
        _ if x.list => true,
        Ir::Pick(_) => true,
        Ir::Field(base, _) | Ir::Count(base) => holds_many(base),
        Ir::Max(parts) => parts.iter().any(holds_many),
        Ir::Arith(_, a, b) | Ir::Else(a, b) => holds_many(a) || holds_many(b),
        Ir::Cond(c) => loops(c),
        Ir::This | Ir::Var(..) | Ir::Today | Ir::All(_) | Ir::The(_) | Ir::Lit(_) | Ir::List(_) => false,
    }
}

/// The number to find a value out by once a run, if neither `this` nor a variable from without decides it.
pub(super) fn once_value(x: &X) -> Option<u64> {
    let mut closed = !matches!(x.ir, Ir::List(_));
    in_value(x, 0, &mut |_| closed = false);
    closed.then(number)
}

/// True if nothing but the repository and the day decides it.
fn is_closed(c: &C) -> bool {
    let mut closed = true;
    paths(c, 0, &mut |_| closed = false);
    closed
}
