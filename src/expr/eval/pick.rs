//! Picks: which elements of a list meet a condition, for certain or perhaps.

use std::borrow::Cow;

use super::column::MANY;
use super::hoist::Hoist;
use super::join::{Candidates, candidates};
use super::memo::asked;
use super::{Cx, Frame, Rec, Tri, V, cond, read};
use crate::expr::ir::{Ir, P, POISON, WORLD, X, var_bit};
use crate::expr::value::{Item, text_of};
use crate::expr::world::Causes;
use crate::syntax::Lazy;

/// What an element comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::expr) enum Hit {
    Picked,
    /// Not known, for reasons other than that the element does not say.
    Open(u32),
    Not,
}

/// Judges one element.
pub(in crate::expr) fn judge<'a>(cx: Cx<'_, 'a>, pick: &'a P, item: &Item<'a>) -> Hit {
    let Some(c) = &pick.cond else { return Hit::Picked };
    if matches!(item.v, V::Poisoned) {
        return Hit::Open(POISON);
    }
    let frame = Frame { slot: pick.slot, item, up: cx.top };
    let own = var_bit(pick.slot);
    match cond(Cx { top: Some(&frame), ..cx }, c) {
        Tri::T => Hit::Picked,
        Tri::F => Hit::Not,
        Tri::U(causes) if causes == own => Hit::Not,
        Tri::U(causes) => Hit::Open(causes & !own),
    }
}

/// Which elements are to be looked at, as far as an index tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Those also that fail by themselves.
    Near,
    /// Those that may be picked.
    Picked,
    /// Enough of those that may be picked to know whether one is, in any order.
    Any,
}

/// Judges all elements that could be picked, until `found` says to stop. The last argument of `found`: nothing that follows can be picked.
/// Gives the causes where the list itself is unknown, or the budget is spent.
fn run<'a>(cx: Cx<'_, 'a>, pick: &'a P, want: Want, found: &mut dyn FnMut(&Item<'a>, Hit, bool) -> bool) -> Option<u32> {
    walk(cx, pick, want, &mut |within, item, hopeless| found(item, judge(within, pick, item), hopeless))
}

/// Shows elements to `look`, until it says to stop, as [`run`] does.
fn walk<'a>(cx: Cx<'_, 'a>, pick: &'a P, want: Want, look: &mut dyn FnMut(Cx<'_, 'a>, &Item<'a>, bool) -> bool) -> Option<u32> {
    let cx = cx.quiet();
    let mut hopeless = false;
    let hoist = Hoist::new(pick.slot, cx.hoist);
    let within = Cx { hoist: Some(&hoist), ..cx };
    let mut visit = |item: &Item<'a>, hopeless: bool| {
        if !cx.world.step() {
            return Err(());
        }
        let on = look(within, item, hopeless);
        hoist.next();
        Ok(on)
    };
    let mut records = |list: &mut dyn Iterator<Item = Rec<'a>>, hopeless| {
        for record in list {
            let item = Item { v: V::Rec(record), place: None };
            match visit(&item, hopeless) {
                Err(()) => return Some(POISON),
                Ok(false) => break,
                Ok(true) => {}
            }
        }
        None
    };
    if let Ir::All(kind) = pick.from.ir {
        let index = cx.world.index;
        if index.is_elsewhere(kind) {
            return Some(POISON);
        }
        match candidates(cx, pick, kind, want) {
            Candidates::All => {}
            Candidates::Hopeless => hopeless = true,
            Candidates::These(these) => return records(&mut these.records(), false),
        }
        if index.is_mention(kind) {
            return records(&mut cx.world.citations().iter().copied().map(Rec::Mention), hopeless);
        }
        let all = index.all(kind);
        if all.len() >= MANY {
            hoist.goes_through(kind);
        }
        return records(&mut all.iter().copied().map(Rec::Entity), hopeless);
    }
    let list = read(cx, &pick.from);
    let mut each = |item: &Item<'a>| match visit(item, hopeless) {
        Err(()) => Some(Some(POISON)),
        Ok(false) => Some(None),
        Ok(true) => None,
    };
    match &list.v {
        V::Missing(Causes(causes)) => return Some(if *causes == 0 { WORLD } else { *causes }),
        V::Poisoned => return Some(POISON),
        V::List(items) => items.iter().find_map(&mut each),
        V::Object(obj) if matches!(obj.ty, crate::schema::Type::Map(_)) => obj.entries().find_map(|item| each(&item)),
        _ => each(&list),
    }
    .flatten()
}

/// Whether some element is picked.
pub(super) fn any<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Tri {
    let over_mentions = matches!(pick.from.ir, Ir::All(kind) if cx.world.index.is_mention(kind));
    let Some(asked) = over_mentions.then(|| asked(cx.quiet(), pick)).flatten() else { return look(cx, pick) };
    let question = (pick.number, asked);
    if let Some(known) = cx.world.cache.asked.get(&question) {
        return known;
    }
    let truth = look(cx, pick);
    if cx.world.exceeded() { truth } else { cx.world.cache.asked.put(question, truth) }
}

fn look<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Tri {
    let mut open = None;
    let mut picked = false;
    let unknown = run(cx, pick, Want::Any, &mut |_, hit, hopeless| {
        match hit {
            Hit::Picked => picked = true,
            Hit::Open(causes) => *open.get_or_insert(0) |= causes,
            Hit::Not => {}
        }
        !(picked || hopeless && open.is_some())
    });
    match (picked, unknown, open) {
        (true, ..) => Tri::T,
        (_, Some(causes), _) | (_, None, Some(causes)) => Tri::U(causes),
        _ if passed_over(cx, pick) => Tri::U(WORLD),
        _ => Tri::F,
    }
}

