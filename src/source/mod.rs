//! Bytes into text: files, spans, the line index, and [`System`], through which all I/O goes.

mod file;
pub mod git;
mod lines;
mod overlay;
mod renames;
mod span;
mod system;

pub use file::{FileId, SourceFile, Sources, Text};
pub use lines::{LineIndex, Position};
pub use overlay::Overlay;
pub use renames::{Only, renames};
pub use span::{Place, Span};
pub use system::{MemorySystem, ReadError, RealSystem, System};
