//! The baseline of a repository: read, held against what is found, and what it would be if it were written now.

use std::sync::Arc;

use super::Workspace;
use crate::finding::Finding;
use crate::rules::{Count, Verdict};
use crate::source::{SourceFile, System};
use crate::syntax::Limits;
use crate::triage::{Baseline, Known, Single, fingerprints, known, may_be_known, order};

impl Workspace {
    /// Takes another file for the baseline, or the same anew. False where there is no such file: then there is no baseline.
    pub fn read_baseline(&mut self, system: &dyn System, path: &str) -> bool {
        self.without_baseline();
        self.baseline_path = Some(path.to_owned());
        let bytes = system.read(path, Limits::default().file_bytes);
        let Ok(text) = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) else { return false };
        let source = SourceFile::new(path, text);
        let file = self.sources.set(source.clone());
        self.baseline = Some(Baseline::read(file, &source));
        true
    }

    /// From now on, everything counts.
    pub fn without_baseline(&mut self) {
        self.baseline = None;
        self.baseline_path = None;
    }

    /// Takes the baseline that another workspace takes, as this system holds it: without one there, everything counted.
    pub(super) fn read_baseline_of(&mut self, other: &Self, system: &dyn System) {
        match &other.baseline_path {
            Some(path) => _ = self.read_baseline(system, path),
            None => self.without_baseline(),
        }
    }

    /// True if the two accept the same findings as having been there.
    pub fn has_baseline_of(&self, other: &Self) -> bool {
        self.baseline_text() == other.baseline_text()
    }

    fn baseline_text(&self) -> Option<&str> {
        self.baseline.as_ref().map(|baseline| &*self.sources.get(baseline.file).text)
    }

    /// Marks the findings that the baseline holds.
    pub fn mark_baseline(&self, singles: &mut [Single]) {
        if let Some(baseline) = &self.baseline {
            baseline.mark(singles, &self.sources, |file| self.headings(file));
        }
    }

    /// Entries of the baseline that are not understood, or not found any more.
    pub(super) fn faults_of_baseline(&self, verdicts: &[Arc<Verdict>], counts: &[Count]) -> Vec<Finding> {
        let Some(baseline) = &self.baseline else { return Vec::new() };
        let mut findings = baseline.findings.clone();
        let mut sorted = verdicts.to_vec();
        sorted.sort_by(|a, b| order(&a.finding, &b.finding, &self.sources));
        let singles = fingerprints(sorted, &self.sources, |file| self.headings(file));
        let judged = |code: &str| self.may_be_found(code, counts);
        findings.extend(baseline.stale(&singles, &self.sources, |file| self.headings(file), judged));
        findings
    }

    /// What the baseline holds if it is written now: of what it had, what is still found; and what `adds` says of findings that count.
    pub fn renewed_baseline(&self, singles: &[Single], counts: &[Count], adds: &dyn Fn(&Single) -> bool) -> Vec<Known> {
        let headings = |file| self.headings(file);
        let judged = |code: &str| self.may_be_found(code, counts);
        let old = self.baseline.as_ref().map(|baseline| baseline.renewed(singles, &self.sources, headings, judged));
        let wanted = |single: &&Single| single.suppressed.is_none() && may_be_known(&single.verdict.finding) && adds(single);
        let new: Vec<Single> = singles.iter().filter(wanted).cloned().collect();
        let mut all = old.unwrap_or_default();
        all.extend(known(&new, &self.sources, headings));
        all
    }

    /// True for a rule or code that would have been told; also for one that is no more, as nothing will be found of it.
    fn may_be_found(&self, code: &str, counts: &[Count]) -> bool {
        super::settings::unknown_rule(code, &self.base.rules).is_some() || self.judged(code, counts).is_some()
    }
}
