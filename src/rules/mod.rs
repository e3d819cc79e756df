//! What a standard obliges to, as data: packs of rule files are read, checked against the kinds, and judged over the records.
//! Nothing here names a clause, a control or a rule of a pack.

mod complaint;
pub mod pack;
pub mod precedence;
mod verdict;
pub mod wording;

pub use pack::Pack;
pub use verdict::{Piece, Verdict};
