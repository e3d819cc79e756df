//! Clients that do not keep to the protocol, or keep to it in an unkind way.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use clauselint::lsp::{Exit, Host, serve, wire};
use lsp_server::{ErrorCode, Message, Response};
use serde_json::{Value, json};

use crate::client::{Editor, pulling, pushed, uri};
use crate::world::World;

const RISKS: &str = "# AI risk register\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n";

#[test]
fn ten_thousand_edits_in_a_row_are_a_few_judgings() {
    let world = World::new(&[("risks.md", RISKS)]);
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/risks.md", RISKS);
    editor.all();
    let before = editor.publications;
    let end = json!({ "line": 4, "character": 19 });
    for i in 0..10_000_u32 {
        let letter = char::from(b'a' + (i % 26) as u8).to_string();
        editor.change("/aims/risks.md", &json!([{ "range": { "start": end, "end": end }, "text": letter }]));
    }
    editor.all();
    assert!(editor.publications - before < 1000, "{}", editor.publications - before);
    assert_eq!(editor.end(), Exit::Orderly);
}

#[test]
fn a_client_that_never_answers_costs_nothing() {
    let world = World::new(&[("risks.md", RISKS)]);
    let mut capabilities = pulling();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut editor = Editor::of(&world, &capabilities);
    editor.mute = true;
    editor.open("/aims/risks.md", RISKS);
    for i in 0..30 {
        editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri("/aims/risks.md") } }));
        editor.open("/aims/more.md", &RISKS.replace("001", if i % 2 == 0 { "001" } else { "002" }));
        editor.all();
    }
    let asked = editor.heard.iter().filter(|(method, _)| method == "workspace/diagnostic/refresh").count();
    assert!(asked <= 1, "{asked}");
    assert_eq!(editor.end(), Exit::Orderly);
}

#[test]
fn nonsense_is_refused_or_passed_over() {
    let world = World::new(&[("risks.md", RISKS)]);
    let mut editor = Editor::of(&world, &pushed());
    let code = |editor: &mut Editor, method: &str, params: Value| {
        let id = editor.post(method, params);
        editor.await_answer(&id).expect_err("it is refused").code
    };
    assert_eq!(code(&mut editor, "textDocument/brew", json!({})), ErrorCode::MethodNotFound as i32);
    assert_eq!(code(&mut editor, "textDocument/foldingRange", json!({ "textDocument": 3 })), ErrorCode::InvalidParams as i32);
    assert_eq!(code(&mut editor, "textDocument/diagnostic", json!(null)), ErrorCode::InvalidParams as i32);
    assert_eq!(code(&mut editor, "initialize", json!({})), ErrorCode::InvalidRequest as i32);
    editor.tell("textDocument/didOpen", json!("what"));
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri("/aims/never-opened.md"), "version": 1 }, "contentChanges": [] }),
    );
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": "nonsense" } }));
    editor.tell("$/nonsense", json!(null));
    editor.send(Response::new_ok(99.into(), "to nothing").into());
    editor.open("/aims/risks.md", RISKS);
    let far = json!({ "start": { "line": 9_000_000, "character": 4_000_000_000_u32 }, "end": { "line": 0, "character": 3 } });
    editor.change("/aims/risks.md", &json!([{ "range": far, "text": "\u{0}" }]));
    editor.all();
    editor.ask("shutdown", Value::Null);
    assert_eq!(code(&mut editor, "textDocument/foldingRange", json!({})), ErrorCode::InvalidRequest as i32);
}

#[test]
fn a_request_that_is_cancelled_is_answered_so() {
    let world = World::new(&[("risks.md", RISKS)]);
    let slow = world.slow();
    let mut editor = Editor::of(&world, &pushed());
    // Asked while the repository is read, so that it waits.
    let id = editor.post("workspace/diagnostic", json!({ "previousResultIds": [] }));
    editor.tell("$/cancelRequest", json!({ "id": id }));
    assert_eq!(editor.await_answer(&id).expect_err("it is refused").code, ErrorCode::RequestCanceled as i32);
    drop(slow);
    // One that was answered is not answered again.
    let id = editor.post("workspace/diagnostic", json!({ "previousResultIds": [] }));
    editor.await_answer(&id).expect("an answer");
    editor.tell("$/cancelRequest", json!({ "id": id }));
    assert_eq!(editor.end(), Exit::Orderly);
}

#[test]
fn what_was_asked_of_a_text_that_has_changed_before_it_could_be_answered_is_refused() {
    let world = World::new(&[("risks.md", RISKS)]);
    let slow = world.slow();
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/risks.md", RISKS);
    let about = json!({ "textDocument": { "uri": uri("/aims/risks.md") } });
    let before = editor.post("textDocument/documentSymbol", about.clone());
    editor.write("/aims/risks.md", "# Another title\n");
    let after = editor.post("textDocument/documentSymbol", about);
    drop(slow);
    assert_eq!(editor.await_answer(&before).expect_err("it is refused").code, ErrorCode::ContentModified as i32);
    assert_eq!(editor.await_answer(&after).expect("an answer")[0]["name"], "Another title");
}

