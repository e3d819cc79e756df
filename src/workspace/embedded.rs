//! The packs and schemas that are built in.

/// Path relative to the repository root, and text; sorted by path. Written by the build script.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

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

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(FILES.is_sorted_by_key(|(path, _)| path));
        assert!(text("rules/iso42001/pack.yaml").is_some());
    }
}
