//! All input and output. Nothing else in the engine touches the file system, so tests need no disk and an editor
//! can lay unsaved text over the files.
//!
//! Architecture invariant: `std::fs` and `std::env` are out of reach elsewhere (clippy `disallowed-methods`).

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a file's bytes could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No such file.
    #[error("it does not exist")]
    NotFound,
    /// The operating system refused, in its words.
    #[error("{0}")]
    Refused(String),
    /// Larger than the limit; the size in bytes.
    #[error("it has {0} bytes")]
    TooLarge(u64),
}

/// Where bytes come from. Paths are relative to the system's root and use `/`.
pub trait System: Sync {
    /// Files below `folder` (`""` for the root) that git's ignore rules leave and whose name ends in one of
    /// `extensions` (lower-case, no dot), sorted. Dot-folders, and links that lead out of the root, are left out.
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String>;

    /// Files below `folder` regardless of ignore rules, sorted: rule packs.
    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String>;

    /// The bytes of a file of at most `limit` bytes.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// The first `most` bytes of a file, or all if it has fewer.
    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError>;

    /// True for an existing file or folder that lies within the root. The path must be normal (no `..`).
    fn exists(&self, path: &str) -> bool;

    /// True for an existing file that git's ignore rules leave: one that [`System::walk`] gives.
    fn walks(&self, path: &str) -> bool {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        self.walk("", &[ending.as_str()]).iter().any(|walked| walked == path)
    }
}

impl<S: System + Send + ?Sized> System for Arc<S> {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        (**self).walk(folder, extensions)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        (**self).walk_all(folder, extensions)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        (**self).read(path, limit)
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        (**self).read_start(path, most)
    }

    fn exists(&self, path: &str) -> bool {
        (**self).exists(path)
    }

    fn walks(&self, path: &str) -> bool {
        (**self).walks(path)
    }
}

/// The real file system below a root folder.
#[derive(Clone, Debug)]
pub struct RealSystem {
    root: PathBuf,
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the disk")]
impl RealSystem {
    /// A system whose paths are relative to `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Paths from outside the repository, named by the user, may be absolute or hold `..`: packs.
    fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn within_root(&self, path: &Path) -> bool {
        match (path.canonicalize(), self.root.canonicalize()) {
            (Ok(real), Ok(root)) => real.starts_with(root),
            _ => false,
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = relative.components().map(|c| c.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    fn collect(&self, folder: &str, extensions: &[&str], ignoring: bool) -> Vec<String> {
        let files = self.files(&self.locate(folder), ignoring, |_| true);
        let wanted = files.iter().filter(|path| has_extension(path, extensions));
        let mut found: Vec<String> = wanted.filter_map(|path| self.relative(path)).collect();
        found.sort();
        found
    }

    /// The files below a folder, where `enters` lets through the folders on the way and the files.
    fn files(&self, start: &Path, ignoring: bool, enters: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Vec<PathBuf> {
        let mut walk = ignore::WalkBuilder::new(start);
        walk.standard_filters(ignoring).hidden(true).require_git(false).follow_links(true).sort_by_file_name(Ord::cmp);
        walk.parents(ignoring).git_global(false);
        let root = self.root.clone();
        walk.filter_entry(move |entry| {
            // A link is followed only while it stays inside the root.
            let inside = || {
                !entry.path_is_symlink()
                    || matches!((entry.path().canonicalize(), root.canonicalize()), (Ok(p), Ok(r)) if p.starts_with(&r))
            };
            enters(entry.path()) && inside()
        });
        let entries = walk.build().filter_map(Result::ok);
        entries.filter(|entry| entry.file_type().is_some_and(|t| t.is_file())).map(ignore::DirEntry::into_path).collect()
    }
}

fn refused(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Refused(error.to_string()),
    }
}

pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e.to_ascii_lowercase().as_str()))
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the disk")]
impl System for RealSystem {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.collect(folder, extensions, true)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.collect(folder, extensions, false)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let mut file = std::fs::File::open(self.locate(path)).map_err(|error| refused(&error))?;
        // Asked of the open file: a look for its path is the dearer half of reading a small one.
        let size = file.metadata().map_err(|error| refused(&error))?.len();
        if size > limit {
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        file.read_to_end(&mut bytes).map_err(|error| refused(&error))?;
        Ok(bytes)
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::with_capacity(most);
        let file = std::fs::File::open(self.locate(path)).map_err(|error| refused(&error))?;
        file.take(most as u64).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
        Ok(bytes)
    }

    fn exists(&self, path: &str) -> bool {
        let full = self.locate(path);
        full.exists() && self.within_root(&full)
    }

    fn walks(&self, path: &str) -> bool {
        // Only the folders on the way are looked into.
        let wanted = self.locate(path);
        let towards = wanted.clone();
        self.files(&self.root, true, move |entry| towards.starts_with(entry)).contains(&wanted)
    }
}

/// Files in memory, for tests and rule examples.
#[derive(Clone, Debug, Default)]
pub struct MemorySystem {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemorySystem {
    /// Adds or replaces a file.
    pub fn set(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl<P: AsRef<str>, B: Into<Vec<u8>>> FromIterator<(P, B)> for MemorySystem {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let mut system = Self::default();
        for (path, bytes) in files {
            system.set(path.as_ref(), bytes);
        }
        system
    }
}

impl System for MemorySystem {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.walk_all(folder, extensions).into_iter().filter(|p| !p.split('/').any(|part| part.starts_with('.'))).collect()
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        let below = |p: &&String| folder.is_empty() || p.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.files.keys().filter(below).filter(|p| has_extension(Path::new(p), extensions)).cloned().collect()
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.get(path).ok_or(ReadError::NotFound)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        Ok(bytes.clone())
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.get(path).ok_or(ReadError::NotFound)?;
        Ok(bytes[..bytes.len().min(most)].to_vec())
    }

    fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let holds = || self.files.range(folder.clone()..).next().is_some_and(|(first, _)| first.starts_with(&folder));
        path.is_empty() || self.files.contains_key(path) || holds()
    }
}
