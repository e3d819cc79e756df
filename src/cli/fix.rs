//! `check --fix` and `--diff`: what can be put right is, in the files or on the screen.

use std::path::Path;
use std::sync::Arc;

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

/// What is put right, and how that is told.
pub struct Repair<'a> {
    /// The repository's folder.
    pub root: &'a Path,
    /// What was asked for.
    pub args: &'a Check,
    /// Which findings are meant.
    pub wanted: Wanted<'a>,
    /// The day.
    pub today: Date,
    /// When to use colours.
    pub color: Color,
}

impl Repair<'_> {
    /// Prints what `--fix` would write. There being something is a finding.
    pub fn show(&self, workspace: Workspace) -> Result<Status, Failure> {
        let mut fixed = self.run(workspace);
        let colour = self.color.on_stdout();
        let patches = fixed.changes.iter().map(|change| patch::patch(&change.path, Some(&change.before), &change.after, colour));
        terminal::print(patches.collect::<String>().as_bytes(), self.color)?;
        let (made, files) = (fixed.made.len(), fixed.changes.len());
        self.close(&mut fixed.workspace, made, files, false);
        Ok(if files == 0 { Status::Clean } else { Status::Findings })
    }

    /// Writes what can be fixed, and gives the repository as it is then.
    pub fn write(&self, workspace: Workspace) -> Result<Workspace, Failure> {
        let mut fixed = self.run(workspace);
        let mut left: Vec<&Change> = Vec::new();
        for change in &fixed.changes {
            if let Err(why) = rewrite(self.root, &change.path, &change.before, &change.after) {
                terminal::complain(&patch::left(&change.path, &why), self.color);
                left.push(change);
            }
        }
        let written = |path: &str| !left.iter().any(|change| change.path == path);
        let made = fixed.made.iter().filter(|paths| paths.iter().all(|path| written(path))).count();
        let files = fixed.changes.len() - left.len();
        if !left.is_empty() {
            fixed.workspace = Workspace::open(&RealSystem::new(self.root))?;
        }
        self.close(&mut fixed.workspace, made, files, true);
        Ok(fixed.workspace)
    }

    fn run(&self, workspace: Workspace) -> Fixed {
        let system = RealSystem::new(self.root);
        fix(workspace, &Fixing { system, today: self.today, proposals: self.args.fixes.proposals, wanted: self.wanted })
    }

    /// Tells how much was put right, and how much more could be; to find that out is a whole judging, which nobody who wants quiet pays for.
    fn close(&self, workspace: &mut Workspace, made: usize, files: usize, written: bool) {
        if !self.args.quiet {
            terminal::complain(&patch::fixed(made, files, self.proposals(workspace), written), self.color);
        }
    }

    /// How many of the findings that remain have a fix that somebody should look at.
    fn proposals(&self, workspace: &mut Workspace) -> usize {
        if self.args.fixes.proposals {
            return 0;
        }
        let verdicts = workspace.judge(self.today).verdicts;
        let singles = (self.wanted)(workspace.singles(verdicts, self.today), &workspace.sources);
        singles.iter().filter(|single| single.suppressed.is_none() && of(workspace, &single.verdict).is_some()).count()
    }
}

/// Gives findings the fixes that their rules intend.
pub fn carry(workspace: &Workspace, singles: &mut [Single]) {
    for single in singles.iter_mut().filter(|single| single.verdict.finding.fix.is_none()) {
        if let Some(fix) = of(workspace, &single.verdict) {
            Arc::make_mut(&mut single.verdict).finding.fix = Some(fix);
        }
    }
}
