//! Compiled expressions: what the rest of the program holds.

use std::sync::Arc;

use super::{Complaint, Env, Info, Item, Reason, Scope, Ty, V, World};
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

/// A condition.
#[derive(Debug)]
pub struct Cond {
    /// What it reads.
    pub info: Info,
    /// In the file.
    pub span: Span,
}

impl Cond {
    /// Evaluates it, without provenance.
    pub fn eval(&self, env: &Env) -> Truth {
        let _ = env;
        Truth::Unknown
    }

    /// Why it came to `want`; call it only after [`Cond::eval`] gave that.
    pub fn explain<'a>(&'a self, env: &Env<'a>, want: bool) -> Reason<'a> {
        let _ = (env, want);
        Reason::default()
    }

    /// Each `and`-part that holds, with what it read: for "because". A condition without `and` is one part.
    pub fn because<'a>(&'a self, env: &Env<'a>) -> Vec<Reason<'a>> {
        vec![self.explain(env, true)]
    }

    /// Variables of its quantifiers, for `labels.at`.
    pub fn variables(&self) -> Vec<(Arc<str>, Ty)> {
        Vec::new()
    }
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
}

/// An element of a pick.
#[derive(Clone, Debug)]
pub struct Picked<'a> {
    /// The element and where it is written in the list.
    pub item: Item<'a>,
    /// What to point at when the element is meant: its place in the list, else the record that it is; none for literals and pack data.
    pub place: Option<Place>,
}

impl Pick {
    /// The elements that are picked, in order. Those that are open (unknown) are not among them.
    pub fn elements<'a>(&'a self, env: &Env<'a>) -> Vec<Picked<'a>> {
        let _ = env;
        Vec::new()
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
}

impl ValueExpr {
    /// Evaluates it.
    pub fn eval<'a>(&'a self, env: &Env<'a>) -> Item<'a> {
        let _ = env;
        Item { v: V::Poisoned, place: None }
    }

    /// As text for a message: one line, escaped, "(not given)" where missing.
    pub fn print(&self, env: &Env) -> String {
        let _ = env;
        String::new()
    }

    /// Where it is written: of a list each element; of a missing one, its nearest existing parent. Never in a pack.
    pub fn places<'a>(&'a self, env: &Env<'a>) -> Vec<Place> {
        self.eval(env).place.into_iter().collect()
    }
}

/// `exists: KIND where …`.
#[derive(Debug)]
pub struct Exists {
    /// The kind of the candidates.
    pub kind: KindId,
    /// What a candidate must meet; its `this` is the candidate.
    pub cond: Option<Cond>,
}

/// What was found of the candidates.
#[derive(Clone, Debug, Default)]
pub struct Found<'a> {
    /// One meets the condition.
    pub picked: bool,
    /// None is known to, but one may (something could not be read, or the kind is kept elsewhere).
    pub open: bool,
    /// Candidates for which all parts but one hold, with the reason of that part; three at most. Only if neither picked nor open.
    pub near: Vec<(EntityId, Reason<'a>)>,
}

impl Exists {
    /// Looks at all candidates.
    pub fn find<'a>(&'a self, world: &'a World<'a>) -> Found<'a> {
        let _ = world;
        Found::default()
    }
}

pub(super) fn cond(_text: &str, offset: u32, _scope: &Scope) -> Result<Cond, Vec<Complaint>> {
    Ok(Cond { info: Info::default(), span: Span::at(offset as usize) })
}

pub(super) fn pick(_text: &str, offset: u32, _scope: &Scope) -> Result<Pick, Vec<Complaint>> {
    Ok(Pick { var: "".into(), ty: Ty::Wrong, info: Info::default(), span: Span::at(offset as usize) })
}

pub(super) fn value(_text: &str, offset: u32, _scope: &Scope) -> Result<ValueExpr, Vec<Complaint>> {
    Ok(ValueExpr { ty: Ty::Wrong, info: Info::default(), span: Span::at(offset as usize), operand: "".into() })
}

pub(super) fn exists(_text: &str, _offset: u32, _scope: &Scope) -> Result<Exists, Vec<Complaint>> {
    Ok(Exists { kind: KindId(0), cond: None })
}
