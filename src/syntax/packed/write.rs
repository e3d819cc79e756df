//! Packs a tree. Only the build script does, and the test that compares.

use crate::source::Span;
use crate::syntax::{Node, NodeValue, Style};

/// The tree of a text, packed. None for one that did not come from YAML.
pub(crate) fn pack(root: &Node<'_>, text: &str) -> Option<Vec<u8>> {
    let mut writer = Writer { packed: Vec::new(), text, at: 0 };
    writer.node(root)?;
    Some(writer.packed)
}

struct Writer<'t> {
    packed: Vec<u8>,
    text: &'t str,
    at: i64,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node<'_>) -> Option<()> {
        let style = match node.style {
            Style::Plain => 0,
            Style::Quoted => 1,
            Style::Block => 2,
            Style::Flow => 3,
            Style::Cell | Style::Prose => return None,
        };
        let (kind, form) = match &node.value {
            NodeValue::Null => (0, 0),
            NodeValue::Scalar(text) => (1, self.form(text, node.span)),
            NodeValue::List(_) => (2, 0),
            NodeValue::Map(_) => (3, 0),
        };
        self.packed.push(kind | style << 2 | form << 5);
        self.span(node.span);
        match &node.value {
            NodeValue::Null => {}
            NodeValue::Scalar(text) => self.string(form, text),
            NodeValue::List(items) => {
                self.number(items.len() as u64);
                items.iter().try_for_each(|item| self.node(item))?;
            }
            NodeValue::Map(entries) => {
                self.number(entries.len() as u64);
                for entry in entries {
                    let form = self.form(&entry.key.text, entry.key.span);
                    self.packed.push(form);
                    self.span(entry.key.span);
                    self.string(form, &entry.key.text);
                    // By its length and from its key on, so that it can be passed over unread.
                    let before = std::mem::take(&mut self.packed);
                    self.node(&entry.value)?;
                    let value = std::mem::replace(&mut self.packed, before);
                    self.number(value.len() as u64);
                    self.packed.extend(value);
                    self.at = i64::from(entry.key.span.start);
                }
            }
        }
        Some(())
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.packed.push(number as u8 & 0x7f | 0x80);
            number >>= 7;
        }
        self.packed.push(number as u8);
    }

    fn span(&mut self, span: Span) {
        let step = i64::from(span.start) - self.at;
        self.number((step << 1 ^ step >> 63).cast_unsigned());
        self.number(u64::from(span.end - span.start));
        self.at = i64::from(span.start);
    }

    /// How a text is told: it is that of the span (0), that within the span's quotes (1), elsewhere in the file (2), or its own (3).
    fn form(&self, text: &str, span: Span) -> u8 {
        let Some(start) = self.offset(text) else { return 3 };
        let (end, range) = (start + text.len(), span.range());
        if (start..end) == range {
            0
        } else if (start..end) == (range.start + 1..range.end.saturating_sub(1)) {
            1
        } else {
            2
        }
    }

    fn offset(&self, part: &str) -> Option<usize> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (start + part.len() <= self.text.len()).then_some(start)
    }

    fn string(&mut self, form: u8, text: &str) {
        match form {
            0 | 1 => {}
            2 => {
                self.number(self.offset(text).unwrap_or_default() as u64);
                self.number(text.len() as u64);
            }
            _ => {
                self.number(text.len() as u64);
                self.packed.extend(text.as_bytes());
            }
        }
    }
}
