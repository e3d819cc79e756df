//! From one place to another: definition, references.

use serde_json::{Value, json};

use crate::client::{Editor, pushed, uri};
use crate::world::World;

const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n| RSK-002 | It drifts | Bo |\n";
const PLAN: &str = "context_issues:\r\n  - id: CTX-001\r\n    title: Watch it, as RSK-001 says\r\n    risks: [RSK-001, \"RSK-002\"] # RSK-001 first\r\n";
const NOTE: &str = "# AI policy\n\nWe spoke of RSK-001, not of RSK-0011 nor of risks/RSK-001.md. See [the register](risks.md#ai-risk-register) and [a review](#ai-policy).\n\nOur AI management system follows ISO/IEC 42001, control A.5.2, and RSK-001 once more.\n";
const SOA: &str = "# Statement of Applicability\n\n| Control | Applicable | Justification |\n|---|---|---|\n| A.5.2 | yes | RSK-002 |\n| A.5.3 | yes | needed |\n";

pub fn world() -> World {
    World::new(&[("risks.md", RISKS), ("plan.yaml", PLAN), ("note.md", NOTE), ("soa.md", SOA)])
}

/// Where the nth time that something stands in a text begins, in UTF-16 units of an ASCII text.
pub fn position(text: &str, words: &str, nth: usize) -> Value {
    let (at, _) = text.match_indices(words).nth(nth).expect("the words are there");
    let line = text[..at].matches('\n').count();
    let character = at - text[..at].rfind('\n').map_or(0, |i| i + 1);
    json!({ "line": line, "character": character })
}

pub fn ask_at(editor: &mut Editor, method: &str, file: &str, position: &Value, more: &Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri(&format!("/aims/{file}")) }, "position": position });
    for (key, value) in more.as_object().into_iter().flatten() {
        params[key] = value.clone();
    }
    editor.ask(method, params)
}

/// `file line:column` of each location.
fn places(answer: &Value) -> Vec<String> {
    let place = |location: &Value| {
        let file = location["uri"].as_str().expect("a text").rsplit('/').next().expect("a name").to_owned();
        let start = &location["range"]["start"];
        format!("{file} {}:{}", start["line"], start["character"])
    };
    answer.as_array().into_iter().flatten().map(place).collect()
}

#[test]
fn names_lead_to_where_the_thing_stands() {
    let mut editor = Editor::of(&world(), &pushed());
    let mut definition = |file: &str, text: &str, words: &str, nth: usize| {
        places(&ask_at(&mut editor, "textDocument/definition", file, &position(text, words, nth), &Value::Null))
    };
    assert_eq!(definition("plan.yaml", PLAN, "RSK-002", 0), ["risks.md 5:2"]);
    assert_eq!(definition("plan.yaml", PLAN, "RSK-001", 0), ["risks.md 4:2"], "a word of a text");
    assert_eq!(definition("note.md", NOTE, "RSK-001", 0), ["risks.md 4:2"]);
    assert_eq!(definition("note.md", NOTE, "risks.md#", 0), ["risks.md 0:2"], "a heading");
    assert_eq!(definition("note.md", NOTE, "#ai-policy", 0), ["note.md 0:2"], "one of this file");
    assert_eq!(definition("note.md", NOTE, "A.5.2", 0), ["soa.md 4:2"], "a control: what is said of it here");
    assert_eq!(definition("soa.md", SOA, "RSK-002", 0), ["risks.md 5:2"]);
    for (words, nth) in [("RSK-0011", 0), ("RSK-001.md", 0), ("spoke", 0)] {
        assert!(definition("note.md", NOTE, words, nth).is_empty(), "{words}");
    }
}

#[test]
fn references_are_all_places_that_name_a_record() {
    let mut editor = Editor::of(&world(), &pushed());
    let mut references = |file: &str, at: &Value, told: bool| {
        let more = json!({ "context": { "includeDeclaration": told } });
        places(&ask_at(&mut editor, "textDocument/references", file, at, &more))
    };
    let others = ["note.md 2:12", "note.md 4:67", "plan.yaml 2:24", "plan.yaml 3:12", "plan.yaml 3:34"];
    let at = position(RISKS, "RSK-001", 0);
    assert_eq!(references("risks.md", &at, false), others);
    assert_eq!(references("risks.md", &at, true), [&others[..], &["risks.md 4:2"]].concat());
    assert_eq!(references("plan.yaml", &position(PLAN, "RSK-002", 0), false), ["plan.yaml 3:22", "soa.md 4:16"]);
    assert_eq!(references("note.md", &position(NOTE, "A.5.2", 0), true), ["note.md 4:56", "soa.md 4:2"]);
    let highlights =
        ask_at(&mut editor, "textDocument/documentHighlight", "note.md", &position(NOTE, "RSK-001", 0), &Value::Null);
    assert_eq!(highlights.as_array().map(Vec::len), Some(2));
}
