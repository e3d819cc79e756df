//! The only place that changes a user's files: a new file where there was none, or a file anew as a whole.

use std::path::{Component, Path};

use crate::output::Failure;

/// Writes a file that must not be there yet.
pub fn create(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let failed = |source| Failure::CannotCreate { path: path.to_owned(), source };
    let file = root.join(path);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = std::fs::File::create_new(file).map_err(failed)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)
}

/// Writes a file anew if it still says what it said when it was read, and may be written; else says why not.
#[expect(clippy::disallowed_methods, reason = "what is written here is the disk's")]
pub fn rewrite(root: &Path, path: &str, before: &str, after: &str) -> Result<(), String> {
    let why = |why: &str| why.to_owned();
    within(root, path, "what is fixed").map_err(|_| why("a link leads out of the repository"))?;
    let file = root.join(path);
    let is_read_only = std::fs::metadata(&file).is_ok_and(|data| data.permissions().readonly());
    match std::fs::read(&file) {
        Ok(bytes) if bytes != before.as_bytes() => Err(why("it was changed meanwhile")),
        Ok(_) if is_read_only => Err(why("it may not be written")),
        Ok(_) => replace(root, path, after).map_err(|failure| match failure {
            Failure::CannotCreate { source, .. } => source.to_string(),
            other => other.to_string(),
        }),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes a file anew as a whole or not at all: beside it, and then in its place. Who may read and write it stays as it is.
#[expect(clippy::disallowed_methods, reason = "what is written here is the disk's")]
pub fn replace(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let failed = |source| Failure::CannotCreate { path: path.to_owned(), source };
    // A link is followed: what it leads to is the file that was read.
    let file = root.join(path).canonicalize().map_err(failed)?;
    // Out of sight of every other program that looks for documents, and of another run of this one.
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = std::fs::File::create_new(&beside).map_err(failed).and_then(|mut new| {
        let permissions = std::fs::metadata(&file).map_err(failed)?.permissions();
        std::fs::set_permissions(&beside, permissions).map_err(failed)?;
        std::io::Write::write_all(&mut new, text.as_bytes()).map_err(failed)?;
        new.sync_all().map_err(failed)?;
        drop(new);
        std::fs::rename(&beside, &file).map_err(failed)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Writes a file that is nobody's document, as a whole or not at all. What is no plain file (a pipe, a device) is written to.
#[expect(clippy::disallowed_methods, reason = "what is written here is the disk's")]
pub fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |source| Failure::CannotCreate { path: path.display().to_string(), source };
    let there = std::fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    // A link is followed, and stays one.
    let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut beside = file.clone().into_os_string();
    beside.push(format!(".{}.new", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| {
        there.map_or(Ok(()), |there| std::fs::set_permissions(&beside, there.permissions()))?;
        std::fs::rename(&beside, &file)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(failed)
}

/// Adds to the end of a file that others write to as well; begins it if it is not there.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = std::fs::File::options().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| std::io::Write::write_all(&mut file, bytes));
    written.map_err(|source| Failure::CannotCreate { path: path.display().to_string(), source })
}

/// Refuses a path that does not lie below the root, or that a link leads out of it: what a manifest or a flag names may be anything.
#[expect(
    clippy::disallowed_methods,
    reason = "where a folder leads is a question to the disk, asked before something is written there"
)]
pub fn within(root: &Path, path: &str, what: &str) -> Result<(), Failure> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let whole = root.join(path);
    let there = whole.ancestors().find_map(|folder| folder.canonicalize().ok());
    let stays = there.zip(root.canonicalize().ok()).is_some_and(|(there, root)| there.starts_with(root));
    if plain && !path.is_empty() && stays {
        return Ok(());
    }
    Err(Failure::Refused(format!("{what} is written below the root, and {path} does not lie there")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "a test of what is on the disk")]

    use super::*;

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.md"), "new").unwrap();
        assert_eq!(rewrite(root.path(), "a.md", "old", "fixed").unwrap_err(), "it was changed meanwhile");
        assert_eq!(std::fs::read_to_string(root.path().join("a.md")).unwrap(), "new");
        assert!(rewrite(root.path(), "a.md", "new", "fixed").is_ok());
        assert_eq!(std::fs::read_to_string(root.path().join("a.md")).unwrap(), "fixed");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_left() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(outside.path().join("a.md"), "old").unwrap();
        std::os::unix::fs::symlink(outside.path().join("a.md"), root.path().join("a.md")).unwrap();
        assert!(rewrite(root.path(), "a.md", "old", "fixed").is_err());
        assert_eq!(std::fs::read_to_string(outside.path().join("a.md")).unwrap(), "old");
    }
}
