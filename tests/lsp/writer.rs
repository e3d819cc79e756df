//! A writer who does anything at all: types, breaks and mends, opens, closes, saves, and lets other programs write, move and delete files.

use clauselint::source::System as _;
use jiff::ToSpan as _;
use proptest::prelude::*;
use serde_json::json;

use crate::client::{Editor, uri};
use crate::world::World;

/// Something that a writer does. Files are chosen by number among those that there ever were.
#[derive(Clone, Debug)]
pub enum Act {
    /// Replaces a piece of an open document's text: where, how much, by what.
    Type(usize, usize, usize, &'static str),
    /// Replaces an id, a name, a cell or a value of an open document by another of the same or another document: which, in whose place.
    Swap(usize, usize, usize, usize),
    /// Replaces an open document's text by one that is broken.
    Break(usize, &'static str),
    /// Replaces an open document's text by what it was in the beginning.
    Mend(usize),
    Open(usize),
    Close(usize),
    /// Writes the editor's text to the disk.
    Save(usize),
    Delete(usize),
    /// Another program replaces a piece of a file, or writes it anew if it is gone.
    Elsewhere(usize, usize, usize, &'static str),
    /// A folder with a copy of a file comes.
    Copy(usize),
    /// The editor gives a file another name.
    Rename(usize),
    /// Another stage is set, or none.
    Stage(Option<&'static str>),
    /// Days pass.
    Wait(i8),
    /// Looks at what is said, as the server is otherwise free to pass over what is between two edits.
    Look,
}

const TYPED: &[&str] = &[
    "",
    "x",
    "\n",
    "| ",
    "RSK-001",
    "RSK-099",
    "AIS-001",
    "A.5.2",
    "2026-02-31",
    "2025-01-01",
    "😀",
    "\r\n",
    "---\n",
    "# ",
    "TBD",
    ": ",
    "  - ",
    "[a](b.md)",
    "owner",
    "[",
    "{ ",
    "\"",
    "&a *a ",
    "```\n",
    "<!--",
    "\t",
    ",",
    ";",
    "kind: risk\n",
    "require: [owner]\n",
    "<!-- clauselint: allow dead-link reason \"to come\" -->\n",
    "severity: error\n",
    "stage: 2\n",
    "off",
    "\u{feff}",
];

const BROKEN: &[&str] = &[
    "",
    "- no\n- mapping\n",
    "a: [unclosed\n",
    "kind: risk\nid: RSK-001\n  title: too far in\n\tby: a tab\n",
    "---\nkind: policy\nid: [\n---\n# AI policy\n",
    "| ID | Risk |\n|---|---|\n| RSK-001 | \"open\n```\n",
    "Treatment ID,Risk ID\n\"TRT-090,RSK-005\n",
    "&a [*a, *a, *b]\n",
    "\u{0}\u{1}",
];

/// What a writer of registers does: names and references change, and it is looked at what is said.
pub fn renaming() -> impl Strategy<Value = Act> {
    let any = any::<usize>;
    prop_oneof![
        10 => (any(), any(), any(), any()).prop_map(|(file, at, from, by)| Act::Swap(file, at, from, by)),
        4 => (any(), any(), 0..8_usize, proptest::sample::select(TYPED)).prop_map(|(file, at, n, text)| Act::Type(file, at, n, text)),
        3 => any().prop_map(Act::Open),
        1 => any().prop_map(Act::Close),
        1 => any().prop_map(Act::Mend),
        1 => any().prop_map(Act::Save),
        6 => Just(Act::Look),
    ]
}

pub fn act() -> impl Strategy<Value = Act> {
    let typed = || proptest::sample::select(TYPED);
    let stage = proptest::option::of(proptest::sample::select(&["1", "2", "surveillance", "none such"][..]));
    prop_oneof![
        12 => (any::<usize>(), any::<usize>(), 0..40_usize, typed()).prop_map(|(file, at, length, text)| Act::Type(file, at, length, text)),
        4 => any::<[usize; 4]>().prop_map(|[file, at, from, by]| Act::Swap(file, at, from, by)),
        2 => (any::<usize>(), proptest::sample::select(BROKEN)).prop_map(|(file, text)| Act::Break(file, text)),
        2 => any::<usize>().prop_map(Act::Mend),
        4 => any::<usize>().prop_map(Act::Open),
        1 => any::<usize>().prop_map(Act::Close),
        1 => any::<usize>().prop_map(Act::Save),
        1 => any::<usize>().prop_map(Act::Delete),
        2 => (any::<usize>(), any::<usize>(), 0..40_usize, typed()).prop_map(|(file, at, length, text)| Act::Elsewhere(file, at, length, text)),
        1 => any::<usize>().prop_map(Act::Copy),
        1 => any::<usize>().prop_map(Act::Rename),
        1 => stage.prop_map(Act::Stage),
        1 => (0..100_i8).prop_map(Act::Wait),
        1 => Just(Act::Look),
    ]
}

const HOUSE: &str = "name: house\nversion: \"1\"\nstages: [\"1\", \"2\", \"surveillance\"]\n";
const RULES: &str = "record-unowned:\n  basis: practice\n  stage: \"1\"\n  severity: warning\n  summary: \"owner given\"\n  for: ai-system\n  require: [owner]\n  message: \"{id}: {lacking} not given\"\n  help: \"name one\"\n  why: \"Somebody must answer for it.\"\n";
const TREATMENTS: &str =
    "Treatment ID,Risk ID,Treatment option,Owner\nTRT-090,RSK-005,modify,ROL-010\nTRT-091,RSK-077,\"avoid\",\n";
const BASELINE: &str =
    "version: 1\nbaseline:\n  - { code: unresolved-reference, fingerprint: \"00000000000000000000000000000000\" }\n";
const OTHER: &str =
    "# AI risk register\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n| RSK-001 | Again | Ada |\n";

/// An example with a table of values, rules of the house and a baseline beside; and another repository.
pub fn repositories() -> World {
    beside(World::example("first-draft"))
}

/// An example with a table of values and rules of the house beside, without a baseline; and another repository.
pub fn unaccepted(example: &str) -> World {
    let world = beside(World::example(example));
    world.delete("/aims/clauselint-baseline.yaml");
    world
}

fn beside(world: World) -> World {
    let manifest = world.read("/aims/clauselint.yaml");
    for (path, text) in [
        ("/aims/clauselint.yaml", &*format!("{manifest}packs: [iso42001, ./rules/house]\n")),
        ("/aims/rules/house/pack.yaml", HOUSE),
        ("/aims/rules/house/own.yaml", RULES),
        ("/aims/risk/open-treatments.csv", TREATMENTS),
        ("/aims/clauselint-baseline.yaml", BASELINE),
        ("/other/clauselint.yaml", "organisation: { name: Elm Archive }\n"),
        ("/other/risks.md", OTHER),
    ] {
        world.write(path, text);
    }
    world
}

/// A file and the editor's text of it, if it is open.
struct File {
    path: String,
    text: Option<String>,
    /// What it was in the beginning.
    first: String,
}

/// The writer, and what they know of their files.
pub struct Writer {
    world: World,
    files: Vec<File>,
    /// The stage that is set.
    pub stage: Option<&'static str>,
}

impl Writer {
    /// Somebody who has opened nothing yet.
    pub fn new(world: &World) -> Self {
        let paths = world.below("").walk("", &["md", "yaml", "csv"]);
        let file = |path: String| File { first: world.read(&path), path, text: None };
        let files = paths.into_iter().map(|path| file(format!("/{path}"))).collect();
        Self { world: world.clone(), files, stage: None }
    }

    /// The files below a root as the editor has them.
    pub fn texts(&self, root: &str) -> clauselint::source::MemorySystem {
        let mut now = self.world.below(root);
        for file in &self.files {
            if let (Some(text), Some(within)) = (&file.text, file.path.strip_prefix(&format!("{root}/"))) {
                now.set(within, text.as_bytes());
            }
        }
        now
    }

    fn is_there(&self, path: &str) -> bool {
        self.world.below("").exists(path.trim_start_matches('/'))
    }

    /// One of the open documents.
    fn open(&self, i: usize) -> Option<usize> {
        let open: Vec<usize> = (0..self.files.len()).filter(|i| self.files[*i].text.is_some()).collect();
        open.get(i % open.len().max(1)).copied()
    }

    /// Does something.
    pub fn act(&mut self, act: &Act, editor: &mut Editor) {
        let count = self.files.len();
        match act {
            Act::Type(i, at, length, typed) => {
                let Some(file) = self.open(*i).map(|i| &mut self.files[i]) else { return };
                let Some(text) = &mut file.text else { return };
                let piece = piece(text, *at, *length);
                // What begins a text so is taken off by editors before they show it.
                if piece.start == 0 && typed.starts_with('\u{feff}') {
                    return;
                }
                let range = json!({ "start": position(text, piece.start), "end": position(text, piece.end) });
                editor.change(&file.path, &json!([{ "range": range, "text": typed }]));
                text.replace_range(piece, typed);
            }
            Act::Swap(i, at, from, by) => self.swap((*i, *at), (from % count, *by), editor),
            Act::Break(i, text) => self.replace(*i, Some(text), editor),
            Act::Mend(i) => self.replace(*i, None, editor),
            Act::Open(i) => self.come(i % count, editor),
            Act::Close(i) => {
                let file = &mut self.files[i % count];
                if file.text.take().is_some() {
                    editor.close(&file.path);
                }
            }
            Act::Save(i) => {
                let file = &self.files[i % count];
                if let Some(text) = &file.text {
                    let kind = if self.is_there(&file.path) { 2 } else { 1 };
                    self.world.write(&file.path, text);
                    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&file.path) } }));
                    editor.watch(&[(&file.path, kind)]);
                }
            }
            Act::Delete(i) => {
                let path = &self.files[i % count].path;
                if self.is_there(path) {
                    self.world.delete(path);
                    editor.watch(&[(path, 3)]);
                }
            }
            Act::Elsewhere(i, at, length, typed) => {
                let file = &self.files[i % count];
                let there = self.is_there(&file.path);
                let mut text = if there { self.world.read(&file.path) } else { file.first.clone() };
                text.replace_range(piece(&text, *at, *length), typed);
                self.world.write(&file.path, &text);
                editor.watch(&[(&file.path, if there { 2 } else { 1 })]);
            }
            Act::Copy(i) => {
                let first = self.files[i % count].first.clone();
                let (root, name) = parts(&self.files[i % count].path);
                // A manifest makes a repository of its folder once it is open: `roots` has that.
                if name == "clauselint.yaml" {
                    return;
                }
                let folder = format!("{root}/copies/{count}");
                let path = format!("{folder}/{name}");
                self.world.write(&path, &first);
                // Some are told of folders, and of nothing in them.
                editor.watch(&[(if i % 2 == 0 { &folder } else { &path }, 1)]);
                self.files.push(File { path, text: None, first });
            }
            Act::Rename(i) => self.rename(i % count, editor),
            Act::Stage(stage) => {
                self.stage = *stage;
                let settings = json!({ "stage": stage, "diagnostics": "repository" });
                editor.tell("workspace/didChangeConfiguration", json!({ "settings": { "clauselint": settings } }));
            }
            Act::Wait(days) => self.world.set_day(self.world.today().saturating_add(days.days())),
            Act::Look => _ = editor.all(),
        }
    }

    fn swap(&mut self, (i, at): (usize, usize), (from, by): (usize, usize), editor: &mut Editor) {
        let Some(i) = self.open(i) else { return };
        let other = self.files[from].text.clone().unwrap_or_else(|| self.files[from].first.clone());
        let Some(text) = self.files[i].text.clone() else { return };
        // Ids for ids, cells for cells; every other time from the same document.
        let other = if by % 2 == 0 { &text } else { &other };
        let (ids, all) = (at % 2 == 0, names(&text, at % 2 == 0));
        let others = names(other, ids);
        if all.is_empty() || others.is_empty() {
            return;
        }
        let place = all[at / 2 % all.len()].clone();
        let instead = &other[others[by / 2 % others.len()].clone()];
        let range = json!({ "start": position(&text, place.start), "end": position(&text, place.end) });
        let mut now = text.clone();
        now.replace_range(place, instead);
        let file = &mut self.files[i];
        editor.change(&file.path, &json!([{ "range": range, "text": instead }]));
        file.text = Some(now);
    }

    /// Replaces the whole text of an open document.
    fn replace(&mut self, i: usize, text: Option<&str>, editor: &mut Editor) {
        let Some(file) = self.open(i).map(|i| &mut self.files[i]) else { return };
        let text = text.unwrap_or(&file.first);
        editor.write(&file.path, text);
        file.text = Some(text.to_owned());
    }

    fn come(&mut self, i: usize, editor: &mut Editor) {
        if self.files[i].text.is_none() && self.is_there(&self.files[i].path) {
            let file = &mut self.files[i];
            let text = self.world.read(&file.path).trim_start_matches('\u{feff}').to_owned();
            editor.open(&file.path, &text);
            file.text = Some(text);
        }
    }

    /// As editors do it: what is open is closed under the old name and opened under the new.
    fn rename(&mut self, i: usize, editor: &mut Editor) {
        let old = self.files[i].path.clone();
        if !self.is_there(&old) {
            return;
        }
        let (root, name) = parts(&old);
        let new = format!("{root}/moved/{}-{name}", self.files.len());
        self.world.write(&new, &self.world.read(&old));
        self.world.delete(&old);
        let open = self.files[i].text.take();
        if open.is_some() {
            editor.close(&old);
        }
        editor.tell("workspace/didRenameFiles", json!({ "files": [{ "oldUri": uri(&old), "newUri": uri(&new) }] }));
        if let Some(text) = &open {
            editor.open(&new, text);
        }
        self.files.push(File { path: new, text: open, first: self.files[i].first.clone() });
    }
}

