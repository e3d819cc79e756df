//! What one rule says of one record, before anything is merged, hidden or grouped.

use std::sync::Arc;

use crate::finding::Finding;

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

impl From<Finding> for Verdict {
    /// A finding of the language layer: it speaks of exactly one thing.
    fn from(finding: Finding) -> Self {
        Self { finding, message: Vec::new(), help: Vec::new(), breadth: 0, element: None, absent: false }
    }
}
