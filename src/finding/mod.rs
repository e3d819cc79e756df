//! What a finding is: a claim with a place, a basis and a way to put it right. And the one table of built-in codes.

mod claim;
pub mod codes;
mod fix;
mod line;
mod list;
mod near;
mod removal;

pub use claim::{At, Basis, Finding, Label, Nowhere, Operand, RecordName, Severity, Stage};
pub use codes::BuiltIn;
pub use fix::{Edit, Fix, in_letters_of};
pub use line::one_line;
pub use list::list;
pub use near::{did_you_mean, nearest, only_nearest, suggestion};
pub use removal::{without_comment, without_item};
