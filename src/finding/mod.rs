//! What a finding is: a claim with a place, a basis and a way to put it right. And the one table of built-in codes.

pub mod codes;
mod finding;
mod near;

pub use codes::BuiltIn;
pub use finding::{At, Basis, Finding, Label, Nowhere, Operand, RecordName, Severity, Stage};
pub use near::{did_you_mean, nearest};
