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
use crate::source::{SourceFile, Span, Text};

#[cfg(test)]
pub(crate) use write::pack;

/// Reads a file of YAML or JSON: unpacks the tree that came with it, or else reads the text.
pub fn read_source<'t>(source: &'t SourceFile, limits: &Limits) -> Yaml<'t> {
    match source.packed().and_then(|packed| unpack(packed, &source.text)) {
        Some(root) => Yaml { documents: vec![root], ..Yaml::default() },
        None => yaml::read(&source.text, 0..source.text.len(), limits),
    }
}

/// The tree of a file that came packed, but for what stands under some keys of its mappings: as though nothing stood there.
pub fn read_but(source: &SourceFile, leaves: fn(&str) -> bool) -> Option<(Node<'static>, Left)> {
    let Text::BuiltIn(text) = source.text else { return None };
    let mut reader = Reader { leaves, ..Reader::of(source.packed()?, text) };
    let node = reader.node()?;
    Some((node, Left { text, values: reader.left }))
}

/// What was left unread in a file.
#[derive(Clone, Debug, Default)]
pub struct Left {
    text: &'static str,
    /// Where its key is, and what it was packed as; in order.
    values: Vec<(Span, &'static [u8])>,
}

impl Left {
    /// What stands under the key that is at a place.
    pub fn under(&self, key: Span) -> Option<Unread> {
        let found = self.values.binary_search_by_key(&key.start, |(at, _)| at.start).ok()?;
        // The first step within an entry is taken from its key.
        Some(Unread { packed: self.values[found].1, text: self.text, at: key.start })
    }
}

/// A value that is yet to be read.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    packed: &'static [u8],
    text: &'static str,
    /// The position in the text that its first step is taken from.
    at: u32,
}

impl Unread {
    /// The value.
    pub fn read(self) -> Option<Node<'static>> {
        Reader { at: self.at, ..Reader::of(self.packed, self.text) }.node()
    }

    /// The text of the file that it stands in.
    pub fn text(self) -> Text {
        Text::BuiltIn(self.text)
    }

    /// The texts of a list.
    pub fn texts(self) -> Vec<Text> {
        let texts = Reader { at: self.at, ..Reader::of(self.packed, self.text) }.texts().unwrap_or_default();
        let text = |text| match text {
            Cow::Borrowed(text) => Text::BuiltIn(text),
            Cow::Owned(text) => Text::Read(text.into()),
        };
        texts.into_iter().flatten().map(text).collect()
    }
}

/// Of a tree that is read as a whole.
fn nothing(_: &str) -> bool {
    false
}

/// An entry of the mapping that a packed file holds, to be unpacked when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct PackedEntry {
    /// Where it begins in the packed bytes.
    from: usize,
    /// The position in the text that its first step is taken from.
    at: u32,
}

/// What is wanted of an entry in a mapping, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// That it is there: it has no value.
    Key,
    /// Nothing.
    Nothing,
    /// All of it, and none that comes after it.
    Last,
}

impl PackedEntry {
    /// The entries of a file that is one mapping. None for a file that did not come packed.
    pub fn all(source: &SourceFile) -> Option<Vec<Self>> {
        let mut reader = Reader::of(source.packed()?, &source.text);
        let whole = reader.packed.len();
        let (head, _) = reader.begin()?;
        let mut entry = |reader: &mut Reader<'_, '_>| {
            let entry = Self { from: whole - reader.packed.len(), at: reader.at };
            reader.pass()?;
            Some(entry)
        };
        if head & 3 == 3 { reader.several(&mut entry) } else { None }
    }

    /// The entry, in the file that gave it. If it is a mapping, of its entries those that are wanted.
    pub fn unpack<'t>(self, source: &'t SourceFile, wanted: &dyn Fn(&str) -> Wanted) -> Option<Entry<'t>> {
        let mut reader = Reader { at: self.at, ..Reader::of(source.packed()?.get(self.from..)?, &source.text) };
        let key = reader.key()?;
        reader.number()?;
        let head = *reader.packed.first()?;
        if head & 3 != 3 {
            return Some(Entry { key, value: reader.node()? });
        }
        let ((_, span), style) = (reader.begin()?, style(head)?);
        let entries = reader.some(wanted)?;
        Some(Entry { key, value: Node { span, value: NodeValue::Map(entries), style } })
    }
}

/// The tree of a text. None if the bytes are not a tree of it.
pub(crate) fn unpack<'t>(packed: &[u8], text: &'t str) -> Option<Node<'t>> {
    let mut reader = Reader::of(packed, text);
    let node = reader.node()?;
    reader.packed.is_empty().then_some(node)
}

