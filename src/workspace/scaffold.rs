//! What a pack gives an organisation to begin with: the texts in its folder `scaffold/`. What they mean is no matter of the workspace.

use super::{Workspace, embedded, packs};
use crate::source::System;
use crate::syntax::Limits;

/// Endings of a house pack's scaffold files.
const EXTENSIONS: &[&str] = &["md", "markdown", "yaml", "yml", "csv", "txt"];

impl Workspace {
    /// The files of the first pack that is on and has a scaffold: path within it, and text; in order of path. Empty where no pack has one.
    pub fn scaffold(&self, system: &dyn System) -> Vec<(String, String)> {
        let names = packs::named(self.manifest.as_ref().map(|(_, manifest)| manifest));
        names.iter().map(|name| of_pack(system, name)).find(|files| !files.is_empty()).unwrap_or_default()
    }
}

fn of_pack(system: &dyn System, name: &str) -> Vec<(String, String)> {
    if !packs::is_folder(name) {
        return embedded::scaffold(name);
    }
    let folder = format!("{}/scaffold", name.trim_start_matches("./").trim_end_matches('/'));
    let limit = Limits::default().file_bytes;
    let read = |path: String| {
        let text = String::from_utf8(system.read(&path, limit).ok()?).ok()?;
        Some((path.strip_prefix(&folder)?.trim_start_matches('/').to_owned(), text))
    };
    system.walk_all(&folder, EXTENSIONS).into_iter().filter_map(read).collect()
}
