//! Whether a field is given, by what is stored: rules by the hundred ask that and no more, and what it says need not be read. References are
//! not looked up, and nothing is listed.

use super::convert::absent;
use super::field::step;
use super::quick::{Stop, stop};
use super::read::path;
use super::{Cx, Rec, Tri, V, given, read};
use crate::expr::ir::{Access, Ir, Slot, X};
use crate::model::index::Told;
use crate::model::{Data, EntityId};
use crate::schema::Type;

/// Whether a field is given, where its record is at hand or nobody has to listen to how it is reached.
pub(super) fn is_given<'a>(cx: Cx<'_, 'a>, x: &'a X) -> Tri {
    let slowly = || given(&read(cx, x).v);
    let Ir::Field(base, access) = &x.ir else { return slowly() };
    if !cx.world.shortcuts || cx.trail.is_some() {
        return slowly();
    }
    match stop(cx, base) {
        Some(Stop::Entity(entity)) => return stated(cx, entity, access).unwrap_or_else(slowly),
        Some(Stop::Mention(id)) if *access.name == *"field" => {
            return Tri::known(cx.world.cited().field(cx.world.index, id).is_some());
        }
        _ => {}
    }
    // What a quantifier keeps is read once for all its elements.
    if cx.hoist.is_some_and(|hoist| access.plain && hoist.keeper(x.roots).is_some()) {
        return slowly();
    }
    let base = path(cx, base, false);
    let known = if let V::Rec(Rec::Entity(entity)) = &base.v { stated(cx, *entity, access) } else { None };
    known.unwrap_or_else(|| given(&step(cx, &base, access, x).item.v))
}

/// Whether a field of a record is given. None where what is stored does not tell: it has to be read.
fn stated(cx: Cx, entity: EntityId, access: &Access) -> Option<Tri> {
    let index = cx.world.index;
    let kind = index.kind(entity);
    let Some((base, slot)) = access.slot(&index.schema, kind) else { return Some(Tri::F) };
    let field = match slot {
        Slot::Field(field) => field,
        Slot::Inverse(i) => {
            let inverse = &index.schema.kind(base).inverses[i as usize];
            let elsewhere = index.is_elsewhere(inverse.from);
            return Some(if elsewhere { Tri::POISON } else { Tri::known(index.has_inverse(entity, inverse)) });
        }
        _ => return None,
    };
    let kind = index.schema.kind(kind);
    let spec = kind.fields.get(field as usize)?;
    let (file, value) = match index.told(entity, field) {
        Told::One(file, value) if !value.is_missing() => (file, value),
        Told::One(..) | Told::Absent => {
            return match absent(cx, &spec.ty, 0) {
                V::Poisoned => Some(Tri::POISON),
                // Whoever refers here may state it from the other end.
                V::List(_) if kind.inverses.iter().any(|inverse| inverse.stored == Some(field)) => None,
                V::List(_) => Some(Tri::F),
                _ => Some(Tri::known(spec.default.is_some())),
            };
        }
        Told::Joined(_) | Told::Conflict(..) => return None,
    };
    match (&value.data, &spec.ty) {
        (Data::List(items), Type::List(item)) => {
            items.iter().any(|v| !v.is_missing() && !index.is_gap(v, items, item, file)).then_some(Tri::T)
        }
        (Data::Text(_) | Data::Number(_) | Data::Truth(_) | Data::Date(_) | Data::Period(_) | Data::Duration(_), _)
        | (Data::Word(_), Type::Word(_))
        | (Data::Scale(_), Type::Scale(_)) => Some(Tri::T),
        _ => None,
    }
}
