//! An editor: keeps what it was told, and answers what it is asked unless it is a mute one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use clauselint::lsp::{Exit, Host, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use crate::world::World;

/// A session with the server in a thread.
pub struct Editor {
    connection: Connection,
    server: Option<JoinHandle<Exit>>,
    next: i32,
    version: i32,
    /// Answers nothing that it is asked.
    pub mute: bool,
    /// What the server answered to `initialize`.
    pub hello: Value,
    /// Diagnostics by URI, as last published.
    pub published: BTreeMap<String, Vec<Value>>,
    /// How often a file's diagnostics were published.
    pub publications: usize,
    /// Answers to what nobody waited for.
    pub strays: usize,
    /// Requests and notifications of the server's but for publications.
    pub heard: Vec<(String, Value)>,
}

/// What an editor that can do all, and does not ask for diagnostics, says of itself.
pub fn pushed() -> Value {
    let shown = json!({
        "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": { "valueSet": [1, 2] }
    });
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "publishDiagnostics": shown },
        "window": { "workDoneProgress": true },
        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
    })
}

/// The same for one that asks.
pub fn pulling() -> Value {
    let mut capabilities = pushed();
    capabilities["textDocument"]["diagnostic"] = capabilities["textDocument"]["publishDiagnostics"].clone();
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities
}

pub fn uri(path: &str) -> String {
    format!("file://{path}")
}

/// The position of a byte in a text of ASCII characters.
pub fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let line = before.matches('\n').count();
    json!({ "line": line, "character": before.len() - before.rfind('\n').map_or(0, |i| i + 1) })
}

impl Editor {
    /// An editor with the folder `/aims` open.
    pub fn of(world: &World, capabilities: &Value) -> Self {
        Self::with(world, capabilities, &["/aims"], &Value::Null)
    }

    pub fn with(world: &World, capabilities: &Value, folders: &[&str], options: &Value) -> Self {
        Self::on(Arc::new(world.clone()), capabilities, folders, options)
    }

    /// An editor on a machine.
    pub fn on(host: Arc<dyn Host>, capabilities: &Value, folders: &[&str], options: &Value) -> Self {
        let (server, connection) = Connection::memory();
        let server = Some(std::thread::spawn(move || serve(&server, &host)));
        let mut editor = Self {
            connection,
            server,
            next: 0,
            version: 0,
            mute: false,
            hello: Value::Null,
            published: BTreeMap::new(),
            publications: 0,
            strays: 0,
            heard: Vec::new(),
        };
        let folders: Vec<Value> = folders.iter().map(|path| json!({ "uri": uri(path), "name": path })).collect();
        editor.hello = editor.ask(
            "initialize",
            json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options }),
        );
        editor.tell("initialized", json!({}));
        editor
    }

    pub fn tell(&self, method: &str, params: Value) {
        self.send(Notification { method: method.into(), params }.into());
    }

    pub fn send(&self, message: Message) {
        self.connection.sender.send(message).expect("the server is there");
    }

    /// Asks without waiting.
    pub fn post(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request { id: id.clone(), method: method.into(), params }.into());
        id
    }

    /// Waits for the answer to a request.
    pub fn await_answer(&mut self, id: &RequestId) -> Result<Value, lsp_server::ResponseError> {
        loop {
            match self.receive() {
                Some(Message::Response(response)) if response.id == *id => return response.response_result,
                Some(message) => self.hear(message),
                None => panic!("no answer to {id}"),
            }
        }
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        self.await_answer(&id).expect("the server answers")
    }

    fn receive(&self) -> Option<Message> {
        self.connection.receiver.recv_timeout(Duration::from_mins(5)).ok()
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                if !self.mute {
                    let answer = if request.method == "workspace/configuration" { json!([null]) } else { Value::Null };
                    self.send(Response::new_ok(request.id, answer).into());
                }
                self.heard.push((request.method, request.params));
            }
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                self.publications += 1;
                let uri = told.params["uri"].as_str().expect("a text").to_owned();
                self.published.insert(uri, told.params["diagnostics"].as_array().expect("a list").clone());
            }
            Message::Notification(told) => self.heard.push((told.method, told.params)),
            Message::Response(_) => self.strays += 1,
        }
    }

    /// Listens until something holds.
    pub fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            match self.receive() {
                Some(message) => self.hear(message),
                None => panic!("it never came to that"),
            }
        }
    }

    /// Waits until the server has nothing more to say, and gives all diagnostics by URI; none for a file without.
    pub fn all(&mut self) -> BTreeMap<String, Vec<Value>> {
        let answer = self.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let items = answer["items"].as_array().expect("a list").iter();
        let items =
            items.map(|item| (item["uri"].as_str().expect("a text").to_owned(), item["items"].as_array().expect("full").clone()));
        items.filter(|(_, items)| !items.is_empty()).collect()
    }

    pub fn open(&mut self, path: &str, text: &str) {
        self.version += 1;
        let document = json!({ "uri": uri(path), "languageId": "markdown", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn write(&mut self, path: &str, text: &str) {
        self.change(path, &json!([{ "text": text }]));
    }

    pub fn change(&mut self, path: &str, changes: &Value) {
        self.version += 1;
        let document = json!({ "uri": uri(path), "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, path: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// Says that files changed on the disk: 1 created, 2 changed, 3 deleted.
    pub fn watch(&mut self, events: &[(&str, u8)]) {
        let changes: Vec<Value> = events.iter().map(|(path, kind)| json!({ "uri": uri(path), "type": kind })).collect();
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// The codes last published for a file.
    pub fn codes(&self, path: &str) -> Vec<&str> {
        let told = self.published.get(&uri(path)).into_iter().flatten();
        told.map(|d| d["code"].as_str().expect("a code")).collect()
    }

    /// Ends the session in order.
    pub fn end(mut self) -> Exit {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.take().expect("it ends once").join().expect("the server does not panic")
    }

    /// Goes away without a word.
    pub fn vanish(self) -> Exit {
        let Self { connection, mut server, .. } = self;
        drop(connection);
        server.take().expect("it ends once").join().expect("the server does not panic")
    }
}
