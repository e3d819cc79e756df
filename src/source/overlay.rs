//! Texts laid over a system: what an editor has not saved, what a fix would write, what another revision holds. The system below is
//! never written to.

use std::collections::BTreeMap;

use super::system::has_extension;
use super::{ReadError, System};

/// A system with some of its files replaced, added or taken away.
#[derive(Clone, Debug)]
pub struct Overlay<S> {
    below: S,
    /// What lies above: bytes, or none for a file that is taken away.
    above: BTreeMap<String, Option<Vec<u8>>>,
}

impl<S: System> Overlay<S> {
    /// Nothing laid over `below` yet.
    pub fn new(below: S) -> Self {
        Self { below, above: BTreeMap::new() }
    }

    /// Replaces or adds a file.
    pub fn set(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.above.insert(path.to_owned(), Some(bytes.into()));
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.above.insert(path.to_owned(), None);
    }

    /// Lets what lies below show again.
    pub fn uncover(&mut self, path: &str) {
        self.above.remove(path);
    }

    /// The system below.
    pub fn below(&self) -> &S {
        &self.below
    }

    fn merged(&self, mut paths: Vec<String>, folder: &str, extensions: &[&str], hidden: bool) -> Vec<String> {
        paths.retain(|path| !matches!(self.above.get(path), Some(None)));
        let inside = |path: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let shown = |path: &str| hidden || !path.split('/').any(|part| part.starts_with('.'));
        let added = self
            .above
            .iter()
            .filter(|(path, bytes)| bytes.is_some() && inside(path) && shown(path) && has_extension(path.as_ref(), extensions));
        paths.extend(added.map(|(path, _)| path.clone()));
        paths.sort();
        paths.dedup();
        paths
    }
}

impl<S: System> System for Overlay<S> {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.merged(self.below.walk(folder, extensions), folder, extensions, false)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.merged(self.below.walk_all(folder, extensions), folder, extensions, true)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.above.get(path) {
            Some(Some(bytes)) if bytes.len() as u64 > limit => Err(ReadError::TooLarge(bytes.len() as u64)),
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(ReadError::NotFound),
            None => self.below.read(path, limit),
        }
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        match self.above.get(path) {
            Some(Some(bytes)) => Ok(bytes[..bytes.len().min(most)].to_vec()),
            Some(None) => Err(ReadError::NotFound),
            None => self.below.read_start(path, most),
        }
    }

    fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let held = || self.above.range(folder.clone()..).take_while(|(p, _)| p.starts_with(&folder)).any(|(_, b)| b.is_some());
        match self.above.get(path) {
            Some(bytes) => bytes.is_some(),
            None => held() || self.below.exists(path),
        }
    }

    fn walks(&self, path: &str) -> bool {
        match self.above.get(path) {
            Some(bytes) => bytes.is_some() && !path.split('/').any(|part| part.starts_with('.')),
            None => self.below.walks(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySystem;

    #[test]
    fn what_lies_above_is_seen_first_and_can_be_uncovered() {
        let below: MemorySystem = [("a.md", "below"), ("loans/b.md", "b")].into_iter().collect();
        let mut system = Overlay::new(below);
        system.set("a.md", "above");
        system.set("loans/.hidden.md", "h");
        system.set("new/c.md", "c");
        system.remove("loans/b.md");
        assert_eq!(system.read("a.md", 99).as_deref(), Ok(&b"above"[..]));
        assert_eq!(system.read("a.md", 3), Err(ReadError::TooLarge(5)));
        assert_eq!(system.read("loans/b.md", 99), Err(ReadError::NotFound));
        assert_eq!(system.walk("", &["md"]), ["a.md", "new/c.md"]);
        assert_eq!(system.walk_all("loans", &["md"]), ["loans/.hidden.md"]);
        assert!(system.exists("new") && !system.exists("loans/b.md"));
        system.uncover("a.md");
        assert_eq!(system.read_start("a.md", 2).as_deref(), Ok(&b"be"[..]));
    }
}
