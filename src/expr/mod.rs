//! The expression language: text to a typed tree, and a typed tree over the index to values that know where they come from.
//!
//! Three steps, each in its own folder or file: [`parse`](parse) reads text, `check` gives names and types their meaning, `eval` runs over a
//! [`World`]. An expression is compiled once and evaluated many times; provenance is collected only by `explain`, for the few that fail.
//!
//! Architecture invariant: nothing here names a kind or field of a pack, only the built-in ones (`mention`, `file`, `url`, `text`).

mod ahead;
pub mod ast;
mod check;
mod cited;
mod compiled;
mod derived;
mod eval;
mod info;
mod ir;
mod lex;
mod narrow;
mod parse;
mod reason;
mod ty;
mod value;
pub mod wide;
mod without;
mod world;

use std::sync::Arc;

pub use compiled::{Cond, Exists, Found, Pick, Picked, Truth, ValueExpr};
pub use derived::DerivedTable;
pub use eval::NOT_GIVEN;
pub use info::{FieldRead, Info, ReadSet};
pub use reason::{Holder, Reason, Step, Witness};
pub use ty::{Kinds, Ty};
pub use value::{Item, Obj, Rec, V, given};
pub use world::{Cache, Causes, Env, World};

use crate::schema::{KindId, Schema};
use crate::source::Span;

/// What names mean while an expression is compiled.
#[derive(Clone)]
pub struct Scope<'s> {
    /// All kinds.
    pub schema: &'s Schema,
    /// The kinds that `this` may be of; empty where there is no record.
    pub this: Vec<KindId>,
    /// Variables by name, in the order in which [`Env::vars`] binds them.
    pub vars: Vec<(Arc<str>, Ty)>,
    /// Derived fields of all kinds.
    pub derived: &'s DerivedTable,
    /// True for an expression that is known to be right, as those that come with the program are.
    pub tried: bool,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// In the file: the `offset` given to the compiler is added.
    pub span: Span,
    /// Lower-case, one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A value as a message has it: one line, escaped, "(not given)" where missing.
pub fn print(world: &World, item: &Item) -> String {
    eval::print_item(world, item)
}

/// Compiles a condition: `where`, `expect`.
pub fn compile_cond(text: &str, offset: u32, scope: &Scope) -> Result<Cond, Vec<Complaint>> {
    compiled::cond(text, offset, scope)
}

/// Compiles a pick: `c in controls where …`.
pub fn compile_pick(text: &str, offset: u32, scope: &Scope) -> Result<Pick, Vec<Complaint>> {
    compiled::pick(text, offset, scope)
}

/// Compiles a value: what stands in the braces of a message, in `at:`, in `require`.
pub fn compile_value(text: &str, offset: u32, scope: &Scope) -> Result<ValueExpr, Vec<Complaint>> {
    compiled::value(text, offset, scope)
}

/// Compiles `KIND where …`; the names in the condition are the candidate's.
pub fn compile_exists(text: &str, offset: u32, scope: &Scope) -> Result<Exists, Vec<Complaint>> {
    compiled::exists(text, offset, scope)
}

#[cfg(test)]
mod tests;
