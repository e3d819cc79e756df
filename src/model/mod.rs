//! From trees to facts, and from facts to an index of records.
//!
//! `Facts = f(path, text, vocabulary)` is a pure function of one file; the [`Index`] is built from all facts.

mod agreement;
mod dotted;
mod facts;
pub mod index;
pub mod read;
mod text;

pub use crate::syntax::{Duration, read_date, read_duration};
pub use agreement::{contradict, titles_contradict};
pub use dotted::DottedName;
pub use facts::{
    Block, Carrier, Cited, Data, DocumentFacts, Facts, Ground, Heading, LinkFact, MapEntry, Mention, MentionBy, Nearly, Nth,
    Period, Record, ScaleText, Spot, Tallied, Tally, TallyBy, Value, Whose,
};
pub use index::{Entity, EntityId, Index, Target, Telling};
pub use text::{Text, Whole};
