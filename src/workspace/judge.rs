//! From a loaded workspace to verdicts for a day.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::Workspace;
use crate::config::Setting;
use crate::expr::{Cache, Truth, World};
use crate::finding::{Finding, codes};
use crate::lint::Lint;
use crate::model::{EntityId, Whose};
use crate::rules::Verdict;

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that are ours, templates included.
    pub documents: usize,
    /// Records in them.
    pub records: usize,
}

/// All that is said of a workspace on a day, before anything is filtered or grouped.
#[derive(Debug, Default)]
pub struct Judged {
    /// Single verdicts, in no particular order.
    pub verdicts: Vec<Verdict>,
    /// What was looked at.
    pub counts: Counts,
}

impl Workspace {
    /// Judges every record for a day.
    pub fn judge(&mut self, today: Date) -> Judged {
        self.retire(today);
        let mut findings: Vec<Finding> = self.setup.clone();
        for facts in self.index.files() {
            if self.is_told(facts.file) {
                findings.extend(facts.findings.iter().cloned());
            }
        }
        let manifest = self.manifest.as_ref().map(|(file, _)| *file);
        let ours = |file| self.is_told(file) || Some(file) == manifest;
        findings.extend(Lint { index: &self.index, today, ours: &ours }.run());
        self.configure(&mut findings);
        let verdicts: Vec<Verdict> = findings.into_iter().map(Verdict::from).collect();
        Judged { verdicts, counts: self.counts() }
    }

    /// Takes retired records out of what counts.
    fn retire(&mut self, today: Date) {
        self.index.settle();
        let noise = Vec::new();
        let cache = Cache::default();
        let world = World::new(&self.index, &self.sources, &self.derived, today, &noise, &cache);
        let mut retired: FxHashSet<EntityId> = FxHashSet::default();
        for (kind, spec) in self.index.schema.iter().filter(|(_, k)| k.retired.is_some()) {
            let _ = spec;
            let own = self.index.all(kind).iter().filter(|e| self.index.kind(**e) == kind);
            retired.extend(own.copied().filter(|e| self.derived.retired(&world, *e) == Truth::True));
        }
        self.index.retire(retired);
    }

    /// Built-in codes as the manifest sets them.
    fn configure(&self, findings: &mut Vec<Finding>) {
        let Some((_, manifest)) = &self.manifest else { return };
        for setting in &manifest.rules {
            let code = &setting.rule.0;
            if codes::find(code).is_none_or(|c| !c.suppressible) {
                continue;
            }
            match setting.to {
                Setting::Off => findings.retain(|f| f.code != *code),
                Setting::Severity(severity) => {
                    findings.iter_mut().filter(|f| f.code == *code).for_each(|f| f.severity = severity)
                }
            }
        }
    }

    fn counts(&self) -> Counts {
        let ours = self.index.files().into_iter().filter(|f| !self.is_pack(f.file) && f.whose != Whose::NotOurs);
        let mut counts = Counts::default();
        for facts in ours {
            counts.documents += 1;
            counts.records += facts.records.len();
        }
        counts
    }
}
