//! What an editor shows beside the text, and the search for records.

use serde_json::{Value, json};

use crate::client::{Editor, pushed, uri};
use crate::world::World;

const MANIFEST: &str = "organisation:\n  name: Larkfield\n";
const RISKS: &str = "# AI risk register\n\n| ID | Title | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n| RSK-002 | It drifts | Bo |\n";
const POLICY: &str = "# AI policy\n\nIt counters RSK-001 (it misfires).\n\nAs ISO/IEC 42001 has it, control A.5.2 and RSK-002. See [the register](risks.md#ai-risk-register), [a photo](photo.pdf).\n";
const PLAN: &str = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risks: [RSK-001, RSK-002]\n";

fn world() -> World {
    World::new(&[
        ("clauselint.yaml", MANIFEST),
        ("risks.md", RISKS),
        ("policy.md", POLICY),
        ("plan.yaml", PLAN),
        ("photo.pdf", ""),
    ])
}

fn about(editor: &mut Editor, method: &str, file: &str) -> Vec<Value> {
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let answer = editor.ask(method, json!({ "textDocument": { "uri": uri(&format!("/aims/{file}")) }, "range": all }));
    answer.as_array().cloned().unwrap_or_default()
}

#[test]
fn records_are_found_by_id_and_title() {
    let mut editor = Editor::of(&world(), &pushed());
    let mut names = |query: &str| -> Vec<String> {
        let answer = editor.ask("workspace/symbol", json!({ "query": query }));
        let all = answer.as_array().into_iter().flatten();
        all.map(|s| format!("{} ({})", s["name"].as_str().expect("a name"), s["containerName"].as_str().expect("a kind")))
            .collect()
    };
    assert_eq!(names("rsk-002"), ["RSK-002 It drifts (AI risk)"]);
    assert_eq!(names("misfires"), ["RSK-001 It misfires (AI risk)"]);
    assert_eq!(names("trtwatch").len(), 1, "letters in their order");
    assert!(names("rabbit").is_empty() && names("").len() >= 4);
}

#[test]
fn links_lead_to_files() {
    let mut editor = Editor::of(&world(), &pushed());
    let links = about(&mut editor, "textDocument/documentLink", "policy.md");
    let targets: Vec<&str> = links.iter().map(|link| link["target"].as_str().expect("a target")).collect();
    assert_eq!(targets, ["file:///aims/risks.md", "file:///aims/photo.pdf"]);
}

#[test]
fn lenses_say_who_refers_to_a_record_and_what_was_found() {
    let mut editor = Editor::of(&world(), &pushed());
    let lenses = about(&mut editor, "textDocument/codeLens", "risks.md");
    let records: Vec<&Value> = lenses.iter().filter(|lens| lens.get("command").is_none()).collect();
    assert_eq!(records.len(), 2);
    let resolved = editor.ask("codeLens/resolve", records[0].clone());
    assert_eq!(resolved["command"]["title"], "2 references");
    assert_eq!(resolved["command"]["arguments"][2].as_array().map(Vec::len), Some(2));
    let manifest = about(&mut editor, "textDocument/codeLens", "clauselint.yaml");
    let found = editor.all().values().flatten().count();
    let title = manifest[0]["command"]["title"].as_str().expect("a title").to_owned();
    let told: usize = title.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok()).sum();
    assert_eq!(told, found, "{title}");
    let policy = about(&mut editor, "textDocument/codeLens", "policy.md");
    assert!(policy[0]["command"]["title"].as_str().is_some_and(|title| title.starts_with("answers to 5.2")), "{policy:?}");
}

#[test]
fn lenses_lead_somewhere_in_any_client() {
    let mut capabilities = pushed();
    capabilities["window"]["showDocument"] = json!({ "support": true });
    let mut editor = Editor::of(&world(), &capabilities);
    let mut click = |file: &str, nth: usize| {
        let lenses = about(&mut editor, "textDocument/codeLens", file);
        let lens = match lenses[nth].get("command") {
            Some(_) => lenses[nth].clone(),
            None => editor.ask("codeLens/resolve", lenses[nth].clone()),
        };
        let command = &lens["command"];
        let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
        editor.ask("workspace/executeCommand", asked);
        let heard = editor.heard.iter().rfind(|(method, _)| method.starts_with("window/show"));
        let (method, params) = heard.expect("something is shown").clone();
        (method, params["message"].as_str().or(params["uri"].as_str()).expect("a text").to_owned())
    };
    assert_eq!(click("risks.md", 0), ("window/showMessage".into(), "plan.yaml:4\npolicy.md:3".into()));
    assert!(click("policy.md", 0).1.contains("AI policy"), "what its kind is");
    assert!(click("clauselint.yaml", 0).1.contains("clauselint.yaml:1"), "where findings are");
}

#[test]
fn bare_ids_have_their_titles_beside_them() {
    let mut editor = Editor::of(&world(), &pushed());
    let hints = |editor: &mut Editor, file: &str| -> Vec<String> {
        let hints = about(editor, "textDocument/inlayHint", file);
        hints.iter().map(|h| format!("{} {}", h["position"]["line"], h["label"].as_str().expect("a text"))).collect()
    };
    assert_eq!(hints(&mut editor, "plan.yaml"), ["3 It misfires", "3 It drifts"]);
    let policy = hints(&mut editor, "policy.md");
    assert_eq!((policy.len(), policy[1].as_str()), (2, "4 It drifts"), "not where the title is written: {policy:?}");
    assert!(hints(&mut editor, "risks.md").is_empty());
}

#[test]
fn ids_are_tokens() {
    let mut editor = Editor::of(&world(), &pushed());
    let mut tokens = |file: &str| {
        let asked = json!({ "textDocument": { "uri": uri(&format!("/aims/{file}")) } });
        editor.ask("textDocument/semanticTokens/full", asked)["data"].clone()
    };
    assert_eq!(tokens("plan.yaml"), json!([1, 8, 7, 0, 1, 2, 12, 7, 0, 0, 0, 9, 7, 0, 0]));
    assert_eq!(tokens("policy.md"), json!([2, 12, 7, 0, 0, 2, 33, 5, 0, 2, 0, 10, 7, 0, 0]));
}
