//! A repository, loaded: wires the pipeline and keeps what need not be done again. No rule, format or message text lives here but for
//! what only the wiring can know.
//!
//! `check` is `apply` over all files: one engine for the command line and the editor.

mod admit;
mod baseline;
mod before;
mod discover;
pub mod embedded;
mod examples;
mod facts;
mod judge;
mod open;
mod packs;
mod retire;
mod scaffold;
mod settings;
mod standing;
mod suppressions;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Manifest;
use crate::finding::{Finding, Stage};
use crate::model::Index;
use crate::model::read::Vocabulary;
use crate::source::{FileId, Sources, System};
use crate::triage::Baseline;

pub use examples::ExampleEngine;
pub use facts::Applied;
pub use judge::{Counts, Judged, Kept};
pub use open::{Base, OpenError};
pub use packs::is_folder;
pub use standing::{Standing, Whereof};

/// The manifest's file name.
pub const MANIFEST: &str = "clauselint.yaml";

/// The name of the baseline that is used if it is there.
pub const BASELINE: &str = "clauselint-baseline.yaml";

/// A repository's documents, its packs, and the index over them.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The packs.
    pub base: Arc<Base>,
    /// All texts.
    pub sources: Sources,
    /// The manifest, if there is one.
    pub manifest: Option<(FileId, Manifest)>,
    /// Findings that were there before, if there is such a file.
    pub baseline: Option<Baseline>,
    /// The path at which it is, or would be; none if whoever asks wants no baseline.
    baseline_path: Option<String>,
    /// What files are read with.
    pub vocabulary: Arc<Vocabulary>,
    /// The records.
    pub index: Index,
    /// What is wrong with the manifest, the packs and their schemas.
    pub setup: Vec<Finding>,
    /// Files whose findings are told: ours, and those that ours link to.
    told: FxHashSet<FileId>,
    /// Files that the rest of the repository vouches for, with the reason.
    admitted: FxHashMap<FileId, String>,
}

impl Workspace {
    /// Loads the repository whose root is the system's root.
    pub fn open(system: &dyn System) -> Result<Self, OpenError> {
        Ok(open::open(system, false)?.filled(system))
    }

    /// Loads the same with all that the packs say of other frameworks, which a check has no need of.
    pub fn open_whole(system: &dyn System) -> Result<Self, OpenError> {
        Ok(open::open(system, true)?.filled(system))
    }

    /// Loads another repository over packs that are loaded already; its manifest's `packs:` is not looked at.
    pub fn over(base: Arc<Base>, system: &dyn System) -> Result<Self, OpenError> {
        Ok(open::over(base, system, false)?.filled(system))
    }

    /// The same for a repository that is known to be about what the packs are about, as the examples of rules are.
    pub fn grounded(base: Arc<Base>, system: &dyn System) -> Result<Self, OpenError> {
        Ok(open::over(base, system, true)?.filled(system))
    }

    /// Loads the manifest and all of the packs, but no document yet: those that are open in an editor can be read before all others, and
    /// whoever writes there asks for what other frameworks say.
    pub fn begin(system: &dyn System) -> Result<Self, OpenError> {
        open::open(system, true)
    }

    /// The same with all documents.
    #[must_use]
    pub fn filled(self, system: &dyn System) -> Self {
        let mut workspace = self;
        let paths = discover::discover(system, &workspace);
        workspace.apply(system, &paths);
        workspace
    }

    /// Reads files anew: changed, created or deleted ones. A changed manifest or pack needs [`Workspace::open`].
    pub fn apply(&mut self, system: &dyn System, paths: &[String]) -> Applied {
        facts::apply(self, system, paths)
    }

    /// Reads files anew whose texts changed in an editor, while no file came or went.
    pub fn edit(&mut self, system: &dyn System, paths: &[String]) -> Applied {
        facts::edit(self, system, paths)
    }

    /// The files that a fresh look would read, sorted.
    pub fn discover(&self, system: &dyn System) -> Vec<String> {
        discover::discover(system, self)
    }

    /// True for a file that a fresh look would read, or that was read.
    pub fn reads(&self, system: &dyn System, path: &str) -> bool {
        let was_read = || self.sources.find(path).is_some_and(|file| self.index.facts(file).is_some() && !self.is_pack(file));
        was_read() || discover::is_document(path) && system.walks(path)
    }

    /// The files that were read, packs and the manifest aside.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        let own = self.index.files().filter(|facts| !self.is_pack(facts.file) && *facts.path != *MANIFEST);
        own.map(|facts| &*facts.path)
    }

    /// True for a path whose change means that everything is to be read anew: the manifest, and what packs are made of.
    pub fn is_setup(&self, path: &str) -> bool {
        let folders = self.manifest.iter().flat_map(|(_, m)| m.packs.iter().flatten()).map(|pack| &*pack.name);
        let mut folders = folders.filter(|name| is_folder(name)).map(|name| name.trim_start_matches("./").trim_end_matches('/'));
        path == MANIFEST || folders.any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The stage of this name; without one the manifest's, else the first. None for a name that no pack knows.
    pub fn stage(&self, named: Option<&str>) -> Option<Stage> {
        let stages = self.base.stages();
        let position = |name: &str| stages.iter().position(|stage| **stage == *name).map(|i| Stage(i as u8));
        if let Some(name) = named {
            return position(name);
        }
        let manifest = self.manifest.as_ref().and_then(|(_, manifest)| manifest.stage.as_ref());
        // A stage of the manifest's that no pack has is told as a finding there.
        Some(manifest.and_then(|(name, _)| position(name)).unwrap_or_default())
    }

    /// True when the file's findings are told.
    pub fn is_told(&self, file: FileId) -> bool {
        self.told.contains(&file)
    }

    /// True for a file of a pack.
    pub fn is_pack(&self, file: FileId) -> bool {
        self.base.is_pack(file)
    }
}
