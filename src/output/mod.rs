//! Findings and answers out: one file per format. Formats return text or write to what they are given; none of them prints.
//!
//! Architecture invariant: a format adds nothing to what a finding says. Order, filtering and grouping are decided before it gets here.

pub mod addition;
pub mod begun;
pub mod by_framework;
pub mod coverage;
mod excerpt;
pub mod explanation;
pub mod failure;
mod format;
mod frame;
pub mod human;
pub mod json;
mod legible;
pub mod listing;
mod page;
mod paint;
mod relation;
mod report;
pub mod rules;
mod statistics;
mod summary;
mod table;
mod wrap;

pub use failure::Failure;
pub use format::{Format, Options};
pub use report::{Counts, HeldBack, Report, Reported, RuleCount, Since};
pub use statistics::{CodeCount, codes};
pub use summary::summary;
