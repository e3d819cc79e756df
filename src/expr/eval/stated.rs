//! Whether a field is given, by what is stored: rules by the hundred ask that and no more, and what it says need not be read. References are
//! not looked up, and nothing is listed.

use super::convert::absent;
use super::read::at_hand;
use super::{Cx, Tri, V};
use crate::expr::ir::{Ir, Slot, X};
use crate::model::Data;
use crate::model::index::Told;
use crate::schema::Type;

/// Whether a field of a record at hand is given. None where what is stored does not tell: it has to be read.
pub(super) fn stated(cx: Cx, x: &X) -> Option<Tri> {
    let Ir::Field(base, access) = &x.ir else { return None };
    let entity = at_hand(cx, base)?;
    let index = cx.world.index;
    let kind = index.kind(entity);
    let Some((base, slot)) = access.slots.iter().find(|(base, _)| index.schema.is_a(kind, *base)) else { return Some(Tri::F) };
    let field = match *slot {
        Slot::Field(field) => field,
        Slot::Inverse(i) => {
            let inverse = &index.schema.kind(*base).inverses[i as usize];
            let elsewhere = index.is_elsewhere(inverse.from);
            return Some(if elsewhere { Tri::POISON } else { Tri::known(index.has_inverse(entity, inverse)) });
        }
        _ => return None,
    };
    let kind = index.schema.kind(kind);
    let spec = kind.fields.get(field as usize)?;
    let (file, value) = match index.told(entity, field) {
        Told::One(file, value) if value.data != Data::Missing => (file, value),
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
            items.iter().any(|v| v.data != Data::Missing && !index.is_gap(v, items, item, file)).then_some(Tri::T)
        }
        (Data::Text(_) | Data::Number(_) | Data::Truth(_) | Data::Date(_) | Data::Period(_) | Data::Duration(_), _)
        | (Data::Word(_), Type::Word(_))
        | (Data::Scale(_), Type::Scale(_)) => Some(Tri::T),
        _ => None,
    }
}
