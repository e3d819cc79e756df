//! Equality over all records of a kind by hash look-up, and likeness of texts by words, so that comparing each record with every other is
//! not quadratic.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::alike::Alike;
use super::dates::Dates;
use super::equal::text_key;
use super::pick::Want;
use super::read::literal;
use super::{Cx, Frame, Rec, Tri, V, cond, read};
use crate::expr::ir::{By, C, Either, Join as Spec, Lit, Ordered, P, X};
use crate::expr::value::{Item, text_of};
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
    by_key: FxHashMap<Key, SmallVec<[u32; 2]>>,
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
    positions: Positions,
}

/// Which of all records.
enum Positions {
    /// Those of a key, and those that are always looked at.
    Keyed(Arc<Join>, Key),
    /// In order.
    Listed(Arc<[u32]>),
    /// A range of those with a date, and those that are always looked at.
    Dated(Arc<Dates>, Range<usize>),
}

impl<'a> These<'a> {
    /// The records, in order but where they are looked up by date.
    pub fn records(&self) -> impl Iterator<Item = Rec<'a>> {
        let dated =
            if let Positions::Dated(dates, range) = &self.positions { Some(dates.positions(range.clone())) } else { None };
        let (mut keyed, mut others) = match &self.positions {
            Positions::Keyed(join, key) => (join.by_key.get(key).map_or(&[][..], SmallVec::as_slice), &*join.others),
            Positions::Listed(listed) => (&**listed, &[][..]),
            Positions::Dated(..) => (&[][..], &[][..]),
        };
        let next = move || {
            let from = match (keyed.first(), others.first()) {
                (Some(a), Some(b)) if a < b => &mut keyed,
                (Some(_), None) => &mut keyed,
                _ => &mut others,
            };
            let (first, rest) = from.split_first()?;
            *from = rest;
            Some(*first)
        };
        std::iter::from_fn(next).chain(dated.into_iter().flatten()).filter_map(|at| self.all.get(at as usize))
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

/// Which records of the kind that a pick runs over may be picked.
pub(super) fn candidates<'a>(cx: Cx<'_, 'a>, pick: &'a P, kind: KindId, want: Want) -> Candidates<'a> {
    if !cx.world.shortcuts {
        return Candidates::All;
    }
    if let (true, Want::Any, true) = (pick.by_kinds, want, cx.world.index.is_mention(kind)) {
        let positions = Positions::Listed(cx.world.cited().sorts(cx.world.index));
        return Candidates::These(These { all: All::of(cx, kind), positions });
    }
    let by_themselves = want != Want::Near && !pick.own.is_empty();
    let ordered = pick.ordered.as_ref().filter(|_| want == Want::Any);
    if pick.join.is_none() && pick.alike.is_none() && pick.either.is_none() && !by_themselves && ordered.is_none() {
        return Candidates::All;
    }
    let all = All::of(cx, kind);
    if matches!(all, All::Entities(few) if few.len() < FEW) {
        return Candidates::All;
    }
    let of = |positions| Candidates::These(These { all, positions });
    if let Some(spec) = ordered {
        return dated(cx, pick, spec, all).map_or(Candidates::All, of);
    }
    if by_themselves {
        return of(Positions::Listed(fit(cx, pick, all)));
    }
    if let Some(either) = &pick.either {
        return any_of(cx, pick, either, all).map_or(Candidates::All, |these| of(Positions::Listed(these.into())));
    }
    let listed = match pick.join.as_ref().and_then(|spec| Some((spec, part(pick, spec.part)?))) {
        Some((spec, C::Compare(_, a, b))) => {
            let (own, other) = if spec.left { (a, b) } else { (b, a) };
            let other = read(cx, other);
            if other.v.unknown().is_some() {
                return Candidates::Hopeless;
            }
            let Some(key) = key(&other.v) else { return Candidates::All };
            return of(Positions::Keyed(joined(cx, pick, spec, own, all), key));
        }
        Some((spec, C::In(own, literals))) => one_of(cx, pick, spec, own, literals, all),
        _ => None,
    };
    let words = pick.alike.as_ref().and_then(|spec| Some((spec, part(pick, spec.part)?)));
    let Some((spec, C::Similar(a, b))) = words else {
        return listed.map_or(Candidates::All, |these| of(Positions::Listed(these)));
    };
    let (own, other) = if spec.left { (a, b) } else { (b, a) };
    let other = read(cx, other);
    let Some(text) = text_of(cx.world, &other.v) else {
        // Unknown, or no text: what the others come to is not decided by words.
        return listed.map_or(Candidates::All, |these| of(Positions::Listed(these)));
    };
    let alike = by_words(cx, pick, pick.number, own, listed.as_deref(), all);
    of(Positions::Listed(alike.candidates(&cx.world.words(text)).into()))
}

