//! What needs are, by number.

/// A word.
pub(super) const WORD: u8 = 1;
/// All of several.
pub(super) const ALL: u8 = 2;
/// Any of several.
pub(super) const ANY: u8 = 3;
