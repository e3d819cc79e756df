//! Diagnostics for clients that ask: in full, or unchanged since they last asked.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};

use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use rustc_hash::FxHasher;

use super::{convert, push};
use crate::lsp::client::Client;
use crate::lsp::documents::Documents;
use crate::lsp::roots::Roots;

/// What the client was last given, by path: the id of the result.
#[derive(Debug, Default)]
pub struct Given {
    last: BTreeMap<String, String>,
    /// It asked for whole repositories.
    whole: bool,
}

impl Given {
    /// True when something that it was given, other than of the documents that it changed itself, is not so any more: it must be told to ask again.
    pub fn is_stale(&mut self, changed: &BTreeSet<String>, roots: &Roots, client: &Client, documents: &Documents) -> bool {
        let id = |path: &str| id(&found(path, roots, client, documents));
        let mut stale = false;
        for (path, last) in &mut self.last {
            let now = id(path);
            if *last != now && !changed.contains(path) {
                // Told once for each change.
                *last = now;
                stale = true;
            }
        }
        if self.whole {
            for root in roots.iter() {
                for path in push::files(root).iter().map(|within| root.absolute(within)) {
                    self.last.entry(path).or_insert_with(|| {
                        stale = true;
                        String::new()
                    });
                }
            }
        }
        stale
    }

    /// Forgets a document that is no longer open.
    pub fn forget(&mut self, path: &str) {
        if !self.whole {
            self.last.remove(path);
        }
    }
}

/// The answer for one document.
pub fn document(
    path: &str,
    previous: Option<&str>,
    given: &mut Given,
    (roots, client, documents): (&Roots, &Client, &Documents),
) -> DocumentDiagnosticReport {
    let items = found(path, roots, client, documents);
    let result_id = id(&items);
    // Of names there is no end: one under which there is nothing is not kept.
    if !items.is_empty() || documents.get(path).is_some() {
        given.last.insert(path.to_owned(), result_id.clone());
    }
    if previous == Some(result_id.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report }.into();
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into()
}

/// The answer for all repositories: every file with a diagnostic, and every file that had one when it was last asked.
pub fn workspace(
    previous: &BTreeMap<String, String>,
    given: &mut Given,
    (roots, client, documents): (&Roots, &Client, &Documents),
) -> WorkspaceDiagnosticReport {
    given.whole = true;
    let mut paths: Vec<String> = roots.iter().flat_map(|root| push::files(root).into_iter().map(|w| root.absolute(&w))).collect();
    paths.extend(previous.keys().cloned());
    paths.sort();
    paths.dedup();
    let mut reports: Vec<WorkspaceDocumentDiagnosticReport> = Vec::new();
    for path in paths {
        let items = found(&path, roots, client, documents);
        let result_id = id(&items);
        let (uri, version) = (documents.uri(&path), documents.get(&path).map(|document| document.version));
        reports.push(if previous.get(&path) == Some(&result_id) {
            let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: result_id.clone() };
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
        } else {
            let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id.clone()), items };
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
        });
        given.last.insert(path, result_id);
    }
    WorkspaceDiagnosticReport { items: reports }
}

fn found(path: &str, roots: &Roots, client: &Client, documents: &Documents) -> Vec<Diagnostic> {
    roots.owner(path).map_or_else(Vec::new, |(root, within)| convert::of(root, within, client, documents))
}

/// The same diagnostics have the same id, and others most likely another.
fn id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    // Data of a JSON value has no hash of its own.
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
