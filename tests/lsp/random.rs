//! Whatever is typed, opened, closed, saved and deleted: in the end the server says what `check` says of the same texts.

use clauselint::lsp::wire;
use proptest::prelude::*;
use serde_json::json;

use crate::client::{Editor, pulling, pushed};
use crate::expected::{opened, told};
use crate::world::World;

/// Something that a writer does to one of the example's files.
#[derive(Clone, Debug)]
enum Act {
    /// Replaces a piece of an open document's text: where, how much, by what.
    Type(usize, usize, usize, &'static str),
    Open(usize),
    Close(usize),
    /// Writes the editor's text to the disk.
    Save(usize),
    Delete(usize),
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
];

fn act() -> impl Strategy<Value = Act> {
    let typed = proptest::sample::select(TYPED);
    prop_oneof![
        8 => (any::<usize>(), any::<usize>(), 0..40_usize, typed).prop_map(|(file, at, length, text)| Act::Type(file, at, length, text)),
        2 => any::<usize>().prop_map(Act::Open),
        1 => any::<usize>().prop_map(Act::Close),
        1 => any::<usize>().prop_map(Act::Save),
        1 => any::<usize>().prop_map(Act::Delete),
        1 => Just(Act::Look),
    ]
}

/// A file and the editor's text of it, if it is open.
struct File {
    path: String,
    text: Option<String>,
}

fn play(acts: &[Act], editor: &mut Editor, world: &World, files: &mut [File]) {
    let count = files.len();
    for act in acts {
        match act {
            Act::Open(i) => {
                let file = &mut files[i % count];
                if file.text.is_none() && world.below("/").exists_at(&file.path) {
                    let text = world.read(&file.path);
                    editor.open(&file.path, &text);
                    file.text = Some(text);
                }
            }
            Act::Type(i, at, length, typed) => {
                let open: Vec<usize> = (0..count).filter(|i| files[*i].text.is_some()).collect();
                let Some(chosen) = open.get(i % open.len().max(1)) else { continue };
                let file = &mut files[*chosen];
                let Some(text) = &mut file.text else { continue };
                let edge = |mut at: usize| {
                    at = at.min(text.len());
                    while !text.is_char_boundary(at) || (at > 0 && text[at..].starts_with('\n') && text[..at].ends_with('\r')) {
                        at -= 1;
                    }
                    at
                };
                let start = edge(at % (text.len() + 1));
                let end = edge(start + length).max(start);
                let range = json!({ "start": position(text, start), "end": position(text, end) });
                editor.change(&file.path, &json!([{ "range": range, "text": typed }]));
                text.replace_range(start..end, typed);
            }
            Act::Close(i) => {
                let file = &mut files[i % count];
                if file.text.take().is_some() {
                    editor.close(&file.path);
                }
            }
            Act::Save(i) => {
                let file = &files[i % count];
                if let Some(text) = &file.text {
                    world.write(&file.path, text);
                    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": format!("file://{}", file.path) } }));
                    editor.watch(&[(&file.path, 2)]);
                }
            }
            Act::Delete(i) => {
                world.delete(&files[i % count].path);
                editor.watch(&[(&files[i % count].path, 3)]);
            }
            Act::Look => _ = editor.all(),
        }
    }
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

trait Exists {
    fn exists_at(&self, path: &str) -> bool;
}

impl Exists for clauselint::source::MemorySystem {
    fn exists_at(&self, path: &str) -> bool {
        clauselint::source::System::exists(self, path.trim_start_matches('/'))
    }
}

/// A dozen cases, as each is many verdicts over a repository; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    ProptestConfig { cases, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..200), length in any::<u64>(), body in ".{0,80}") {
        let header = format!("Content-Length: {length}\r\n\r\n");
        let honest = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let all = [&bytes[..], header.as_bytes(), &bytes, honest.as_bytes(), &bytes].concat();
        let mut rest = &all[..];
        while !matches!(wire::read(&mut rest).expect("memory can be read"), wire::Frame::End) {}
    }

    #[test]
    fn after_any_edits_it_says_what_check_says(acts in proptest::collection::vec(act(), 1..60), pulls in any::<bool>()) {
        let world = World::example("first-draft");
        let system = world.below("/aims");
        let paths = clauselint::source::System::walk(&system, "", &["md", "yaml"]);
        let mut files: Vec<File> = paths.into_iter().map(|path| File { path: format!("/aims/{path}"), text: None }).collect();
        let capabilities = if pulls { pulling() } else { pushed() };
        let mut editor = Editor::with(&world, &capabilities, &["/aims"], &json!({ "diagnostics": "repository" }));
        play(&acts, &mut editor, &world, &mut files);
        let asked = editor.all();
        let mut now = world.below("/aims");
        for file in &files {
            if let Some(text) = &file.text {
                now.set(&file.path["/aims/".len()..], text.as_bytes());
            }
        }
        let Some(expected) = opened(&now, world.today()) else {
            // The last good state stays, and the manifest says why.
            prop_assert_eq!(asked["file:///aims/clauselint.yaml"].len(), 1);
            return Ok(());
        };
        prop_assert_eq!(told(&asked, "/aims"), expected.clone());
        if !pulls {
            editor.published.retain(|_, diagnostics| !diagnostics.is_empty());
            prop_assert_eq!(told(&editor.published, "/aims"), expected);
        }
    }
}
