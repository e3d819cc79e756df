//! Findings as the client sees them: turned into diagnostics, sent unasked to clients that do not ask, and given to those that do.

mod convert;
mod pull;
mod push;

pub use convert::Converter;
pub use pull::{Given, document, workspace};
pub use push::Published;
