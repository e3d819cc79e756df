//! Patterns of the built-in packs, made into tables when the program is built: whether a text holds a match is asked without reading the
//! pattern. A pattern whose table would be large has none, and is compiled when a text first needs it, as users' own are.
//!
//! A table is for plain text. Its form is told in `write.rs`.

#[cfg(test)]
#[path = "write.rs"]
mod write;

use memchr::{memchr, memchr2, memchr3};

use super::plain::stand_in;

/// All tables: patterns as written with whether case is ignored in them, ascending, and where in [`TABLES`] each one's begins.
#[expect(clippy::unreadable_literal, reason = "the build script writes it, and nobody reads it")]
const PATTERNS: &[(&str, bool, usize)] = include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// The tables, one after the other.
const TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/patterns.tables"));

/// Bytes of a table before its rows.
const HEAD: usize = 128 + 10;
/// No match can follow.
const NONE: u16 = 0;
/// There was a match.
const FOUND: u16 = 1;

/// A pattern's table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    /// The column of each character.
    columns: &'a [u8; 128],
    /// The column for the end of the text.
    end: usize,
    /// The cell at which the row to begin with begins.
    start: usize,
    /// The characters that a match begins with, if they are few.
    begins: &'a [u8],
    /// The cell at which the row begins that, besides the one to begin with, only they lead away from.
    idle: usize,
    /// Where the next row begins, or [`NONE`] or [`FOUND`]; in two bytes, the lower first.
    cells: &'a [[u8; 2]],
}

/// The table of a pattern, if it has one.
pub(super) fn find(source: &str, ignore_case: bool) -> Option<Table<'static>> {
    let at = PATTERNS.binary_search_by(|(pattern, ignores, _)| (*pattern, *ignores).cmp(&(source, ignore_case))).ok()?;
    let end = PATTERNS.get(at + 1).map_or(TABLES.len(), |next| next.2);
    Table::read(TABLES.get(PATTERNS[at].2..end)?)
}

impl<'a> Table<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, cells) = bytes.split_at_checked(HEAD)?;
        let (columns, numbers) = head.split_first_chunk::<128>()?;
        let number = |at: usize| usize::from(u16::from_le_bytes([numbers[at], numbers[at + 1]]));
        let begins = numbers[7..].get(..usize::from(numbers[6]))?;
        Some(Self { columns, end: number(0), start: number(2), begins, idle: number(4), cells: cells.as_chunks().0 })
    }

    /// True if the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let (mut row, mut at) = (self.start, 0);
        loop {
            if !self.begins.is_empty() && (row == self.start || row == self.idle) {
                // To look for what a match begins with is many times as quick as steps are, and finds little.
                let Some(ahead) = self.next_beginning(&bytes[at..]) else { return false };
                if ahead > 0 {
                    // What was passed over leads from either idle row to the same: the last of it tells to which.
                    at += ahead;
                    row = usize::from(self.next(self.start, text[..at].chars().next_back().map_or(0, plain)));
                }
            }
            let Some(byte) = bytes.get(at) else { return self.cell(row + self.end) == FOUND };
            let next = if byte.is_ascii() {
                at += 1;
                self.next(row, *byte)
            } else {
                let c = text[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                self.next(row, stand_in(c))
            };
            match next {
                NONE => return false,
                FOUND => return true,
                next => row = usize::from(next),
            }
        }
    }

    fn next_beginning(&self, text: &[u8]) -> Option<usize> {
        match *self.begins {
            [a] => memchr(a, text),
            [a, b] => memchr2(a, b, text),
            [a, b, c] => memchr3(a, b, c, text),
            _ => None,
        }
    }

    /// What a character leads to.
    #[inline]
    fn next(&self, row: usize, byte: u8) -> u16 {
        self.cell(row + usize::from(self.columns[usize::from(byte & 0x7f)]))
    }

    #[inline]
    fn cell(&self, at: usize) -> u16 {
        self.cells.get(at).map_or(NONE, |cell| u16::from_le_bytes(*cell))
    }
}

/// A character as patterns for ASCII read it.
fn plain(c: char) -> u8 {
    if c.is_ascii() { c as u8 } else { stand_in(c) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{patterns, whole};
    use super::*;

    #[test]
    fn the_packs_patterns_have_tables() {
        assert!(PATTERNS.is_sorted());
        // Of each origin: kinds' ids, citations, patterns of rules, literals of expressions.
        let has = |holds: &dyn Fn(&str, bool) -> bool| PATTERNS.iter().any(|(source, ignores, _)| holds(source, *ignores));
        assert!(has(&|source, ignores| source.ends_with(r"-[A-Z0-9.-]*\d+$") && !ignores));
        assert!(has(&|source, ignores| source.contains("(?P<id>") && !ignores));
        assert!(has(&|source, ignores| source.contains(r"\b") && ignores));
        assert!(PATTERNS.len() > 400, "{}", PATTERNS.len());
        for (source, ignore_case, _) in PATTERNS {
            let table = find(source, *ignore_case).expect("a table");
            for text in ["", "clause 6.1.3 of ISO/IEC 42001", "RSK-001", "– not applicable –", "A.5.2"] {
                // Beyond ASCII, a table says what the pattern says of text that was made ASCII.
                let text = text.replace('–', "\u{7f}");
                assert_eq!(table.is_match(&text), whole(source, *ignore_case).is_match(&text), "{source} {text}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_table_says_what_the_library_says((pattern, text) in patterns().prop_flat_map(|p| {
            let texts = ("[ a-z.–0-9]{0,9}", proptest::string::string_regex(&p).unwrap(), "[ a-z.–0-9]{0,9}");
            (Just(p), texts.prop_map(|(before, found, after)| before + &found + &after))
        })) {
            for ignore_case in [false, true] {
                let Some(bytes) = write::table(&pattern, ignore_case) else { continue };
                let table = Table::read(&bytes).expect("as it was written");
                prop_assert_eq!(table.is_match(&text), whole(&pattern, ignore_case).is_match(&text), "{} {}", pattern, text);
            }
        }
    }
}
