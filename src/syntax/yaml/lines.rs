//! The YAML that most files are made of, read line by line: mappings and lists, each on lines of its own, values that end on their line,
//! brackets that close there, and blocks of text. It gives the events that the parser gives, in the same places, at a tenth of the cost.
//!
//! Architecture invariant: it decides nothing. A text in which anything stands that it does not know for certain, a mistake above all, is the
//! parser's, from its beginning; every function here gives `None` then.

use std::borrow::Cow;
use std::cmp::Ordering;

use granit_parser::{Event, ScalarStyle, StructureStyle};

use super::Yaml;
use super::compose::Composer;

/// Deepest nesting that is read here.
const DEPTH: usize = 24;
/// Longest key that is read here: the parser takes no longer ones than some.
const KEY: usize = 500;

/// Composes the events of a text, if it is of this sort and there is nothing to tell of it.
pub(super) fn read<'t>(text: &'t str, composer: Composer<'t>, depth: usize) -> Option<Yaml<'t>> {
    if depth <= 2 * DEPTH || !holds_signs_alone(text.as_bytes()) {
        return None;
    }
    let mut lines = Lines { text, bytes: text.as_bytes(), next: 0, composer, open: Vec::new(), due: None };
    lines.all()?;
    let yaml = lines.composer.finish();
    yaml.problems.is_empty().then_some(yaml)
}

/// False for a text that holds control characters, or others that the parser may refuse or take for line ends.
fn holds_signs_alone(text: &[u8]) -> bool {
    let control = |byte: &u8| *byte < b' ' && *byte != b'\n' || *byte == 0x7f;
    if text.iter().any(control) {
        return false;
    }
    let odd =
        |run: &[u8]| matches!(run, [0xc2, ..0xa0, _] | [_, 0xc2, ..0xa0] | [0xef, 0xbb | 0xbf, _] | [0xe2, 0x80, 0xa8 | 0xa9]);
    text.is_ascii() || !text.windows(3).any(odd)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Map,
    List,
    /// A list that stands no deeper than the key whose value it is.
    Beside,
}

/// A collection that is being read.
#[derive(Clone, Copy)]
struct Open {
    kind: Kind,
    /// The column of its keys or dashes.
    indent: usize,
}

struct Lines<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the next line begins.
    next: usize,
    composer: Composer<'t>,
    open: Vec<Open>,
    /// The key or dash read last has no value yet; where one stands that is not there.
    due: Option<usize>,
}

impl<'t> Lines<'t> {
    fn all(&mut self) -> Option<()> {
        self.tell(Event::DocumentStart(false, None), 0, 0)?;
        let mut begun = false;
        while self.next < self.text.len() {
            let (start, end) = (self.next, self.line_end(self.next));
            self.next = end + 1;
            let at = self.skip(start, end);
            if at == end || self.bytes[at] == b'#' {
                continue;
            }
            let line = &self.text[start..end];
            if line.starts_with("---") || line.starts_with("...") {
                // One may open the text.
                if begun || line.trim_end_matches(' ') != "---" {
                    return None;
                }
            } else {
                self.settle(at - start, self.is_dash(at, end))?;
                self.line(at, at - start, end)?;
            }
            begun = true;
        }
        // A text without content is the parser's.
        self.open.first()?;
        self.absent()?;
        while !self.open.is_empty() {
            self.close()?;
        }
        self.tell(Event::DocumentEnd, self.text.len(), self.text.len())
    }

    /// Ends what a line that begins at this column is no part of.
    fn settle(&mut self, indent: usize, dash: bool) -> Option<()> {
        loop {
            let Some(top) = self.open.last().copied() else { return (indent == 0).then_some(()) };
            if self.due.is_some() {
                if indent > top.indent || dash && indent == top.indent && top.kind == Kind::Map {
                    return Some(());
                }
                self.absent()?;
            }
            match (indent.cmp(&top.indent), top.kind, dash) {
                (Ordering::Less, ..) | (Ordering::Equal, Kind::Beside, false) => self.close()?,
                (Ordering::Equal, Kind::Map, false) | (Ordering::Equal, Kind::List | Kind::Beside, true) => return Some(()),
                // A text that goes on, or a mistake.
                _ => return None,
            }
        }
    }

