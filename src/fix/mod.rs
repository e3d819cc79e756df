//! Findings put right: what rules intend becomes edits, edits become texts, and each text is judged anew before it is kept. Nothing here
//! writes to a disk.

mod align;
mod edits;
mod intent;
mod rounds;
mod section;
mod value;
mod verify;

pub use align::realigned;
pub use edits::{Patch, overlap};
pub use intent::of;
pub use rounds::{Change, Fixed, Fixing, fix};
