//! What an expression reads, known without evaluating it.

use std::ops::Deref;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::schema::KindId;
use crate::source::Span;

/// Kinds and texts that an expression reads: a change elsewhere cannot change what it gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSet {
    /// Kinds, as named; kinds that extend them count too.
    pub kinds: KindSet,
    /// It may read records of any kind.
    pub any: bool,
    /// It reads prose or mentions.
    pub text: bool,
}

/// Kinds, each once, in order. Few: they are searched faster than hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindSet(SmallVec<[KindId; 8]>);

impl KindSet {
    /// Adds a kind.
    pub fn insert(&mut self, kind: KindId) {
        if let Err(at) = self.0.binary_search(&kind) {
            self.0.insert(at, kind);
        }
    }

    /// Adds kinds.
    pub fn extend(&mut self, kinds: &[KindId]) {
        for kind in kinds {
            self.insert(*kind);
        }
    }
}

impl Deref for KindSet {
    type Target = [KindId];

    fn deref(&self) -> &[KindId] {
        &self.0
    }
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