/// Where the ids of a text stand, or its cells, values and titles.
fn names(text: &str, ids: bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut piece = |from: usize, to: usize| {
            let inner = &line[from..to];
            let trimmed = inner.trim();
            if !trimmed.is_empty() && !trimmed.bytes().all(|b| b"-: |".contains(&b)) {
                let from = start + from + (inner.len() - inner.trim_start().len());
                found.push(from..from + trimmed.len());
            }
        };
        if ids {
            let mut from = None;
            for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
                let within = c.is_ascii_alphanumeric() || c == '-' || c == '.';
                match (from, within) {
                    (None, true) => from = Some(at),
                    (Some(begun), false) => {
                        let word = line[begun..at].trim_end_matches(['.', '-']);
                        let is_id =
                            word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_digit());
                        if is_id {
                            piece(begun, begun + word.len());
                        }
                        from = None;
                    }
                    _ => {}
                }
            }
        } else if line.starts_with('|') {
            let bars: Vec<usize> = line.match_indices('|').map(|(at, _)| at).collect();
            bars.windows(2).for_each(|bars| piece(bars[0] + 1, bars[1]));
        } else if let Some(at) = line.find(": ") {
            piece(at + 2, line.len());
        } else if line.starts_with('#') {
            piece(line.find(' ').unwrap_or(0), line.len());
        }
        start += line.len();
    }
    found
}

/// The root of a path and its last part.
fn parts(path: &str) -> (&str, &str) {
    let root = path[1..].find('/').map_or(path, |end| &path[..=end]);
    (root, path.rsplit('/').next().unwrap_or(path))
}

/// A piece of a text that an editor could replace: of whole characters, and of whole ends of lines.
fn piece(text: &str, at: usize, length: usize) -> std::ops::Range<usize> {
    let edge = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) || (at > 0 && text[at..].starts_with('\n') && text[..at].ends_with('\r')) {
            at -= 1;
        }
        at
    };
    let start = edge(at % (text.len() + 1));
    start..edge(start + length).max(start)
}

/// A position in UTF-16, counted the plain way.
fn position(text: &str, at: usize) -> serde_json::Value {
    let mut line = 0;
    let mut start = 0;
    for (i, c) in text[..at].char_indices() {
        if c == '\n' || c == '\r' && !text[i + 1..].starts_with('\n') {
            line += 1;
            start = i + 1;
        }
    }
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}
