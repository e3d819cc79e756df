//! What a change did: for people, as a comment in Markdown, for programs.

mod human;
mod json;
mod lines;
mod markdown;

use std::sync::Arc;

use jiff::civil::Date;

use crate::answers::diff::Diff;
use crate::source::Sources;
use crate::triage::Single;

pub use human::write as human;
pub use json::write as json;
pub use markdown::write as markdown;

/// What is told.
pub struct Told<'a> {
    /// What became of records.
    pub diff: &'a Diff,
    /// Findings that the old state had not.
    pub new: &'a [Single],
    /// Findings that are there no more.
    pub gone: &'a [Single],
    /// Texts of the new state.
    pub sources: &'a Sources,
    /// Texts of the old one.
    pub old_sources: &'a Sources,
    /// The old state, as the user named it, and the commit that it is.
    pub from: (String, String),
    /// The new one; none for the files as they are.
    pub to: Option<(String, String)>,
    /// The day for which both were judged.
    pub as_of: Date,
    /// The stage up to which rules spoke.
    pub stage: Arc<str>,
    /// The root as the user would write it.
    pub root: &'a str,
}
