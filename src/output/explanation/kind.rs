//! The fields of a kind, in words.

use crate::schema::{Kind, RefTo, Schema, Type};

/// Name, type and description of each field that users may write.
pub(super) fn fields(kind: &Kind, schema: &Schema) -> Vec<[String; 3]> {
    kind.fields.iter().map(|field| [field.name.to_string(), noun(&field.ty, schema), field.description.to_string()]).collect()
}

/// The type in words; a reference with the kinds that it may lead to.
pub(super) fn noun(ty: &Type, schema: &Schema) -> String {
    match ty {
        Type::Ref(spec) => {
            let kinds = match &spec.to {
                RefTo::Any => "any record".to_owned(),
                RefTo::Kinds(kinds) => {
                    let names: Vec<&str> = kinds.iter().map(|kind| &*schema.kind(*kind).name).collect();
                    names.join(" or ")
                }
            };
            format!("{kinds}{}", if spec.open { " or text" } else { "" })
        }
        Type::List(item) => format!("list: {}", noun(item, schema)),
        Type::Map(_) => "mapping".to_owned(),
        Type::Group(group) => {
            let names: Vec<&str> = group.fields.iter().map(|field| &*field.name).collect();
            format!("{{ {} }}", names.join(", "))
        }
        other => other.noun(),
    }
}