struct Reader<'p, 't> {
    /// What is yet to be read.
    packed: &'p [u8],
    text: &'t str,
    /// The latest position in the text.
    at: u32,
    /// True for keys whose values are left unread.
    leaves: fn(&str) -> bool,
    /// What was left, under which key.
    left: Vec<(Span, &'p [u8])>,
}

impl<'p, 't> Reader<'p, 't> {
    fn of(packed: &'p [u8], text: &'t str) -> Self {
        Self { packed, text, at: 0, leaves: nothing, left: Vec::new() }
    }

    fn node(&mut self) -> Option<Node<'t>> {
        let (head, span) = self.begin()?;
        let style = style(head)?;
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
        let length = self.number()?;
        let at = key.span.start;
        let value = if (self.leaves)(&key.text) {
            let (value, rest) = self.packed.split_at_checked(usize::try_from(length).ok()?)?;
            self.left.push((key.span, value));
            let nothing = self.nothing()?;
            self.packed = rest;
            nothing
        } else {
            self.node()?
        };
        self.at = at;
        Some(Entry { key, value })
    }

    /// The texts of a list; none in the place of what is no text.
    fn texts(&mut self) -> Option<Vec<Option<Cow<'t, str>>>> {
        let (head, _) = self.begin()?;
        let text = |reader: &mut Self| {
            if reader.packed.first()? & 3 != 1 {
                return reader.node().map(|_| None);
            }
            let (head, span) = reader.begin()?;
            reader.string(head >> 5, span).map(Some)
        };
        if head & 3 == 2 { self.several(text) } else { None }
    }

    /// The entries that are wanted.
    fn some(&mut self, wanted: &dyn Fn(&str) -> Wanted) -> Option<Vec<Entry<'t>>> {
        let count = self.number()?;
        // A rule's head has as many.
        let mut entries = Vec::with_capacity(usize::try_from(count).ok()?.min(8));
        for _ in 0..count {
            let key = self.key()?;
            let length = usize::try_from(self.number()?).ok()?;
            let (at, rest) = (self.at, self.packed.get(length..)?);
            let wanted = wanted(&key.text);
            let value = match wanted {
                Wanted::Whole | Wanted::Last => self.node()?,
                Wanted::Key => self.nothing()?,
                Wanted::Nothing => {
                    (self.at, self.packed) = (at, rest);
                    continue;
                }
            };
            (self.at, self.packed) = (at, rest);
            entries.push(Entry { key, value });
            if wanted == Wanted::Last {
                break;
            }
        }
        Some(entries)
    }

    /// Passes over an entry.
    fn pass(&mut self) -> Option<()> {
        self.key()?;
        let length = usize::try_from(self.number()?).ok()?;
        self.packed = self.packed.get(length..)?;
        Some(())
    }

    fn key(&mut self) -> Option<Key<'t>> {
        let (form, span) = self.begin()?;
        Some(Key { span, text: self.string(form, span)? })
    }

    /// The first byte of a node or a key, and its span.
    #[inline]
    fn begin(&mut self) -> Option<(u8, Span)> {
        // A step and a length are small, as most are.
        if let [first, step @ ..0x80, length @ ..0x80, ref rest @ ..] = *self.packed {
            self.packed = rest;
            return Some((first, self.step(step.into(), length.into())));
        }
        Some((self.byte()?, self.span()?))
    }

    /// A node in whose place stands nothing.
    fn nothing(&mut self) -> Option<Node<'t>> {
        let (head, span) = self.begin()?;
        Some(Node { span, value: NodeValue::Null, style: style(head)? })
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

    fn span(&mut self) -> Option<Span> {
        let (step, length) = (u32::try_from(self.number()?).ok()?, u32::try_from(self.number()?).ok()?);
        Some(self.step(step, length))
    }

    #[inline]
    fn step(&mut self, step: u32, length: u32) -> Span {
        // The lowest bit is the sign: a copy by alias stands before what it is copied to.
        self.at = self.at.wrapping_add(step >> 1 ^ (step & 1).wrapping_neg());
        Span { start: self.at, end: self.at.wrapping_add(length) }
    }

    #[inline]
    fn string(&mut self, form: u8, span: Span) -> Option<Cow<'t, str>> {
        if form > 1 {
            return self.other_string(form);
        }
        // Within the quotes, or where there are none.
        let quote = usize::from(form);
        self.text.get(span.start as usize + quote..(span.end as usize).wrapping_sub(quote)).map(Cow::Borrowed)
    }

    /// A text that is not that of its span.
    #[cold]
    fn other_string(&mut self, form: u8) -> Option<Cow<'t, str>> {
        if form == 2 {
            let start = usize::try_from(self.number()?).ok()?;
            return self.text.get(start..start + usize::try_from(self.number()?).ok()?).map(Cow::Borrowed);
        }
        let length = usize::try_from(self.number()?).ok()?;
        let (own, rest) = self.packed.split_at_checked(length)?;
        self.packed = rest;
        Some(Cow::Owned(std::str::from_utf8(own).ok()?.to_owned()))
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
