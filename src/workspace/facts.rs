//! Files into facts, and facts into the index.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Workspace;
use super::discover::may_be_ours;
use crate::finding::{At, Finding, Nowhere, codes};
use crate::model::index::{Changed, join, looks_like_path};
use crate::model::read::{self, Vocabulary};
use crate::model::{Data, Facts, Value, Whose};
use crate::rules::Edit;
use crate::source::git::large;
use crate::source::{FileId, Place, ReadError, SourceFile, Span, System};

/// What was read anew, and what that changed.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Files that were read anew, or are gone.
    pub files: FxHashSet<FileId>,
    /// What rules may read otherwise than before.
    pub changed: Changed,
    /// The same more exactly, if all of it left the records what they are called.
    pub edit: Option<Edit>,
}

impl Applied {
    /// True when nothing is another: nothing has to be judged again.
    pub fn is_nothing(&self) -> bool {
        self.files.is_empty() && self.changed.is_nothing()
    }

    /// Both as one; `later` was applied after this.
    pub fn add(&mut self, later: Self) {
        if self.is_nothing() {
            *self = later;
            return;
        }
        if later.is_nothing() {
            return;
        }
        self.files.extend(later.files);
        self.changed.add(later.changed);
        self.edit = self.edit.take().zip(later.edit).map(|(mut edit, later)| {
            edit.revised.add(later.revised);
            for (file, was) in later.files {
                edit.files.entry(file).or_insert(was);
            }
            edit
        });
    }
}

/// Reads files anew and brings the index up to date.
pub(super) fn apply(workspace: &mut Workspace, system: &dyn System, paths: &[String]) -> Applied {
    let mut applied = Applied::default();
    let limit = workspace.vocabulary.limits.file_bytes;
    let wanted: Vec<&String> = paths.iter().filter(|p| may_be_ours(p, workspace)).collect();
    let texts: Vec<Read> = wanted.par_iter().map(|path| text(system, path, limit, &workspace.vocabulary)).collect();
    let mut files: Vec<(FileId, Option<Finding>)> = Vec::with_capacity(texts.len());
    for (path, read) in wanted.iter().zip(texts) {
        let path: Arc<str> = path.as_str().into();
        match read {
            Read::Text(text) => files.push((workspace.sources.set(SourceFile::new(path, text)), None)),
            Read::Gone => {
                if let Some(file) = workspace.sources.find(&path) {
                    applied.changed.add(workspace.index.remove(file));
                    applied.files.insert(file);
                    // Its id stays for when it comes again, its text does not.
                    workspace.sources.set(SourceFile::new(path, ""));
                }
            }
            Read::Unreadable(message, partial) => {
                let at = partial.len();
                let file = workspace.sources.set(SourceFile::new(path, partial));
                let place = if at == 0 { At::Nowhere(Nowhere::File(file)) } else { Place::new(file, Span::at(at)).into() };
                files.push((file, Some(Finding::built_in(message.0, place, message.1))));
            }
        }
    }
    let (sources, vocabulary) = (&workspace.sources, &*workspace.vocabulary);
    let anew: FxHashSet<FileId> = files.iter().map(|(file, _)| *file).collect();
    let facts: Vec<Arc<Facts>> =
        files.into_par_iter().map(|(file, trouble)| Arc::new(facts(file, sources.get(file), trouble, vocabulary))).collect();
    for facts in facts {
        applied.files.insert(facts.file);
        applied.changed.add(workspace.index.replace(facts));
    }
    // What is read anew is read as it speaks for itself; who vouches for it is asked after.
    workspace.admitted.retain(|file, _| !anew.contains(file));
    workspace.index.settle();
    for (file, changed) in super::admit::settle(workspace) {
        applied.files.insert(file);
        applied.changed.add(changed);
    }
    applied.changed.add(look(workspace, system));
    workspace.told = told(workspace);
    applied
}

/// Looks again which paths exist.
fn look(workspace: &mut Workspace, system: &dyn System) -> Changed {
    let present = present(workspace, system);
    // Before the first files are read nothing is there, and all that is read then is another anyway.
    let first = workspace.index.present().is_empty();
    let flipped: FxHashSet<Arc<str>> =
        if first { FxHashSet::default() } else { present.symmetric_difference(workspace.index.present()).cloned().collect() };
    if first || !flipped.is_empty() {
        workspace.index.set_present(present);
    }
    led(workspace, &flipped)
}

