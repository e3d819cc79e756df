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
    pub fn all(&self) -> &[Rule] { &[] }
    /// x
    pub fn names(&self) -> impl Iterator<Item = &str> { std::iter::empty() }
}

/// STUB
#[derive(Debug)]
pub struct Rule {
    /// x
    pub name: std::sync::Arc<str>,
    /// x
    pub place: crate::source::Place,
    /// x
    pub pack: std::sync::Arc<Pack>,
    /// x
    pub keys: Vec<std::sync::Arc<str>>,
    /// x
    pub basis: crate::finding::Basis,
    /// x
    pub stage: crate::finding::Stage,
    /// x
    pub severity: crate::finding::Severity,
    /// x
    pub summary: std::sync::Arc<str>,
    /// x
    pub kinds: Vec<crate::schema::KindId>,
    /// x
    pub why: Option<std::sync::Arc<str>>,
    /// x
    pub examples: Examples,
    /// x
    pub replaces: Option<(std::sync::Arc<str>, crate::source::Place)>,
}
/// `bad:` and `good:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Files of a repository in which the rule fires where marked.
    pub bad: Vec<ExampleFile>,
    /// Files of a repository in which it applies and is silent.
    pub good: Vec<ExampleFile>,
    /// The day on which both are judged, if not the usual one.
    pub as_of: Option<jiff::civil::Date>,
}
/// x
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleFile {
    /// Its path in the example; `(repository)` for what has no line.
    pub path: std::sync::Arc<str>,
    /// Its text, markers included.
    pub text: std::sync::Arc<str>,
    /// The text in the rule file.
    pub span: crate::source::Span,
}
