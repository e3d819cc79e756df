//! Diagnostics, sent unasked and asked for.

use serde_json::{Value, json};

use crate::client::{Editor, pulling, pushed, uri};
use crate::expected::{findings, told};
use crate::world::World;

const MANIFEST: &str = "organisation: { name: Larch Library }\n";
const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner | AI systems |\n|---|---|---|---|\n| RSK-001 | It 😀 misfires | Ada | AIS-1 |\n";
const SYSTEMS: &str = "ai_systems:\n  - id: AIS-1\n    title: Shelf\n    intended_purpose: it sorts books\n";

fn library() -> World {
    World::new(&[("clauselint.yaml", MANIFEST), ("risks.md", RISKS), ("systems.yaml", SYSTEMS)])
}

#[test]
fn they_are_what_check_says_of_an_example() {
    let world = World::example("first-draft");
    let expected = findings(&world.below("/aims"), world.today());
    assert!(expected.values().map(Vec::len).sum::<usize>() > 20, "the example has findings");
    let mut editor = Editor::of(&world, &pulling());
    assert_eq!(told(&editor.all(), "/aims"), expected);
    let mut editor = Editor::with(&world, &pushed(), &["/aims"], &json!({ "diagnostics": "repository" }));
    editor.all();
    let mut published = editor.published.clone();
    published.retain(|_, diagnostics| !diagnostics.is_empty());
    assert_eq!(told(&published, "/aims"), expected);
}

#[test]
fn only_open_documents_are_told_of_unasked_and_a_closed_one_is_cleared() {
    let world = library();
    let mut editor = Editor::of(&world, &pushed());
    editor.all();
    assert_eq!(editor.published.len(), 0);
    editor.open("/aims/risks.md", &RISKS.replace("AIS-1", "AIS-9"));
    editor.all();
    assert!(editor.codes("/aims/risks.md").contains(&"unresolved-reference"), "{:?}", editor.published);
    assert_eq!(editor.published.len(), 1);
    editor.close("/aims/risks.md");
    editor.all();
    assert_eq!(editor.codes("/aims/risks.md"), Vec::<&str>::new());
}

#[test]
fn a_finding_goes_when_its_cause_goes_in_another_file() {
    let mut editor = Editor::of(&library(), &pushed());
    editor.open("/aims/risks.md", RISKS);
    editor.all();
    let before = editor.codes("/aims/risks.md").join(" ");
    assert!(!before.contains("unresolved-reference"), "{before}");
    editor.open("/aims/systems.yaml", &SYSTEMS.replace("AIS-1", "AIS-2"));
    editor.all();
    assert!(editor.codes("/aims/risks.md").contains(&"unresolved-reference"));
    editor.change(
        "/aims/systems.yaml",
        &json!([{ "range": { "start": { "line": 1, "character": 12 }, "end": { "line": 1, "character": 13 } }, "text": "1" }]),
    );
    editor.all();
    assert_eq!(editor.codes("/aims/risks.md").join(" "), before);
}

#[test]
fn columns_are_in_the_units_that_the_client_counts_in() {
    for (encoding, column) in [("utf-8", 37), ("utf-16", 35), ("utf-32", 34)] {
        let mut capabilities = pushed();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut editor = Editor::of(&library(), &capabilities);
        assert_eq!(editor.hello["capabilities"]["positionEncoding"], encoding);
        editor.open("/aims/risks.md", &RISKS.replace("| Ada | AIS-1 |", "| Ada | AIS-9 |"));
        editor.all();
        let found = editor.published[&uri("/aims/risks.md")].iter().find(|d| d["code"] == "unresolved-reference").cloned();
        assert_eq!(found.expect("it is told")["range"]["start"], json!({ "line": 4, "character": column }), "{encoding}");
        // The same column is understood in an edit.
        let range = json!({ "start": { "line": 4, "character": column }, "end": { "line": 4, "character": column + 5 } });
        editor.change("/aims/risks.md", &json!([{ "range": range, "text": "AIS-1" }]));
        editor.all();
        assert!(!editor.codes("/aims/risks.md").contains(&"unresolved-reference"), "{encoding}");
    }
}

