//! Kinds: what a record of each kind is made of, how its fields are typed, how it is recognised, what it refers to.
//! Read from one JSON Schema file a kind; the engine itself names no kind of a pack.
//!
//! Schemas type, rules oblige: `required` holds only what makes a record readable.

mod answers;
mod crosswalk;
mod fold;
mod kind;
mod load;
mod property;
mod relations;
mod shape;
mod shapes;
mod types;

pub use answers::{Answer, AnswerTo, Showing};
pub use crosswalk::{Crosswalk, Spelling};
pub use fold::{fold, fold_title, fold_value, named, with_folded};
pub use kind::{Derived, Holding, IdSpec, Inverse, Kind, KindId, Needs, Recognise, Schema};
pub use load::{Loaded, SchemaText, load};
pub use shapes::Shapes;
pub use types::{Field, FieldPath, Group, LevelSpec, MapType, OtherEnd, RefSpec, RefTo, ScaleSpec, Truths, Type, Vocabulary};
