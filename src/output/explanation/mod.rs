//! What a name means: `explain`.

mod human;
mod json;
mod keyed;
mod kind;
mod rule;

pub use human::write as human;
pub use json::write as json;
