//! What a schema says beyond types and words: bounds and patterns, for the JSON Schema validator; and which headings name fields within groups.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::kind::Kind;
use super::types::{Field, FieldPath, Type};
use crate::syntax::{Node, NodeValue, Style};

/// Keywords that say more than a type does.
pub(super) const CONSTRAINTS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
];

/// Adds a schema's constraints to those of its base. None when there is none: then nothing is left to validate.
pub(super) fn constraints(base: Option<Arc<Value>>, properties: &Node<'_>) -> Option<Arc<Value>> {
    let Some(own) = constrained_properties(properties) else { return base };
    let mut all = match base.as_deref() {
        Some(Value::Object(schema)) => schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default(),
        _ => Map::new(),
    };
    all.extend(own);
    Some(Arc::new(json!({ "type": "object", "properties": all })))
}

fn constrained_properties(node: &Node<'_>) -> Option<Map<String, Value>> {
    let mut found = Map::new();
    for entry in node.entries() {
        if let Some(value) = constrained(&entry.value) {
            found.insert(entry.key.text.clone().into_owned(), value);
        }
    }
    (!found.is_empty()).then_some(found)
}

fn constrained(node: &Node<'_>) -> Option<Value> {
    // Few say anything.
    let nothing = |key: &str| matches!(key, "type" | "format" | "description" | "enum") || key.starts_with("x-");
    if node.entries().iter().all(|entry| nothing(&entry.key.text)) {
        return None;
    }
    let mut schema = Map::new();
    for key in CONSTRAINTS {
        if let Some(value) = node.get(key) {
            schema.insert((*key).to_owned(), to_json(value));
        }
    }
    if let Some(items) = node.get("items").and_then(constrained) {
        schema.insert("items".to_owned(), items);
    }
    if let Some(properties) = node.get("properties").and_then(constrained_properties) {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    if let Some(entry) = node.get("additionalProperties").and_then(constrained) {
        schema.insert("additionalProperties".to_owned(), entry);
    }
    (!schema.is_empty()).then_some(Value::Object(schema))
}

/// A schema's node as JSON: quoted scalars are text, plain ones what JSON reads them as.
fn to_json(node: &Node<'_>) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Scalar(text) if node.style == Style::Quoted => Value::String(text.clone().into_owned()),
        NodeValue::Scalar(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone().into_owned())),
        NodeValue::List(items) => items.iter().map(to_json).collect(),
        NodeValue::Map(entries) => entries.iter().map(|e| (e.key.text.clone().into_owned(), to_json(&e.value))).collect(),
    }
}

/// A heading may name a field of a group or a known key of a map, if one alone bears the name.
pub(super) fn sections(kind: &Kind) -> FxHashMap<Arc<str>, FieldPath> {
    let mut found: Vec<(Arc<str>, FieldPath)> = Vec::new();
    for (i, field) in kind.fields.iter().enumerate() {
        let inner: &[Field] = match &field.ty {
            Type::Group(group) => &group.fields,
            Type::Map(map) => &map.keys.fields,
            _ => continue,
        };
        for (j, part) in inner.iter().enumerate() {
            found.extend(part.folded().iter().map(|name| (name.clone(), vec![i as u16, j as u16])));
        }
    }
    found.sort();
    found.dedup();
    let of_one = found.chunk_by(|(a, _), (b, _)| a == b).filter_map(|same| if let [one] = same { Some(one) } else { None });
    of_one.filter(|(name, _)| !kind.names().contains_key(name)).cloned().collect()
}
