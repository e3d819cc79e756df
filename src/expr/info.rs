//! What an expression reads, known without evaluating it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::schema::KindId;
use crate::source::Span;

/// Kinds and texts that an expression reads: a change elsewhere cannot change what it gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSet {
    /// Kinds, as named; kinds that extend them count too.
    pub kinds: BTreeSet<KindId>,
    /// It may read records of any kind.
    pub any: bool,
    /// It reads prose or mentions.
    pub text: bool,
}

/// A field read of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRead {
    /// The field path from `this`, dotted.
    pub path: Arc<str>,
    /// Where it is read, in the rule file.
    pub span: Span,
}

/// What is known of an expression once it is compiled.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// What it reads.
    pub reads: ReadSet,
    /// Stored fields of `this`, without a default, that it reads outside `given`, `missing`, `else`, `max` and lists.
    pub unguarded: Vec<FieldRead>,
    /// It reads of more than `this`: through a reference, an inverse, `all`, `the` or `mentions`.
    pub beyond: bool,
}
