//! Which of many texts may be `similar` to one, by their words, without comparing it with each.

use rustc_hash::FxHashMap;

use super::similar::{Word, same};
use super::{V, World};
use crate::expr::value::text_of;

/// The words of the texts of some records, each with the positions of those that have it.
#[derive(Debug, Default)]
pub(in crate::expr) struct Alike {
    words: Vec<Known>,
    /// Records whose text is missing, poisoned or none: they are always looked at.
    others: Vec<u32>,
}

#[derive(Debug)]
struct Known {
    word: Word,
    /// Records whose text has it.
    all: Vec<u32>,
    /// Those of whose words it is the rarest.
    rarest: Vec<u32>,
}

impl Alike {
    /// Of texts with their positions, in order.
    pub fn of<'a>(world: &World, values: impl Iterator<Item = (u32, V<'a>)>) -> Self {
        let mut alike = Self::default();
        let mut at: FxHashMap<Word, usize> = FxHashMap::default();
        let mut texts: Vec<(u32, Vec<usize>)> = Vec::new();
        for (position, v) in values {
            let Some(text) = text_of(world, &v) else {
                alike.others.push(position);
                continue;
            };
            let words = world.words(text);
            let places = words.iter().map(|word| {
                let place = *at.entry(word.clone()).or_insert_with(|| {
                    alike.words.push(Known { word: word.clone(), all: Vec::new(), rarest: Vec::new() });
                    alike.words.len() - 1
                });
                alike.words[place].all.push(position);
                place
            });
            texts.push((position, places.collect()));
        }
        for (position, places) in texts {
            if let Some(rarest) = places.into_iter().min_by_key(|place| alike.words[*place].all.len()) {
                alike.words[rarest].rarest.push(position);
            }
        }
        alike
    }

    /// The records whose text may be similar to one with these words, in order. Where that one has all words of a text, it has the rarest of
    /// them; where a text has all of its words, it is among those that have the one that fewest have.
    pub fn candidates(&self, wanted: &[Word]) -> Vec<u32> {
        let mut found = self.others.clone();
        let mut fewest: Option<Vec<u32>> = None;
        for word in wanted {
            let mut all = Vec::new();
            for known in self.words.iter().filter(|known| same(word, &known.word)) {
                all.extend(&known.all);
                found.extend(&known.rarest);
            }
            if fewest.as_ref().is_none_or(|fewest| all.len() < fewest.len()) {
                fewest = Some(all);
            }
        }
        found.extend(fewest.into_iter().flatten());
        found.sort_unstable();
        found.dedup();
        found
    }
}
