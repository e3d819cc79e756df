//! Whether a list as it is stored holds a record or a word: it is looked through until it is found, and no list is made of it.

use super::equal::same_text;
use super::quick::Quick;
use super::read::at_hand;
use super::{Cx, Rec, Tri, V, read};
use crate::expr::ir::{Ir, Slot, X};
use crate::expr::value::Obj;
use crate::model::index::Told;
use crate::model::{Data, EntityId, Target, Value};
use crate::schema::Type;
use crate::source::FileId;

/// What is looked for.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    Record(EntityId),
    Text(&'a str),
}

/// The items of a list, where they stand and of which type they are.
type Items<'a> = (FileId, &'a [Value], &'a Type);

/// Whether a list holds a value. None where it is not stored as it is read, or holds what this does not compare.
pub(super) fn holds<'a>(cx: Cx<'_, 'a>, list: &'a X, x: &'a X) -> Option<Tri> {
    let (file, items, ty) = items(cx, list)?;
    let wanted = match Quick::at(cx, x) {
        Some(text) => Wanted::Text(text.text(cx)),
        None => match read(cx, x).v {
            V::Rec(Rec::Entity(entity)) => Wanted::Record(entity),
            _ => return None,
        },
    };
    let index = cx.world.index;
    let (mut poisoned, mut empty) = (false, true);
    for item in items.iter().filter(|item| !item.is_missing()) {
        let found = match (&item.data, ty, wanted) {
            (Data::Poisoned, ..) => {
                poisoned = true;
                false
            }
            (Data::Ref(text, nth), Type::Ref(spec), Wanted::Record(entity)) => match index.target((text, *nth), spec, file) {
                Target::Record(other) => other == entity,
                Target::Dangling if index.is_gap(item, items, ty, file) => continue,
                Target::Dangling | Target::WrongKind(_) => {
                    poisoned = true;
                    false
                }
                Target::File(_) | Target::Url | Target::Text => false,
            },
            (Data::Word(i), Type::Word(vocabulary), Wanted::Text(text)) => {
                same_text(vocabulary.words.get(*i as usize)?, text, true)
            }
            _ => return None,
        };
        if found {
            return Some(Tri::T);
        }
        empty = false;
    }
    // Of a list without items it counts whether they are kept elsewhere.
    (!empty).then_some(if poisoned { Tri::POISON } else { Tri::F })
}

/// The items of a list that a record stores in a field of its own, or of a group, and nobody adds to.
fn items<'a>(cx: Cx<'_, 'a>, list: &'a X) -> Option<Items<'a>> {
    let Ir::Field(base, access) = &list.ir else { return None };
    // What a quantifier keeps is read once for all its elements.
    if !cx.world.shortcuts || cx.hoist.is_some_and(|hoist| access.plain && hoist.keeper(list.roots).is_some()) {
        return None;
    }
    let (file, value, ty) = match at_hand(cx, base) {
        Some(entity) => stored(cx, entity, list)?,
        None => {
            let Ir::Field(record, _) = &base.ir else { return None };
            let owner = at_hand(cx, record)?;
            let (file, value, ty) = stored(cx, owner, base)?;
            let (value, ty) = Obj { file, value, ty, entry: None, owner }.get(&access.name)?;
            (file, value, ty)
        }
    };
    match (&value.data, ty) {
        (Data::List(items), Type::List(item)) => Some((file, items, item)),
        _ => None,
    }
}

/// What a record stores in the field that a path ends in.
fn stored<'a>(cx: Cx<'_, 'a>, entity: EntityId, x: &X) -> Option<(FileId, &'a Value, &'a Type)> {
    let Ir::Field(_, access) = &x.ir else { return None };
    let index = cx.world.index;
    let of = index.kind(entity);
    let (_, Slot::Field(field)) = access.slot(&index.schema, of)? else { return None };
    let kind = index.schema.kind(of);
    // Whoever refers here may state it from the other end.
    if kind.inverses.iter().any(|inverse| inverse.stored == Some(field)) {
        return None;
    }
    match index.told(entity, field) {
        Told::One(file, value) => Some((file, value, &kind.fields.get(field as usize)?.ty)),
        _ => None,
    }
}
