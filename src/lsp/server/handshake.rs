//! The beginning of a session: what the client can do, and what the server will.

use gen_lsp_types::{
    DiagnosticOptions, FileOperationFilter, FileOperationOptions, FileOperationPattern, FileOperationRegistrationOptions, Save,
    ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use lsp_server::{Connection, ErrorCode, Message, Request, Response};
use serde_json::{Value, json};

use super::super::client::Client;
use super::super::features;
use super::super::settings::{DIAGNOSTICS, Settings};
use super::super::uri;

/// What a client said when it came.
pub struct Hello {
    /// What it can do.
    pub client: Client,
    /// What its user set.
    pub settings: Settings,
    /// What of the settings is not understood.
    pub complaints: Vec<String>,
    /// The folders that it has open.
    pub folders: Vec<String>,
}

/// Waits for a client to say what it is, and answers; none if it goes away before.
pub fn begin(connection: &Connection) -> Option<Hello> {
    let request = loop {
        match connection.receiver.recv().ok()? {
            Message::Request(request) if request.method == "initialize" => break request,
            Message::Request(Request { id, .. }) => {
                let refusal = Response::new_err(id, ErrorCode::ServerNotInitialized as i32, "the session has not begun".into());
                connection.sender.send(refusal.into()).ok()?;
            }
            Message::Notification(told) if told.method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    };
    let hello = hello(&request.params);
    let answer = json!({
        "capabilities": capabilities(&hello),
        "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
    });
    connection.sender.send(Response::new_ok(request.id, answer).into()).ok()?;
    Some(hello)
}

fn hello(params: &Value) -> Hello {
    let client = Client::read(params.get("capabilities").cloned().unwrap_or_default());
    let (settings, complaints) = Settings::read(params.get("initializationOptions").unwrap_or(&Value::Null));
    let named = params.get("workspaceFolders").and_then(Value::as_array);
    let mut uris: Vec<&Value> = named.into_iter().flatten().filter_map(|folder| folder.get("uri")).collect();
    if named.is_none() {
        uris.extend(params.get("rootUri"));
    }
    let folders = uris.into_iter().filter_map(|value| uri::path(value.as_str()?)).collect();
    Hello { client, settings, complaints, folders }
}

fn capabilities(hello: &Hello) -> ServerCapabilities {
    let (client, settings) = (&hello.client, &hello.settings);
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::Bool(true)),
        ..TextDocumentSyncOptions::default()
    };
    let files = || {
        let pattern = FileOperationPattern { glob: "**/*".into(), ..FileOperationPattern::default() };
        Some(FileOperationRegistrationOptions { filters: vec![FileOperationFilter { scheme: Some("file".into()), pattern }] })
    };
    let mut capabilities = ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            file_operations: Some(FileOperationOptions {
                did_create: files(),
                did_rename: files(),
                did_delete: files(),
                ..FileOperationOptions::default()
            }),
            ..WorkspaceOptions::default()
        }),
        ..ServerCapabilities::default()
    };
    if client.pulls && settings.has(DIAGNOSTICS) {
        let options =
            DiagnosticOptions { inter_file_dependencies: true, workspace_diagnostics: true, ..DiagnosticOptions::default() };
        capabilities.diagnostic_provider = Some(options.into());
    }
    features::advertise(&mut capabilities, client, settings);
    capabilities
}
