//! Compiled expressions: what the rest of the program holds.

use std::sync::Arc;

use super::ast::Expr;
use super::check::{Checker, kind_help};
use super::eval::{self, Cx, Trail, Tri};
use super::ir::{C, P, THIS, X};
use super::parse::{self, As};
use super::value::given;
use super::{Complaint, Env, Info, Item, Reason, Rec, Scope, Ty, V, World};
use crate::model::EntityId;
use crate::schema::KindId;
use crate::source::{Place, Span};

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Known to hold.
    True,
    /// Known not to hold.
    False,
    /// Not known: something is missing or could not be read.
    Unknown,
}

impl From<Tri> for Truth {
    fn from(tri: Tri) -> Self {
        match tri {
            Tri::T => Self::True,
            Tri::F => Self::False,
            Tri::U(_) => Self::Unknown,
        }
    }
}

/// A condition.
#[derive(Debug)]
pub struct Cond {
    /// What it reads.
    pub info: Info,
    /// In the file.
    pub span: Span,
    /// What it says.
    pub ast: Expr,
    c: C,
    variables: Vec<(Arc<str>, Ty)>,
}

impl Cond {
    /// Evaluates it, without provenance.
    pub fn eval(&self, env: &Env) -> Truth {
        eval::cond(Cx::new(env), &self.c).into()
    }

    /// Why it came to `want`; call it only after [`Cond::eval`] gave that.
    pub fn explain<'a>(&'a self, env: &Env<'a>, want: bool) -> Reason<'a> {
        explain(env, &self.c, want)
    }

    /// The trail of each `and`-part, in order, of a condition that holds: for "because". A condition without `and` is one part.
    pub fn because<'a>(&'a self, env: &Env<'a>) -> impl Iterator<Item = Reason<'a>> {
        self.parts().iter().map(|part| explain(env, part, true))
    }

    /// Variables of its quantifiers with the types of their elements, for `labels.at`.
    pub fn variables(&self) -> Vec<(Arc<str>, Ty)> {
        self.variables.clone()
    }

    /// The `and`-parts.
    pub(super) fn parts(&self) -> &[C] {
        match &self.c {
            C::And(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }
}

fn explain<'a>(env: &Env<'a>, c: &'a C, want: bool) -> Reason<'a> {
    let trail = Trail::new(env);
    let mut witnesses = Vec::new();
    eval::explain(Cx { trail: Some(&trail), ..Cx::new(env) }, c, want, &mut witnesses);
    Reason { steps: trail.into_steps(), witnesses }
}

/// `each: c in controls where …`.
#[derive(Debug)]
pub struct Pick {
    /// The variable.
    pub var: Arc<str>,
    /// The type of an element.
    pub ty: Ty,
    /// What it reads.
    pub info: Info,
    /// In the file.
    pub span: Span,
    /// The field path of the list, dotted; empty for literals and `all`.
    pub operand: Arc<str>,
    p: P,
}

/// An element of a pick.
#[derive(Clone, Debug)]
pub struct Picked<'a> {
    /// The element and where it is written in the list: bind it with `env.with(item.v, item.place)`.
    pub item: Item<'a>,
    /// What to point at when the element is meant: its place in the list, else the record that it is; none for literals and pack data.
    pub place: Option<Place>,
}

impl Pick {
    /// The elements that are picked, in order. Those that are open (unknown) or poisoned are not among them.
    pub fn elements<'a>(&'a self, env: &Env<'a>) -> Vec<Picked<'a>> {
        let cx = Cx::new(env);
        let known = eval::elements(cx, &self.p).into_iter().filter(|i| !matches!(i.v, V::Poisoned));
        known
            .map(|item| {
                let written = item.place.filter(|p| !env.world.index.is_pack_file(p.file));
                let place = written.or_else(|| eval::own_place(cx, &item));
                Picked { item, place }
            })
            .collect()
    }

    pub(super) fn p(&self) -> &P {
        &self.p
    }

    /// The trail of each `and`-part of its condition for an element that is picked; `env` is the one without the element.
    pub fn because<'a>(&'a self, env: &Env<'a>, picked: &Item<'a>) -> Vec<Reason<'a>> {
        let with = env.with(picked.v.clone(), picked.place);
        match &self.p.cond {
            Some(C::And(parts)) => parts.iter().map(|part| explain(&with, part, true)).collect(),
            Some(one) => vec![explain(&with, one, true)],
            None => Vec::new(),
        }
    }
}

