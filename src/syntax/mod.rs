//! Text into spanned trees. YAML and Markdown become the same [`Node`]: a value and its span, down to each key,
//! scalar, list item and table cell. This module knows shapes (tables, headings, links), never what they mean.

mod date;
pub mod markdown;
mod node;
mod packed;
mod pattern;
mod problem;
pub mod yaml;

pub use date::{Duration, is_occasion, read_date, read_duration};
pub use node::{Entry, Key, Node, NodeValue, Style};
pub use packed::{PackedEntry, read_source};
#[cfg(test)]
pub(crate) use packed::{pack, unpack};
pub use pattern::{Grams, Lazy, Search, pattern};
pub use problem::{Limits, Problem};
