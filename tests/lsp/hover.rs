//! What is said of the words below the cursor.

use serde_json::{Value, json};

use crate::client::{Editor, position, pushed, uri};
use crate::world::World;

const RISKS: &str = "# AI risk register\n\nSee RSK-002 by 2026-08-10 and RSK-099.\n\n| ID | Risk | Owner | Review due |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | 2026-06-19 |\n| RSK-002 | It drifts | Bo | 2026-07-02 |\n";
const PLAN: &str = "treatments:\n  - id: TRT-001\n    title: Watch it\n    risk: RSK-001\n    option: modify\n    controls: [A.6.2.4]\n    due: 2026-08-10\n";

fn world() -> World {
    World::new(&[
        ("clauselint.yaml", "standard: ISO/IEC 42001:2023\norganisation:\n  name: Larkfield\n"),
        ("risks.md", RISKS),
        ("plan.yaml", PLAN),
        ("note.md", "# AI policy\n\nControl A.6.2.4 of ISO/IEC 42001 <b>holds</b>.\n"),
    ])
}

/// What a hover says at the `nth` place, from 0, where some words stand.
fn hover(editor: &mut Editor, path: &str, text: &str, words: &str, nth: usize) -> Value {
    let at = text.match_indices(words).nth(nth).expect("the words stand there").0 + 1;
    let about = json!({ "textDocument": { "uri": uri(path) }, "position": position(text, at) });
    editor.ask("textDocument/hover", about)
}

fn says(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_default()
}

#[test]
fn of_a_record_it_is_the_card_wherever_its_id_stands() {
    let mut editor = Editor::of(&world(), &pushed());
    let (risks, plan) = ("/aims/risks.md", "/aims/plan.yaml");
    for hover in [hover(&mut editor, risks, RISKS, "RSK-001", 0), hover(&mut editor, plan, PLAN, "RSK-001", 0)] {
        let said = says(&hover);
        assert!(said.starts_with("**RSK-001** It misfires (AI risk)\n") || said.starts_with("**RSK-001** It misfires"), "{said}");
        assert!(said.contains("- owner: Ada") && said.contains("TRT-001") && said.contains("- told in: risks.md:7"), "{said}");
    }
    let prose = hover(&mut editor, risks, RISKS, "RSK-002", 0);
    assert!(says(&prose).contains("It drifts"), "{prose}");
    assert_eq!(prose["range"], json!({ "start": { "line": 2, "character": 4 }, "end": { "line": 2, "character": 11 } }));
    assert_eq!(hover(&mut editor, risks, RISKS, "RSK-099", 0), Value::Null);
    assert_eq!(hover(&mut editor, risks, RISKS, "drifts", 0), Value::Null);
}

#[test]
fn of_a_control_it_is_what_it_asks_and_what_there_is() {
    let mut editor = Editor::of(&world(), &pushed());
    let note = "# AI policy\n\nControl A.6.2.4 of ISO/IEC 42001 <b>holds</b>.\n";
    for hover in
        [hover(&mut editor, "/aims/plan.yaml", PLAN, "A.6.2.4", 0), hover(&mut editor, "/aims/note.md", note, "A.6.2.4", 0)]
    {
        let said = says(&hover);
        assert!(said.starts_with("**A.6.2.4** AI system verification and validation\n"), "{said}");
        assert!(said.contains("- gist: ") && said.contains("- related, EU AI Act: "), "{said}");
    }
}

#[test]
fn of_the_name_of_a_field_it_is_what_the_schema_says() {
    let mut editor = Editor::of(&world(), &pushed());
    let key = hover(&mut editor, "/aims/plan.yaml", PLAN, "option", 0);
    assert!(says(&key).contains("**option** field of") && says(&key).contains("- takes: one of "), "{key}");
    let column = hover(&mut editor, "/aims/risks.md", RISKS, "Owner", 0);
    assert!(says(&column).contains("**owner** field of"), "{column}");
    let word = hover(&mut editor, "/aims/plan.yaml", PLAN, "modify", 0);
    assert!(says(&word).contains("**option** field of"), "{word}");
}

#[test]
fn of_a_date_it_is_how_far_off_it_is() {
    let mut editor = Editor::of(&world(), &pushed());
    let prose = hover(&mut editor, "/aims/risks.md", RISKS, "2026-08-10", 0);
    assert_eq!(says(&prose), "**2026-08-10** in 40 days\n");
    let due = hover(&mut editor, "/aims/plan.yaml", PLAN, "2026-08-10", 0);
    assert!(says(&due).contains("- day: in 40 days"), "{due}");
    let past = hover(&mut editor, "/aims/risks.md", RISKS, "2026-06-19", 0);
    assert!(says(&past).contains("12 days ago"), "{past}");
    let next = hover(&mut editor, "/aims/risks.md", RISKS, "2026-07-02", 0);
    assert!(says(&next).contains("tomorrow"), "{next}");
}

#[test]
fn a_client_that_wants_no_markdown_gets_words() {
    let mut capabilities = pushed();
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["plaintext"] });
    let mut editor = Editor::of(&world(), &capabilities);
    let card = hover(&mut editor, "/aims/risks.md", RISKS, "RSK-001", 0);
    assert_eq!(card["contents"]["kind"], "plaintext");
    assert!(says(&card).starts_with("RSK-001: It misfires"), "{card}");
}
