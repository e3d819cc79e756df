//! Judging a repository as `check` does, for tests: from files in memory to settled findings in report order.

#![allow(dead_code, reason = "each test takes what it needs")]

use clauselint::finding::{At, Finding, Nowhere};
use std::sync::{Arc, OnceLock};

use clauselint::rules::Verdict;
use clauselint::source::{MemorySystem, Sources, System};
use clauselint::triage::order;
use clauselint::workspace::{Base, Counts, MANIFEST, OpenError, Workspace};
use jiff::civil::Date;

/// A repository and what was said of it.
pub struct Judgement {
    /// The repository.
    pub workspace: Workspace,
    /// Settled, in report order, of all stages.
    pub verdicts: Vec<Arc<Verdict>>,
    /// What was looked at.
    pub counts: Counts,
}

/// Opens and judges a repository.
pub fn judge(system: &dyn System, day: Date) -> Result<Judgement, OpenError> {
    let mut workspace = open(system)?;
    let judged = workspace.judge(day);
    let mut verdicts = judged.verdicts;
    verdicts.sort_by(|a, b| order(&a.finding, &b.finding, &workspace.sources));
    Ok(Judgement { workspace, verdicts, counts: judged.counts })
}

/// Opens a repository; the built-in pack is read once for all that name no packs.
fn open(system: &dyn System) -> Result<Workspace, OpenError> {
    static BUILT_IN: OnceLock<Arc<Base>> = OnceLock::new();
    let manifest = system.read(MANIFEST, u64::MAX).unwrap_or_default();
    if String::from_utf8_lossy(&manifest).lines().any(|l| l.starts_with("packs:")) {
        return Workspace::open(system);
    }
    let built_in = BUILT_IN.get_or_init(|| Workspace::open(&MemorySystem::default()).expect("the built-in pack is there").base);
    Workspace::grounded(built_in.clone(), system)
}

/// Path and line of a finding; no path where it is about what the repository lacks, line 0 where it is about a whole file.
pub fn place(finding: &Finding, sources: &Sources) -> (Option<String>, u32) {
    match finding.at {
        At::Place(place) => {
            let file = sources.get(place.file);
            (Some(file.path.to_string()), file.position(place.span.start).line)
        }
        At::Nowhere(Nowhere::File(file)) => (Some(sources.get(file).path.to_string()), 0),
        At::Nowhere(Nowhere::Repository) => (None, 0),
    }
}

/// `path:line:column severity code message`, the short form in which snapshots keep findings.
pub fn short(finding: &Finding, sources: &Sources) -> String {
    let at = match finding.at {
        At::Place(place) => {
            let file = sources.get(place.file);
            let position = file.position(place.span.start);
            format!("{}:{}:{}", file.path, position.line, position.column)
        }
        At::Nowhere(Nowhere::File(file)) => sources.get(file).path.to_string(),
        At::Nowhere(Nowhere::Repository) => "(repository)".to_owned(),
    };
    format!("{at} {} {} {}", finding.severity.word(), finding.code, finding.message)
}

/// A day.
pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|e| panic!("{text} is no day: {e}"))
}
