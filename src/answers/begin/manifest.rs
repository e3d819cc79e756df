//! A manifest for documents that are there already: what the flags say, and as comments what recognition could not settle.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Flags, Scaffold};
use crate::answers::{Listing, Standing};
use crate::finding::one_line;
use crate::rules::Check;
use crate::workspace::{MANIFEST, Workspace};

/// Kinds that are suggested to be kept elsewhere, at most.
const ELSEWHERE: usize = 12;

/// What recognition could not settle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Lines of `documents:`, and why each.
    pub documents: Vec<(String, String)>,
    /// Kinds of which a rule asks for a record, and none is here: name and title.
    pub elsewhere: Vec<(Arc<str>, Arc<str>)>,
}

impl Suggestions {
    /// What is to be settled here: files that are near, and kinds that are absent.
    pub fn of(workspace: &Workspace, listing: &Listing) -> Self {
        let documents = listing.files.iter().filter_map(|file| {
            let line = file.suggestion.clone()?;
            let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_ascii_lowercase();
            let why = match file.standing {
                Standing::Linked => "one of yours links to it",
                Standing::Citing => "it names the standard",
                _ if !line.ends_with("kind: document }") => "its name or title is near that of the kind",
                _ => return None,
            };
            (!name.starts_with("readme.")).then(|| (line, why.to_owned()))
        });
        Self { documents: documents.collect(), elsewhere: absent(workspace) }
    }
}

/// Kinds of which a rule asks for one, and there is none; in the order of the rules.
fn absent(workspace: &Workspace) -> Vec<(Arc<str>, Arc<str>)> {
    let schema = &workspace.index.schema;
    let mut kinds: Vec<(Arc<str>, Arc<str>)> = Vec::new();
    for rule in workspace.base.rules.all().iter().filter(|rule| rule.is_presence()) {
        let Check::Exists(wanted) = &rule.body().check else { continue };
        let kind = schema.kind(wanted.kind);
        // Whole documents are asked for as files; what other systems keep are records.
        if kind.document || kind.data || !workspace.index.all(wanted.kind).is_empty() {
            continue;
        }
        if !kinds.iter().any(|(name, _)| *name == kind.name) {
            kinds.push((kind.name.clone(), kind.title.clone()));
        }
    }
    kinds.truncate(ELSEWHERE);
    kinds
}

/// The manifest's text. The scaffold's own manifest is its beginning, with nothing in place of what was not said.
pub fn manifest(scaffold: &Scaffold, workspace: &Workspace, flags: &Flags, found: &Suggestions) -> Result<String, String> {
    let mut text = scaffold.bare(workspace, flags, MANIFEST).transpose()?.unwrap_or_default();
    if !found.documents.is_empty() {
        text.push_str(
            "\n# These files were not recognised. For each that belongs to the management system, take away the `#` and see to it that the kind\n\
             # is right; `clauselint schema` lists all kinds, and `document` is one without a rule of its own.\n# documents:\n",
        );
        let widest = found.documents.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
        for (line, why) in &found.documents {
            let _ = writeln!(text, "#   {line:<widest$}  # {}", one_line(why, 80));
        }
    }
    if !found.elsewhere.is_empty() {
        text.push_str(
            "\n# Nothing of these kinds was found. For what another system holds, take away the `#` and say which: it is then not told as missing.\n\
             # elsewhere:\n",
        );
        let widest = found.elsewhere.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default() + 1;
        for (name, title) in &found.elsewhere {
            let _ = writeln!(text, "#   {:<widest$} \"\"  # {title}", format!("{name}:"));
        }
    }
    Ok(text)
}
