//! Which files are looked at: Markdown, YAML and CSV below the root that git does not ignore, but never packs, schemas, dot-folders or what the
//! manifest excludes.

use super::packs::is_folder;
use super::{BASELINE, MANIFEST, Workspace};
use crate::config::Manifest;
use crate::model::read::matches;
use crate::source::System;

/// Endings of the files that are read.
pub(super) const EXTENSIONS: &[&str] = &["md", "markdown", "yaml", "yml", "csv", "tsv"];

/// True for a path that ends as those of documents do.
pub(super) fn is_document(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| EXTENSIONS.contains(&ending.as_str()))
}

/// Paths to read, sorted.
pub(super) fn discover(system: &dyn System, workspace: &Workspace) -> Vec<String> {
    system.walk("", EXTENSIONS).into_iter().filter(|path| may_be_ours(path, workspace)).collect()
}

/// True unless the path is never ours.
pub(super) fn may_be_ours(path: &str, workspace: &Workspace) -> bool {
    let excluded =
        workspace.manifest.as_ref().is_some_and(|(_, m)| m.exclude.iter().any(|p| matches(p, path)) || in_pack(m, path));
    let of_pack = workspace.sources.find(path).is_some_and(|file| workspace.is_pack(file));
    path != MANIFEST
        && path != BASELINE
        && !excluded
        && !of_pack
        && !path.split('/').any(|part| part.starts_with('.') && part.len() > 1)
}

/// True for what lies in the folder of a house pack, be it no more than a read-me.
fn in_pack(manifest: &Manifest, path: &str) -> bool {
    let folders = manifest.packs.iter().flatten().map(|p| &*p.name).filter(|name| is_folder(name));
    let mut folders = folders.map(|name| name.trim_start_matches("./").trim_end_matches('/'));
    folders.any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}
