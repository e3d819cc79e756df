//! What may be written where the cursor is.

use serde_json::{Value, json};

use crate::client::{Editor, position, pushed, uri};
use crate::world::World;

const MANIFEST: &str = "standard: ISO/IEC 42001:2023\norganisation:\n  name: Larkfield\n";
const RISKS: &str = "# AI risk register\n\n## Open risks\n\n| ID | Risk | Owner | Treatment option |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | modify |\n| RSK-002 | It drifts | Bo |  |\n";
const PLAN: &str = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risk: RSK-001\n";

/// The choices at `^` in a text that is typed into a file: what is inserted, and what it means.
fn choices(path: &str, text: &str) -> Vec<(String, String)> {
    let world = World::new(&[
        ("clauselint.yaml", MANIFEST),
        ("risks.md", RISKS),
        ("plan.yaml", PLAN),
        ("policies/ai-policy.md", "# AI policy\n"),
    ]);
    let mut editor = Editor::of(&world, &pushed());
    let at = text.find('^').expect("a cursor");
    let typed = text.replace('^', "");
    editor.open(path, &typed);
    let asked = json!({ "textDocument": { "uri": uri(path) }, "position": position(&typed, at) });
    let answer = editor.ask("textDocument/completion", asked);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = answer["items"].as_array().into_iter().flatten();
    items.map(|item| (text(&item["textEdit"]["newText"]), text(&item["detail"]))).collect()
}

fn holds(choices: &[(String, String)], words: &str, detail: &str) -> bool {
    choices.iter().any(|(inserted, means)| inserted == words && (detail.is_empty() || means == detail))
}

#[test]
fn ids_by_kind_with_titles_where_a_field_refers() {
    let told = choices("/aims/plan.yaml", &format!("{PLAN}  - id: TRT-002\n    risk: ^\n"));
    assert_eq!(told, [("RSK-001".into(), "It misfires".into()), ("RSK-002".into(), "It drifts".into())]);
    // A title finds its record.
    let told = choices("/aims/plan.yaml", &format!("{PLAN}  - id: TRT-002\n    risk: drift^\n"));
    assert_eq!(told, [("RSK-002".into(), "It drifts".into())]);
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    controls: [A.6.2.3, A.6.2.4^\n"));
    assert!(holds(&told, "A.6.2.4", "AI system verification and validation"), "{told:?}");
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    controls:\n      - A.6.2.4^\n"));
    assert!(holds(&told, "A.6.2.4", ""), "{told:?}");
}

#[test]
fn fields_that_are_not_given_yet() {
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    ^\n"));
    assert!(holds(&told, "option: ", "") && !holds(&told, "risk: ", "") && !holds(&told, "id: ", ""), "{told:?}");
    // What is being written is no mapping as yet, so nothing can be read there.
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    opt^\n"));
    assert!(holds(&told, "option: ", ""), "{told:?}");
    let told = choices("/aims/policies/ai-policy.md", "---\nkind: policy\ntitle: AI policy\nappr^\n---\n\n# AI policy\n");
    assert!(holds(&told, "approved_by: ", "") && !holds(&told, "title: ", ""), "{told:?}");
    assert_eq!(choices("/aims/plan.yaml", "# a comment ^\n"), []);
}

#[test]
fn words_of_a_vocabulary_in_keys_and_cells() {
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    option: ^\n"));
    assert!(holds(&told, "modify", ""), "{told:?}");
    let told = choices("/aims/plan.yaml", &format!("{PLAN}    due: ^\n"));
    assert_eq!(told, [("2026-07-01".into(), "today".into())]);
}

#[test]
fn ids_in_prose_once_they_are_begun() {
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\nSee RSK-^\n");
    assert_eq!(told, [("RSK-001".into(), "It misfires".into()), ("RSK-002".into(), "It drifts".into())]);
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\nControl A.6.2.^\n");
    assert!(holds(&told, "A.6.2.4", "AI system verification and validation"), "{told:?}");
    assert_eq!(choices("/aims/policies/ai-policy.md", "# AI policy\n\nWe use AI^\n"), []);
}

#[test]
fn links_lead_to_files_and_headings() {
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\nSee [the register](^\n");
    assert!(holds(&told, "../risks.md", "AI risk register"), "{told:?}");
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\nSee [the register](../risks.md#^)\n");
    assert!(holds(&told, "open-risks", "Open risks"), "{told:?}");
}
