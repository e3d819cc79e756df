//! Diagnostics for clients that do not ask: sent when they change, and cleared when their cause goes, in whichever file it lies.

use std::collections::BTreeMap;

use gen_lsp_types::{Diagnostic, PublishDiagnosticsParams};

use super::convert;
use crate::lsp::client::Client;
use crate::lsp::documents::Documents;
use crate::lsp::root::Root;
use crate::lsp::roots::Roots;

/// What the client was last told, by path: only what is not empty, and open documents.
#[derive(Debug, Default)]
pub struct Published {
    told: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)>,
}

impl Published {
    /// What is to be sent so that nothing is said any more.
    pub fn cleared(&mut self, documents: &Documents) -> Vec<PublishDiagnosticsParams> {
        let told = std::mem::take(&mut self.told);
        let paths = told.into_iter().filter(|(_, (_, told))| !told.is_empty()).map(|(path, _)| path);
        paths.map(|path| PublishDiagnosticsParams { uri: documents.uri(&path), version: None, diagnostics: Vec::new() }).collect()
    }

    /// What is to be sent now. An open document's diagnostics are sent again for each version of its text; `everywhere`: those of other files too.
    pub fn due(
        &mut self,
        roots: &Roots,
        client: &Client,
        documents: &Documents,
        everywhere: bool,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut now: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
        for (path, document) in documents.iter() {
            let Some((root, within)) = roots.owner(path) else { continue };
            let diagnostics = if is_sure(root, within) {
                convert::of(root, within, client, documents)
            } else {
                // Until its text was read, what was last said stands.
                let Some(last) = self.told.get(path) else { continue };
                now.insert(path.to_owned(), last.clone());
                continue;
            };
            now.insert(path.to_owned(), (Some(document.version), diagnostics));
        }
        for root in roots.iter().filter(|_| everywhere) {
            for within in files(root) {
                let path = root.absolute(&within);
                if !now.contains_key(&path) && roots.owner(&path).is_some_and(|(owner, _)| owner.id == root.id) {
                    now.insert(path, (None, convert::of(root, &within, client, documents)));
                }
            }
        }
        let gone = self.told.iter().filter(|(path, (_, told))| !told.is_empty() && !now.contains_key(*path));
        let mut due: Vec<PublishDiagnosticsParams> = gone
            .map(|(path, _)| PublishDiagnosticsParams { uri: documents.uri(path), version: None, diagnostics: Vec::new() })
            .collect();
        for (path, told) in &now {
            if self.told.get(path) != Some(told) {
                due.push(PublishDiagnosticsParams { uri: documents.uri(path), version: told.0, diagnostics: told.1.clone() });
            }
        }
        self.told = now;
        due
    }
}

/// True when what is said of a file is about the text that it has.
pub(super) fn is_sure(root: &Root, within: &str) -> bool {
    let manifest_is_broken = root.broken.is_some() && within == crate::workspace::MANIFEST;
    manifest_is_broken || root.state().is_some() && !root.is_outdated(within)
}

/// The files of a root of which something is said, in order of path.
pub(super) fn files(root: &Root) -> Vec<String> {
    let told = root
        .state()
        .into_iter()
        .flat_map(|state| state.told_files().map(|file| state.workspace().sources.get(file).path.to_string()));
    let mut files: Vec<String> = told.collect();
    if root.broken.is_some() {
        files.push(crate::workspace::MANIFEST.into());
    }
    files.sort();
    files.dedup();
    files
}
