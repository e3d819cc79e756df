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
        if !self.begins.is_empty() {
            return self.is_match_from(text);
        }
        let (mut row, mut at) = (self.start, 0);
        while at < text.len() {
            match self.step(row, text, &mut at) {
                NONE => return false,
                FOUND => return true,
                next => row = usize::from(next),
            }
        }
        self.cell(row + self.end) == FOUND
    }

    /// The same from each character on that may begin a match. The search for one is many times as quick as steps are, and finds few.
    fn is_match_from(&self, text: &str) -> bool {
        let (mut row, mut at) = (self.start, 0);
        while let Some(ahead) = self.next_beginning(&text.as_bytes()[at..]) {
            if ahead > 0 {
                // What was passed over leads from either idle row to the same: the last of it tells to which.
                at += ahead;
                let before = text[..at].chars().next_back().map_or(0, |c| if c.is_ascii() { c as u8 } else { stand_in(c) });
                row = usize::from(self.cell(self.start + self.column(before)));
            }
            loop {
                if at == text.len() {
                    return self.cell(row + self.end) == FOUND;
                }
                match self.step(row, text, &mut at) {
                    NONE => return false,
                    FOUND => return true,
                    next => row = usize::from(next),
                }
                if row == self.start || row == self.idle {
                    break;
                }
            }
        }
        false
    }

    fn next_beginning(&self, text: &[u8]) -> Option<usize> {
        match *self.begins {
            [a] => memchr(a, text),
            [a, b] => memchr2(a, b, text),
            [a, b, c] => memchr3(a, b, c, text),
            _ => None,
        }
    }

    /// What the character leads to that stands there; `at` is moved behind it.
    #[inline]
    fn step(&self, row: usize, text: &str, at: &mut usize) -> u16 {
        let byte = match text.as_bytes()[*at] {
            byte @ 0..0x80 => {
                *at += 1;
                byte
            }
            _ => {
                let c = text[*at..].chars().next().unwrap_or_default();
                *at += c.len_utf8();
                stand_in(c)
            }
        };
        self.cell(row + self.column(byte))
    }

    #[inline]
    fn column(&self, byte: u8) -> usize {
        usize::from(self.columns[usize::from(byte & 0x7f)])
    }

    #[inline]
    fn cell(&self, at: usize) -> u16 {
        self.cells.get(at).map_or(NONE, |cell| u16::from_le_bytes(*cell))
    }
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
