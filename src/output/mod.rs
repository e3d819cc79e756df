//! Findings and answers out: one file per format. Formats return text or write to what they are given; none of them prints.
//!
//! Architecture invariant: a format adds nothing to what a finding says. Order, filtering and grouping are decided before it gets here.

pub mod addition;
pub mod begun;
pub mod by_framework;
pub mod coverage;
mod described;
pub mod diff;
mod excerpt;
pub mod explanation;
pub mod failure;
mod format;
mod frame;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod jsonl;
pub mod junit;
mod legible;
pub mod listing;
pub mod markdown;
mod page;
mod paint;
pub mod patch;
mod place;
pub mod rdjson;
mod relation;
mod report;
pub mod rules;
pub mod sarif;
pub mod short;
mod statistics;
mod summary;
mod table;
mod wrap;

pub use described::{Described, built_in, described, of_rule};
pub use failure::Failure;
pub use format::{Format, Options};
pub use report::{Counts, HeldBack, Report, Reported, RuleCount, Since};
pub use statistics::{CodeCount, codes};
pub use summary::summary;
