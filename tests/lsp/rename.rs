//! A record under another id, in every file that names it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Editor, pushed, uri};
use crate::navigation::position;
use crate::world::World;

const RISKS: &str = "# AI risk register\n\nSee [RSK-001](#rsk-001-it-misfires) and [RSK-002](#rsk-002).\n\n## RSK-001: It misfires\n\n- Owner: Ada\n- Likelihood: 2\n- Impact: 3\n\n## RSK-002\n\n- Owner: Bo\n- Likelihood: 2\n- Impact: 3\n";
const PLAN: &str = "context_issues:\r\n  - id: CTX-001\r\n    title: \"Watch it, as RSK-001 says\"\r\n    risks:\r\n      - RSK-002\r\n      - 'RSK-001' # RSK-001 first\r\n";
const PAPER: &str = "---\nkind: procedure\nid: PRC-001\ntitle: Drift\nrelated: [RSK-001]\n---\n\n# Drift\n\nAbout RSK-001 (rsk-001x, RSK-0011, [the risk](risks.md#rsk-001-it-misfires)), the file evidence/RSK-001.pdf.\n";
const TABLE: &str = "# AI treatment plan\n\n| Treatment ID | Action | Risks |\n|---|---|---|\n| TRT-002 | Retrain | RSK-001, RSK-002 |\n| TRT-003 | Stop | **RSK-001** |\n";

fn world() -> World {
    World::new(&[("risks.md", RISKS), ("plan.yaml", PLAN), ("paper.md", PAPER), ("table.md", TABLE)])
}

fn ask(editor: &mut Editor, method: &str, file: &str, at: &Value, name: &str) -> Result<Value, String> {
    let document = json!({ "uri": uri(&format!("/aims/{file}")) });
    let id = editor.post(method, json!({ "textDocument": document, "position": at, "newName": name }));
    editor.await_answer(&id).map_err(|error| error.message)
}

/// A text of ASCII after the edits of one file.
fn edited(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let offset = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64().expect("a number")).expect("a small one");
        starts[number("line")] + number("character")
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| (offset(&e["range"]["start"]), offset(&e["range"]["end"]), e["newText"].as_str().expect("a text")))
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    edits.into_iter().rev().for_each(|(start, end, new)| text.replace_range(start..end, new));
    text
}

#[test]
fn an_id_is_renamed_wherever_it_is_written_and_nothing_else() {
    let world = world();
    let mut editor = Editor::of(&world, &pushed());
    let at = position(RISKS, "RSK-001: It", 0);
    let prepared = ask(&mut editor, "textDocument/prepareRename", "risks.md", &at, "").expect("an id");
    assert_eq!((&prepared["placeholder"], &prepared["range"]["end"]["character"]), (&json!("RSK-001"), &json!(10)));
    let answer = ask(&mut editor, "textDocument/rename", "risks.md", &at, "RSK-042").expect("edits");
    let changes: BTreeMap<String, Value> = serde_json::from_value(answer["changes"].clone()).expect("by file");
    let after = |file: &str, text: &str| edited(text, &changes[&uri(&format!("/aims/{file}"))]);
    assert_eq!(after("risks.md", RISKS), RISKS.replace("RSK-001", "RSK-042").replace("rsk-001", "rsk-042"));
    assert_eq!(after("plan.yaml", PLAN), PLAN.replace("RSK-001", "RSK-042"));
    assert_eq!(after("table.md", TABLE), TABLE.replace("RSK-001", "RSK-042"));
    let paper =
        PAPER.replace("[RSK-001]", "[RSK-042]").replace("About RSK-001", "About RSK-042").replace("#rsk-001-", "#rsk-042-");
    assert_eq!(after("paper.md", PAPER), paper);
    assert_eq!(changes.len(), 4);
    // From a word of a text it is the same.
    let inside = position(PAPER, "RSK-001 (", 0);
    let other = ask(&mut editor, "textDocument/rename", "paper.md", &inside, "RSK-042").expect("edits");
    assert_eq!(other, answer);
}

#[test]
fn a_client_that_counts_versions_is_told_which_one_is_meant() {
    let mut capabilities = pushed();
    capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let mut editor = Editor::of(&world(), &capabilities);
    editor.open("/aims/table.md", TABLE);
    let at = position(TABLE, "RSK-001", 0);
    let answer = ask(&mut editor, "textDocument/rename", "table.md", &at, "RSK-042").expect("edits");
    let documents = answer["documentChanges"].as_array().expect("a list");
    let versions: Vec<(&str, &Value)> =
        documents.iter().map(|d| (d["textDocument"]["uri"].as_str().expect("a text"), &d["textDocument"]["version"])).collect();
    assert_eq!(versions.len(), 4);
    for (uri, version) in versions {
        assert_eq!(*version, if uri.ends_with("table.md") { json!(1) } else { Value::Null }, "{uri}");
    }
}

#[test]
fn what_cannot_be_renamed_is_refused_with_the_reason() {
    let soa = "# Statement of Applicability\n\n| Control | Applicable | Justification |\n|---|---|---|\n| A.5.2 | yes | needed |\n| A.5.3 | yes | needed |\n";
    let world = world();
    world.write("/aims/soa.md", soa);
    let mut editor = Editor::of(&world, &pushed());
    let refused = |editor: &mut Editor, file: &str, text: &str, words: &str, name: &str| {
        let at = position(text, words, 0);
        ask(editor, "textDocument/rename", file, &at, name).expect_err("it is refused")
    };
    let told = refused(&mut editor, "soa.md", soa, "A.5.2", "A.5.9");
    assert_eq!(told, "`A.5.2` is not this repository's to rename: a pack gives it");
    for (name, why) in [
        ("RSK-002", "`RSK-002` is taken: risks.md:11 tells it"),
        ("RSK 7", "`RSK 7` cannot be an id: write letters, digits and hyphens, such as RSK-001"),
        ("TRT-7", "`TRT-7` does not look like the id of a risk, as RSK-001 does"),
        ("", "`` cannot be an id: write letters, digits and hyphens, such as RSK-001"),
    ] {
        assert_eq!(refused(&mut editor, "table.md", TABLE, "RSK-001", name), why);
    }
    let nothing = ask(&mut editor, "textDocument/prepareRename", "table.md", &position(TABLE, "Retrain", 0), "");
    assert_eq!(nothing, Ok(Value::Null));
    for range in [
        "treatments:\n  - id: TRT-009\n    title: Both\n    risk: RSK-002..004\n",
        "context_issues:\n  - id: CTX-009\n    title: Both\n    risks: [RSK-001 to RSK-004]\n",
        "context_issues:\n  - id: CTX-009\n    title: Both\n    risks: [RSK-001/002]\n",
        "treatments:\n  - id: TRT-009\n    title: Both\n    notes: of RSK-001 – RSK-002 all\n",
    ] {
        world.write("/aims/range.yaml", range);
        editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri("/aims/range.yaml"), "type": 1 }] }));
        editor.all();
        let told = refused(&mut editor, "risks.md", RISKS, "RSK-002\n", "RSK-042");
        assert_eq!(told, "`RSK-002` stands in a range of ids at range.yaml:4; write each id out first", "{range}");
    }
}
