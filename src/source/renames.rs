//! Which file of one state is which of another under a new name: the same text, or at least half of it, as git has it.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

/// A file that is only in one of two states: path and text.
pub type Only<'t> = (&'t str, &'t str);

/// At most this many pairs are compared line by line; beyond it, only files with the same text find each other.
const PAIRS: usize = 20_000;

/// The old paths that have a new one, by old path: the same text first, then what is most alike, of equals what is called alike and comes first.
pub fn renames(old: &[Only<'_>], new: &[Only<'_>]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let many = old.len().saturating_mul(new.len()) > PAIRS;
    let lines = |files: &[Only<'_>]| -> Vec<Lines> { files.iter().map(|(_, text)| Lines::of(text)).collect() };
    let (before, after) = (lines(old), lines(new));
    let mut pairs: Vec<(u32, bool, usize, usize)> = Vec::new();
    for (i, (a, (path, text))) in before.iter().zip(old).enumerate() {
        for (j, (b, (other, now))) in after.iter().zip(new).enumerate() {
            let alike = if text == now {
                1000
            } else if many {
                0
            } else {
                a.alike(b)
            };
            if alike >= 500 && a.weight > 0 {
                pairs.push((alike, name(path) == name(other), i, j));
            }
        }
    }
    pairs.sort_by_key(|(alike, named, i, j)| (std::cmp::Reverse((*alike, *named)), *i, *j));
    let (mut gone, mut come) = (vec![false; old.len()], vec![false; new.len()]);
    for (_, _, i, j) in pairs {
        if !gone[i] && !come[j] {
            (gone[i], come[j]) = (true, true);
            found.insert(old[i].0.to_owned(), new[j].0.to_owned());
        }
    }
    found
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The lines of a text, each with how many bytes it has in all its places.
struct Lines {
    weights: FxHashMap<u64, u32>,
    weight: u32,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut lines = Self { weights: FxHashMap::default(), weight: 0 };
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            let mut hasher = FxHasher::default();
            line.hash(&mut hasher);
            *lines.weights.entry(hasher.finish()).or_default() += line.len() as u32;
            lines.weight += line.len() as u32;
        }
        lines
    }

    /// What both say, in thousandths of the longer.
    fn alike(&self, other: &Self) -> u32 {
        let most = self.weight.max(other.weight);
        if most == 0 || u64::from(self.weight.min(other.weight)) * 2 < u64::from(most) {
            return 0;
        }
        let shared: u64 = self.weights.iter().map(|(line, w)| u64::from(*w.min(other.weights.get(line).unwrap_or(&0)))).sum();
        (shared * 1000 / u64::from(most)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(old: &[Only<'_>], new: &[Only<'_>]) -> Vec<(String, String)> {
        let mut found: Vec<_> = renames(old, new).into_iter().collect();
        found.sort();
        found
    }

    #[test]
    fn half_of_the_text_is_enough_and_the_most_alike_wins() {
        let long = "one line\ntwo lines\nthree lines\nfour lines\n";
        let most = "one line\ntwo lines\nthree lines\nelse what\n";
        let other = "nothing\nof\nthe sort is\nsaid in here\n";
        assert_eq!(found(&[("a.md", long)], &[("b/a.md", most), ("c.md", other)]), [("a.md".into(), "b/a.md".into())]);
        assert_eq!(found(&[("a.md", long)], &[("c.md", other)]), []);
        assert_eq!(found(&[("a.md", long)], &[("x.md", most), ("y.md", long)]), [("a.md".into(), "y.md".into())]);
    }

    #[test]
    fn of_equals_the_name_decides_and_each_is_taken_once() {
        let same = "the same words\n";
        let both = found(&[("a/1.md", same), ("a/2.md", same)], &[("b/2.md", same), ("b/1.md", same)]);
        assert_eq!(both, [("a/1.md".into(), "b/1.md".into()), ("a/2.md".into(), "b/2.md".into())]);
        assert_eq!(found(&[("a.md", "")], &[("b.md", "")]), []);
    }
}
