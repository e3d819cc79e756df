//! The baseline: findings that were there when the organisation began, kept in a file beside its documents. They count for nothing until they
//! are put right; what is new counts from the first day.
//!
//! Architecture invariant: an entry names a finding by its content. It holds no line number, day or count, so that it lasts while texts move.

mod read;
mod write;

pub use write::text;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::compare::moved;
use super::fingerprint::Reader;
use super::{By, Fingerprint, Single, Suppression};
use crate::finding::{Edit, Finding, Fix, codes, without_item};
use crate::source::{FileId, Place, Sources, Span};

/// A finding that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its rule or built-in code.
    pub code: Arc<str>,
    /// The record that it is about, kind and id; a hint for readers.
    pub record: Option<Arc<str>>,
    /// The file that it is in, where no record tells where to look.
    pub path: Option<Arc<str>>,
    /// What names it.
    pub fingerprint: Fingerprint,
    /// What names its lines wherever they stand, for a finding about no record: a section may be moved, a file renamed.
    pub lines: Option<Fingerprint>,
}

/// A baseline as read.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its file.
    pub file: FileId,
    /// What it knows, each with its place.
    pub known: Vec<(Known, Span)>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// True if some of it cannot be understood, so that it must not be written anew.
    pub lost: bool,
}

/// Which entry each finding has, and which entries none has.
struct Matched {
    entry: Vec<Option<usize>>,
    stale: Vec<usize>,
}

/// True for findings that a baseline may hold: not what nothing can be judged without, nor what is said of the baseline itself.
pub fn may_be_known(finding: &Finding) -> bool {
    *finding.code != *codes::STALE_BASELINE && codes::find(&finding.code).is_none_or(|code| code.suppressible)
}

/// What names each finding in a baseline. `headings` gives the spans of a file's headings, in order.
pub fn known(singles: &[Single], sources: &Sources, headings: impl Fn(FileId) -> Vec<Span>) -> Vec<Known> {
    named(singles, sources, headings).into_iter().map(|(known, _)| known).collect()
}

/// The same, and whether the lines say enough to be known again in another file.
fn named(singles: &[Single], sources: &Sources, headings: impl Fn(FileId) -> Vec<Span>) -> Vec<(Known, bool)> {
    let mut reader = Reader::new(sources, headings);
    let mut name = |single: &Single| {
        let finding = &single.verdict.finding;
        let lines = moved(&mut reader, &single.verdict);
        let record = finding.record.as_ref().and_then(|r| Some(format!("{} {}", r.kind, r.id.as_ref()?).into()));
        let path = if record.is_some() { None } else { super::filter::path_of(finding, sources).map(Arc::from) };
        let telling = lines.is_some_and(|(_, telling)| telling);
        let lines = lines.map(|(hash, _)| Fingerprint(hash.0));
        (Known { code: finding.code.clone(), record, path, fingerprint: single.fingerprint, lines }, telling)
    };
    singles.iter().map(&mut name).collect()
}

impl Baseline {
    /// Marks what was there and is not accepted in another way.
    pub fn mark(&self, singles: &mut [Single], sources: &Sources, headings: impl Fn(FileId) -> Vec<Span>) {
        let matched = self.matched(singles, sources, headings);
        for (single, entry) in singles.iter_mut().zip(matched.entry) {
            if entry.is_some() && single.suppressed.is_none() {
                single.suppressed = Some(Suppression { by: By::Baseline, reason: "it is in the baseline".into(), until: None });
            }
        }
    }

    /// The entries that are found no more. `judged` tells whether a rule was judged: of one that was not, nothing is known.
    pub fn stale(
        &self,
        singles: &[Single],
        sources: &Sources,
        headings: impl Fn(FileId) -> Vec<Span>,
        judged: impl Fn(&str) -> bool,
    ) -> Vec<Finding> {
        let text = &sources.get(self.file).text;
        let told = |i: usize| {
            let (known, span) = &self.known[i];
            let hint = known.record.as_deref().map(|r| format!(" of {r}"));
            let hint = hint.or_else(|| known.path.as_deref().map(|p| format!(" in {p}"))).unwrap_or_default();
            let message = format!("{}{hint} is in the baseline, and is not found any more", known.code);
            let place = Place::new(self.file, *span);
            let mut finding = Finding::built_in(codes::STALE_BASELINE, place, message);
            finding.help = Some("remove the entry; `clauselint check --write-baseline` removes all such entries".to_owned());
            let gone = without_item(text, *span).map(|span| Place::new(self.file, span));
            finding.fix = gone.map(|place| {
                let edits = vec![Edit { place, text: String::new() }];
                Fix { title: "remove the entry".to_owned(), edits, safe: true }
            });
            finding
        };
        let stale = self.matched(singles, sources, headings).stale;
        stale.into_iter().filter(|i| judged(&self.known[*i].0.code)).map(told).collect()
    }

    /// What a baseline holds when it is written anew: of the old entries those that are still found, as they are found now, and those of rules
    /// that were not judged.
    pub fn renewed(
        &self,
        singles: &[Single],
        sources: &Sources,
        headings: impl Fn(FileId) -> Vec<Span>,
        judged: impl Fn(&str) -> bool,
    ) -> Vec<Known> {
        let matched = self.matched(singles, sources, &headings);
        let mut kept: Vec<Known> =
            matched.stale.iter().map(|i| &self.known[*i].0).filter(|known| !judged(&known.code)).cloned().collect();
        let now = known(singles, sources, &headings);
        kept.extend(now.into_iter().zip(&matched.entry).filter(|(_, entry)| entry.is_some()).map(|(known, _)| known));
        kept
    }

    /// Finds entries by what names a finding; what is left on both sides by its lines, in the same file or, if they say enough, in any.
    fn matched(&self, singles: &[Single], sources: &Sources, headings: impl Fn(FileId) -> Vec<Span>) -> Matched {
        let names = named(singles, sources, headings);
        let mut entry: Vec<Option<usize>> = vec![None; singles.len()];
        let mut left = vec![true; self.known.len()];
        let by_print: FxHashMap<(&str, Fingerprint), usize> =
            self.known.iter().enumerate().map(|(i, (known, _))| ((&*known.code, known.fingerprint), i)).collect();
        for (i, (name, _)) in names.iter().enumerate().filter(|(i, _)| may_be_known(&singles[*i].verdict.finding)) {
            entry[i] = by_print.get(&(&*name.code, name.fingerprint)).copied();
            entry[i].into_iter().for_each(|entry| left[entry] = false);
        }
        for elsewhere in [false, true] {
            let mut by_lines: FxHashMap<(&str, Fingerprint, Option<&str>), Vec<usize>> = FxHashMap::default();
            for (i, (known, _)) in self.known.iter().enumerate().rev().filter(|(i, _)| left[*i]) {
                if let Some(lines) = known.lines {
                    let path = if elsewhere { None } else { known.path.as_deref() };
                    by_lines.entry((&known.code, lines, path)).or_default().push(i);
                }
            }
            for (i, (name, telling)) in names.iter().enumerate() {
                let Some(lines) = name.lines.filter(|_| entry[i].is_none() && (*telling || !elsewhere)) else { continue };
                let path = if elsewhere { None } else { name.path.as_deref() };
                if let Some(found) = by_lines.get_mut(&(&*name.code, lines, path)).and_then(Vec::pop) {
                    (entry[i], left[found]) = (Some(found), false);
                }
            }
        }
        let stale = left.iter().enumerate().filter(|(_, left)| **left).map(|(i, _)| i).collect();
        Matched { entry, stale }
    }
}