/// True if a file that nobody has said to be a document may be the one that is asked for among all documents.
fn passed_over<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> bool {
    let Ir::All(kind) = pick.from.ir else { return false };
    let index = cx.world.index;
    pick.of_files
        && index.schema.is_umbrella(kind)
        && index.unread().any(|path| {
            let item = Item { v: V::Rec(Rec::File(path.clone())), place: None };
            cx.world.step() && judge(cx.quiet(), pick, &item) == Hit::Picked
        })
}

/// The picked elements, in order.
pub(in crate::expr) fn elements<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Vec<Item<'a>> {
    let mut picked = Vec::new();
    run(cx, pick, Want::Picked, &mut |item, hit, hopeless| {
        if hit == Hit::Picked {
            picked.push(item.clone());
        }
        !hopeless
    });
    picked
}

/// At most `limit` elements that `want` wants.
pub(super) fn some<'a>(cx: Cx<'_, 'a>, pick: &'a P, limit: usize, want: impl Fn(Cx<'_, 'a>, &Item<'a>) -> bool) -> Vec<Item<'a>> {
    let mut found = Vec::new();
    walk(cx, pick, Want::Near, &mut |within, item, _| {
        if want(within, item) {
            found.push(item.clone());
        }
        found.len() < limit
    });
    found
}

/// `(n in xs where c)`: the picked, and the open as poisoned.
pub(super) fn gather<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> V<'a> {
    let mut found = Vec::new();
    let unknown = run(cx, pick, Want::Picked, &mut |item, hit, _| {
        match hit {
            Hit::Picked => found.push(item.clone()),
            Hit::Open(_) => found.push(Item { v: V::Poisoned, place: item.place }),
            Hit::Not => {}
        }
        true
    });
    match unknown {
        Some(causes) if causes & POISON != 0 => V::Poisoned,
        Some(causes) => V::Missing(Causes(causes)),
        None => V::List(found),
    }
}

/// `count(…)`: a number, or a range where some are open.
pub(super) fn count<'a>(cx: Cx<'_, 'a>, list: &'a X) -> V<'a> {
    let (mut picked, mut open, mut causes) = (0_u32, 0_u32, 0);
    let mut tally = |hit| match hit {
        Hit::Picked => picked += 1,
        Hit::Open(why) => {
            open += 1;
            causes |= why;
        }
        Hit::Not => {}
    };
    if let Ir::Pick(pick) = &list.ir {
        let unknown = run(cx, pick, Want::Picked, &mut |item, hit, _| {
            // A poisoned element counts where nothing is asked of it only perhaps: it may be the same as another.
            tally(if matches!(item.v, V::Poisoned) { Hit::Open(POISON) } else { hit });
            true
        });
        match unknown {
            Some(causes) if causes & POISON != 0 => return V::Poisoned,
            Some(causes) => return V::Missing(Causes(causes)),
            None => {}
        }
    } else {
        match read(cx.quiet(), list).v {
            V::List(items) => {
                for item in &items {
                    tally(if matches!(item.v, V::Poisoned) { Hit::Open(POISON) } else { Hit::Picked });
                }
            }
            V::Object(obj) => obj.entries().for_each(|_| tally(Hit::Picked)),
            unknown @ (V::Missing(_) | V::Poisoned) => return unknown,
            _ => tally(Hit::Picked),
        }
    }
    if open == 0 { V::Number(f64::from(picked)) } else { V::Range(f64::from(picked), f64::from(picked + open), Causes(causes)) }
}

/// Whether a text, or a block of a document's prose, matches.
pub(super) fn text_matches(cx: Cx, v: &V, regex: &Lazy) -> Tri {
    if let Some(causes) = v.unknown() {
        return Tri::U(causes);
    }
    match v {
        V::Prose(file) => Tri::known(matching_block(cx, *file, regex).is_some()),
        other => text_of(cx.world, other).map_or(Tri::POISON, |t| Tri::known(regex.is_match(t))),
    }
}

/// The first block of a document, block quotes left out, in which a regular expression matches. Line breaks within it are blanks.
pub(super) fn matching_block(cx: Cx, file: crate::source::FileId, regex: &Lazy) -> Option<crate::source::Span> {
    let facts = cx.world.index.facts(file)?;
    let source = cx.world.sources.get(file);
    if cx.world.grams(file).is_some_and(|grams| !regex.may_match_in(grams)) {
        return None;
    }
    let blocks = facts.document.blocks.iter().filter(|b| !b.quoted);
    blocks.map(|b| b.span).find(|span| {
        let text = source.slice(*span);
        cx.world.step() && block_matches(text, regex)
    })
}

/// True when a pattern matches a block of prose. Line breaks within it are blanks.
pub fn block_matches(text: &str, pattern: &Lazy) -> bool {
    pattern.is_match(&flat(text))
}

/// A text with its line breaks as blanks.
fn flat(text: &str) -> Cow<'_, str> {
    let mut breaks = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).peekable();
    if breaks.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut flat = String::with_capacity(text.len());
    let mut at = 0;
    for end in breaks {
        flat.push_str(&text[at..end]);
        flat.push(' ');
        at = end + 1;
    }
    flat.push_str(&text[at..]);
    Cow::Owned(flat)
}
