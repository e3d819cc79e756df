//! `--since` and `--staged`: which two states of the repository are meant, and which findings the one has that the other had not.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::Changes;
use crate::output::{Failure, Since};
use crate::rules::Count;
use crate::source::git::{Commit, Environment, Repository, Snapshot};
use crate::triage::Single;
use crate::workspace::{Applied, Kept, Workspace};

/// The states that a check compares.
pub struct States {
    /// What is staged; none for the files as they are.
    staged: Option<Snapshot>,
    /// What was there before, mostly one; in a merge, what each side had.
    before: Vec<Before>,
    named: String,
    commit: Option<String>,
}

struct Before {
    state: Snapshot,
    /// Paths of files that may be others now.
    touched: Vec<String>,
}

/// The states that the arguments ask for; none if everything is to be told.
pub fn states(changes: &Changes, root: &Path) -> Result<Option<States>, Failure> {
    if changes.since.is_none() && !changes.staged {
        return Ok(None);
    }
    let repository = Repository::find(root, &environment())?;
    let earlier = || -> Result<_, Failure> {
        let (commits, named) = match &changes.since {
            Some(revision) => (vec![repository.parting(revision, None)?], revision.clone()),
            None => (repository.parents()?, "the last commit".to_owned()),
        };
        let states = commits.iter().map(|commit| repository.at(commit)).collect::<Result<Vec<Snapshot>, _>>()?;
        Ok((commits, named, states))
    };
    let index = || changes.staged.then(|| repository.index()).transpose();
    // Starting git is most of what git takes.
    let (staged, earlier) = rayon::join(index, earlier);
    let (staged, (commits, named, states)) = (staged?, earlier?);
    let mut before = Vec::new();
    for (commit, state) in commits.iter().zip(states) {
        let touched = touched(&repository, staged.as_ref(), commit, &state)?;
        before.push(Before { state, touched });
    }
    if commits.is_empty() {
        before.push(Before { state: repository.nothing(), touched: Vec::new() });
    }
    let commit = commits.into_iter().next().map(|commit| commit.id);
    Ok(Some(States { staged, before, named, commit }))
}

fn touched(
    repository: &Repository,
    staged: Option<&Snapshot>,
    commit: &Commit,
    state: &Snapshot,
) -> Result<Vec<String>, Failure> {
    match staged {
        Some(staged) => Ok(staged.differing(state)),
        None => Ok(repository.touched(commit)?),
    }
}

/// What git told a hook that runs this program.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
pub fn environment() -> Environment {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        Some(std::env::current_dir().map_or_else(|_| path.clone(), |here| here.join(&path)))
    };
    Environment { git_dir: absolute("GIT_DIR"), index: absolute("GIT_INDEX_FILE") }
}

impl States {
    /// The state that is judged, unless it is that of the files.
    pub fn now(&self) -> Option<&Snapshot> {
        self.staged.as_ref()
    }

    /// Findings that no earlier state had, and those that one had.
    pub fn split(
        &self,
        workspace: &Workspace,
        singles: Vec<Single>,
        (mut kept, counts): (Option<Kept>, &[Count]),
        as_of: Date,
    ) -> (Vec<Single>, Vec<Single>) {
        let mut known = vec![false; singles.len()];
        for (i, Before { state, touched }) in self.before.iter().enumerate() {
            let (mut before, applied) = workspace.before(state, touched);
            // Whoever is the last to need it may have it: what is found out anew goes into it.
            let kept = if i + 1 == self.before.len() { kept.take() } else { kept.clone() };
            let standing = match (applied, kept) {
                (Some(applied), Some(_)) if applied.is_nothing() && before.has_baseline_of(workspace) => {
                    known.fill(true);
                    break;
                }
                (Some(applied), kept @ Some(_)) => {
                    before.stand_again(as_of, workspace.standing(as_of, kept, counts, singles.clone()), &applied)
                }
                _ => before.stand(as_of, None, &Applied::default()),
            };
            let old = standing.singles(&before.sources);
            let (had, _) = workspace.known_before(&singles, &before, &old);
            known.iter_mut().zip(had).for_each(|(known, had)| *known |= had);
        }
        let (mut new, mut old) = (Vec::new(), Vec::new());
        for (single, known) in singles.into_iter().zip(known) {
            if known { old.push(single) } else { new.push(single) }
        }
        (new, old)
    }

    /// What the report says of it.
    pub fn told(&self, known: usize) -> Since {
        Since { named: self.named.clone(), commit: self.commit.clone(), known }
    }
}
