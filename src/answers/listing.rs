//! What every file was taken for, and why; and for a file that was not recognised, the line of the manifest that would settle it.

use std::sync::Arc;

use crate::model::{Carrier, Facts, Whose};
use crate::schema::{KindId, Schema, fold};
use crate::workspace::Workspace;

/// All files that were looked at, by path.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The files.
    pub files: Vec<FileEntry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileEntry {
    /// Path relative to the root.
    pub path: Arc<str>,
    /// What it was taken for.
    pub standing: Standing,
    /// The kind of the document that the file is, if it has one.
    pub kind: Option<Arc<str>>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The reasons.
    pub why: Vec<String>,
    /// Its records, in order of place.
    pub records: Vec<RecordEntry>,
    /// For a Markdown file that was not recognised: the manifest's line that would settle it.
    pub suggestion: Option<String>,
}

/// What a file was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One of ours.
    Ours,
    /// A template: out of the index.
    Template,
    /// Not ours by itself, but one of ours links to it.
    Linked,
    /// Not ours, but its title names a standard of the packs: its citations are judged.
    Citing,
    /// Not ours: it gets no finding.
    NotOurs,
}

impl Standing {
    /// The words users read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Template => "template",
            Self::Linked => "linked from ours",
            Self::Citing => "names the standard",
            Self::NotOurs => "not recognised",
        }
    }
}

/// One record of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordEntry {
    /// Its kind.
    pub kind: Arc<str>,
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The line on which its id or name stands, from 1.
    pub line: u32,
    /// How it was written down: "row", "list item", "mapping", "document", "manifest".
    pub carrier: &'static str,
}

/// Lists every file that was looked at.
pub fn listing(workspace: &Workspace) -> Listing {
    let files = workspace.index.files().filter(|f| !workspace.is_pack(f.file));
    Listing { files: files.map(|f| entry(workspace, f)).collect() }
}

fn entry(workspace: &Workspace, facts: &Facts) -> FileEntry {
    let schema = &workspace.index.schema;
    let (standing, why) = match &facts.whose {
        Whose::Ours(why) => (Standing::Ours, why.clone()),
        Whose::Template { why, .. } => (Standing::Template, vec![why.clone()]),
        Whose::NotOurs if workspace.is_told(facts.file) => (Standing::Linked, vec!["one of ours links to it".to_owned()]),
        Whose::NotOurs if facts.mentions.iter().any(|m| m.cited().is_some()) => {
            (Standing::Citing, vec!["its title names the standard: what it cites is judged, no more".to_owned()])
        }
        Whose::NotOurs => (Standing::NotOurs, Vec::new()),
    };
    let why = if matches!(facts.whose, Whose::NotOurs) {
        why.into_iter().chain(facts.nearly.iter().map(|nearly| nearly.why.clone())).collect()
    } else {
        why
    };
    let source = workspace.sources.get(facts.file);
    let records = facts.records.iter().map(|r| RecordEntry {
        kind: schema.kind(r.kind).name.clone(),
        id: r.id.clone(),
        line: source.position(r.name.start).line,
        carrier: carrier(r.carrier),
    });
    let title = facts.document.title.as_ref().map(|(t, _)| t.clone());
    let unrecognised = matches!(standing, Standing::NotOurs | Standing::Linked | Standing::Citing);
    let kind = if crate::model::read::is_markdown(&facts.path) {
        Some(likely_kind(schema, &facts.path, title.as_deref()).map_or("document", |k| &*schema.kind(k).name))
    } else if crate::model::read::is_csv(&facts.path) {
        // Of the rows; a file of figures is nobody's register, be it in `credit-risk/reports`.
        let near = facts.path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at);
        workspace.vocabulary.called(&facts.path[near..]).map(|(_, kind)| &*kind.name)
    } else {
        None
    };
    let suggestion = kind.filter(|_| unrecognised).map(|kind| format!("- {{ path: \"{}\", kind: {kind} }}", facts.path));
    FileEntry {
        path: facts.path.clone(),
        standing,
        kind: match facts.whose {
            Whose::Template { kind, .. } => kind,
            _ => facts.document.record.map(|i| facts.records[i].kind),
        }
        .map(|kind| schema.kind(kind).name.clone()),
        title,
        why,
        records: records.collect(),
        suggestion,
    }
}

fn carrier(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Mapping => "mapping",
        Carrier::Item => "list item",
        Carrier::Document => "document",
        Carrier::Row(_) => "row",
        Carrier::Section => "section",
        Carrier::Manifest => "manifest",
    }
}

/// The document kind all of whose title's words stand in a file's title or name; the longest title wins, and none where two are as long.
fn likely_kind(schema: &Schema, path: &str, title: Option<&str>) -> Option<KindId> {
    let name = path.rsplit('/').next().unwrap_or(path).rsplit_once('.').map_or(path, |(stem, _)| stem);
    let text = format!("{} {}", fold(name), title.map(fold).unwrap_or_default());
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let mut fitting: Vec<(usize, KindId)> = schema
        .iter()
        .filter(|(_, k)| k.document && k.line.len() > 2)
        .filter(|(_, kind)| fold(&kind.title).split(' ').all(|w| words.contains(&w)))
        .map(|(id, kind)| (kind.title.split(' ').count(), id))
        .collect();
    fitting.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    match fitting[..] {
        [] => None,
        [(first, _), (second, _), ..] if first == second => None,
        [(_, kind), ..] => Some(kind),
    }
}
