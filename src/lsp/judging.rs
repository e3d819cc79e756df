//! A workspace and what was last said of it: here a change comes in, and what `check` would say of the same texts comes out.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::settings::Settings;
use crate::finding::{At, Nowhere};
use crate::rules::Verdict;
use crate::source::{FileId, System};
use crate::triage::{Filter, Single};
use crate::workspace::{Applied, BASELINE, Kept, Workspace};

/// A workspace and what was last said of it.
#[derive(Debug)]
pub struct Judging {
    workspace: Workspace,
    /// Only open documents were read as yet.
    alone: bool,
    /// For which day and stage it was judged; none if something was read anew since.
    judged: Option<(Date, Option<String>)>,
    /// What rules said, and for which day, so that only those are asked again that a change reaches.
    kept: Option<(Date, Kept)>,
    /// What was read anew since.
    applied: Applied,
    by_file: FxHashMap<FileId, Vec<Single>>,
    nowhere: Vec<Single>,
}

impl Judging {
    /// A workspace of which nothing was said yet. `alone`: it has no documents but those that are open, so that only what each says of itself is told.
    pub fn new(workspace: Workspace, alone: bool) -> Self {
        Self {
            workspace,
            alone,
            judged: None,
            kept: None,
            applied: Applied::default(),
            by_file: FxHashMap::default(),
            nowhere: Vec::new(),
        }
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Reads files anew: changed, created or deleted ones. With none, only looks again which paths exist.
    pub fn apply(&mut self, system: &dyn System, paths: &[String]) {
        let applied = self.workspace.apply(system, paths);
        if !applied.is_nothing() {
            self.applied.files.extend(applied.files);
            self.applied.changed.add(applied.changed);
            self.judged = None;
        }
    }

    /// Reads the baseline anew: it changes nothing that is judged, but what counts.
    pub fn read_baseline(&mut self, system: &dyn System) {
        self.workspace.read_baseline(system, BASELINE);
        self.judged = None;
    }

    /// Says anew what is to be said, if anything changed since; tells whether it did.
    pub fn judge(&mut self, day: Date, settings: &Settings) -> bool {
        let asked = Some((day, settings.stage.clone()));
        if self.judged == asked {
            return false;
        }
        let verdicts = if self.alone { self.workspace.judge_alone() } else { self.verdicts(day) };
        let singles = self.workspace.singles(verdicts, day);
        let stage = self.workspace.stage(settings.stage.as_deref()).or_else(|| self.workspace.stage(None));
        let filtered = Filter { stage, ..Filter::default() }.apply(singles, &self.workspace.sources);
        self.by_file.clear();
        self.nowhere.clear();
        let manifest = self.workspace.manifest.as_ref().map(|(file, _)| *file);
        for single in filtered.shown.into_iter().filter(|single| single.suppressed.is_none()) {
            let file = match single.verdict.finding.at {
                At::Place(place) => Some(place.file),
                At::Nowhere(Nowhere::File(file)) => Some(file),
                At::Nowhere(Nowhere::Repository) => manifest,
            };
            match file {
                Some(file) => self.by_file.entry(file).or_default().push(single),
                None => self.nowhere.push(single),
            }
        }
        self.judged = asked;
        true
    }

    fn verdicts(&mut self, day: Date) -> Vec<Verdict> {
        let applied = std::mem::take(&mut self.applied);
        let (judged, kept) = match self.kept.take() {
            Some((then, kept)) if then == day => self.workspace.judge_again(kept, &applied),
            _ => self.workspace.judge_keeping(day),
        };
        self.kept = kept.map(|kept| (day, kept));
        judged.verdicts
    }

    /// What was last said of a file, in the order of reports.
    pub fn told(&self, file: FileId) -> &[Single] {
        self.by_file.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The files of which something was last said.
    pub fn told_files(&self) -> impl Iterator<Item = FileId> {
        self.by_file.keys().copied()
    }

    /// What was last said of no file.
    pub fn told_nowhere(&self) -> &[Single] {
        &self.nowhere
    }
}
