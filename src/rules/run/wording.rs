//! Wording over running text: one search a file for all rules, then the patterns that can match, block by block.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::super::Rules;
use super::super::load::Wording;
use super::super::rule::{Check, Forbid, Within};
use super::super::wording::Flat;
use super::Over;
use crate::model::{Facts, Whose};
use crate::source::{FileId, Place, Sources};

/// A forbidden wording that was found.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Which pattern of the rule.
    pub pattern: usize,
    /// Where.
    pub place: Place,
    /// The words, without markup.
    pub text: String,
    /// Named captures.
    pub captures: Vec<(String, String)>,
}

/// What was found for each rule, in order of path and place.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    by_rule: Vec<Vec<Hit>>,
}

impl Hits {
    /// What was found for the rule at a position of the set.
    pub(super) fn of(&self, rule: usize) -> &[Hit] {
        self.by_rule.get(rule).map_or(&[], Vec::as_slice)
    }

    /// The rules of which something was found in some files.
    pub(super) fn owners(&self, files: &FxHashSet<FileId>) -> FxHashSet<usize> {
        let found = |hits: &Vec<Hit>| hits.iter().any(|hit| files.contains(&hit.place.file));
        self.by_rule.iter().enumerate().filter(|(_, hits)| found(hits)).map(|(rule, _)| rule).collect()
    }

    /// The same with what was found anew in some files; what was found in them before is forgotten.
    pub(super) fn renewed(mut self, files: &FxHashSet<FileId>, anew: Self, rank: impl Fn(FileId) -> Option<usize>) -> Self {
        self.by_rule.resize_with(self.by_rule.len().max(anew.by_rule.len()), Vec::new);
        for hits in &mut self.by_rule {
            hits.retain(|hit| !files.contains(&hit.place.file));
        }
        for (known, more) in self.by_rule.iter_mut().zip(anew.by_rule) {
            if !more.is_empty() {
                known.extend(more);
                // Within a file they stay as they were found.
                known.sort_by_key(|hit| rank(hit.place.file));
            }
        }
        self
    }
}

/// Searches files that are ours, templates among them: what a template says will be said. `wanted` may leave some out.
pub(super) fn search(set: &Rules, over: Over<'_>, on: &[bool], wanted: impl Fn(FileId) -> bool) -> Hits {
    let mut hits = Hits { by_rule: vec![Vec::new(); set.all.len()] };
    let prose = |f: &Facts| !f.document.blocks.is_empty() || !f.document.headings.is_empty();
    let ours = |f: &&std::sync::Arc<Facts>| prose(f) && !over.index.is_pack_file(f.file) && !matches!(f.whose, Whose::NotOurs);
    let files: Vec<&Facts> = over.index.files().filter(|f| wanted(f.file)).filter(ours).map(|f| &**f).collect();
    if files.is_empty() {
        return hits;
    }
    let wording = set.wording();
    if wording.owners.is_empty() {
        return hits;
    }
    let found: Vec<Vec<(usize, Hit)>> = files.par_iter().map(|facts| in_file(set, wording, facts, over.sources, on)).collect();
    for (rule, hit) in found.into_iter().flatten() {
        hits.by_rule[rule].push(hit);
    }
    hits
}

fn in_file(set: &Rules, wording: &Wording, facts: &Facts, sources: &Sources, on: &[bool]) -> Vec<(usize, Hit)> {
    let text = &*sources.get(facts.file).text;
    // What is quoted is somebody else's claim.
    let blocks = facts.document.blocks.iter().filter(|b| !b.quoted).map(|b| (b.span, false));
    let headings = facts.document.headings.iter().map(|h| (h.span, true));
    let mut found = Vec::new();
    let (mut flat, mut candidates) = (Flat::default(), Vec::new());
    for (span, heading) in blocks.chain(headings) {
        flat.turn_to(text, span);
        wording.search.candidates(flat.text(), &mut candidates);
        for candidate in &candidates {
            let (rule, pattern) = wording.owners[*candidate as usize];
            let (rule, pattern) = (rule as usize, pattern as usize);
            let Check::Forbid(forbid) = &set.all[rule].body().check else { continue };
            if on[rule] && matches!(forbid.within, Within::Headings) == heading {
                found.extend(hits(forbid, pattern, &flat, facts.file).map(|hit| (rule, hit)));
            }
        }
    }
    found.sort_by_key(|(rule, hit)| (*rule, hit.place.span, hit.pattern));
    overlaps_once(found)
}

/// Two patterns of one rule that match at one place say one thing.
fn overlaps_once(found: Vec<(usize, Hit)>) -> Vec<(usize, Hit)> {
    let mut kept: Vec<(usize, Hit)> = Vec::with_capacity(found.len());
    for (rule, hit) in found {
        let overlaps = |(r, h): &(usize, Hit)| *r == rule && h.place.span.end > hit.place.span.start;
        if !kept.last().is_some_and(overlaps) {
            kept.push((rule, hit));
        }
    }
    kept
}

/// All forbidden wordings in a field's text.
pub(super) fn in_place(forbid: &Forbid, place: Place, sources: &Sources) -> Vec<Hit> {
    let text = &*sources.get(place.file).text;
    let flat = Flat::new(text, place.span);
    let all = (0..forbid.patterns.len()).flat_map(|i| hits(forbid, i, &flat, place.file));
    let mut found: Vec<(usize, Hit)> = all.map(|hit| (0, hit)).collect();
    found.sort_by_key(|(_, hit)| (hit.place.span, hit.pattern));
    overlaps_once(found).into_iter().map(|(_, hit)| hit).collect()
}

fn hits(forbid: &Forbid, pattern: usize, flat: &Flat<'_>, file: FileId) -> std::vec::IntoIter<Hit> {
    let found = forbid.patterns[pattern].hits(flat.text());
    let hits: Vec<Hit> = found
        .into_iter()
        .map(|hit| Hit {
            pattern,
            place: Place::new(file, flat.span(hit.range.clone())),
            text: flat.text()[hit.range].to_owned(),
            captures: hit.captures,
        })
        .collect();
    hits.into_iter()
}
