//! What `rules new` writes loads, fires on its own `bad` and is silent on its own `good`, whatever kind it is asked for.

use clauselint::answers::scaffold;
use clauselint::rules::examples;
use clauselint::source::MemorySystem;
use clauselint::workspace::{ExampleEngine, Workspace};

#[test]
fn every_kind_that_people_write_has_a_rule_to_begin_with() {
    let empty = Workspace::open(&MemorySystem::default()).expect("the built-in pack loads");
    let mut system = MemorySystem::default();
    system.set("clauselint.yaml", "packs: [iso42001, ./house]\n");
    system.set("house/pack.yaml", "name: house\nstages: [\"1\", \"2\", surveillance]\n");
    let mut names = Vec::new();
    for (id, kind) in empty.base.schema.iter() {
        let name = format!("begin-{}", kind.name);
        if let Ok(text) = scaffold(&empty.index, id, &name, &["owner".into()], Some("1")) {
            system.set(&format!("house/{name}.yaml"), text);
            names.push(name.as_str().into());
        }
    }
    assert!(names.len() >= 25, "{} kinds", names.len());
    let workspace = Workspace::open(&system).expect("the packs load");
    assert!(workspace.base.findings.is_empty(), "{:#?}", workspace.base.findings);
    let engine = ExampleEngine { base: workspace.base.clone() };
    let failures = examples::test(&workspace.base.rules, &names, &engine, &workspace.sources);
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn values_are_of_the_fields_types() {
    let empty = Workspace::open(&MemorySystem::default()).expect("the built-in pack loads");
    let kind = |name: &str| empty.base.schema.find(name).expect("the kind is loaded");
    let action = kind("corrective-action");
    let text =
        scaffold(&empty.index, action, "x", &["due".into(), "nonconformity".into()], None).expect("an example is possible");
    for line in [
        "          due: 2026-06-30\n",
        "          nonconformity: NC-001\n",
        "    others.yaml: |\n      nonconformities:\n        - id: NC-001\n",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let refused = |name: &str, field: &str| scaffold(&empty.index, kind(name), "x", &[field.into()], None).unwrap_err();
    assert_eq!(refused("risk", "sorce"), "the kind risk has no field `sorce`; did you mean `source`?");
    assert_eq!(refused("clause", "title"), "nobody writes records of the kind clause; name one of a management system's");
    assert_eq!(refused("supplier", "assessment"), "an example of `assessment` takes more than a word; begin with another field");
}
