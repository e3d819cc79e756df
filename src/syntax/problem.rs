//! What is wrong with a file's syntax, before anyone knows whose file it is.

use crate::source::Span;

/// A syntax problem. It becomes a finding only if the file is one of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// A built-in code: `syntax-error`, `duplicate-key`, `limit-exceeded`.
    pub code: &'static str,
    /// Lower-case, in our words.
    pub message: String,
    /// The smallest thing that is wrong.
    pub span: Span,
    /// What to say at `span`; may be empty.
    pub label: String,
    /// Other places, such as the bracket that is never closed.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

/// Budgets for untrusted input. Exceeding one is a `limit-exceeded` problem, never a crash.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Deepest nesting of collections.
    pub depth: usize,
    /// Most nodes in one file.
    pub nodes: usize,
    /// Most nodes in one file that aliases and merge keys copy: more than a hand writes, few enough to cost milliseconds.
    pub copies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 << 20, depth: 128, nodes: 1_000_000, copies: 50_000 }
    }
}
