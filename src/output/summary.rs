//! The closing line: how much was found, in how much, for which day, and what waits for a later stage.

use std::fmt::Write as _;

use super::{HeldBack, Report, legible};
use crate::finding::Severity;
use crate::triage::By;

/// `3 errors, 2 warnings in 41 documents, 212 records, as of 2026-11-21; 17 more at stage 2, 6 at surveillance`, without a line break.
pub fn summary(report: &Report<'_>) -> String {
    format!("{} {}", found(report), among(report))
}

/// `3 errors, 2 warnings`, or that there are none.
pub(super) fn found(report: &Report<'_>) -> String {
    let found: Vec<String> = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Advice, "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .map(|(severity, one, many)| (report.count(severity), one, many))
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect();
    let none = if report.since.is_some() { "nothing" } else { "no findings" };
    let mut found = if found.is_empty() { none.to_owned() } else { found.join(", ") };
    if let Some(since) = &report.since {
        let commit = since.commit.as_ref().map(|id| format!(" ({})", legible::line(id.get(..9).unwrap_or(id))));
        let _ = write!(found, " new since {}{}", legible::line(&since.named), commit.unwrap_or_default());
    }
    found
}

/// `in 41 documents, 212 records, as of 2026-11-21`, and what else there would be.
pub(super) fn among(report: &Report<'_>) -> String {
    let documents = count(report.counts.documents, "document", "documents");
    let records = count(report.counts.records, "record", "records");
    let mut line = format!("in {documents}, {records}, as of {}", report.as_of);
    let held: Vec<&HeldBack> = report.held_back.iter().filter(|held| held.count > 0).collect();
    for (i, held) in held.iter().enumerate() {
        let (lead, more) = if i == 0 { (";", " more") } else { (",", "") };
        let _ = write!(line, "{lead} {}{more} at {}", held.count, stage(&held.stage));
    }
    let known = report.suppressed_by(&[By::Baseline]);
    let allowed = report.suppressed_by(&[By::Comment, By::Manifest]);
    for (n, how) in [(allowed, "allowed"), (known, "in the baseline")].into_iter().filter(|(n, _)| *n > 0) {
        let _ = write!(line, "; {n} {how}");
    }
    if let Some(since) = report.since.as_ref().filter(|since| since.known > 0) {
        let _ = write!(line, "; {} not told", count(since.known, "older finding", "older findings"));
    }
    line
}

/// Stages that are numbers need the word.
fn stage(name: &str) -> String {
    let name = legible::line(name);
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("stage {name}") } else { name }
}

/// `1 document`, `2 documents`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
