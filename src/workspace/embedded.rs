//! The packs and schemas that are built in.

use crate::source::SourceFile;

/// Path relative to the repository root, and text; sorted by path. Written by the build script.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The trees of `FILES`, in the same order, packed; empty for a file that is not one clean document. Written by the build script.
const TREES: &[&[u8]] = include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// A built-in file, with its tree.
pub(super) fn source(path: &str) -> Option<SourceFile> {
    let i = FILES.binary_search_by_key(&path, |(p, _)| p).ok()?;
    let packed = TREES.get(i).copied().filter(|tree| !tree.is_empty());
    Some(SourceFile::new(path, FILES[i].1).with_packed(packed))
}

/// The text of a built-in file.
pub fn text(path: &str) -> Option<&'static str> {
    FILES.binary_search_by_key(&path, |(p, _)| p).ok().map(|i| FILES[i].1)
}

/// Built-in files whose path begins with `folder/`, in order.
pub fn below(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
    FILES.iter().copied().filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, pack, unpack, yaml};

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(FILES.is_sorted_by_key(|(path, _)| path));
        assert!(text("rules/iso42001/pack.yaml").is_some());
    }

    #[test]
    fn the_packed_trees_are_what_the_reader_makes_of_the_texts() {
        assert_eq!(FILES.len(), TREES.len());
        for ((path, text), tree) in FILES.iter().zip(TREES) {
            let read = yaml::read(text, 0..text.len(), &Limits::default());
            let (Some(root), []) = (read.documents.first(), read.problems.as_slice()) else { panic!("{path} is not clean") };
            let unpacked = unpack(tree, text).unwrap_or_else(|| panic!("{path} does not unpack"));
            assert_eq!(unpacked, *root, "{path}");
            // Packing again also tells texts that are borrowed from those that are not.
            assert_eq!(pack(&unpacked, text).as_deref(), Some(*tree), "{path}");
        }
    }
}
