//! Gaps, in the order to close them: by the steps of the pack's roadmap, within a step the worst first.

use std::cmp::Reverse;

use super::levels::lacking_to;
use super::{Gap, Lack, Over, Row};
use crate::finding::Severity;
use crate::rules::coverage::{State, lies_within};
use crate::triage::Single;

/// Rows below the level wanted, and those of which something was found that is more than advice.
pub(super) fn gaps(over: Over<'_>, rows: &[Row], findings: &[Single], wanted: usize) -> Vec<Gap> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let severity = |i: &usize| findings[*i].verdict.finding.severity;
    let worst = |row: &Row| {
        let absent = (!row.excluded && row.state == State::Absent).then_some(Severity::Error);
        row.findings.iter().map(severity).max().max(absent)
    };
    order.sort_by_cached_key(|i| {
        let step = step(over, &rows[*i]);
        (step.is_none(), step, Reverse(worst(&rows[*i])), *i)
    });
    let mut told: Vec<Option<usize>> = vec![None; findings.len()];
    let mut gaps = Vec::new();
    for row in order {
        let mut here: Vec<usize> = rows[row].findings.iter().copied().filter(|i| severity(i) > Severity::Advice).collect();
        let mut told_at: Vec<usize> = here.iter().filter_map(|i| told[*i]).collect();
        told_at.sort_unstable();
        told_at.dedup();
        here.retain(|i| told[*i].is_none());
        for i in &here {
            told[*i] = Some(row);
        }
        here.sort_by_key(|i| (Reverse(severity(i)), *i));
        let mut lacking = match rows[row].level {
            Some(level) if level < wanted => lacking_to(over, &rows[row], findings, wanted),
            _ => Vec::new(),
        };
        if rows[row].stale && !rows[row].excluded && !lacking.contains(&Lack::Renewal) {
            lacking.push(Lack::Renewal);
        }
        // Errors that are told at another row already are no second gap.
        let own = lacking.iter().any(|lack| !matches!(lack, Lack::Errors(..)));
        if own || !here.is_empty() {
            gaps.push(Gap { row, step: step(over, &rows[row]), lacking, findings: here, told_at });
        }
    }
    gaps
}

/// The step that names a row, or what it lies within; the one that names it most exactly.
fn step(over: Over<'_>, row: &Row) -> Option<(usize, usize)> {
    let mut best: Option<(usize, (usize, usize))> = None;
    for (i, phase) in over.plan.phases.iter().enumerate() {
        for (j, step) in phase.steps.iter().enumerate() {
            for key in step.keys.iter().filter(|key| lies_within(&row.id, key)) {
                if best.is_none_or(|(length, _)| key.len() > length) {
                    best = Some((key.len(), (i, j)));
                }
            }
        }
    }
    best.map(|(_, step)| step)
}
