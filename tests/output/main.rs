//! What the formats write, whole: findings made by hand, so that a change of look is seen as a change of look.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "a test may panic, and need not be fast")]

#[path = "../closed/mod.rs"]
mod closed;
mod failure;
mod formats;
mod human;
mod json;
mod made;
mod summary;
