//! How to put a finding right, as changes to the text. `fix` applies them; editors and other programs may.

use crate::source::Place;

/// Changes that together put a finding right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as one reads it in a menu: "write 2026-03-14", "replace by A.7.4". Lower-case, one line.
    pub title: String,
    /// The changes, in order of place; none overlaps another.
    pub edits: Vec<Edit>,
    /// True where the text means afterwards what it meant before, so that nobody need look at it. Anything else is a proposal.
    pub safe: bool,
}

/// A piece of a file's text to replace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The bytes that go; empty to insert.
    pub place: Place,
    /// What stands there instead.
    pub text: String,
}
