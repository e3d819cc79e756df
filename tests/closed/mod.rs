//! A schema of output as published, but strict: so that a key that it does not describe is found.

use serde_json::Value;

/// Leaves no room for keys that the schema does not describe.
pub fn close(node: &mut Value) {
    match node {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.contains_key("properties") {
                map.insert("additionalProperties".into(), Value::Bool(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
