//! The fields of a kind, in words.

use crate::answers::noun;
use crate::schema::{Kind, Schema};

/// Name, type and description of each field that users may write.
pub(super) fn fields(kind: &Kind, schema: &Schema) -> Vec<[String; 3]> {
    kind.fields.iter().map(|field| [field.name.to_string(), noun(&field.ty, schema), field.description.to_string()]).collect()
}
