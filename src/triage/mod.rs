//! From verdicts to what is shown: fingerprints of single findings, what is allowed, filters, and grouping, which comes last.

mod allow;
mod baseline;
mod compare;
mod filter;
mod fingerprint;
mod group;
mod ordinals;
mod private;
mod suppression;

pub use allow::{Accepted, Scope, allow};
pub use baseline::{Baseline, Known, known, may_be_known, text as baseline_text};
pub use compare::{Side, compare};
pub use filter::{Filter, Filtered, order};
pub use fingerprint::{Fingerprint, Single, fingerprints};
pub use group::{Shown, group};
pub use ordinals::Ordinals;
pub use private::{Private, STAND_IN};
pub use suppression::{By, Suppression};
