//! Files that change outside the editor, manifests and packs that change inside it, and texts that are not saved.

use std::sync::Arc;

use serde_json::json;

use crate::client::{Editor, pulling, pushed, uri};
use crate::expected::{findings, told};
use crate::world::{OnDisk, World};

const MANIFEST: &str = "organisation: { name: Larch Library }\n";
const RISKS: &str =
    "# AI risk register\n\n| ID | Risk | Owner | AI systems |\n|---|---|---|---|\n| RSK-001 | It misfires | Ada | AIS-1 |\n";
const SYSTEMS: &str = "ai_systems:\n  - id: AIS-1\n    title: Shelf\n    intended_purpose: it sorts books\n";

fn library() -> World {
    World::new(&[("clauselint.yaml", MANIFEST), ("risks.md", RISKS), ("systems.yaml", SYSTEMS)])
}

fn agrees(editor: &mut Editor, world: &World) {
    assert_eq!(told(&editor.all(), "/aims"), findings(&world.below("/aims"), world.today()));
}

#[test]
fn files_that_come_change_and_go_on_the_disk_count() {
    let world = library();
    let mut editor = Editor::of(&world, &pulling());
    agrees(&mut editor, &world);
    let steps: [(&str, Option<&str>, u8); 6] = [
        ("/aims/systems.yaml", Some("ai_systems:\n  - id: AIS-2\n    title: Shelf\n"), 2),
        (
            "/aims/new/risks.md",
            Some("# AI risk register, part two\n\n| ID | Risk | Owner |\n|---|---|---|\n| RSK-001 | Again | Bo |\n"),
            1,
        ),
        ("/aims/risks.md", None, 3),
        ("/aims/policy.md", Some("# AI policy\n\nSee [the minutes](minutes.pdf).\n"), 1),
        ("/aims/minutes.pdf", Some("%PDF"), 1),
        ("/aims/minutes.pdf", None, 3),
    ];
    for (path, text, kind) in steps {
        match text {
            Some(text) => world.write(path, text),
            None => world.delete(path),
        }
        editor.watch(&[(path, kind)]);
        agrees(&mut editor, &world);
    }
    // Some editors say of a file that came that it changed.
    world.write("/aims/minutes.pdf", "%PDF");
    editor.watch(&[("/aims/minutes.pdf", 2)]);
    agrees(&mut editor, &world);
    world.write("/aims/late.yaml", "ai_systems:\n  - id: AIS-2\n    title: Again\n");
    editor.watch(&[("/aims/late.yaml", 2), ("/aims/.git/index", 2)]);
    agrees(&mut editor, &world);
    // A folder comes at once, and goes.
    world.write("/aims/more/systems.yaml", "ai_systems:\n  - id: AIS-7\n    title: Desk\n    intended_purpose: it lends books\n");
    editor.watch(&[("/aims/more", 1)]);
    agrees(&mut editor, &world);
    world.delete("/aims/more/systems.yaml");
    editor.tell("workspace/didDeleteFiles", json!({ "files": [{ "uri": uri("/aims/more") }] }));
    agrees(&mut editor, &world);
    // A file gets another name.
    world.write("/aims/register.md", &world.read("/aims/new/risks.md"));
    world.delete("/aims/new/risks.md");
    let renamed = json!({ "oldUri": uri("/aims/new/risks.md"), "newUri": uri("/aims/register.md") });
    editor.tell("workspace/didRenameFiles", json!({ "files": [renamed] }));
    agrees(&mut editor, &world);
}

#[test]
fn what_is_open_is_as_the_editor_has_it_until_it_is_closed() {
    let world = library();
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/systems.yaml", SYSTEMS);
    editor.open("/aims/risks.md", RISKS);
    world.write("/aims/systems.yaml", "ai_systems: []\n");
    editor.watch(&[("/aims/systems.yaml", 2)]);
    editor.all();
    assert!(!editor.codes("/aims/risks.md").contains(&"unresolved-reference"), "the editor's text has the system");
    editor.close("/aims/systems.yaml");
    editor.all();
    agrees(&mut editor, &world);
    // A document that is nowhere on the disk counts while it is open.
    world.delete("/aims/systems.yaml");
    editor.open("/aims/systems.yaml", SYSTEMS);
    editor.all();
    assert!(!editor.codes("/aims/risks.md").contains(&"unresolved-reference"));
    editor.close("/aims/systems.yaml");
    agrees(&mut editor, &world);
}

