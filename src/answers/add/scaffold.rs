//! What a new management system would be given, as far as it tells where the first record of a kind goes.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::model::{Facts, Record};
use crate::schema::KindId;
use crate::source::MemorySystem;
use crate::workspace::Workspace;

/// A scaffold filled in, read as a repository when it is first asked.
pub struct Scaffolded {
    files: Vec<(String, String)>,
    read: OnceCell<Option<Workspace>>,
}

impl Scaffolded {
    /// Of these files: path and text. Of none, no first record goes anywhere but into a file of its own.
    pub fn new(files: Vec<(String, String)>) -> Self {
        Self { files, read: OnceCell::new() }
    }

    /// Its files.
    pub(super) fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// Its files that a repository does not have, with the records of a kind in each; and the scaffold as a repository.
    pub(super) fn records(&self, workspace: &Workspace, kind: KindId) -> Option<(&Workspace, Vec<(&Facts, &Record)>)> {
        let files = || self.files.iter().map(|(path, text)| (path, text.as_str())).collect::<MemorySystem>();
        let given = self.read.get_or_init(|| Workspace::over(workspace.base.clone(), &files()).ok()).as_ref()?;
        let is_free = |facts: &&Arc<Facts>| !given.is_pack(facts.file) && workspace.sources.find(&facts.path).is_none();
        let own = given.index.files().filter(is_free);
        let records = own.flat_map(|facts| facts.records.iter().filter(|r| r.kind == kind).map(move |r| (&**facts, r)));
        Some((given, records.collect()))
    }

    /// The id of its first record of a kind, which one is named after that is the first of a repository.
    pub fn id(&self, workspace: &Workspace, kind: KindId) -> Option<String> {
        let (_, records) = self.records(workspace, kind)?;
        let id = records.iter().find_map(|(_, record)| record.id.as_ref())?;
        workspace.index.by_id(id).iter().all(|e| workspace.index.kind(*e) != kind).then(|| id.to_string())
    }
}
