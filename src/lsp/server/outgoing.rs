//! What the server says, and the few requests of its own that it waits for. It never waits for more than one of each, so that a client that
//! never answers costs nothing.

use crossbeam_channel::Sender;
use gen_lsp_types::Location;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::features::Aside;
use super::super::load::{self, HEAVY, Load};

/// More messages than that wait for a client only if it does not read.
const CROWD: usize = 8192;
/// The same for diagnostics, which can be said later.
const FEW: usize = 1024;

/// The way to the client.
pub struct Outgoing {
    sender: Sender<Message>,
    load: Load,
    next: i32,
    /// The request for settings, and the one to ask for diagnostics again, that the client has not answered.
    settings: Option<RequestId>,
    refresh: Option<RequestId>,
    /// The one to ask again was due a second time before it was answered.
    refresh_again: bool,
}

impl Outgoing {
    /// The way to a client that nothing was said to.
    pub fn new(sender: Sender<Message>) -> Self {
        Self { sender, load: Load::default(), next: 0, settings: None, refresh: None, refresh_again: false }
    }

    /// True when the client does not read what is said.
    pub fn is_crowded(&mut self) -> bool {
        self.waits(CROWD, HEAVY)
    }

    /// True when what can be said later should be.
    pub fn is_busy(&mut self) -> bool {
        self.waits(FEW, HEAVY / 4)
    }

    fn waits(&mut self, messages: usize, bytes: usize) -> bool {
        let waiting = self.sender.len();
        waiting > messages || self.load.left(waiting) > bytes
    }

    fn send(&mut self, message: impl Into<Message>) {
        let message = message.into();
        self.load.add(load::weight(&message));
        // A client that went away is noticed where its messages are read.
        let _ = self.sender.send(message);
    }

    /// Answers a request.
    pub fn answer(&mut self, id: RequestId, result: Value) {
        self.send(Response { id, response_result: Ok(result) });
    }

    /// Refuses a request.
    pub fn refuse(&mut self, id: RequestId, code: ErrorCode, why: impl Into<String>) {
        self.send(Response::new_err(id, code as i32, why.into()));
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: impl Serialize) {
        self.send(Notification { method: method.into(), params: serde_json::to_value(params).unwrap_or_default() });
    }

    /// Writes to the client's log.
    pub fn log(&mut self, text: &str) {
        self.tell("window/logMessage", json!({ "type": 2, "message": text }));
    }

    /// Shows something to the user.
    pub fn show(&mut self, text: &str) {
        self.tell("window/showMessage", json!({ "type": 3, "message": text }));
    }

    /// Shows what a feature wants shown.
    pub fn aside(&mut self, aside: Aside) {
        match aside {
            Aside::Show(text) => self.show(&text),
            Aside::Open(Location { uri, range }) => {
                self.ask("window/showDocument", json!({ "uri": uri, "takeFocus": true, "selection": range }));
            }
        }
    }

    /// Asks the client for something, whose answer nobody needs unless it is kept.
    pub fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(format!("clauselint-{}", self.next));
        self.send(Request { id: id.clone(), method: method.into(), params });
        id
    }

    /// Asks for the settings.
    pub fn ask_settings(&mut self, section: &str) {
        self.settings = Some(self.ask("workspace/configuration", json!({ "items": [{ "section": section }] })));
    }

    /// Tells the client to ask for diagnostics again.
    pub fn refresh(&mut self) {
        if self.refresh.is_some() {
            self.refresh_again = true;
        } else {
            self.refresh = Some(self.ask("workspace/diagnostic/refresh", Value::Null));
        }
    }

    /// Takes the client's answer; gives the settings if these are what was asked for.
    pub fn answered(&mut self, response: &Response) -> Option<Value> {
        if self.refresh.as_ref() == Some(&response.id) {
            self.refresh = None;
            if std::mem::take(&mut self.refresh_again) {
                self.refresh();
            }
        }
        if self.settings.as_ref() != Some(&response.id) {
            return None;
        }
        self.settings = None;
        Some(response.response_result.as_ref().ok()?.get(0)?.clone())
    }
}
