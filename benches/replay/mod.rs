//! A client that opens documents, edits them, and waits for what the server says of each edit.

mod edits;
mod wire;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use super::aims::File;
use edits::{Edit, Writer};
use wire::Wire;

/// Documents that are open at once at most: the one that was opened first is closed.
const OPEN: usize = 8;
/// Edits in one document before the writer goes to another.
const STAY: usize = 20;

/// How long one edit, or the opening of a document, took.
pub struct Timed {
    /// `prose`, `cell`, `id` or `open`.
    pub what: &'static str,
    /// Where.
    pub path: String,
    /// What was written.
    pub edit: String,
    /// Milliseconds until the publication was there.
    pub wall: f64,
    /// Milliseconds that the server's threads ran.
    pub cpu: f64,
}

/// How a session began: milliseconds from the start of the server.
pub struct Began {
    /// To the first publication of an open document.
    pub first: f64,
    /// To the one that knows the whole repository.
    pub whole: f64,
}

/// A server and its client.
pub struct Session {
    child: Child,
    wire: Wire,
    root: PathBuf,
    writer: Writer,
    /// Open documents in the order of their opening: which of the writer's, and its version.
    open: VecDeque<(usize, i32)>,
}

impl Session {
    /// Starts the server, opens a document at once, and waits until everything is read.
    pub fn begin(root: &Path, files: Vec<File>) -> Result<(Self, Began), String> {
        let start = Instant::now();
        // Another program may be named, to be measured by turns with this one.
        let server = std::env::var_os("CLAUSELINT").unwrap_or_else(|| env!("CARGO_BIN_EXE_clauselint").into());
        let mut child = Command::new(server)
            .arg("lsp")
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let wire = Wire::new(&mut child)?;
        let mut session = Self { child, wire, root: root.to_path_buf(), writer: Writer::new(files), open: VecDeque::new() };
        let folder = session.uri("");
        let capabilities = json!({
            "window": { "workDoneProgress": true },
            "textDocument": { "publishDiagnostics": { "relatedInformation": true, "dataSupport": true, "codeDescriptionSupport": true } },
        });
        let hello =
            json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": [{ "uri": folder, "name": "aims" }] });
        session.wire.ask("initialize", &hello)?;
        session.wire.tell("initialized", &json!({}))?;
        let document = session.writer.any();
        let first = {
            session.open(document)?;
            elapsed(start)
        };
        session.wire.until(|message| message.pointer("/params/value/kind").and_then(Value::as_str) == Some("end"))?;
        // What is said now is said of everything.
        session.change(document, &Edit { line: 0, start: 0, end: 0, text: String::new() })?;
        Ok((session, Began { first, whole: elapsed(start) }))
    }

    /// Makes edits, and measures each.
    pub fn replay(&mut self, edits: usize) -> Result<Vec<Timed>, String> {
        let mut timed = Vec::with_capacity(edits);
        let mut at = self.writer.any();
        for i in 0..edits {
            if i % STAY == 0 {
                at = self.writer.any();
            }
            let what = self.writer.what();
            while !self.writer.can(at, what) {
                at = self.writer.any();
            }
            if !self.open.iter().any(|(open, _)| *open == at) {
                let (start, cpu) = (Instant::now(), self.cpu());
                self.open(at)?;
                timed.push(self.timed(at, "open", String::new(), (start, cpu)));
            }
            let edit = self.writer.edit(at, what);
            let (start, cpu) = (Instant::now(), self.cpu());
            self.change(at, &edit)?;
            timed.push(self.timed(
                at,
                what,
                format!("{}:{}-{} `{}`", edit.line + 1, edit.start, edit.end, edit.text),
                (start, cpu),
            ));
        }
        Ok(timed)
    }

    fn timed(&self, at: usize, what: &'static str, edit: String, (start, cpu): (Instant, f64)) -> Timed {
        Timed { what, path: self.writer.path(at).to_owned(), edit, wall: elapsed(start), cpu: self.cpu() - cpu }
    }

    fn open(&mut self, at: usize) -> Result<(), String> {
        let uri = self.uri(self.writer.path(at));
        let language = if edits::is_markdown(&uri) { "markdown" } else { "yaml" };
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": self.writer.text(at) });
        self.wire.tell("textDocument/didOpen", &json!({ "textDocument": item }))?;
        self.open.push_back((at, 1));
        self.published(&uri, 1)?;
        if self.open.len() > OPEN
            && let Some((closed, _)) = self.open.pop_front()
        {
            let uri = self.uri(self.writer.path(closed));
            // It was not saved: what it says is again what the disk says.
            self.writer.forget(closed);
            self.wire.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }))?;
        }
        Ok(())
    }

    fn change(&mut self, at: usize, edit: &Edit) -> Result<(), String> {
        let uri = self.uri(self.writer.path(at));
        let Some(version) = self.open.iter_mut().find(|(open, _)| *open == at).map(|(_, version)| {
            *version += 1;
            *version
        }) else {
            return Err(format!("{uri} is not open"));
        };
        let range = json!({
            "start": { "line": edit.line, "character": edit.start },
            "end": { "line": edit.line, "character": edit.end },
        });
        let changes = json!([{ "range": range, "text": edit.text }]);
        let document = json!({ "uri": uri, "version": version });
        self.wire.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }))?;
        self.published(&uri, version)
    }

    fn published(&mut self, uri: &str, version: i32) -> Result<(), String> {
        self.wire.until(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        })
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root.display()).trim_end_matches('/').to_owned()
    }

    /// Milliseconds that the server's threads have run; not a number where that is not told.
    fn cpu(&self) -> f64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let run = |task: std::fs::DirEntry| {
            let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<f64>().ok()
        };
        tasks.map_or(f64::NAN, |tasks| tasks.flatten().filter_map(run).sum::<f64>() / 1e6)
    }

    /// The most bytes of the server that were ever resident.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }

    /// Ends the session in order.
    pub fn end(mut self) -> Result<(), String> {
        self.wire.ask("shutdown", &Value::Null)?;
        self.wire.tell("exit", &Value::Null)?;
        let status = self.child.wait().map_err(|e| e.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
    }
}

fn elapsed(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
