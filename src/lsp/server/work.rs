//! What is done when no message is left: the state is brought up to the texts, judged, and told.

use std::time::Duration;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::root::{Read, Report};
use super::super::settings::{DIAGNOSTICS, SECTION};
use super::{PATIENCE, Server};

impl Server {
    /// The first things of a session.
    pub(super) fn start(&mut self, folders: Vec<String>, complaints: &[String]) {
        for complaint in complaints {
            self.out.log(complaint);
        }
        self.roots.fold(folders, &[], &self.documents);
        self.due = true;
    }

    /// What is asked of a client once it is ready.
    pub(super) fn greet(&mut self) {
        let mut wanted = Vec::new();
        if self.client.watches {
            // Everything: what a document leads to may be any file.
            let options = json!({ "watchers": [{ "globPattern": "**/*" }] });
            wanted.push(json!({ "id": "watch", "method": "workspace/didChangeWatchedFiles", "registerOptions": options }));
        }
        let told = "/workspace/didChangeConfiguration/dynamicRegistration";
        if self.client.capabilities.pointer(told).and_then(Value::as_bool).unwrap_or_default() {
            let options = json!({ "section": SECTION });
            wanted.push(json!({ "id": "settings", "method": "workspace/didChangeConfiguration", "registerOptions": options }));
        }
        if !wanted.is_empty() {
            self.out.ask("client/registerCapability", json!({ "registrations": wanted }));
        }
        if self.client.configures {
            self.out.ask_settings(SECTION);
        }
    }

    /// Brings all states up to the texts as they are now.
    pub(super) fn settle(&mut self, day: Date) {
        let order = self.order(day);
        for root in self.roots.iter_mut() {
            let was_idle = root.is_starting() && !root.is_reading();
            root.settle(&self.documents, &order);
            if was_idle && root.is_reading() && self.client.progress {
                let token = token(root.id);
                self.progress.insert(root.id);
                self.out.ask("window/workDoneProgress/create", json!({ "token": token }));
                let begun = json!({ "kind": "begin", "title": "clauselint", "message": format!("reading {}", root.path) });
                self.out.tell("$/progress", json!({ "token": token, "value": begun }));
            }
        }
    }

    /// Takes what a thread read.
    pub(super) fn reported(&mut self, report: Report) {
        let done = matches!(report.read, Read::Done(_));
        let root = self.roots.find(report.root);
        let documents = root.map_or(0, |root| {
            root.take(report.read);
            root.workspace().map_or(0, |workspace| workspace.documents().count())
        });
        self.due = true;
        if done && self.progress.remove(&report.root) {
            let ended = json!({ "kind": "end", "message": format!("{documents} files read") });
            self.out.tell("$/progress", json!({ "token": token(report.root), "value": ended }));
        }
    }

    /// Says anew what is to be said; gives how long there is nothing more to do.
    pub(super) fn work(&mut self) -> Duration {
        let (day, rest) = self.day();
        if self.due {
            self.settle(day);
        }
        let mut changed = false;
        for root in self.roots.iter_mut() {
            changed |= root.judge(day, &self.settings);
        }
        if !std::mem::take(&mut self.due) && !changed {
            return rest;
        }
        if !self.client.pulls {
            if self.out.is_busy() {
                self.due = true;
                return PATIENCE;
            }
            let due = if self.settings.has(DIAGNOSTICS) {
                self.published.due(&self.roots, &self.client, &self.documents, self.settings.everywhere)
            } else {
                self.published.cleared(&self.documents)
            };
            for told in due {
                self.out.tell("textDocument/publishDiagnostics", told);
            }
        }
        self.show_what_has_no_place();
        self.answer_waiting();
        let edited = std::mem::take(&mut self.edited);
        if self.client.pulls && self.client.refreshes && self.given.is_stale(&edited, &self.roots, &self.client, &self.documents)
        {
            self.out.refresh();
        }
        rest
    }

    /// What is said of no file at all is shown once for each repository.
    fn show_what_has_no_place(&mut self) {
        for root in self.roots.iter_mut() {
            for text in root.unshown(&self.settings) {
                self.out.show(&text);
            }
        }
    }
}

fn token(root: u64) -> String {
    format!("clauselint-reads-{root}")
}
