//! From a name to where the thing stands.

use std::sync::Arc;

use super::at::meant;
use crate::model::{EntityId, Facts, LinkFact, Target};
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget {
    /// The path relative to the root.
    pub path: Arc<str>,
    /// The place, in a file that was read: the heading that the anchor names, else the beginning.
    pub place: Option<Place>,
    /// The record that is told there: under the heading, or the document that the file is.
    pub entity: Option<EntityId>,
}

/// Where a link of a file's leads; none if it leads nowhere.
pub fn link_target(workspace: &Workspace, facts: &Facts, link: &LinkFact) -> Option<LinkTarget> {
    let index = &workspace.index;
    let path = link.path.as_deref().ok()?;
    let path: Arc<str> = if path.is_empty() { facts.path.clone() } else { path.into() };
    let Some(target) = index.at_path(&path) else {
        return index.is_present(&path).then_some(LinkTarget { path, place: None, entity: None });
    };
    let document = index.document(target.file);
    let anchor = link.anchor.as_deref().map(str::to_lowercase);
    let heading = anchor.and_then(|a| target.document.headings.iter().find(|h| h.anchor.to_lowercase() == a));
    let (span, entity) = match heading {
        None => (Span::at(0), document),
        Some(heading) => {
            let told = target.records.iter().position(|r| heading.span.contains(r.name));
            (heading.span, told.and_then(|i| index.entity_at(target, i)))
        }
    };
    Some(LinkTarget { path, place: Some(Place::new(target.file, span)), entity })
}

/// The words at an offset that lead somewhere, and where: to where a record is told, to a heading, to a file. What a pack tells has no place
/// but where the repository says something under the same id.
pub fn definition(workspace: &Workspace, file: FileId, offset: usize) -> Option<(Span, Vec<Place>)> {
    let index = &workspace.index;
    let facts = index.facts(file)?;
    let here = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    if let Some(link) = facts.links.iter().find(|link| here(link.span)) {
        let place = link_target(workspace, facts, link)?.place?;
        return Some((link.span, vec![place]));
    }
    if let Some(meant) = meant(workspace, file, offset) {
        let own = meant.entities.iter().filter(|entity| !index.in_pack(**entity)).flat_map(|entity| index.tellings(*entity));
        let places: Vec<Place> = own.map(|t| Place::new(t.file, index.record(*t).name)).collect();
        return (!places.is_empty()).then_some((meant.span, places));
    }
    let mut found = None;
    index.references(facts, &mut |reference| {
        if here(reference.value.span)
            && let Target::File(path) = index.leads_to(&reference, facts)
            && let Some(target) = index.at_path(&path)
        {
            found = Some((reference.value.span, vec![Place::new(target.file, Span::at(0))]));
        }
    });
    found
}
