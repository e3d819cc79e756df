//! Files that do not say by themselves that they are ours, and that the rest of the repository vouches for: one that speaks of the subject
//! in passing beside documents of ours, and one that a document of ours links to. They are read again, knowing that.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Workspace;
use crate::model::index::Changed;
use crate::model::{Facts, Ground, Whose, read};
use crate::source::FileId;

/// Reads again what is vouched for now and was not, or the other way round. Gives those files, and what is another in each.
pub(super) fn settle(workspace: &mut Workspace) -> Vec<(FileId, Changed)> {
    if workspace.vocabulary.grounded {
        return Vec::new();
    }
    let vouched = vouched(workspace);
    let known = |facts: &Facts| workspace.admitted.get(&facts.file);
    let files = workspace.index.files().filter(|f| !workspace.is_pack(f.file));
    let changed: Vec<FileId> = files.filter(|f| known(f) != vouched.get(&f.file)).map(|f| f.file).collect();
    workspace.admitted = vouched;
    if changed.is_empty() {
        return Vec::new();
    }
    let mut anew = Vec::new();
    for file in changed {
        let facts =
            read::read_vouched(file, workspace.sources.get(file), &workspace.vocabulary, workspace.admitted.get(&file).cloned());
        anew.push((file, workspace.index.replace(Arc::new(facts))));
    }
    workspace.index.settle();
    anew
}

/// The files that are vouched for, with the reason. It depends on what files say of themselves, and on nothing that vouching brings.
fn vouched(workspace: &Workspace) -> FxHashMap<FileId, String> {
    let files: Vec<&Arc<Facts>> = workspace.index.files().filter(|f| !workspace.is_pack(f.file)).collect();
    let ours = |f: &&&Arc<Facts>| matches!(f.whose, Whose::Ours(_)) && !workspace.admitted.contains_key(&f.file);
    let mut linked: FxHashSet<FileId> = FxHashSet::default();
    let mut documents = 0;
    for facts in files.iter().filter(ours) {
        documents += usize::from(facts.document.record.is_some());
        let targets = facts.links.iter().filter_map(|l| l.path.as_deref().ok()).filter(|p| !p.is_empty());
        linked.extend(targets.filter_map(|path| workspace.sources.find(path)));
    }
    // Where another management system is kept as well, a file that says nothing may be that one's.
    let alone = !files.iter().any(|f| f.ground == Ground::Foreign);
    let mut vouched = FxHashMap::default();
    for facts in &files {
        let open = facts.whose == Whose::NotOurs || workspace.admitted.contains_key(&facts.file);
        let reason = match facts.ground {
            _ if !open => continue,
            Ground::Weak if linked.contains(&facts.file) => "one of ours links to it",
            Ground::Silent if alone && linked.contains(&facts.file) => "one of ours links to it",
            Ground::Weak if documents > 0 => "it speaks of the subject, beside documents of ours",
            _ => continue,
        };
        vouched.insert(facts.file, reason.to_owned());
    }
    vouched
}
