//! One cause, one finding: of two that point at the same place for the same operand, the one that knows more speaks.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Verdict;
use crate::finding::{At, Stage, codes};

/// Place, failing operand, element of `each`.
type Cause = (At, String, Option<Arc<str>>);

/// Merges verdicts with the same primary place and the same failing operand: the narrower `for` speaks, then the higher severity, then
/// the name that comes first; the others become notes, and it speaks from the earliest of their stages on. A placeholder is told only where nothing else is. Keeps the order of what stays.
pub fn settle(verdicts: Vec<Arc<Verdict>>) -> Vec<Arc<Verdict>> {
    let mut at: FxHashMap<Cause, Vec<usize>> = FxHashMap::default();
    let mut told: FxHashMap<At, bool> = FxHashMap::default();
    for (i, verdict) in verdicts.iter().enumerate() {
        let finding = &verdict.finding;
        if finding.at.place().is_none() {
            continue; // what has no place has no place in common
        }
        *told.entry(finding.at).or_default() |= *finding.code != *codes::PLACEHOLDER_LEFT;
        if !finding.operand.0.is_empty() {
            at.entry((finding.at, finding.operand.0.clone(), verdict.element.clone())).or_default().push(i);
        }
    }
    let mut notes: FxHashMap<usize, Vec<String>> = FxHashMap::default();
    let mut stages: FxHashMap<usize, Stage> = FxHashMap::default();
    let mut silent = vec![false; verdicts.len()];
    for (i, verdict) in verdicts.iter().enumerate() {
        let blank = *verdict.finding.code == *codes::PLACEHOLDER_LEFT;
        silent[i] = blank && told.get(&verdict.finding.at).copied().unwrap_or(false);
    }
    for same in at.into_values() {
        let mut same: Vec<usize> = same.into_iter().filter(|i| !silent[*i]).collect();
        same.sort_by_key(|i| {
            let v = &verdicts[*i];
            (v.breadth, Reverse(v.finding.severity), v.finding.code.clone(), *i)
        });
        let Some((speaks, others)) = same.split_first() else { continue };
        // What is told at an early stage is not held back because the rule that knows more belongs to a later one.
        let earliest = same.iter().map(|i| verdicts[*i].finding.stage).min().unwrap_or_default();
        stages.insert(*speaks, earliest);
        for other in others {
            let code = &verdicts[*other].finding.code;
            if *code == verdicts[*speaks].finding.code {
                continue; // one rule, two elements: grouping is for presentation, and comes last
            }
            silent[*other] = true;
            let note = format!("also: {code}: {}", verdicts[*other].finding.message);
            notes.entry(*speaks).or_default().push(note);
        }
    }
    let kept = verdicts.into_iter().enumerate().filter(|(i, _)| !silent[*i]);
    kept.map(|(i, mut verdict)| {
        let stage = stages.remove(&i).unwrap_or(verdict.finding.stage);
        let mut also = notes.remove(&i).unwrap_or_default();
        if stage != verdict.finding.stage || !also.is_empty() {
            also.sort();
            also.dedup();
            let verdict = Arc::make_mut(&mut verdict);
            verdict.finding.stage = stage;
            verdict.finding.notes.extend(also);
        }
        verdict
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::invalid;
    use super::*;
    use crate::finding::Severity;
    use crate::source::{FileId, Place, Span};

    #[test]
    fn what_is_told_early_is_not_held_back() {
        let mut narrow = verdict("narrow", 0, "owner", 1);
        Arc::make_mut(&mut narrow).finding.stage = Stage(1);
        let settled = settle(vec![verdict("broad", 0, "owner", 9), narrow]);
        assert_eq!((&*settled[0].finding.code, settled[0].finding.stage, settled.len()), ("narrow", Stage(0), 1));
    }

    fn verdict(code: &str, at: usize, operand: &str, breadth: u32) -> Arc<Verdict> {
        let place = Place::new(FileId(0), Span::new(at, at + 3));
        let mut finding = invalid(place, Severity::Warning, format!("{code} says so"));
        finding.code = code.into();
        finding.operand.0 = operand.to_owned();
        Arc::new(Verdict { breadth, ..Verdict::from(finding) })
    }

    fn codes_of(verdicts: Vec<Arc<Verdict>>) -> Vec<(String, usize)> {
        settle(verdicts).into_iter().map(|v| (v.finding.code.to_string(), v.finding.notes.len())).collect()
    }

    #[test]
    fn the_narrower_rule_speaks_and_notes_the_other() {
        let found = vec![verdict("book-due", 0, "due", 1), verdict("any-due", 0, "due", 9), verdict("any-due", 4, "due", 9)];
        assert_eq!(codes_of(found), [("book-due".to_owned(), 1), ("any-due".to_owned(), 0)]);
    }

    #[test]
    fn other_operands_and_other_elements_stay() {
        let found = vec![verdict("a", 0, "x", 1), verdict("a", 0, "x", 1), verdict("b", 0, "y", 1)];
        assert_eq!(codes_of(found).len(), 3);
    }

    #[test]
    fn a_placeholder_is_told_once() {
        let blank = codes::PLACEHOLDER_LEFT;
        assert_eq!(codes_of(vec![verdict(blank, 0, "", 0), verdict("a", 0, "x", 1)]), [("a".to_owned(), 0)]);
        assert_eq!(codes_of(vec![verdict(blank, 0, "", 0)]), [(blank.to_owned(), 0)]);
    }
}
