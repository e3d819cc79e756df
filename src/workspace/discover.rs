//! Which files are looked at: Markdown and YAML below the root that git does not ignore, but never packs, schemas, dot-folders or what the
//! manifest excludes.

use super::{MANIFEST, Workspace};
use crate::model::read::matches;
use crate::source::System;

/// Endings of the files that are read.
pub(super) const EXTENSIONS: &[&str] = &["md", "markdown", "yaml", "yml"];

/// Paths to read, sorted.
pub(super) fn discover(system: &dyn System, workspace: &Workspace) -> Vec<String> {
    system.walk("", EXTENSIONS).into_iter().filter(|path| may_be_ours(path, workspace)).collect()
}

/// True unless the path is never ours.
pub(super) fn may_be_ours(path: &str, workspace: &Workspace) -> bool {
    let excluded = workspace.manifest.as_ref().is_some_and(|(_, m)| m.exclude.iter().any(|p| matches(p, path)));
    let of_pack = workspace.sources.find(path).is_some_and(|file| workspace.is_pack(file));
    path != MANIFEST && !excluded && !of_pack && !path.split('/').any(|part| part.starts_with('.') && part.len() > 1)
}
