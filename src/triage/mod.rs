//! From verdicts to what is shown: fingerprints of single findings, filters, and grouping, which comes last.

mod filter;
mod fingerprint;
mod group;

pub use filter::{Filter, Filtered, order};
pub use fingerprint::{Fingerprint, Single, fingerprints};
pub use group::{Shown, group};
