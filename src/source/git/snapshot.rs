//! One state of a repository as a [`System`]: what a commit holds, or what the index does.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use super::blobs::Blobs;
use super::ignored::{Ignored, NAMES};
use super::{Commit, GitError, Repository, large, links, object};
use crate::source::system::has_extension;
use crate::source::{ReadError, RealSystem, System};

/// A file of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The name of its object.
    pub id: Box<str>,
}

/// What a commit or the index holds below the root. What is not git's to know, packs outside the root and what lies in submodules, is read
/// from the disk.
#[derive(Debug)]
pub struct Snapshot {
    repository: Repository,
    entries: BTreeMap<String, Entry>,
    /// Folders that are repositories of their own.
    submodules: Vec<String>,
    blobs: Blobs,
    ignored: OnceLock<Ignored>,
    disk: RealSystem,
}

/// Larger files are not compared with the disk, in bytes.
const SMALL: u64 = 1 << 20;

const LINK: &str = "120000";
const SUBMODULE: &str = "160000";

/// Names of the empty object, by either hash: of a file that somebody only means to add.
const EMPTY: [&str; 2] =
    ["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"];

impl Repository {
    /// What a commit holds.
    pub fn at(&self, commit: &Commit) -> Result<Snapshot, GitError> {
        // `MODE TYPE NAME<tab>PATH`
        let listed = self.bytes(&["ls-tree", "-r", "-z", &commit.id])?;
        let entries = fields(&listed).map(|(head, path)| {
            let mut words = head.split(' ');
            (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default(), path)
        });
        Ok(Snapshot::new(self, entries))
    }

    /// What the index holds: what the next commit will.
    pub fn index(&self) -> Result<Snapshot, GitError> {
        // `MODE NAME STAGE<tab>PATH`
        let listed = self.bytes(&["ls-files", "--stage", "-z"])?;
        let meant = if fields(&listed).any(|(head, _)| head.split(' ').any(|word| EMPTY.contains(&word))) {
            self.meant()?
        } else {
            Vec::new()
        };
        let mut entries = Vec::new();
        for (head, path) in fields(&listed) {
            let words: Vec<&str> = head.split(' ').collect();
            let [mode, id, stage] = words[..] else { continue };
            if stage != "0" {
                return Err(GitError::Unmerged { path: path.to_owned() });
            }
            if !meant.iter().any(|p| p == path) {
                entries.push((mode, id, path));
            }
        }
        Ok(Snapshot::new(self, entries.into_iter()))
    }

    /// A state that holds nothing: what was there before the first commit.
    pub fn nothing(&self) -> Snapshot {
        Snapshot::new(self, std::iter::empty())
    }

    /// Paths of files that somebody only means to add: the index knows of them, and not what they hold.
    fn meant(&self) -> Result<Vec<String>, GitError> {
        let listed =
            self.bytes(&["diff-files", "--name-only", "--diff-filter=A", "--ignore-submodules=all", "--relative", "-z"])?;
        Ok(listed.split(|byte| *byte == 0).filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect())
    }
}

/// Entries that end with a null byte, each a head and a path; a path that is no text is nobody's document.
fn fields(listed: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    listed.split(|byte| *byte == 0).filter_map(|entry| std::str::from_utf8(entry).ok()?.split_once('\t'))
}

