//! Picks: a variable, what it runs over, which are picked.

use std::sync::Arc;

use super::closed::number;
use super::types::{noun, ty_of};
use super::{Checker, names};
use crate::expr::Ty;
use crate::expr::ast::{Compare, Expr, Node, PickExpr};
use crate::expr::ir::{C, Ir, Join, P, SLOTS, X, var_bit};

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
        } else if !self.this.is_empty() && self.has_member(&self.this_kinds(), name) {
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
        let join = cond.as_ref().and_then(|c| join(&from, slot, c));
        (P { number: number(), slot, name: name.clone(), from, cond, join }, element)
    }
}

fn parts(cond: &Expr) -> &[Expr] {
    match &cond.node {
        Node::And(parts) => parts,
        _ => std::slice::from_ref(cond),
    }
}

/// The first part that a hash look-up can answer: by one value if there is such, else by several.
fn join(from: &X, slot: u8, cond: &C) -> Option<Join> {
    let Ir::All(kind) = from.ir else { return None };
    let parts = match cond {
        C::And(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let join = |own: &X, part, left| is_path_of(own, slot).then(|| Join { kind, side: own.operand().into(), part, left });
    let by_one = parts.iter().enumerate().find_map(|(part, c)| {
        let C::Compare(Compare::Eq, a, b) = c else { return None };
        let free = |other: &X| other.roots & var_bit(slot) == 0 && !reads_slot(other, slot);
        let side = |own: &X, other: &X, left| free(other).then(|| join(own, part, left)).flatten();
        side(a, b, true).or_else(|| side(b, a, false))
    });
    by_one.or_else(|| {
        parts.iter().enumerate().find_map(|(part, c)| match c {
            C::In(own, _) => join(own, part, true),
            _ => None,
        })
    })
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
