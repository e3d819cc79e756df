//! The JSON Schema validator's findings in words for a writer.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

/// What follows the field's name in a message.
pub(super) fn phrase(kind: &Kind, found: &Json) -> String {
    let shown = match found {
        Json::String(text) => format!("`{}`", super::scalar::excerpt(text)),
        Json::Array(items) => format!("{} items", items.len()),
        other => other.to_string().trim_end_matches(".0").to_owned(),
    };
    let number = |n: &Json| n.to_string().trim_end_matches(".0").to_owned();
    match kind {
        Kind::Minimum { limit } => format!("must be at least {}, found {shown}", number(limit)),
        Kind::Maximum { limit } => format!("must be at most {}, found {shown}", number(limit)),
        Kind::ExclusiveMinimum { limit } => format!("must be more than {}, found {shown}", number(limit)),
        Kind::ExclusiveMaximum { limit } => format!("must be less than {}, found {shown}", number(limit)),
        Kind::Pattern { pattern } => format!("must match the pattern {pattern}, found {shown}"),
        Kind::MinLength { limit } => format!("must have at least {limit} characters, found {shown}"),
        Kind::MaxLength { limit } => format!("must have at most {limit} characters"),
        Kind::MinItems { limit } => format!("must have at least {limit} items, found {shown}"),
        Kind::MaxItems { limit } => format!("must have at most {limit} items, found {shown}"),
        Kind::UniqueItems => "names something twice".to_owned(),
        _ => format!("does not fit its schema, found {shown}"),
    }
}
