//! What a condition reads from without: all that decides it besides the repository and the day.

use super::ir::{C, Ir, P, X, var_bit};

/// Calls `found` with each path of a condition that begins at `this` or at a variable from without, as a whole. `bound`: bits of the
/// variables that come from within.
pub(super) fn paths<'a>(c: &'a C, bound: u32, found: &mut dyn FnMut(&'a X)) {
    match c {
        C::And(parts) | C::Or(parts) => parts.iter().for_each(|part| paths(part, bound, found)),
        C::Not(inner) | C::Once(_, inner) => paths(inner, bound, found),
        C::Any(pick) | C::None(pick) => in_pick(pick, bound, found),
        C::Compare(_, a, b) | C::Has(a, b, _) | C::Similar(a, b) | C::Pattern(a, b) => {
            in_value(a, bound, found);
            in_value(b, bound, found);
        }
        C::In(x, _) | C::Regex(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => in_value(x, bound, found),
    }
}

fn in_pick<'a>(pick: &'a P, bound: u32, found: &mut dyn FnMut(&'a X)) {
    in_value(&pick.from, bound, found);
    if let Some(c) = &pick.cond {
        paths(c, bound | var_bit(pick.slot), found);
    }
}

/// Tells a path from without as a whole, and looks into all else.
pub(super) fn in_value<'a>(x: &'a X, bound: u32, found: &mut dyn FnMut(&'a X)) {
    match &x.ir {
        Ir::Field(base, _) if is_from_without(base, bound) => found(x),
        Ir::This => found(x),
        Ir::Var(slot, _) if bound & var_bit(*slot) == 0 => found(x),
        Ir::Field(base, _) | Ir::Count(base) => in_value(base, bound, found),
        Ir::Max(parts) => parts.iter().for_each(|part| in_value(part, bound, found)),
        Ir::Pick(pick) => in_pick(pick, bound, found),
        Ir::Arith(_, a, b) | Ir::Else(a, b) => {
            in_value(a, bound, found);
            in_value(b, bound, found);
        }
        Ir::Cond(c) => paths(c, bound, found),
        Ir::Var(..) | Ir::Today | Ir::All(_) | Ir::The(_) | Ir::Lit(_) | Ir::List(_) => {}
    }
}

/// True for a plain path that begins at `this` or at a variable from without.
fn is_from_without(x: &X, bound: u32) -> bool {
    match &x.ir {
        Ir::This => true,
        Ir::Var(slot, _) => bound & var_bit(*slot) == 0,
        Ir::Field(base, _) => is_from_without(base, bound),
        _ => false,
    }
}