    /// Reads what stands on a line from its first character on, in this column.
    fn line(&mut self, mut at: usize, mut column: usize, end: usize) -> Option<()> {
        let first = at;
        while self.is_dash(at, end) {
            let rest = self.skip(at + 1, end);
            let is_empty = self.is_over(rest, end);
            if self.begins() {
                let beside = self.open.last().is_some_and(|top| top.indent == column);
                // The parser tells that such a list begins with its first item.
                let from = if beside { rest } else { at };
                if beside && is_empty {
                    return None;
                }
                self.tell(Event::SequenceStart(StructureStyle::Block, 0, None), from, from)?;
                self.push(if beside { Kind::Beside } else { Kind::List }, column)?;
            }
            // The parser tells it behind all that stands on the line.
            self.due = Some(end);
            if is_empty {
                return Some(());
            }
            (at, column) = (rest, column + rest - at);
        }
        let within = self.open.last().map(|top| top.indent);
        let Some((scalar, colon)) = self.key(at, end) else {
            // A value on a line of its own is the parser's.
            self.due.take().filter(|_| at > first)?;
            return self.value(at, end, within?);
        };
        if self.begins() {
            self.tell(Event::MappingStart(StructureStyle::Block, 0, None), at, at)?;
            self.push(Kind::Map, column)?;
        }
        self.scalar(scalar)?;
        let rest = self.skip(colon + 1, end);
        if self.is_over(rest, end) {
            self.due = Some(scalar.to);
            return Some(());
        }
        self.value(rest, end, column)
    }

    /// True where what comes next is the first of a collection.
    fn begins(&self) -> bool {
        self.due.is_some() || self.open.is_empty()
    }

    fn push(&mut self, kind: Kind, indent: usize) -> Option<()> {
        self.due = None;
        self.open.push(Open { kind, indent });
        (self.open.len() < DEPTH).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let event = if self.open.pop()?.kind == Kind::Map { Event::MappingEnd } else { Event::SequenceEnd };
        self.tell(event, 0, 0)
    }

    /// Tells the value that is due as one that is not there.
    fn absent(&mut self) -> Option<()> {
        match self.due.take() {
            Some(at) => self.nothing(at),
            None => Some(()),
        }
    }

    fn nothing(&mut self, at: usize) -> Option<()> {
        self.tell(Event::Scalar(Cow::Borrowed("~"), ScalarStyle::Plain, 0, None), at, at)
    }

    /// A scalar with a colon behind it, and where that stands.
    fn key(&self, at: usize, end: usize) -> Option<(Scalar, usize)> {
        let scalar = match self.bytes[at] {
            quote @ (b'"' | b'\'') => self.quoted(quote, at, end)?,
            _ => self.plain(at, end)?,
        };
        let colon = self.skip(scalar.to, end);
        let is_key = self.byte(colon, end) == Some(b':') && self.parts(colon + 1, end) && scalar.to - at <= KEY;
        is_key.then_some((scalar, colon))
    }

    /// A value that begins here, in a collection at that column.
    fn value(&mut self, at: usize, end: usize, within: usize) -> Option<()> {
        let after = match self.bytes[at] {
            b'[' | b'{' => self.brackets(at, end, 1)?,
            b'|' | b'>' => return self.block(at, end, within),
            byte => {
                let quoted = matches!(byte, b'"' | b'\'');
                let scalar = if quoted { self.quoted(byte, at, end)? } else { self.plain(at, end)? };
                self.scalar(scalar)?;
                scalar.to
            }
        };
        // What is not the end of the line, a colon after all, is a mistake.
        let rest = self.skip(after, end);
        (rest == end || rest > after && self.bytes[rest] == b'#').then_some(())
    }

    /// A plain scalar outside of brackets: up to a colon or a remark that a blank sets off, or the end.
    fn plain(&self, at: usize, end: usize) -> Option<Scalar> {
        self.begins_plain(at, end)?;
        let ends = |(i, byte): (usize, &u8)| match byte {
            b':' => self.parts(at + i + 1, end),
            b'#' => self.bytes[at + i - 1] == b' ',
            _ => false,
        };
        let line = &self.bytes[at..end];
        let to = line.iter().enumerate().position(ends).map_or(end, |i| at + i);
        Some(self.plain_between(at, to))
    }

