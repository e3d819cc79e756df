//! Several repositories in one session.

use serde_json::json;

use crate::client::{Editor, pulling, pushed, uri};
use crate::expected::{findings, told};
use crate::world::World;

const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | It misfires | Ada |\n| RSK-001 | Again | Ada |\n";

fn two() -> World {
    let world = World::new(&[("clauselint.yaml", "organisation: { name: Larch Library }\n"), ("risks.md", RISKS)]);
    world.write("/other/clauselint.yaml", "organisation: { name: Elm Archive }\nrules: { duplicate-record-id: off }\n");
    world.write("/other/risks.md", RISKS);
    world
}

#[test]
fn each_folder_is_judged_by_its_own_manifest() {
    let world = two();
    let mut editor = Editor::with(&world, &pulling(), &["/aims", "/other"], &json!(null));
    let all = editor.all();
    for root in ["/aims", "/other"] {
        let mut here = all.clone();
        here.retain(|uri, _| uri.starts_with(&format!("file://{root}/")));
        assert_eq!(told(&here, root), findings(&world.below(root), world.today()));
    }
}

#[test]
fn folders_come_and_go() {
    let world = two();
    let mut editor = Editor::with(&world, &pulling(), &["/aims"], &json!(null));
    let change = |editor: &Editor, added: &[&str], removed: &[&str]| {
        let folders = |paths: &[&str]| paths.iter().map(|path| json!({ "uri": uri(path), "name": path })).collect::<Vec<_>>();
        let event = json!({ "added": folders(added), "removed": folders(removed) });
        editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    };
    let roots = |editor: &mut Editor| {
        let all = editor.all();
        ["/aims/", "/other/"].map(|root| all.keys().any(|uri| uri.starts_with(&format!("file://{root}"))))
    };
    assert_eq!(roots(&mut editor), [true, false]);
    change(&editor, &["/other"], &[]);
    assert_eq!(roots(&mut editor), [true, true]);
    change(&editor, &[], &["/aims"]);
    assert_eq!(roots(&mut editor), [false, true]);
}

#[test]
fn a_document_outside_all_folders_gets_the_root_that_check_would_take() {
    let world = two();
    let mut editor = Editor::with(&world, &pushed(), &["/aims"], &json!(null));
    editor.open("/other/risks.md", RISKS);
    editor.open("/aims/risks.md", RISKS);
    editor.all();
    assert!(editor.codes("/aims/risks.md").contains(&"duplicate-record-id"));
    assert!(!editor.codes("/other/risks.md").contains(&"duplicate-record-id"));
    let expected = findings(&world.below("/other"), world.today()).remove("risks.md").unwrap_or_default();
    assert_eq!(editor.codes("/other/risks.md").len(), expected.len());
    editor.close("/other/risks.md");
    editor.all();
    assert!(editor.codes("/other/risks.md").is_empty());
}

#[test]
fn a_manifest_within_a_folder_makes_a_root_of_its_own() {
    let world = World::new(&[("risks.md", RISKS), ("branch/risks.md", RISKS)]);
    let mut editor = Editor::with(&world, &pushed(), &["/aims"], &json!(null));
    editor.open("/aims/branch/risks.md", RISKS);
    editor.all();
    assert!(editor.codes("/aims/branch/risks.md").contains(&"duplicate-record-id"));
    world.write("/aims/branch/clauselint.yaml", "organisation: { name: Elm Archive }\nrules: { duplicate-record-id: off }\n");
    editor.watch(&[("/aims/branch/clauselint.yaml", 1)]);
    editor.all();
    assert!(!editor.codes("/aims/branch/risks.md").contains(&"duplicate-record-id"));
}
