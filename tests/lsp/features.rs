//! What can be asked about a document.

use serde_json::{Value, json};

use crate::client::{Editor, pushed, uri};
use crate::world::World;

const TEXT: &str = "# AI risk register\n\n## Open risks\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n| RSK-002 | It drifts | Bo |\n\n## Closed risks\n\nNone.\n";

fn about(method: &str, editor: &mut Editor) -> Value {
    editor.ask(method, json!({ "textDocument": { "uri": uri("/aims/risks.md") } }))
}

#[test]
fn symbols_are_sections_and_the_records_in_them() {
    let mut editor = Editor::of(&World::new(&[("risks.md", TEXT)]), &pushed());
    let symbols = about("textDocument/documentSymbol", &mut editor);
    let names = |symbols: &Value| -> Vec<String> {
        let all = symbols.as_array().into_iter().flatten();
        all.map(|s| format!("{} {}", s["name"].as_str().expect("a name"), s["detail"].as_str().unwrap_or_default())).collect()
    };
    assert_eq!(names(&symbols), ["AI risk register "]);
    let sections = &symbols[0]["children"];
    assert_eq!(names(sections), ["Open risks ", "Closed risks "]);
    assert_eq!(names(&sections[0]["children"]), ["RSK-001 risk", "RSK-002 risk"]);
    assert_eq!(sections[0]["children"][1]["selectionRange"]["start"], json!({ "line": 7, "character": 2 }));
}

#[test]
fn sections_fold() {
    let mut editor = Editor::of(&World::new(&[("risks.md", TEXT)]), &pushed());
    let folds = about("textDocument/foldingRange", &mut editor);
    let lines: Vec<(u64, u64)> = folds
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| (f["startLine"].as_u64().expect("a line"), f["endLine"].as_u64().expect("a line")))
        .collect();
    assert_eq!(lines, [(0, 11), (2, 8), (9, 11)]);
}

#[test]
fn what_is_switched_off_is_neither_offered_nor_answered() {
    let world = World::new(&[("risks.md", TEXT)]);
    let mut editor = Editor::with(&world, &pushed(), &["/aims"], &json!({ "features": { "folding": false } }));
    let offered = &editor.hello["capabilities"];
    assert!(offered.get("foldingRangeProvider").is_none() && offered["documentSymbolProvider"] == true);
    assert_eq!(about("textDocument/foldingRange", &mut editor), Value::Null);
    // A document that nobody reads has no answer, and is no failure.
    let other = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    assert_eq!(editor.ask("textDocument/documentSymbol", other), Value::Null);
}

#[test]
fn an_answer_is_about_the_text_as_it_was_when_it_was_asked() {
    let mut editor = Editor::of(&World::new(&[("risks.md", TEXT)]), &pushed());
    editor.all();
    editor.open("/aims/risks.md", TEXT);
    editor.write("/aims/risks.md", "# Another title\n");
    let first = editor.post("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri("/aims/risks.md") } }));
    editor.write("/aims/risks.md", TEXT);
    let second = editor.post("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri("/aims/risks.md") } }));
    let name = |answer: Result<Value, lsp_server::ResponseError>| {
        answer.expect("an answer")[0]["name"].as_str().expect("a name").to_owned()
    };
    assert_eq!(name(editor.await_answer(&first)), "Another title");
    assert_eq!(name(editor.await_answer(&second)), "AI risk register");
}

#[test]
fn diagnostics_can_be_switched_off_alone() {
    let world = World::new(&[("risks.md", &TEXT.replace("RSK-002", "RSK-001"))]);
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/risks.md", &TEXT.replace("RSK-002", "RSK-001"));
    editor.all();
    assert!(!editor.codes("/aims/risks.md").is_empty());
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "clauselint": { "features": { "diagnostics": false } } } }),
    );
    assert!(editor.all().is_empty() && editor.codes("/aims/risks.md").is_empty());
    assert!(about("textDocument/documentSymbol", &mut editor).is_array());
}