    /// A plain scalar within brackets: it ends at a comma and at any bracket, too.
    fn plain_within(&self, at: usize, end: usize) -> Option<Scalar> {
        self.begins_plain(at, end)?;
        let mut to = at;
        while to < end {
            match self.bytes[to] {
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if self.parts(to + 1, end) || matches!(self.bytes[to + 1], b',' | b'[' | b']' | b'{' | b'}') => break,
                b'#' if self.bytes[to - 1] == b' ' => return None,
                _ => to += 1,
            }
        }
        Some(self.plain_between(at, to))
    }

    fn plain_between(&self, from: usize, to: usize) -> Scalar {
        let to = from + self.text[from..to].trim_end_matches(' ').len();
        Scalar { from, to, quoted: None }
    }

    /// Nothing for what may be anything but a plain scalar.
    fn begins_plain(&self, at: usize, end: usize) -> Option<()> {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let begins = match *self.bytes[at..end].first()? {
            b'-' => self.bytes[at + 1..end].first().is_some_and(|next| is_word(*next)),
            b'_' | b'/' | b'(' | b'.' | b'+' | b'$' | b'^' | b'~' | b'=' | b';' | b'<' => true,
            byte => is_word(byte),
        };
        begins.then_some(())
    }

    /// A quoted scalar in which nothing is escaped.
    fn quoted(&self, quote: u8, at: usize, end: usize) -> Option<Scalar> {
        let inner = &self.bytes[at + 1..end];
        let length = inner.iter().position(|byte| *byte == quote)?;
        let goes_on =
            quote == b'\'' && inner.get(length + 1) == Some(&quote) || quote == b'"' && inner[..length].contains(&b'\\');
        (!goes_on).then_some(Scalar { from: at, to: at + length + 2, quoted: Some(quote) })
    }

    /// A collection in brackets, with all that it holds; gives where it ends.
    fn brackets(&mut self, at: usize, end: usize, depth: usize) -> Option<usize> {
        if depth + self.open.len() >= DEPTH {
            return None;
        }
        let map = self.bytes[at] == b'{';
        let (begins, ends, bracket) = if map {
            (Event::MappingStart(StructureStyle::Flow, 0, None), Event::MappingEnd, b'}')
        } else {
            (Event::SequenceStart(StructureStyle::Flow, 0, None), Event::SequenceEnd, b']')
        };
        self.tell(begins, at, at + 1)?;
        let mut at = self.skip(at + 1, end);
        let mut closed = self.byte(at, end)? == bracket;
        while !closed {
            let mut absent = None;
            if map {
                let key = self.scalar_within(at, end)?;
                let colon = self.skip(key.to, end);
                if self.byte(colon, end)? != b':' || self.byte(colon + 1, end)? != b' ' || key.to - key.from > KEY {
                    return None;
                }
                self.scalar(key)?;
                at = self.skip(colon + 1, end);
                absent = matches!(self.byte(at, end)?, b',' | b'}').then_some(key.to);
            }
            let after = match (absent, self.byte(at, end)?) {
                (Some(place), _) => {
                    self.nothing(place)?;
                    at
                }
                (None, b'[' | b'{') => self.brackets(at, end, depth + 1)?,
                (None, _) => {
                    let scalar = self.scalar_within(at, end)?;
                    self.scalar(scalar)?;
                    scalar.to
                }
            };
            at = self.skip(after, end);
            closed = self.byte(at, end)? == bracket;
            if !closed {
                if self.bytes[at] != b',' {
                    return None;
                }
                at = self.skip(at + 1, end);
            }
        }
        self.tell(ends, at, at + 1)?;
        Some(at + 1)
    }

    fn scalar_within(&self, at: usize, end: usize) -> Option<Scalar> {
        match self.byte(at, end)? {
            quote @ (b'"' | b'\'') => self.quoted(quote, at, end),
            _ => self.plain_within(at, end),
        }
    }