/// Those that are dated before or after what they are compared with. None where that is no date.
fn dated<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &Ordered, all: All<'a>) -> Option<Positions> {
    let C::Compare(op, a, b) = part(pick, spec.part)? else { return None };
    let (own, other) = if spec.left { (a, b) } else { (b, a) };
    let V::Date(day) = read(cx, other).v else { return None };
    let kept = &cx.world.cache.dates;
    let name = (spec.kind, spec.side.clone());
    let dates = kept.get(&name).unwrap_or_else(|| {
        let values = (0..all.len()).filter_map(|at| Some((at as u32, own_value(cx, pick.slot, own, all.get(at)?))));
        kept.put(name, Arc::new(Dates::of(values)))
    });
    let range = dates.range(if spec.left { *op } else { op.turned() }, day);
    Some(Positions::Dated(dates, range))
}

/// Those that do not fail by themselves, whoever asks: found out once a run.
fn fit<'a>(cx: Cx<'_, 'a>, pick: &'a P, all: All<'a>) -> Arc<[u32]> {
    let kept = &cx.world.cache.one_of;
    kept.get(&pick.number).unwrap_or_else(|| {
        let fits = |at: &u32| {
            let Some(record) = all.get(*at as usize) else { return false };
            let item = Item { v: V::Rec(record), place: None };
            let frame = Frame { slot: pick.slot, item: &item, up: None };
            let alone = Cx { top: Some(&frame), this: None, hoist: None, ..cx.quiet() };
            pick.own.iter().filter_map(|own| part(pick, *own)).all(|part| cond(alone, part) != Tri::F)
        };
        let fitting = (0..all.len() as u32).filter(fits).collect();
        if cx.world.exceeded() { fitting } else { kept.put(pick.number, fitting) }
    })
}

/// The words of a path of records, of all or of some, by a number.
fn by_words<'a>(cx: Cx<'_, 'a>, pick: &'a P, number: u64, own: &'a X, listed: Option<&[u32]>, all: All<'a>) -> Arc<Alike> {
    let kept = &cx.world.cache.alike;
    kept.get(&number).unwrap_or_else(|| {
        let positions: Vec<u32> = listed.map_or_else(|| (0..all.len() as u32).collect(), <[u32]>::to_vec);
        let values = positions.into_iter().filter_map(|at| Some((at, own_value(cx, pick.slot, own, all.get(at as usize)?))));
        kept.put(number, Arc::new(Alike::of(cx.world, values)))
    })
}

