//! The published schema of rule files fits the rule files that are built in: an editor that checks with it must not complain of them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use clauselint::workspace::embedded;
use serde_json::{Value, json};

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../schemas/rule.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn built_in_rule_files_conform() {
    let schema = schema();
    let mut seen = 0;
    for (path, text) in embedded::below("rules") {
        let name = path.rsplit('/').next().unwrap_or(path);
        if path.contains("/records/")
            || path.contains("/relations/")
            || matches!(name, "pack.yaml" | "mentions.yaml" | "coverage.yaml" | "changes.yaml")
        {
            continue;
        }
        let value: Value = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let errors: Vec<String> = schema.iter_errors(&value).map(|e| format!("{path}{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        seen += 1;
    }
    assert!(seen > 0, "no rule file is built in");
}

#[test]
fn it_says_no_to_misspelt_keys_and_to_two_checks() {
    let schema = schema();
    let rule = json!({ "basis": "law", "severity": "error", "message": "m", "expect": "a given" });
    assert!(schema.is_valid(&json!({ "a-rule": rule })));
    for (key, value) in [("expct", json!("b")), ("require", json!(["b"])), ("severity", json!("fatal")), ("bad", json!("text"))] {
        let mut wrong = rule.clone();
        wrong[key] = value;
        assert!(!schema.is_valid(&json!({ "a-rule": wrong })), "{wrong}");
    }
}
