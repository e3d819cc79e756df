//! What one rule says of one record, before anything is merged, hidden or grouped.

use std::sync::Arc;

use crate::finding::Finding;
use crate::model::EntityId;
use crate::schema::KindId;
use crate::source::Place;

/// A finding with what triage needs to know of how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The finding by itself.
    pub finding: Finding,
    /// Its message, told apart into what the rule says and what the record fills in; empty for built-in codes.
    pub message: Vec<Piece>,
    /// Its help, likewise.
    pub help: Vec<Piece>,
    /// How many kinds the rule is for: the fewer, the more exactly it speaks.
    pub breadth: u32,
    /// The element of `each`, as text: tells findings of one record apart.
    pub element: Option<Arc<str>>,
    /// True when nothing is there that could be at fault: the span's text says nothing of the cause.
    pub absent: bool,
    /// What the rule would do about it; the edits are made of it when they are asked for.
    pub intent: Option<Intent>,
}

/// What a rule would do about what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// What.
    pub does: Does,
    /// The text means afterwards what it meant before.
    pub safe: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// A field gets a value.
    Set {
        /// The record and its field; none where the value is no field of a record.
        field: Option<(EntityId, Arc<str>)>,
        /// Where the value stands, if it does.
        place: Option<Place>,
        /// What it is to be.
        value: String,
    },
    /// A record is added.
    Add {
        /// Its kind.
        kind: KindId,
        /// The record that the new one is about, and so bears its id.
        about: Option<EntityId>,
    },
    /// Sections for fields are added to the document that a record is, so far as it lacks them.
    Section {
        /// The record.
        record: EntityId,
        /// The fields.
        fields: Vec<Arc<str>>,
    },
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The rule's words.
    Words(Arc<str>),
    /// A placeholder's value.
    Value(String),
}

impl Piece {
    /// The text of either.
    pub fn text(&self) -> &str {
        match self {
            Self::Words(text) => text,
            Self::Value(text) => text,
        }
    }

    /// Pieces as one text.
    pub fn join(pieces: &[Self]) -> String {
        pieces.iter().map(Self::text).collect()
    }
}

impl Verdict {
    /// What no rule said, to be told beside what rules say.
    pub fn shared(finding: Finding) -> Arc<Self> {
        Arc::new(finding.into())
    }
}

impl From<Finding> for Verdict {
    /// A finding of the language layer: it speaks of exactly one thing.
    fn from(finding: Finding) -> Self {
        Self { finding, message: Vec::new(), help: Vec::new(), breadth: 0, element: None, absent: false, intent: None }
    }
}
