//! What may be written where the cursor is.

use serde_json::{Value, json};

use crate::client::{Editor, position, pushed, uri};
use crate::world::World;

const MANIFEST: &str = "standard: ISO/IEC 42001:2023\norganisation:\n  name: Larkfield\n";
const RISKS: &str = "# AI risk register\n\n## Open risks\n\n| ID | Risk | Owner | Treatment option |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | modify |\n| RSK-002 | It drifts | Bo |  |\n";
const CRITERIA: &str = "---\nkind: risk-criteria\nid: RC-001\n---\n\n# AI risk criteria\n\n## Levels\n\n| Level | From | To |\n|---|---|---|\n| low | 1 | 9 |\n| high | 10 | 25 |\n";
const PLAN: &str = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risk: RSK-001\n";

/// The choices at `^` in a text that is typed into a file: what is inserted, and what it means.
fn choices(path: &str, text: &str) -> Vec<(String, String)> {
    let world = World::new(&[
        ("clauselint.yaml", MANIFEST),
        ("risks.md", RISKS),
        ("plan.yaml", PLAN),
        ("criteria.md", CRITERIA),
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

#[test]
fn words_of_a_scale_where_the_repository_tells_one() {
    let levels = [("low".to_owned(), "1 of 2".to_owned()), ("high".to_owned(), "2 of 2".to_owned())];
    assert_eq!(choices("/aims/plan.yaml", &format!("{PLAN}    residual: ^\n")), levels);
    let row = RISKS.replace("Owner |", "Level |").replace("| RSK-002 | It drifts | Bo |", "| RSK-002 | It drifts | ^ |");
    assert_eq!(choices("/aims/risks.md", &row), levels);
}

#[test]
fn the_next_id_and_all_that_other_records_say() {
    let told = choices("/aims/risks.md", &format!("{RISKS}| ^"));
    assert_eq!(told, [("RSK-003".into(), "the next id".into())]);
    let told = choices("/aims/plan.yaml", &format!("{PLAN}  - ^\n"));
    assert_eq!(told[0].0, "id: TRT-002\n    title: \"[title]\"\n    risk: \"[the risk treated]\"");
    assert_eq!(told[0].1, "one more Risk treatment");
    // Of a decision on a control, the id is the control's.
    let soa = "# Statement of Applicability\n\n| Control | Applicable | Justification |\n|---|---|---|\n| A.5.2 | yes | needed |\n| A.5.4 | yes | needed |\n| A.5.^ | | |\n";
    let told = choices("/aims/soa.md", soa);
    assert!(holds(&told, "A.5.3", "") && !holds(&told, "A.5.2", ""), "{told:?}");
}

#[test]
fn cells_of_csv() {
    let risks = "Risk ID,Risk,AI systems,Owner,Treatment option\nRSK-020,\"It lags, at times\",AIS-001,Ada,modify\n";
    let told = choices("/aims/export.csv", &format!("{risks}RSK-021,\"Late, too\",AIS-001,Bo,ret^\n"));
    assert_eq!(told, [("retain".into(), String::new())]);
    let told = choices("/aims/export.csv", &format!("{risks}^"));
    assert_eq!(told, [("RSK-021".into(), "the next id".into())]);
    assert_eq!(choices("/aims/export.csv", "ID^,Risk\nRSK-020,It lags\n"), []);
}

#[test]
fn labels_of_lines_and_their_values() {
    let policy = |line: &str| format!("# AI policy\n\n**Version:** 1.0\n{line}\n\nWe decide.\n");
    let told = choices("/aims/policies/ai-policy.md", &policy("**^"));
    assert!(holds(&told, "**Approved by:** ", "a reference") && holds(&told, "**Next review:** ", ""), "{told:?}");
    assert!(!holds(&told, "**Version:** ", ""), "what is given is not given again: {told:?}");
    let told = choices("/aims/policies/ai-policy.md", &policy("Appr^"));
    assert!(holds(&told, "**Approved by:** ", ""), "in the manner of the line above: {told:?}");
    let told = choices("/aims/policies/ai-policy.md", &policy("**Status:** ^"));
    assert!(holds(&told, "in-review", ""), "{told:?}");
    assert_eq!(choices("/aims/policies/ai-policy.md", "# AI policy\n\nAppr^\n"), [], "prose");
    assert_eq!(choices("/aims/policies/ai-policy.md", &policy("\nAppr^")), [], "a paragraph of its own");
    assert!(holds(&choices("/aims/policies/ai-policy.md", &policy("**Purpose:** to counter RSK-^")), "RSK-001", "It misfires"));
    let risk = "# Risks in detail\n\n### RSK-003: It is stolen\n\n- **Treatment option:** ^\n";
    assert!(holds(&choices("/aims/detail.md", risk), "avoid", ""));
}

#[test]
fn sections_that_a_kind_has() {
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\n## Purpose\n\nTo decide.\n\n## ^\n");
    assert!(holds(&told, "Principles", "") && !holds(&told, "Purpose", "") && !holds(&told, "Owner", ""), "{told:?}");
    let told = choices("/aims/policies/ai-policy.md", "# AI policy\n\n### princ^\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(holds(&choices("/aims/new.md", "# AI sys^\n"), "AI system impact assessment", "impact-assessment"));
}

#[test]
fn what_a_file_may_begin_with() {
    let told = choices("/aims/new.yaml", "^\n");
    assert!(holds(&told, "kind: ", "") && holds(&told, "treatments:\n  - id: ", "list of the kind treatment"), "{told:?}");
    assert!(holds(&choices("/aims/new.yaml", "kind: tre^\n"), "treatment", "Risk treatment"));
    assert!(holds(&choices("/aims/new.md", "---\nkind: ^\n---\n"), "procedure", "Procedure"));
    assert_eq!(choices("/aims/deploy.yaml", "apiVersion: v1\nkind: ^\n"), [], "somebody else's");
}

#[test]
fn mappings_in_braces() {
    let told = choices("/aims/plan.yaml", "treatments:\n  - { id: TRT-001, risk: RSK-001, opt^ }\n");
    assert_eq!(told, [("option: ".into(), "one of modify, retain, avoid, share".into())]);
    let told = choices("/aims/plan.yaml", "treatments:\n  - { id: TRT-001, option: ^, risk: RSK-001 }\n");
    assert!(holds(&told, "avoid", ""), "{told:?}");
}

#[test]
fn the_manifest() {
    let told = choices("/aims/clauselint.yaml", &format!("{MANIFEST}^\n"));
    assert!(holds(&told, "elsewhere: ", "") && !holds(&told, "standard: ", ""), "{told:?}");
    assert!(holds(&choices("/aims/clauselint.yaml", &format!("{MANIFEST}stage: ^\n")), "surveillance", ""));
    assert!(holds(&choices("/aims/clauselint.yaml", &format!("{MANIFEST}elsewhere:\n  inc^\n")), "incident: ", ""));
    assert!(holds(&choices("/aims/clauselint.yaml", &format!("{MANIFEST}rules:\n  unresolved-reference: ^\n")), "off", ""));
    let documents = format!("{MANIFEST}documents:\n  - {{ path: policies/^ }}\n");
    assert!(holds(&choices("/aims/clauselint.yaml", &documents), "policies/ai-policy.md", ""));
}
