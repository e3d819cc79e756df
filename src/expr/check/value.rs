//! Values: paths, arithmetic, `max`, `count`, `else`.

use std::sync::Arc;

use smallvec::smallvec;

use super::names::{group_member, kind_help};
use super::types::{noun, ty_of, unify};
use super::{Checker, Span};
use crate::expr::ast::{Arith, Expr, Node};
use crate::expr::info::FieldRead;
use crate::expr::ir::{Access, Ir, Lit, Slot, THIS, WORLD, X, var_bit};
use crate::expr::{Kinds, Ty};
use crate::finding::suggestion;

impl Checker<'_> {
    pub(super) fn wrong() -> (X, Ty) {
        (X { ir: Ir::This, roots: 0, list: false }, Ty::Wrong)
    }

    /// A value and its type. What is wrong is complained about, and of type [`Ty::Wrong`].
    pub(super) fn value(&mut self, expr: &Expr) -> (X, Ty) {
        let (x, ty) = self.inner(expr);
        if matches!(expr.node, Node::Name(_) | Node::Field(..)) && self.guard == 0 {
            self.note_unguarded(&x, expr.span);
        }
        (x, ty)
    }

    /// A value that may be the beginning of a path.
    fn inner(&mut self, expr: &Expr) -> (X, Ty) {
        match &expr.node {
            Node::Name(name) => self.name(name, expr.span),
            Node::This => self.this_value(expr.span),
            Node::Today => (leaf(Ir::Today, WORLD), Ty::Date),
            Node::All(plural) => self.all(plural, expr.span),
            Node::The(kind) => self.the(kind, expr.span),
            Node::Field(base, name, span) => {
                let (x, ty) = self.inner(base);
                self.field(x, &ty, name, *span)
            }
            Node::Number(n) => (leaf(Ir::Lit(Lit::Number(*n)), 0), Ty::Number),
            Node::Date(d) => (leaf(Ir::Lit(Lit::Date(*d)), 0), Ty::Date),
            Node::Duration(d) => (leaf(Ir::Lit(Lit::Duration(*d)), 0), Ty::Duration),
            Node::Text(t) => (leaf(Ir::Lit(Lit::Text(t.clone())), 0), Ty::Text),
            Node::List(items) => self.literal_list(items),
            Node::Count(arg) => {
                let (x, ty) = self.value(arg);
                if !matches!(ty, Ty::List(_) | Ty::Map(_) | Ty::Wrong) {
                    let what = noun(&ty, self.schema);
                    self.complain(arg.span, format!("`count` takes a list, and this is {what}"), None);
                }
                let roots = x.roots;
                (X { ir: Ir::Count(Box::new(x)), roots, list: false }, Ty::Number)
            }
            Node::Max(args) => self.max(args),
            Node::Pick(pick) => {
                let (p, ty) = self.pick(pick);
                let roots = p.from.roots;
                (X { ir: Ir::Pick(Box::new(p)), roots, list: true }, Ty::List(Box::new(ty)))
            }
            Node::Arith(op, a, b) => self.arith(*op, a, b),
            Node::Else(a, b) => {
                let ((a, ta), (b, tb)) = self.guarded(|c| (c.value(a), c.value(b)));
                let (na, nb) = (noun(&ta, self.schema), noun(&tb, self.schema));
                let ty = unify(ta, tb).unwrap_or_else(|| {
                    self.complain(expr.span, format!("either side of `else` is of one type: {na} and {nb} are not"), None);
                    Ty::Wrong
                });
                let roots = a.roots | b.roots;
                let list = a.list || b.list;
                (X { ir: Ir::Else(Box::new(a), Box::new(b)), roots, list }, ty)
            }
            _ => {
                let c = self.cond(expr);
                (leaf(Ir::Cond(Box::new(c)), THIS), Ty::Truth)
            }
        }
    }

    fn this_value(&mut self, span: Span) -> (X, Ty) {
        if !self.has_this() {
            self.complain(span, "there is no `this` in a rule without `for`", None);
            return Self::wrong();
        }
        (leaf(Ir::This, THIS), Ty::Record(Kinds::clone(&self.this)))
    }

    fn name(&mut self, name: &Arc<str>, span: Span) -> (X, Ty) {
        if let Some(slot) = self.vars.iter().rposition(|(n, ..)| n == name) {
            let (_, ty, source) = &self.vars[slot];
            let list = matches!(ty, Ty::List(_) | Ty::Map(_));
            return (X { ir: Ir::Var(slot as u8, source.clone()), roots: var_bit(slot as u8), list }, ty.clone());
        }
        let kinds = self.this.clone();
        if self.has_this()
            && let Some((ty, access)) = self.member(&kinds, name, span)
        {
            return self.accessed(leaf(Ir::This, THIS), access, ty, false);
        }
        let mut known: Vec<Arc<str>> = self.vars.iter().map(|(n, ..)| n.clone()).collect();
        if self.has_this() {
            known.extend(self.member_names(&kinds));
        }
        let help = self.help_for_name(name, &known);
        let message = match (self.has_this(), self.vars.is_empty()) {
            (false, true) => format!("nothing is called `{name}`: without `for` there is no record"),
            (false, false) => format!("no variable is called `{name}`"),
            _ => format!("{} has no field `{name}`", self.kind_names(&kinds)),
        };
        self.complain(span, message, help);
        Self::wrong()
    }

    fn all(&mut self, plural: &str, span: Span) -> (X, Ty) {
        let Some(kind) = self.schema.by_plural(plural) else {
            let help = match self.schema.by_snake(plural) {
                Some(kind) => Some(format!("its plural is `{}`", self.schema.kind(kind).plural)),
                None => suggestion(plural, self.schema.kinds.iter().map(|k| &*k.plural)),
            };
            self.complain(span, format!("no kind has the plural `{plural}`"), help);
            return Self::wrong();
        };
        self.info.beyond = true;
        let kinds = Kinds::of([kind]);
        self.read_kinds(&kinds);
        (X { ir: Ir::All(kind), roots: WORLD, list: true }, Ty::List(Box::new(Ty::Record(kinds))))
    }

    fn the(&mut self, name: &str, span: Span) -> (X, Ty) {
        let Some(kind) = self.schema.by_snake(name) else {
            let help = kind_help(self.schema, name);
            self.complain(span, format!("no kind is called `{name}`"), help);
            return Self::wrong();
        };
        let spec = self.schema.kind(kind);
        if !spec.one {
            let help = Some(format!("all of them are `all {}`", spec.plural));
            self.complain(span, format!("there may be several of {}", spec.name), help);
            return Self::wrong();
        }
        self.info.beyond = true;
        let kinds = Kinds::of([kind]);
        self.read_kinds(&kinds);
        (leaf(Ir::The(kind), WORLD), Ty::Record(kinds))
    }

    /// `x.name`, for a record, an object, a map, or a list of these.
    fn field(&mut self, x: X, ty: &Ty, name: &Arc<str>, span: Span) -> (X, Ty) {
        let through = |name: &Arc<str>| Access { name: name.clone(), slots: smallvec![], kinds: smallvec![], plain: false };
        let mut item = ty;
        while let Ty::List(inner) = item {
            item = inner;
        }
        let over = matches!(ty, Ty::List(_));
        match item {
            Ty::Wrong => Self::wrong(),
            Ty::Record(kinds) => {
                if let Some((ty, access)) = self.member(kinds, name, span) {
                    self.info.beyond |= !matches!(x.ir, Ir::This);
                    return self.accessed(x, access, ty, over);
                }
                let known = self.member_names(kinds);
                let help = suggestion(name, known.iter().map(|n| &**n));
                self.complain(span, format!("{} has no field `{name}`", self.kind_names(kinds)), help);
                Self::wrong()
            }
            Ty::Object(groups) => {
                if let Some(ty) = group_member(groups, name) {
                    return self.accessed(x, through(name), ty, over);
                }
                let help = suggestion(name, groups.iter().flat_map(|g| &g.fields).map(|f| &*f.name));
                self.complain(span, format!("there is no field `{name}` in this group"), help);
                Self::wrong()
            }
            Ty::Entry(inner) => match (&**name, &**inner) {
                ("key", _) => self.accessed(x, through(name), Ty::Text, over),
                ("value", scalar) if !matches!(scalar, Ty::Object(_)) => self.accessed(x, through(name), scalar.clone(), over),
                (_, object) => {
                    let object = if over { Ty::List(Box::new(object.clone())) } else { object.clone() };
                    self.field(x, &object, name, span)
                }
            },
            Ty::Map(map) => {
                if map.open || map.keys.fields.iter().any(|f| *f.name == **name) {
                    let entry = ty_of(&map.entry);
                    return self.accessed(x, through(name), entry, over);
                }
                let help = suggestion(name, map.keys.fields.iter().map(|f| &*f.name));
                self.complain(span, format!("there is no entry `{name}` in this mapping"), help);
                Self::wrong()
            }
            other => {
                let what = noun(other, self.schema);
                self.complain(span, format!("{what} has no fields"), None);
                Self::wrong()
            }
        }
    }

    fn accessed(&mut self, base: X, access: Access, ty: Ty, over_list: bool) -> (X, Ty) {
        let mut element = &ty;
        while let Ty::List(inner) = element {
            element = inner;
        }
        if let Ty::Record(kinds) = element {
            let kinds = kinds.clone();
            self.read_kinds(&kinds);
        }
        let access = Access { plain: base.is_plain(), ..access };
        let roots = base.roots;
        let ty = if over_list && !matches!(ty, Ty::List(_) | Ty::Wrong) { Ty::List(Box::new(ty)) } else { ty };
        let list = matches!(ty, Ty::List(_) | Ty::Map(_));
        (X { ir: Ir::Field(Box::new(base), access), roots, list }, ty)
    }

    fn literal_list(&mut self, items: &[Expr]) -> (X, Ty) {
        let mut ty = Ty::Wrong;
        let mut literals = Vec::new();
        for item in items {
            let (x, own) = self.inner(item);
            let Ir::Lit(literal) = x.ir else { continue };
            literals.push(literal);
            ty = unify(ty, own).unwrap_or_else(|| {
                self.complain(item.span, "a list holds literals of one type", None);
                Ty::Wrong
            });
        }
        (X { ir: Ir::List(literals), roots: 0, list: true }, Ty::List(Box::new(ty)))
    }

    fn max(&mut self, args: &[Expr]) -> (X, Ty) {
        let mut ty = Ty::Wrong;
        let mut values = Vec::new();
        let mut roots = 0;
        for arg in args {
            let (x, own) = self.guarded(|c| c.value(arg));
            let mut item = own;
            while let Ty::List(inner) = item {
                item = *inner;
            }
            if !matches!(item, Ty::Number | Ty::Date | Ty::Duration | Ty::Wrong) {
                let what = noun(&item, self.schema);
                self.complain(arg.span, format!("`max` takes numbers, dates or durations, not {what}"), None);
                item = Ty::Wrong;
            }
            ty = unify(ty, item).unwrap_or_else(|| {
                self.complain(arg.span, "the arguments of `max` are of one type", None);
                Ty::Wrong
            });
            roots |= x.roots;
            values.push(x);
        }
        (X { ir: Ir::Max(values), roots, list: false }, ty)
    }

    fn arith(&mut self, op: Arith, a: &Expr, b: &Expr) -> (X, Ty) {
        let ((xa, ta), (xb, tb)) = (self.value(a), self.value(b));
        let ty = match (op, &ta, &tb) {
            (_, Ty::Wrong, _) | (_, _, Ty::Wrong) => Ty::Wrong,
            (_, Ty::Number, Ty::Number) => Ty::Number,
            (Arith::Add | Arith::Sub, Ty::Date, Ty::Duration) => Ty::Date,
            (Arith::Add | Arith::Sub, Ty::Duration, Ty::Duration) | (Arith::Sub, Ty::Date, Ty::Date) => Ty::Duration,
            _ => {
                let word = match op {
                    Arith::Add => "added to",
                    Arith::Sub => "taken from",
                    Arith::Mul => "multiplied with",
                };
                let (na, nb) = (noun(&ta, self.schema), noun(&tb, self.schema));
                self.complain(a.span.to(b.span), format!("{nb} cannot be {word} {na}"), None);
                Ty::Wrong
            }
        };
        let roots = xa.roots | xb.roots;
        (X { ir: Ir::Arith(op, Box::new(xa), Box::new(xb)), roots, list: false }, ty)
    }

    /// Notes a stored field of `this` that may be missing and is read bare.
    fn note_unguarded(&mut self, x: &X, span: Span) {
        let Some((path, own)) = self.own_path(x) else { return };
        if own && !path.is_empty() {
            let path: Arc<str> = path.into();
            if !self.info.unguarded.iter().any(|r| r.path == path) {
                self.info.unguarded.push(FieldRead { path, span });
            }
        }
    }

    /// The part of a path that stays within `this`, and whether it can be missing. None if it does not begin there.
    fn own_path(&self, x: &X) -> Option<(String, bool)> {
        let Ir::Field(base, access) = &x.ir else { return matches!(x.ir, Ir::This).then(|| (String::new(), false)) };
        let (mut path, can_miss) = self.own_path(base)?;
        let stored = match (&base.ir, access.slots.first()) {
            (Ir::This, Some((kind, Slot::Field(i) | Slot::Both(i, _)))) => {
                let field = &self.schema.kind(*kind).fields[*i as usize];
                Some(field.default.is_none())
            }
            (Ir::This, _) => None,
            // Within a group, unless the path has left the record: then `slots` says of which kind it reads.
            (_, None) if !base.list && !path.is_empty() => Some(true),
            _ => None,
        };
        match stored {
            Some(misses) if !x.list => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&access.name);
                Some((path, misses))
            }
            _ => Some((path, can_miss)),
        }
    }
}

fn leaf(ir: Ir, roots: u32) -> X {
    X { ir, roots, list: false }
}
