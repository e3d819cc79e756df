//! "Did you mean" over ids. A repository may hold tens of thousands, and as many references to none of them, so most candidates have to
//! be passed over without measuring a distance.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{EntityId, Index};
use crate::model::Facts;
use crate::schema::{KindId, RefSpec, RefTo};

/// Most ids that one reference is compared with.
const MOST_COMPARED: usize = 20_000;

impl Index {
    /// Records of the kinds a reference wants whose id is near `text`; at most three, nearest first.
    pub fn near_ids(&self, text: &str, spec: &RefSpec) -> Vec<Arc<str>> {
        let wanted: Vec<EntityId> = match &spec.to {
            RefTo::Any => return Vec::new(),
            RefTo::Kinds(kinds) => kinds.iter().flat_map(|k| self.all(*k).iter().copied()).take(MOST_COMPARED).collect(),
        };
        let (lower, allowed) = (text.to_lowercase(), allowed(text));
        let letters = letters(text);
        let mut near: Vec<(usize, Arc<str>)> = wanted
            .iter()
            .filter_map(|e| self.id(*e))
            .filter(|id| is_of_length(id, text) && !is_other_number(id, text) && may_be_near(letters, id, allowed))
            .map(|id| (strsim::osa_distance(&id.to_lowercase(), &lower), id.clone()))
            .filter(|(distance, _)| *distance <= allowed)
            .collect();
        near.sort();
        near.dedup();
        near.into_iter().take(3).map(|(_, id)| id).collect()
    }
}

impl Index {
    /// True if one of some ids, borne or not any more, may be or have been among those that are near what references of a file say; and
    /// where it is not known which ids these are compared with.
    pub fn may_be_meant(&self, facts: &Facts, ids: &FxHashSet<Arc<str>>, kinds: &FxHashSet<KindId>) -> bool {
        let mut may = kinds.iter().any(|kind| self.all(*kind).len() > MOST_COMPARED / 2);
        let near = |id: &Arc<str>, text: &str| {
            is_of_length(id, text)
                && !is_other_number(id, text)
                && may_be_near(letters(text), id, allowed(text))
                && strsim::osa_distance(&id.to_lowercase(), &text.to_lowercase()) <= allowed(text)
        };
        self.references(facts, &mut |reference| may |= ids.iter().any(|id| near(id, reference.text)));
        may
    }
}

/// How many edits part a text from an id that is near.
fn allowed(text: &str) -> usize {
    1 + text.len() / 6
}

fn is_of_length(id: &str, text: &str) -> bool {
    id.len().abs_diff(text.len()) <= 2
}

/// True where two ids differ in nothing but digits: another number is another record, not a slip.
fn is_other_number(a: &str, b: &str) -> bool {
    let differs = |(x, y): (char, char)| x != y && !(x.is_ascii_digit() && y.is_ascii_digit());
    a.len() == b.len() && !a.chars().zip(b.chars()).any(differs)
}

/// Which characters an ASCII text holds, without regard to case, one bit each (several share a bit); none for other texts.
fn letters(text: &str) -> Option<u64> {
    text.is_ascii().then(|| text.bytes().fold(0, |bits, b| bits | 1 << (b.to_ascii_lowercase() % 64)))
}

/// False only if the distance is surely more than allowed: each edit gives or takes at most one of the characters that only one text has.
fn may_be_near(wanted: Option<u64>, id: &str, allowed: usize) -> bool {
    match (wanted, letters(id)) {
        (Some(a), Some(b)) => (a & !b).count_ones().max((b & !a).count_ones()) as usize <= allowed,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_is_never_near() {
        let ids = ["RSK-001", "rsk-010", "RSK-0001", "RISK-001", "RSK-789", "AIS-001", "RSK-Ä01", "", "RSK001", "SRK-001"];
        for a in ids {
            for b in ids {
                let distance = strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase());
                for allowed in 0..4 {
                    assert!(distance > allowed || may_be_near(letters(a), b, allowed), "{a} {b} {allowed}");
                }
            }
        }
        assert!(!may_be_near(letters("RSK-001"), "RSK-789", 2));
    }
}
