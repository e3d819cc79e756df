//! The ids in a file, whosoever's they are, and the files that it leads to.

use std::sync::Arc;

use super::everywhere::{How, Naming, each_once, known};
use super::{link_target, words};
use crate::answers::card::text;
use crate::finding::one_line;
use crate::model::Target;
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// Most characters of a title that is shown beside an id.
const WIDTH: usize = 48;

/// The places of a file where the id of a record is written, in order.
pub fn ids_in(workspace: &Workspace, file: FileId) -> Vec<Naming> {
    let index = &workspace.index;
    let Some(facts) = index.facts(file) else { return Vec::new() };
    let source = workspace.sources.get(file);
    let mut found = known(workspace, facts, &|_| true);
    found.retain(|naming| naming.how != How::Link);
    for (span, entities) in words::each(workspace, &source.text) {
        found.extend(entities.first().map(|entity| Naming { place: Place::new(file, span), entity: *entity, how: How::Word }));
    }
    let mut found = each_once(facts, found);
    found.retain(|naming| index.id(naming.entity).is_some_and(|id| id.eq_ignore_ascii_case(source.slice(naming.place.span))));
    found
}

/// The titles of records whose ids stand bare in a file, and where they would be shown: not where the record is told, nor where its title
/// is on the same line.
pub fn titles(workspace: &Workspace, file: FileId) -> Vec<(Span, String)> {
    let source = workspace.sources.get(file);
    let mut found = Vec::new();
    for naming in ids_in(workspace, file).into_iter().filter(|naming| naming.how != How::Told) {
        let Some(title) = text(workspace, naming.entity, "title") else { continue };
        let (before, after) = source.text.split_at(naming.place.span.end as usize);
        let line = before.rsplit('\n').next().unwrap_or_default().to_owned() + after.lines().next().unwrap_or_default();
        let title = one_line(&title, WIDTH);
        let start: String = title.to_lowercase().chars().take(WIDTH / 2).collect();
        if !title.is_empty() && !line.to_lowercase().contains(&start) {
            found.push((naming.place.span, title));
        }
    }
    found
}

/// The places of a file that lead to other files, and the paths of those.
pub fn paths_in(workspace: &Workspace, file: FileId) -> Vec<(Span, Arc<str>)> {
    let index = &workspace.index;
    let Some(facts) = index.facts(file) else { return Vec::new() };
    let links = facts.links.iter().filter_map(|link| Some((link.span, link_target(workspace, facts, link)?.path)));
    let mut found: Vec<(Span, Arc<str>)> = links.collect();
    index.references(facts, &mut |reference| {
        let path = match index.leads_to(&reference, facts) {
            Target::File(path) => Some(path),
            Target::Record(_) => index.path_of(reference.text, file),
            _ => None,
        };
        found.extend(path.map(|path| (reference.value.span, path)));
    });
    found.sort_by_key(|(span, _)| (span.start, span.len()));
    found.dedup_by(|next, kept| next.0.start < kept.0.end || next.0 == kept.0);
    found
}