#[test]
fn a_manifest_that_is_edited_judges_everything_anew() {
    let world = library();
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/clauselint.yaml", MANIFEST);
    editor.open("/aims/risks.md", &RISKS.replace("AIS-1", "AIS-9"));
    editor.all();
    assert!(editor.codes("/aims/risks.md").contains(&"unresolved-reference"));
    let text = format!("{MANIFEST}rules:\n  unresolved-reference: off\n");
    editor.write("/aims/clauselint.yaml", &text);
    editor.all();
    assert!(!editor.codes("/aims/risks.md").contains(&"unresolved-reference"), "{:?}", editor.codes("/aims/risks.md"));
    // Its own mistakes are told as they are made.
    editor.write("/aims/clauselint.yaml", &format!("{MANIFEST}rulez: {{}}\n"));
    editor.all();
    assert!(editor.codes("/aims/clauselint.yaml").contains(&"invalid-manifest"));
    // Broken, the last good state stays, and the manifest alone says why.
    editor.write("/aims/clauselint.yaml", "- no\n- mapping\n");
    editor.all();
    assert_eq!(editor.codes("/aims/clauselint.yaml"), ["invalid-manifest"]);
    assert!(editor.codes("/aims/risks.md").contains(&"unresolved-reference"));
    editor.write("/aims/risks.md", RISKS);
    editor.all();
    assert!(!editor.codes("/aims/risks.md").contains(&"unresolved-reference"), "edits count all the same");
    editor.write("/aims/clauselint.yaml", MANIFEST);
    agrees(&mut editor, &world);
}

#[test]
fn a_repository_that_is_broken_when_it_is_opened_can_be_mended() {
    let world = library();
    world.write("/aims/clauselint.yaml", &format!("{MANIFEST}packs: [iso42001, ./rules/house]\n"));
    let mut editor = Editor::with(&world, &pulling(), &["/aims"], &json!(null));
    let broken = editor.all();
    assert_eq!(broken.len(), 1);
    assert!(broken[&uri("/aims/clauselint.yaml")][0]["message"].as_str().expect("a text").contains("no pack"));
    world.write("/aims/rules/house/pack.yaml", "name: house\nversion: \"1\"\nstages: [\"1\", \"2\", \"surveillance\"]\n");
    editor.watch(&[("/aims/rules/house/pack.yaml", 1)]);
    agrees(&mut editor, &world);
}

#[test]
fn what_comes_while_a_repository_is_first_read_mends_it() {
    let pack = "name: house\nversion: \"1\"\nstages: [\"1\", \"2\", \"surveillance\"]\n";
    let world = library();
    world.write("/aims/clauselint.yaml", &format!("{MANIFEST}packs: [iso42001, ./rules/house]\n"));
    // Whether the reading is through by then is the threads' matter: whatever they do, the end is the same.
    for _ in 0..20 {
        let mut editor = Editor::with(&world, &pulling(), &["/aims"], &json!(null));
        editor.open("/aims/rules/house/pack.yaml", pack);
        let mut there = world.below("/aims");
        there.set("rules/house/pack.yaml", pack.as_bytes());
        let mut all = editor.all();
        all.retain(|_, diagnostics| !diagnostics.is_empty());
        assert_eq!(told(&all, "/aims"), findings(&there, world.today()));
    }
}

#[test]
fn a_house_rule_that_is_edited_judges_everything_anew_and_shows_its_own_mistakes() {
    let world = library();
    let pack = "name: house\nversion: \"1\"\nstages: [\"1\", \"2\", \"surveillance\"]\n";
    let rules = "shelf-unowned:\n  basis: practice\n  stage: \"1\"\n  severity: warning\n  summary: \"owner given\"\n  for: ai-system\n  require: [owner]\n  message: \"{id}: {lacking} not given\"\n  help: \"name one\"\n  why: \"Somebody must answer for it.\"\n  bad:\n    a.yaml: |\n      kind: ai-system\n      id: AIS-001   # <- shelf-unowned\n  good:\n    a.yaml: |\n      kind: ai-system\n      id: AIS-001\n      owner: Ada\n";
    world.write("/aims/clauselint.yaml", &format!("{MANIFEST}packs: [iso42001, ./rules/house]\n"));
    world.write("/aims/rules/house/pack.yaml", pack);
    world.write("/aims/rules/house/own.yaml", rules);
    let mut editor = Editor::of(&world, &pulling());
    agrees(&mut editor, &world);
    let broken = rules.replace("require: [owner]", "require: [ownerr]");
    editor.open("/aims/rules/house/own.yaml", &broken);
    let told_now = editor.all();
    assert!(told_now.contains_key(&uri("/aims/rules/house/own.yaml")), "{:?}", told_now.keys());
    world.write("/aims/rules/house/own.yaml", &broken);
    agrees(&mut editor, &world);
}

