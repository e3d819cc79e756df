//! The packs and schemas that are built in.

use std::borrow::Cow;

use crate::source::SourceFile;

/// Path relative to the repository root, and text; sorted by path. Written by the build script.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The trees of `BUILT_IN`, in the same order, packed; empty for a file that is not one clean document. Written by the build script.
const TREES: &[&[u8]] = include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// Texts of the built-in packs' scaffolds, likewise.
const SCAFFOLDS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/scaffolds.rs"));

/// The files of a built-in pack's scaffold: path within it, and text; in order of path.
pub(super) fn scaffold(pack: &str) -> Vec<(String, String)> {
    let folder = format!("rules/{pack}/scaffold/");
    let all = scaffolds();
    all.iter().filter_map(|(path, text)| Some((path.strip_prefix(&folder)?.to_owned(), text.clone().into_owned()))).collect()
}

/// A built-in file, with its tree.
pub(super) fn source(path: &str) -> Option<SourceFile> {
    let i = files().binary_search_by_key(&path, |(p, _)| p).ok()?;
    let (path, text) = files()[i];
    let packed = TREES.get(i).copied().filter(|tree| !tree.is_empty() && BUILT_IN.get(i).is_some_and(|own| own.1 == text));
    Some(SourceFile::built_in(path, text, packed))
}

/// The text of a built-in file.
pub fn text(path: &str) -> Option<&'static str> {
    files().binary_search_by_key(&path, |(p, _)| p).ok().map(|i| files()[i].1)
}

/// Built-in files whose path begins with `folder/`, in order.
pub fn below(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
    files().iter().copied().filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// Path relative to the repository root, and text; sorted by path.
#[cfg(not(debug_assertions))]
pub(crate) fn files() -> &'static [(&'static str, &'static str)] {
    BUILT_IN
}

/// In debug builds, `CLAUSELINT_BUILT_IN=FOLDER` reads `rules/` and `schemas/` of a checkout instead, so that who writes rules of the
/// built-in pack tries them without building anew. A release build never looks.
#[cfg(debug_assertions)]
#[allow(clippy::disallowed_methods, reason = "a build for who works on the pack; what users run never asks the environment")]
pub(crate) fn files() -> &'static [(&'static str, &'static str)] {
    static FILES: std::sync::LazyLock<Vec<(&'static str, &'static str)>> = std::sync::LazyLock::new(|| {
        std::env::var_os("CLAUSELINT_BUILT_IN").map_or_else(|| BUILT_IN.to_vec(), |root| checkout(&root))
    });
    &FILES
}

/// The scaffolds as they came with the program.
#[cfg(not(debug_assertions))]
fn scaffolds() -> Vec<(String, Cow<'static, str>)> {
    SCAFFOLDS.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect()
}

/// The scaffolds as they came with the program, or as they are in the checkout that `CLAUSELINT_BUILT_IN` names.
#[cfg(debug_assertions)]
#[allow(clippy::disallowed_methods, reason = "a build for who works on the pack; what users run never asks the environment")]
fn scaffolds() -> Vec<(String, Cow<'static, str>)> {
    let Some(root) = std::env::var_os("CLAUSELINT_BUILT_IN").map(std::path::PathBuf::from) else {
        return SCAFFOLDS.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect();
    };
    let mut folders = vec![root.join("rules")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(text), Ok(within)) = (std::fs::read_to_string(&path), path.strip_prefix(&root)) {
                files.push((within.to_string_lossy().replace('\\', "/"), text.into()));
            }
        }
    }
    files.sort_unstable();
    files
}

/// The files below `rules/` and `schemas/` of a checkout; they live as long as the process.
#[cfg(debug_assertions)]
#[allow(clippy::disallowed_methods, reason = "what stands in for files that are part of the program is no user's file")]
fn checkout(root: &std::ffi::OsStr) -> Vec<(&'static str, &'static str)> {
    let root = std::path::Path::new(root);
    let mut folders = vec![root.join("rules"), root.join("schemas")];
    let mut files: Vec<(&'static str, &'static str)> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "scaffold") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "json")
                && let (Ok(text), Ok(within)) = (std::fs::read_to_string(&path), path.strip_prefix(root))
            {
                let within = within.to_string_lossy().replace('\\', "/");
                files.push((Box::leak(within.into_boxed_str()), Box::leak(text.into_boxed_str())));
            }
        }
    }
    files.sort_unstable();
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Left, Limits, Node, NodeValue, PackedEntry, Wanted, pack, read_but, unpack, yaml};

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(BUILT_IN.is_sorted_by_key(|(path, _)| path));
        assert!(text("rules/iso42001/pack.yaml").is_some());
    }

    /// The tree with what was left unread of it.
    fn put_back(node: &mut Node<'_>, left: &Left) {
        match &mut node.value {
            NodeValue::List(items) => items.iter_mut().for_each(|item| put_back(item, left)),
            NodeValue::Map(entries) => entries.iter_mut().for_each(|entry| match left.under(entry.key.span) {
                Some(unread) => {
                    entry.value = unread.read().unwrap();
                    let texts: Vec<_> = entry.value.items().iter().filter_map(Node::text).collect();
                    assert_eq!(unread.texts().iter().map(|text| &**text).collect::<Vec<_>>(), texts);
                }
                None => put_back(&mut entry.value, left),
            }),
            NodeValue::Null | NodeValue::Scalar(_) => {}
        }
    }

    #[test]
    fn the_packed_trees_are_what_the_reader_makes_of_the_texts() {
        assert_eq!(BUILT_IN.len(), TREES.len());
        for ((path, text), tree) in BUILT_IN.iter().zip(TREES) {
            let read = yaml::read(text, 0..text.len(), &Limits::default());
            let (Some(root), []) = (read.documents.first(), read.problems.as_slice()) else { panic!("{path} is not clean") };
            let unpacked = unpack(tree, text).unwrap_or_else(|| panic!("{path} does not unpack"));
            assert_eq!(unpacked, *root, "{path}");
            // Packing again also tells texts that are borrowed from those that are not.
            assert_eq!(pack(&unpacked, text).as_deref(), Some(*tree), "{path}");
            let source = SourceFile::built_in(path, text, Some(tree));
            if let Some((mut rest, left)) = read_but(&source, |key| key == "x-aliases") {
                put_back(&mut rest, &left);
                assert_eq!(rest, *root, "{path}");
            }
            let Some(entries) = PackedEntry::all(&source) else { continue };
            let entries: Vec<_> = entries.into_iter().filter_map(|e| e.unpack(&source, &|_| Wanted::Whole)).collect();
            assert_eq!(entries, root.entries(), "{path}");
        }
    }
}