impl Snapshot {
    fn new<'l>(repository: &Repository, listed: impl Iterator<Item = (&'l str, &'l str, &'l str)>) -> Self {
        let blobs = Blobs::of(repository);
        let (mut entries, mut submodules, mut leading) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (mode, id, path) in listed {
            match mode {
                SUBMODULE => submodules.push(path.to_owned()),
                LINK => {
                    let to = blobs.read_start(id, 4096).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                    leading.extend(to.and_then(|to| links::target(path, &to)).map(|to| (path.to_owned(), to)));
                }
                _ => _ = entries.insert(path.to_owned(), Entry { id: id.into() }),
            }
        }
        if !leading.is_empty() {
            links::follow(&mut entries, &leading);
        }
        let disk = RealSystem::new(&repository.root);
        Self { repository: repository.clone(), entries, submodules, blobs, ignored: OnceLock::new(), disk }
    }

    /// The name of the object that a path has here; none for what is not here, or is not git's to know.
    pub fn object(&self, path: &str) -> Option<&str> {
        self.entries.get(path).map(|entry| &*entry.id)
    }

    /// All paths that git holds here, sorted; what links bring among them.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Which paths have another object here than there, or are only in one of the two; sorted.
    pub fn differing(&self, other: &Self) -> Vec<String> {
        let differs = |(path, entry): (&String, &Entry)| (other.entries.get(path) != Some(entry)).then(|| path.clone());
        let mut paths: Vec<String> = self.entries.iter().filter_map(differs).collect();
        paths.extend(other.paths().filter(|path| !self.entries.contains_key(*path)).map(str::to_owned));
        paths.sort_unstable();
        paths
    }

    /// True for what is read from the disk, whatever state is asked for.
    fn is_of_disk(&self, path: &str) -> bool {
        path.starts_with('/')
            || path.split('/').any(|part| part == "..")
            || Path::new(path).is_absolute()
            || self.submodules.iter().any(|folder| is_below(path, folder))
    }

    /// What an object holds, from the disk, if it is what stands there: many files are read side by side, and git answers one after the other.
    fn as_on_disk(&self, path: &str, id: &str, limit: u64) -> Option<Vec<u8>> {
        let bytes = self.disk.read(path, limit.min(SMALL)).ok()?;
        // What stands in place of a large file may lie on the disk as it does in git.
        let stands_in = std::str::from_utf8(&bytes).is_ok_and(|text| large::named_by(text).is_some());
        (!stands_in && object::is_file(id, &bytes)).then_some(bytes)
    }

    fn ignored(&self) -> &Ignored {
        self.ignored.get_or_init(|| {
            let rules = self.entries.iter().filter(|(path, _)| NAMES.contains(&path.rsplit('/').next().unwrap_or(path)));
            let read = |(path, _): (&String, &Entry)| {
                let text = String::from_utf8_lossy(&self.read(path, 1 << 20).ok()?).into_owned();
                Some((path.clone(), text))
            };
            Ignored::new(&self.repository.root, &self.repository.prefix, &self.repository.common, rules.filter_map(read))
        })
    }
}

/// True for a folder itself, and for what is below it.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

impl System for Snapshot {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        let ignored = self.ignored();
        let mut paths = self.walk_all(folder, extensions);
        let of_disk = |path: &String| self.submodules.iter().any(|s| is_below(path, s));
        paths.retain(|path| of_disk(path) || !ignored.covers(path));
        paths
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        if self.is_of_disk(folder) {
            return self.disk.walk_all(folder, extensions);
        }
        let mut paths: Vec<String> = self.paths().filter(|path| is_below(path, folder)).map(str::to_owned).collect();
        paths.retain(|path| {
            has_extension(Path::new(path), extensions)
                && !is_hidden(path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/'))
        });
        for submodule in self.submodules.iter().filter(|path| is_below(path, folder) && !is_hidden(path)) {
            paths.extend(self.disk.walk(submodule, extensions));
        }
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        if self.is_of_disk(path) {
            return self.disk.read(path, limit);
        }
        let id = self.object(path).ok_or(ReadError::NotFound)?;
        self.as_on_disk(path, id, limit).map_or_else(|| self.blobs.read(id, limit), Ok)
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        if self.is_of_disk(path) {
            return self.disk.read_start(path, most);
        }
        let id = self.object(path).ok_or(ReadError::NotFound)?;
        match self.as_on_disk(path, id, SMALL) {
            Some(mut bytes) => {
                bytes.truncate(most);
                Ok(bytes)
            }
            None => self.blobs.read_start(id, most),
        }
    }

    fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let holds = || self.entries.range(folder.clone()..).next().is_some_and(|(first, _)| first.starts_with(&folder));
        path.is_empty()
            || self.entries.contains_key(path)
            || holds()
            // What git is told to leave alone is there or not, whatever it holds.
            || ((self.is_of_disk(path) || self.ignored().covers(path)) && self.disk.exists(path))
    }
}
