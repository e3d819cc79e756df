//! What git's ignore rules leave out of a state of the repository. A file may be tracked and ignored: a walk of the disk passes it over,
//! and so does the walk of what was there before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The rules of one state, by folder.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// Rules of files below the root, by the folder that they stand in; the deeper, the later.
    within: BTreeMap<String, Gitignore>,
    /// Rules from above the root, the nearer the later; paths are looked up below the root's own.
    above: Vec<Gitignore>,
    root: PathBuf,
}

/// Names of files with such rules.
pub(super) const NAMES: [&str; 2] = [".gitignore", ".ignore"];

impl Ignored {
    /// From the files of a state: path and text. Rules above the root are those on the disk.
    pub(super) fn new(root: &Path, prefix: &str, common: &Path, files: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, text) in files {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            texts.entry(folder.to_owned()).or_default().push(text);
        }
        let within = texts.into_iter().filter_map(|(folder, texts)| {
            let mut builder = GitignoreBuilder::new("");
            for line in texts.iter().flat_map(|text| text.lines()) {
                // A line that is no pattern excludes nothing.
                let _ = builder.add_line(None, line);
            }
            Some((folder, builder.build().ok()?))
        });
        let depth = prefix.split('/').filter(|part| !part.is_empty()).count();
        let mut above: Vec<Gitignore> = Vec::new();
        let top = root.ancestors().nth(depth).unwrap_or(root);
        let mut everywhere = GitignoreBuilder::new(top);
        let _ = everywhere.add(common.join("info/exclude"));
        above.extend(everywhere.build().ok());
        let folders: Vec<&Path> = root.ancestors().skip(1).take(depth).collect();
        for folder in folders.into_iter().rev() {
            let mut builder = GitignoreBuilder::new(folder);
            for name in NAMES {
                let _ = builder.add(folder.join(name));
            }
            above.extend(builder.build().ok());
        }
        above.retain(|rules| !rules.is_empty());
        Self { within: within.collect(), above, root: root.to_owned() }
    }

    /// True for a path that the rules leave out, itself or with a folder above it.
    pub(super) fn covers(&self, path: &str) -> bool {
        if self.within.is_empty() && self.above.is_empty() {
            return false;
        }
        let ends = path.match_indices('/').map(|(i, _)| i).chain([path.len()]);
        ends.into_iter().any(|end| self.names(&path[..end], end < path.len()))
    }

    fn names(&self, path: &str, is_folder: bool) -> bool {
        // The nearest rule that says anything decides.
        let folders =
            std::iter::successors(Some(path), |p| p.rsplit_once('/').map(|(folder, _)| folder).or((!p.is_empty()).then_some("")));
        for folder in folders.skip(1) {
            let below = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
            if let Some(decided) = self.within.get(folder).and_then(|rules| decided(&rules.matched(below, is_folder))) {
                return decided;
            }
        }
        let whole = self.root.join(path);
        self.above.iter().rev().find_map(|rules| decided(&rules.matched(&whole, is_folder))).unwrap_or(false)
    }
}

fn decided<T>(found: &Match<T>) -> Option<bool> {
    match found {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rule_decides() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let files = [file(".gitignore", "*.csv\nout/\n/top.md\n"), file("data/.gitignore", "!kept.csv\n")];
        let ignored = Ignored::new(Path::new("/nowhere"), "", Path::new("/nowhere/.git"), files);
        let covered = ["a.csv", "b/a.csv", "data/x.csv", "out/a.md", "b/out/c/d.md", "top.md"];
        let left = ["data/kept.csv", "b/top.md", "a.md", "outer/a.md"];
        assert_eq!(covered.map(|path| ignored.covers(path)), [true; 6]);
        assert_eq!(left.map(|path| ignored.covers(path)), [false; 4]);
    }
}
