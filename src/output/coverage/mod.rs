//! How far a management system has come: `coverage`. A table for people, a list of gaps for people, JSON for programs.
//!
//! Architecture invariant: nothing here says compliant, conforming or certified; beside each level and band stands what it is.

mod gaps;
mod human;
mod json;
mod page;
mod words;

use std::sync::Arc;

pub use gaps::write as gaps;
pub use human::write as human;
pub use json::write as json;

use crate::answers::coverage::Coverage;
use crate::source::Sources;

/// What to show, and how.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The answer.
    pub coverage: &'a Coverage,
    /// The rows that were asked for, by position.
    pub rows: &'a [usize],
    /// True where all rows were asked for: then what holds for the whole is told, too.
    pub all: bool,
    /// Tell each row at length.
    pub verbose: bool,
    /// Names of all stages.
    pub stages: &'a [Arc<str>],
    /// Texts, for lines.
    pub sources: &'a Sources,
    /// The root as the user would write it.
    pub root: &'a str,
    /// Write ANSI colour sequences.
    pub colour: bool,
}
