//! What is wrong with a file's syntax, before anyone knows whose file it is.

use crate::finding::Finding;
use crate::source::{FileId, Place, Span};

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

impl Problem {
    /// The problem as a finding in a file.
    pub fn finding(&self, file: FileId) -> Finding {
        let place = |span| Place::new(file, span);
        let mut finding = Finding::built_in(self.code, place(self.span), self.message.clone()).saying(self.label.clone());
        for (span, text) in &self.labels {
            finding = finding.label(place(*span), text.clone());
        }
        finding.help.clone_from(&self.help);
        finding
    }
}

/// Budgets for untrusted input. Exceeding one is a `limit-exceeded` problem, never a crash.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Deepest nesting of collections.
    pub depth: usize,
    /// Most nodes in one file, those copied by aliases and merge keys included.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 << 20, depth: 128, nodes: 1_000_000 }
    }
}
