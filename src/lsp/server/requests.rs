//! What the client asks: answered at once from the last good state, or once the text is judged.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{DocumentDiagnosticParams, WorkspaceDiagnosticParams};
use lsp_server::{ErrorCode, Request, RequestId};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::diagnostics;
use super::super::features::{self, Context};
use super::super::settings::DIAGNOSTICS;
use super::super::uri;
use super::Server;
use super::inbox::Cancelled;

/// Requests that wait at most; who asks for more is refused.
const MOST: usize = 1024;
const DOCUMENT: &str = "textDocument/diagnostic";
const WORKSPACE: &str = "workspace/diagnostic";

/// A request that is answered later.
pub struct Waiting {
    request: Request,
    /// The document that it is about, and its version when it was asked.
    about: Option<(String, Option<i32>)>,
}

impl Server {
    pub(super) fn request(&mut self, request: Request) {
        if self.ended {
            return self.out.refuse(request.id, ErrorCode::InvalidRequest, "the session has ended");
        }
        let about = request.params.pointer("/textDocument/uri").and_then(Value::as_str).and_then(uri::path);
        let about = about.map(|path| (path.clone(), self.documents.get(&path).map(|d| d.version)));
        let later = match request.method.as_str() {
            "shutdown" => {
                self.ended = true;
                return self.out.answer(request.id, Value::Null);
            }
            "initialize" => return self.out.refuse(request.id, ErrorCode::InvalidRequest, "the session has begun"),
            DOCUMENT | WORKSPACE => true,
            method => match features::find(method) {
                None => return self.out.refuse(request.id, ErrorCode::MethodNotFound, format!("there is no {method}")),
                Some(feature) if !self.settings.has(feature.name) => return self.out.answer(request.id, Value::Null),
                Some(feature) => feature.judged || !self.is_read(about.as_ref()),
            },
        };
        let waiting = Waiting { request, about };
        if !later {
            let (day, _) = self.day();
            self.settle(day);
            self.answer(waiting);
        } else if self.waiting.len() < MOST {
            self.waiting.push(waiting);
            self.due = true;
        } else {
            self.out.refuse(waiting.request.id, ErrorCode::ServerCancelled, "too many requests are waiting");
        }
    }

    /// Answers what can be answered now.
    pub(super) fn answer_waiting(&mut self) {
        for waiting in std::mem::take(&mut self.waiting) {
            let ready = self.is_ready(&waiting);
            if ready && !self.out.is_crowded() {
                self.answer(waiting);
            } else {
                // What waits for the client alone is answered as soon as it reads.
                self.due |= ready;
                self.waiting.push(waiting);
            }
        }
    }

    /// True when the repository of a document has been read; without a document, when all have.
    fn is_read(&self, about: Option<&(String, Option<i32>)>) -> bool {
        match about {
            Some((path, _)) => self.roots.owner(path).is_none_or(|(root, _)| !root.is_starting()),
            None => self.roots.iter().all(|root| !root.is_starting()),
        }
    }

    fn is_ready(&self, waiting: &Waiting) -> bool {
        let root = waiting.about.as_ref().and_then(|(path, _)| self.roots.owner(path));
        match (waiting.request.method.as_str(), root) {
            // What a document says of itself is told first, if the client can be told to ask again.
            (DOCUMENT, Some((root, _))) => {
                root.is_settled() || root.is_starting() && root.state().is_some() && self.client.refreshes
            }
            (DOCUMENT, None) => true,
            (WORKSPACE, _) => self.roots.iter().all(super::super::root::Root::is_settled),
            _ => self.is_read(waiting.about.as_ref()),
        }
    }

    fn answer(&mut self, waiting: Waiting) {
        let Waiting { request: Request { id, method, params }, about } = waiting;
        let from = (&self.roots, &self.client, &self.documents);
        let answer = match (method.as_str(), about) {
            (DOCUMENT, about) => read::<DocumentDiagnosticParams>(params).and_then(|params| {
                // Of a document that is no file nothing is said.
                let path = about.filter(|_| self.settings.has(DIAGNOSTICS)).map_or_else(String::new, |(path, _)| path);
                written(&diagnostics::document(&path, params.previous_result_id.as_deref(), &mut self.given, from))
            }),
            (WORKSPACE, _) if !self.settings.has(DIAGNOSTICS) => Ok(json!({ "items": [] })),
            (WORKSPACE, _) => read::<WorkspaceDiagnosticParams>(params).and_then(|params| {
                let previous = params.previous_result_ids.into_iter();
                let previous: BTreeMap<String, String> = previous.filter_map(|p| Some((uri::path(&p.uri.0)?, p.value))).collect();
                written(&diagnostics::workspace(&previous, &mut self.given, from))
            }),
            (method, Some((path, version))) if self.documents.get(&path).map(|d| d.version) != version => {
                let why = format!("{method} was asked of a text that has changed");
                return self.out.refuse(id, ErrorCode::ContentModified, why);
            }
            (method, _) => match features::find(method) {
                Some(feature) => self.ask(feature, params),
                None => Ok(Value::Null),
            },
        };
        match answer {
            Ok(value) => self.out.answer(id, value),
            Err((code, why)) => self.out.refuse(id, code, why),
        }
    }

    /// A feature that fails is no reason for the session to end: it has changed nothing.
    fn ask(&mut self, feature: &features::Entry, params: Value) -> Answer {
        let context = Context {
            roots: &self.roots,
            documents: &self.documents,
            client: &self.client,
            settings: &self.settings,
            day: self.day().0,
            asides: RefCell::default(),
        };
        let answer = catch_unwind(AssertUnwindSafe(|| feature.answer(&context, params)));
        for aside in context.asides.into_inner() {
            self.out.aside(aside);
        }
        answer.unwrap_or_else(|_| Err((ErrorCode::InternalError, format!("{} failed", feature.method))))
    }

    /// Answers requests that the client does not want answered any more: it waits for an answer all the same.
    pub(super) fn cancelled(&mut self, cancelled: impl IntoIterator<Item = Cancelled>) {
        for Cancelled { id, waited } in cancelled {
            let before = self.waiting.len();
            self.waiting.retain(|waiting| waiting.request.id != id);
            if waited || self.waiting.len() < before {
                self.refuse_cancelled(id);
            }
        }
    }

    fn refuse_cancelled(&mut self, id: RequestId) {
        self.out.refuse(id, ErrorCode::RequestCanceled, "cancelled");
    }
}

/// A result, or why there is none.
type Answer = Result<Value, features::Failure>;

fn read<P: serde::de::DeserializeOwned>(params: Value) -> Result<P, features::Failure> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn written(result: &impl Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
