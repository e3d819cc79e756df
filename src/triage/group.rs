//! Twelve findings of one rule at one place are shown as one, with what differs as a list. Presentation only: what is
//! counted by fingerprint has been counted before.

use rustc_hash::FxHashMap;

use super::{Fingerprint, Single};
use crate::finding::{At, Finding};
use crate::rules::{Piece, Verdict, list};
use std::sync::Arc;

/// A finding as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The finding, or the one that stands for several.
    pub finding: Finding,
    /// Fingerprints of all that it stands for, in order; at least one.
    pub fingerprints: Vec<Fingerprint>,
}

/// Most labels on one finding.
const MOST_LABELS: usize = 4;

/// Groups findings of the same rule at the same place. The first of each group keeps its position.
pub fn group(singles: Vec<Single>) -> Vec<Shown> {
    let mut groups: Vec<Vec<Single>> = Vec::new();
    let mut by_place: FxHashMap<(Arc<str>, At), usize> = FxHashMap::default();
    for single in singles {
        let finding = &single.verdict.finding;
        if single.verdict.message.is_empty() {
            groups.push(vec![single]); // a built-in code is told thing by thing
            continue;
        }
        let next = groups.len();
        let i = *by_place.entry((finding.code.clone(), finding.at)).or_insert(next);
        if i == next {
            groups.push(Vec::new());
        }
        groups[i].push(single);
    }
    groups.into_iter().filter_map(merge).collect()
}

fn merge(members: Vec<Single>) -> Option<Shown> {
    let fingerprints = members.iter().map(|s| s.fingerprint).collect();
    let verdicts: Vec<Verdict> = members.into_iter().map(|s| s.verdict).collect();
    let mut finding = verdicts.first()?.finding.clone();
    if verdicts.len() > 1 {
        finding.message = joined(&verdicts, |v| &v.message);
        finding.help = finding.help.map(|_| joined(&verdicts, |v| &v.help));
        let others = &verdicts[1..];
        if others.iter().any(|v| v.finding.record != finding.record) {
            finding.record = None;
        }
        for verdict in others {
            for label in &verdict.finding.labels {
                if finding.labels.len() < MOST_LABELS && !finding.labels.contains(label) {
                    finding.labels.push(label.clone());
                }
            }
            for note in &verdict.finding.notes {
                if !finding.notes.contains(note) {
                    finding.notes.push(note.clone());
                }
            }
        }
    }
    Some(Shown { finding, fingerprints })
}

/// The pieces of several verdicts of one rule, each placeholder the list of its different values.
fn joined(verdicts: &[Verdict], of: impl Fn(&Verdict) -> &Vec<Piece>) -> String {
    let first = of(&verdicts[0]);
    let mut text = String::new();
    for (i, piece) in first.iter().enumerate() {
        let Piece::Value(value) = piece else {
            text.push_str(piece.text());
            continue;
        };
        let mut values: Vec<&str> = vec![value];
        for verdict in &verdicts[1..] {
            if let Some(Piece::Value(other)) = of(verdict).get(i)
                && !values.contains(&other.as_str())
            {
                values.push(other);
            }
        }
        text.push_str(&list(&values));
    }
    text
}
