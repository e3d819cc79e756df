//! What the program prints for a case: fingerprints, grouping and the format for people, as `check` puts them together.

use std::sync::Arc;

use clauselint::output::{Counts, Report, Reported, human};
use clauselint::triage::{Filter, fingerprints, group};
use jiff::civil::Date;

use crate::document::Case;
use crate::judging::Judgement;

/// The report that a person would read, without colour.
pub fn printed(judged: Judgement, day: Date, case: &Case) -> String {
    let Judgement { workspace, verdicts, counts, .. } = judged;
    let shown: Vec<_> = verdicts.into_iter().filter(|v| crate::looked_at(case, &v.finding.code)).collect();
    let singles = fingerprints(shown, &workspace.sources, |file| workspace.headings(file));
    let filtered = Filter::default().apply(singles, &workspace.sources);
    let findings: Vec<Reported> = group(filtered.shown).into_iter().map(Reported::from).collect();
    let stages: Vec<Arc<str>> = workspace.base.stages().to_vec();
    let report = Report {
        sources: &workspace.sources,
        findings: &findings,
        counts: Counts { documents: counts.documents, records: counts.records, not_judged: 0 },
        held_back: &[],
        as_of: day,
        stage: stages.first().cloned().unwrap_or_default(),
        stages: &stages,
        root: ".",
        below: "",
        fail_on: None,
        rules: &[],
        described: &[],
        since: None,
    };
    let mut bytes = Vec::new();
    human::write(&report, clauselint::output::Options::default(), &mut bytes).expect("a vector can be written to");
    String::from_utf8(bytes).expect("output is text")
}
