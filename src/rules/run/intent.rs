//! What a rule's `fix:` comes to for one record: the value that is to be written, and where it stands. The edits are not made here.

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
                (Some(entity), [name]) => {
                    let place = field_place(world, entity, name)?;
                    Does::Set { field: Some((entity, name.clone())), place, value }
                }
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

/// Where the field of a record stands, if it does; nothing where it stands more than once.
fn field_place(world: &World<'_>, entity: EntityId, name: &str) -> Option<Option<Place>> {
    let index = world.index;
    let (field, _) = index.schema.kind(index.kind(entity)).field(name)?;
    match index.told(entity, field) {
        Told::Absent => Some(None),
        Told::One(file, value) if index.tellings(entity).len() == 1 => Some(Some(Place::new(file, value.span))),
        _ => None,
    }
}
