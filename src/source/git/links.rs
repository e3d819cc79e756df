//! Links among files: those that stay within the root are followed, as on the disk.

use std::collections::BTreeMap;
use std::path::Path;

use super::snapshot::Entry;

/// At most this many links are followed from one to the next.
const STEPS: usize = 8;
/// At most this many paths come of links.
const PATHS: usize = 20_000;

/// Where a link in `path` leads, both below the root; none for what leaves it.
pub(super) fn target(path: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.trim_end_matches('/').split('/') {
        match part {
            "" if parts.is_empty() => return None,
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    (!link.starts_with('/') && !parts.is_empty()).then(|| parts.join("/"))
}

/// Adds the paths that links bring: of each, the file it leads to, or all that is below the folder it leads to.
pub(super) fn follow(entries: &mut BTreeMap<String, Entry>, links: &[(String, String)]) {
    for _ in 0..STEPS {
        let mut brought: Vec<(String, Entry)> = Vec::new();
        for (path, to) in links {
            // A link to a folder that it lies in leads round in a circle.
            if path.strip_prefix(to.as_str()).is_some_and(|rest| rest.starts_with('/')) {
                continue;
            }
            if let Some(entry) = entries.get(to) {
                brought.push((path.clone(), entry.clone()));
            }
            let folder = format!("{to}/");
            let below = entries.range(folder.clone()..).take_while(|(p, _)| p.starts_with(&folder));
            brought.extend(below.map(|(p, entry)| (format!("{path}/{}", &p[folder.len()..]), entry.clone())));
        }
        let before = entries.len();
        entries.extend(brought.into_iter().take(PATHS.saturating_sub(before)));
        if entries.len() == before {
            return;
        }
    }
}

/// True for two ways of writing one folder.
#[expect(clippy::disallowed_methods, reason = "which folder is meant is a question to the disk, asked before there is a System")]
pub(super) fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_within_the_root() {
        let leads = |path, link| target(path, link);
        assert_eq!(leads("a/b.md", "../c/d.md"), Some("c/d.md".into()));
        assert_eq!(leads("a/b.md", "./d.md"), Some("a/d.md".into()));
        assert_eq!(leads("b.md", "c/"), Some("c".into()));
        assert_eq!(leads("b.md", "../c.md"), None);
        assert_eq!(leads("a/b.md", "/etc/passwd"), None);
        assert_eq!(leads("a/b.md", ".."), None);
    }

    #[test]
    fn a_folder_comes_with_what_is_below_it_and_a_circle_ends() {
        let file = |n: &str| Entry { id: n.into() };
        let mut entries: BTreeMap<String, Entry> = [("a/x.md".to_owned(), file("1")), ("a/b/y.md".to_owned(), file("2"))].into();
        let links =
            [("l".to_owned(), "a".to_owned()), ("m.md".to_owned(), "l/x.md".to_owned()), ("a/b/up".to_owned(), "a".to_owned())];
        follow(&mut entries, &links);
        let paths: Vec<&str> = entries.keys().map(String::as_str).collect();
        assert_eq!(paths, ["a/b/y.md", "a/x.md", "l/b/y.md", "l/x.md", "m.md"]);
    }
}