/// A value.
#[derive(Debug)]
pub struct ValueExpr {
    /// Its type.
    pub ty: Ty,
    /// What it reads.
    pub info: Info,
    /// In the file.
    pub span: Span,
    /// The field path it reads, dotted, if it is a path.
    pub operand: Arc<str>,
    /// What it says.
    pub ast: Expr,
    x: X,
}

impl ValueExpr {
    pub(super) fn x(&self) -> &X {
        &self.x
    }

    /// Evaluates it.
    pub fn eval<'a>(&'a self, env: &Env<'a>) -> Item<'a> {
        eval::read(Cx::new(env), &self.x)
    }

    /// Whether it is given; unknown where it could not be read.
    pub fn given(&self, env: &Env) -> Truth {
        given(&self.eval(env).v)
    }

    /// As text for a message: one line, escaped, "(not given)" where missing.
    pub fn print(&self, env: &Env) -> String {
        eval::print(Cx::new(env), &self.x)
    }

    /// As text for a document, in full; nothing where it is missing, or no single value.
    pub fn written(&self, env: &Env) -> Option<String> {
        eval::plain(env.world, &self.eval(env))
    }

    /// Where it is written: of a list each element; of a missing one, its nearest existing parent; of a record that no field names, the
    /// record. Never in a pack.
    pub fn places<'a>(&'a self, env: &Env<'a>) -> Vec<Place> {
        let cx = Cx::new(env);
        let item = self.eval(env);
        let ours = |p: &Place| !env.world.index.is_pack_file(p.file);
        let mut places: Vec<Place> = match &item.v {
            V::List(items) if !items.is_empty() => {
                items.iter().filter_map(|i| i.place.filter(ours).or_else(|| eval::own_place(cx, i))).collect()
            }
            _ => item.place.filter(ours).or_else(|| eval::own_place(cx, &item)).into_iter().collect(),
        };
        if places.is_empty() {
            // A computed value: what it was computed from.
            let trail = Trail::new(env);
            eval::read(Cx { trail: Some(&trail), ..cx }, &self.x);
            places.extend(trail.into_steps().into_iter().map(|s| s.place));
        }
        places
    }

    /// What was read of it: the places of references walked, then of the value.
    pub fn trail<'a>(&'a self, env: &Env<'a>) -> Reason<'a> {
        let trail = Trail::new(env);
        eval::read(Cx { trail: Some(&trail), ..Cx::new(env) }, &self.x);
        Reason { steps: trail.into_steps(), witnesses: Vec::new() }
    }
}

/// `exists: KIND where …`.
#[derive(Debug)]
pub struct Exists {
    /// The kind of the candidates.
    pub kind: KindId,
    /// What a candidate must meet; its `this` is the candidate.
    pub cond: Option<Cond>,
    /// What it reads.
    pub info: Info,
}

/// What was found of the candidates.
#[derive(Clone, Debug, Default)]
pub struct Found<'a> {
    /// One meets the condition.
    pub picked: bool,
    /// None is known to, but one may (something could not be read, the kind is kept elsewhere, or a file that is not recognised has the title).
    pub open: bool,
    /// Candidates for which all parts but one hold, with the reason of that part; three at most. Only if neither picked nor open.
    pub near: Vec<(EntityId, Reason<'a>)>,
}

/// Near misses that are shown.
const NEAR: usize = 3;

