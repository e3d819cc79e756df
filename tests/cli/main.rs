//! The program as the shell sees it: exit status, what goes to which stream, which folder is the root. What findings look like is
//! tested under `tests/output`.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "a test may panic, and need not be fast")]
#![allow(clippy::disallowed_methods, reason = "these tests are about the real file system")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

mod answers;
mod baseline;
mod begin;
mod changes;
mod check;
#[path = "../closed/mod.rs"]
mod closed;
mod coverage;
mod fix;
mod formats;
mod run;
mod stream;
