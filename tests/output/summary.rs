//! The closing line and the statistics.

use clauselint::finding::{Finding, Severity};
use clauselint::output::{Counts, HeldBack, RuleCount, human, summary};
use clauselint::source::Sources;
use clauselint::triage::Fingerprint;
use insta::assert_snapshot;

use crate::made::{Parts, excluded_control, nowhere};

fn of(severities: &[Severity]) -> Parts {
    Parts::new(Sources::default(), severities.iter().map(|severity| Finding { severity: *severity, ..nowhere() }).collect())
}

#[test]
fn counts_and_what_is_held_back() {
    use Severity::{Advice, Error, Warning};
    let mut parts = of(&[Error, Warning, Error, Warning, Error]);
    parts.held_back = vec![HeldBack { stage: "2".into(), count: 17 }, HeldBack { stage: "surveillance".into(), count: 6 }];
    assert_eq!(
        summary(&parts.report()),
        "3 errors, 2 warnings in 41 documents, 212 records, as of 2026-11-21; 17 more at stage 2, 6 at surveillance"
    );
    let mut parts = of(&[Error, Warning, Advice]);
    parts.counts = Counts { documents: 1, records: 1, not_judged: 0 };
    assert_eq!(summary(&parts.report()), "1 error, 1 warning, 1 piece of advice in 1 document, 1 record, as of 2026-11-21");
    let mut parts = of(&[]);
    parts.held_back = vec![HeldBack { stage: "2".into(), count: 0 }, HeldBack { stage: "surveillance".into(), count: 1 }];
    assert_eq!(summary(&parts.report()), "no findings in 41 documents, 212 records, as of 2026-11-21; 1 more at surveillance");
}

#[test]
fn allowed_findings_are_counted_and_not_shown() {
    let mut parts = of(&[Severity::Error, Severity::Error]);
    parts.findings[0].suppressed =
        Some(clauselint::triage::Suppression { by: clauselint::triage::By::Manifest, reason: "known".into(), until: None });
    let report = parts.report();
    assert_eq!(summary(&report), "1 error in 41 documents, 212 records, as of 2026-11-21; 1 allowed");
    let mut bytes = Vec::new();
    human::write(&report, clauselint::output::Options::default(), &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap().matches("error[").count(), 1);
}

#[test]
fn whole_report_with_statistics() {
    let mut sources = Sources::default();
    let excluded = excluded_control(&mut sources);
    let mut parts = Parts::new(sources, vec![nowhere(), excluded, nowhere()]);
    let rule = |rule: &str, applied, fired, not_judged| RuleCount { rule: rule.into(), applied, fired, not_judged };
    parts.rules = vec![
        rule("ai-policy-missing", 1, 2, 0),
        rule("treatment-uses-excluded-control", 120, 1, 5),
        rule("objective-without-measure", 0, 0, 0),
    ];
    let mut bytes = Vec::new();
    human::write(&parts.report(), clauselint::output::Options { statistics: true, ..Default::default() }, &mut bytes).unwrap();
    assert_snapshot!(String::from_utf8(bytes).unwrap());
}

#[test]
fn a_group_counts_as_all_that_it_stands_for() {
    let mut parts = of(&[Severity::Error, Severity::Warning]);
    parts.findings[0].fingerprints = (0..12).map(Fingerprint).collect();
    assert_eq!(summary(&parts.report()), "12 errors, 1 warning in 41 documents, 212 records, as of 2026-11-21");
}
