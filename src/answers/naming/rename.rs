//! A record under another id: the edits in all files that name it. Nothing is renamed unless all of it can be.

use super::{How, Naming, link_target, namings, runs, words};
use crate::finding::Edit;
use crate::model::{EntityId, Facts, Target, Value};
use crate::source::{Place, Span};
use crate::syntax::markdown::slug;
use crate::workspace::Workspace;

/// The record whose id can be changed, and the id; `Err` says why it cannot.
pub fn renamable<'w>(workspace: &'w Workspace, entities: &[EntityId]) -> Result<(EntityId, &'w str), String> {
    let index = &workspace.index;
    let Some((entity, id)) = entities.first().and_then(|entity| Some((*entity, &**index.id(*entity)?))) else {
        return Err("what stands here has no id".into());
    };
    let bearing = index.by_id(id);
    if bearing.iter().any(|e| index.in_pack(*e)) {
        return Err(format!("`{id}` is not this repository's to rename: a pack gives it"));
    }
    if bearing.len() > 1 {
        let kinds: Vec<&str> = bearing.iter().map(|e| &*index.schema.kind(index.kind(*e)).name).collect();
        return Err(format!("`{id}` is the id of several records ({}), and words do not tell which is meant", kinds.join(", ")));
    }
    let unwritten = bearing.iter().flat_map(|e| index.tellings(*e)).find(|telling| {
        let name = index.record(**telling).name;
        words::written(&workspace.sources.get(telling.file).text, name, id).is_none()
    });
    match unwritten {
        Some(telling) => Err(format!("`{id}` is not written where {} tells it", workspace.sources.get(telling.file).path)),
        None => Ok((entity, id)),
    }
}

/// The edits that give a record another id, in order of path and place; `Err` says why it cannot be had.
pub fn rename(workspace: &Workspace, entities: &[EntityId], new: &str) -> Result<Vec<Edit>, String> {
    let (entity, old) = renamable(workspace, entities)?;
    let new = new.trim();
    may_be(workspace, entity, old, new)?;
    let namings = namings(workspace, &[entity]);
    let is_written = |naming: &&Naming| {
        // What names it by a title, or by the path of its file, does so still.
        let text = &workspace.sources.get(naming.place.file).text;
        words::written(text, naming.place.span, old) == Some(naming.place.span)
    };
    let edits = namings.iter().filter(is_written).map(|naming| Edit { place: naming.place, text: new.into() });
    let mut edits: Vec<Edit> = edits.collect();
    for facts in workspace.index.files().filter(|facts| !workspace.is_pack(facts.file)) {
        if let Some(span) = runs::with(&workspace.sources.get(facts.file).text, old) {
            return Err(ranged(workspace, old, Place::new(facts.file, span)));
        }
        in_lists(workspace, facts, entity, old)?;
        edits.extend(anchors(workspace, facts, &namings, old, new));
    }
    Ok(edits)
}

/// Says why a text cannot be the record's id.
fn may_be(workspace: &Workspace, entity: EntityId, old: &str, new: &str) -> Result<(), String> {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let is_plain = new.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        && new.starts_with(char::is_alphanumeric)
        && new.ends_with(char::is_alphanumeric)
        && (new.contains(char::is_alphabetic) || !old.contains(char::is_alphabetic));
    if !is_plain {
        return Err(format!("`{new}` cannot be an id: write letters, digits and hyphens, such as {old}"));
    }
    let pattern = kind.id.as_ref().and_then(|id| id.pattern.as_ref()).filter(|pattern| pattern.is_match(old));
    if pattern.is_some_and(|pattern| !pattern.is_match(new)) {
        return Err(format!("`{new}` does not look like the id of a {}, as {old} does", kind.name));
    }
    match index.by_id(new).iter().find(|other| **other != entity) {
        None => Ok(()),
        Some(other) if index.in_pack(*other) => Err(format!("`{new}` is taken: a pack gives it")),
        Some(other) => {
            let place = index.name_place(*other);
            let source = workspace.sources.get(place.file);
            let line = source.position(place.span.start).line;
            Err(format!("`{new}` is taken: {}:{line} tells it", source.path))
        }
    }
}

/// Refuses where a field means the record as one of a range that no text tells by itself, or by a part of its id: another id would make it
/// another range. A word such as "to" makes a range only in a list: "from RSK-001 to RSK-002" may be a path.
fn in_lists(workspace: &Workspace, facts: &Facts, entity: EntityId, old: &str) -> Result<(), String> {
    let index = &workspace.index;
    let source = workspace.sources.get(facts.file);
    let mut found: Option<Span> = None;
    index.references(facts, &mut |reference| {
        let same = reference.text.eq_ignore_ascii_case(old);
        if same && index.leads_to(&reference, facts) == Target::Record(entity) {
            let written = words::written(&source.text, reference.value.span, old).is_some();
            if !written || reference.beside.windows(2).any(|pair| is_range(&source.text, pair, reference.value)) {
                found.get_or_insert(reference.value.span);
            }
        }
    });
    found.map_or(Ok(()), |span| Err(ranged(workspace, old, Place::new(facts.file, span))))
}

fn ranged(workspace: &Workspace, old: &str, place: Place) -> String {
    let source = workspace.sources.get(place.file);
    let line = source.position(place.span.start).line;
    format!("`{old}` stands in a range of ids at {}:{line}; write each id out first", source.path)
}

/// True where one of two neighbours in a list is `value` and a sign between them makes them a range.
fn is_range(text: &str, pair: &[Value], value: &Value) -> bool {
    let [a, b] = pair else { return false };
    let ours = a.span == value.span || b.span == value.span;
    let overlap = b.span.start < a.span.end;
    let between = text.get(a.span.end as usize..b.span.start as usize).unwrap_or_default();
    // A sign in a new line begins an item.
    ours && (overlap || !between.contains('\n') && runs::SIGNS.contains(&between.trim()))
}

/// The anchors of links to headings in which the id is renamed: they are made of the heading's words.
fn anchors(workspace: &Workspace, facts: &Facts, namings: &[Naming], old: &str, new: &str) -> Vec<Edit> {
    let source = workspace.sources.get(facts.file);
    let anchored = |link: &crate::model::LinkFact| {
        let anchor = link.anchor.as_deref()?;
        let place = link_target(workspace, facts, link)?.place?;
        let renamed = namings
            .iter()
            .any(|naming| naming.how != How::Link && naming.place.file == place.file && place.span.contains(naming.place.span));
        if !renamed {
            return None;
        }
        let hash = link.span.start as usize + source.slice(link.span).find('#')? + 1;
        let changed = anchor.to_lowercase().replacen(&slug(old), &slug(new), 1);
        Some(Edit { place: Place::new(facts.file, Span::new(hash, link.span.end as usize)), text: changed })
    };
    facts.links.iter().filter_map(anchored).collect()
}
