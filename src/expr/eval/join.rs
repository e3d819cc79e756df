//! Equality over all records of a kind by hash look-up, so that comparing each record with every other is not quadratic.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::equal::text_key;
use super::read::literal;
use super::{Cx, Frame, Rec, V, read};
use crate::expr::ir::{C, Join as Spec, Lit, P, X};
use crate::expr::value::Item;
use crate::model::EntityId;
use crate::model::index::MentionId;
use crate::schema::KindId;

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
}

/// Which records of the kind may be picked.
pub(super) enum Candidates<'a> {
    /// No index helps.
    All,
    /// What is compared with is unknown: none can be picked, but some may be open.
    Hopeless,
    These(These<'a>),
}

/// Some records of a kind.
pub(super) struct These<'a> {
    all: All<'a>,
    join: Arc<Join>,
    keys: Vec<Key>,
}

impl<'a> These<'a> {
    /// The records, in order.
    pub fn records(&self) -> impl Iterator<Item = Rec<'a>> {
        let of = |key| self.join.by_key.get(key).map_or(&[][..], Vec::as_slice);
        let positions = match &*self.keys {
            [only] => Cow::Borrowed(of(only)),
            several => {
                let mut all: Vec<u32> = several.iter().flat_map(of).copied().collect();
                all.sort_unstable();
                all.dedup();
                Cow::Owned(all)
            }
        };
        let (mut at, mut others) = (0, &*self.join.others);
        let next = move || match (positions.get(at), others.split_first()) {
            (Some(a), Some((b, rest))) if b < a => {
                others = rest;
                Some(*b)
            }
            (Some(a), _) => {
                at += 1;
                Some(*a)
            }
            (None, Some((b, rest))) => {
                others = rest;
                Some(*b)
            }
            (None, None) => None,
        };
        std::iter::from_fn(next).filter_map(|at| self.all.get(at as usize))
    }
}

/// All records of a kind: entities, or citations, which are not listed by kind.
#[derive(Clone, Copy)]
enum All<'a> {
    Entities(&'a [EntityId]),
    Mentions(&'a [MentionId]),
}

impl<'a> All<'a> {
    fn of(cx: Cx<'_, 'a>, kind: KindId) -> Self {
        let index = cx.world.index;
        if index.is_mention(kind) { Self::Mentions(cx.world.citations()) } else { Self::Entities(index.all(kind)) }
    }

    fn len(self) -> usize {
        match self {
            Self::Entities(all) => all.len(),
            Self::Mentions(all) => all.len(),
        }
    }

    fn get(self, at: usize) -> Option<Rec<'a>> {
        match self {
            Self::Entities(all) => all.get(at).copied().map(Rec::Entity),
            Self::Mentions(all) => all.get(at).copied().map(Rec::Mention),
        }
    }
}

pub(super) fn candidates<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &Spec) -> Candidates<'a> {
    let all = All::of(cx, spec.kind);
    if matches!(all, All::Entities(few) if few.len() < FEW) {
        return Candidates::All;
    }
    let Some((own, wanted)) = sides(pick, spec) else { return Candidates::All };
    let keys: Option<Vec<Key>> = match wanted {
        Wanted::Value(other) => {
            let other = read(cx, other);
            if other.v.unknown().is_some() {
                return Candidates::Hopeless;
            }
            key(&other.v).map(|key| vec![key])
        }
        Wanted::OneOf(literals) => literals.iter().map(|l| key(&literal(l))).collect(),
    };
    let Some(keys) = keys else { return Candidates::All };
    let name = (spec.kind, spec.side.clone());
    let joins = &cx.world.cache.joins;
    let join = joins.get(&name).unwrap_or_else(|| joins.put(name, Arc::new(build(cx, pick.slot, own, all))));
    Candidates::These(These { all, join, keys })
}

/// What the path of a part is compared with.
enum Wanted<'a> {
    Value(&'a X),
    OneOf(&'a [Lit]),
}

fn sides<'a>(pick: &'a P, spec: &Spec) -> Option<(&'a X, Wanted<'a>)> {
    let part = match pick.cond.as_ref()? {
        C::And(parts) => parts.get(spec.part)?,
        one => one,
    };
    match part {
        C::Compare(_, a, b) => Some(if spec.left { (a, Wanted::Value(b)) } else { (b, Wanted::Value(a)) }),
        C::In(own, literals) => Some((own, Wanted::OneOf(literals))),
        _ => None,
    }
}

fn build<'a>(cx: Cx<'_, 'a>, slot: u8, own: &'a X, all: All<'a>) -> Join {
    let mut join = Join::default();
    for (position, record) in (0..all.len()).filter_map(|i| Some((i as u32, all.get(i)?))) {
        let item = Item { v: V::Rec(record), place: None };
        let frame = Frame { slot, item: &item, up: None };
        let value = read(Cx { top: Some(&frame), hoist: None, ..cx }, own);
        match key(&value.v) {
            Some(key) => join.by_key.entry(key).or_default().push(position),
            None => join.others.push(position),
        }
    }
    join
}
