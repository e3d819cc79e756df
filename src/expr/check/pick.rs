//! Picks: a variable, what it runs over, which are picked.

use std::sync::Arc;

use super::closed::number;
use super::types::{noun, ty_of};
use super::{Checker, files, names};
use crate::expr::Ty;
use crate::expr::ast::{Compare, Expr, Node, PickExpr};
use crate::expr::ir::{Alike, By, C, Either, Ir, Join, Ordered, P, SLOTS, X, var_bit};
use crate::expr::without;

impl Checker<'_> {
    /// A pick and the type of its elements.
    pub(super) fn pick(&mut self, pick: &PickExpr) -> (P, Ty) {
        let (from, ty) = self.value(&pick.from);
        let element = match ty {
            Ty::List(item) => *item,
            Ty::Map(map) => Ty::Entry(Box::new(ty_of(&map.entry))),
            Ty::Wrong => Ty::Wrong,
            other => {
                let what = noun(&other, self.schema);
                self.complain(pick.from.span, format!("`{}` runs over a list, and this is {what}", pick.var), None);
                Ty::Wrong
            }
        };
        let name = &pick.var;
        if self.vars.iter().any(|(n, ..)| n == name) {
            self.complain(pick.var_span, format!("there is a variable `{name}` already"), None);
        } else if self.has_this() && self.has_member(&self.this, name) {
            let message = format!("the variable `{name}` hides the field of the same name");
            self.complain(pick.var_span, message, Some("choose another name".into()));
        }
        let slot = self.vars.len().min(SLOTS - 1) as u8;
        if self.vars.len() >= SLOTS {
            self.complain(pick.var_span, "this expression nests too deeply", None);
        }
        let source: Arc<str> = from.operand().into();
        self.vars.push((name.clone(), element.clone(), source));
        self.variables.push((name.clone(), element.clone()));
        let cond = pick.cond.as_ref().map(|cond| {
            for part in parts(cond) {
                if !names(part, name) {
                    let help = Some(format!("move it out of the quantifier, or ask it of `{name}`"));
                    self.complain(part.span, format!("this part says nothing about `{name}`"), help);
                }
            }
            self.cond(cond)
        });
        self.vars.pop();
        let (join, alike) = cond.as_ref().map_or((None, None), |c| look_ups(&from, slot, c));
        let either = cond.as_ref().filter(|_| join.is_none() && alike.is_none()).and_then(|c| either(&from, slot, c));
        let compared = cond.as_ref().filter(|_| join.is_none() && alike.is_none() && either.is_none());
        let ordered = compared.and_then(|c| ordered(&from, slot, c));
        let indexed = ordered.is_some() || join.is_some() || alike.is_some() || either.is_some();
        let own = cond.as_ref().filter(|_| !indexed).map_or_else(Vec::new, |c| own_parts(&from, slot, c));
        let by_kinds = cond.as_ref().is_some_and(|c| asks_kinds(slot, c));
        let of_files = cond.as_ref().is_none_or(|c| files::may_hold(c, slot));
        (
            P { number: number(), slot, name: name.clone(), from, cond, join, alike, either, ordered, own, by_kinds, of_files },
            element,
        )
    }
}

fn parts(cond: &Expr) -> &[Expr] {
    match &cond.node {
        Node::And(parts) => parts,
        _ => std::slice::from_ref(cond),
    }
}

/// The parts that an index can answer: the first that asks for one value, else the first that asks for several, and the first that asks
/// for words.
fn look_ups(from: &X, slot: u8, cond: &C) -> (Option<Join>, Option<Alike>) {
    let Ir::All(kind) = from.ir else { return (None, None) };
    let parts = conjuncts(cond);
    let side = |a, b| side(slot, a, b);
    let join = |own: &X, part, left| Join { kind, side: own.operand().into(), part, left };
    let by_one = parts.iter().enumerate().find_map(|(part, c)| match c {
        C::Compare(Compare::Eq, a, b) => side(a, b).map(|left| join(if left { a } else { b }, part, left)),
        _ => None,
    });
    if by_one.is_some() {
        return (by_one, None);
    }
    let by_several = parts.iter().enumerate().find_map(|(part, c)| match c {
        C::In(own, _) if is_path_of(own, slot) => Some(join(own, part, true)),
        _ => None,
    });
    let by_words = parts.iter().enumerate().find_map(|(part, c)| match c {
        C::Similar(a, b) => side(a, b).map(|left| Alike { part, left }),
        _ => None,
    });
    (by_several, by_words)
}

