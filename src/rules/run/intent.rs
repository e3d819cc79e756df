//! What a rule's `fix:` comes to for one record: the value that is to be written, and where it stands. The edits are not made here.

use std::sync::Arc;

use super::super::Rule;
use super::super::rule::Fix;
use super::super::verdict::{Does, Intent};
use crate::expr::{Env, Rec, World};
use crate::model::EntityId;
use crate::model::index::Told;
use crate::source::Place;

/// What the rule would do; nothing if it has no `fix:`, or if the value for it is not known.
pub(super) fn of<'a>(rule: &'a Rule, env: &Env<'a>, world: &World<'_>) -> Option<Intent> {
    let texts = rule.texts();
    let this = match &env.this {
        Some(Rec::Entity(entity)) => Some(*entity),
        _ => None,
    };
    let does = match texts.fix.as_ref()? {
        Fix::Set { path, names, value } => {
            let value = value.written(env)?;
            match (this, &names[..]) {
                (Some(entity), [name]) => of_field(world, entity, name, value)?,
                // What stands elsewhere can be replaced, and is not added.
                _ => {
                    let place = path.eval(env).place.filter(|place| !world.index.is_pack_file(place.file))?;
                    Does::Set { field: None, place: Some(place), value }
                }
            }
        }
        Fix::AddRecord(kind) => Does::Add { kind: *kind, about: this },
        Fix::AddSection(fields) => Does::Section { record: this?, fields: fields.clone() },
    };
    Some(Intent { does, safe: texts.safe })
}

/// A field of the record itself, said or not; nothing where more than one place may say it.
fn of_field(world: &World<'_>, entity: EntityId, name: &Arc<str>, value: String) -> Option<Does> {
    let index = world.index;
    let (field, _) = index.schema.kind(index.kind(entity)).field(name)?;
    let place = match index.told(entity, field) {
        Told::Absent => None,
        Told::One(file, value) if index.tellings(entity).len() == 1 => Some(Place::new(file, value.span)),
        _ => return None,
    };
    Some(Does::Set { field: Some((entity, name.clone())), place, value })
}
