//! A question over all citations, asked again with the same words: dozens of rules' worth of citations ask of each other, and what they
//! ask differs in a field's name and a kind. What comes of it is found out once for each that is different.

use super::join::{Key, key};
use super::{Cx, V, read};
use crate::expr::ir::{C, Ir, P, X, var_bit};
use crate::schema::KindId;

/// What a question depends on besides the repository: the values of the paths that lead out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::expr) enum Asked {
    Value(Key),
    Kind(KindId),
    Unknown(u32),
}

/// The values that a quantifier over all records of a kind asks with; none if one of them cannot be told from others.
pub(super) fn asked<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Option<Vec<Asked>> {
    let mut asked = Some(Vec::new());
    if let Some(c) = &pick.cond {
        in_cond(c, var_bit(pick.slot), &mut |x| {
            let v = read(cx, x).v;
            let value = match (&v, v.unknown()) {
                (_, Some(causes)) => Some(Asked::Unknown(causes)),
                (V::Kind(kind), _) => Some(Asked::Kind(*kind)),
                _ => key(&v).map(Asked::Value),
            };
            match (&mut asked, value) {
                (Some(all), Some(value)) => all.push(value),
                _ => asked = None,
            }
        });
    }
    asked
}

fn in_cond<'a>(c: &'a C, bound: u32, found: &mut dyn FnMut(&'a X)) {
    match c {
        C::And(parts) | C::Or(parts) => parts.iter().for_each(|part| in_cond(part, bound, found)),
        C::Not(inner) | C::Once(_, inner) => in_cond(inner, bound, found),
        C::Any(pick) | C::None(pick) => in_pick(pick, bound, found),
        C::Compare(_, a, b) | C::Has(a, b) | C::Similar(a, b) | C::Pattern(a, b) => {
            in_value(a, bound, found);
            in_value(b, bound, found);
        }
        C::In(x, _) | C::Regex(x, _) | C::Given(x) | C::Missing(x) | C::Alone(x) => in_value(x, bound, found),
    }
}

fn in_pick<'a>(pick: &'a P, bound: u32, found: &mut dyn FnMut(&'a X)) {
    in_value(&pick.from, bound, found);
    if let Some(c) = &pick.cond {
        in_cond(c, bound | var_bit(pick.slot), found);
    }
}

/// Tells a path from without as a whole, and looks into all else.
fn in_value<'a>(x: &'a X, bound: u32, found: &mut dyn FnMut(&'a X)) {
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
        Ir::Cond(c) => in_cond(c, bound, found),
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
