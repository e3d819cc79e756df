//! Relations read from their other end: which inverses a kind has, and whether their names are free.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::kind::{Inverse, KindId, Schema};
use super::types::{Field, FieldPath, OtherEnd, RefTo, Type};
use crate::finding::{Finding, codes};
use crate::source::Place;

/// A reference that a kind declares.
struct Reference {
    from: KindId,
    path: FieldPath,
    to: Vec<KindId>,
    place: Place,
    /// What the schema says of the inverse.
    said: OtherEnd,
}

/// Fills [`super::Kind::inverses`] of every kind.
pub(super) fn derive(schema: &mut Schema, findings: &mut Vec<Finding>) {
    let references: Vec<Reference> = schema
        .iter()
        .flat_map(|(id, kind)| {
            let mut found = Vec::new();
            // What it inherits is its base's.
            for (i, field) in kind.fields.iter().enumerate().filter(|(_, field)| field.declared_by == id) {
                collect(id, field, &mut vec![i as u16], &mut found);
            }
            found
        })
        .collect();
    let mut own: FxHashMap<(KindId, KindId), u32> = FxHashMap::default();
    for r in &references {
        for to in &r.to {
            *own.entry((r.from, *to)).or_default() += 1;
        }
    }
    for r in &references {
        for to in &r.to {
            let name = match &r.said {
                OtherEnd::Nameless => continue,
                OtherEnd::Named(name) => name.clone(),
                // A kind that others extend: its references have no inverse unless they name one.
                OtherEnd::Unsaid if schema.kind(r.from).line.len() == 1 || schema.kind(r.from).heirs.len() > 1 => continue,
                OtherEnd::Unsaid if own[&(r.from, *to)] > 1 => {
                    let (from, to) = (&schema.kind(r.from).name, &schema.kind(*to).name);
                    let message = format!("{from} refers to {to} by several fields: each must say `inverse`, a name or null");
                    findings.push(Finding::built_in(codes::INVALID_RULE, r.place, message));
                    continue;
                }
                OtherEnd::Unsaid => schema.kind(r.from).plural.clone(),
            };
            attach(schema, *to, &name, r, findings);
        }
    }
}

fn attach(schema: &mut Schema, to: KindId, name: &Arc<str>, r: &Reference, findings: &mut Vec<Finding>) {
    for heir in schema.kind(to).heirs.clone() {
        let kind = schema.kind(heir);
        let stored = kind.field(name).map(|(i, f)| (i, f.ty.element()));
        let stored = match stored {
            None => None,
            // Written at either end: the field refers back to the kind that refers here.
            Some((i, Type::Ref(spec))) if matches!(&spec.to, RefTo::Kinds(k) if k.iter().any(|k| schema.kind(r.from).line.contains(k))) => {
                Some(i)
            }
            Some(_) => {
                let message = format!("the inverse `{name}` of {} is also a field of {}", schema.kind(r.from).name, kind.name);
                findings.push(Finding::built_in(codes::INVALID_RULE, r.place, message));
                return;
            }
        };
        if kind.inverses.iter().any(|i| i.name == *name) || kind.derived.iter().any(|d| d.name == *name) {
            let message = format!("{} has `{name}` already; give this relation another `inverse`", kind.name);
            findings.push(Finding::built_in(codes::INVALID_RULE, r.place, message));
            return;
        }
        let inverse = Inverse { name: name.clone(), from: r.from, path: r.path.clone(), stored };
        schema.kinds[heir.0 as usize].inverses.push(inverse);
    }
}

fn collect(from: KindId, field: &Field, path: &mut FieldPath, found: &mut Vec<Reference>) {
    let mut within = |fields: &[Field]| {
        for (i, inner) in fields.iter().enumerate() {
            path.push(i as u16);
            collect(from, inner, path, found);
            path.pop();
        }
    };
    match field.ty.element() {
        Type::Group(group) => within(&group.fields),
        Type::Map(map) => {
            if let Type::Group(group) = map.entry.element() {
                within(&group.fields);
            }
        }
        Type::Ref(spec) => {
            if let RefTo::Kinds(kinds) = &spec.to {
                found.push(Reference {
                    from,
                    path: path.clone(),
                    to: kinds.clone(),
                    place: field.place,
                    said: spec.inverse.clone(),
                });
            }
        }
        _ => {}
    }
}
