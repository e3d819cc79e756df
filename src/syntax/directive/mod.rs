//! Comments that speak to the program: `clauselint: allow RULE until 2027-03-31 reason "…"`. What they say, and what they stand above or in.
//!
//! Only what the YAML and the Markdown reader take for a comment is one: in fences, code and quoted texts the words are text.

mod markdown;
mod phrase;
mod words;
mod yaml;

use std::sync::Arc;

use jiff::civil::Date;

use crate::source::Span;

pub use markdown::in_markdown;
pub use phrase::{iso, not_one_rule};
pub use yaml::in_yaml;

/// The word that every such comment begins with.
const WORD: &str = "clauselint";

/// A comment that speaks to the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// The whole comment, delimiters included.
    pub comment: Span,
    /// What it says.
    pub said: Result<Said, Wrong>,
    /// What it stands above or in.
    pub covers: Result<Span, Astray>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The rule or built-in code, and where it stands.
    pub rule: (Arc<str>, Span),
    /// The last day on which it holds, and where it stands.
    pub until: (Date, Span),
    /// Why.
    pub reason: Arc<str>,
}

/// A comment that was meant to say it, and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub span: Span,
    /// How.
    pub message: String,
    /// What was to be written there, if that is clear.
    pub instead: Option<String>,
}

/// Why a comment stands where it is about nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Astray {
    /// After the last cell of a table's row: no reader of Markdown sees what stands there.
    AfterRow,
    /// On a line of its own between two rows: it ends the table.
    BetweenRows,
    /// Above nothing.
    Last,
    /// A YAML comment in Markdown, which is a heading there.
    Heading,
}

/// The line that holds `at`, without its line break.
fn line(text: &str, at: usize) -> (usize, usize) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| at + i);
    (start, end)
}
