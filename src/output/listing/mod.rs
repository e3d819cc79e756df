//! What each file was taken for: `ls`.

mod human;
mod json;

pub use human::{Options, write as human};
pub use json::write as json;
