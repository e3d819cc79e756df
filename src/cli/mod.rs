//! The command line: arguments in, one answer out, one exit status. Knows nothing about records.
//!
//! Architecture invariant: the environment and the clock are read here, and nowhere further up the pipeline.

mod args;
mod reference;
mod root;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

pub use reference::reference;
