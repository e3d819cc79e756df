//! A workspace and what was last said of it: here a change comes in, and what `check` would say of the same texts comes out.

use jiff::civil::Date;

use super::settings::Settings;
use crate::source::{FileId, System};
use crate::triage::{Filter, Single};
use crate::workspace::{Applied, BASELINE, Standing, Workspace};

/// A workspace and what was last said of it.
#[derive(Debug)]
pub struct Judging {
    workspace: Workspace,
    /// Only open documents were read as yet.
    alone: bool,
    /// For which day and stage it was judged; none if something was read anew since.
    judged: Option<(Date, Option<String>)>,
    /// All that was said, kept so that only that is said again which a change reaches.
    standing: Option<Standing>,
    /// What was read anew since.
    applied: Applied,
    /// What is held back.
    filter: Filter,
}

impl Judging {
    /// A workspace of which nothing was said yet. `alone`: it has no documents but those that are open, so that only what each says of itself is told.
    pub fn new(workspace: Workspace, alone: bool) -> Self {
        Self { workspace, alone, judged: None, standing: None, applied: Applied::default(), filter: Filter::default() }
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Reads files anew: changed, created or deleted ones. With none, only looks again which paths exist.
    pub fn apply(&mut self, system: &dyn System, paths: &[String]) {
        let applied = self.workspace.apply(system, paths);
        self.add(applied);
    }

    /// Reads files anew that were edited, while none came or went.
    pub fn edit(&mut self, system: &dyn System, paths: &[String]) {
        let applied = self.workspace.edit(system, paths);
        self.add(applied);
    }

    fn add(&mut self, applied: Applied) {
        if !applied.is_nothing() {
            self.applied.add(applied);
            self.judged = None;
        }
    }

    /// Reads the baseline anew: it changes nothing that is judged, but what counts.
    pub fn read_baseline(&mut self, system: &dyn System) {
        self.workspace.read_baseline(system, BASELINE);
        self.applied.edit = None;
        self.judged = None;
    }

    /// Says anew what is to be said, if anything changed since; tells whether it did.
    pub fn judge(&mut self, day: Date, settings: &Settings) -> bool {
        let asked = Some((day, settings.stage.clone()));
        if self.judged == asked {
            return false;
        }
        let stage = self.workspace.stage(settings.stage.as_deref()).or_else(|| self.workspace.stage(None));
        self.filter = Filter { stage, ..Filter::default() };
        let applied = std::mem::take(&mut self.applied);
        self.standing = Some(match self.standing.take() {
            Some(standing) if !self.alone => self.workspace.stand_again(day, standing, &applied),
            _ if self.alone => self.workspace.stand_alone(day),
            _ => self.workspace.stand(day, None, &applied),
        });
        self.judged = asked;
        true
    }

    /// What was last said of a file, in the order of reports.
    pub fn told(&self, file: FileId) -> impl Iterator<Item = &Single> {
        let is_manifest = self.workspace.manifest.as_ref().is_some_and(|(manifest, _)| *manifest == file);
        self.shown(Some(file)).chain(is_manifest.then(|| self.shown(None)).into_iter().flatten())
    }

    fn shown(&self, whereof: Option<FileId>) -> impl Iterator<Item = &Single> {
        let told = self.standing.iter().flat_map(move |standing| standing.told(whereof));
        told.filter(|single| single.suppressed.is_none() && self.filter.shows(single, &self.workspace.sources))
    }

    /// The files of which something was last said.
    pub fn told_files(&self) -> impl Iterator<Item = FileId> {
        let manifest = self.workspace.manifest.as_ref().map(|(file, _)| *file);
        let files = self.standing.iter().flat_map(Standing::files).filter(move |file| Some(*file) != manifest);
        files.chain(manifest).filter(|file| self.told(*file).next().is_some())
    }

    /// What was last said of no file.
    pub fn told_nowhere(&self) -> impl Iterator<Item = &Single> {
        let shown = self.workspace.manifest.is_none().then(|| self.shown(None));
        shown.into_iter().flatten()
    }
}
