//! Markdown into headings, tables, links and prose with exact spans, over pulldown-cmark. Front matter is split off
//! here and read by the YAML reader.

mod anchors;
mod front_matter;
mod links;
mod reader;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

pub use anchors::slug;
pub(super) use words::is_break;

use super::{Key, Limits, Node, Problem};
use crate::source::Span;

/// What a Markdown text holds. Code fences, HTML and comments are never headings, tables, links or prose.
#[derive(Clone, Debug, Default)]
pub struct Markdown<'t> {
    /// The front matter's mapping, if there is one.
    pub front_matter: Option<Node<'t>>,
    /// Headings in order.
    pub headings: Vec<Heading<'t>>,
    /// Tables in order.
    pub tables: Vec<Table<'t>>,
    /// Links and images in order of place, also those in table cells and headings.
    pub links: Vec<Link<'t>>,
    /// Paragraphs and list items in order: the document's prose. Table cells are not among them.
    pub blocks: Vec<Block>,
    /// HTML comments.
    pub comments: Vec<Comment>,
    /// YAML comments of the front matter, as [`super::yaml::Yaml::comments`].
    pub remarks: Vec<Span>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
    /// It holds more than is read: what is here is its beginning.
    pub cut: bool,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading<'t> {
    /// 1 to 6.
    pub level: u8,
    /// The heading's text without markup.
    pub text: Cow<'t, str>,
    /// The heading's words, without `#` and blanks.
    pub span: Span,
    /// The anchor as GitHub makes it (duplicates numbered `-1`, `-2`), or the explicit `{#id}`.
    pub anchor: String,
    /// True within a block quote.
    pub quoted: bool,
    /// From the end of this heading's line to the next heading of the same or a higher level, or the end of the file.
    pub section: Span,
    /// From the end of this heading's line to the next heading of any level, or the end of the file.
    pub body: Span,
}

/// A table with a header row. `rows[i]` is a `Map` from header cells to cells; a column whose header is repeated is left
/// out of the map but kept in `columns`. Columns without a header have the key "", each. A short row has `Null` cells
/// clamped to the row's end.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    /// The whole table.
    pub span: Span,
    /// The innermost heading above it, as an index into [`Markdown::headings`].
    pub heading: Option<usize>,
    /// True within a block quote.
    pub quoted: bool,
    /// Header cells.
    pub columns: Vec<Key<'t>>,
    /// One `Map` node a row; its span is the row's line, trimmed.
    pub rows: Vec<Node<'t>>,
}

/// A link or image.
#[derive(Clone, Debug)]
pub struct Link<'t> {
    /// The whole link.
    pub span: Span,
    /// The destination as written, decoded by the parser (no percent-decoding).
    pub target: Cow<'t, str>,
    /// The destination's bytes where they can be told, else the whole link's.
    pub target_span: Span,
    /// The link's text without markup.
    pub text: Cow<'t, str>,
    /// True for an image.
    pub image: bool,
}

/// An HTML comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The whole comment, delimiters included.
    pub span: Span,
    /// True if it begins a line or stands behind others that do, false within a line's words.
    pub block: bool,
    /// Of one that begins a line, the next block that is no HTML: a paragraph, list, table or item; of a heading, its whole section.
    pub below: Option<Span>,
}

/// A piece of prose: a paragraph or a tight list item's text.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Its bytes, markup included.
    pub span: Span,
    /// The innermost heading above it, as an index into [`Markdown::headings`].
    pub heading: Option<usize>,
    /// True within a block quote.
    pub quoted: bool,
}

/// Reads a Markdown file. Never fails: what cannot be read is a problem.
pub fn read<'t>(text: &'t str, limits: &Limits) -> Markdown<'t> {
    let front = front_matter::split(text, limits);
    let mut read = reader::read(text, front.body, limits);
    read.front_matter = front.mapping;
    read.remarks = front.comments;
    read.problems.splice(0..0, front.problems);
    read
}