    /// A block of text, the lines below that stand deeper than this column.
    fn block(&mut self, at: usize, end: usize, within: usize) -> Option<()> {
        let folded = self.bytes[at] == b'>';
        let strip = self.bytes[at + 1..end].first() == Some(&b'-');
        if self.skip(at + 1 + usize::from(strip), end) != end {
            return None;
        }
        let mut words = String::new();
        let (mut place, mut indent, mut blanks) = (None, None, 0);
        let mut next = self.next;
        while next < self.text.len() {
            let (start, end) = (next, self.line_end(next));
            let at = self.skip(start, end);
            next = end + 1;
            if at == end {
                // Blanks may be part of the text, and blank lines before it are.
                if indent.is_none_or(|indent| at - start > indent) {
                    return None;
                }
                blanks += 1;
                continue;
            }
            if at - start <= within {
                break;
            }
            let deep = *indent.get_or_insert(at - start);
            let from = start + deep;
            let more = at > from || self.bytes[end - 1] == b' ';
            // Without a last line end, the parser has its own way.
            if at < from || folded && more || end == self.text.len() {
                return None;
            }
            match place {
                None => {}
                Some(_) if folded && blanks == 0 => words.push(' '),
                Some(_) => words.extend(std::iter::repeat_n('\n', blanks + usize::from(!folded))),
            }
            words.push_str(&self.text[from..end]);
            place = Some((place.map_or(from, |(first, _)| first), end));
            blanks = 0;
            self.next = next;
        }
        let (from, to) = place?;
        words.extend((!strip).then_some('\n'));
        let style = if folded { ScalarStyle::Folded } else { ScalarStyle::Literal };
        self.tell(Event::Scalar(Cow::Owned(words), style, 0, None), from, to)
    }

    fn scalar(&mut self, scalar: Scalar) -> Option<()> {
        let Scalar { from, to, quoted } = scalar;
        let (words, style) = match quoted {
            Some(b'"') => (&self.text[from + 1..to - 1], ScalarStyle::DoubleQuoted),
            Some(_) => (&self.text[from + 1..to - 1], ScalarStyle::SingleQuoted),
            None => (&self.text[from..to], ScalarStyle::Plain),
        };
        self.tell(Event::Scalar(Cow::Borrowed(words), style, 0, None), from, to)
    }

    fn tell(&mut self, event: Event<'t>, from: usize, to: usize) -> Option<()> {
        self.composer.event(event, from, to).ok()
    }

    fn line_end(&self, from: usize) -> usize {
        self.bytes[from..].iter().position(|byte| *byte == b'\n').map_or(self.text.len(), |length| from + length)
    }

    /// The first place from here on where no blank stands.
    fn skip(&self, at: usize, end: usize) -> usize {
        self.bytes[at..end].iter().position(|byte| *byte != b' ').map_or(end, |blanks| at + blanks)
    }

    fn byte(&self, at: usize, end: usize) -> Option<u8> {
        self.bytes[..end].get(at).copied()
    }

    fn is_dash(&self, at: usize, end: usize) -> bool {
        self.bytes[at] == b'-' && self.parts(at + 1, end)
    }

    /// True where a blank or the end sets off what stands before.
    fn parts(&self, at: usize, end: usize) -> bool {
        at == end || self.bytes[at] == b' '
    }

    /// True where nothing more stands on the line but a remark. What stands before is set off.
    fn is_over(&self, at: usize, end: usize) -> bool {
        at == end || self.bytes[at] == b'#'
    }
}

