//! Bytes into text: files, spans, the line index, and [`System`], through which all I/O goes.

mod file;
mod lines;
mod overlay;
mod span;
mod system;

pub use file::{FileId, SourceFile, Sources};
pub use lines::{LineIndex, Position};
pub use overlay::Overlay;
pub use span::{Place, Span};
pub use system::{MemorySystem, ReadError, RealSystem, System};
