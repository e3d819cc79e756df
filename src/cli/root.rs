//! Which repository the path arguments mean. Everything below its root is read; the paths only say what to report on.

use std::path::{Component, Path, PathBuf};

use crate::output::Failure;
use crate::workspace::MANIFEST;

/// A root, and what to report on within it.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// The folder, absolute and without links.
    pub path: PathBuf,
    /// The folder as the user would write it, with `/`; `.` for the current folder.
    pub shown: String,
    /// Paths relative to the root, with `/`, of files and folders to report on; none for all.
    pub only: Vec<String>,
    /// The folder as seen from the git repository that it lies in; empty for that repository itself, or where there is none.
    pub below: String,
}

impl Root {
    /// True for a path (relative to the root) that is to be reported on.
    pub fn holds(&self, path: &str) -> bool {
        let below = |only: &String| path.strip_prefix(only.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.only.is_empty() || self.only.iter().any(below)
    }
}

/// Finds the root: the folder of the nearest manifest upwards from the first path, within its git repository; without one, the folder
/// given, or for a file (and for several paths) the git repository. Fails on a path that does not exist or lies outside.
#[expect(clippy::disallowed_methods, reason = "where the root lies is a question to the disk, asked before there is a System")]
pub fn find(paths: &[PathBuf]) -> Result<Root, Failure> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).map_err(Failure::NoCurrentFolder)?;
    let paths: Vec<(String, PathBuf)> = if paths.is_empty() {
        vec![(".".into(), here.clone())]
    } else {
        let real = |path: &PathBuf| match here.join(path).canonicalize() {
            Ok(real) => Ok((path.display().to_string(), real)),
            Err(_) => Err(Failure::NoSuchPath { path: path.display().to_string() }),
        };
        paths.iter().map(real).collect::<Result<_, _>>()?
    };
    let path = root_of(&paths);
    let shown = relative(&here, &path);
    let only = paths.iter().map(|(written, path_)| within(&path, path_, written, &shown)).collect::<Result<Vec<_>, _>>()?;
    // The root itself among the paths means everything.
    let only = if only.iter().any(String::is_empty) { Vec::new() } else { only };
    let below = below(&path);
    Ok(Root { path, shown, only, below })
}

fn root_of(paths: &[(String, PathBuf)]) -> PathBuf {
    let given = &paths[0].1;
    let folder = if given.is_dir() { given.as_path() } else { given.parent().unwrap_or(given) };
    let (manifest, repository) = above(folder);
    let alone = paths.len() == 1 && given.is_dir();
    manifest.or(repository.filter(|_| !alone)).unwrap_or(folder).to_owned()
}

/// The nearest folder with a manifest, the folder given included, within its git repository; and that repository, if there is no such folder.
#[expect(clippy::disallowed_methods, reason = "where the root lies is a question to the disk, asked before there is a System")]
pub fn above(folder: &Path) -> (Option<&Path>, Option<&Path>) {
    for ancestor in folder.ancestors() {
        if ancestor.join(MANIFEST).exists() {
            return (Some(ancestor), None);
        }
        if ancestor.join(".git").exists() {
            return (None, Some(ancestor));
        }
    }
    (None, None)
}

/// A folder as seen from the git repository that it lies in.
#[expect(
    clippy::disallowed_methods,
    reason = "where the repository lies is a question to the disk, asked before there is a System"
)]
fn below(path: &Path) -> String {
    let repository = path.ancestors().find(|folder| folder.join(".git").exists());
    repository.and_then(|repository| path.strip_prefix(repository).ok()).map(slashes).unwrap_or_default()
}

fn within(root: &Path, path: &Path, written: &str, shown: &str) -> Result<String, Failure> {
    let outside = || Failure::OutsideRoot { path: written.to_owned(), root: shown.to_owned() };
    Ok(slashes(path.strip_prefix(root).map_err(|_| outside())?))
}

/// `to` as seen from the folder `from`; both absolute and without links.
fn relative(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return slashes(to);
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to.components().skip(common)).collect();
    if path.as_os_str().is_empty() { ".".into() } else { slashes(&path) }
}

/// The path with `/`.
pub fn slashes(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_shown_as_seen_from_here() {
        let shown = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(shown("/a/b", "/a/b"), ".");
        assert_eq!(shown("/a/b", "/a/b/c/d"), "c/d");
        assert_eq!(shown("/a/b", "/a"), "..");
        assert_eq!(shown("/a/b", "/a/c"), "../c");
    }
}
