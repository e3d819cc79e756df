//! The types of expressions.

use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use crate::schema::{Group, KindId, MapType, ScaleSpec, Vocabulary};

/// What an expression gives.
#[derive(Clone, Debug)]
pub enum Ty {
    /// Free text.
    Text,
    /// The running text of a document; only `matches` and `given` read it.
    Prose,
    /// The name of a kind.
    Kind,
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// A calendar date.
    Date,
    /// A duration.
    Duration,
    /// A regular expression of pack data.
    Pattern,
    /// A word of one of these vocabularies (of several where kinds differ).
    Word(SmallVec<[Arc<Vocabulary>; 2]>),
    /// A word or number on the levels of the one record of another kind.
    Scale(Arc<ScaleSpec>),
    /// Named fields; several shapes where kinds differ.
    Object(SmallVec<[Arc<Group>; 2]>),
    /// An entry of a map: `.key`, and the fields of its value.
    Entry(Box<Ty>),
    /// Entries under names.
    Map(Arc<MapType>),
    /// A record.
    Record(Kinds),
    /// Several.
    List(Box<Ty>),
    /// Of an expression that is complained about: fits everything.
    Wrong,
}

/// The kinds that a record may be of.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Kinds {
    /// Any kind at all.
    pub any: bool,
    /// These, or kinds that extend them.
    pub of: SmallVec<[KindId; 8]>,
    /// Free text, files and web addresses may stand in.
    pub open: bool,
}

impl Kinds {
    /// Records of these kinds.
    pub fn of(kinds: impl IntoIterator<Item = KindId>) -> Self {
        Self { any: false, of: kinds.into_iter().collect(), open: false }
    }

    /// Records of any kind.
    pub fn any() -> Self {
        Self { any: true, of: smallvec![], open: true }
    }
}
