//! What a check hands to an output format.

use std::sync::Arc;

use jiff::civil::Date;

use super::Described;
use crate::finding::{Finding, Severity, Stage};
use crate::source::Sources;
use crate::triage::{By, Fingerprint, Shown, Single, Suppression};

/// The outcome of one check, ready to be shown.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// All files that findings may point into.
    pub sources: &'a Sources,
    /// What was found, in the order in which it is to be shown; suppressed findings included. Grouped for people, single for programs.
    pub findings: &'a [Reported],
    /// What was looked at.
    pub counts: Counts,
    /// What was found but belongs to a later stage, in the order of stages; stages with nothing may be left out.
    pub held_back: &'a [HeldBack],
    /// The day for which the answers hold.
    pub as_of: Date,
    /// The name of the stage up to which rules spoke.
    pub stage: Arc<str>,
    /// Names of all stages, by [`Stage`].
    pub stages: &'a [Arc<str>],
    /// The root as the user would write it, relative to where the program was started; `.` for that folder itself.
    pub root: &'a str,
    /// The root as seen from the git repository that it lies in, with `/`; empty for that repository itself, or where there is none.
    pub below: &'a str,
    /// The mildest severity that makes the run fail; none: nothing does.
    pub fail_on: Option<Severity>,
    /// What each rule did, in the order of the packs; for `--statistics`.
    pub rules: &'a [RuleCount],
    /// What the codes of findings mean; empty where no format asks.
    pub described: &'a [Described],
    /// What it was compared with; none where everything is told.
    pub since: Option<Since>,
}

/// A state of the repository whose findings are not told again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// As the user named it, or what it is.
    pub named: String,
    /// The commit that was compared with, as git names it; none before the first.
    pub commit: Option<String>,
    /// How many findings that would count are not told, as they were there before.
    pub known: usize,
}

/// A finding with what triage knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The finding.
    pub finding: Finding,
    /// What names the finding across runs; of a group, those of all that it stands for. At least one.
    pub fingerprints: Vec<Fingerprint>,
    /// Why it counts for nothing; none for a finding that counts.
    pub suppressed: Option<Suppression>,
    /// Who answers for what it is about, where a format asks and that is known.
    pub owner: Option<Arc<str>>,
}

impl From<Single> for Reported {
    fn from(single: Single) -> Self {
        Self {
            finding: Arc::unwrap_or_clone(single.verdict).finding,
            fingerprints: vec![single.fingerprint],
            suppressed: single.suppressed,
            owner: None,
        }
    }
}

impl From<Shown> for Reported {
    fn from(shown: Shown) -> Self {
        Self { finding: shown.finding, fingerprints: shown.fingerprints, suppressed: shown.suppressed, owner: None }
    }
}

impl Reported {
    /// How many findings it stands for.
    pub(super) fn weight(&self) -> usize {
        self.fingerprints.len().max(1)
    }
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that are ours.
    pub documents: usize,
    /// Records in them.
    pub records: usize,
    /// Evaluations that came to no verdict because something they read is missing or unreadable.
    pub not_judged: usize,
}

/// What waits for a later stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// The stage's name.
    pub stage: Arc<str>,
    /// How many findings belong to it.
    pub count: usize,
}

/// What one rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule's name.
    pub rule: Arc<str>,
    /// How many records or elements it was evaluated for.
    pub applied: usize,
    /// How many findings it gave.
    pub fired: usize,
    /// How many evaluations came to no verdict.
    pub not_judged: usize,
}

impl RuleCount {
    /// What a rule did in a run.
    pub fn new(rule: &crate::rules::Rule, count: crate::rules::Count) -> Self {
        Self {
            rule: rule.name.clone(),
            applied: count.applied as usize,
            fired: count.fired as usize,
            not_judged: count.unknown as usize,
        }
    }
}

impl Report<'_> {
    /// Findings that are not suppressed, in order.
    pub fn open(&self) -> impl Iterator<Item = &Reported> {
        self.findings.iter().filter(|f| f.suppressed.is_none())
    }

    /// How many findings that are not suppressed have this severity. A group counts as all that it stands for, so that every format
    /// gives the same numbers.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|f| f.finding.severity == severity).map(Reported::weight).sum()
    }

    /// How many findings are suppressed.
    pub fn suppressed(&self) -> usize {
        self.findings.iter().filter(|f| f.suppressed.is_some()).map(Reported::weight).sum()
    }

    /// How many findings are suppressed in one of these ways.
    pub fn suppressed_by(&self, ways: &[By]) -> usize {
        let by = |f: &&Reported| f.suppressed.as_ref().is_some_and(|said| ways.contains(&said.by));
        self.findings.iter().filter(by).map(Reported::weight).sum()
    }

    /// The worst severity among findings that are not suppressed.
    pub fn worst(&self) -> Option<Severity> {
        self.open().map(|f| f.finding.severity).max()
    }

    /// True when something was found that makes the run fail.
    pub fn fails(&self) -> bool {
        self.fail_on.is_some_and(|least| self.worst().is_some_and(|worst| worst >= least))
    }

    /// The name of a stage; empty for one that no pack has.
    pub fn stage_name(&self, stage: Stage) -> &str {
        self.stages.get(usize::from(stage.0)).map_or("", |name| name)
    }
}