/// So many files are read anew one after the other at most; more are read together, by several threads.
const FEW: usize = 8;

/// Brings the workspace to the state of another system that holds these files otherwise: as an edit if that is all.
pub(super) fn turn(workspace: &mut Workspace, system: &dyn System, paths: &[String]) -> Applied {
    if paths.len() > FEW {
        return apply(workspace, system, paths);
    }
    let mut applied = edit(workspace, system, paths);
    applied.add(Applied { changed: look(workspace, system), ..Applied::default() });
    applied
}

/// Reads files anew one after the other, as long as they tell the same records as before; else all that are left as [`apply`] does.
pub(super) fn edit(workspace: &mut Workspace, system: &dyn System, paths: &[String]) -> Applied {
    let mut applied = Applied::default();
    for (i, path) in paths.iter().enumerate() {
        match revise(workspace, system, path) {
            Some(one) => applied.add(one),
            None => {
                applied.add(apply(workspace, system, &paths[i..]));
                break;
            }
        }
    }
    applied
}

fn revise(workspace: &mut Workspace, system: &dyn System, path: &str) -> Option<Applied> {
    let file =
        workspace.sources.find(path).filter(|file| !workspace.admitted.contains_key(file) && may_be_ours(path, workspace))?;
    let old = workspace.index.facts(file)?.clone();
    let was = workspace.sources.get(file).clone();
    let Read::Text(text) = text(system, path, workspace.vocabulary.limits.file_bytes, &workspace.vocabulary) else { return None };
    if *text == *was.text {
        return Some(Applied::default());
    }
    workspace.sources.set(SourceFile::new(was.path.clone(), text));
    let is = workspace.sources.get(file);
    let new = read::read(file, is, &workspace.vocabulary);
    if super::suppressions::is_broken(&old) != super::suppressions::is_broken(&new) {
        return None;
    }
    let kinds: Vec<_> = new.records.iter().map(|record| record.kind).collect();
    let revised = workspace.index.revise(Arc::new(new), &was, is).ok()?;
    let mut changed = Changed::default();
    changed.add(Changed { kinds, text: true, names: revised.called.iter().copied().collect(), ..Changed::default() });
    let edit = Edit { files: [(file, (old, was))].into_iter().collect(), revised };
    Some(Applied { files: [file].into_iter().collect(), changed, edit: Some(edit) })
}

/// What refers to one of the paths, which are there now and were not, or the other way round.
fn led(workspace: &Workspace, paths: &FxHashSet<Arc<str>>) -> Changed {
    let mut changed = Changed::default();
    if paths.is_empty() {
        return changed;
    }
    for facts in workspace.index.files() {
        changed.text |= facts.links.iter().any(|l| l.path.as_deref().is_ok_and(|path| paths.contains(path)));
        for record in &facts.records {
            let mut leads = false;
            record.fields.iter().for_each(|(_, value)| {
                asked(value, &facts.path, &mut |path| leads |= paths.contains(path));
            });
            changed.kinds.extend(leads.then_some(record.kind));
        }
    }
    changed
}

fn facts(file: FileId, source: &SourceFile, trouble: Option<Finding>, vocabulary: &Vocabulary) -> Facts {
    match trouble {
        Some(finding) => read::unreadable(file, source, vocabulary, finding),
        None => read::read(file, source, vocabulary),
    }
}

