//! From what an expression says to what it means: names, types, and the mistakes that can be seen without a repository.

mod closed;
mod cond;
mod files;
mod names;
mod pick;
mod types;
mod value;

use std::sync::Arc;

use super::ast::{Expr, Node};
use super::info::Info;
use super::ir::{C, P, X};
use super::{Complaint, Kinds, Ty};
use crate::schema::{KindId, Schema};
use crate::source::Span;

pub(super) use closed::holds_many;
pub(super) use cond::compile_regex;
pub(super) use names::kind_help;

/// What derived fields give. The table answers from what it holds; while it is being built, by compiling.
pub(super) trait DerivedTypes {
    /// Type and reads of a derived field; none where it did not compile (that is complained about elsewhere).
    fn derived(&self, kind: KindId, index: u16) -> Option<(Ty, Info)>;
}

/// Checks one expression.
pub(super) struct Checker<'s> {
    schema: &'s Schema,
    derived: &'s dyn DerivedTypes,
    this: Arc<Kinds>,
    /// Name, type, and the path that its values come from.
    vars: Vec<(Arc<str>, Ty, Arc<str>)>,
    /// Depth of `given`, `missing`, `else`, `max`.
    guard: usize,
    /// True for an expression that is known to be right: its patterns need not be read yet.
    tried: bool,
    pub complaints: Vec<Complaint>,
    pub info: Info,
    /// Variables of quantifiers, as they were met.
    pub variables: Vec<(Arc<str>, Ty)>,
}

impl<'s> Checker<'s> {
    pub fn new(schema: &'s Schema, derived: &'s dyn DerivedTypes, this: &[KindId], vars: &[(Arc<str>, Ty)]) -> Self {
        let mut info = Info::default();
        info.reads.kinds.extend(this);
        Self {
            schema,
            derived,
            this: Arc::new(Kinds::of(this.iter().copied())),
            vars: vars.iter().map(|(name, ty)| (name.clone(), ty.clone(), name.clone())).collect(),
            guard: 0,
            tried: false,
            complaints: Vec::new(),
            info,
            variables: Vec::new(),
        }
    }

    /// The same for an expression that may be known to be right.
    pub fn tried(self, tried: bool) -> Self {
        Self { tried, ..self }
    }

    /// A condition, on its own.
    pub fn whole_cond(&mut self, expr: &Expr) -> C {
        closed::once(self.cond(expr))
    }

    /// A value, on its own.
    pub fn whole_value(&mut self, expr: &Expr) -> (X, Ty) {
        self.value(expr)
    }

    /// A pick, on its own (`each`): the variable stays in scope of nothing.
    pub fn whole_pick(&mut self, pick: &super::ast::PickExpr) -> (P, Ty) {
        self.pick(pick)
    }

    fn complain(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.complaints.push(Complaint { span, message: message.into(), help });
    }

    fn guarded<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.guard += 1;
        let result = inner(self);
        self.guard -= 1;
        result
    }

    fn read_kinds(&mut self, kinds: &Kinds) {
        if kinds.any {
            self.info.reads.any = true;
        }
        self.info.reads.kinds.extend(&kinds.of);
    }

    fn has_this(&self) -> bool {
        !self.this.of.is_empty()
    }
}

/// True when the expression reads something that may differ from run to run.
fn reads_anything(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |e| found |= matches!(e.node, Node::Name(_) | Node::This | Node::Today | Node::All(_) | Node::The(_)));
    found
}

/// True when the expression names the variable.
fn names(expr: &Expr, var: &str) -> bool {
    let mut found = false;
    expr.walk(&mut |e| found |= matches!(&e.node, Node::Name(n) if **n == *var));
    found
}
