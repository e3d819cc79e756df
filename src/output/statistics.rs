//! How often each code was found, and what each rule did: a rule that applied to nothing, or could not judge, must be visible.

use std::collections::BTreeMap;

use super::table::columns;
use super::{Report, legible};
use crate::finding::Severity;

/// How often a code was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeCount<'a> {
    /// The code.
    pub code: &'a str,
    /// The worst severity with which it was found.
    pub severity: Severity,
    /// How many findings that are not suppressed have it.
    pub count: usize,
}

/// Counts by code, the most frequent first, then by name.
pub fn codes<'a>(report: &'a Report<'_>) -> Vec<CodeCount<'a>> {
    let mut counts: BTreeMap<&str, CodeCount<'_>> = BTreeMap::new();
    for reported in report.open() {
        let finding = &reported.finding;
        let entry = CodeCount { code: &finding.code, severity: finding.severity, count: 0 };
        let entry = counts.entry(&finding.code).or_insert(entry);
        entry.count += reported.weight();
        entry.severity = entry.severity.max(finding.severity);
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.count));
    counts
}

/// Two tables: codes found, and rules with how often they applied, fired and came to no verdict.
pub(super) fn table(report: &Report<'_>) -> String {
    let mut text = String::new();
    let found = codes(report);
    if !found.is_empty() {
        let mut rows = vec![["found", "severity", "code"].map(str::to_owned)];
        rows.extend(found.iter().map(|c| [c.count.to_string(), c.severity.word().to_owned(), legible::line(c.code)]));
        columns(&mut text, &rows, [true, false, false]);
    }
    if !report.rules.is_empty() {
        if !found.is_empty() {
            text.push('\n');
        }
        let mut rows = vec![["applied", "fired", "not judged", "rule"].map(str::to_owned)];
        rows.extend(report.rules.iter().map(|rule| {
            [rule.applied.to_string(), rule.fired.to_string(), rule.not_judged.to_string(), legible::line(&rule.rule)]
        }));
        columns(&mut text, &rows, [true, true, true, false]);
    }
    text
}