#[test]
fn who_goes_without_a_word_is_noticed() {
    let world = World::new(&[("risks.md", RISKS)]);
    assert_eq!(Editor::of(&world, &pushed()).vanish(), Exit::Abrupt);
    let editor = Editor::of(&world, &pushed());
    editor.tell("exit", Value::Null);
    assert_eq!(editor.vanish(), Exit::Abrupt);
    assert_eq!(Editor::of(&world, &pushed()).end(), Exit::Orderly);
}

#[test]
fn an_open_document_is_told_of_itself_while_the_repository_is_read() {
    let world = World::example("first-draft");
    let text = format!("{RISKS}\n| ID | Risk | Identified on |\n|---|---|---|\n| RSK-900 | Broken | 2026-02-31 |\n");
    let heard = |editor: &Editor, kind: &str| {
        editor.heard.iter().any(|(method, params)| method == "$/progress" && params["value"]["kind"] == kind)
    };
    let slow = world.slow();
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/broken.md", &text);
    editor.until(|editor| editor.codes("/aims/broken.md").contains(&"invalid-date"));
    assert!(heard(&editor, "begin") && !heard(&editor, "end"));
    editor.write("/aims/broken.md", &text.replace("02-31", "02-28"));
    editor.until(|editor| !editor.codes("/aims/broken.md").contains(&"invalid-date"));
    // One that asks is answered, and told to ask again when more is known.
    let mut asking = Editor::of(&world, &pulling());
    asking.open("/aims/broken.md", &text);
    let about = json!({ "textDocument": { "uri": uri("/aims/broken.md") } });
    let first = asking.ask("textDocument/diagnostic", about.clone());
    assert!(first["items"].as_array().expect("a list").iter().any(|d| d["code"] == "invalid-date"));
    drop(slow);
    asking.until(|e| e.heard.iter().any(|(method, _)| method == "workspace/diagnostic/refresh"));
    let second = asking.ask("textDocument/diagnostic", about);
    assert!(second["items"].as_array().expect("a list").len() > first["items"].as_array().expect("a list").len());
    editor.all();
    assert!(heard(&editor, "end"));
    assert!(editor.heard.iter().any(|(method, _)| method == "client/registerCapability"));
}

/// Garbage between messages, through the same reader and writer as standard input and output.
#[test]
fn garbage_between_messages_is_passed_over() {
    let (server_in, mut client_out) = std::io::pipe().expect("a pipe");
    let (mut client_in, server_out) = std::io::pipe().expect("a pipe");
    let world = World::new(&[("risks.md", RISKS)]);
    let server = std::thread::spawn(move || {
        let (connection, threads) = wire::connect(server_in, server_out);
        let host: Arc<dyn Host> = Arc::new(world);
        let exit = serve(&connection, &host);
        drop(connection);
        threads.finish();
        exit
    });
    let mut say = |bytes: &[u8]| client_out.write_all(bytes).expect("the server reads");
    let frame = |body: Value| {
        let body = body.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    say(b"\x00\xff\xfe nonsense\r\n\r\n");
    say(&frame(json!({ "jsonrpc": "2.0", "id": 0, "method": "textDocument/hover", "params": {} })));
    say(&frame(
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": 7, "workspaceFolders": "?" } }),
    ));
    say(b"Content-Length: 999999999999999\r\n\r\n{\"id\":");
    say(&frame(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} })));
    say(b"Content-Length: 9\r\n\r\n{\"id\": {]}");
    say(&frame(json!({ "jsonrpc": "2.0", "id": "two", "method": "shutdown" })));
    say(&frame(json!({ "jsonrpc": "2.0", "method": "exit" })));
    drop(client_out);
    assert_eq!(server.join().expect("the server does not panic"), Exit::Orderly);
    let mut told = String::new();
    client_in.read_to_string(&mut told).expect("text");
    for part in [
        r#""id":0,"error":{"code":-32002"#,
        r#""id":1,"result":{"capabilities""#,
        r#""id":"two","result":null"#,
        "window/logMessage",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn messages_before_the_beginning_are_refused() {
    let (server, client) = lsp_server::Connection::memory();
    let world: Arc<dyn Host> = Arc::new(World::new(&[]));
    let thread = std::thread::spawn(move || serve(&server, &world));
    let exit = lsp_server::Notification { method: "exit".into(), params: Value::Null };
    client.sender.send(Message::Notification(exit)).expect("the server is there");
    assert_eq!(thread.join().expect("the server does not panic"), Exit::Abrupt);
}
