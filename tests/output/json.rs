//! JSON as programs read it, against its published schema.

use clauselint::finding::{At, Nowhere};
use clauselint::output::{HeldBack, RuleCount, json};
use clauselint::source::Sources;
use insta::assert_snapshot;
use serde_json::Value;

use crate::made::{Parts, excluded_control, file, finding, nowhere};

fn everything() -> Parts {
    let mut sources = Sources::default();
    let excluded = excluded_control(&mut sources);
    let unreadable = file(&mut sources, "scan.md", "");
    let unreadable = finding("unreadable-file", "scan.md is no UTF-8 text", At::Nowhere(Nowhere::File(unreadable)));
    let mut parts = Parts::new(sources, vec![excluded, nowhere(), unreadable]);
    parts.findings[1].suppressed = Some(clauselint::triage::Suppression {
        by: clauselint::triage::By::Manifest,
        reason: "the policy is being written".into(),
        until: Some("2027-03-31".parse().unwrap()),
    });
    parts.held_back = vec![HeldBack { stage: "2".into(), count: 17 }];
    parts.rules = vec![RuleCount { rule: "ai-policy-missing".into(), applied: 1, fired: 1, not_judged: 0 }];
    parts
}

fn written(parts: &Parts, statistics: bool) -> String {
    let mut bytes = Vec::new();
    json::write(&parts.report(), statistics, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The schema as published, but with no room for keys that it does not describe.
fn closed_schema() -> Value {
    let mut schema: Value = serde_json::from_str(include_str!("../../schemas/check.v1.schema.json")).unwrap();
    crate::closed::close(&mut schema);
    schema
}

#[test]
fn whole_output() {
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert_snapshot!(written(&everything(), true).replace(&version, "\"version\": \"(of the program)\""));
}

#[test]
fn output_is_what_the_schema_describes() {
    let validator = jsonschema::validator_for(&closed_schema()).unwrap();
    for (parts, statistics) in [(everything(), true), (everything(), false), (Parts::new(Sources::default(), Vec::new()), false)]
    {
        let value: Value = serde_json::from_str(&written(&parts, statistics)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

type Change = fn(&mut Value);

#[test]
fn the_schema_can_say_no() {
    let validator = jsonschema::validator_for(&closed_schema()).unwrap();
    let value: Value = serde_json::from_str(&written(&everything(), true)).unwrap();
    let changes: [Change; 4] = [
        |v| v["findings"][0]["severity"] = "fatal".into(),
        |v| v["findings"][0]["at"]["start"]["line"] = 0.into(),
        |v| v["version"] = 2.into(),
        |v| v["surprise"] = true.into(),
    ];
    for change in changes {
        let mut value = value.clone();
        change(&mut value);
        assert!(!validator.is_valid(&value), "{value:#}");
    }
}
