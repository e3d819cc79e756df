//! Who answers for a record, as the packs say where that stands.

use std::sync::Arc;

use jiff::civil::Date;

use super::card::text;
use crate::expr::{Cache, Env, Item, Rec, V, World};
use crate::finding::{At, Finding, Nowhere};
use crate::model::EntityId;
use crate::workspace::Workspace;

/// Who owns a record: a record of its own, or the words that stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The owner's id.
    pub id: Option<Arc<str>>,
    /// Its title, or the words that stand there.
    pub name: Arc<str>,
}

/// The owner of a record: the first that is given, of the nearest kind first.
pub(super) fn owner(workspace: &Workspace, world: &World<'_>, record: EntityId) -> Option<Owner> {
    let index = &workspace.index;
    let env = Env::new(world, Some(Rec::Entity(record)));
    let line = &index.schema.kind(index.kind(record)).line;
    let owners = line.iter().flat_map(|kind| workspace.base.coverage().owners.iter().filter(move |(of, _)| of == kind));
    owners.into_iter().find_map(|(_, owner)| match owner.eval(&env) {
        Item { v: V::List(items), .. } => items.iter().find_map(|item| named(workspace, item)),
        item => named(workspace, &item),
    })
}

fn named(workspace: &Workspace, item: &Item<'_>) -> Option<Owner> {
    match &item.v {
        V::Rec(Rec::Entity(owner)) => {
            let index = &workspace.index;
            let owner = *owner;
            let id = index.id(owner).cloned();
            let sensitive = index.schema.kind(index.kind(owner)).sensitive;
            let title = text(workspace, owner, "title").filter(|_| !sensitive);
            let name = title.or_else(|| id.clone())?;
            Some(Owner { id, name })
        }
        V::Text(words) => Some(Owner { id: None, name: (&**words).into() }),
        V::Rec(Rec::Text(words)) => Some(Owner { id: None, name: (*words).into() }),
        _ => None,
    }
}

/// Who answers for each of these findings on a day: the owner of the record that it is about, else of the document that it stands in.
pub fn owners<'f>(workspace: &Workspace, as_of: Date, findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Option<Owner>> {
    let index = &workspace.index;
    let noise = workspace.base.noise();
    let cache = Cache::default();
    let world = World::new(index, &workspace.sources, &workspace.base.derived, as_of, &noise, &cache);
    let of = |finding: &Finding| {
        let record = finding.record.as_ref().and_then(|record| {
            let kind = index.schema.find(&record.kind)?;
            index.by_key(kind, record.id.as_deref()?)
        });
        let file = match finding.at {
            At::Place(place) => Some(place.file),
            At::Nowhere(Nowhere::File(file)) => Some(file),
            At::Nowhere(Nowhere::Repository) => None,
        };
        let document = file.and_then(|file| index.document(file));
        [record, document].into_iter().flatten().find_map(|record| owner(workspace, &world, record))
    };
    findings.into_iter().map(of).collect()
}
