//! What a name means: `explain`.

mod human;
mod json;
mod kind;

pub use human::write as human;
pub use json::write as json;
