//! Clients that send anything at all, in any amount, or take nothing: the server stays, and says what `check` says once it is asked in earnest.
//!
//! `CLAUSELINT_MESSAGES=100000 cargo test --release --test lsp hostile` sends so many messages of nonsense.

use lsp_server::{Notification, Request, RequestId};
use serde_json::{Value, json};

use crate::client::{Editor, pulling, pushed, uri};
use crate::expected::{findings, told};
use crate::world::World;

const MANIFEST: &str = "organisation: { name: Larch Library }\n";
const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner | AI systems |\n|---|---|---|---|\n| RSK-001 | It 😀 misfires | Ada | AIS-1 |\n";
const SYSTEMS: &str = "ai_systems:\n  - id: AIS-2\n    title: Shelf\n    intended_purpose: it sorts books\n";

fn library() -> World {
    World::new(&[("clauselint.yaml", MANIFEST), ("risks.md", RISKS), ("systems.yaml", SYSTEMS)])
}

/// What is said is what `check` says of these texts.
fn agrees(editor: &mut Editor, world: &World, texts: &[(&str, &str)]) {
    let mut now = world.below("/aims");
    for (path, text) in texts {
        now.set(path.trim_start_matches("/aims/"), text.as_bytes());
    }
    assert_eq!(told(&editor.all(), "/aims"), findings(&now, world.today()));
}

/// Numbers that look random and are the same at each run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    pub fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// How many messages of nonsense are sent.
pub fn messages() -> usize {
    std::env::var("CLAUSELINT_MESSAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(1500)
}

/// Any value but the one that is wanted.
fn junk(chance: &mut Chance) -> Value {
    let choices = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(3),
        json!(u32::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(0.5),
        json!(""),
        json!("\u{0}"),
        json!("../../../etc/passwd"),
        json!("file:///aims/../../etc/passwd"),
        json!("file:///aims/%FF%00.md"),
        json!("untitled:Untitled-1"),
        json!(uri("/aims/systems.yaml")),
        json!("x".repeat(5000)),
        json!([]),
        json!([[[[]]]]),
        json!([null, 1, "a"]),
        json!({}),
        json!({ "uri": 3 }),
        json!({ "line": -5, "character": u64::MAX }),
        json!({ "line": u32::MAX, "character": u32::MAX }),
    ];
    chance.of(&choices).clone()
}

/// Puts something else in one place of a value, or takes a field away.
fn spoil(value: &mut Value, chance: &mut Chance) {
    let deeper = chance.below(4) > 0;
    match value {
        Value::Object(fields) if deeper && !fields.is_empty() => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let key = chance.of(&keys);
            if chance.below(8) == 0 {
                fields.remove(key);
            } else if let Some(within) = fields.get_mut(key) {
                spoil(within, chance);
            }
        }
        Value::Array(items) if deeper && !items.is_empty() => {
            let at = chance.below(items.len());
            spoil(&mut items[at], chance);
        }
        value => *value = junk(chance),
    }
}

