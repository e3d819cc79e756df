//! clauselint: a compiler for management systems.
//!
//! The pipeline, each stage importing only those before it: [`source`], [`finding`], [`syntax`], [`config`], [`schema`], [`model`],
//! [`expr`], [`lint`], [`rules`], [`triage`], [`workspace`], [`answers`], [`fix`], [`output`], [`lsp`], [`cli`].

pub mod answers;
pub mod cli;
pub mod config;
pub mod expr;
pub mod finding;
pub mod fix;
pub mod lint;
pub mod lsp;
pub mod model;
pub mod output;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod triage;
pub mod workspace;
