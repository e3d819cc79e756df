//! Whether fixes did what they were to do: the findings are gone, no file can be read worse than before, and what was called safe means what it
//! meant.

use std::collections::BTreeMap;

use super::rounds::{Planned, State};
use crate::finding::codes;
use crate::model::{Data, Facts};
use crate::source::FileId;
use crate::triage::Single;

/// What went wrong.
pub(super) enum Trouble {
    /// These did not put their findings right; by position.
    Of(Vec<usize>),
    /// Something else is worse than it was; which of them did it is not known.
    Unknown,
}

/// Compares what was judged before with what is judged after.
pub(super) fn verify(before: &State, after: &State, made: &[Planned]) -> Result<(), Trouble> {
    let failed: Vec<usize> = (0..made.len()).filter(|i| made[*i].must_go && is_left(&made[*i], after)).collect();
    if !failed.is_empty() {
        return Err(Trouble::Of(failed));
    }
    let (old, new) = (counts(&before.singles), counts(&after.singles));
    let worse = |code: &str| new.get(code).copied().unwrap_or_default() > old.get(code).copied().unwrap_or_default();
    let all_safe = made.iter().all(|fix| fix.fix.safe);
    let structural = |code: &str| codes::find(code).is_some_and(|c| !c.suppressible);
    let ours = |code: &str| made.iter().any(|fix| *fix.code == *code && fix.must_go);
    if new.keys().any(|code| worse(code) && (all_safe || structural(code) || ours(code))) {
        return Err(Trouble::Unknown);
    }
    let files = made.iter().flat_map(|fix| fix.fix.edits.iter().map(|edit| edit.place.file));
    if all_safe && !files.into_iter().all(|file| same_meaning(before, after, file)) {
        return Err(Trouble::Unknown);
    }
    Ok(())
}

/// True where a finding still stands where it stood.
fn is_left(fix: &Planned, after: &State) -> bool {
    after.singles.iter().any(|single| {
        let finding = &single.verdict.finding;
        if *finding.code != *fix.code || single.verdict.element != fix.element {
            return false;
        }
        match (finding.at.place(), &fix.moved) {
            (Some(place), Some((file, moved))) => {
                let span = place.span.range();
                place.file == *file
                    && (span.start < moved.end && moved.start < span.end || span.start == moved.start)
                    && finding.record == fix.record
            }
            (None, None) => finding.record == fix.record,
            _ => false,
        }
    })
}

fn counts(singles: &[Single]) -> BTreeMap<&str, usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for single in singles {
        *counts.entry(&*single.verdict.finding.code).or_default() += 1;
    }
    counts
}

fn same_meaning(before: &State, after: &State, file: FileId) -> bool {
    match (before.workspace.index.facts(file), after.workspace.index.facts(file)) {
        (Some(before), Some(after)) => means_the_same(before, after),
        (before, after) => before.is_none() && after.is_none(),
    }
}

/// True where a file tells the same records with the same values, wherever they stand in it.
pub(super) fn means_the_same(a: &Facts, b: &Facts) -> bool {
    a.records.len() == b.records.len()
        && a.records.iter().zip(&b.records).all(|(a, b)| {
            let fields = || a.fields.iter().zip(&b.fields);
            (a.kind, &a.id, a.fields.len()) == (b.kind, &b.id, b.fields.len())
                && fields().all(|((i, a), (j, b))| i == j && alike(&a.data, &b.data))
        })
}

/// Equal, places aside.
fn alike(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(&a.data, &b.data)),
        (Data::Group(a), Data::Group(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((i, a), (j, b))| i == j && alike(&a.data, &b.data))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && alike(&a.value.data, &b.value.data))
        }
        (a, b) => a == b,
    }
}
