//! Fingerprints kept up file by file: equals are numbered over all files, so what is said in one may number what is said in others.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fingerprint::{Fingerprint, Reader, Single, numbered};
use crate::source::{FileId, Sources, Span};

/// What findings hold, by file; `F` names one, or none.
#[derive(Debug)]
pub struct Ordinals<F> {
    contents: FxHashMap<F, Vec<u128>>,
    /// Which files hold each, and how often.
    holders: FxHashMap<u128, Vec<(F, u32)>>,
}

impl<F> Default for Ordinals<F> {
    fn default() -> Self {
        Self { contents: FxHashMap::default(), holders: FxHashMap::default() }
    }
}

impl Ordinals<Option<FileId>> {
    /// Takes what is said in a file now, in the order of reports. Gives the files whose findings are to be numbered anew, this one among them.
    pub fn set(
        &mut self,
        file: Option<FileId>,
        singles: &[Single],
        sources: &Sources,
        headings: impl Fn(FileId) -> Vec<Span>,
    ) -> FxHashSet<Option<FileId>> {
        let mut reader = Reader::new(sources, headings);
        let contents: Vec<u128> = singles.iter().map(|single| reader.content(&single.verdict).0).collect();
        let mut others = FxHashSet::from_iter([file]);
        let old = self.contents.remove(&file).unwrap_or_default();
        for content in &old {
            if let Some(holders) = self.holders.get_mut(content) {
                holders.retain(|(holder, _)| *holder != file);
                others.extend(holders.iter().map(|(holder, _)| *holder));
                if holders.is_empty() {
                    self.holders.remove(content);
                }
            }
        }
        for content in &contents {
            let holders = self.holders.entry(*content).or_default();
            match holders.iter_mut().find(|(holder, _)| *holder == file) {
                Some((_, count)) => *count += 1,
                None => {
                    others.extend(holders.iter().map(|(holder, _)| *holder));
                    holders.push((file, 1));
                }
            }
        }
        if !contents.is_empty() {
            self.contents.insert(file, contents);
        }
        others
    }

    /// Gives the findings of a file their fingerprints.
    pub fn number(&self, file: Option<FileId>, singles: &mut [Single], sources: &Sources) {
        // What has no place comes last.
        let key = |file: Option<FileId>| (file.is_none(), file.map(|file| &sources.get(file).path));
        let mut seen: FxHashMap<u128, u32> = FxHashMap::default();
        for (single, content) in singles.iter_mut().zip(self.contents.get(&file).into_iter().flatten()) {
            let before = || {
                let holders = self.holders.get(content).into_iter().flatten();
                holders.filter(|(holder, _)| key(*holder) < key(file)).map(|(_, count)| count).sum()
            };
            let ordinal = seen.entry(*content).or_insert_with(before);
            single.fingerprint = numbered(*content, *ordinal);
            *ordinal += 1;
        }
    }
}

impl Single {
    /// One without its fingerprint, which [`Ordinals::number`] gives it.
    pub fn unnumbered(verdict: Arc<crate::rules::Verdict>) -> Self {
        Self { verdict, fingerprint: Fingerprint(0), suppressed: None }
    }
}