#[test]
fn a_client_that_asks_is_not_told_unasked() {
    let mut editor = Editor::of(&library(), &pulling());
    editor.all();
    editor.open("/aims/risks.md", &RISKS.replace("AIS-1", "AIS-9"));
    let ask = |editor: &mut Editor, previous: Value| {
        editor.ask(
            "textDocument/diagnostic",
            json!({ "textDocument": { "uri": uri("/aims/risks.md") }, "previousResultId": previous }),
        )
    };
    let first = ask(&mut editor, Value::Null);
    assert_eq!(first["kind"], "full");
    assert!(first["items"].as_array().expect("a list").iter().any(|d| d["code"] == "unresolved-reference"));
    let again = ask(&mut editor, first["resultId"].clone());
    assert_eq!((again["kind"].as_str(), &again["resultId"]), (Some("unchanged"), &first["resultId"]));
    // A cause in another file: it is told to ask again.
    let before = editor.heard.iter().filter(|(method, _)| method == "workspace/diagnostic/refresh").count();
    editor.open("/aims/systems.yaml", &SYSTEMS.replace("AIS-1", "AIS-9"));
    editor.until(|e| e.heard.iter().filter(|(method, _)| method == "workspace/diagnostic/refresh").count() > before);
    let after = ask(&mut editor, first["resultId"].clone());
    assert_eq!(after["kind"], "full");
    assert!(!after["items"].as_array().expect("a list").iter().any(|d| d["code"] == "unresolved-reference"));
    assert_eq!(editor.publications, 0);
    // All files, unchanged ones among them.
    let all = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = all["items"].as_array().expect("a list").clone();
    let previous: Vec<Value> = items.iter().map(|i| json!({ "uri": i["uri"], "value": i["resultId"] })).collect();
    let again = editor.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    assert!(again["items"].as_array().expect("a list").iter().all(|i| i["kind"] == "unchanged") && !items.is_empty());
}

#[test]
fn they_link_to_the_manual_and_to_other_places_and_carry_their_fix() {
    let world = library();
    world.write("/aims/more.md", "# AI risk register, continued\n\n| ID | Risk | Owner | AI systems |\n|---|---|---|---|\n| RSK-001 | Another | Bo | AIS-1 |\n");
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/risks.md", RISKS);
    editor.all();
    let told = &editor.published[&uri("/aims/risks.md")];
    assert!(!told.is_empty());
    for diagnostic in told {
        let href = diagnostic["codeDescription"]["href"].as_str().expect("a link");
        assert!(href.starts_with("https://") && href.ends_with(diagnostic["code"].as_str().expect("a code")), "{href}");
        assert_eq!(diagnostic["data"]["fingerprint"].as_str().expect("a text").len(), 32);
        assert_eq!(diagnostic["source"], "clauselint");
    }
    let everything = editor.all();
    let related = everything.values().flatten().find(|d| d["relatedInformation"].is_array());
    let location = &related.expect("a finding points at another place")["relatedInformation"][0]["location"]["uri"];
    assert!(location.as_str().expect("a text").starts_with("file:///aims/"), "{location}");
    // A client that said nothing of all that is not given it.
    let mut plain = Editor::of(&world, &json!({}));
    plain.open("/aims/risks.md", RISKS);
    plain.all();
    let told = &plain.published[&uri("/aims/risks.md")];
    assert!(
        told.iter()
            .all(|d| d.get("codeDescription").is_none() && d.get("relatedInformation").is_none() && d.get("data").is_none())
    );
}

#[test]
fn stage_and_day_can_be_set() {
    let world = World::example("first-draft");
    let later = json!({ "stage": "surveillance", "as_of": "2030-01-01" });
    let mut editor = Editor::with(&world, &pulling(), &["/aims"], &later);
    let far = editor.all();
    let mut plain = Editor::of(&world, &pulling());
    assert!(far.values().map(Vec::len).sum::<usize>() > plain.all().values().map(Vec::len).sum::<usize>());
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": { "clauselint": {} } }));
    assert_eq!(editor.all(), plain.all());
}

#[test]
fn what_has_no_place_is_shown_once() {
    let soa = "kind: soa\nid: SOA-001\ntitle: Statement of Applicability\nstatus: approved\napproved_on: 2026-06-01\n";
    let world = World::new(&[("soa.yaml", soa)]);
    let mut editor = Editor::of(&world, &pushed());
    editor.all();
    editor.open("/aims/soa.yaml", &soa.replace("June", "July"));
    editor.write("/aims/soa.yaml", &soa.replace("-06-", "-05-"));
    editor.all();
    let shown: Vec<&Value> =
        editor.heard.iter().filter(|(method, _)| method == "window/showMessage").map(|(_, params)| &params["message"]).collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].as_str().expect("a text").contains("an auditor asks for"));
}

#[test]
fn a_client_that_asks_but_cannot_be_told_to_ask_again_is_told_unasked() {
    let mut capabilities = pulling();
    capabilities["workspace"]["diagnostics"] = Value::Null;
    let world = library();
    let mut editor = Editor::of(&world, &capabilities);
    assert_eq!(editor.hello["capabilities"]["diagnosticProvider"], Value::Null);
    editor.open("/aims/risks.md", RISKS);
    editor.until(|editor| editor.published.contains_key(&uri("/aims/risks.md")));
    world.delete("/aims/systems.yaml");
    editor.watch(&[("/aims/systems.yaml", 3)]);
    editor.until(|editor| editor.codes("/aims/risks.md").contains(&"unresolved-reference"));
}
