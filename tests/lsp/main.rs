//! The language server, driven as an editor drives it: what it says must be what `check` says of the same texts, whatever was typed on the way.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test")]

mod client;
mod expected;
mod world;
mod writer;

mod actions;
mod beside;
mod completion;
mod diagnostics;
mod edits;
mod features;
mod files;
mod growth;
mod hostile;
mod hover;
mod midnight;
mod navigation;
mod protocol;
mod random;
mod rename;
mod roots;
mod stdio;
