//! Equality over all records of a kind by hash look-up, so that comparing each record with every other is not quadratic.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::equal::text_key;
use super::{Cx, Frame, Rec, V, read};
use crate::expr::ir::{C, Join as Spec, P, X};
use crate::expr::value::Item;
use crate::model::EntityId;
use crate::model::index::MentionId;

/// Below this many records, looking at each is as fast.
const FEW: usize = 32;

/// What equal values have in common. Values that differ may share it; equal ones always do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::expr) enum Key {
    Text(Box<str>),
    Number(u64),
    Date(jiff::civil::Date),
    Entity(EntityId),
    Mention(MentionId),
}

/// The key of a known value; none for types without one.
pub(super) fn key(v: &V) -> Option<Key> {
    Some(match v {
        V::Number(n) => Key::Number((n + 0.0).to_bits()),
        V::Date(d) => Key::Date(*d),
        V::Text(text) => Key::Text(text_key(text, true).into()),
        V::Word(vocabulary, i) => Key::Text(text_key(vocabulary.words.get(*i as usize)?, true).into()),
        V::Duration(d) => Key::Number(d.length().to_bits()),
        V::Rec(Rec::Entity(entity)) => Key::Entity(*entity),
        V::Rec(Rec::Mention(id)) => Key::Mention(*id),
        V::Rec(Rec::File(path)) => Key::Text(text_key(path, true).into()),
        V::Rec(Rec::Url(text) | Rec::Text(text)) => Key::Text(text_key(text, true).into()),
        _ => return None,
    })
}

/// Positions among all records of the kind, by the key of one field path.
#[derive(Debug, Default)]
pub(in crate::expr) struct Join {
    by_key: FxHashMap<Key, Vec<u32>>,
    /// Records whose field is missing, poisoned or has no key: they are always looked at.
    others: Vec<u32>,
    /// All citations, if it is about them: they are not listed by kind.
    cited: Vec<MentionId>,
}

/// Which records of the kind may be picked.
pub(super) enum Candidates<'a> {
    /// No index helps.
    All,
    /// What is compared with is unknown: none can be picked, but some may be open.
    Hopeless,
    These(Vec<Rec<'a>>),
}

pub(super) fn candidates<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &Spec) -> Candidates<'a> {
    let index = cx.world.index;
    let cited = index.schema.find("mention") == Some(spec.kind);
    let live = if cited { &[] } else { index.all(spec.kind) };
    if !cited && live.len() < FEW {
        return Candidates::All;
    }
    let Some((own, other)) = sides(pick, spec) else { return Candidates::All };
    let other = read(cx, other);
    if other.v.unknown().is_some() {
        return Candidates::Hopeless;
    }
    let Some(wanted) = key(&other.v) else { return Candidates::All };
    let name = (spec.kind, spec.side.clone());
    let joins = &cx.world.cache.joins;
    let make = || {
        let records: Vec<Rec> =
            if cited { index.mentions().map(Rec::Mention).collect() } else { live.iter().copied().map(Rec::Entity).collect() };
        joins.put(name.clone(), Arc::new(build(cx, pick.slot, own, &records)))
    };
    let join = joins.get(&name).unwrap_or_else(make);
    let mut found: Vec<u32> = join.by_key.get(&wanted).cloned().unwrap_or_default();
    if !join.others.is_empty() {
        found.extend(&join.others);
        found.sort_unstable();
    }
    let mention = |i: u32| join.cited.get(i as usize).copied().map(Rec::Mention);
    let entity = |i: u32| live.get(i as usize).copied().map(Rec::Entity);
    Candidates::These(found.into_iter().filter_map(|i| if cited { mention(i) } else { entity(i) }).collect())
}

fn sides<'a>(pick: &'a P, spec: &Spec) -> Option<(&'a X, &'a X)> {
    let part = match pick.cond.as_ref()? {
        C::And(parts) => parts.get(spec.part)?,
        one => one,
    };
    match part {
        C::Compare(_, a, b) => Some(if spec.left { (a, b) } else { (b, a) }),
        _ => None,
    }
}

fn build<'a>(cx: Cx<'_, 'a>, slot: u8, own: &'a X, live: &[Rec<'a>]) -> Join {
    let mut join = Join::default();
    for (position, record) in live.iter().enumerate() {
        if let Rec::Mention(id) = record {
            join.cited.push(*id);
        }
        let item = Item { v: V::Rec(record.clone()), place: None };
        let frame = Frame { slot, item: &item, up: None };
        let value = read(Cx { top: Some(&frame), ..cx }, own);
        match key(&value.v) {
            Some(key) => join.by_key.entry(key).or_default().push(position as u32),
            None => join.others.push(position as u32),
        }
    }
    join
}
