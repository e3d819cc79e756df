//! The examples: the complete one has nothing wrong with it, and the first draft has exactly what is committed beside this
//! test.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod folder;
mod judging;

/// All findings of an example in the short form, one a line.
fn findings(example: &str, day: &str) -> String {
    let judged = judging::judge(&folder::folder(&format!("examples/{example}")), judging::day(day)).expect("an example opens");
    judged.verdicts.iter().map(|v| judging::short(&v.finding, &judged.workspace.sources) + "\n").collect()
}

#[test]
fn the_complete_one_has_no_findings() {
    let found = findings("complete", "2026-11-02");
    assert!(found.is_empty(), "{} findings\n{found}", found.lines().count());
}

/// Every line of the snapshot is a finding of one stage or another. `UPDATE_EXAMPLES=1` writes it anew.
#[test]
fn the_first_draft_has_the_findings_that_are_written_down() {
    agrees("first-draft.txt", &findings("first-draft", "2026-09-01"));
}

/// Rules that speak because time has passed, and for no other reason.
const FALLEN_DUE: &[&str] = &[
    "ai-policy-overdue-for-review",
    "aiia-overdue",
    "audit-overdue",
    "awareness-out-of-date",
    "competence-action-not-evaluated",
    "corrective-action-effectiveness-unreviewed",
    "dataset-rights-expired",
    "document-overdue-for-review",
    "management-review-overdue",
    "monitoring-silent",
    "objective-past-due-unevaluated",
    "risk-assessment-overdue",
    "soa-control-overdue",
    "soa-evidence-stale",
    "supplier-contract-expired",
    "supplier-review-overdue",
];

/// A year in which nothing was done: what was to be done has fallen due, and nothing else is wrong.
#[test]
fn a_year_later_the_complete_one_has_what_has_fallen_due() {
    let found = findings("complete", "2027-11-02");
    agrees("complete-a-year-later.txt", &found);
    let other: Vec<&str> = found.lines().filter(|l| !FALLEN_DUE.iter().any(|rule| l.split(' ').any(|w| w == *rule))).collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
    let silent: Vec<&&str> = FALLEN_DUE.iter().filter(|rule| !found.lines().any(|l| l.split(' ').any(|w| w == **rule))).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// Compares what is found with a snapshot, or writes it.
fn agrees(snapshot: &str, found: &str) {
    let path = folder::home().join("tests/examples").join(snapshot);
    if std::env::var("UPDATE_EXAMPLES").is_ok_and(|v| v == "1") {
        std::fs::write(&path, found).expect("the snapshot can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).expect("the snapshot is there");
    let new: Vec<&str> = found.lines().filter(|l| !expected.lines().any(|e| e == *l)).collect();
    let gone: Vec<&str> = expected.lines().filter(|l| !found.lines().any(|f| f == *l)).collect();
    assert!(found == expected, "\nnew:\n{}\n\ngone:\n{}", new.join("\n"), gone.join("\n"));
}

/// The rows of `tests/examples/public-findings.md`: a finding, and the rules that tell it.
#[test]
fn the_first_draft_has_each_of_the_twenty_findings_that_auditors_report_most() {
    let table = std::fs::read_to_string(folder::home().join("tests/examples/public-findings.md")).expect("the table is there");
    let found = findings("first-draft", "2026-09-01");
    let rows: Vec<(&str, &str)> = (table.lines().skip_while(|line| !line.starts_with("|---")).skip(1))
        .filter_map(|line| line.trim_matches('|').split_once('|'))
        .map(|(finding, rules)| (finding.trim(), rules.trim()))
        .collect();
    assert_eq!(rows.len(), 20);
    let told = |rule: &str| found.lines().any(|line| line.split(' ').any(|word| word.trim_matches(['[', ']', ':']) == rule));
    let lacking: Vec<&str> = rows.iter().filter(|(_, rules)| !rules.split(", ").any(told)).map(|(finding, _)| *finding).collect();
    assert!(lacking.is_empty(), "not found in the first draft: {lacking:#?}");
    let base = clauselint::workspace::Workspace::open(&clauselint::source::MemorySystem::default()).expect("the pack loads").base;
    let unknown: Vec<&str> =
        rows.iter().flat_map(|(_, rules)| rules.split(", ")).filter(|rule| base.rules.find(rule).is_none()).collect();
    assert!(unknown.is_empty(), "no such rules: {unknown:?}");
}
