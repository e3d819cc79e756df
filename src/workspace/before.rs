//! The repository as it was: the same workspace over another system, where only some files differ.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::discover::{EXTENSIONS, may_be_ours};
use super::{Applied, MANIFEST, OpenError, Workspace, facts};
use crate::source::{Only, ReadError, SourceFile, System, renames};
use crate::triage::{Side, Single, compare};

impl Workspace {
    /// The repository as another system holds it. `touched` names at least the files that are in both and differ; what is in one of the two
    /// only is found here. Files that are the same in both are not read again, unless the manifest or a pack is another. Where
    /// the other one's manifest cannot be read, this one's holds for both: whoever mends it has not caused what it hid.
    ///
    /// With what was read anew, so that what holds for the rest need not be judged again; none if everything was.
    pub fn before(&self, system: &dyn System, touched: &[String]) -> (Self, Option<Applied>) {
        let limit = self.vocabulary.limits.file_bytes;
        let other = |path: &String| self.is_setup(path) && !self.holds(path, &system.read(path, limit));
        if touched.iter().any(other) || self.manifest.is_some() != system.exists(MANIFEST) {
            match Self::open(system) {
                Ok(mut other) => {
                    other.read_baseline_of(self, system);
                    return (other, None);
                }
                Err(OpenError::Manifest(_) | OpenError::NoMapping(_) | OpenError::Pack(_)) => {}
            }
        }
        let walked: FxHashSet<String> = system.walk("", EXTENSIONS).into_iter().collect();
        let system = Walked { system, walked: &walked };
        let mut other = self.clone();
        let differing = self.differing(&system, touched);
        let applied = facts::turn(&mut other, &system, &differing);
        other.read_baseline_of(self, &system);
        (other, Some(applied))
    }

    /// True if a file is here as it was read there.
    fn holds(&self, path: &str, read: &Result<Vec<u8>, ReadError>) -> bool {
        let text = self.sources.find(path).map(|file| self.sources.get(file).text.as_bytes());
        matches!((text, read), (Some(text), Ok(bytes)) if bytes == text)
    }

    /// Files that the other system holds otherwise, or not at all, or alone.
    fn differing(&self, system: &Walked<'_>, touched: &[String]) -> Vec<String> {
        let own: FxHashSet<&str> = self.documents().collect();
        let limit = self.vocabulary.limits.file_bytes;
        let same = |path: &str| self.holds(path, &system.read(path, limit));
        let both = |path: &&String| own.contains(path.as_str()) && system.walked.contains(path.as_str());
        let mut differing: Vec<String> = touched.iter().filter(both).filter(|path| !same(path)).cloned().collect();
        differing.extend(system.walked.iter().filter(|path| !own.contains(path.as_str()) && may_be_ours(path, self)).cloned());
        differing.extend(own.iter().filter(|path| !system.walked.contains(**path)).map(|path| (*path).to_owned()));
        differing.sort_unstable();
        differing.dedup();
        differing
    }

    /// New paths of files that have another name here than in the repository as it was, by their old ones.
    pub fn renamed_since(&self, before: &Self) -> BTreeMap<String, String> {
        let files = |workspace: &Self| -> Vec<SourceFile> {
            let own = workspace.documents().filter_map(|path| workspace.sources.find(path));
            let mut files: Vec<_> = own.map(|file| workspace.sources.get(file).clone()).collect();
            files.sort_by(|a, b| a.path.cmp(&b.path));
            files
        };
        let (old, new) = (files(before), files(self));
        let is_in = |files: &[SourceFile], path: &str| files.binary_search_by(|f| (*f.path).cmp(path)).is_ok();
        let gone: Vec<Only<'_>> = old.iter().filter(|f| !is_in(&new, &f.path)).map(|f| (&*f.path, &*f.text)).collect();
        let come: Vec<Only<'_>> = new.iter().filter(|f| !is_in(&old, &f.path)).map(|f| (&*f.path, &*f.text)).collect();
        renames(&gone, &come)
    }

    /// For each finding here, whether the repository as it was had it too; and the positions of those that it had and that are gone.
    pub fn known_before(&self, singles: &[Single], before: &Self, old: &[Single]) -> (Vec<bool>, Vec<usize>) {
        let renamed = self.renamed_since(before);
        let (here, there) = (|file| self.headings(file), |file| before.headings(file));
        let old = Side { singles: old, sources: &before.sources, headings: &there };
        let new = Side { singles, sources: &self.sources, headings: &here };
        compare(&old, &new, &renamed)
    }
}

/// A system of which only what its walk gives may be read: what is ignored there is not there.
struct Walked<'a> {
    system: &'a dyn System,
    walked: &'a FxHashSet<String>,
}

impl System for Walked<'_> {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.system.walk(folder, extensions)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.system.walk_all(folder, extensions)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        if self.walked.contains(path) { self.system.read(path, limit) } else { Err(ReadError::NotFound) }
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        if self.walked.contains(path) { self.system.read_start(path, most) } else { Err(ReadError::NotFound) }
    }

    fn exists(&self, path: &str) -> bool {
        self.system.exists(path)
    }
}