/// The first part that compares by order.
fn ordered(from: &X, slot: u8, cond: &C) -> Option<Ordered> {
    let Ir::All(kind) = from.ir else { return None };
    conjuncts(cond).iter().enumerate().find_map(|(part, c)| match c {
        C::Compare(Compare::Lt | Compare::Le | Compare::Gt | Compare::Ge, a, b) => {
            let left = side(slot, a, b)?;
            Some(Ordered { kind, side: if left { a } else { b }.operand().into(), part, left })
        }
        _ => None,
    })
}

/// The first part that is an `or` of look-ups.
fn either(from: &X, slot: u8, cond: &C) -> Option<Either> {
    let Ir::All(kind) = from.ir else { return None };
    let by = |c: &C| match c {
        C::Similar(a, b) => side(slot, a, b).map(|left| By::Words { number: number(), left }),
        C::Any(inner) => match &inner.cond {
            Some(C::Has(list, x, _)) => {
                let shared = is_list_of(&inner.from, slot)
                    && matches!(x.ir, Ir::Var(s, _) if s == inner.slot)
                    && is_free(list, slot)
                    && is_free(list, inner.slot);
                shared.then(|| By::Shared(format!("{}[]", inner.from.operand()).into()))
            }
            _ => None,
        },
        _ => None,
    };
    conjuncts(cond).iter().enumerate().find_map(|(part, c)| match c {
        C::Or(alternatives) => Some(Either { kind, part, by: alternatives.iter().map(by).collect::<Option<_>>()? }),
        _ => None,
    })
}

/// What citations are told apart by where kinds alone are asked for.
const OF_KINDS: [&[&str]; 3] = [&["field"], &["from", "kind"], &["target", "kind"]];

/// True if a condition reads of the variable, taken for a citation, no more than those.
fn asks_kinds(slot: u8, cond: &C) -> bool {
    let mut only = true;
    without::paths(cond, !var_bit(slot), &mut |x| only &= !reads_slot(x, slot) || OF_KINDS.iter().any(|path| is_path(x, path)));
    only
}

/// True for these fields, one after the other, of `this` or of a variable.
fn is_path(x: &X, names: &[&str]) -> bool {
    match (&x.ir, names) {
        (Ir::Field(base, access), [first @ .., last]) => *access.name == **last && is_path(base, first),
        (Ir::Var(..) | Ir::This, []) => true,
        _ => false,
    }
}

/// The parts that ask nothing but the element, where others ask more. Records that fail them are not looked at again.
fn own_parts(from: &X, slot: u8, cond: &C) -> Vec<usize> {
    let parts = conjuncts(cond);
    let is_own = |part: &&C| {
        let mut own = true;
        without::paths(part, var_bit(slot), &mut |_| own = false);
        own
    };
    let own: Vec<usize> = parts.iter().enumerate().filter(|(_, part)| is_own(part)).map(|(at, _)| at).collect();
    if matches!(from.ir, Ir::All(_)) && own.len() < parts.len() { own } else { Vec::new() }
}

fn conjuncts(cond: &C) -> &[C] {
    match cond {
        C::And(parts) => parts,
        one => std::slice::from_ref(one),
    }
}

/// Whether the variable's path is on the left of two, if the other side does not read the variable.
fn side(slot: u8, a: &X, b: &X) -> Option<bool> {
    match () {
        () if is_path_of(a, slot) && is_free(b, slot) => Some(true),
        () if is_path_of(b, slot) && is_free(a, slot) => Some(false),
        () => None,
    }
}

fn is_free(x: &X, slot: u8) -> bool {
    x.roots & var_bit(slot) == 0 && !reads_slot(x, slot)
}

/// True for `n.a.b`, where the last is a list and the others are none.
fn is_list_of(x: &X, slot: u8) -> bool {
    match &x.ir {
        Ir::Field(base, _) if x.list => matches!(base.ir, Ir::Var(s, _) if s == slot) || is_path_of(base, slot),
        _ => false,
    }
}

/// True for `n.a.b`, with no list on the way.
fn is_path_of(x: &X, slot: u8) -> bool {
    match &x.ir {
        Ir::Field(base, _) if !x.list => matches!(base.ir, Ir::Var(s, _) if s == slot) || is_path_of(base, slot),
        _ => false,
    }
}

/// True unless the value certainly does not read the variable: only plain paths, literals and their sums are looked into.
fn reads_slot(x: &X, slot: u8) -> bool {
    match &x.ir {
        Ir::Var(s, _) => *s == slot,
        Ir::Field(base, _) => reads_slot(base, slot),
        Ir::Arith(_, a, b) | Ir::Else(a, b) => reads_slot(a, slot) || reads_slot(b, slot),
        Ir::This | Ir::The(_) | Ir::Today | Ir::Lit(_) => false,
        _ => true,
    }
}
