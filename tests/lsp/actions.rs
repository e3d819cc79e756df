//! What an editor offers to do about a finding.

use serde_json::{Value, json};

use crate::client::{Editor, position, pushed, uri};
use crate::world::World;

const MANIFEST: &str = "standard: ISO/IEC 42001:2023\norganisation:\n  name: Larkfield\n";
const RISKS: &str = "# AI risk register\n\n| ID | Risk | Owner | Review due |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | 2026-06-19 |\n| RSK-002 | It drifts | Bo | 2026-07-20 |\n";
const PLAN: &str = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risk: RSK-003\n    option: modfy\n";

fn world() -> World {
    World::new(&[("clauselint.yaml", MANIFEST), ("risks.md", RISKS), ("plan.yaml", PLAN)])
}

/// The actions at the first place where some words stand.
fn actions(editor: &mut Editor, path: &str, text: &str, words: &str, context: &Value) -> Vec<Value> {
    let at = position(text, text.find(words).expect("the words stand there") + 1);
    let asked = json!({ "textDocument": { "uri": uri(path) }, "range": { "start": at, "end": at }, "context": context });
    editor.ask("textDocument/codeAction", asked).as_array().expect("a list").clone()
}

fn any() -> Value {
    json!({ "diagnostics": [] })
}

fn titled<'a>(actions: &'a [Value], begin: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().is_some_and(|title| title.starts_with(begin)));
    found.unwrap_or_else(|| panic!("nothing begins with {begin}: {actions:#?}"))
}

/// A text with an action's edits in it made.
fn made(action: &Value, path: &str, text: &str) -> String {
    let mut edits = action["edit"]["changes"][uri(path)].as_array().expect("edits").clone();
    let byte = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        before + position["character"].as_u64().expect("a column") as usize
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(byte(&edit["range"]["start"])));
    edits.iter().fold(text.to_owned(), |text, edit| {
        let (from, to) = (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]));
        format!("{}{}{}", &text[..from], edit["newText"].as_str().expect("a text"), &text[to..])
    })
}

#[test]
fn a_fix_is_made_of_what_the_finding_says() {
    let mut editor = Editor::of(&world(), &pushed());
    let told = actions(&mut editor, "/aims/plan.yaml", PLAN, "modfy", &any());
    let fix = titled(&told, "Replace by modify");
    assert_eq!(fix["kind"], "quickfix");
    assert!(fix["diagnostics"][0]["message"].as_str().is_some_and(|message| message.contains("modfy")));
    assert_eq!(made(fix, "/aims/plan.yaml", PLAN), PLAN.replace("modfy", "modify"));
    let only = json!({ "diagnostics": [], "only": ["source.organizeImports"] });
    assert!(actions(&mut editor, "/aims/plan.yaml", PLAN, "modfy", &only).is_empty());
}

#[test]
fn a_finding_can_be_accepted_for_a_quarter_where_the_comment_is_read() {
    let mut editor = Editor::of(&world(), &pushed());
    let told = actions(&mut editor, "/aims/plan.yaml", PLAN, "modfy", &any());
    let accept = made(titled(&told, "Accept "), "/aims/plan.yaml", PLAN);
    let code = titled(&told, "Explain ")["title"].as_str().expect("a title").replace("Explain ", "");
    let comment = format!("clauselint: allow {code} until 2026-10-01 reason \"\"");
    assert_eq!(accept, PLAN.replace("    option", &format!("    # {comment}\n    option")));
    let twice = RISKS.replace("RSK-002", "RSK-001");
    editor.open("/aims/risks.md", &twice);
    let told = actions(&mut editor, "/aims/risks.md", &twice, "RSK-001 | It drifts", &any());
    let accept = titled(&told, "Accept ");
    let row = made(accept, "/aims/risks.md", &twice);
    assert!(
        row.contains("| 2026-07-20 <!-- clauselint: allow ") && row.contains(" until 2026-10-01 reason \"\" --> |\n"),
        "{row}"
    );
    // With a reason it holds.
    let held = row.replace("reason \"\"", "reason \"Ada is away\"");
    editor.write("/aims/risks.md", &held);
    let left = actions(&mut editor, "/aims/risks.md", &held, "RSK-001 | It drifts", &any());
    assert!(!left.iter().any(|action| action["title"] == accept["title"]), "{left:#?}");
}

