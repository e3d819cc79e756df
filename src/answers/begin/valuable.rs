//! Which findings a new user is shown first: grave ones before mild ones, what the standard wants documented before what is good practice,
//! and one of each rule.

use std::cmp::Reverse;

use crate::finding::codes;
use crate::triage::Shown;

/// A finding that is shown, and how many more there are of its code.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The finding.
    pub shown: Shown,
    /// How many others have its code.
    pub more: usize,
}

/// The first `most` findings by what they are worth to somebody who has never seen any, one of each code.
pub fn valuable(findings: Vec<Shown>, most: usize) -> Vec<Worth> {
    let mut open: Vec<Shown> = findings.into_iter().filter(|shown| shown.suppressed.is_none()).collect();
    open.sort_by_key(|shown| (Reverse(shown.finding.severity), shown.finding.basis));
    let mut worth: Vec<Worth> = Vec::new();
    for mut shown in open {
        if let Some(earlier) = worth.iter_mut().find(|earlier| earlier.shown.finding.code == shown.finding.code) {
            earlier.more += 1;
            continue;
        }
        if *shown.finding.code == *codes::MISSING_DOCUMENTS {
            // Its own help asks for the manifest, which is what is being written.
            let help =
                "`clauselint check` tells each of them by itself from now on; what another system holds goes under `elsewhere:`";
            shown.finding.help = Some(help.into());
        }
        worth.push(Worth { shown, more: 0 });
    }
    worth.truncate(most);
    worth
}
