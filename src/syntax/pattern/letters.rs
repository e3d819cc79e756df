//! What characters beyond ASCII are to a pattern: each is read as one byte, so that a pattern is an automaton over bytes, and a small one.
//!
//! To most patterns they are all alike, but for blanks: they are read as in `plain.rs`. A pattern that tells some of them apart has a list
//! of which is read as what, made with its table; characters that the pattern treats alike are one byte.

use super::plain::stand_in;

/// Bytes of a range in a list: the character that it begins with, and what those up to the next range are read as.
pub(super) const RANGE: usize = 4;

/// What is read as what: ranges that leave no gap, ascending. None where characters are told apart as in plain text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Letters<'a>(&'a [[u8; RANGE]]);

impl<'a> Letters<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    /// What a character beyond ASCII is read as.
    pub(super) fn byte(self, c: char) -> u8 {
        let begins = |range: &[u8; RANGE]| u32::from_le_bytes([range[0], range[1], range[2], 0]);
        let after = self.0.partition_point(|range| begins(range) <= u32::from(c));
        after.checked_sub(1).map_or_else(|| stand_in(c), |at| self.0[at][3])
    }

    /// What the character at a position is read as, and how many bytes it takes. None at the end of the text.
    #[inline]
    pub(super) fn at(self, text: &str, at: usize) -> Option<(u8, usize)> {
        let byte = *text.as_bytes().get(at)?;
        if byte.is_ascii() {
            return Some((byte, 1));
        }
        let c = text.get(at..)?.chars().next()?;
        Some((self.byte(c), c.len_utf8()))
    }
}
