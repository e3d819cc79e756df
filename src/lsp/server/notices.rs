//! What the client tells: documents, files, folders, settings.

use gen_lsp_types::{
    CreateFilesParams, DeleteFilesParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    FileChangeType, RenameFilesParams, TextDocumentContentChangeEvent as Change, Uri,
};
use lsp_server::{Notification, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::documents::Document;
use super::super::settings::{SECTION, Settings};
use super::super::{uri, wire};
use super::Server;
use crate::workspace::MANIFEST;

impl Server {
    /// Takes a notification. One that is not understood is logged and passed over.
    pub(super) fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let taken = match method.as_str() {
            "initialized" => {
                self.greet();
                Ok(())
            }
            "textDocument/didOpen" => read(params).map(|p| self.opened(p)),
            "textDocument/didChange" => changes(params).map(|p| self.changed(p)),
            "textDocument/didClose" => read(params).map(|p| self.closed(&p)),
            "textDocument/didSave" => read(params).map(|p: DidSaveTextDocumentParams| self.came_or_went(&p.text_document.uri)),
            "workspace/didChangeWatchedFiles" => read(params).map(|p| self.watched(p)),
            "workspace/didCreateFiles" => {
                read(params).map(|p: CreateFilesParams| p.files.iter().for_each(|file| self.came_or_went(&file.uri)))
            }
            "workspace/didDeleteFiles" => {
                read(params).map(|p: DeleteFilesParams| p.files.iter().for_each(|file| self.came_or_went(&file.uri)))
            }
            "workspace/didRenameFiles" => read(params).map(|p: RenameFilesParams| {
                for file in p.files {
                    self.came_or_went(&file.old_uri);
                    self.came_or_went(&file.new_uri);
                }
            }),
            "workspace/didChangeWorkspaceFolders" => read(params).map(|p| self.folders_changed(&p)),
            "workspace/didChangeConfiguration" => {
                self.configured(&params);
                Ok(())
            }
            wire::UNREADABLE => {
                self.out.log(params.as_str().unwrap_or_default());
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = taken {
            self.out.log(&format!("{method} is not understood: {error}"));
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let document = Document { uri: item.uri, version: item.version, text: item.text };
        if let Some(path) = self.documents.open(document) {
            self.roots.arrange(&self.documents);
            self.touch(&path);
            self.edited.insert(path);
        }
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let (version, uri) = (params.text_document.version, params.text_document.text_document_identifier.uri);
        if let Some(path) = self.documents.change(&uri, version, params.content_changes, self.client.encoding) {
            self.touch(&path);
            self.edited.insert(path);
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        if let Some((path, _)) = self.documents.close(&params.text_document.uri) {
            self.touch(&path);
            self.given.forget(&path);
            self.roots.arrange(&self.documents);
        }
    }

    fn touch(&mut self, path: &str) {
        self.due = true;
        self.roots.holding(path).for_each(|(root, within)| root.changed(within));
    }

    fn watched(&mut self, params: DidChangeWatchedFilesParams) {
        for event in params.changes {
            let Some(path) = uri::path(&event.uri.0).filter(|path| !path.contains("/.git/")) else { continue };
            match event.kind {
                // What is open in the editor is as the editor has it.
                FileChangeType::Changed if self.documents.get(&path).is_some() => {}
                // Of a file that came, Neovim says that it changed.
                FileChangeType::Changed if self.is_document(&path) => self.touch(&path),
                _ => self.came_or_went(&event.uri),
            }
        }
    }

    /// True for a file that was read.
    fn is_document(&self, path: &str) -> bool {
        let read = self.roots.owner(path).and_then(|(root, within)| Some((root.workspace()?, within)));
        read.is_some_and(|(workspace, within)| {
            workspace.sources.find(within).is_some_and(|file| workspace.index.facts(file).is_some())
        })
    }

    /// A file or folder was created or deleted on the disk.
    fn came_or_went(&mut self, uri: &Uri) {
        let Some(path) = uri::path(&uri.0) else { return };
        self.due = true;
        self.roots.holding(&path).for_each(|(root, within)| root.came_or_went(within));
        if path.rsplit('/').next() == Some(MANIFEST) {
            self.roots.arrange(&self.documents);
        }
    }

    fn folders_changed(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let paths =
            |folders: &[gen_lsp_types::WorkspaceFolder]| folders.iter().filter_map(|f| uri::path(&f.uri.0)).collect::<Vec<_>>();
        self.due = true;
        self.roots.fold(paths(&params.event.added), &paths(&params.event.removed), &self.documents);
    }

    /// The client's configuration changed: it is asked for it if it can be, else it said what it is.
    fn configured(&mut self, params: &Value) {
        if self.client.configures {
            self.out.ask_settings(SECTION);
        } else if let Some(settings) = params.get("settings").filter(|settings| settings.is_object()) {
            self.set(settings);
        }
    }

    /// Takes the client's answer to a request of the server's.
    pub(super) fn answered(&mut self, response: &Response) {
        if let Some(settings) = self.out.answered(response).filter(Value::is_object) {
            self.set(&settings);
        }
    }

    fn set(&mut self, settings: &Value) {
        let (settings, complaints) = Settings::read(settings);
        for complaint in &complaints {
            self.out.log(complaint);
        }
        self.settings = settings;
        self.due = true;
    }
}

/// Changes to a document. One of a range that cannot be is none at all: read as the protocol's types have it, it would be the whole text.
fn changes(params: Value) -> serde_json::Result<DidChangeTextDocumentParams> {
    let all = params.get("contentChanges").and_then(Value::as_array).into_iter().flatten();
    let ranged: Vec<bool> = all.map(|change| change.get("range").is_some_and(|range| !range.is_null())).collect();
    let params: DidChangeTextDocumentParams = read(params)?;
    let is_whole = |change: &Change| matches!(change, Change::TextDocumentContentChangeWholeDocument(_));
    if params.content_changes.iter().zip(ranged).any(|(change, ranged)| ranged && is_whole(change)) {
        return Err(serde::de::Error::custom("a range is none"));
    }
    Ok(params)
}

fn read<P: DeserializeOwned>(params: Value) -> serde_json::Result<P> {
    serde_json::from_value(params)
}