#[test]
fn what_git_ignores_is_not_told_of_be_it_open_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path").display().to_string();
    let write = |path: &str, text: &str| std::fs::write(format!("{root}/{path}"), text).expect("written");
    let twice = format!("{RISKS}| RSK-001 | Again | Bo | |\n");
    std::fs::create_dir(format!("{root}/drafts")).expect("a folder");
    write("clauselint.yaml", MANIFEST);
    write(".gitignore", "drafts/\n");
    write("drafts/risks.md", &twice);
    let mut editor = Editor::on(Arc::new(OnDisk(root.clone())), &pushed(), &[&root], &json!(null));
    let draft = format!("{root}/drafts/risks.md");
    editor.open(&draft, &twice);
    editor.all();
    assert_eq!(editor.codes(&draft), Vec::<&str>::new());
    write(".gitignore", "");
    editor.watch(&[(&format!("{root}/.gitignore"), 2)]);
    editor.all();
    assert!(editor.codes(&draft).contains(&"duplicate-record-id"));
    write(".gitignore", "drafts/\n");
    editor.watch(&[(&format!("{root}/.gitignore"), 2)]);
    editor.all();
    assert_eq!(editor.codes(&draft), Vec::<&str>::new());
    // What was never saved is ignored by nobody, until it is saved where git ignores it.
    let fresh = format!("{root}/drafts/fresh.md");
    editor.open(&fresh, &twice);
    editor.all();
    assert!(editor.codes(&fresh).contains(&"duplicate-record-id"));
    write("drafts/fresh.md", &twice);
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&fresh) } }));
    editor.all();
    assert_eq!(editor.codes(&fresh), Vec::<&str>::new());
}

#[test]
fn what_is_accepted_in_a_comment_or_in_the_baseline_is_not_told() {
    let world = library();
    world.write("/aims/risks.md", &RISKS.replace("AIS-1", "AIS-9"));
    let mut editor = Editor::of(&world, &pulling());
    agrees(&mut editor, &world);
    let fingerprint = editor.all()[&uri("/aims/risks.md")]
        .iter()
        .find(|d| d["code"] == "unresolved-reference")
        .expect("it is told")["data"]["fingerprint"]
        .as_str()
        .expect("a text")
        .to_owned();
    let comment = "<!-- clauselint: allow unresolved-reference until 2027-01-01 reason \"to come\" -->\n\n";
    let text = world.read("/aims/risks.md");
    editor.open("/aims/risks.md", &text);
    editor.write("/aims/risks.md", &format!("{comment}{text}"));
    world.write("/aims/risks.md", &format!("{comment}{text}"));
    agrees(&mut editor, &world);
    editor.write("/aims/risks.md", &text);
    world.write("/aims/risks.md", &text);
    for baseline in [
        format!("version: 1\nbaseline:\n  - {{ code: unresolved-reference, fingerprint: \"{fingerprint}\" }}\n"),
        format!("version: 1\nbaseline:\n  - {{ code: unresolved-reference, fingerprint: \"{}\" }}\n", "0".repeat(32)),
    ] {
        world.write("/aims/clauselint-baseline.yaml", &baseline);
        editor.watch(&[("/aims/clauselint-baseline.yaml", 1)]);
        agrees(&mut editor, &world);
        let told = editor.all().values().flatten().any(|d| d["code"] == "unresolved-reference");
        assert_eq!(told, !baseline.contains(&fingerprint));
    }
    editor.open("/aims/clauselint-baseline.yaml", "nonsense");
    editor.all();
    editor.close("/aims/clauselint-baseline.yaml");
    world.delete("/aims/clauselint-baseline.yaml");
    editor.watch(&[("/aims/clauselint-baseline.yaml", 3)]);
    agrees(&mut editor, &world);
}
