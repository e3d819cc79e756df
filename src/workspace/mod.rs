//! A repository, loaded: wires the pipeline and keeps what need not be done again. No rule, format or message text lives here but for
//! what only the wiring can know.
//!
//! `check` is `apply` over all files: one engine for the command line and the editor.

mod discover;
pub mod embedded;
mod facts;
mod judge;
mod open;
mod packs;
mod settings;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::config::Manifest;
use crate::expr::DerivedTable;
use crate::finding::Finding;
use crate::model::Index;
use crate::model::read::Vocabulary;
use crate::rules::{Pack, Rules};
use crate::source::{FileId, Sources, System};

pub use judge::{Counts, Judged};
pub use open::OpenError;

/// The manifest's file name.
pub const MANIFEST: &str = "clauselint.yaml";

/// A repository's documents, its packs, and the index over them.
pub struct Workspace {
    /// All texts.
    pub sources: Sources,
    /// The manifest, if there is one.
    pub manifest: Option<(FileId, Manifest)>,
    /// The packs that are on, in the manifest's order.
    pub packs: Vec<Pack>,
    /// Their rules.
    pub rules: Rules,
    /// What files are read with.
    pub vocabulary: Arc<Vocabulary>,
    /// The records.
    pub index: Index,
    /// Derived fields.
    pub derived: DerivedTable,
    /// What is wrong with the manifest, the packs and their schemas.
    pub setup: Vec<Finding>,
    /// Files of the packs: never ours.
    pack_files: FxHashSet<FileId>,
    /// Files whose findings are told: ours, and those that ours link to.
    told: FxHashSet<FileId>,
}

impl Workspace {
    /// Loads the repository whose root is the system's root.
    pub fn open(system: &dyn System) -> Result<Self, OpenError> {
        let mut workspace = open::open(system)?;
        let paths = discover::discover(system, &workspace);
        workspace.apply(system, &paths);
        Ok(workspace)
    }

    /// Reads files anew: changed, created or deleted ones. A changed manifest or pack needs [`Workspace::open`].
    pub fn apply(&mut self, system: &dyn System, paths: &[String]) {
        facts::apply(self, system, paths);
    }

    /// True when the file's findings are told.
    pub fn is_told(&self, file: FileId) -> bool {
        self.told.contains(&file)
    }

    /// True for a file of a pack.
    pub fn is_pack(&self, file: FileId) -> bool {
        self.pack_files.contains(&file)
    }
}
