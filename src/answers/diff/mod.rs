//! What a change did, in words: values of records that came, went, rose, fell or are others, under the headings that packs give them; records
//! and documents that came, went or are called otherwise.

mod pairs;
mod value;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::EntityId;
use crate::rules::Topic;
use crate::workspace::Workspace;
use jiff::civil::Date;
pub use pairs::Named;

/// All that a change did to records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// Headings in the packs' order, what has none last under an empty one; each with its changes by kind and id.
    pub topics: Vec<(Arc<str>, Vec<Change>)>,
    /// Records that are only in the new state.
    pub added: Vec<Named>,
    /// Records that are only in the old state.
    pub removed: Vec<Named>,
    /// Records with another id, old and new.
    pub renamed: Vec<(Named, Named)>,
    /// Files with another path, old and new.
    pub moved: Vec<(String, String)>,
    /// Documents whose text is another, and that say nothing of it in a field.
    pub rewritten: Vec<Named>,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It was not given.
    Came,
    /// It is not given any more.
    Went,
    /// It is higher, on a scale, in an ordered vocabulary or as a number.
    Rose,
    /// It is lower.
    Fell,
    /// It is another.
    Other,
}

impl Way {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Went => "went",
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Other => "other",
        }
    }
}

/// One value of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The record, as the new state names it.
    pub record: Named,
    /// The field, dotted within groups.
    pub field: Arc<str>,
    /// What became of it.
    pub way: Way,
    /// The pack's word for it, if it has one.
    pub says: Option<Arc<str>>,
    /// What it was; none where it was not given.
    pub from: Option<String>,
    /// What it is; none where it is not given.
    pub to: Option<String>,
    /// Its values are nobody else's business.
    pub sensitive: bool,
}

impl Diff {
    /// How many things are told.
    pub fn len(&self) -> usize {
        let changes: usize = self.topics.iter().map(|(_, changes)| changes.len()).sum();
        changes + self.added.len() + self.removed.len() + self.renamed.len() + self.moved.len() + self.rewritten.len()
    }

    /// True when nothing is told.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Compares two states of a repository, both judged (see [`Workspace::judge`]) for a day.
pub fn diff(old: &Workspace, new: &Workspace, today: Date) -> Diff {
    let renamed = new.renamed_since(old);
    let pairs = pairs::pairs(old, new, &renamed);
    let topics = new.base.topics().0;
    let mut by_heading: FxHashMap<Arc<str>, Vec<Change>> = FxHashMap::default();
    for (a, b) in &pairs.both {
        for change in changes(old, *a, new, *b, today) {
            let (heading, change) = told(change, new, *b, &topics);
            by_heading.entry(heading).or_default().push(change);
        }
    }
    let mut diff = Diff { moved: renamed.into_iter().collect(), ..Diff::default() };
    let mut headings: Vec<Arc<str>> = topics.iter().map(|topic| topic.heading.clone()).collect();
    headings.push("".into());
    for heading in headings {
        if let Some(mut changes) = by_heading.remove(&heading) {
            changes.sort_by(|a, b| (&a.record, &a.field).cmp(&(&b.record, &b.field)));
            diff.topics.push((heading, changes));
        }
    }
    let rewritten = pairs.both.iter().filter(|(a, b)| pairs::is_rewritten(old, *a, new, *b));
    diff.rewritten = rewritten.map(|(_, b)| pairs::named(new, *b)).collect();
    diff.added = pairs.added.iter().map(|e| pairs::named(new, *e)).collect();
    diff.removed = pairs.removed.iter().map(|e| pairs::named(old, *e)).collect();
    diff.renamed = pairs.renamed.iter().map(|(a, b)| (pairs::named(old, *a), pairs::named(new, *b))).collect();
    diff.moved.sort_unstable();
    diff.rewritten.sort_unstable();
    diff.added.sort_unstable();
    diff.removed.sort_unstable();
    diff.renamed.sort_unstable();
    diff
}

/// The values that differ between two states of a record.
fn changes(old: &Workspace, a: EntityId, new: &Workspace, b: EntityId, today: Date) -> Vec<Change> {
    let (before, after) = (value::values(old, a, today), value::values(new, b, today));
    let record = pairs::named(new, b);
    let mut fields: Vec<Arc<str>> = before.keys().chain(after.keys()).cloned().collect();
    fields.sort_unstable();
    fields.dedup();
    let mut changes = Vec::new();
    for field in fields {
        let (from, to) = (before.get(&field), after.get(&field));
        let way = match (from, to) {
            (Some(from), Some(to)) if from.text == to.text => continue,
            (Some(from), Some(to)) => match (from.rank, to.rank) {
                (Some((_, high)), Some((low, _))) if low > high => Way::Rose,
                (Some((low, _)), Some((_, high))) if high < low => Way::Fell,
                _ => Way::Other,
            },
            (None, Some(_)) => Way::Came,
            (Some(_), None) => Way::Went,
            (None, None) => continue,
        };
        changes.push(Change {
            record: record.clone(),
            field,
            way,
            says: None,
            from: from.map(|v| v.text.clone()),
            to: to.map(|v| v.text.clone()),
            sensitive: from.or(to).is_some_and(|v| v.sensitive),
        });
    }
    changes
}

/// The heading of a change, and the change with the word for it: of the first topic that names its field, or else all of its kind.
fn told(mut change: Change, workspace: &Workspace, entity: EntityId, topics: &[Topic]) -> (Arc<str>, Change) {
    let schema = &workspace.index.schema;
    let kind = workspace.index.kind(entity);
    let of = |topic: &&Topic| schema.is_a(kind, topic.kind) && (topic.fields.is_empty() || topic.fields.contains(&change.field));
    let Some(topic) = topics.iter().find(of) else { return ("".into(), change) };
    let word = |words: &[(Arc<str>, Arc<str>)], value: &Option<String>| {
        let value = value.as_ref()?;
        words.iter().find(|(word, _)| **word == **value).map(|(_, says)| says.clone())
    };
    let way = match change.way {
        Way::Came => topic.ways[0].clone(),
        Way::Went => topic.ways[1].clone(),
        Way::Rose => topic.ways[2].clone(),
        Way::Fell => topic.ways[3].clone(),
        Way::Other => None,
    };
    change.says = word(&topic.becomes, &change.to).or_else(|| word(&topic.leaves, &change.from)).or(way);
    (topic.heading.clone(), change)
}
