//! Words and numbers on the levels of another kind's one record.

use std::sync::Arc;

use super::{Cx, Tri, V};
use crate::expr::value::Obj;
use crate::model::{Data, ScaleText};
use crate::schema::{ScaleSpec, Type, fold_value};

/// Levels, lowest first as written: folded title and the numbers it covers.
#[derive(Debug, Default)]
pub(in crate::expr) struct Levels(Vec<(Box<str>, f64, f64)>);

/// How two places on the levels lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Above,
    Below,
    Same,
    /// `a` is not above `b` if its end lies within; not below if its start does.
    Overlap {
        ends_within: bool,
        starts_within: bool,
    },
}

/// How two values lie, one of them at least a place on levels. None off the levels, or without them.
pub(super) fn compare_scale(cx: Cx, a: &V, b: &V) -> Option<Order> {
    if let (V::Scale(x, _), V::Scale(y, _)) = (a, b)
        && x.word.is_some()
        && x.word == y.word
    {
        return Some(Order::Same);
    }
    let ((al, ah), (bl, bh)) = (interval(cx, a)?, interval(cx, b)?);
    let same = |x: f64, y: f64| x.partial_cmp(&y) == Some(std::cmp::Ordering::Equal);
    Some(if al > bh {
        Order::Above
    } else if ah < bl {
        Order::Below
    } else if same(al, bl) && same(ah, bh) {
        Order::Same
    } else {
        Order::Overlap { ends_within: ah <= bh, starts_within: al >= bl }
    })
}

/// From where to where a place on levels reaches. None off the levels, or without them.
pub(in crate::expr) fn on_levels(cx: Cx, text: &ScaleText, spec: &ScaleSpec) -> Option<(f64, f64)> {
    match (text.number, &text.word) {
        (Some(n), _) => Some((n, n)),
        (None, Some(word)) => levels(cx, spec)?.0.iter().find(|(title, ..)| title == word).map(|(_, min, max)| (*min, *max)),
        (None, None) => None,
    }
}

fn interval(cx: Cx, v: &V) -> Option<(f64, f64)> {
    match v {
        V::Number(n) => Some((*n, *n)),
        V::Scale(text, spec) => on_levels(cx, text, spec),
        _ => None,
    }
}

/// Whether a place on the levels bears a title.
pub(super) fn scale_is_text(cx: Cx, text: &ScaleText, spec: &ScaleSpec, title: &str) -> Tri {
    let title = fold_value(title);
    if let Some(word) = &text.word {
        return Tri::known(**word == *title);
    }
    let (Some(n), Some(levels)) = (text.number, levels(cx, spec)) else { return Tri::POISON };
    match levels.0.iter().find(|(_, min, max)| n >= *min && n <= *max) {
        Some((level, ..)) => Tri::known(*level == title),
        None => Tri::POISON,
    }
}

fn levels(cx: Cx, spec: &ScaleSpec) -> Option<Arc<Levels>> {
    let key = (spec.kind.clone(), spec.levels.clone());
    let levels = cx
        .world
        .cache
        .levels
        .get(&key)
        .unwrap_or_else(|| cx.world.cache.levels.put(key, Arc::new(find(cx, spec).unwrap_or_default())));
    (!levels.0.is_empty()).then_some(levels)
}

fn find(cx: Cx, spec: &ScaleSpec) -> Option<Levels> {
    let index = cx.world.index;
    let kind = index.schema.find(&spec.kind)?;
    let entity = super::read::one(cx, kind).ok()??;
    let (field, declared) = index.schema.kind(index.kind(entity)).field(&spec.levels)?;
    let crate::model::index::Told::One(file, value) = index.told(entity, field) else { return None };
    let (Data::List(items), Type::List(ty)) = (&value.data, &declared.ty) else { return None };
    let mut levels = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let obj = Obj { file, value: item, ty, entry: None, owner: entity };
        let number = |name| match obj.get(name).map(|(v, _)| &v.data) {
            Some(Data::Number(n)) => Some(*n),
            _ => None,
        };
        let title = match obj.get("title").map(|(v, _)| &v.data) {
            Some(Data::Text(title) | Data::Ref(title, _)) => fold_value(title),
            _ => continue,
        };
        let place = f64::from(u32::try_from(position).unwrap_or(u32::MAX)) + 1.0;
        let (min, max) = (number("min"), number("max"));
        levels.push(match (min, max) {
            (None, None) => (title, place, place),
            (min, max) => (title, min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY)),
        });
    }
    Some(Levels(levels))
}