/// Where a scalar stands on its line, and its quotes.
#[derive(Clone, Copy)]
struct Scalar {
    from: usize,
    to: usize,
    quoted: Option<u8>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Limits, parse};
    use super::*;

    /// What is read of a text line by line, which is all that the parser reads of it.
    fn lines(text: &str) -> Option<Yaml<'_>> {
        let limits = Limits::default();
        let composer = || Composer::new(text, 0, &limits);
        let here = read(text, composer(), limits.depth)?;
        let there = parse(text, composer(), &limits, false);
        assert_eq!(here.documents, there.documents, "{text}");
        assert_eq!(here.problems, there.problems, "{text}");
        assert_eq!((here.comments.len(), here.cut), (0, there.cut), "{text}");
        Some(here)
    }

    #[test]
    fn what_most_files_are_made_of_is_read_line_by_line() {
        for text in [
            "---\n# remark\na: 1\nb : two words # remark\nc:\n\nd:   # later\n  e: x\n",
            "loans:\n- id: L-1\n  title: \"Map: of the north\"\n\n  of: [B-1, 'B, 2']\n-   id: L-2\n    at: { room: 1, shelf: , on: [] }\nnext: -3\n",
            "- a\n-\n- - b\n  - c:\n    - d\n    -\n- e: 'f'\n  \"g\": http://h:80/#i\n",
            "a: |\n  one\n    two \n\n  three\n\nb: >-\n    one\n    two\n\n\n    three\nc:\n- >\n  x\n- y",
            "a: [CEO name]\nb: <name>\nc: –\n名前: é # x\nd: ~",
        ] {
            assert!(lines(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_may_be_anything_is_left_to_the_parser() {
        for text in [
            "",
            "# remark\n",
            "words\n",
            "a: b\n  c\n",
            "a:\n  b\n",
            "a: b: c\n",
            "a: 1\n- b\n",
            "a: 1\n b: 2\n",
            "a: 1\na: 2\n",
            "a: 1\r\n",
            "a:\t1\n",
            "a: \"\\n\"\n",
            "a: 'it''s'\n",
            "a: \"b\"c\n",
            "a: [b,\n  c]\n",
            "a: [b: c]\n",
            "a: {b}\n",
            "a: {{B}}\n",
            "a: &b c\n",
            "a: !b c\n",
            "a: |2\n   b\n",
            "a: |\n\n  b\n",
            "a: >\n  b\n    c\n",
            "a: |\n  b",
            "a: 1\n---\nb: 2\n",
            "? a\n: b\n",
            "a: `b`\n",
            "a: b\u{85}\n",
        ] {
            assert!(lines(text).is_none(), "{text}");
        }
    }

    /// Texts that are mostly right: what is wrong in the first line leaves the rest unread.
    fn texts() -> impl Strategy<Value = String> {
        let any = |sound: &'static [&'static str], odd: &'static [&'static str]| prop_oneof![20 => proptest::sample::select(sound), 1 => proptest::sample::select(odd)];
        let keys = any(
            &["a:", "b:", "c :", "d e:", "'f':", "\"g\":", "- ", "- ", "- a:", "- b:", "- - ", "- - c:"],
            &["", "#", "<<:", "x", "-"],
        );
        let sound = &[
            "",
            "",
            "",
            " ",
            "  ",
            " x",
            " x y",
            "  x y ",
            " x # y",
            " # y",
            " 'x y'",
            " \"x: y\"",
            " [x, y z]",
            " []",
            " [ x ]",
            " [CEO name]",
            " {}",
            " {k: v, l: }",
            " {k: [x, {m: 'n'}]}",
            " ~",
            " null",
            " -1",
            " é–x",
            " http://x:1",
            " [x, -1, \"y\"]",
            " a#b",
            " |\n      x\n      y",
            " >-\n         x\n\n         y",
            " >\n      x\n      y",
            " |-\n        x\n          y",
        ];
        let odd = &[
            "# y",
            " #",
            " x: y",
            " 'x''y'",
            " \"x\" y",
            " [x: y]",
            " [x",
            " {k:v}",
            " {{K}}",
            " - x",
            " -",
            " &a x",
            " *a",
            " <<",
            " |",
            " >-",
            " x:",
            " [x]: y",
            "\n   x",
            " |\n   x\n  y",
            " >\n      x\n       y",
            " ? x",
            " \"\\n\"",
            " [x,]",
            " [,]",
            " {k: v,}",
        ];
        let ends =
            any(&["\n", "\n", "\n", "\n\n", "\n  \n", "\n# z\n", "\n    # z\n"], &["", "\r\n", "\n---\n", "\n...\n", "\n\t\n"]);
        // How much deeper or less deep a line begins than the line before.
        let steps = proptest::sample::select(&[0, 0, 0, 2, 2, -2, -2, -4, 4, 1][..]);
        let lines = proptest::collection::vec((steps, keys, any(sound, odd), ends), 1..8);
        lines.prop_map(|lines| {
            let (mut text, mut indent) = (String::new(), 0_i32);
            for (i, (step, key, value, end)) in lines.into_iter().enumerate() {
                indent = if i == 0 { 0 } else { (indent + step).max(0) };
                text.extend(std::iter::repeat_n(' ', indent.unsigned_abs() as usize));
                text.extend([key, value, end]);
            }
            text
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn both_ways_say_the_same(text in texts()) {
            lines(&text);
            lines(text.trim_end());
        }
    }
}