impl Exists {
    /// Looks at all candidates.
    pub fn find<'a>(&'a self, world: &'a World<'a>) -> Found<'a> {
        let mut found = Found { open: world.index.is_elsewhere(self.kind), ..Found::default() };
        let candidates = world.index.all(self.kind);
        let Some(cond) = &self.cond else {
            found.picked = !candidates.is_empty();
            return found;
        };
        let within_budget = eval::each(world, self.kind, &cond.c, &mut |truth| {
            match truth {
                Tri::T => found.picked = true,
                // A candidate that does not say is a near miss at best.
                Tri::F | Tri::U(THIS) => {}
                Tri::U(_) => found.open = true,
            }
            !found.picked
        });
        if found.picked || !within_budget {
            found.open |= !within_budget;
            return found;
        }
        // A file that nobody has said to be a document may be the one that is asked for.
        let schema = &world.index.schema;
        if !found.open && schema.is_umbrella(self.kind) {
            let may_be = |path: &Arc<str>| {
                let env = Env::new(world, Some(Rec::File(path.clone())));
                world.step() && eval::cond(Cx::new(&env), &cond.c) == Tri::T
            };
            found.open = world.index.unread().any(may_be);
        }
        if !found.open {
            found.near = near(world, cond, candidates);
        }
        found
    }
}

/// Candidates for which all parts but one hold. Whoever meets none of several alternatives is not near: that is any other record.
fn near<'a>(world: &'a World<'a>, cond: &'a Cond, candidates: &[EntityId]) -> Vec<(EntityId, Reason<'a>)> {
    let near = candidates.iter().filter_map(|entity| {
        let env = Env::new(world, Some(Rec::Entity(*entity)));
        let part = eval::failing(Cx::new(&env), cond.parts()).filter(|part| !matches!(part.bare(), C::Or(_)))?;
        Some((*entity, explain(&env, part, false)))
    });
    near.take(NEAR).collect()
}

fn span_of(text: &str, offset: u32) -> Span {
    Span::new(offset as usize, offset as usize + text.len())
}

fn checker<'s>(scope: &'s Scope) -> Checker<'s> {
    Checker::new(scope.schema, scope.derived, &scope.this, &scope.vars).tried(scope.tried)
}

fn sound<T>(value: T, complaints: Vec<Complaint>) -> Result<T, Vec<Complaint>> {
    if complaints.is_empty() { Ok(value) } else { Err(complaints) }
}

pub(super) fn cond(text: &str, offset: u32, scope: &Scope) -> Result<Cond, Vec<Complaint>> {
    let ast = parse::expr(text, offset, As::Cond).map_err(|c| vec![*c])?;
    of_ast(ast, span_of(text, offset), checker(scope))
}

fn of_ast(ast: Expr, span: Span, mut checker: Checker) -> Result<Cond, Vec<Complaint>> {
    let c = checker.whole_cond(&ast);
    sound(Cond { info: checker.info, span, ast, c, variables: checker.variables }, checker.complaints)
}

pub(super) fn pick(text: &str, offset: u32, scope: &Scope) -> Result<Pick, Vec<Complaint>> {
    let ast = parse::pick(text, offset).map_err(|c| vec![*c])?;
    let mut checker = checker(scope);
    let (p, ty) = checker.whole_pick(&ast);
    let operand = p.from.operand().into();
    let var = ast.var.clone();
    sound(Pick { var, ty, info: checker.info, span: span_of(text, offset), operand, p }, checker.complaints)
}

pub(super) fn value(text: &str, offset: u32, scope: &Scope) -> Result<ValueExpr, Vec<Complaint>> {
    let ast = parse::expr(text, offset, As::Value).map_err(|c| vec![*c])?;
    let mut checker = checker(scope);
    let (x, ty) = checker.whole_value(&ast);
    let operand = x.operand().into();
    sound(ValueExpr { ty, info: checker.info, span: span_of(text, offset), operand, ast, x }, checker.complaints)
}

pub(super) fn exists(text: &str, offset: u32, scope: &Scope) -> Result<Exists, Vec<Complaint>> {
    let (name, name_span, ast) = parse::exists(text, offset).map_err(|c| vec![*c])?;
    let Some(kind) = scope.schema.find(&name).or_else(|| scope.schema.by_snake(&name)) else {
        let help = kind_help(scope.schema, &name);
        return Err(vec![Complaint { span: name_span, message: format!("no kind is called `{name}`"), help }]);
    };
    let cond = match ast {
        Some(ast) => {
            let span = ast.span;
            Some(of_ast(ast, span, Checker::new(scope.schema, scope.derived, &[kind], &[]).tried(scope.tried))?)
        }
        None => None,
    };
    let mut info = cond.as_ref().map(|c| c.info.clone()).unwrap_or_default();
    info.reads.kinds.insert(kind);
    Ok(Exists { kind, cond, info })
}
