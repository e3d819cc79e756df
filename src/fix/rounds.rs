//! Round by round: the fixes that go together are made in memory, the whole is judged anew, and what did not come out as it should is taken
//! back. It ends when nothing is left to fix, or after ten rounds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::verify::{Trouble, verify};
use super::{Patch, intent, overlap, realigned};
use crate::answers::add::natural;
use crate::finding::{Edit, Fix, RecordName};
use crate::model::read::is_markdown;
use crate::source::{FileId, Overlay, Sources, System};
use crate::triage::{Fingerprint, Single};
use crate::workspace::{MANIFEST, Workspace};

/// Most rounds.
const ROUNDS: usize = 10;
/// Most times that the whole is judged.
const TRIES: usize = 100;

/// What to fix.
pub struct Fixing<'a, S> {
    /// Where the files are.
    pub system: S,
    /// The day that is judged for.
    pub today: Date,
    /// Proposals too, not only what leaves the meaning as it is.
    pub proposals: bool,
    /// The findings that are to be fixed, of all that there are.
    pub wanted: &'a dyn Fn(Vec<Single>, &Sources) -> Vec<Single>,
}

/// What came of it.
#[derive(Debug)]
pub struct Fixed {
    /// The files that read otherwise now, in order of path.
    pub changes: Vec<Change>,
    /// The findings that were put right: for each, the files that were changed for it.
    pub made: Vec<Vec<Arc<str>>>,
    /// The repository as it is with the changes.
    pub workspace: Workspace,
}

/// A file that reads otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the root.
    pub path: String,
    /// What it said.
    pub before: Arc<str>,
    /// What it says.
    pub after: String,
}

/// The repository at some point, judged.
pub(super) struct State {
    pub workspace: Workspace,
    /// All findings.
    pub singles: Vec<Single>,
    /// Texts that are not those of the files any more.
    texts: BTreeMap<String, String>,
}

/// A fix, with what is needed to see whether it did what it was to do.
#[derive(Clone)]
pub(super) struct Planned {
    fingerprint: Fingerprint,
    pub code: Arc<str>,
    pub element: Option<Arc<str>>,
    pub record: Option<RecordName>,
    pub fix: Fix,
    /// The finding is to be gone; not where blanks are laid for somebody to fill in.
    pub must_go: bool,
    /// Where the finding would stand after.
    pub moved: Option<(FileId, Range<usize>)>,
    at: Option<crate::source::Place>,
}

/// Puts right what can be.
pub fn fix<S: System + Clone>(mut workspace: Workspace, fixing: &Fixing<'_, S>) -> Fixed {
    let original = workspace.sources.clone();
    let singles = judged(&mut workspace, fixing.today);
    let mut state = State { workspace, singles, texts: BTreeMap::new() };
    let mut dropped: FxHashSet<Fingerprint> = FxHashSet::default();
    let (mut done, mut rounds, mut tries) = (Vec::new(), 0, 0);
    let mut planned = plan(&state, fixing, &dropped);
    while !planned.is_empty() && rounds < ROUNDS && tries < TRIES {
        tries += 1;
        let verified = attempt(&state, fixing, &planned).map(|(next, made)| (verify(&state, &next, &made), next, made));
        match verified {
            Some((Ok(()), next, made)) => {
                let paths = |made: &Planned| -> Vec<Arc<str>> {
                    made.fix.edits.iter().map(|edit| state.workspace.sources.get(edit.place.file).path.clone()).collect()
                };
                done.extend(made.iter().map(paths));
                state = next;
                rounds += 1;
                planned.clear();
            }
            Some((Err(Trouble::Of(failed)), _, made)) => {
                dropped.extend(failed.iter().map(|i| made[*i].fingerprint));
                planned.retain(|fix| !dropped.contains(&fix.fingerprint));
            }
            Some((Err(Trouble::Unknown), ..)) | None => halve(&mut planned, &mut dropped),
        }
        if planned.is_empty() {
            planned = plan(&state, fixing, &dropped);
        }
    }
    let change = |(path, after): (String, String)| {
        let before = original.find(&path).map(|file| original.get(file).text.shared()).unwrap_or_default();
        (*before != *after).then_some(Change { path, before, after })
    };
    let changes = std::mem::take(&mut state.texts).into_iter().filter_map(change).collect();
    Fixed { changes, made: done, workspace: state.workspace }
}

fn judged(workspace: &mut Workspace, today: Date) -> Vec<Single> {
    let verdicts = workspace.judge(today).verdicts;
    workspace.singles(verdicts, today)
}

/// Half of them, to find the one that does harm; the one, once it is alone, is given up.
fn halve(planned: &mut Vec<Planned>, dropped: &mut FxHashSet<Fingerprint>) {
    match &planned[..] {
        [one] => {
            dropped.insert(one.fingerprint);
            planned.clear();
        }
        several => planned.truncate(several.len() / 2),
    }
}

