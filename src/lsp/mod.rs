//! The language server: the engine of `check` behind a protocol for editors. Knows nothing about records: it asks `workspace/` what is wrong
//! and `answers/` everything else, and turns places into a client's positions.
//!
//! Three threads: one reads messages, one writes them, and the engine in between owns all state. A repository is read by one more, which
//! hands it over when it is done.
//!
//! Architecture invariant: after any sequence of edits, diagnostics are those of `check` on the same texts (`tests/lsp`).

mod client;
mod diagnostics;
mod documents;
pub mod features;
mod host;
mod judging;
mod load;
mod position;
mod remembered;
mod root;
mod roots;
mod server;
mod settings;
mod uri;
pub mod wire;

pub use host::{Above, Disk, Host};
pub use server::{Exit, serve};
