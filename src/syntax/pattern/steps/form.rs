//! What steps are, by number.

/// A byte is read.
pub(super) const READ: u8 = 0;
/// What stands before and after is looked at.
pub(super) const LOOK: u8 = 1;
/// There are several ways on.
pub(super) const CHOOSE: u8 = 2;
/// A group begins or ends.
pub(super) const MARK: u8 = 3;
/// There is a match.
pub(super) const MATCH: u8 = 4;
