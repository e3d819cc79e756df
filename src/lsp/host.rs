//! What the server asks of the machine that it runs on, given to it: tests give another.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::source::System;

/// The files below a root, shared with the thread that reads them first.
pub type Disk = Arc<dyn System + Send + Sync>;

/// What lies above a folder, the folder itself included. Paths are absolute, with `/`, and end without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Above {
    /// The nearest folder with a manifest, within the git repository.
    pub manifest: Option<String>,
    /// The git repository.
    pub repository: Option<String>,
}

/// The day, and where files are.
pub trait Host: Send + Sync {
    /// Today, and how long it lasts.
    fn day(&self) -> (Date, Duration);

    /// What lies above a folder.
    fn above(&self, folder: &str) -> Above;

    /// The files below a root.
    fn disk(&self, root: &str) -> Disk;
}
