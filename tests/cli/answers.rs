//! `explain`, `ls`, `rules`, `schema`, `completions`: that they answer, and that their JSON is JSON.

use serde_json::Value;

use crate::run::Repository;

fn repository() -> Repository {
    Repository::new(&[
        ("risks.yaml", "risks:\n  - { id: RSK-001, title: drift }\n  - { id: RSK-002, title: bias }\n"),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, risk: RSK-001 }\n"),
        ("notes/values.yaml", "image: { tag: v1 }\n"),
    ])
}

fn json(repository: &Repository, arguments: &[&str]) -> Value {
    let said = repository.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn ls_lists_files_records_and_reasons() {
    let repository = repository();
    let plain = repository.run(&["ls"]);
    assert_eq!(plain.status, 0, "{plain:?}");
    assert!(plain.out.contains("2 risk"), "{plain:?}");
    assert!(!plain.out.contains("values.yaml"), "{plain:?}");
    assert!(plain.out.ends_with("2 documents, 3 records; 1 file not recognised (--why lists them)\n"), "{plain:?}");
    let why = repository.run(&["ls", "--why"]);
    assert!(why.out.contains("notes/values.yaml  not recognised"), "{why:?}");
    let records = repository.run(&["ls", "--records"]);
    assert!(records.out.lines().any(|l| l.contains("TRT-001") && l.contains("treatments.yaml:2")), "{records:?}");
    let below = repository.run(&["ls", "--why", "notes"]);
    assert!(!below.out.contains("risks.yaml"), "{below:?}");
    let value = json(&repository, &["ls"]);
    assert_eq!(value["files"].as_array().map(Vec::len), Some(3));
}

#[test]
fn explain_tells_records_codes_and_kinds() {
    let repository = repository();
    let record = repository.run(&["explain", "RSK-001"]);
    assert!(record.out.contains("risks.yaml:2:"), "{record:?}");
    assert!(record.out.contains("TRT-001"), "{record:?}");
    assert!(repository.run(&["explain", "dead-link"]).out.starts_with("dead-link: "));
    assert!(repository.run(&["explain", "risk"]).out.contains("Fields"));
    let near = repository.run(&["explain", "RSK-003"]);
    assert!(near.err.contains("did you mean RSK-001"), "{near:?}");
    assert_eq!(json(&repository, &["explain", "RSK-001"])["subjects"][0]["is"], "record");
}

#[test]
fn every_schema_that_is_listed_is_a_schema() {
    let repository = repository();
    let names = repository.run(&["schema"]).out;
    assert!(names.lines().count() > 20, "{names}");
    for name in names.lines() {
        let said = repository.run(&["schema", name]);
        let schema: Value = serde_json::from_str(&said.out).unwrap();
        assert!(schema["$schema"].is_string(), "{name}");
    }
    assert!(names.lines().any(|name| name == "output"), "{names}");
}

#[test]
fn completions_name_the_commands() {
    let repository = repository();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = repository.run(&["completions", shell]);
        assert_eq!(said.status, 0, "{shell}");
        assert!(said.out.contains("explain"), "{shell}");
    }
}

#[test]
fn rules_new_writes_a_rule_that_is_on_and_passes_and_overwrites_nothing() {
    let repository = Repository::new(&[("clauselint.yaml", "standard: ISO/IEC 42001:2023")]);
    let first = repository.run(&["rules", "new", "risk-without-source", "--for", "risk", "--require", "source"]);
    assert_eq!(first.status, 0, "{first:?}");
    assert!(first.out.contains("it loads, fires on its `bad` and is silent on its `good`"), "{first:?}");
    let manifest = std::fs::read_to_string(repository.path().join("clauselint.yaml")).unwrap();
    assert_eq!(manifest, "standard: ISO/IEC 42001:2023\npacks: [iso42001, ./rules/house]\n");
    assert_eq!(repository.run(&["rules", "test", "risk-without-source"]).status, 0);

    let again = repository.run(&["rules", "new", "risk-without-source", "--for", "risk"]);
    assert_eq!((again.status, again.out.as_str()), (2, ""), "{again:?}");
    let built_in = repository.run(&["rules", "new", "dead-link", "--for", "risk"]);
    assert!(built_in.err.contains("there is a rule dead-link already"), "{built_in:?}");

    let other = repository.run(&["rules", "new", "risk-without-owner", "--for", "risk", "--pack", "rules/other"]);
    assert_eq!(other.status, 0, "{other:?}");
    assert!(other.out.contains("add ./rules/other to `packs:` in clauselint.yaml: until then nothing reads it"), "{other:?}");
    assert_eq!(std::fs::read_to_string(repository.path().join("clauselint.yaml")).unwrap(), manifest);
}
