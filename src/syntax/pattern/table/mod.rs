//! Whether a text holds a match of a pattern of the built-in packs, told by a table that was made when the program was built. Where that
//! would be large, as gaps of a certain length make it, it is one of a pattern with gaps of any length: what it says no to holds no match.
//!
//! A table is for bytes, as `letters.rs` makes them. Its form is told in `write.rs`.

#[cfg(test)]
#[path = "write.rs"]
pub(super) mod write;

use memchr::{memchr, memchr2, memchr3};

use super::letters::Letters;

/// Bytes of a table before its rows.
const HEAD: usize = 256 + 11;
/// No match can follow.
const NONE: u16 = 0;
/// There was a match.
const FOUND: u16 = 1;

/// A pattern's table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    /// There is a match where it says so; else there may be one.
    pub sure: bool,
    letters: Letters<'a>,
    /// The column of each byte.
    columns: &'a [u8; 256],
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

impl<'a> Table<'a> {
    /// None where there is no table.
    pub(super) fn read(bytes: &'a [u8], letters: Letters<'a>) -> Option<Self> {
        let (head, cells) = bytes.split_at_checked(HEAD)?;
        let (columns, numbers) = head.split_first_chunk::<256>()?;
        let number = |at: usize| usize::from(u16::from_le_bytes([numbers[at], numbers[at + 1]]));
        let begins = numbers[7..].get(..usize::from(numbers[6]))?;
        let (sure, cells) = (numbers[10] == 1, cells.as_chunks().0);
        Some(Self { sure, letters, columns, end: number(0), start: number(2), begins, idle: number(4), cells })
    }

    /// True if the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.end_of_match(text).is_some()
    }

    /// A place that the first match begins before, if the text holds one.
    pub(super) fn end_of_match(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let (mut row, mut at) = (self.start, 0);
        let skips = |row| !self.begins.is_empty() && (row == self.start || row == self.idle);
        'steps: loop {
            if skips(row) {
                // To look for what a match begins with is many times as quick as steps are, and finds little.
                let ahead = self.next_beginning(&bytes[at..])?;
                if ahead > 0 {
                    // What was passed over leads from either idle row to the same: the last of it tells to which.
                    at += ahead;
                    row = usize::from(self.next(self.start, text[..at].chars().next_back().map_or(0, |c| self.byte(c))));
                }
            }
            // Nearly all letters are themselves.
            for byte in bytes[at..].iter().take_while(|byte| byte.is_ascii()) {
                at += 1;
                row = match self.next(row, *byte) {
                    NONE => return None,
                    FOUND => return Some(at),
                    next => usize::from(next),
                };
                if skips(row) {
                    continue 'steps;
                }
            }
            let Some((byte, length)) = self.letters.at(text, at) else {
                return (self.cell(row + self.end) == FOUND).then_some(at);
            };
            at += length;
            row = match self.next(row, byte) {
                NONE => return None,
                FOUND => return Some(at),
                next => usize::from(next),
            };
        }
    }

    /// What a character is read as.
    fn byte(&self, c: char) -> u8 {
        if c.is_ascii() { c as u8 } else { self.letters.byte(c) }
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
        self.cell(row + usize::from(self.columns[usize::from(byte)]))
    }

    #[inline]
    fn cell(&self, at: usize) -> u16 {
        self.cells.get(at).map_or(NONE, |cell| u16::from_le_bytes(*cell))
    }
}