/// What a client could say in earnest: methods, and parameters that fit all of them.
fn said(chance: &mut Chance) -> (String, Value, bool) {
    let requests = [
        "textDocument/codeAction",
        "textDocument/codeLens",
        "codeLens/resolve",
        "codeAction/resolve",
        "textDocument/completion",
        "completionItem/resolve",
        "textDocument/definition",
        "textDocument/diagnostic",
        "workspace/diagnostic",
        "textDocument/documentHighlight",
        "textDocument/documentLink",
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/hover",
        "textDocument/inlayHint",
        "textDocument/prepareRename",
        "textDocument/references",
        "textDocument/rename",
        "textDocument/semanticTokens/full",
        "workspace/executeCommand",
        "workspace/symbol",
        "textDocument/brew",
        "",
    ];
    let notifications = [
        "initialized",
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "textDocument/didSave",
        "workspace/didChangeWatchedFiles",
        "workspace/didCreateFiles",
        "workspace/didDeleteFiles",
        "workspace/didRenameFiles",
        "workspace/didChangeConfiguration",
        "$/cancelRequest",
        "$/setTrace",
        "",
    ];
    let is_request = chance.below(2) == 0;
    let method = if is_request { *chance.of(&requests) } else { *chance.of(&notifications) };
    let file = *chance.of(&["/aims/risks.md", "/aims/systems.yaml", "/aims/clauselint.yaml", "/aims/nowhere.md", "/tmp/else.md"]);
    let at = json!({ "line": chance.below(7), "character": chance.below(60) });
    let range = json!({ "start": at, "end": { "line": chance.below(7), "character": chance.below(60) } });
    let document = json!({ "uri": uri(file), "languageId": "markdown", "version": chance.below(9), "text": RISKS });
    let files = json!([{ "uri": uri(file), "oldUri": uri(file), "newUri": uri("/aims/risks.md") }]);
    let params = json!({
        "textDocument": document,
        "contentChanges": [{ "range": range, "text": "x" }],
        "position": at,
        "range": range,
        "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
        "newName": "RSK-009",
        "query": "RSK",
        "previousResultIds": [{ "uri": uri(file), "value": "0" }],
        "id": chance.below(3000),
        "files": files,
        "changes": [{ "uri": uri(file), "type": chance.below(5) }],
        "settings": { "clauselint": { "stage": "1", "as_of": "2026-07-01", "features": { "hover": true } } },
        "command": "clauselint.explain",
        "arguments": ["RSK-001"],
        "data": { "uri": uri(file) },
        "label": "a",
        "title": "a",
    });
    (method.to_owned(), params, is_request)
}

#[test]
fn messages_of_wrong_shapes_are_answered_once_each_and_leave_no_trace() {
    let world = library();
    let mut editor = Editor::of(&world, &pulling());
    editor.open("/aims/risks.md", RISKS);
    let mut chance = Chance(4242);
    let mut asked = 0;
    for i in 0..messages() {
        let (method, mut params, is_request) = said(&mut chance);
        for _ in 0..chance.below(3) {
            spoil(&mut params, &mut chance);
        }
        if is_request {
            asked += 1;
            editor.send(Request { id: RequestId::from(format!("nonsense-{asked}")), method, params }.into());
        } else {
            editor.send(Notification { method, params }.into());
        }
        if i % 100 == 0 {
            editor.all();
        }
    }
    // All that it was told of is told anew.
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": {} }));
    for path in ["/aims/risks.md", "/aims/systems.yaml", "/aims/clauselint.yaml", "/aims/nowhere.md", "/tmp/else.md"] {
        editor.close(path);
    }
    let mut opened: Vec<(&str, &str)> = Vec::new();
    for (path, text) in [("/aims/risks.md", RISKS), ("/aims/systems.yaml", SYSTEMS), ("/aims/clauselint.yaml", MANIFEST)] {
        editor.open(path, text);
        opened.push((path, text));
    }
    agrees(&mut editor, &world, &opened);
    assert_eq!(editor.strays, asked);
}

#[test]
fn positions_outside_of_the_text_are_the_nearest_within_and_impossible_ones_are_passed_over() {
    let world = library();
    let mut editor = Editor::of(&world, &pulling());
    editor.open("/aims/risks.md", RISKS);
    let at = |line: i64, character: i64| json!({ "line": line, "character": character });
    let far = i64::from(u32::MAX);
    let change = |editor: &mut Editor, start: Value, end: Value, text: &str| {
        editor.change("/aims/risks.md", &json!([{ "range": { "start": start, "end": end }, "text": text }]));
    };
    for (start, end) in [
        (at(-1, 0), at(0, 0)),
        (at(0, -1), at(0, 1)),
        (at(0, 0), at(far + 1, 0)),
        (json!({ "line": 0.5, "character": 0 }), at(1, 0)),
        (json!(null), json!("end")),
    ] {
        change(&mut editor, start, end, "nothing of this");
        agrees(&mut editor, &world, &[("/aims/risks.md", RISKS)]);
    }
    // Behind the last line, behind a line's end, within two halves of a character, from the end to the beginning.
    let row = "| RSK-002 | It drifts | Bo | AIS-2 |\n";
    change(&mut editor, at(far, far), at(far, far), row);
    let mut text = format!("{RISKS}{row}");
    agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
    change(&mut editor, at(0, far), at(0, 4000), ", part one");
    text = text.replacen("register", "register, part one", 1);
    agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
    change(&mut editor, at(4, 16), at(4, 17), "");
    text = text.replacen('😀', "", 1);
    agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
    change(&mut editor, at(5, 9), at(5, 2), "RSK-001");
    text = text.replacen("RSK-002", "RSK-001", 1);
    agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
}

