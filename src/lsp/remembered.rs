//! A disk that remembers which paths exist: after each edit it is asked again for whatever documents lead to, and the answer is the same until
//! somebody says that files came or went.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::host::Disk;
use crate::source::{ReadError, System};

/// Files, and which paths exist among them. Clones share what they remember.
#[derive(Clone)]
pub struct Remembered {
    disk: Disk,
    known: Arc<Mutex<Known>>,
}

/// What is remembered.
#[derive(Default)]
struct Known {
    exists: BTreeMap<Box<str>, bool>,
    /// How often something was forgotten. What the disk said before is not kept: it may be what was to be forgotten.
    forgotten: u64,
}

impl Remembered {
    /// Remembers nothing yet.
    pub fn new(disk: Disk) -> Self {
        Self { disk, known: Arc::default() }
    }

    /// One file may have come or gone.
    pub fn forget_path(&self, path: &str) {
        let mut known = self.known();
        known.exists.remove(path);
        known.forgotten += 1;
    }

    /// Files came or went.
    pub fn forget(&self) {
        let mut known = self.known();
        known.exists.clear();
        known.forgotten += 1;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
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
        let forgotten = {
            let known = self.known();
            if let Some(exists) = known.exists.get(path) {
                return *exists;
            }
            known.forgotten
        };
        let exists = self.disk.exists(path);
        let mut known = self.known();
        if known.forgotten == forgotten {
            known.exists.insert(path.into(), exists);
        }
        exists
    }

    fn walks(&self, path: &str) -> bool {
        self.disk.walks(path)
    }
}