enum Read {
    /// Shared at once: a buffer that outlived its thread's work would be counted twice at the peak.
    Text(Arc<str>),
    Gone,
    /// A code and message; and what of the file is text.
    Unreadable((&'static str, String), String),
}

/// How much of a CSV file is read to see whether it is one of ours: a repository may hold gigabytes of data.
const FIRST_BYTES: usize = 16 << 10;

/// The first lines of a file that holds more, if they tell that it is other people's data.
fn foreign_data(system: &dyn System, path: &str, vocabulary: &Vocabulary) -> Option<Read> {
    let bytes = if read::is_csv(path) { system.read_start(path, FIRST_BYTES).ok()? } else { return None };
    let lines = &bytes[..bytes.iter().rposition(|b| *b == b'\n').map_or(0, |last| last + 1)];
    let text = String::from_utf8_lossy(lines);
    let foreign = bytes.len() == FIRST_BYTES && read::is_foreign_data(path, &text, vocabulary);
    foreign.then(|| Read::Text(text.into()))
}

fn text(system: &dyn System, path: &str, limit: u64, vocabulary: &Vocabulary) -> Read {
    if let Some(foreign) = foreign_data(system, path, vocabulary) {
        return foreign;
    }
    match system.read(path, limit) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) if large::named_by(&text).is_some() => {
                let message = "the file is kept by Git LFS and was not fetched".to_owned();
                Read::Unreadable((codes::UNREADABLE_FILE, message), String::new())
            }
            Ok(text) => Read::Text(text.into()),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let valid = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
                Read::Unreadable(
                    (codes::UNREADABLE_FILE, format!("the file is not UTF-8 text: the byte at offset {at} begins no character")),
                    valid,
                )
            }
        },
        Err(ReadError::NotFound) => Read::Gone,
        Err(ReadError::Refused(why)) => {
            Read::Unreadable((codes::UNREADABLE_FILE, format!("the file cannot be read: {why}")), String::new())
        }
        Err(ReadError::TooLarge(size)) => Read::Unreadable(
            (codes::LIMIT_EXCEEDED, format!("the file has {size} bytes; at most {limit} are read")),
            String::new(),
        ),
    }
}

/// Which of the paths that links and references lead to exist.
fn present(workspace: &Workspace, system: &dyn System) -> FxHashSet<Arc<str>> {
    let mut present: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut seen: FxHashSet<Box<str>> = FxHashSet::default();
    let files: Vec<_> = workspace.index.files().collect();
    for facts in &files {
        present.insert(facts.path.clone());
    }
    let mut ask = |path: &str| {
        let known = path.is_empty() || present.contains(path) || seen.contains(path);
        if !known && seen.insert(path.into()) && system.exists(path) {
            present.insert(path.into());
        }
    };
    for facts in files {
        facts.links.iter().filter_map(|l| l.path.as_deref().ok()).for_each(&mut ask);
        for (_, value) in facts.records.iter().flat_map(|r| &r.fields) {
            asked(value, &facts.path, &mut ask);
        }
    }
    present
}

/// The paths that a value may mean, told in a file.
fn asked(value: &Value, teller: &str, ask: &mut dyn FnMut(&str)) {
    paths_in(value, &mut |text| {
        let text = text.split('#').next().unwrap_or(text);
        for path in [join(teller, text), join("", text)].into_iter().flatten() {
            ask(&path);
        }
    });
}

fn paths_in(value: &Value, found: &mut dyn FnMut(&str)) {
    match &value.data {
        Data::Ref(text, _) if looks_like_path(text) => found(text),
        Data::List(items) => items.iter().for_each(|v| paths_in(v, found)),
        Data::Group(fields) => fields.iter().for_each(|(_, v)| paths_in(v, found)),
        Data::Map(entries) => entries.iter().for_each(|e| paths_in(&e.value, found)),
        _ => {}
    }
}

/// Files whose findings are told: ours, and those that one of ours links to.
fn told(workspace: &Workspace) -> FxHashSet<FileId> {
    let files: Vec<_> = workspace.index.files().filter(|f| !workspace.is_pack(f.file)).collect();
    let mut told: FxHashSet<FileId> = FxHashSet::default();
    for facts in &files {
        match facts.whose {
            Whose::Ours(_) => {
                told.insert(facts.file);
                let targets = facts.links.iter().filter_map(|l| l.path.as_deref().ok()).filter(|p| !p.is_empty());
                told.extend(targets.filter_map(|p| workspace.sources.find(p)).filter(|f| workspace.index.facts(*f).is_some()));
            }
            Whose::Template { recognised: true, .. } => {
                told.insert(facts.file);
            }
            Whose::Template { .. } | Whose::NotOurs => {}
        }
    }
    told
}
