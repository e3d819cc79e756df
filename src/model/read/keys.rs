//! Which fields the keys of a file name: its records have the same keys, most of them in the same order.

use super::Vocabulary;
use crate::schema::KindId;

/// Most keys that are kept: more of them would be looked through longer than a name takes to look up.
const MOST: usize = 48;

/// The keys read last, and what they name for one kind.
#[derive(Debug, Default)]
pub(super) struct Keys {
    kind: Option<KindId>,
    known: Vec<(Box<str>, Option<u16>)>,
    /// Behind the key that was asked for last.
    next: usize,
}

impl Keys {
    /// The field of a kind that a key names, as [`Vocabulary::field`] tells it.
    pub fn field(&mut self, vocabulary: &Vocabulary, kind: KindId, key: &str) -> Option<u16> {
        if self.kind != Some(kind) {
            *self = Self { kind: Some(kind), ..Self::default() };
        }
        let (before, after) = self.known.split_at(self.next);
        let is_it = |(known, _): &(Box<str>, _)| **known == *key;
        let at = after.iter().position(is_it).map(|i| before.len() + i).or_else(|| before.iter().position(is_it));
        if let Some(at) = at {
            self.next = at + 1;
            return self.known[at].1;
        }
        let field = vocabulary.field(kind, key);
        if self.known.len() < MOST {
            self.known.push((key.into(), field));
            self.next = self.known.len();
        }
        field
    }
}
