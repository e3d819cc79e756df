//! Text into spanned trees. YAML, Markdown and CSV become the same [`Node`]: a value and its span, down to each key,
//! scalar, list item and table cell. This module knows shapes (tables, headings, links), never what they mean.

pub mod csv;
mod date;
pub mod directive;
pub mod markdown;
mod node;
mod packed;
mod pattern;
mod problem;
pub mod yaml;

pub use date::{Dated, Dating, Duration, Order, dating, interval_in_two_ways, is_occasion, month_name, read_date, read_duration};
pub use node::{Entry, Key, Node, NodeValue, Style};
pub use packed::{Left, PackedEntry, Unread, Wanted, read_but, read_source};
#[cfg(test)]
pub(crate) use packed::{pack, unpack};
pub use pattern::{Captures, Grams, Lazy, Search, WordSearch};
pub(crate) use pattern::{literal, literal_length};
pub use problem::{Limits, Problem};