/// The fixes of a round: safe ones first, as what a proposal does may be no more than they; by place, and of those that overlap the first.
fn plan<S>(state: &State, fixing: &Fixing<'_, S>, dropped: &FxHashSet<Fingerprint>) -> Vec<Planned> {
    let sources = &state.workspace.sources;
    let wanted = (fixing.wanted)(state.singles.clone(), sources);
    let open = wanted.into_iter().filter(|single| single.suppressed.is_none() && !dropped.contains(&single.fingerprint));
    let mut all: Vec<Planned> = open.filter_map(|single| planned(state, single)).collect();
    if all.iter().any(|planned| planned.fix.safe) {
        all.retain(|planned| planned.fix.safe);
    } else if !fixing.proposals {
        all.clear();
    }
    // What inserts at one place stands in the order in which people count.
    let place = |planned: &Planned| {
        let places = planned.fix.edits.iter().map(|edit| (sources.get(edit.place.file).path.clone(), edit.place.span.start));
        (places.min(), planned.code.clone())
    };
    all.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| natural(&a.fix.title, &b.fix.title)));
    let mut taken: FxHashMap<FileId, Vec<Edit>> = FxHashMap::default();
    all.retain(|planned| {
        let clashes =
            |edit: &Edit| taken.get(&edit.place.file).is_some_and(|taken| taken.iter().any(|other| overlap(edit, other)));
        let free = !planned.fix.edits.iter().any(clashes);
        if free {
            planned.fix.edits.iter().for_each(|edit| taken.entry(edit.place.file).or_default().push(edit.clone()));
        }
        free
    });
    all
}

fn planned(state: &State, single: Single) -> Option<Planned> {
    let workspace = &state.workspace;
    let verdict = Arc::unwrap_or_clone(single.verdict);
    let (fix, must_go) = intent::intended(workspace, &verdict)?;
    let fits = |edit: &Edit| {
        let text = &workspace.sources.get(edit.place.file).text;
        !workspace.is_pack(edit.place.file) && text.get(edit.place.span.range()).is_some_and(|old| *old != *edit.text)
    };
    if fix.edits.is_empty() || !fix.edits.iter().all(fits) {
        return None;
    }
    Some(Planned {
        fingerprint: single.fingerprint,
        at: verdict.finding.at.place(),
        code: verdict.finding.code,
        element: verdict.element,
        record: verdict.finding.record,
        fix,
        must_go,
        moved: None,
    })
}

/// The repository with these fixes made, and the fixes with the places to which their findings moved; nothing where it cannot be read any more.
fn attempt<S: System + Clone>(state: &State, fixing: &Fixing<'_, S>, planned: &[Planned]) -> Option<(State, Vec<Planned>)> {
    let sources = &state.workspace.sources;
    let mut by_file: BTreeMap<FileId, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for edit in planned.iter().flat_map(|planned| &planned.fix.edits) {
        by_file.entry(edit.place.file).or_default().push((edit.place.span.range(), edit.text.clone()));
    }
    let mut texts = state.texts.clone();
    let mut patches: FxHashMap<FileId, (Patch, Patch)> = FxHashMap::default();
    let mut paths = Vec::new();
    for (file, edits) in by_file {
        let source = sources.get(file);
        let patch = Patch::new(edits);
        let mut text = patch.apply(&source.text);
        let mut aligned = Patch::default();
        if is_markdown(&source.path) {
            aligned = realigned(&text, &patch.written().collect::<Vec<_>>());
            text = aligned.apply(&text);
        }
        paths.push(source.path.to_string());
        texts.insert(source.path.to_string(), text);
        patches.insert(file, (patch, aligned));
    }
    let mut overlay = Overlay::new(fixing.system.clone());
    for (path, text) in &texts {
        overlay.set(path, text.as_str());
    }
    let mut workspace = if paths.iter().any(|path| path == MANIFEST) {
        Workspace::open(&overlay).ok()?
    } else {
        let mut workspace = state.workspace.clone();
        workspace.apply(&overlay, &paths);
        workspace
    };
    let made = planned.iter().map(|planned| {
        let moved = planned.at.map(|place| {
            let span = match patches.get(&place.file) {
                Some((patch, aligned)) => {
                    let moved = patch.moved(place.span);
                    aligned.moved(crate::source::Span::new(moved.start, moved.end))
                }
                None => place.span.range(),
            };
            let path = &sources.get(place.file).path;
            (workspace.sources.find(path).unwrap_or(place.file), span)
        });
        Planned { moved, ..planned.clone() }
    });
    let made = made.collect();
    let singles = judged(&mut workspace, fixing.today);
    Some((State { workspace, singles, texts }, made))
}
