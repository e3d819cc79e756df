//! Trees that the build script read: the built-in packs and schemas are parsed once, when the program is built, and unpacked at each start.
//!
//! Packed, a tree is what the YAML reader made of the same text; there is no second reader. Texts are not repeated: a scalar is a place in
//! the file's text. Positions are written as steps from the position before, in groups of seven bits; those in an entry of a mapping as steps
//! from its key on, and its length before it, so that what is not wanted is passed over.

#[cfg(test)]
mod write;

use std::borrow::Cow;

use super::yaml::{self, Yaml};
use super::{Entry, Key, Limits, Node, NodeValue, Style};
use crate::source::{SourceFile, Span};

#[cfg(test)]
pub(crate) use write::pack;

/// Reads a file of YAML or JSON: unpacks the tree that came with it, or else reads the text.
pub fn read_source<'t>(source: &'t SourceFile, limits: &Limits) -> Yaml<'t> {
    match source.packed().and_then(|packed| unpack(packed, &source.text)) {
        Some(root) => Yaml { documents: vec![root], ..Yaml::default() },
        None => yaml::read(&source.text, 0..source.text.len(), limits),
    }
}

/// An entry of the mapping that a packed file holds, to be unpacked when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct PackedEntry {
    /// Where it begins in the packed bytes.
    from: usize,
    /// The position in the text that its first step is taken from.
    at: i64,
}

impl PackedEntry {
    /// The entries of a file that is one mapping. None for a file that did not come packed.
    pub fn all(source: &SourceFile) -> Option<Vec<Self>> {
        let mut reader = Reader { packed: source.packed()?, text: &source.text, at: 0 };
        let whole = reader.packed.len();
        let head = reader.byte()?;
        reader.span()?;
        let mut entry = |reader: &mut Reader<'_, '_>| {
            let entry = Self { from: whole - reader.packed.len(), at: reader.at };
            reader.pass()?;
            Some(entry)
        };
        if head & 3 == 3 { reader.several(&mut entry) } else { None }
    }

    /// The entry, in the file that gave it. If it is a mapping, only what stands under the keys that are wanted is unpacked: the others have no value.
    pub fn unpack<'t>(self, source: &'t SourceFile, wanted: &dyn Fn(&str) -> bool) -> Option<Entry<'t>> {
        let mut reader = Reader { packed: source.packed()?.get(self.from..)?, text: &source.text, at: self.at };
        let key = reader.key()?;
        reader.number()?;
        let head = *reader.packed.first()?;
        if head & 3 != 3 {
            return Some(Entry { key, value: reader.node()? });
        }
        reader.byte()?;
        let (span, style) = (reader.span()?, style(head)?);
        let entries = reader.several(|reader| reader.entry(wanted))?;
        Some(Entry { key, value: Node { span, value: NodeValue::Map(entries), style } })
    }
}

/// The tree of a text. None if the bytes are not a tree of it.
pub(crate) fn unpack<'t>(packed: &[u8], text: &'t str) -> Option<Node<'t>> {
    let mut reader = Reader { packed, text, at: 0 };
    let node = reader.node()?;
    reader.packed.is_empty().then_some(node)
}

struct Reader<'p, 't> {
    /// What is yet to be read.
    packed: &'p [u8],
    text: &'t str,
    /// The latest position in the text.
    at: i64,
}

impl<'t> Reader<'_, 't> {
    fn node(&mut self) -> Option<Node<'t>> {
        let head = self.byte()?;
        let style = style(head)?;
        let span = self.span()?;
        let value = match head & 3 {
            0 => NodeValue::Null,
            1 => NodeValue::Scalar(self.string(head >> 5, span)?),
            2 => NodeValue::List(self.several(Self::node)?),
            _ => NodeValue::Map(self.several(Self::whole_entry)?),
        };
        Some(Node { span, value, style })
    }

    /// As many as their number, which stands before them, says.
    #[inline]
    fn several<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // Each takes a byte at least: what is not a tree asks for no more than it has.
        let mut several = Vec::with_capacity(count.min(self.packed.len()));
        for _ in 0..count {
            several.push(one(self)?);
        }
        Some(several)
    }

    fn whole_entry(&mut self) -> Option<Entry<'t>> {
        let key = self.key()?;
        self.number()?;
        let at = i64::from(key.span.start);
        let value = self.node()?;
        self.at = at;
        Some(Entry { key, value })
    }

    /// An entry, without its value if the key is not wanted.
    fn entry(&mut self, wanted: &dyn Fn(&str) -> bool) -> Option<Entry<'t>> {
        let key = self.key()?;
        let length = usize::try_from(self.number()?).ok()?;
        let (at, rest) = (self.at, self.packed.get(length..)?);
        let value = if wanted(&key.text) { self.node()? } else { self.nothing()? };
        (self.at, self.packed) = (at, rest);
        Some(Entry { key, value })
    }

    /// Passes over an entry.
    fn pass(&mut self) -> Option<()> {
        self.key()?;
        let length = usize::try_from(self.number()?).ok()?;
        self.packed = self.packed.get(length..)?;
        Some(())
    }

    fn key(&mut self) -> Option<Key<'t>> {
        let form = self.byte()?;
        let span = self.span()?;
        Some(Key { span, text: self.string(form, span)? })
    }

    /// A node in whose place stands nothing.
    fn nothing(&mut self) -> Option<Node<'t>> {
        let head = self.byte()?;
        Some(Node { span: self.span()?, value: NodeValue::Null, style: style(head)? })
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.packed.split_first()?;
        self.packed = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u64> {
        // Most are small.
        match *self.packed {
            [first @ ..0x80, ref rest @ ..] => {
                self.packed = rest;
                Some(u64::from(first))
            }
            [first, second @ ..0x80, ref rest @ ..] => {
                self.packed = rest;
                Some(u64::from(first & 0x7f) | u64::from(second) << 7)
            }
            _ => self.large_number(),
        }
    }

    fn large_number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    #[inline]
    fn span(&mut self) -> Option<Span> {
        let step = self.number()?;
        // The lowest bit is the sign: a copy by alias stands before what it is copied to.
        let step = (step >> 1).cast_signed() ^ -((step & 1).cast_signed());
        let start = self.at + step;
        let end = start + i64::try_from(self.number()?).ok()?;
        self.at = start;
        Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
    }

    #[inline]
    fn string(&mut self, form: u8, span: Span) -> Option<Cow<'t, str>> {
        let range = span.range();
        let range = match form {
            0 => range,
            1 => range.start + 1..range.end.checked_sub(1)?,
            2 => {
                let start = usize::try_from(self.number()?).ok()?;
                start..start + usize::try_from(self.number()?).ok()?
            }
            _ => {
                let length = usize::try_from(self.number()?).ok()?;
                let (own, rest) = self.packed.split_at_checked(length)?;
                self.packed = rest;
                return Some(Cow::Owned(std::str::from_utf8(own).ok()?.to_owned()));
            }
        };
        self.text.get(range).map(Cow::Borrowed)
    }
}

/// How a node was written, from its first byte.
fn style(head: u8) -> Option<Style> {
    match head >> 2 & 7 {
        0 => Some(Style::Plain),
        1 => Some(Style::Quoted),
        2 => Some(Style::Block),
        3 => Some(Style::Flow),
        _ => None,
    }
}
