//! `docs/manifest.md` knows every key that the program knows, and shows none that is not one.

use clauselint::config::KEYS;
use clauselint::workspace::embedded;
use serde_json::Value;

use crate::page::{Piece, renewed};
use crate::text;

#[test]
fn every_key_has_a_heading_and_is_in_the_schema() {
    let page = text("manifest.md");
    let told: Vec<&str> = page.lines().filter_map(|l| l.strip_prefix("## `")?.strip_suffix("`")).collect();
    assert_eq!(told, KEYS, "headings of docs/manifest.md against the keys that are read");
    let schema: Value = serde_json::from_str(embedded::text("schemas/manifest.schema.json").unwrap()).unwrap();
    let known: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(known, KEYS, "the schema of the manifest against the keys that are read");
}

#[test]
fn the_manifests_shown_are_valid() {
    let schema: Value = serde_json::from_str(embedded::text("schemas/manifest.schema.json").unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut seen = 0;
    for name in ["manifest.md", "documents.md", "rules.md"] {
        let page = text(name);
        renewed(&page, |piece| {
            if let Piece::File { path: "clauselint.yaml", text } = piece {
                let value: Value = serde_yaml::from_str(&text).unwrap();
                let errors: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
                assert!(errors.is_empty(), "docs/{name}: {errors:?} in\n{text}");
                seen += 1;
            }
            None
        });
    }
    assert!(seen > 0);
}
