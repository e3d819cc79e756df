//! `diff`: what a change did, in words.

use super::args::{Color, Diff, DiffFormat};
use super::{Status, root, since, stage, terminal};
use crate::answers::diff::diff as compare;
use crate::output::{Failure, diff};
use crate::source::git::Repository;
use crate::source::{RealSystem, System};
use crate::triage::{Filter, Single};
use crate::workspace::{Applied, Workspace};

/// Tells what is another in one state than in an earlier one.
pub fn run(args: &Diff, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let repository = Repository::find(&root.path, &since::environment())?;
    let later = args.to.as_ref().map(|name| repository.commit(name)).transpose()?;
    let earlier = repository.parting(&args.from, later.as_ref())?;
    let state = repository.at(&earlier)?;
    let (now, touched) = match &later {
        Some(commit) => {
            let now = repository.at(commit)?;
            let touched = now.differing(&state);
            (Some(now), touched)
        }
        None => (None, repository.touched(&earlier)?),
    };
    let disk = RealSystem::new(&root.path);
    let system: &dyn System = now.as_ref().map_or(&disk, |now| now);
    let mut workspace = Workspace::open(system)?;
    let as_of = args.as_of.unwrap_or_else(stage::today);
    let spoken = stage::stage(args.stage.as_deref(), &workspace)?;
    let (mut old, applied) = workspace.before(&state, &touched);
    let (judged, kept) = workspace.judge_keeping(as_of);
    let singles = workspace.singles(judged.verdicts, as_of);
    let before = match applied {
        Some(applied) => old.stand_again(as_of, workspace.standing(as_of, kept, &judged.rules, singles.clone()), &applied),
        None => old.stand(as_of, None, &Applied::default()),
    };
    let filter = Filter { stage: Some(spoken), ..Filter::default() };
    let shown = |workspace: &Workspace, singles| -> Vec<Single> {
        let singles = filter.apply(singles, &workspace.sources).shown;
        singles.into_iter().filter(|single| single.suppressed.is_none()).collect()
    };
    let (new, was) = (shown(&workspace, singles), shown(&old, before.singles(&old.sources)));
    let (known, gone) = workspace.known_before(&new, &old, &was);
    let new: Vec<Single> = new.into_iter().zip(known).filter(|(_, known)| !known).map(|(single, _)| single).collect();
    let gone: Vec<Single> = gone.into_iter().filter_map(|i| was.get(i).cloned()).collect();
    let told = diff::Told {
        diff: &compare(&old, &workspace, as_of),
        new: &new,
        gone: &gone,
        sources: &workspace.sources,
        old_sources: &old.sources,
        from: (args.from.clone(), earlier.id),
        to: args.to.clone().zip(later.map(|commit| commit.id)),
        as_of,
        stage: workspace.base.stages().get(usize::from(spoken.0)).cloned().unwrap_or_default(),
        root: &root.shown,
    };
    let mut bytes = Vec::new();
    match args.format {
        DiffFormat::Human => diff::human(&told, &mut bytes),
        DiffFormat::Markdown => diff::markdown(&told, &mut bytes),
        DiffFormat::Json => diff::json(&told, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}
