//! `check --fix` and `--diff`: what can be put right is, in the files or on the screen.

use std::path::Path;

use jiff::civil::Date;

use super::args::{Check, Color};
use super::write::rewrite;
use super::{Status, terminal};
use crate::fix::{Change, Fixed, Fixing, fix, of};
use crate::output::{Failure, patch};
use crate::source::{RealSystem, Sources};
use crate::triage::Single;
use crate::workspace::Workspace;

/// Which findings are meant.
pub type Wanted<'a> = &'a dyn Fn(Vec<Single>, &Sources) -> Vec<Single>;

/// Refuses `--unsafe` that nothing stands beside.
pub fn verify(args: &Check) -> Result<(), Failure> {
    if args.fixes.proposals && !args.fixes.fix && !args.fixes.diff {
        let why = "--unsafe says which fixes are meant, and no fixes are asked for".to_owned();
        return Err(Failure::Declined { why, help: "add --fix to write them, or --diff to see them first".to_owned() });
    }
    Ok(())
}

/// Prints what `--fix` would write. There being something is a finding.
pub fn show(
    workspace: Workspace,
    root: &Path,
    args: &Check,
    wanted: Wanted<'_>,
    today: Date,
    color: Color,
) -> Result<Status, Failure> {
    let mut fixed = run(workspace, root, args, wanted, today);
    let text: String = fixed
        .changes
        .iter()
        .map(|change| patch::patch(&change.path, Some(&change.before), &change.after, color.on_stdout()))
        .collect();
    terminal::print(text.as_bytes(), color)?;
    let proposals = proposals(&mut fixed.workspace, args, wanted, today);
    if !args.quiet {
        terminal::complain(&patch::fixed(fixed.made.len(), fixed.changes.len(), proposals, false), color);
    }
    Ok(if fixed.changes.is_empty() { Status::Clean } else { Status::Findings })
}

/// Writes what can be fixed, and gives the repository as it is then.
pub fn write(
    workspace: Workspace,
    root: &Path,
    args: &Check,
    wanted: Wanted<'_>,
    today: Date,
    color: Color,
) -> Result<Workspace, Failure> {
    let mut fixed = run(workspace, root, args, wanted, today);
    let mut left: Vec<&Change> = Vec::new();
    for change in &fixed.changes {
        if let Err(why) = rewrite(root, &change.path, &change.before, &change.after) {
            terminal::complain(&patch::left(&change.path, &why), color);
            left.push(change);
        }
    }
    let written = |path: &str| !left.iter().any(|change| change.path == path);
    let made = fixed.made.iter().filter(|paths| paths.iter().all(|path| written(path))).count();
    let files = fixed.changes.len() - left.len();
    if !left.is_empty() {
        fixed.workspace = Workspace::open(&RealSystem::new(root))?;
    }
    let proposals = proposals(&mut fixed.workspace, args, wanted, today);
    if !args.quiet {
        terminal::complain(&patch::fixed(made, files, proposals, true), color);
    }
    Ok(fixed.workspace)
}

/// Gives findings the fixes that their rules intend.
pub fn carry(workspace: &Workspace, singles: &mut [Single]) {
    for single in singles.iter_mut().filter(|single| single.verdict.finding.fix.is_none()) {
        single.verdict.finding.fix = of(workspace, &single.verdict);
    }
}

fn run(workspace: Workspace, root: &Path, args: &Check, wanted: Wanted<'_>, today: Date) -> Fixed {
    fix(workspace, &Fixing { system: RealSystem::new(root), today, proposals: args.fixes.proposals, wanted })
}

/// How many of the findings that remain have a fix that somebody should look at.
fn proposals(workspace: &mut Workspace, args: &Check, wanted: Wanted<'_>, today: Date) -> usize {
    if args.fixes.proposals {
        return 0;
    }
    let verdicts = workspace.judge(today).verdicts;
    let singles = wanted(workspace.singles(verdicts, today), &workspace.sources);
    singles.iter().filter(|single| single.suppressed.is_none() && of(workspace, &single.verdict).is_some()).count()
}