#[test]
fn a_finding_explains_itself() {
    let mut editor = Editor::of(&world(), &pushed());
    let told = actions(&mut editor, "/aims/plan.yaml", PLAN, "modfy", &any());
    let command = &titled(&told, "Explain ")["command"];
    let said =
        editor.ask("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }));
    assert!(said.as_str().is_some_and(|text| text.contains(command["arguments"][0].as_str().expect("a code"))), "{said}");
    let nothing = json!({ "command": "clauselint.explain", "arguments": ["no such thing"] });
    assert_eq!(editor.ask("workspace/executeCommand", nothing), Value::Null);
}

#[test]
fn a_record_that_is_missing_is_added_and_one_more_if_asked_for() {
    let mut editor = Editor::of(&world(), &pushed());
    let told = actions(&mut editor, "/aims/plan.yaml", PLAN, "RSK-003", &any());
    let added = made(titled(&told, "Add RSK-003"), "/aims/risks.md", RISKS);
    assert!(added.starts_with(RISKS) && added[RISKS.len()..].starts_with("| RSK-003 |"), "{added}");
    let more = json!({ "diagnostics": [], "only": ["refactor"] });
    let told = actions(&mut editor, "/aims/risks.md", RISKS, "RSK-001", &more);
    let added = made(titled(&told, "Add another record: RSK-003"), "/aims/risks.md", RISKS);
    assert!(added[RISKS.len()..].starts_with("| RSK-003 |"), "{added}");
}

/// What an editor that makes files says of itself.
fn making_files() -> Value {
    let mut capabilities = pushed();
    capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true, "resourceOperations": ["create", "rename"] });
    capabilities
}

#[test]
fn the_first_record_of_a_kind_is_written_where_a_new_management_system_has_it() {
    let plan = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risk: RSK-003\n    option: modify\n";
    let world = World::new(&[("clauselint.yaml", MANIFEST), ("plan.yaml", plan)]);
    let mut editor = Editor::of(&world, &making_files());
    let told = actions(&mut editor, "/aims/plan.yaml", plan, "RSK-003", &any());
    let changes = &titled(&told, "Add RSK-003 (AI risk) in risk/register.md")["edit"]["documentChanges"];
    assert_eq!(
        (changes[0]["kind"].as_str(), changes[0]["uri"].as_str()),
        (Some("create"), Some("file:///aims/risk/register.md"))
    );
    let text = changes[1]["edits"][0]["newText"].as_str().expect("a text").to_owned();
    assert!(text.contains("| RSK-003 |"), "{text}");
    // With the file there, nothing is missing.
    editor.open("/aims/risk/register.md", &text);
    let told = actions(&mut editor, "/aims/plan.yaml", plan, "RSK-003", &any());
    assert!(!told.iter().any(|action| action["title"].as_str().is_some_and(|title| title.starts_with("Add RSK"))), "{told:#?}");
    // One that makes no files is not offered any.
    let mut editor = Editor::of(&world, &pushed());
    let told = actions(&mut editor, "/aims/plan.yaml", plan, "RSK-003", &any());
    assert!(!told.iter().any(|action| action["title"].as_str().is_some_and(|title| title.starts_with("Add RSK"))), "{told:#?}");
}

#[test]
fn what_the_standard_wants_there_to_be_is_written_from_the_manifest() {
    let world = World::new(&[("clauselint.yaml", MANIFEST)]);
    let mut editor = Editor::of(&world, &making_files());
    let told = actions(&mut editor, "/aims/clauselint.yaml", MANIFEST, "ISO/IEC", &any());
    let added = titled(&told, "Add POL-001 (AI policy) in governance/ai-policy.md");
    assert_eq!(added["diagnostics"].as_array().map(Vec::len), Some(1));
    assert!(added["diagnostics"][0]["message"].as_str().is_some_and(|message| message.contains("AI policy")), "{added}");
}

#[test]
fn an_explanation_is_shown_by_whoever_can() {
    let command = json!({ "command": "clauselint.explain", "arguments": ["A.2.2"] });
    let shown = |editor: &Editor| editor.heard.iter().filter(|(method, _)| method == "window/showMessage").count();
    let mut editor = Editor::of(&world(), &pushed());
    assert_eq!(
        editor.hello["capabilities"]["executeCommandProvider"]["commands"],
        json!(["clauselint.explain", "clauselint.showReferences"])
    );
    assert!(editor.ask("workspace/executeCommand", command.clone()).is_string());
    assert_eq!(shown(&editor), 1);
    // One that has commands of its own registers none of the server's under the same name, and shows the words itself.
    let mut capabilities = pushed();
    capabilities["experimental"] = json!({ "commands": { "commands": ["clauselint.explain", "clauselint.showReferences"] } });
    let mut editor = Editor::of(&world(), &capabilities);
    assert!(editor.hello["capabilities"].get("executeCommandProvider").is_none());
    assert!(editor.ask("workspace/executeCommand", command).is_string());
    assert_eq!(shown(&editor), 0);
    // With neither, nothing is offered that fails.
    let mut editor = Editor::with(&world(), &pushed(), &["/aims"], &json!({ "features": { "commands": false } }));
    let told = actions(&mut editor, "/aims/plan.yaml", PLAN, "modfy", &any());
    assert!(!told.iter().any(|action| action["title"].as_str().is_some_and(|title| title.starts_with("Explain"))), "{told:#?}");
}
