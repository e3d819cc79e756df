//! What a file is, and what its tables hold: by title, name, path, headings and columns, each of which counts for something.
//!
//! A register of quality objectives has the columns of one of AI objectives. So signs of a kind count only on *ground*: the file says that
//! it is about what the packs are about, or is known to be ours. A tie, and too little, is not recognised.

mod below;
mod document;
mod ground;
mod table;
mod template;
mod title;

pub(super) use table::{Guess, Words, is_decision, is_id, is_numbered, says};
