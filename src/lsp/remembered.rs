//! A disk that remembers which paths exist: after each edit it is asked again for whatever documents lead to, and the answer is the same until
//! somebody says that files came or went.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::host::Disk;
use crate::source::{ReadError, System};

/// Files, and which paths exist among them. Clones share what they remember.
#[derive(Clone)]
pub struct Remembered {
    disk: Disk,
    exists: Arc<Mutex<BTreeMap<Box<str>, bool>>>,
}

impl Remembered {
    /// Remembers nothing yet.
    pub fn new(disk: Disk) -> Self {
        Self { disk, exists: Arc::default() }
    }

    /// One file may have come or gone.
    pub fn forget_path(&self, path: &str) {
        self.exists.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }

    /// Files came or went.
    pub fn forget(&self) {
        self.exists.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl System for Remembered {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.disk.walk(folder, extensions)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.disk.walk_all(folder, extensions)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.disk.read(path, limit)
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        self.disk.read_start(path, most)
    }

    fn exists(&self, path: &str) -> bool {
        if let Some(known) = self.exists.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return *known;
        }
        let exists = self.disk.exists(path);
        self.exists.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into(), exists);
        exists
    }

    fn walks(&self, path: &str) -> bool {
        self.disk.walks(path)
    }
}
