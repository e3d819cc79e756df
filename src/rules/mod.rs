//! What a standard obliges to, as data: packs of rule files are read, checked against the kinds, and judged over the records.
//! Nothing here names a clause, a control or a rule of a pack.

mod complaint;
pub mod pack;
pub mod precedence;
mod verdict;
pub mod wording;

pub use pack::Pack;
pub use verdict::{Piece, Verdict};

/// STUB until rules land
pub struct Rules;
impl Rules {
    /// x
    pub fn load(_: &[(&Pack, &[crate::source::FileId])], _: &crate::source::Sources, _: &crate::schema::Schema, _: &crate::expr::DerivedTable, _: &crate::model::Index) -> (Self, Vec<crate::finding::Finding>) { (Self, Vec::new()) }
    /// x
    pub fn names(&self) -> impl Iterator<Item = &str> { std::iter::empty() }
}
