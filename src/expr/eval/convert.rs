//! Values as read, to values as evaluated; references are resolved here.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Cx, Rec, V, World};
use crate::expr::check::compile_regex;
use crate::expr::value::{Item, Obj};
use crate::expr::world::Causes;
use crate::model::{Data, EntityId, Nth, Target, Value};
use crate::schema::{RefSpec, RefTo, Type};
use crate::source::{FileId, Place};
use crate::syntax::Lazy;

/// A stored value. Missing ones become an empty list where the type is a list, and are poisoned where what they refer to is kept elsewhere.
pub(super) fn convert<'a>(cx: Cx<'_, 'a>, file: FileId, value: &'a Value, ty: &'a Type, owner: EntityId, roots: u32) -> Item<'a> {
    let v = match (&value.data, ty) {
        (Data::Missing, ty) => absent(cx, ty, roots),
        (Data::Poisoned, _) => V::Poisoned,
        (Data::List(items), Type::List(item)) => {
            let told = items.iter().filter(|v| !v.is_missing() && !cx.world.index.is_gap(v, items, item, file));
            let items: Vec<Item> = told.map(|v| convert(cx, file, v, item, owner, roots)).collect();
            if items.is_empty() { absent(cx, ty, roots) } else { V::List(items) }
        }
        (_, Type::List(item)) => V::List(vec![convert(cx, file, value, item, owner, roots)]),
        (Data::Text(text), Type::Pattern) => V::Pattern(text),
        (Data::Text(text), _) => V::Text(Cow::Borrowed(text)),
        (Data::Number(n), _) => V::Number(*n),
        (Data::Truth(b), _) => V::Truth(*b),
        (Data::Date(d), _) => V::Date(*d),
        (Data::Period(p), _) => V::Date(p.day(cx.world.today)),
        (Data::Duration(d), _) => V::Duration(*d),
        (Data::Word(i), Type::Word(vocabulary)) => V::Word(vocabulary, *i),
        (Data::Scale(text), Type::Scale(spec)) => V::Scale(text, spec),
        (Data::Ref(text, nth), Type::Ref(spec)) => reference(cx, (text, *nth), spec, file),
        (Data::Group(_) | Data::Map(_), _) => V::Object(Obj { file, value, ty, entry: None, owner }),
        // Facts and schema disagree: as unreadable as if it were reported.
        _ => V::Poisoned,
    };
    Item { v, place: Some(Place::new(file, value.span)) }
}

fn reference<'a>(cx: Cx<'_, 'a>, (text, nth): (&'a str, Nth), spec: &RefSpec, file: FileId) -> V<'a> {
    match cx.world.index.target((text, nth), spec, file) {
        Target::Record(entity) => V::Rec(Rec::Entity(entity)),
        Target::File(path) => V::Rec(Rec::File(path)),
        Target::Url => V::Rec(Rec::Url(text)),
        Target::Text => V::Rec(Rec::Text(text)),
        Target::Dangling | Target::WrongKind(_) => V::Poisoned,
    }
}

/// What a value is that nobody states.
pub(super) fn absent<'a>(cx: Cx<'_, 'a>, ty: &Type, roots: u32) -> V<'a> {
    if let Type::Ref(spec) = ty.element()
        && let RefTo::Kinds(kinds) = &spec.to
        && kinds.iter().any(|k| cx.world.index.is_elsewhere(*k))
    {
        return V::Poisoned;
    }
    match ty {
        Type::List(_) => V::List(Vec::new()),
        _ => V::Missing(Causes(roots)),
    }
}

/// A regular expression of pack data, read once. None for one that cannot be read.
pub(super) fn pattern(world: &World, text: &str) -> Option<Arc<Lazy>> {
    world
        .cache
        .patterns
        .get(text)
        .unwrap_or_else(|| world.cache.patterns.put(text.into(), compile_regex(text).ok().map(Arc::new)))
}
