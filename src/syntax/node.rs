//! The one tree that YAML, Markdown and CSV become.
//!
//! Architecture invariant: a tree lives no longer than the reading of its file; it borrows the file's text.

use std::borrow::Cow;

use crate::source::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// The value's bytes, without surrounding blanks, quotes included.
    pub span: Span,
    /// What it is.
    pub value: NodeValue<'t>,
    /// How it was written.
    pub style: Style,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeValue<'t> {
    /// Nothing: `key:`, `~`, `null`, an empty cell. The span is where a value would stand (it may be empty).
    Null,
    /// Text as read: quotes and escapes undone, Markdown markup removed. Typing is the schema's work.
    Scalar(Cow<'t, str>),
    /// A sequence.
    List(Vec<Node<'t>>),
    /// A mapping, in source order, without duplicate keys.
    Map(Vec<Entry<'t>>),
}

/// How a value was written. Used for messages, edits, and to tell `no` from `"no"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A plain YAML scalar, or a block collection.
    Plain,
    /// A quoted YAML scalar.
    Quoted,
    /// A literal or folded block scalar.
    Block,
    /// A flow collection.
    Flow,
    /// A cell of a table.
    Cell,
    /// Other Markdown text: a heading, a section's body.
    Prose,
}

/// A key of a mapping: a YAML key, or the header cell of a table's column.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'t> {
    /// The key's bytes.
    pub span: Span,
    /// The key as written, quotes undone.
    pub text: Cow<'t, str>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'t> {
    /// The key.
    pub key: Key<'t>,
    /// The value.
    pub value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[Entry<'t>] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; empty for anything else.
    pub fn items(&self) -> &[Node<'t>] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    /// The entry with exactly this key.
    pub fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.entries().iter().find(|e| e.key.text == key)
    }

    /// The value of exactly this key.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entry(key).map(|e| &e.value)
    }

    /// The words of a bracketed phrase such as `[CEO name]`, which YAML means as a list of one. It is read as text,
    /// as most often it is a blank of a template; where a list is wanted, `[Jane Doe]` is a list with this item.
    pub fn bracketed(&self) -> Option<Self> {
        // No other plain scalar starts with a bracket.
        let (NodeValue::Scalar(Cow::Borrowed(text)), Style::Plain) = (&self.value, self.style) else { return None };
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        let start = self.span.start as usize + 1 + inner.len() - inner.trim_start().len();
        let words = inner.trim();
        let value = NodeValue::Scalar(Cow::Borrowed(words));
        Some(Self { span: Span::new(start, start + words.len()), value, style: Style::Plain })
    }

    /// What the node is, for messages: "a list", "a mapping", "text", "nothing".
    pub fn noun(&self) -> &'static str {
        match self.value {
            NodeValue::Null => "nothing",
            NodeValue::Scalar(_) => "text",
            NodeValue::List(_) => "a list",
            NodeValue::Map(_) => "a mapping",
        }
    }
}
