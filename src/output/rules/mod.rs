//! Rules out: the list of them, and what their own examples say of them.

pub mod list;
pub mod tested;

pub(in crate::output) use list::describe;