/// Those that one of several alternatives may pick; of all others each alternative is known to be false. None where what they are compared
/// with does not tell.
fn any_of<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &'a Either, all: All<'a>) -> Option<Vec<u32>> {
    let C::Or(alternatives) = part(pick, spec.part)? else { return None };
    let mut found = Vec::new();
    for (c, by) in alternatives.iter().zip(&spec.by) {
        match (c, by) {
            (C::Similar(a, b), By::Words { number, left }) => {
                let (own, other) = if *left { (a, b) } else { (b, a) };
                let other = read(cx, other);
                let words = cx.world.words(text_of(cx.world, &other.v)?);
                found.extend(by_words(cx, pick, *number, own, None, all).candidates(&words));
            }
            (C::Any(inner), By::Shared(side)) => {
                let Some(C::Has(list, ..)) = &inner.cond else { return None };
                let V::List(items) = read(cx, list).v else { return None };
                let joins = &cx.world.cache.joins;
                let name = (spec.kind, side.clone());
                let join =
                    joins.get(&name).unwrap_or_else(|| joins.put(name, Arc::new(by_elements(cx, pick.slot, &inner.from, all))));
                found.extend(&join.others);
                for item in &items {
                    found.extend(join.by_key.get(&key(&item.v)?).into_iter().flatten());
                }
            }
            _ => return None,
        }
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// Positions by the key of each element of a list.
fn by_elements<'a>(cx: Cx<'_, 'a>, slot: u8, own: &'a X, all: All<'a>) -> Join {
    let mut join = Join::default();
    for (position, record) in (0..all.len()).filter_map(|i| Some((i as u32, all.get(i)?))) {
        let keys = match own_value(cx, slot, own, record) {
            V::List(items) => items.iter().map(|item| key(&item.v)).collect::<Option<Vec<Key>>>(),
            _ => None,
        };
        match keys {
            Some(keys) => keys.into_iter().for_each(|key| join.by_key.entry(key).or_default().push(position)),
            None => join.others.push(position),
        }
    }
    join
}

/// A part of a pick's condition.
fn part(pick: &P, part: usize) -> Option<&C> {
    match pick.cond.as_ref()? {
        C::And(parts) => parts.get(part),
        one => Some(one),
    }
}

/// Those of which a path may be one of some literals: found out once a run. None for literals without a key.
fn one_of<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &Spec, own: &'a X, literals: &'a [Lit], all: All<'a>) -> Option<Arc<[u32]>> {
    let kept = &cx.world.cache.one_of;
    if let Some(known) = kept.get(&pick.number) {
        return Some(known);
    }
    let keys: Vec<Key> = literals.iter().map(|l| key(&literal(l))).collect::<Option<_>>()?;
    let join = joined(cx, pick, spec, own, all);
    let mut these = join.others.clone();
    these.extend(keys.iter().filter_map(|key| join.by_key.get(key)).flatten());
    these.sort_unstable();
    these.dedup();
    Some(kept.put(pick.number, these.into()))
}

fn joined<'a>(cx: Cx<'_, 'a>, pick: &'a P, spec: &Spec, own: &'a X, all: All<'a>) -> Arc<Join> {
    let name = (spec.kind, spec.side.clone());
    let joins = &cx.world.cache.joins;
    joins.get(&name).unwrap_or_else(|| {
        let join = match all {
            All::Mentions(_) if *spec.side == *"field" => by_field(cx),
            _ => build(cx, pick.slot, own, all),
        };
        joins.put(name, Arc::new(join))
    })
}

/// Citations by the name of their field, as they are listed already.
fn by_field(cx: Cx) -> Join {
    let (fields, prose) = cx.world.cited().by_field();
    let mut join = Join { others: prose.to_vec(), ..Join::default() };
    for (name, positions) in fields {
        join.by_key.entry(Key::Text(text_key(name, true).into())).or_default().extend(positions.iter().copied());
    }
    // Names that differ may have one key.
    join.by_key.values_mut().for_each(|positions| positions.sort_unstable());
    join
}

fn build<'a>(cx: Cx<'_, 'a>, slot: u8, own: &'a X, all: All<'a>) -> Join {
    let mut join = Join::default();
    for (position, record) in (0..all.len()).filter_map(|i| Some((i as u32, all.get(i)?))) {
        match key(&own_value(cx, slot, own, record)) {
            Some(key) => join.by_key.entry(key).or_default().push(position),
            None => join.others.push(position),
        }
    }
    join
}

/// What the path of the variable comes to of a record.
fn own_value<'a>(cx: Cx<'_, 'a>, slot: u8, own: &'a X, record: Rec<'a>) -> V<'a> {
    let item = Item { v: V::Rec(record), place: None };
    let frame = Frame { slot, item: &item, up: None };
    read(Cx { top: Some(&frame), hoist: None, ..cx }, own).v
}
