//! Edits of any files, as the client takes them: fixes, what is added, renaming.

use std::collections::HashMap;

use gen_lsp_types::{
    CreateFile, CreateFileOptions, DocumentChange, Edit, Location, OptionalVersionedTextDocumentIdentifier, Range,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::Value;

use super::Here;
use crate::finding;
use crate::lsp::uri;

impl Here<'_> {
    /// Edits as the client makes them, by versions of its documents if it can; none if one is of a file that came with the program, so
    /// that no change is made in part.
    pub fn edit(&self, edits: &[finding::Edit]) -> Option<WorkspaceEdit> {
        let mut files: Vec<(Uri, Vec<TextEdit>)> = Vec::new();
        for edit in edits {
            let Location { uri, range } = self.location(edit.place)?;
            let edit = TextEdit { range, new_text: edit.text.clone() };
            match files.iter_mut().find(|(known, _)| *known == uri) {
                Some((_, edits)) => edits.push(edit),
                None => files.push((uri, vec![edit])),
            }
        }
        if !self.client.takes("/workspace/workspaceEdit/documentChanges") {
            return Some(WorkspaceEdit { changes: Some(HashMap::from_iter(files)), ..WorkspaceEdit::default() });
        }
        let change = |(uri, edits): (Uri, Vec<TextEdit>)| {
            let version = uri::path(&uri.0).and_then(|path| self.documents.get(&path)).map(|document| document.version);
            let document = OptionalVersionedTextDocumentIdentifier::new(version, TextDocumentIdentifier { uri });
            DocumentChange::from(TextDocumentEdit::new(document, edits.into_iter().map(Edit::from).collect()))
        };
        Some(WorkspaceEdit { document_changes: Some(files.into_iter().map(change).collect()), ..WorkspaceEdit::default() })
    }

    /// A file that is to be there, with its text; none for a client that creates no files.
    pub fn file(&self, path: &str, text: &str) -> Option<WorkspaceEdit> {
        let operations =
            self.client.capabilities.pointer("/workspace/workspaceEdit/resourceOperations").and_then(Value::as_array);
        let creates = operations.into_iter().flatten().any(|operation| operation == "create");
        if !creates || !self.client.takes("/workspace/workspaceEdit/documentChanges") {
            return None;
        }
        let uri = self.documents.uri(&self.root.absolute(path));
        let options = Some(CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) });
        let create = CreateFile { uri: uri.clone(), options, annotation_id: None };
        let edit = TextEdit { range: Range::default(), new_text: text.to_owned() };
        let document = OptionalVersionedTextDocumentIdentifier::new(None, TextDocumentIdentifier { uri });
        let fill = TextDocumentEdit::new(document, vec![Edit::from(edit)]);
        let changes = vec![DocumentChange::CreateFile(create), DocumentChange::from(fill)];
        Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
    }
}