#[test]
fn a_client_that_forgets_what_is_open_is_followed() {
    let world = library();
    let mut editor = Editor::of(&world, &pulling());
    // Never opened.
    editor.change("/aims/risks.md", &json!([{ "text": "# Notes\n" }]));
    editor.close("/aims/risks.md");
    editor.open("untitled:Untitled-1", RISKS);
    agrees(&mut editor, &world, &[]);
    // Opened twice: the last text counts.
    let twice = RISKS.replace("AIS-1", "AIS-2");
    editor.open("/aims/risks.md", RISKS);
    editor.open("/aims/risks.md", &twice);
    agrees(&mut editor, &world, &[("/aims/risks.md", &twice)]);
    // A version that was before, the same again, and none below zero: the order in which they come counts.
    for version in [7, 7, -3, 2] {
        let text = RISKS.replace("AIS-1", &format!("AIS-{}", version + 10));
        let document = json!({ "uri": uri("/aims/risks.md"), "version": version });
        editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
        agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
    }
    editor.close("/aims/risks.md");
    editor.close("/aims/risks.md");
    agrees(&mut editor, &world, &[]);
}

/// Twenty megabytes are pasted into a document, and the paste is undone. The size is told, and nothing else of it.
#[test]
fn a_huge_paste_is_too_much_and_undone_all_is_as_it_was() {
    let cases = [
        (pulling(), "/aims/risks.md", RISKS, "| RSK-001 | It misfires | Ada | AIS-1 |\n"),
        (pushed(), "/aims/systems.yaml", SYSTEMS, "  - id: AIS-2\n    title: Desk\n"),
    ];
    for (capabilities, path, text, row) in cases {
        let world = library();
        let mut editor = Editor::with(&world, &capabilities, &["/aims"], &json!({ "diagnostics": "repository" }));
        editor.open(path, text);
        agrees(&mut editor, &world, &[]);
        let paste = row.repeat(20_000_000 / row.len());
        let end = json!({ "line": 99, "character": 0 });
        editor.change(path, &json!([{ "range": { "start": end, "end": end }, "text": paste }]));
        let told: Vec<Value> = editor.all()[&uri(path)].iter().map(|d| d["code"].clone()).collect();
        assert_eq!(told, ["limit-exceeded"], "{path}");
        let about = json!({ "textDocument": { "uri": uri(path) }, "position": { "line": 2, "character": 8 } });
        editor.ask("textDocument/documentSymbol", about.clone());
        editor.ask("textDocument/hover", about);
        // Typing goes on in it.
        for _ in 0..5 {
            editor.change(path, &json!([{ "range": { "start": end, "end": end }, "text": "x" }]));
        }
        let rest = json!({ "start": { "line": text.matches('\n').count(), "character": 0 }, "end": { "line": 9_999_999, "character": 0 } });
        editor.change(path, &json!([{ "range": rest, "text": "" }]));
        agrees(&mut editor, &world, &[]);
    }
}

#[test]
fn who_answers_nothing_is_asked_little_and_told_all() {
    let world = library();
    let mut capabilities = pushed();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    let mut editor = Editor::with(&world, &capabilities, &["/aims"], &json!({ "diagnostics": "repository" }));
    editor.mute = true;
    editor.open("/aims/risks.md", RISKS);
    for i in 0..50 {
        let text = RISKS.replace("AIS-1", &format!("AIS-{i}"));
        editor.write("/aims/risks.md", &text);
        agrees(&mut editor, &world, &[("/aims/risks.md", &text)]);
    }
    for method in ["client/registerCapability", "window/workDoneProgress/create", "workspace/configuration"] {
        assert_eq!(editor.heard.iter().filter(|(heard, _)| heard == method).count(), 1, "{method}");
    }
    let published = editor.published[&uri("/aims/risks.md")].clone();
    assert_eq!(editor.all()[&uri("/aims/risks.md")], published);
}
