//! Byte offsets into a client's positions and back. A client counts lines from 0, and columns in the units that were agreed upon.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::Span;

/// The units of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client understands.
    #[default]
    Utf16,
    /// Unicode scalars.
    Utf32,
}

impl Encoding {
    /// The name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// The encoding of a name, if it is one of the three.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Utf8, Self::Utf16, Self::Utf32].into_iter().find(|e| String::from(e.kind()) == name)
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// The byte offset of a position in a text of which nothing else is asked, as [`Lines::offset`] has it: a huge one is edited at every stroke.
pub fn offset(position: Position, text: &str, encoding: Encoding) -> usize {
    let start = match position.line as usize {
        0 => 0,
        line => starts(text).nth(line - 1).unwrap_or(text.len()),
    };
    let rest = text.get(start..).unwrap_or_default();
    let line = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(rest, |end| &rest[..end]);
    start + column(line, position.character, encoding)
}

/// Where the lines of a text begin, but for the first.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|i| bytes[*i] == b'\n' || bytes.get(i + 1) != Some(&b'\n'));
    ends.map(|end| end + 1)
}

/// The bytes of a line before a column.
fn column(line: &str, character: u32, encoding: Encoding) -> usize {
    let mut left = character as usize;
    for (i, c) in line.char_indices() {
        let units = encoding.units(c);
        if left < units {
            return i;
        }
        left -= units;
    }
    line.len()
}

/// Where the lines of a text begin. Lines end with `\n`, `\r\n` or `\r`, as the protocol has it.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// The lines of a text as the client holds it.
    pub fn new(text: &str) -> Self {
        Self { starts: std::iter::once(0).chain(starts(text).map(|start| start as u32)).collect() }
    }

    /// The lines of a text as it is on the disk: editors take a byte-order mark for no part of it.
    pub fn on_disk(text: &str) -> Self {
        let mut lines = Self::new(text);
        if text.starts_with('\u{feff}') {
            lines.starts[0] = '\u{feff}'.len_utf8() as u32;
        }
        lines
    }

    /// The bytes of a line, its end left out.
    fn line(&self, line: usize, text: &str) -> std::ops::Range<usize> {
        let start = self.starts.get(line).map_or(text.len(), |s| *s as usize).min(text.len());
        let next = self.starts.get(line + 1).map_or(text.len(), |s| *s as usize).clamp(start, text.len());
        let within = text.get(start..next).unwrap_or_default();
        start..start + within.trim_end_matches(['\n', '\r']).len()
    }

    /// The position of a byte offset; one within a line's end is that of the end, one past the text's end that of the end.
    pub fn position(&self, offset: usize, text: &str, encoding: Encoding) -> Position {
        let line = self.starts.partition_point(|s| *s as usize <= offset).saturating_sub(1);
        let range = self.line(line, text);
        let before = text.get(range.start..offset.clamp(range.start, range.end)).unwrap_or_default();
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            _ => before.chars().map(|c| encoding.units(c)).sum(),
        };
        Position { line: line as u32, character: character as u32 }
    }

    /// The byte offset of a position. A column past the line's end is the end, one within a character its beginning, a line past the last the
    /// text's end.
    pub fn offset(&self, position: Position, text: &str, encoding: Encoding) -> usize {
        let range = self.line(position.line as usize, text);
        range.start + column(text.get(range).unwrap_or_default(), position.character, encoding)
    }

    /// The range of a span.
    pub fn range(&self, span: Span, text: &str, encoding: Encoding) -> Range {
        Range { start: self.position(span.start as usize, text, encoding), end: self.position(span.end as usize, text, encoding) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a😀é\r\n\rkö\n日本";

    #[test]
    fn columns_are_counted_in_the_units_agreed_upon() {
        let lines = Lines::new(TEXT);
        let at = |needle: &str, encoding| {
            let position = lines.position(TEXT.find(needle).unwrap(), TEXT, encoding);
            (position.line, position.character)
        };
        for (encoding, columns) in [(Encoding::Utf8, [5, 3]), (Encoding::Utf16, [3, 1]), (Encoding::Utf32, [2, 1])] {
            assert_eq!(at("é", encoding), (0, columns[0]), "{encoding:?}");
            assert_eq!(at("本", encoding), (3, columns[1]), "{encoding:?}");
            assert_eq!(at("k", encoding), (2, 0));
        }
    }

    #[test]
    fn every_offset_but_those_within_a_lines_end_comes_back() {
        let lines = Lines::new(TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, _) in TEXT.char_indices().filter(|(i, _)| !TEXT[*i..].starts_with("\n\r")) {
                let position = lines.position(offset, TEXT, encoding);
                assert_eq!(lines.offset(position, TEXT, encoding), offset, "{encoding:?} {position:?}");
                assert_eq!(super::offset(position, TEXT, encoding), offset, "{encoding:?} {position:?}");
            }
        }
    }

    #[test]
    fn what_lies_outside_is_taken_as_the_nearest_within() {
        let lines = Lines::new(TEXT);
        let offset = |line, character| {
            let position = Position { line, character };
            let offset = lines.offset(position, TEXT, Encoding::Utf16);
            assert_eq!(super::offset(position, TEXT, Encoding::Utf16), offset);
            offset
        };
        assert_eq!(offset(0, 2), 1, "within the two halves of a character");
        assert_eq!(offset(0, 99), TEXT.find('\r').unwrap());
        assert_eq!(offset(99, 0), TEXT.len());
        assert_eq!(lines.position(999, TEXT, Encoding::Utf16), Position { line: 3, character: 2 });
    }

    #[test]
    fn a_byte_order_mark_on_the_disk_is_no_column() {
        let text = "\u{feff}ab\nc";
        let position = |lines: &Lines| lines.position(4, text, Encoding::Utf16).character;
        assert_eq!((position(&Lines::on_disk(text)), position(&Lines::new(text))), (1, 2));
        assert_eq!(Lines::on_disk(text).offset(Position { line: 0, character: 1 }, text, Encoding::Utf16), 4);
    }
}
