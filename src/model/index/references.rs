//! The references that a file's fields hold, each with its place.

use std::sync::Arc;

use super::{Index, Target};
use crate::model::{Data, Facts, Nth, Value};
use crate::schema::{RefSpec, Type};

/// A reference in a field.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'f> {
    /// The value, with its place.
    pub value: &'f Value,
    /// Its text as read.
    pub text: &'f str,
    pub(super) nth: Nth,
    /// The list that it stands in, itself included; empty where it stands alone.
    pub beside: &'f [Value],
    /// The last name of its field.
    pub(super) name: &'f Arc<str>,
    pub(super) spec: &'f Arc<RefSpec>,
}

impl Index {
    /// Calls `found` for each reference in the fields of a file's records, in order of record and field.
    pub fn references<'f>(&'f self, facts: &'f Facts, found: &mut dyn FnMut(Reference<'f>)) {
        for record in &facts.records {
            let fields = &self.schema.kind(record.kind).fields;
            for (i, value) in &record.fields {
                let field = &fields[usize::from(*i)];
                within(value, &field.ty, &field.name, &mut *found);
            }
        }
    }

    /// What a reference of a file's leads to.
    pub fn leads_to(&self, reference: &Reference<'_>, facts: &Facts) -> Target {
        self.target((reference.text, reference.nth), reference.spec, facts.file)
    }
}

/// Calls `found` for each reference within the value of a field of a type and name.
pub(super) fn within<'f>(value: &'f Value, ty: &'f Type, name: &'f Arc<str>, found: &mut dyn FnMut(Reference<'f>)) {
    listed(value, ty, name, &[], found);
}

fn listed<'f>(value: &'f Value, ty: &'f Type, name: &'f Arc<str>, beside: &'f [Value], found: &mut dyn FnMut(Reference<'f>)) {
    match (&value.data, ty) {
        (Data::Ref(text, nth), Type::Ref(spec)) => found(Reference { value, text, nth: *nth, beside, name, spec }),
        (Data::List(items), Type::List(item)) => items.iter().for_each(|v| listed(v, item, name, items, found)),
        (Data::Group(fields), Type::Group(group)) => {
            for (i, v) in fields {
                let field = &group.fields[usize::from(*i)];
                within(v, &field.ty, &field.name, found);
            }
        }
        (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|e| within(&e.value, &map.entry, &e.key, found)),
        _ => {}
    }
}
