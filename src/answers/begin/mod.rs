//! What a management system begins with: the pack's scaffold filled in for one organisation, or a manifest for the documents that are there.
//! Only texts are made here; writing them is the command's work.

mod fill;
mod index;
mod manifest;
mod understood;
mod valuable;

use jiff::civil::Date;

use crate::answers::add::Scaffolded;
use crate::source::System;
use crate::workspace::Workspace;
use fill::{Names, fill};
use index::Index;

pub use manifest::{Suggestions, manifest};
pub use understood::{Understood, understood};
pub use valuable::{Worth, valuable};

/// What is known of the organisation when it begins.
#[derive(Clone, Debug)]
pub struct Flags {
    /// Its name.
    pub name: Option<String>,
    /// Its roles, as given.
    pub roles: Vec<String>,
    /// The stage that it prepares for.
    pub stage: Option<String>,
    /// Its systems, by name.
    pub systems: Vec<String>,
    /// The day on which it begins.
    pub today: Date,
}

/// A scaffold that a pack brought, read.
#[derive(Debug)]
pub struct Scaffold {
    index: Index,
    files: Vec<(String, String)>,
}

/// The name of the file that says of a scaffold's files when they are written.
const INDEX: &str = "scaffold.yaml";

impl Scaffold {
    /// Reads a scaffold's files: path and text. `Err` says what is wrong with its own index.
    pub fn read(files: Vec<(String, String)>) -> Result<Self, String> {
        let (index, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path == INDEX);
        let index = index.first().map(|(_, text)| Index::read(text)).transpose()?.unwrap_or_default();
        Ok(Self { index, files })
    }

    /// What the packs of a repository give a new one, on a day, with nothing known of the organisation beyond what its manifest says.
    pub fn of(workspace: &Workspace, system: &dyn System, today: Date) -> Result<Scaffolded, String> {
        let flags = Flags { name: None, roles: Vec::new(), stage: None, systems: Vec::new(), today };
        Self::read(workspace.scaffold(system))?.filled(workspace, &flags).map(Scaffolded::new)
    }

    /// Refuses roles that the pack's own field for them does not take.
    pub fn verify(&self, workspace: &Workspace, flags: &Flags) -> Result<(), Unknown> {
        let known = self.index.roles(&workspace.base.schema);
        let unknown = flags.roles.iter().find(|role| !known.is_empty() && !known.iter().any(|word| **word == ***role));
        match unknown {
            Some(role) => Err(Unknown { role: role.clone(), known: known.iter().map(ToString::to_string).collect() }),
            None => Ok(()),
        }
    }

    /// All files for an organisation: path below the root, and text.
    pub fn filled(&self, workspace: &Workspace, flags: &Flags) -> Result<Vec<(String, String)>, String> {
        let names = Names::new(workspace, flags, &self.index.defaults);
        let mut written = Vec::new();
        for (path, text) in &self.files {
            let entry = self.index.files.iter().find(|entry| entry.path == *path);
            if entry.and_then(|entry| entry.when.as_deref()).is_some_and(|when| !names.holds(when)) {
                continue;
            }
            match entry.and_then(|entry| entry.each.as_deref()) {
                Some(list) => {
                    for (number, item) in (1u32..).zip(names.list(list)?) {
                        let names = names.with(number, &item);
                        let path = entry.and_then(|entry| entry.to.clone()).unwrap_or_else(|| path.clone());
                        written.push((fill(&path, &names)?.trim_end().to_owned(), fill(text, &names)?));
                    }
                }
                None => written.push((path.clone(), fill(text, &names).map_err(|wrong| format!("{path}: {wrong}"))?)),
            }
        }
        Ok(written)
    }

    /// One file, with nothing standing in for what was not given; none where the scaffold has no such file.
    fn bare(&self, workspace: &Workspace, flags: &Flags, path: &str) -> Option<Result<String, String>> {
        let (_, text) = self.files.iter().find(|(own, _)| own == path)?;
        Some(fill(text, &Names::new(workspace, flags, &[])))
    }
}

/// A role that the pack does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As given.
    pub role: String,
    /// What it knows.
    pub known: Vec<String>,
}
