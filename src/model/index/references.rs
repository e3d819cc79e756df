//! The references that a file's fields hold, each with its place.

use super::{Index, Target};
use crate::model::{Data, Facts, Value};
use crate::schema::{RefSpec, Type};

/// A reference in a field.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'f> {
    /// The value, with its place.
    pub value: &'f Value,
    /// Its text as read.
    pub text: &'f str,
    /// The list that it stands in, itself included; empty where it stands alone.
    pub beside: &'f [Value],
    spec: &'f RefSpec,
}

impl Index {
    /// Calls `found` for each reference in the fields of a file's records, in order of record and field.
    pub fn references<'f>(&'f self, facts: &'f Facts, found: &mut dyn FnMut(Reference<'f>)) {
        for record in &facts.records {
            let fields = &self.schema.kind(record.kind).fields;
            for (i, value) in &record.fields {
                within(value, &fields[*i as usize].ty, &[], found);
            }
        }
    }

    /// What a reference of a file's leads to.
    pub fn leads_to(&self, reference: &Reference<'_>, facts: &Facts) -> Target {
        self.resolve(reference.text, reference.spec, facts.file)
    }
}

fn within<'f>(value: &'f Value, ty: &'f Type, beside: &'f [Value], found: &mut dyn FnMut(Reference<'f>)) {
    match (&value.data, ty) {
        (Data::Ref(text), Type::Ref(spec)) => found(Reference { value, text, beside, spec }),
        (Data::List(items), Type::List(item)) => items.iter().for_each(|v| within(v, item, items, found)),
        (Data::Group(fields), Type::Group(group)) => {
            fields.iter().for_each(|(i, v)| within(v, &group.fields[*i as usize].ty, &[], found));
        }
        (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|e| within(&e.value, &map.entry, &[], found)),
        _ => {}
    }
}
