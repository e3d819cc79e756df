//! The manifest: its keys, as its schema has them, and what some of them take that the packs know: kinds, rules, stages, paths.

use serde_json::Value;

use super::mapping::Place;
use super::{Choice, Choices, Here, Sort, kinds};
use crate::finding::codes;
use crate::workspace::{MANIFEST, embedded};

/// The schema that `schema manifest` prints.
const SCHEMA: &str = "schemas/manifest.schema.json";

/// What may be written in the manifest; none in another file, nor in a record that is kept there.
pub(super) fn choices(here: &Here<'_>, place: &Place<'_>) -> Option<Choices> {
    let index = &here.workspace.index;
    let is_manifest = &*here.workspace.sources.get(here.file).path == MANIFEST;
    let is_record =
        |key: &&str| index.schema.iter().any(|(_, kind)| kind.in_manifest.as_ref().is_some_and(|(own, _)| **own == **key));
    if !is_manifest || place.keys.first().is_some_and(is_record) {
        return None;
    }
    let schema: Value = serde_json::from_str(embedded::text(SCHEMA)?).ok()?;
    if let Some((key, value)) = place.said.split_once(':').filter(|(_, value)| value.starts_with(' ')) {
        let value = value.trim_start_matches([' ', '"', '\'']);
        let keys: Vec<&str> = place.keys.iter().copied().chain([key]).collect();
        return Some(Choices::of(here, here.offset - value.len(), values(here, &schema, &keys)));
    }
    let node = within(&schema, &place.keys)?;
    let told = node.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut all: Vec<Choice> = told.map(|(key, node)| self::key(key, says(node))).collect();
    all.extend(names(here, &place.keys).into_iter().map(|name| self::key(&name, "")));
    all.retain(|choice| !place.given.contains(&&*choice.words));
    Some(Choices::of(here, here.offset - place.said.len(), all))
}

fn key(name: &str, says: &str) -> Choice {
    Choice::new(Sort::Field, name, "").written(format!("{name}: ")).saying(says)
}

/// What stands below keys, an item in place of its list.
fn within<'s>(schema: &'s Value, keys: &[&str]) -> Option<&'s Value> {
    let item = |node: &'s Value| node.get("items").unwrap_or(node);
    keys.iter()
        .try_fold(schema, |node, key| {
            let named = item(node).get("properties").and_then(|told| told.get(*key));
            named.or_else(|| item(node).get("additionalProperties").filter(|any| any.is_object()))
        })
        .map(item)
}

fn says(node: &Value) -> &str {
    node.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// The names that stand as keys below others.
fn names(here: &Here<'_>, keys: &[&str]) -> Vec<String> {
    match keys {
        ["elsewhere" | "fields" | "values"] => kinds::names(here, false).into_iter().map(|kind| kind.words).collect(),
        ["rules"] => rules(here),
        ["fields" | "values", kind] => {
            let schema = &here.workspace.index.schema;
            let fields = schema.find(kind).map(|kind| &schema.kind(kind).fields);
            fields.into_iter().flatten().map(|field| field.name.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// Rules, and codes that can be switched off.
fn rules(here: &Here<'_>) -> Vec<String> {
    let rules = here.workspace.base.rules.all().iter().map(|rule| rule.name.to_string());
    rules.chain(codes::CODES.iter().filter(|code| code.suppressible).map(|code| code.code.to_owned())).collect()
}

/// What stands as the value of a key.
fn values(here: &Here<'_>, schema: &Value, keys: &[&str]) -> Vec<Choice> {
    let word = |words: &str| Choice::new(Sort::Word, words, "");
    match keys {
        ["stage"] => here.workspace.base.stages().iter().map(|stage| word(stage)).collect(),
        ["documents", "kind"] => kinds::names(here, false),
        ["documents" | "allow", "path"] => here.workspace.documents().map(|path| Choice::new(Sort::File, path, "")).collect(),
        ["allow", "rule"] => rules(here).iter().map(|name| word(name)).collect(),
        _ => {
            let told = within(schema, keys).and_then(|node| node.get("enum")).and_then(Value::as_array);
            told.into_iter().flatten().filter_map(Value::as_str).map(word).collect()
        }
    }
}
